"""The forms of a record: every one is kept, one of them stands."""

from __future__ import annotations

import sqlite3
import zlib

from ketaevidence.errors import LibraryError
from ketaevidence.pubmed.formats import read_record
from ketaevidence.records.model import Record


def read_stored(raw: bytes, format_name: str, key: str) -> Record:
    """Read a form again from its compressed bytes.

    Raises
    ------
    LibraryError
        If the stored bytes are damaged.
    ReadError
        If this version cannot read the form.
    """
    return read_record(plain(raw, key), format_name, f"stored {key}")


def plain(raw: bytes, key: str) -> bytes:
    """Decompress stored bytes.

    Raises
    ------
    LibraryError
        If they are damaged.
    """
    try:
        return zlib.decompress(raw)
    except zlib.error as error:
        msg = f"The stored record {key} is damaged; restore the store from a copy."
        raise LibraryError(msg) from error


def standing_form(connection: sqlite3.Connection, key: str) -> sqlite3.Row | None:
    """Give the form that stands for a record now, or ``None`` for an unknown record.

    The row has revision_id, version, fingerprint and from_run.
    """
    row: sqlite3.Row | None = connection.execute(
        "SELECT tenure.revision_id, version, fingerprint, from_run FROM tenure "
        "JOIN revision USING (revision_id) "
        "WHERE tenure.record_key = ? AND to_run IS NULL",
        (key,),
    ).fetchone()
    return row


def keep_form(  # noqa: PLR0913 (the parts of a form, each by name)
    connection: sqlite3.Connection,
    key: str,
    *,
    version: int,
    fingerprint: str,
    format_name: str,
    raw: bytes | None,
    run: int,
) -> int:
    """Keep a form if it is not kept already, and give its number.

    ``raw`` is compressed; it is ``None`` for a form that is known to be kept.
    """
    identity = (key, version, fingerprint)
    if raw is not None:
        connection.execute(
            "INSERT OR IGNORE INTO revision "
            "(record_key, version, fingerprint, format, raw, first_run) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (*identity, format_name, raw, run),
        )
    row = connection.execute(
        "SELECT revision_id FROM revision "
        "WHERE record_key = ? AND version = ? AND fingerprint = ?",
        identity,
    ).fetchone()
    return int(row["revision_id"])


def not_before_the_last(connection: sqlite3.Connection, at: str) -> str:
    """Give a time for a run that is not before the last run's.

    A clock that was set back, or an import dated in the past, would change what the
    review was as of an earlier day.
    """
    last = connection.execute("SELECT max(at) AS at FROM run").fetchone()["at"]
    return max(at, last or "")


def came_by_refresh(connection: sqlite3.Connection, key: str) -> bool:
    """Say whether the standing form of a record was brought by a refresh."""
    row = connection.execute(
        "SELECT kind FROM tenure JOIN run ON run_id = from_run "
        "WHERE record_key = ? AND to_run IS NULL",
        (key,),
    ).fetchone()
    return row is not None and row["kind"] == "refresh"


def let_stand(
    connection: sqlite3.Connection, key: str, revision: int, *, version: int, run: int
) -> bool:
    """Let a kept form stand from this run on; say whether that changed anything.

    An older version than the one that stands is kept and not put in charge.
    """
    old = standing_form(connection, key)
    if old is not None:
        if old["revision_id"] == revision or version < old["version"]:
            return False
        if old["from_run"] == run:
            # Two forms in one run: the earlier one stood for no time at all.
            connection.execute(
                "DELETE FROM tenure WHERE record_key = ? AND from_run = ?", (key, run)
            )
        else:
            connection.execute(
                "UPDATE tenure SET to_run = ? WHERE record_key = ? AND to_run IS NULL",
                (run, key),
            )
    connection.execute(
        "INSERT INTO tenure (record_key, revision_id, from_run) VALUES (?, ?, ?)",
        (key, revision, run),
    )
    return True
