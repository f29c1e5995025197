"""The stage: what an attempt at a refresh has downloaded and not yet landed.

The review's present state is untouched by it. A crash leaves staged records behind,
which the next refresh of the same search uses again.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from ketaevidence.library.connection import transaction
from ketaevidence.pubmed.formats import Incoming

#: A staged download older than this is not used again [hours]. Longer would spare
#: requests, and would let a retraction of the meantime wait for the next refresh.
RESUME_WITHIN = 1


def begin(
    connection: sqlite3.Connection, *, term: str, at: str, software: str, server: str
) -> int:
    """Begin an attempt, taking over what an earlier one of the same search staged.

    The caller holds the review's lock, so an attempt that is still "running" has
    crashed.
    """
    with transaction(connection):
        connection.execute(
            "UPDATE attempt SET status = 'crashed', ended_at = ? "
            "WHERE status = 'running'",
            (at,),
        )
        attempt = connection.execute(
            "INSERT INTO attempt (started_at, software, server, term, status) "
            "VALUES (?, ?, ?, ?, 'running')",
            (at, software, server, term),
        ).lastrowid
        # Only records are taken over: that one is missing is asked again.
        connection.execute(
            "UPDATE OR IGNORE stage SET attempt_id = ?1 WHERE attempt_id IN "
            "(SELECT attempt_id FROM attempt WHERE term = ?2 AND server = ?5) "
            "AND at BETWEEN ?3 AND ?4 AND NOT EXISTS (SELECT 1 FROM tenure "
            "WHERE tenure.record_key = stage.record_key AND to_run IS NULL "
            "AND from_run > stage.after_run)",
            (attempt, term, _earlier(at), at, server),
        )
        connection.execute("DELETE FROM stage WHERE attempt_id <> ?", (attempt,))
        connection.execute("DELETE FROM stage_missing")
    return int(attempt or 0)


def _earlier(at: str) -> str:
    """Give the time before which a staged record is too old to be used."""
    limit = datetime.fromisoformat(at) - timedelta(hours=RESUME_WITHIN)
    return limit.strftime("%Y-%m-%dT%H:%M:%SZ")


def clear(connection: sqlite3.Connection, attempt: int) -> None:
    """Empty the stage of an attempt that landed."""
    for table in ("stage", "stage_missing"):
        connection.execute(
            f"DELETE FROM {table} WHERE attempt_id = ?",  # noqa: S608 (a fixed name)
            (attempt,),
        )


def fail(connection: sqlite3.Connection, attempt: int, *, at: str, why: str) -> None:
    """Note why an attempt ended without landing; the next may use what it staged."""
    with transaction(connection):
        connection.execute(
            "UPDATE attempt SET status = 'failed', ended_at = ?, why = ? "
            "WHERE attempt_id = ?",
            (at, why, attempt),
        )


def staged_keys(connection: sqlite3.Connection, attempt: int) -> frozenset[str]:
    """Give the records that need not be downloaded again."""
    rows = connection.execute(
        "SELECT DISTINCT record_key FROM stage WHERE attempt_id = ?", (attempt,)
    )
    return frozenset(row["record_key"] for row in rows)


def stage(
    connection: sqlite3.Connection,
    attempt: int,
    incoming: Iterable[Incoming],
    missing: Iterable[str],
    *,
    at: str,
) -> None:
    """Keep one batch of a download; the review's present state is not touched."""
    with transaction(connection):
        for item in incoming:
            known = connection.execute(
                "SELECT 1 FROM revision "
                "WHERE record_key = ? AND version = ? AND fingerprint = ?",
                (item.record.key, item.record.version, item.fingerprint),
            ).fetchone()
            connection.execute(
                "INSERT OR REPLACE INTO stage "
                "(attempt_id, record_key, version, fingerprint, format, raw, at, "
                " after_run) VALUES (?, ?, ?, ?, ?, ?, ?, "
                "(SELECT coalesce(max(run_id), 0) FROM run))",
                (
                    attempt,
                    item.record.key,
                    item.record.version,
                    item.fingerprint,
                    item.format,
                    None if known else zlib.compress(item.raw),
                    at,
                ),
            )
        connection.executemany(
            "INSERT OR IGNORE INTO stage_missing (attempt_id, record_key) "
            "VALUES (?, ?)",
            [(attempt, key) for key in missing],
        )


def missing_keys(connection: sqlite3.Connection, attempt: int) -> frozenset[str]:
    """Give the records that PubMed was asked for and has no more."""
    rows = connection.execute(
        "SELECT record_key FROM stage_missing WHERE attempt_id = ?", (attempt,)
    )
    return frozenset(row["record_key"] for row in rows)
