"""The sheet as a folder of CSV files, for people without Excel: the same shape."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from ketaevidence.curation.sheet.layout import (
    BESIDE,
    STATE,
    TABLES,
    Sheet,
    SheetRow,
    columns,
    key_of_cells,
    source_number,
)
from ketaevidence.curation.sheet.origin import about, header_faults, sheet_of
from ketaevidence.curation.sheet.safe import spreadsheet_plain, spreadsheet_safe
from ketaevidence.errors import CurationError

ABOUT: Final = "about.csv"


def write_csv(sheet: Sheet) -> dict[str, str]:
    """Write the sheet as the texts of its CSV files, by file name."""
    files = {ABOUT: _text([["name", "value"], *map(list, about(sheet).items())])}
    for table in TABLES:
        shown = {column for name, _, column in sheet.beside if name == table}
        beside = [name for name in columns(table) if name in shown]
        lines = [[STATE, *columns(table), *(f"{name}{BESIDE}" for name in beside)]]
        lines += [
            [
                row.state,
                *(row.cells.get(name, "") for name in columns(table)),
                *(_beside(sheet, table, row, name) for name in beside),
            ]
            for row in sheet.tables.get(table, ())
        ]
        files[f"{table}.csv"] = _text(lines)
    return files


def _beside(sheet: Sheet, table: str, row: SheetRow, name: str) -> str:
    """Give what rules read for a cell; not again in the row of another source."""
    if source_number(row.state) is not None:
        return ""
    return sheet.beside.get((table, key_of_cells(table, row.cells), name), "")


def _text(rows: list[list[str]]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([spreadsheet_safe(cell) for cell in row] for row in rows)
    return stream.getvalue()


def read_csv(folder: Path) -> Sheet:
    """Read a folder that was written by :func:`write_csv`.

    Raises
    ------
    CurationError
        If a file is missing or no such table, or a program has rounded a number; every
        such place is named.
    """
    problems: list[str] = []
    tables = {
        table: tuple(_rows(folder / f"{table}.csv", table, problems))
        for table in TABLES
    }
    said = dict([*line, "", ""][:2] for line in _lines(folder / ABOUT, problems)[1:])
    if problems:
        lines = "\n".join(f"- {problem}" for problem in problems)
        msg = f"{folder}: {len(problems)} problem(s); nothing was imported:\n{lines}"
        raise CurationError(msg)
    return sheet_of(said, tables, folder)


def _lines(path: Path, problems: list[str]) -> list[list[str]]:
    try:
        # Excel puts a byte order mark before the first column's name.
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        problems.append(f"{path.name}: it cannot be opened ({error.strerror}).")
        return []
    except UnicodeDecodeError as error:
        problems.append(
            f"{path.name}: not UTF-8 (byte {error.start}); save it as 'CSV UTF-8'."
        )
        return []
    head = text.partition("\n")[0]
    if head.count(";") > head.count(","):
        problems.append(
            f"{path.name}: its cells are separated by semicolons, as some Excels do; "
            "save it with commas, or import the .xlsx."
        )
        return []
    try:
        cells = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        problems.append(f"{path.name}: not a CSV table ({error}).")
        return []
    return [[spreadsheet_plain(cell) for cell in row] for row in cells]


def _rows(path: Path, table: str, problems: list[str]) -> list[SheetRow]:
    lines = _lines(path, problems)
    if not lines:
        return []
    header = lines[0]
    faults = list(header_faults(header, table))
    problems += faults
    if faults:
        return []
    found = []
    for number, line in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        place = f"{table}, row {number}"
        if len(line) != len(header):
            problems.append(f"{place}: {len(line)} cells, and {len(header)} columns.")
            continue
        cells = {
            name: cell
            for name, cell in zip(header, line, strict=True)
            if not name.endswith(BESIDE)
        }
        found.append(SheetRow(cells.pop(STATE), cells, number))
    return found
