"""A store as it is read: all of it, or as much as there was at an earlier moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ketaevidence.errors import LibraryError

#: Later than every run and every time that a store may hold.
NO_LIMIT = (1 << 62, "9999")


@dataclass(frozen=True, slots=True)
class View:
    """A store and the moment at which it is read."""

    connection: sqlite3.Connection
    #: The store's file, for messages; ``None`` for a store in memory.
    path: Path | None
    #: The last run that is seen, and the time after which no decision is.
    last_run: int = NO_LIMIT[0]
    until: str = NO_LIMIT[1]

    @property
    def is_present(self) -> bool:
        """Whether everything is seen, so that the store may be written."""
        return (self.last_run, self.until) == NO_LIMIT

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Read rows.

        Raises
        ------
        LibraryError
            If the store is damaged.
        """
        try:
            return self.connection.execute(query, parameters).fetchall()
        except sqlite3.DatabaseError as error:
            msg = f"{self.path}: the store cannot be read ({error})."
            raise LibraryError(msg) from error


def limits_of(connection: sqlite3.Connection, moment: str) -> tuple[int, str]:
    """Give the last run and the last time that belong to a day, or to a moment."""
    # Times are ISO 8601 text in UTC, so that text order is time order.
    until = f"{moment}T23:59:59Z" if len(moment) == len("2026-01-31") else moment
    row = connection.execute(
        "SELECT coalesce(max(run_id), 0) AS last FROM run WHERE at <= ?", (until,)
    ).fetchone()
    return row["last"], until


def not_before(
    connection: sqlite3.Connection,
    table: Literal["decision", "entry", "reading"],
    recorded_at: str | None,
) -> str | None:
    """Give the time at which the store was told something, in the order of telling.

    A clock that was set back must not change what the review was on an earlier day.
    """
    if recorded_at is None:
        return None
    last = connection.execute(
        f"SELECT max(recorded_at) AS at FROM {table}"  # noqa: S608 (a fixed name)
    ).fetchone()["at"]
    return max(recorded_at, last or "")
