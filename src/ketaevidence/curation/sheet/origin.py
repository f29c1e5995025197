"""What a sheet says of itself, and whether its columns are those of the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ketaevidence.curation.sheet.layout import BESIDE, STATE, Sheet, SheetRow, columns
from ketaevidence.errors import CurationError


def about(sheet: Sheet) -> dict[str, str]:
    """Give what a sheet says of itself."""
    return {
        "form": sheet.form,
        "review": sheet.review,
        "last_entry": str(sheet.last_entry),
    }


def sheet_of(
    said: Mapping[str, str], tables: dict[str, tuple[SheetRow, ...]], path: Path
) -> Sheet:
    """Make a sheet of what a file says of itself and of its tables.

    Raises
    ------
    CurationError
        If the file does not say where it is from.
    """
    missing = [name for name in ("form", "review", "last_entry") if name not in said]
    if missing or not said["last_entry"].isdecimal():
        msg = (
            f"{path}: it does not say which review and which state it was exported "
            "from; export a sheet and copy your changes into it."
        )
        raise CurationError(msg)
    return Sheet(said["review"], int(said["last_entry"]), tables, {}, form=said["form"])


def header_faults(header: Sequence[str], table: str) -> Iterator[str]:
    """Find columns that are missing, unknown or given twice."""
    wanted = (STATE, *columns(table))
    given = [name for name in header if name and not name.endswith(BESIDE)]
    for name in wanted:
        if name not in given:
            yield f"{table}, row 1: the column {name!r} is missing."
    for name in dict.fromkeys(given):
        if name not in wanted:
            yield f"{table}, row 1: the column {name!r} is unknown; take it out."
        if given.count(name) > 1:
            yield f"{table}, row 1: the column {name!r} is there twice."
