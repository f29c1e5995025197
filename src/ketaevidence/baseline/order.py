"""Find PubMed's files on disk and put them in the order in which they count."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ketaevidence.baseline.screen import md5_of
from ketaevidence.errors import ReadError

_NAME = re.compile(r"pubmed(\d\d)n(\d{4,})\.xml\.gz")
_MD5 = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{32}(?![0-9a-fA-F])")
#: What NLM calls the folder of the yearly files; their numbers begin with 1.
_YEARLY = "baseline"
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class BaselineFile:
    """One file of PubMed's, by its name."""

    path: Path
    year: int
    number: int
    #: What the .md5 file beside it says.
    md5: str | None


def in_order(
    places: Sequence[Path], *, allow_gaps: bool = False
) -> tuple[BaselineFile, ...]:
    """Give PubMed's files in the order in which they are applied: by number.

    NLM numbers the update files of a year on from its baseline, so that the number
    alone says what comes first.

    Parameters
    ----------
    places
        Folders, looked through with all that is in them, and files.
    allow_gaps
        Whether numbers may be missing between the first and the last.

    Raises
    ------
    ReadError
        If there is no such file, files of two years, a number missing, one name with
        two contents, or an .md5 file without an MD5.
    """
    found: dict[str, list[Path]] = defaultdict(list)
    for path in _files(places):
        if _NAME.fullmatch(path.name):
            found[path.name].append(path)
    if not found:
        shown = ", ".join(map(str, places))
        msg = (
            f"{shown}: no file is named as PubMed names its baseline and update files "
            "(pubmed26n0001.xml.gz); leave --match out to read other files."
        )
        raise ReadError(msg)
    files = sorted((_one(paths) for paths in found.values()), key=lambda f: f.number)
    _check_year(files)
    if not allow_gaps:
        _check_gaps(files)
    return tuple(files)


def _files(places: Iterable[Path]) -> Iterable[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(path for path in place.rglob("*") if path.is_file())
        elif place.is_file():
            yield place
        else:
            msg = f"{place}: there is no such file or folder."
            raise ReadError(msg)


def _one(paths: list[Path]) -> BaselineFile:
    """Make one of the files of one name; their contents must be the same."""
    distinct = sorted({path.resolve(): path for path in sorted(paths)}.values())
    try:
        if len(distinct) > 1 and len({md5_of(path) for path in distinct}) > 1:
            shown = " and ".join(str(path) for path in distinct)
            msg = f"{shown} have one name and two contents; keep one of them."
            raise ReadError(msg)
        path = distinct[0]
        match = _NAME.fullmatch(path.name)
        year, number = (int(match[1]), int(match[2])) if match else (0, 0)
        return BaselineFile(path, year, number, _expected_md5(distinct))
    except OSError as error:
        msg = f"{error.filename}: cannot be read ({error.strerror})."
        raise ReadError(msg) from error


def _expected_md5(paths: Sequence[Path]) -> str | None:
    for path in paths:
        beside = path.with_name(path.name + ".md5")
        if beside.is_file():
            said = _MD5.search(beside.read_text("utf-8", "replace"))
            if said is None:
                msg = f"{beside}: holds no MD5; download it again, or delete it."
                raise ReadError(msg)
            return said[0].lower()
    return None


def _check_year(files: Sequence[BaselineFile]) -> None:
    years = sorted({file.year for file in files})
    if len(years) > 1:
        shown = " and ".join(f"20{year:02}" for year in years)
        msg = (
            f"The files are of {shown}. Every year's baseline replaces all files "
            "before it; name a folder with one year's files."
        )
        raise ReadError(msg)


def _check_gaps(files: Sequence[BaselineFile]) -> None:
    numbers = {file.number for file in files}
    first = min(numbers)
    if any(file.path.parent.name == _YEARLY for file in files):
        first = 1
    missing = sorted(set(range(first, max(numbers) + 1)) - numbers)
    if missing:
        shown = ", ".join(
            f"pubmed{files[0].year:02}n{number:04}" for number in missing[:_SHOWN]
        )
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        msg = (
            f"Missing in the sequence: {shown}{more}. A missing file can hold a newer "
            "form or a deletion; download them, or say --allow-gaps."
        )
        raise ReadError(msg)
