"""Download into a stage, then land everything in one transaction.

Until the last step the review's present state is untouched. A crash leaves staged
records behind, which the next refresh of the same search uses again.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ketaevidence.errors import LibraryError
from ketaevidence.library.connection import transaction
from ketaevidence.library.forms import (
    keep_form,
    let_stand,
    not_before_the_last,
    standing_form,
)
from ketaevidence.library.reconcile import Event, State, compare
from ketaevidence.pubmed.formats import Incoming, read_incoming
from ketaevidence.records.model import Record

#: A staged download older than this is not used again [hours]. Longer would spare
#: requests, and would let a retraction of the meantime wait for the next refresh.
RESUME_WITHIN = 1
#: PRISMA's name of the source that a refresh asks.
SOURCE = "PubMed"


@dataclass(frozen=True, slots=True)
class Search:
    """What PubMed said to one search."""

    at: str
    term: str
    translation: str | None
    count: int
    retrieved: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Landed:
    """The state that a refresh made."""

    run_id: int
    at: str
    events: tuple[Event, ...]
    #: Records asked for, and records that are as they were.
    asked: int
    unchanged: int


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


def _clear(connection: sqlite3.Connection, attempt: int) -> None:
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


def land(  # noqa: PLR0913 (everything that makes up a state, each by name)
    connection: sqlite3.Connection,
    attempt: int,
    search: Search,
    *,
    found: frozenset[str],
    targets: frozenset[str],
    at: str,
    software: str,
) -> Landed:
    """Make the staged download the review's newest state, whole or not at all.

    Parameters
    ----------
    connection
        The store.
    attempt
        The attempt whose stage is complete.
    search
        What PubMed said to the search.
    found
        Keys of the records that the search found.
    targets
        Keys of all records that were to be fetched; each is staged or named missing.
    at, software
        When, and with what.

    Raises
    ------
    LibraryError
        If a target is neither staged nor named missing. Nothing is landed.
    """
    with transaction(connection):
        _check_complete(connection, attempt, targets)
        at = not_before_the_last(connection, at)
        asked = connection.execute(
            "SELECT (SELECT count(DISTINCT record_key) FROM stage WHERE attempt_id = ?)"
            " + (SELECT count(*) FROM stage_missing WHERE attempt_id = ?) AS n",
            (attempt, attempt),
        ).fetchone()["n"]
        detail = {"term": search.term, "count": search.count, "asked": asked}
        run_id = connection.execute(
            "INSERT INTO run (kind, source, at, software, received, detail) "
            "VALUES ('refresh', ?, ?, ?, ?, ?)",
            (SOURCE, at, software, search.retrieved, json.dumps(detail)),
        ).lastrowid
        run = int(run_id or 0)
        _keep_search(connection, attempt, search)
        events = tuple(_land_records(connection, attempt, found, run))
        connection.executemany(
            "INSERT INTO event (run_id, record_key, kind, detail) VALUES (?, ?, ?, ?)",
            [
                (run, e.record_key, e.kind, json.dumps(e.detail, sort_keys=True))
                for e in events
            ],
        )
        connection.execute(
            "UPDATE attempt SET status = 'landed', ended_at = ?, run_id = ? "
            "WHERE attempt_id = ?",
            (at, run, attempt),
        )
        _clear(connection, attempt)
    changed = {e.record_key for e in events if e.kind in ("new", "revised")}
    return Landed(run, at, events, asked, asked - len(changed))


def _check_complete(
    connection: sqlite3.Connection, attempt: int, targets: frozenset[str]
) -> None:
    """Refuse an incomplete stage, and drop what was staged but is no target now."""
    staged = staged_keys(connection, attempt)
    lacking = targets - staged - _missing_keys(connection, attempt)
    if lacking:
        some = ", ".join(sorted(lacking)[:5])
        msg = (
            f"The download is incomplete: {len(lacking)} records are neither here nor "
            f"known to be missing ({some}). The review is as it was."
        )
        raise LibraryError(msg)
    connection.executemany(
        "DELETE FROM stage WHERE attempt_id = ? AND record_key = ?",
        [(attempt, key) for key in sorted(staged - targets)],
    )


def _missing_keys(connection: sqlite3.Connection, attempt: int) -> frozenset[str]:
    rows = connection.execute(
        "SELECT record_key FROM stage_missing WHERE attempt_id = ?", (attempt,)
    )
    return frozenset(row["record_key"] for row in rows)


def _keep_search(connection: sqlite3.Connection, attempt: int, search: Search) -> None:
    connection.execute(
        "INSERT INTO search "
        "(attempt_id, at, term, translation, count, retrieved, warnings) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            attempt,
            search.at,
            search.term,
            search.translation,
            search.count,
            search.retrieved,
            json.dumps(search.warnings, ensure_ascii=False),
        ),
    )


def _land_records(
    connection: sqlite3.Connection, attempt: int, found: frozenset[str], run: int
) -> list[Event]:
    matching = _open_keys(connection, "matching")
    absent = _open_keys(connection, "absence")
    missing = _missing_keys(connection, attempt)
    staged = staged_keys(connection, attempt)
    events: list[Event] = []
    for key in sorted(staged | missing | found, key=_order):
        old = standing_form(connection, key)
        new = _install_staged(connection, attempt, key, run)
        before = State(
            _parsed(connection, old["revision_id"]) if old and new else _stub(old),
            is_matching=key in matching,
            is_missing=key in absent,
        )
        after = State(new, is_matching=key in found, is_missing=key in missing)
        events += compare(key, before, after)
    # A record that was found and never given has no form: it is named as missing in the
    # events, and is not counted among the records that PubMed brought.
    found = frozenset(key for key in found if standing_form(connection, key))
    missing = frozenset(key for key in missing if standing_form(connection, key))
    _switch(connection, "matching", matching, set(found), run)
    _switch(connection, "absence", absent, (absent - staged) | missing, run)
    connection.executemany(
        "INSERT OR IGNORE INTO provenance (source, record_key, first_run) "
        "VALUES (?, ?, ?)",
        [(SOURCE, key, run) for key in sorted(found, key=_order)],
    )
    return events


def _order(key: str) -> tuple[int, str]:
    """Sort PMIDs by number, so that reports list the oldest record first."""
    number = key.removeprefix("pmid:")
    return (int(number) if number.isdecimal() else 1 << 62, key)


def _stub(old: sqlite3.Row | None) -> Record | None:
    """Stand for a record whose form did not change, without parsing it again."""
    return Record(title="") if old else None


def _open_keys(connection: sqlite3.Connection, table: str) -> set[str]:
    rows = connection.execute(
        f"SELECT record_key FROM {table} WHERE to_run IS NULL"  # noqa: S608 (fixed name)
    )
    return {row["record_key"] for row in rows}


def _switch(
    connection: sqlite3.Connection, table: str, was: set[str], now: set[str], run: int
) -> None:
    """Close the intervals that ended and open those that began."""
    connection.executemany(
        f"UPDATE {table} SET to_run = ? WHERE record_key = ? AND to_run IS NULL",  # noqa: S608 (fixed name)
        [(run, key) for key in sorted(was - now)],
    )
    connection.executemany(
        f"INSERT INTO {table} (record_key, from_run) VALUES (?, ?)",  # noqa: S608 (fixed name)
        [(key, run) for key in sorted(now - was)],
    )


def _parsed(connection: sqlite3.Connection, revision: int) -> Record:
    stored = connection.execute(
        "SELECT record_key, format, raw FROM revision WHERE revision_id = ?",
        (revision,),
    ).fetchone()
    raw = zlib.decompress(stored["raw"])
    name = f"stored {stored['record_key']}"
    return read_incoming(raw, stored["format"], name).record


def _install_staged(
    connection: sqlite3.Connection, attempt: int, key: str, run: int
) -> Record | None:
    """Keep every staged form of a record, and give the one that newly stands."""
    rows = connection.execute(
        "SELECT version, fingerprint, format, raw, after_run FROM stage "
        "WHERE attempt_id = ? AND record_key = ? ORDER BY version",
        (attempt, key),
    ).fetchall()
    if not rows:
        return None
    revision = 0
    for row in rows:
        revision = keep_form(
            connection,
            key,
            version=row["version"],
            fingerprint=row["fingerprint"],
            format_name=row["format"],
            raw=row["raw"],
            run=run,
        )
    version = rows[-1]["version"]
    old = standing_form(connection, key)
    if old is not None and run > old["from_run"] > rows[-1]["after_run"]:
        # Somebody imported another form after this one was downloaded. Which of them is
        # newer nobody knows; the next refresh does.
        return None
    if not let_stand(connection, key, revision, version=version, run=run):
        return None
    return _parsed(connection, revision)
