"""The register's entries: every form is kept, the newest of each counts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from ketaevidence.library.connection import transaction
from ketaevidence.library.rows import Entry, EntryKind
from ketaevidence.library.view import View, not_before


def add_entries(
    view: View, entries: Iterable[Entry], *, recorded_at: str | None
) -> None:
    """Append studies, arms and results, or newer forms of them, all or none."""
    with transaction(view.connection):
        recorded_at = not_before(view.connection, "entry", recorded_at)
        view.connection.executemany(
            "INSERT INTO entry (kind, key, body, reason, by, at, recorded_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (e.kind, e.key, _json(e.body), e.reason, e.by, e.at, recorded_at)
                for e in entries
            ],
        )


def entries(view: View, kind: EntryKind, up_to: int | None = None) -> tuple[Entry, ...]:
    """Give the newest form of each entry of a kind, in the order first entered.

    With ``up_to``, give them as they were when that was the newest entry.
    """
    rows = view.rows(
        "SELECT newest.* FROM entry AS newest JOIN ("
        "  SELECT key, min(entry_id) AS first, max(entry_id) AS last FROM entry "
        "  WHERE kind = ?1 AND coalesce(recorded_at, at) <= ?2 "
        "  AND entry_id <= ?3 GROUP BY key"
        ") AS span ON newest.entry_id = span.last ORDER BY span.first",
        (kind, view.until, _last(view, up_to)),
    )
    return tuple(_entry(row) for row in rows)


def every_entry(view: View, kind: EntryKind) -> tuple[Entry, ...]:
    """Give every form of every entry of a kind, in the order of telling."""
    rows = view.rows(
        "SELECT * FROM entry WHERE kind = ? AND coalesce(recorded_at, at) <= ? "
        "AND entry_id <= ? ORDER BY entry_id",
        (kind, view.until, view.limits.entry),
    )
    return tuple(_entry(row) for row in rows)


def last_entry(view: View) -> int:
    """Give the number of the newest entry; 0 if there is none."""
    (row,) = view.rows(
        "SELECT coalesce(max(entry_id), 0) AS last FROM entry "
        "WHERE coalesce(recorded_at, at) <= ? AND entry_id <= ?",
        (view.until, view.limits.entry),
    )
    return int(row["last"])


def history(view: View, kind: EntryKind, key: str) -> tuple[Entry, ...]:
    """Give every form that an entry ever had, oldest first."""
    rows = view.rows(
        "SELECT * FROM entry WHERE kind = ? AND key = ? "
        "AND coalesce(recorded_at, at) <= ? AND entry_id <= ? ORDER BY entry_id",
        (kind, key, view.until, view.limits.entry),
    )
    return tuple(_entry(row) for row in rows)


def _last(view: View, up_to: int | None) -> int:
    return view.limits.entry if up_to is None else min(up_to, view.limits.entry)


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        kind=row["kind"],
        key=row["key"],
        body=json.loads(row["body"]),
        reason=row["reason"],
        by=row["by"],
        at=row["at"],
    )


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
