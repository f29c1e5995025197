"""The store keeps everything it was given, all of an import or none of it."""

from __future__ import annotations

import gc
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pubmed.samples import article, record_set

from ketaevidence.errors import LibraryError
from ketaevidence.library import DecisionRow, Entry, Library
from ketaevidence.library.connection import APPLICATION_ID
from ketaevidence.library.schema import SCHEMA_VERSION
from ketaevidence.pubmed.files import read_file

AT = "2026-01-31T00:00:00Z"


@pytest.fixture
def library():
    """Open an empty store in memory."""
    with Library.in_memory() as store:
        yield store


def take_in(library, *records, source="PubMed"):
    """Import records written as XML."""
    return library.add_records(
        read_file(record_set(*records)),
        kind="import",
        source=source,
        at=AT,
        software="test 1",
        detail={"files": ["a.xml"]},
    )


def decision(key="pmid:90000001", verdict="include"):
    """Make a decision on a record."""
    return DecisionRow(key, "title_abstract", verdict, None, "A. Reader", AT)


def test_records_come_back_as_they_went_in(library):
    """A stored record equals the one that was read, and its bytes are kept."""
    incoming = read_file(record_set(article(), article("90000002")))
    take_in(library, article(), article("90000002"))
    assert list(library.records()) == [item.record for item in incoming]
    assert library.raw("pmid:90000001") == incoming[0].raw
    assert library.raw("pmid:404") is None


def test_the_same_records_again_change_nothing(library):
    """Importing a file twice adds no record, no revision and no PRISMA count."""
    first = take_in(library, article(), article("90000002"))
    again = take_in(library, article(), article("90000002"))
    assert (first.new, again.new, again.unchanged) == (2, 0, 2)
    assert library.provenance() == (("PubMed", 2),)
    assert len(library.revisions("pmid:90000001")) == 1


def test_a_changed_record_keeps_its_older_form(library):
    """A record that changed at its source gets a revision; the old one is readable."""
    take_in(library, article())
    count = take_in(library, article(title="Corrected title"))
    assert count.revised == 1
    assert library.records()[0].title == "Corrected title"
    assert [r.title for r in library.revisions("pmid:90000001")] == [
        "Ketamine in an invented trial",
        "Corrected title",
    ]


def test_a_record_may_return_to_an_older_form(library):
    """When a source takes a change back, the older form stands again."""
    for title in ("One", "Two", "One"):
        take_in(library, article(title=title))
    assert library.records()[0].title == "One"
    assert len(library.revisions("pmid:90000001")) == 2


def test_the_highest_version_stands_whatever_the_order(library):
    """Of several versions of one PMID the highest stands, within and across files."""
    take_in(
        library, article(version=3, title="Third"), article(version=1, title="First")
    )
    take_in(library, article(version=2, title="Second"))
    assert library.records()[0].title == "Third"
    assert {r.version for r in library.revisions("pmid:90000001")} == {1, 2, 3}


def test_sources_are_counted_apart(library):
    """Two sources that bring one record count it twice, as PRISMA asks."""
    take_in(library, article())
    take_in(library, article(), source="Register")
    assert library.provenance() == (("PubMed", 1), ("Register", 1))
    assert len(library.records()) == 1


def test_a_record_repeated_in_one_file_is_counted_as_repeated(library):
    """Received equals new plus revised plus unchanged plus repeated."""
    count = take_in(library, article(), article(), article("90000002"))
    assert (count.received, count.new, count.repeated) == (3, 2, 1)


def test_decisions_are_appended_in_order(library):
    """Every decision stays, oldest first."""
    take_in(library, article())
    library.add_decisions([decision(), decision(verdict="exclude")])
    assert [row.verdict for row in library.decisions()] == ["include", "exclude"]


def test_a_decision_on_an_unknown_record_records_none(library):
    """If one decision of several cannot be recorded, none is."""
    take_in(library, article())
    with pytest.raises(LibraryError, match="pmid:404"):
        library.add_decisions([decision(), decision("pmid:404")])
    assert library.decisions() == ()


