"""Read the workbook back: text, numbers and nothing that Excel made of them."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from ketaevidence.curation.sheet.layout import BESIDE, STATE, TABLES, Sheet, SheetRow
from ketaevidence.curation.sheet.origin import header_faults, sheet_of
from ketaevidence.errors import CurationError

#: The hidden sheet that says where a workbook is from.
ABOUT: Final = "About"


def read_workbook(path: Path) -> Sheet:
    """Read a workbook that was written by :func:`write_workbook`.

    Raises
    ------
    CurationError
        If it cannot be read, a sheet or column is missing, or a cell holds a formula,
        a date or an error where a value belongs; every such cell is named.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path)
    except (
        OSError,
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
    ) as error:
        msg = f"{path}: not a workbook that can be read ({error})."
        raise CurationError(msg) from error
    problems: list[str] = []
    tables = {}
    for table in TABLES:
        name = table.capitalize()
        if name not in book.sheetnames:
            problems.append(f"{path.name}: the sheet {name!r} is missing.")
            continue
        rows = [list(row) for row in book[name].iter_rows()]
        tables[table] = tuple(_rows(rows, table, problems))
    if problems:
        lines = "\n".join(f"- {problem}" for problem in problems)
        msg = f"{path}: {len(problems)} problem(s); nothing was imported:\n{lines}"
        raise CurationError(msg)
    said: dict[str, str] = {}
    if ABOUT in book.sheetnames:
        for first, second, *_ in book[ABOUT].iter_rows(min_col=1, max_col=2):
            said[str(first.value)] = "" if second.value is None else str(second.value)
    return sheet_of(said, tables, path)


def _rows(
    rows: Sequence[Sequence[Any]], table: str, problems: list[str]
) -> Iterator[SheetRow]:
    """Give the rows of a table as text; unreadable cells become problems."""
    header = [str(cell.value or "") for cell in rows[0]] if rows else []
    faults = list(header_faults(header, table))
    problems += faults
    if faults:
        return
    for number, row in enumerate(rows[1:], start=2):
        texts = {
            heading: _text(cell, f"{table}, row {number}, column {heading}", problems)
            for heading, cell in zip(header, row, strict=False)
            if heading and not heading.endswith(BESIDE)
        }
        if any(texts.values()):
            yield SheetRow(texts.pop(STATE), texts, number)


def _is_percentage(cell: Any) -> bool:
    """Say whether Excel made a share of one of a number that somebody typed with %."""
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    return is_number and "%" in (cell.number_format or "")


def _text(cell: Any, place: str, problems: list[str]) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        problems.append(f"{place}: a formula; write its value.")
    elif cell.data_type == "e":
        problems.append(f"{place}: Excel's error {value}; write the value.")
    elif isinstance(value, dt.date | dt.time | dt.timedelta):
        problems.append(
            f"{place}: Excel made a date of it ({value}); write it as text."
        )
    elif _is_percentage(cell):
        problems.append(
            f"{place}: Excel shows {value * 100:g}% and keeps {value:g}; format the "
            f"cell as a number, and write {value * 100:g}."
        )
    elif isinstance(value, bool):
        return "yes" if value else "no"
    elif isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    else:
        return str(value)
    return ""
