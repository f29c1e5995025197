"""Older stores are brought to the present form without losing a row."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ketaevidence.errors import LibraryError
from ketaevidence.library import Library, connection
from ketaevidence.library.schema import MIGRATIONS, SCHEMA_VERSION

GOLDEN = Path(__file__).parent / "golden"
#: What people wrote; no migration may touch it.
BY_PEOPLE = (
    "SELECT decision_id, record_key, stage, verdict, reason, by, at FROM decision",
    "SELECT entry_id, kind, key, body, reason, by, at FROM entry",
)


def old_store(path, version=1):
    """Write a store as an older version of the schema left it."""
    store = sqlite3.connect(path)
    store.executescript((GOLDEN / f"version_{version}.sql").read_text("utf-8"))
    store.close()
    return path


def rows(path, *queries):
    """Read rows with plain SQLite."""
    store = sqlite3.connect(path)
    try:
        return [store.execute(query).fetchall() for query in queries]
    finally:
        store.close()


def test_every_older_version_has_a_golden_store():
    """A new migration comes with a store of the version before it."""
    found = {path.stem for path in GOLDEN.glob("*.sql")}
    assert found == {f"version_{n}" for n in range(1, SCHEMA_VERSION)}


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_an_older_store_is_migrated_whole(tmp_path, version):
    """Records, decisions and entries of an older store are all there afterwards."""
    path = old_store(tmp_path / "library.sqlite", version)
    people = rows(path, *BY_PEOPLE)
    with Library.open(path) as store:
        assert [r.title for r in store.records()] == ["A corrected title", "Another"]
        assert len(store.revisions("pmid:90000001")) == 2
        assert [run.received for run in store.runs()] == [2, 1]
        assert [d.by for d in store.decisions()] == ["A. Reader"]
        early = store.as_of("2026-01-20").records()
        assert early[0].title == "Ketamine in an invented trial"
    assert rows(path, *BY_PEOPLE) == people
    assert rows(path, "PRAGMA user_version", "PRAGMA foreign_key_check") == [
        [(SCHEMA_VERSION,)],
        [],
    ]


def schema(path):
    """Give every table, index and trigger of a store, however it was laid out."""
    query = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2"
    (found,) = rows(path, query)
    return [
        (*row[:3], " ".join((row[3] or "").replace('"', "").split())) for row in found
    ]


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_an_older_store_gets_the_schema_of_a_new_one(tmp_path, version):
    """After the migrations an older store has the same tables as one made today."""
    Library.open(old_store(tmp_path / "old.sqlite", version)).close()
    Library.create(tmp_path / "new.sqlite").close()
    assert schema(tmp_path / "old.sqlite") == schema(tmp_path / "new.sqlite")


def test_what_refreshes_did_is_there_after_the_migration(tmp_path):
    """Searches, events, absences and a crashed download of version 2 are all kept."""
    with Library.open(old_store(tmp_path / "library.sqlite", 2)) as store:
        (search,) = store.searches()
        assert (search.translation, search.warnings) == (
            "ketamine[All]",
            ("a warning",),
        )
        assert [event.kind for _, event in store.events()] == ["revised", "matching", "missing"]  # fmt: skip
        assert store.missing() == {"pmid:90000002"}
        assert store.last_attempt() == ("2026-02-02T00:00:00Z", "running", None)
        assert store.staged_keys(2) == {"pmid:90000001"}
        assert store.quarantine() == ()


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_the_older_store_is_kept_beside_the_new_one(tmp_path, version):
    """Before each migration the store is copied, and the first copy is the older store."""
    path = old_store(tmp_path / "library.sqlite", version)
    before = rows(path, *BY_PEOPLE, "SELECT record_key, raw FROM revision")
    Library.open(path).close()
    copies = [
        tmp_path / f"library.sqlite.pre-v{n}"
        for n in range(version + 1, SCHEMA_VERSION + 1)
    ]
    assert rows(copies[0], "PRAGMA user_version") == [[(version,)]]
    assert rows(copies[0], *BY_PEOPLE, "SELECT record_key, raw FROM revision") == before
    assert set(tmp_path.iterdir()) == {path, *copies}


STEPS = [(v, stop) for v in range(1, SCHEMA_VERSION) for stop in range(len(MIGRATIONS[v]))]  # fmt: skip


@pytest.mark.parametrize(("version", "stop"), STEPS)
def test_a_migration_that_dies_leaves_the_older_store(
    tmp_path, monkeypatch, version, stop
):
    """Wherever a migration fails, the store is as it was and can still be migrated."""
    path = old_store(tmp_path / "library.sqlite", version)
    broken = (*MIGRATIONS[version][:stop], "SELECT no_such_function()")
    before = schema(path)
    with monkeypatch.context() as patch:
        patch.setattr(connection, "MIGRATIONS", (*MIGRATIONS[:version], broken))
        with pytest.raises(LibraryError, match="nothing was changed"):
            Library.open(path)
    assert rows(path, "PRAGMA user_version") == [[(version,)]]
    assert schema(path) == before
    with Library.open(path) as store:
        assert len(store.records()) == 2
