"""Take a sheet back: cell by cell, all or nothing, and never over another's work.

Three forms of a cell are compared: as it was when the sheet was written, as it is in
the register now, and as it stands in the sheet. Where only the sheet's differs, it is
taken; where only the register's does, somebody else's correction stands; where both
differ, nothing is taken and a person is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ketaevidence.curation.model import Arm, Register, Result, Study
from ketaevidence.curation.sheet.layout import (
    CONFIRMED,
    ENTERED,
    FORM,
    KEYS,
    STATE,
    STATES,
    TABLES,
    Sheet,
    SheetRow,
    entered,
    key_of_cells,
)
from ketaevidence.curation.tabular import build_row, columns_of, read_cell
from ketaevidence.curation.vocabulary import WORDS
from ketaevidence.errors import CurationError


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that the sheet changes; a blank is the empty text."""

    table: str
    key: str
    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What a sheet would do to the register."""

    rows: tuple[Study | Arm | Result, ...]
    changes: tuple[CellChange, ...]
    #: Keys of rows that are new, by table.
    new: tuple[tuple[str, str], ...]
    #: Rows of the register that are not in the sheet; they stay.
    left_out: tuple[tuple[str, str], ...]


def merge(sheet: Sheet, base: Register, now: Register, *, review: str) -> Merged:
    """Compare a sheet with the register as it was written from and as it is now.

    Raises
    ------
    CurationError
        If the sheet is another review's or of another form, if a cell cannot be read
        or is not possible, or if somebody else changed the same cell meanwhile. Every
        such place is named, and nothing is taken.
    """
    _check_origin(sheet, review)
    problems: list[str] = []
    rows: list[Study | Arm | Result] = []
    changes: list[CellChange] = []
    new: list[tuple[str, str]] = []
    left_out: list[tuple[str, str]] = []
    before, present = entered(base), entered(now)
    for table in TABLES:
        seen = _seen(table, sheet.tables.get(table, ()), problems)
        for key, row in seen.items():
            if row.state == CONFIRMED:
                if key in present[table]:
                    problems.append(
                        f"{_place(table, row)}: {key} is in the register already; "
                        f"allowed: a new {', '.join(KEYS[table])}."
                    )
                new.append((table, key))
                cells = row.cells
            elif key not in present[table]:
                problems.append(
                    f"{_place(table, row)}: the register has no {key}; allowed: a key "
                    f"as exported, or {CONFIRMED!r} in the column {STATE!r}."
                )
                continue
            else:
                old, standing = before[table].get(key), present[table][key]
                cells = dict(standing)
                told = _cell_changes(table, row, old or standing, standing, problems)
                changes += told
                cells |= {change.column: change.after for change in told}
                if not told:
                    continue
            built = _built(table, row, cells, problems)
            if built is not None:
                rows.append(built)
        left_out += [(table, key) for key in present[table] if key not in seen]
    if problems:
        lines = "\n".join(f"- {problem}" for problem in problems)
        msg = f"Nothing was imported; {len(problems)} problem(s):\n{lines}"
        raise CurationError(msg)
    return Merged(tuple(rows), tuple(changes), tuple(new), tuple(left_out))


def row_of(table: str, row: SheetRow) -> Study | Arm | Result:
    """Make the row of the register that a row of cells stands for.

    Raises
    ------
    CurationError
        If a cell cannot be read or is not possible; every one is named.
    """
    problems: list[str] = []
    built: Study | Arm | Result | None = _built(table, row, row.cells, problems)
    if built is None:
        raise CurationError("\n".join(f"- {problem}" for problem in problems))
    return built


def _check_origin(sheet: Sheet, review: str) -> None:
    if sheet.form != FORM:
        msg = (
            f"The sheet has the form {sheet.form!r} and this program reads form "
            f"{FORM!r}: export a new sheet and copy your changes into it."
        )
        raise CurationError(msg)
    if sheet.review != review:
        msg = (
            f"The sheet was exported from the review {sheet.review!r}, and this is "
            f"{review!r}; nothing was imported."
        )
        raise CurationError(msg)


def _place(table: str, row: SheetRow, column: str | None = None) -> str:
    place = f"{table}, row {row.number}"
    return f"{place}, column {column}" if column else place


def _seen(
    table: str, rows: tuple[SheetRow, ...], problems: list[str]
) -> dict[str, SheetRow]:
    """Give the rows that are to be taken, by key; unclear ones become problems."""
    taken = []
    for row in rows:
        if row.state not in STATES:
            problems.append(
                f"{_place(table, row, STATE)}: {row.state!r}; allowed: "
                f"{', '.join(STATES)}."
            )
        elif row.state in {ENTERED, CONFIRMED}:
            taken.append(row)
    keys = Counter(key_of_cells(table, row.cells) for row in taken)
    for row in taken:
        key = key_of_cells(table, row.cells)
        if keys[key] > 1:
            problems.append(f"{_place(table, row)}: {key} is there twice.")
    return {key_of_cells(table, row.cells): row for row in taken}


def _cell_changes(
    table: str,
    row: SheetRow,
    base: dict[str, str],
    now: dict[str, str],
    problems: list[str],
) -> list[CellChange]:
    changes = []
    for column in columns_of(TABLES[table]):
        name = column.name
        mine = row.cells.get(name, "")
        if _same(mine, base[name], column.kind) or _same(mine, now[name], column.kind):
            continue
        if not _same(base[name], now[name], column.kind):
            problems.append(
                f"{_place(table, row, name)}: the sheet changed {base[name]!r} to "
                f"{mine!r}, and the register has {now[name]!r} since the export; "
                "write the register's value, or yours into a new export."
            )
            continue
        key = key_of_cells(table, row.cells)
        changes.append(CellChange(table, key, name, now[name], mine))
    return changes


def _same(one: str, other: str, kind: type) -> bool:
    """Say whether two cells hold the same: "2.50" is "2.5", but "2.5" is not "2,5"."""
    if one == other:
        return True
    if kind is str or not one.strip() or not other.strip():
        return not one.strip() and not other.strip()
    try:
        return float(one) == float(other)
    except ValueError:
        return False


def _built(
    table: str, row: SheetRow, cells: dict[str, str], problems: list[str]
) -> Any | None:
    """Make the row of the register, or note every cell that is not possible."""
    found: list[str] = []
    place = _place(table, row)
    values = {
        column.name: read_cell(cells.get(column.name, ""), column, place, found)
        for column in columns_of(TABLES[table])
    }
    found += _unknown_words(table, row, values)
    problems += found
    return None if found else build_row(TABLES[table], values)


def _unknown_words(table: str, row: SheetRow, values: dict[str, Any]) -> Iterator[str]:
    for column, allowed in WORDS[table].items():
        value = values.get(column)
        if value is not None and value not in allowed:
            yield (
                f"{_place(table, row, column)}: {value!r} is not possible; allowed: "
                f"{', '.join(allowed)}."
            )
