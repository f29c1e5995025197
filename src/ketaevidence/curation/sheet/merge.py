"""Take a sheet back: cell by cell, all or nothing, and never over another's work.

Three forms of a cell are compared: as it was when the sheet was written, as it is in
the register now, and as it stands in the sheet. Where only the sheet's differs, it is
taken; where only the register's does, somebody else's correction stands; where both
differ, nothing is taken and a person is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ketaevidence.curation.check import NO_WORDS, find_problems
from ketaevidence.curation.check_entry import entry_problems
from ketaevidence.curation.entries import with_rows
from ketaevidence.curation.model import Arm, Register, Result, Study
from ketaevidence.curation.sheet.compare import CellChange, cell_changes, place_of
from ketaevidence.curation.sheet.layout import (
    CONFIRMED,
    ENTERED,
    FORM,
    KEYS,
    KNOWN_SOURCE,
    STATE,
    STATES,
    TABLES,
    Sheet,
    SheetRow,
    entered,
    key_of_cells,
    source_number,
)
from ketaevidence.curation.sheet.mangled import mangled
from ketaevidence.curation.sheet.merge_sources import merge_sources
from ketaevidence.curation.sources import OtherSource
from ketaevidence.curation.tabular import build_row, columns_of, read_cell
from ketaevidence.curation.vocabulary import WORDS, Words
from ketaevidence.errors import CurationError


@dataclass(frozen=True, slots=True)
class Merged:
    """What a sheet would do to the register."""

    rows: tuple[Study | Arm | Result, ...]
    changes: tuple[CellChange, ...]
    #: Keys of rows that are new, by table.
    new: tuple[tuple[str, str], ...]
    #: Rows of the register that are not in the sheet; they stay.
    left_out: tuple[tuple[str, str], ...]
    #: What other sources state of a row, new or changed; who, when and why is blank.
    sources: tuple[OtherSource, ...] = ()


def merge(  # noqa: PLR0913 (a register has rows, and what other sources state of them)
    sheet: Sheet,
    base: Register,
    now: Register,
    *,
    review: str,
    base_sources: Iterable[OtherSource] = (),
    now_sources: Iterable[OtherSource] = (),
) -> Merged:
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
                        f"{place_of(table, row)}: {key} is in the register already; "
                        f"allowed: a new {', '.join(KEYS[table])}."
                    )
                new.append((table, key))
                cells = row.cells
                problems += [
                    f"{place_of(table, row, name)}: {made}."
                    for name, text in cells.items()
                    if (made := mangled(text)) is not None
                ]
            elif key not in present[table]:
                problems.append(
                    f"{place_of(table, row)}: the register has no {key}; allowed: a "
                    f"key as exported, or {CONFIRMED!r} in the column {STATE!r}."
                )
                continue
            else:
                old, standing = before[table].get(key), present[table][key]
                cells = dict(standing)
                told = cell_changes(
                    table,
                    key,
                    row,
                    base=old or standing,
                    now=standing,
                    problems=problems,
                )
                changes += told
                cells |= {change.column: change.after for change in told}
                if not told:
                    continue
            built = _built(table, row, cells, problems, now.words)
            if built is not None:
                rows.append(built)
        left_out += [(table, key) for key in present[table] if key not in seen]
    after = with_rows(now, rows)
    told_sources = merge_sources(sheet, after, base_sources, now_sources, problems)
    if not problems:
        # What reads well may still contradict the register, or itself.
        problems += _impossible(sheet, rows, after)
    if problems:
        lines = "\n".join(f"- {problem}" for problem in problems)
        msg = f"Nothing was imported; {len(problems)} problem(s):\n{lines}"
        raise CurationError(msg)
    return Merged(
        tuple(rows),
        (*changes, *told_sources.changes),
        (*new, *told_sources.new),
        (*left_out, *told_sources.left_out),
        told_sources.sources,
    )


def _impossible(
    sheet: Sheet, changed: Iterable[Study | Arm | Result], register: Register
) -> Iterator[str]:
    """Tell what cannot be in the register, with the sheet's row where it has one."""
    rows = {
        (table, key_of_cells(table, row.cells)): row
        for table in TABLES
        for row in sheet.tables.get(table, ())
        if row.state in {ENTERED, CONFIRMED}
    }
    found = [*find_problems(register)]
    # What follows compares numbers; a register that cannot be has others to tell first.
    found += [] if found else entry_problems(changed)
    for problem in found:
        row = rows.get((problem.table, problem.row))
        if row is None:
            yield str(problem)
            continue
        yield (
            f"{place_of(problem.table, row, problem.field)} ({problem.row}): "
            f"{problem.value!r} is not possible; allowed: {problem.allowed}."
        )


def row_of(table: str, row: SheetRow, words: Words = WORDS) -> Study | Arm | Result:
    """Make the row of the register that a row of cells stands for.

    Raises
    ------
    CurationError
        If a cell cannot be read or is not possible; every one is named.
    """
    problems: list[str] = []
    built: Study | Arm | Result | None = _built(table, row, row.cells, problems, words)
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


def _seen(
    table: str, rows: tuple[SheetRow, ...], problems: list[str]
) -> dict[str, SheetRow]:
    """Give the rows that are to be taken, by key; unclear ones become problems."""
    taken = []
    for row in rows:
        if row.state not in STATES and source_number(row.state) is None:
            problems.append(
                f"{place_of(table, row, STATE)}: {row.state!r}; allowed: "
                f"{', '.join(STATES)}, or a source as exported ({KNOWN_SOURCE})."
            )
        elif row.state in {ENTERED, CONFIRMED}:
            taken.append(row)
    keys = Counter(key_of_cells(table, row.cells) for row in taken)
    for row in taken:
        key = key_of_cells(table, row.cells)
        if keys[key] > 1:
            problems.append(f"{place_of(table, row)}: {key} is there twice.")
    return {key_of_cells(table, row.cells): row for row in taken}


def _built(
    table: str,
    row: SheetRow,
    cells: dict[str, str],
    problems: list[str],
    words: Words,
) -> Any | None:
    """Make the row of the register, or note every cell that is not possible."""
    found: list[str] = []
    place = place_of(table, row)
    values = {
        column.name: read_cell(cells.get(column.name, ""), column, place, found)
        for column in columns_of(TABLES[table])
    }
    found += _unknown_words(table, row, values, words)
    problems += found
    return None if found else build_row(TABLES[table], values)


def _unknown_words(
    table: str, row: SheetRow, values: dict[str, Any], words: Words
) -> Iterator[str]:
    for column, allowed in words[table].items():
        value = values.get(column)
        if value is not None and value not in allowed:
            yield (
                f"{place_of(table, row, column)}: {value!r} is not possible; allowed: "
                f"{', '.join(allowed) or NO_WORDS}."
            )
