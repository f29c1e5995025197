"""Files are written whole or not at all."""

from __future__ import annotations

import pytest

from ketaevidence.errors import PresentError
from ketaevidence.present.files import write_whole


def test_text_and_bytes_are_written_and_nothing_else_is_left(tmp_path):
    """Only the file itself is in the folder afterwards."""
    place = write_whole(tmp_path / "a.txt", "−1\n")
    write_whole(tmp_path / "b.bin", b"\x00")
    assert place.read_bytes() == "−1\n".encode()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "b.bin"]


def test_a_missing_folder_is_named(tmp_path):
    """The error says which folder is not there."""
    with pytest.raises(PresentError, match="there is no folder"):
        write_whole(tmp_path / "none" / "a.txt", "x")


def test_a_folder_is_not_overwritten(tmp_path):
    """The error says that the path is a folder."""
    with pytest.raises(PresentError, match="is a folder"):
        write_whole(tmp_path, "x")


def test_a_failed_write_leaves_the_older_file_as_it_was(tmp_path, monkeypatch):
    """Half a file never takes the place of a whole one."""
    place = write_whole(tmp_path / "a.txt", "old")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(PresentError, match="No space left"):
        write_whole(place, "new")
    assert place.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
