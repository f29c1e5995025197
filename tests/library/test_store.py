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
from ketaevidence.records.broken import BrokenRecord

AT = "2026-01-31T00:00:00Z"


@pytest.fixture
def library():
    """Open an empty store in memory."""
    with Library.in_memory() as store:
        yield store


def take_in(library, *records, source="PubMed", at=AT, broken=(), withdrawn=()):
    """Import records written as XML, and what came with them."""
    return library.add_records(
        read_file(record_set(*records)).incoming if records else (),
        kind="import",
        source=source,
        at=at,
        software="test 1",
        detail={"files": ["a.xml"]},
        broken=broken,
        withdrawn=withdrawn,
    )


def piece(raw=b"<PubmedArticle>\x01", **more):
    """Make a piece that is no readable record."""
    given = {"source": "a.xml", "offset": 7, "problem": "it is no XML", "raw": raw}
    return BrokenRecord(**(given | more))


def decision(key="pmid:90000001", verdict="include"):
    """Make a decision on a record."""
    return DecisionRow(key, "title_abstract", verdict, None, "A. Reader", AT)


def test_records_come_back_as_they_went_in(library):
    """A stored record equals the one that was read, and its bytes are kept."""
    incoming = read_file(record_set(article(), article("90000002"))).incoming
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
            for i in range(1, 21)
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


def test_what_is_broken_is_kept_with_its_bytes(library):
    """A broken piece comes back as it went in, and is no record."""
    broken = [piece(), piece(b"\x00\xff", pmid="90000009", offset=0)]
    count = take_in(library, article(), broken=broken)
    assert (count.received, count.new, count.broken) == (1, 1, 2)
    first, second = library.quarantine()
    assert [first.broken, second.broken] == broken
    assert (first.at, first.met_by, first.runs) == (AT, "import", 1)
    assert len(library.records()) == 1


def test_the_same_broken_bytes_are_kept_once_and_counted_each_time(library):
    """A repeated import tells of its broken pieces again, and stores none again."""
    for _ in range(2):
        count = take_in(library, broken=[piece(), piece(), piece(b"other")])
        assert count.broken == 3
    take_in(library, broken=[piece(source="b.xml", offset=9)])
    assert [(q.broken.source, q.runs) for q in library.quarantine()] == [("a.xml", 3), ("a.xml", 2)]  # fmt: skip


def test_the_quarantine_of_an_earlier_day_is_as_it_was(library):
    """As of a day, only what had been met by then is there."""
    take_in(library, broken=[piece()])
    take_in(library, broken=[piece(), piece(b"later")], at="2026-03-01T00:00:00Z")
    (early,) = library.as_of("2026-02-01").quarantine()
    assert (early.broken, early.runs) == (piece(), 1)
    assert library.as_of("2026-01-01").quarantine() == ()


@pytest.mark.parametrize("table", ["quarantine", "quarantine_met"])
def test_the_quarantine_cannot_be_rewritten(library, table):
    """The store itself refuses to change or delete what was broken."""
    take_in(library, broken=[piece()])
    for statement in (f"UPDATE {table} SET run_id = 1", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            library._connection.execute(statement)


def test_a_damaged_piece_in_quarantine_is_named(library):
    """Damage of the store itself is told in one line."""
    take_in(library, broken=[piece()])
    library._connection.execute("DROP TRIGGER quarantine_refuses_UPDATE")
    library._connection.execute("UPDATE quarantine SET raw = zeroblob(9)")
    with pytest.raises(LibraryError, match="piece 1 in quarantine is damaged"):
        library.quarantine()


def test_withdrawn_records_are_marked_and_kept(library):
    """Records that PubMed's files delete stay, are marked missing, and counted once."""
    take_in(library, article(), article("90000002"))
    gone = ["pmid:90000001", "pmid:404"]
    assert take_in(library, withdrawn=gone, at="2026-02-02T00:00:00Z").withdrawn == 1
    assert library.missing() == {"pmid:90000001"}
    assert len(library.records()) == 2
    assert library.as_of("2026-02-01").missing() == frozenset()
    assert take_in(library, withdrawn=gone).withdrawn == 0


def test_a_withdrawn_record_that_arrives_again_is_unmarked(library):
    """Arriving again ends the mark; arriving in the very file that deletes it does not."""
    take_in(library, article())
    assert take_in(library, article(), withdrawn=["pmid:90000001"]).withdrawn == 1
    assert library.missing() == {"pmid:90000001"}
    take_in(library, article("90000002"))
    assert library.missing() == {"pmid:90000001"}
    take_in(library, article())
    assert library.missing() == frozenset()


def everything(library):
    """Give every row of every table."""
    tables = library._connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table'"
    ).fetchall()
    return {
        name: [tuple(r) for r in library._connection.execute(f"SELECT * FROM {name}")]  # noqa: S608 (names of the store)
        for (name,) in tables
    }


TABLES = ["run", "provenance", "revision", "tenure", "quarantine", "quarantine_met", "absence"]  # fmt: skip


@pytest.mark.parametrize("action", ["INSERT", "UPDATE"])
@pytest.mark.parametrize("table", TABLES)
def test_an_import_that_fails_at_any_statement_leaves_nothing(library, table, action):
    """Whichever table cannot be written, no row of any table is other than before."""
    take_in(library, article(), article("90000002"), article("90000003"))
    take_in(library, withdrawn=["pmid:90000003"])
    before = everything(library)
    library._connection.execute(
        f"CREATE TEMP TRIGGER boom BEFORE {action} ON main.{table} "
        f"BEGIN SELECT RAISE(ABORT, 'boom {table}'); END"
    )
    everything_at_once = {
        "broken": [piece()],
        "withdrawn": ["pmid:90000002"],
        "source": "another",
    }
    records = article(title="Changed"), article("90000003"), article("90000004")
    if action == "UPDATE" and table not in ("tenure", "absence"):
        take_in(library, *records, **everything_at_once)
        assert everything(library) != before
        return
    with pytest.raises(LibraryError, match=f"boom {table}.*nothing was changed"):
        take_in(library, *records, **everything_at_once)
    assert everything(library) == before


def test_the_past_goes_by_when_the_store_was_told(library):
    """A decision or entry made elsewhere keeps its time and changes no earlier state."""
    take_in(library, article(), at="2026-01-01T00:00:00Z")
    told = "2026-06-01T00:00:00Z"
    library.add_decisions([decision()], recorded_at=told)
    library.add_entries(
        [Entry("study", "a", {"x": 1}, "why", "A", AT)], recorded_at=told
    )
    for moment, seen in (("2026-05-31", 0), ("2026-06-01", 1)):
        then = library.as_of(moment)
        assert len(then.decisions()) == len(then.entries("study")) == seen
        assert len(then.history("study", "a")) == seen
    assert library.decisions()[0].at == library.entries("study")[0].at == AT


def test_a_clock_that_was_set_back_does_not_change_the_past(library):
    """What is told later never appears in an earlier state than what was told before."""
    take_in(library, article())
    for moment in ("2026-06-01T00:00:00Z", "2026-03-01T00:00:00Z"):
        library.add_decisions([decision()], recorded_at=moment)
        library.add_entries([Entry("study", moment, {}, "why", "A", AT)], recorded_at=moment)  # fmt: skip
    assert library.as_of("2026-05-31").decisions() == ()
    assert library.as_of("2026-05-31").entries("study") == ()
    assert len(library.as_of("2026-06-01").decisions()) == 2
