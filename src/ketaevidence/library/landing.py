"""Land a complete stage in one transaction: the review's newest state, or none.

Until that transaction ends, the review's present state is untouched.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ketaevidence.errors import LibraryError
from ketaevidence.library.connection import transaction
from ketaevidence.library.forms import (
    keep_form,
    let_stand,
    not_before_the_last,
    read_stored,
    standing_form,
)
from ketaevidence.library.intervals import open_keys, switch
from ketaevidence.library.quarantine import keep_broken
from ketaevidence.library.reconcile import Event, State, compare
from ketaevidence.library.staging import clear, missing_keys, staged_keys
from ketaevidence.records.broken import BrokenRecord
from ketaevidence.records.model import Record

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


def land(  # noqa: PLR0913 (everything that makes up a state, each by name)
    connection: sqlite3.Connection,
    attempt: int,
    search: Search,
    *,
    found: frozenset[str],
    targets: frozenset[str],
    broken: Sequence[BrokenRecord] = (),
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
        Keys of all records that were to be fetched; each is staged, named missing or
        named in ``broken``.
    broken
        What PubMed sent for a record and cannot be read, each with its PMID: it goes
        into quarantine, and the record keeps the form that it has.
    at, software
        When, and with what.

    Raises
    ------
    LibraryError
        If a target is in none of the three. Nothing is landed.
    """
    unreadable = {f"pmid:{piece.pmid}": piece.problem for piece in broken}
    with transaction(connection):
        _check_complete(connection, attempt, targets, frozenset(unreadable))
        at = not_before_the_last(connection, at)
        asked = len(
            staged_keys(connection, attempt)
            | missing_keys(connection, attempt)
            | unreadable.keys()
        )
        detail = {"term": search.term, "count": search.count, "asked": asked}
        run_id = connection.execute(
            "INSERT INTO run (kind, source, at, software, received, detail) "
            "VALUES ('refresh', ?, ?, ?, ?, ?)",
            (SOURCE, at, software, search.retrieved, json.dumps(detail)),
        ).lastrowid
        run = int(run_id or 0)
        _keep_search(connection, attempt, search)
        keep_broken(connection, broken, run)
        events = tuple(_land_records(connection, attempt, found, unreadable, run))
        connection.executemany(
            "INSERT INTO event (run_id, record_key, kind, detail) VALUES (?, ?, ?, ?)",
            [(run, e.record_key, e.kind, _json(e)) for e in events],
        )
        connection.execute(
            "UPDATE attempt SET status = 'landed', ended_at = ?, run_id = ? "
            "WHERE attempt_id = ?",
            (at, run, attempt),
        )
        clear(connection, attempt)
    changed = {e.record_key for e in events if e.kind in ("new", "revised")}
    changed |= unreadable.keys()
    return Landed(run, at, events, asked, asked - len(changed))


def _check_complete(
    connection: sqlite3.Connection,
    attempt: int,
    targets: frozenset[str],
    unreadable: frozenset[str],
) -> None:
    """Refuse an incomplete stage, and drop what was staged but is no target now."""
    staged = staged_keys(connection, attempt)
    lacking = targets - staged - missing_keys(connection, attempt) - unreadable
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
    connection: sqlite3.Connection,
    attempt: int,
    found: frozenset[str],
    unreadable: Mapping[str, str],
    run: int,
) -> list[Event]:
    """Let what was downloaded stand, and give what that changed."""
    matching = open_keys(connection, "matching")
    absent = open_keys(connection, "absence")
    missing = missing_keys(connection, attempt)
    staged = staged_keys(connection, attempt)
    events: list[Event] = []
    for key in sorted(staged | missing | found | unreadable.keys(), key=_order):
        old = standing_form(connection, key)
        new = _install_staged(connection, attempt, key, run)
        before = State(
            _parsed(connection, old["revision_id"]) if old and new else _stub(old),
            is_matching=key in matching,
            is_missing=key in absent,
        )
        after = State(new, is_matching=key in found, is_missing=key in missing)
        events += compare(key, before, after)
        if key in unreadable:
            events.append(Event(key, "unreadable", {"problem": unreadable[key]}))
        if old is not None:
            events += _served_lower(connection, attempt, key, old)
    # A record that was found and never given has no form: it is named as missing in the
    # events, and is not counted among the records that PubMed brought.
    found = frozenset(key for key in found if standing_form(connection, key))
    missing = frozenset(key for key in missing if standing_form(connection, key))
    # What PubMed sent, readable or not, it has.
    gone = (absent - staged - unreadable.keys()) | missing
    switch(connection, "matching", matching, found, run)
    switch(connection, "absence", absent, gone, run)
    connection.executemany(
        "INSERT OR IGNORE INTO provenance (source, record_key, first_run) "
        "VALUES (?, ?, ?)",
        [(SOURCE, key, run) for key in sorted(found, key=_order)],
    )
    return events


def _served_lower(
    connection: sqlite3.Connection, attempt: int, key: str, old: sqlite3.Row
) -> Iterator[Event]:
    """Say that PubMed gave a lower version than the one that stands; say it once."""
    served = connection.execute(
        "SELECT max(version) AS version FROM stage "
        "WHERE attempt_id = ? AND record_key = ?",
        (attempt, key),
    ).fetchone()["version"]
    if served is None or served >= old["version"]:
        return
    event = Event(key, "lower_version", {"ours": old["version"], "pubmed": served})
    was_told = connection.execute(
        "SELECT 1 FROM event WHERE record_key = ? AND kind = ? AND detail = ? "
        "AND run_id >= ?",
        (key, event.kind, _json(event), old["from_run"]),
    ).fetchone()
    if was_told is None:
        yield event


def _json(event: Event) -> str:
    return json.dumps(event.detail, sort_keys=True)


def _order(key: str) -> tuple[int, str]:
    """Sort PMIDs by number, so that reports list the oldest record first."""
    number = key.removeprefix("pmid:")
    return (int(number) if number.isdecimal() else 1 << 62, key)


def _stub(old: sqlite3.Row | None) -> Record | None:
    """Stand for a record whose form did not change, without parsing it again."""
    return Record(title="") if old else None


def _parsed(connection: sqlite3.Connection, revision: int) -> Record:
    stored = connection.execute(
        "SELECT record_key, format, raw FROM revision WHERE revision_id = ?",
        (revision,),
    ).fetchone()
    return read_stored(stored["raw"], stored["format"], stored["record_key"])


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
