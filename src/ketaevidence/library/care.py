"""The care for the store's file: damage is found, and room is made sure of."""

from __future__ import annotations

import shutil
import sqlite3

from ketaevidence.errors import LibraryError
from ketaevidence.library.forms import plain
from ketaevidence.library.view import View

#: Room that even a small store's refresh should find [bytes].
_LEAST_ROOM = 64 << 20


def check(view: View) -> None:
    """Let SQLite look for damage, and decompress every record that stands.

    Raises
    ------
    LibraryError
        If there is any.
    """
    try:
        found = view.connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        one_line = " ".join(found.split())
        msg = (
            f"{view.path}: the store is damaged ({one_line}). Nothing was "
            "changed; restore it from a copy."
        )
        raise LibraryError(msg)
    for row in view.connection.execute(
        "SELECT tenure.record_key, raw FROM tenure "
        "JOIN revision USING (revision_id) WHERE to_run IS NULL"
    ):
        # The compressed bytes carry a checksum of their own.
        plain(row["raw"], row["record_key"])


def check_room(view: View) -> None:
    """Make sure that the disk has room for a refresh, before anything is asked.

    Raises
    ------
    LibraryError
        If less than three times the store's size, and a little more, is free.
    """
    if view.path is None:
        return
    needed = 3 * view.path.stat().st_size + _LEAST_ROOM
    free = shutil.disk_usage(view.path.parent).free
    if free < needed:
        msg = (
            f"{view.path.parent}: {free >> 20} MiB are free and a refresh may "
            f"need {needed >> 20} MiB. Nothing was done; make room first."
        )
        raise LibraryError(msg)
