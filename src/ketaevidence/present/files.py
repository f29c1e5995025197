"""Files are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path

from ketaevidence.errors import PresentError


def write_whole(path: str | Path, data: str | bytes) -> Path:
    """Write a file so that nobody ever sees half of it.

    Parameters
    ----------
    path
        The file. Its folder must exist.
    data
        Text, written as UTF-8 with plain line ends, or bytes.

    Returns
    -------
    pathlib.Path
        The path that was written.

    Raises
    ------
    PresentError
        If the file cannot be written; an older file of that name is then untouched.

    Notes
    -----
    The data go to a temporary file in the same folder, are flushed to the disk, and
    then take the name in one step.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder) / "note.txt", "no pool").name
    'note.txt'
    """
    path = Path(path)
    content = data.encode("utf-8") if isinstance(data, str) else data
    if path.is_dir():
        msg = f"cannot write {str(path)!r}: it is a folder; give a file name in it"
        raise PresentError(msg)
    if not path.parent.is_dir():
        msg = f"cannot write {str(path)!r}: there is no folder {str(path.parent)!r}"
        raise PresentError(msg)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666
    temporary = path.parent / f".writing-{os.getpid()}-{threading.get_ident()}"
    try:
        # The operating system takes the user's mask from the mode of a new file.
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        msg = f"cannot write {str(path)!r}: {reason}; the file was left as it was"
        raise PresentError(msg) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return path
