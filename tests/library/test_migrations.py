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
BY_PEOPLE = ("SELECT * FROM decision ORDER BY 1", "SELECT * FROM entry ORDER BY 1")


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


def test_the_older_store_is_kept_beside_the_new_one(tmp_path):
    """Before a migration the store is copied, and the copy is the older store."""
    path = old_store(tmp_path / "library.sqlite")
    before = rows(path, *BY_PEOPLE, "SELECT record_key, raw FROM revision")
    Library.open(path).close()
    copy = tmp_path / "library.sqlite.pre-v2"
    assert rows(copy, "PRAGMA user_version") == [[(1,)]]
    assert rows(copy, *BY_PEOPLE, "SELECT record_key, raw FROM revision") == before
    assert {p.name for p in tmp_path.iterdir()} == {path.name, copy.name}


@pytest.mark.parametrize("stop", range(len(MIGRATIONS[1])))
def test_a_migration_that_dies_leaves_the_older_store(tmp_path, monkeypatch, stop):
    """Wherever a migration fails, the store is as it was and can still be migrated."""
    path = old_store(tmp_path / "library.sqlite")
    broken = (*MIGRATIONS[1][:stop], "SELECT no_such_function()")
    with monkeypatch.context() as patch:
        patch.setattr(connection, "MIGRATIONS", (MIGRATIONS[0], broken))
        with pytest.raises(LibraryError, match="nothing was changed"):
            Library.open(path)
    assert rows(path, "PRAGMA user_version") == [[(1,)]]
    with Library.open(path) as store:
        assert len(store.records()) == 2
