"""Intervals of runs: since when the search finds a record, or PubMed has it no more."""

from __future__ import annotations

import sqlite3
from collections.abc import Set as AbstractSet
from typing import Literal

#: The tables that keep such intervals.
Table = Literal["matching", "absence"]


def open_keys(connection: sqlite3.Connection, table: Table) -> set[str]:
    """Give the records whose interval has begun and not ended."""
    rows = connection.execute(
        f"SELECT record_key FROM {table} WHERE to_run IS NULL"  # noqa: S608 (fixed name)
    )
    return {row["record_key"] for row in rows}


def switch(
    connection: sqlite3.Connection,
    table: Table,
    was: AbstractSet[str],
    now: AbstractSet[str],
    run: int,
) -> None:
    """Close the intervals that ended with this run and open those that began."""
    connection.executemany(
        f"UPDATE {table} SET to_run = ? WHERE record_key = ? AND to_run IS NULL",  # noqa: S608 (fixed name)
        [(run, key) for key in sorted(was - now)],
    )
    connection.executemany(
        f"INSERT INTO {table} (record_key, from_run) VALUES (?, ?)",  # noqa: S608 (fixed name)
        [(key, run) for key in sorted(now - was)],
    )
