"""One refresh at a time: a lock that the operating system drops when we die."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ketaevidence.errors import LibraryError, LockedError

#: Stands beside the store; what is in it is for people, never for deciding.
LOCK_FILE = ".lock"


@contextmanager
def locked(folder: Path, words: str) -> Iterator[None]:
    """Hold the lock of a review's folder, or say at once who holds it.

    Parameters
    ----------
    folder
        The review's folder.
    words
        Who holds it, for the message that another run would show.

    Raises
    ------
    LockedError
        If another process holds the lock. Nothing is waited for.
    LibraryError
        If the folder cannot be written.
    """
    path = folder / LOCK_FILE
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        msg = f"{path}: the review cannot be locked ({error.strerror})."
        raise LibraryError(msg) from error
    try:
        if not _taken(handle):
            holder = os.read(handle, 500).decode("utf-8", "replace").strip()
            msg = (
                f"{folder}: another run holds this review ({holder or 'no details'}). "
                "Nothing was done; try again when it has ended."
            )
            raise LockedError(msg)
        os.ftruncate(handle, 0)
        os.write(handle, words.encode())
        yield
    finally:
        # Closing drops the lock; so does the death of the process, however sudden.
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int) -> bool:
        try:
            # A byte far behind the text, so that the text stays readable.
            os.lseek(handle, 1 << 20, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _taken(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
