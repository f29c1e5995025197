"""One run at a time: the lock is dropped by the system when its holder dies."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ketaevidence.errors import LibraryError, LockedError
from ketaevidence.library import locked

HOLD = """
import sys, time
from pathlib import Path
from ketaevidence.library import locked
with locked(Path(sys.argv[1]), "process of the test"):
    print("held", flush=True)
    time.sleep(30)
"""


def test_a_second_holder_is_refused_and_told_who_holds(tmp_path):
    """While one process holds the lock, another is refused at once."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(LockedError, match="process of the test"),
            locked(tmp_path, "x"),
        ):
            pass
        holder.kill()
    with locked(tmp_path, "after its death"):
        pass


def test_the_lock_is_free_after_use(tmp_path):
    """Leaving the block frees the lock, also when it is left by an error."""
    for _ in range(2):
        with pytest.raises(ValueError, match="x"), locked(tmp_path, "x"):
            raise ValueError("x")  # noqa: EM101


def test_a_missing_folder_cannot_be_locked(tmp_path):
    """Where no lock can be made, the error says so."""
    with (
        pytest.raises(LibraryError, match="cannot be locked"),
        locked(tmp_path / "no", "x"),
    ):
        pass
