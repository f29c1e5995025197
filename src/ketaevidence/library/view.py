"""A store as it is read: all of it, or as much as there was at an earlier moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from ketaevidence.errors import LibraryError

#: More than every number that a store gives to a row.
_ALL: Final = 1 << 62


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a store is seen: up to a time, or up to the newest row of each kind.

    A day or a time tells by the second; a version by the rows, for two things may be
    told in one second.
    """

    run: int = _ALL
    decision: int = _ALL
    entry: int = _ALL
    reading: int = _ALL
    version: int = _ALL
    #: The time after which no decision, entry, reading or version is seen.
    until: str = "9999"
    #: What this state is called, for messages.
    words: str = ""


#: Everything is seen.
NO_LIMIT: Final = Limits()


@dataclass(frozen=True, slots=True)
class View:
    """A store and the moment at which it is read."""

    connection: sqlite3.Connection
    #: The store's file, for messages; ``None`` for a store in memory.
    path: Path | None
    limits: Limits = NO_LIMIT

    @property
    def last_run(self) -> int:
        """The last run that is seen."""
        return self.limits.run

    @property
    def until(self) -> str:
        """The time after which no decision is seen."""
        return self.limits.until

    @property
    def is_present(self) -> bool:
        """Whether everything is seen, so that the store may be written."""
        return self.limits == NO_LIMIT

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


def limits_of(connection: sqlite3.Connection, moment: str) -> Limits:
    """Give what of a store belongs to a day, or to a moment."""
    # Times are ISO 8601 text in UTC, so that text order is time order.
    until = f"{moment}T23:59:59Z" if len(moment) == len("2026-01-31") else moment
    row = connection.execute(
        "SELECT coalesce(max(run_id), 0) AS last FROM run WHERE at <= ?", (until,)
    ).fetchone()
    return Limits(run=row["last"], until=until, words=until)


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
