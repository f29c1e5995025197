"""Look at a store and its lock from outside, and change neither.

Opening a store brings it to the present form, and taking the lock writes who holds it.
Who only wants to know how things stand must do neither.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from ketaevidence.library.connection import APPLICATION_ID
from ketaevidence.library.lock import LOCK_FILE, _taken
from ketaevidence.library.schema import SCHEMA_VERSION

#: The first bytes of every SQLite file, and how long its header is.
_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
#: Where the header keeps the two numbers that mark a store (four bytes, big end first).
_FORM_AT = 60
_MARK_AT = 68


@dataclass(frozen=True, slots=True)
class StoreHeader:
    """What a store's file says of itself in its first hundred bytes."""

    #: Whether it bears the mark of this package.
    is_ours: bool
    #: The form that its tables have.
    form: int
    #: Whether a write was cut off, so that the next opening must roll it back.
    is_interrupted: bool

    @property
    def is_newer(self) -> bool:
        """Whether a newer ketaevidence wrote it."""
        return self.form > SCHEMA_VERSION

    @property
    def is_older(self) -> bool:
        """Whether the next opening brings it to the present form."""
        return self.form < SCHEMA_VERSION


def present_form() -> int:
    """Give the form of a store that this version writes."""
    return SCHEMA_VERSION


def sqlite_version() -> str:
    """Give the version of the SQLite that this Python brings."""
    return sqlite3.sqlite_version


def store_header(path: Path) -> StoreHeader | None:
    """Read the header of a store's file; ``None`` if it is no SQLite file at all.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEADER_BYTES)
    if len(head) < _HEADER_BYTES or not head.startswith(_MAGIC):
        return None
    return StoreHeader(
        is_ours=_number(head, _MARK_AT) == APPLICATION_ID,
        form=_number(head, _FORM_AT),
        is_interrupted=_holds_something(path.with_name(f"{path.name}-journal")),
    )


def _number(head: bytes, at: int) -> int:
    return int.from_bytes(head[at : at + 4], "big")


def _holds_something(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def holder(folder: Path) -> str | None:
    """Give who holds the lock of a review's folder, or ``None`` if nobody does.

    The lock is tried for a moment and let go; what is written in it stays as it is.

    Raises
    ------
    OSError
        If there is a lock file and it cannot be opened.
    """
    path = folder / LOCK_FILE
    if not path.is_file():
        return None
    handle = os.open(path, os.O_RDWR)
    try:
        if _taken(handle):
            return None
        words = os.read(handle, 500).decode("utf-8", "replace").strip()
        return words or "no details"
    finally:
        os.close(handle)