@pytest.mark.parametrize("table", ["decision", "entry"])
def test_decisions_and_entries_cannot_be_rewritten(library, table):
    """The store itself refuses to change or delete what people decided."""
    take_in(library, article())
    library.add_decisions([decision()])
    library.add_entries([Entry("study", "a", {"x": 1}, "why", "A. Reader", AT)])
    for statement in (f"UPDATE {table} SET by = 'B'", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            library._connection.execute(statement)


def test_the_newest_entry_counts_and_the_history_stays(library):
    """A corrected entry replaces its older form when read, in its old place."""
    for body in ({"n": 1}, {"n": 2}):
        library.add_entries([Entry("result", "R1", body, "why", "A", AT)])
        library.add_entries([Entry("result", "R2", {"n": 9}, "why", "A", AT)])
    assert [(e.key, e.body["n"]) for e in library.entries("result")] == [
        ("R1", 2),
        ("R2", 9),
    ]
    assert [e.body["n"] for e in library.history("result", "R1")] == [1, 2]


def test_the_file_has_the_promised_durability(tmp_path):
    """A store is opened with a rollback journal and the safest synchronisation."""
    with Library.create(tmp_path / "library.sqlite") as store:
        pragma = lambda name: store._connection.execute(f"PRAGMA {name}").fetchone()[0]  # noqa: E731
        assert pragma("journal_mode") == "delete"
        assert pragma("synchronous") == 3
        assert pragma("foreign_keys") == 1
        assert pragma("application_id") == APPLICATION_ID
        assert pragma("user_version") == SCHEMA_VERSION
        tables = store._connection.execute("PRAGMA table_list").fetchall()
        ours = [t for t in tables if not t["name"].startswith("sqlite_")]
        assert ours
        assert all(t["strict"] for t in ours)
    assert [path.name for path in tmp_path.iterdir()] == ["library.sqlite"]


def test_a_store_is_not_made_over_a_file(tmp_path):
    """Making a store where a file is leaves the file alone."""
    path = tmp_path / "library.sqlite"
    path.write_text("mine")
    with pytest.raises(LibraryError, match="already"):
        Library.create(path)
    assert path.read_text() == "mine"


def test_a_missing_store_is_not_made_by_opening_it(tmp_path):
    """Opening where there is no store is an error and makes no file."""
    with pytest.raises(LibraryError, match="no store"):
        Library.open(tmp_path / "library.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_foreign_and_damaged_files_are_refused_untouched(tmp_path):
    """A file that is no store, or another program's database, is left as it is."""
    noise, foreign = tmp_path / "noise", tmp_path / "foreign"
    noise.write_bytes(b"not a database" * 100)
    other = sqlite3.connect(foreign)
    other.execute("CREATE TABLE a (b)")
    other.commit()
    other.close()
    for path, told in ((noise, "cannot be used"), (foreign, "not made by")):
        before = path.read_bytes()
        with pytest.raises(LibraryError, match=told):
            Library.open(path)
        assert path.read_bytes() == before


def test_a_newer_store_is_refused(tmp_path):
    """A store of a later version says that ketaevidence must be updated."""
    path = tmp_path / "library.sqlite"
    with Library.create(path) as store:
        store._connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    with pytest.raises(LibraryError, match="newer ketaevidence"):
        Library.open(path)


def test_a_full_disk_leaves_the_store_as_it_was(tmp_path):
    """When an import does not fit, nothing of it is kept and the error says so."""
    path = tmp_path / "library.sqlite"
    with Library.create(path) as store:
        take_in(store, article())
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count={pages + 1}")
        # Words that do not repeat, so that compression cannot make them fit.
        words = [
            "".join(chr(97 + (i * j * 7919 + j * j * i) % 26) for j in range(1, 6000))
            for i in range(1, 6)
        ]
        big = [article(str(91000000 + i), title=word) for i, word in enumerate(words)]
        with pytest.raises(LibraryError, match="nothing was changed"):
            take_in(store, *big)
        assert len(store.records()) == 1
        assert len(store.runs()) == 1


titles = st.sampled_from(["One", "Two", "Three"])
pmids = st.sampled_from(["90000001", "90000002", "90000003"])
files = st.lists(st.dictionaries(pmids, titles, max_size=3), max_size=6)


@given(files)
@settings(max_examples=40, deadline=None)
def test_any_series_of_imports_ends_in_the_newest_form_of_each(series):
    """After any imports each record has the form it last came in; none is lost."""
    newest: dict[str, str] = {}
    with Library.in_memory() as store:
        for contents in series:
            newest |= contents
            count = take_in(store, *(article(p, title=t) for p, t in contents.items()))
            total = count.new + count.revised + count.unchanged + count.repeated
            assert total == count.received == len(contents)
        assert {r.pmid: r.title for r in store.records()} == newest


def test_an_emptied_store_is_not_taken_for_a_new_one(tmp_path):
    """A store of 0 bytes, or without tables, is refused instead of started afresh."""
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"")
    with pytest.raises(LibraryError, match="empty"):
        Library.open(path)
    assert path.read_bytes() == b""
    with closing(sqlite3.connect(path)) as other:
        other.execute("VACUUM")
    before = path.read_bytes()
    with pytest.raises(LibraryError, match=r"empty|holds no review"):
        Library.open(path)
    assert path.read_bytes() == before


def test_a_view_of_the_past_outlives_the_name_of_its_store(tmp_path):
    """The past can be read as long as somebody holds it, and no file stays open."""
    store = Library.create(tmp_path / "library.sqlite")
    take_in(store, article())
    past = store.as_of("2026-02-01")
    connection = store._connection
    del store
    assert len(past.records()) == 1
    del past
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")
