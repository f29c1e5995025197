"""The store keeps frozen versions as they were frozen, and sees as much as they saw."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from tests.pubmed.samples import article, record_set

from ketaevidence.errors import LibraryError
from ketaevidence.library import DecisionRow, Entry, Library, Version, digest_of
from ketaevidence.pubmed.files import read_file

AT = "2026-01-31T00:00:00Z"


@pytest.fixture
def library():
    """Open a store in memory with one record and one decision."""
    with Library.in_memory() as store:
        store.add_records(
            read_file(record_set(article())).incoming,
            kind="import",
            source="PubMed",
            at=AT,
            software="test 1",
            detail={},
        )
        decide(store, "include")
        yield store


def decide(store, verdict):
    """Decide on the record; every time in the same second."""
    row = DecisionRow("pmid:90000001", "title_abstract", verdict, None, "A. Reader", AT)
    store.add_decisions([row], recorded_at=AT)


def version(store, number="2026.0.0", **more):
    """Make a version of the store as it is now."""
    document = '{"software":{"a":"1"}}'
    made = Version(
        number=number,
        at=AT,
        cause="import",
        reason="why",
        question="name = 'x'",
        software=(("a", "1"),),
        document=document,
        digest=digest_of(document),
        limits=store.seen_now(),
    )
    return replace(made, **more)


def test_a_version_comes_back_as_it_was_frozen(library):
    """Every part of a version is kept, and its document byte for byte."""
    made = version(library, document="é\n", digest=digest_of("é\n"))
    library.add_version(made)
    (found,) = library.versions()
    assert replace(found, limits=made.limits) == made
    assert found.is_whole


def test_a_version_is_never_changed_or_removed(library):
    """The store itself refuses to rewrite a version."""
    library.add_version(version(library))
    for statement in ("UPDATE version SET reason = 'x'", "DELETE FROM version"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            library._connection.execute(statement)


def test_what_was_told_in_the_same_second_is_told_apart(library):
    """A version sees what came before it and nothing that came after, to the row."""
    library.add_version(version(library))
    decide(library, "exclude")
    library.add_entries([Entry("study", "a", {}, "why", "A. Reader", AT)], recorded_at=AT)  # fmt: skip
    (found,) = library.versions()
    past = library.within(found.limits)
    assert [row.verdict for row in past.decisions()] == ["include"]
    assert (past.entries("study"), past.last_entry()) == ((), 0)
    assert [row.verdict for row in library.decisions()] == ["include", "exclude"]
    with pytest.raises(LibraryError, match=r"as of version 2026\.0\.0"):
        decide(past, "include")


def test_two_runs_do_not_freeze_the_same_version(library):
    """A version that was made while another was added is refused."""
    late = version(library, "2026.1.0")
    library.add_version(version(library))
    with pytest.raises(LibraryError, match="Another run froze"):
        library.add_version(late)
    assert [made.number for made in library.versions()] == ["2026.0.0"]


@pytest.mark.parametrize("damage", [b"", b"\0\0\0"])
def test_a_damaged_document_is_seen_and_stops_nobody(library, damage):
    """A document that cannot be decompressed is empty, and fits no digest."""
    library.add_version(version(library))
    library._connection.execute("DROP TRIGGER version_refuses_UPDATE")
    library._connection.execute("UPDATE version SET document = ?", [damage])
    (found,) = library.versions()
    assert (found.document, found.is_whole) == ("", False)


def test_a_run_waits_to_be_frozen_until_that_is_noted(library):
    """A landed run is unfrozen until a version, or a look at it, is noted."""
    assert library.unfrozen() == "import"
    library.note_unchanged(1)
    assert library.unfrozen() is None
