"""A site's folder is written whole or not at all, and only over one of our own."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from ketaevidence.errors import PresentError

#: The file of checksums, in the form of ``sha256sum``.
CHECKSUMS: Final = "SHA256SUMS"
#: By this file we know a folder that we may replace.
MARKER: Final = ".ketaevidence-site"
_MARKED: Final = (
    b"Made by `ketaevidence site`, layout 1. The folder is replaced as a whole when it "
    b"is made again.\n"
)
#: Pages sites pass files through a generator of their own, unless this file is there.
_AS_IT_IS: Final = ".nojekyll"
#: Files of others that an error names.
_NAMED: Final = 5


def write_site(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write a site into a folder, and take away what an earlier one left there.

    Parameters
    ----------
    folder
        A new folder, an empty one, or one that this function wrote.
    files
        Each file's bytes, by its path in the folder.

    Returns
    -------
    pathlib.Path
        The folder. It holds the files, ``SHA256SUMS`` over them, and a marker.

    Raises
    ------
    PresentError
        If the folder holds what this function did not write, or cannot be made; what
        was there before is then as it was.

    Notes
    -----
    The site is built beside its place and takes it in one step; the older one is set
    aside for that moment and put back if the step fails.
    """
    check_place(folder)
    every = {**files, _AS_IT_IS: b"", MARKER: _MARKED}
    every[CHECKSUMS] = _checksums(every)
    try:
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".site-") as made:
            draft = Path(made) / "new"
            for name, data in sorted(every.items()):
                path = draft / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            _swap(draft, folder, aside=Path(made) / "old")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        msg = f"{folder}: the site cannot be made here ({reason}); nothing was changed."
        raise PresentError(msg) from error
    return folder


def _swap(draft: Path, folder: Path, *, aside: Path) -> None:
    if not folder.exists():
        draft.rename(folder)
        return
    folder.rename(aside)
    try:
        draft.rename(folder)
    except BaseException:
        # Whatever stopped us: the older site goes back before anything is cleared.
        aside.rename(folder)
        raise


def _checksums(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    return "".join(sorted(lines, key=lambda line: line[66:])).encode()


def check_place(folder: Path) -> None:
    """Refuse a folder that is not ours to replace.

    Raises
    ------
    PresentError
        If it holds what no site of ours is made of, or has no place to be.
    """
    if not folder.parent.is_dir():
        msg = f"{folder}: there is no folder {folder.parent}; make it first."
        raise PresentError(msg)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        msg = f"{folder} is no folder of its own; choose a new folder."
        raise PresentError(msg)
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / MARKER).is_file():
        msg = (
            f"{folder} holds files that `ketaevidence site` did not write; choose a "
            "new folder."
        )
        raise PresentError(msg)
    known = _listed(folder)
    strange = sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if (path.is_symlink() or not path.is_dir())
        and path.relative_to(folder).as_posix() not in known
    )
    if strange:
        rest = f" and {len(strange) - _NAMED} more" if len(strange) > _NAMED else ""
        msg = (
            f"{folder} holds files of others, which would be lost: "
            f"{', '.join(strange[:_NAMED])}{rest}. Take them out, or choose a new "
            "folder and copy it here."
        )
        raise PresentError(msg)


def _listed(folder: Path) -> frozenset[str]:
    """Give the files that the site in this folder was made of."""
    try:
        text = (folder / CHECKSUMS).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        # Without its list nobody can tell what is ours: everything is of others.
        text = ""
    names = (line.partition("  ")[2] for line in text.splitlines())
    return frozenset({*names, CHECKSUMS, MARKER})
