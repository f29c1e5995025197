"""The tables of the sheet: columns, states of a row, and rows as cells of text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Final

from ketaevidence.curation.entries import key_of
from ketaevidence.curation.model import Arm, Register, Result, Source, Study
from ketaevidence.curation.sources import OtherSource
from ketaevidence.curation.tabular import cell_text, columns_of, value_text
from ketaevidence.curation.vocabulary import WORDS, Words

#: The sheet's form; a sheet of another form is refused by its number.
FORM: Final = "2"
#: The first column of each table: what a row is.
STATE: Final = "row"
ENTERED, SUGGESTED, CONFIRMED = "entered", "suggested", "confirmed"
OTHER: Final = "other source"
STATES: Final = MappingProxyType(
    {
        ENTERED: "in the register; changed cells are taken over",
        SUGGESTED: "read by a rule; not taken over",
        CONFIRMED: "new: entered in the register when the sheet is imported",
        OTHER: "new: what another source states of the entered row with the same key",
    }
)
#: What stands in the first column where another source's statement is in the register.
KNOWN_SOURCE: Final = "source 2"
KNOWN_SOURCE_MEANS: Final = (
    "what another source states of the row above; with “(counts)” where a person "
    "chose it"
)
_SOURCE: Final = re.compile(r"source ([0-9]{1,3})(?: \(counts\))?")
#: What stands behind the name of a column that shows what rules read for it.
BESIDE: Final = " suggested"

TABLES: Final = MappingProxyType({"studies": Study, "arms": Arm, "results": Result})
#: The columns that say which row it is; they are never changed.
KEYS: Final = MappingProxyType(
    {
        "studies": ("study_id",),
        "arms": ("study_id", "arm_id"),
        "results": ("result_id",),
    }
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a table as text, blank where nothing stands."""

    state: str
    cells: dict[str, str]
    #: Row number in the file it was read from, for messages.
    number: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet: three tables, what rules read beside them, and where from."""

    review: str
    #: The number of the newest entry when the sheet was written: later ones are by
    #: others, and are merged.
    last_entry: int
    tables: dict[str, tuple[SheetRow, ...]]
    #: (table, key, column) -> what rules read for that cell.
    beside: dict[tuple[str, str, str], str]
    form: str = FORM
    #: What may stand in the columns that have a list.
    words: Words = field(default_factory=lambda: WORDS)


def source_state(number: int, *, counts: bool) -> str:
    """Give the first cell of a row that another source of the register states."""
    return f"source {number} (counts)" if counts else f"source {number}"


def source_number(state: str) -> int | None:
    """Read the number of a source in a row's first cell; ``None`` if it names none.

    Examples
    --------
    >>> source_number("source 2 (counts)"), source_number("entered")
    (2, None)
    """
    match = _SOURCE.fullmatch(state.strip())
    return int(match[1]) if match else None


def columns(table: str) -> tuple[str, ...]:
    """Give the columns of a table, without the state."""
    return tuple(column.name for column in columns_of(TABLES[table]))


def rows_of_table(register: Register, table: str) -> Sequence[Study | Arm | Result]:
    """Give the register's rows of one table."""
    rows: Sequence[Study | Arm | Result] = getattr(register, table)
    return rows


def as_cells(row: Study | Arm | Result, table: str) -> dict[str, str]:
    """Write a row of the register as cells."""
    return {name: cell_text(row, name) for name in columns(table)}


def key_of_cells(table: str, cells: dict[str, str]) -> str:
    """Give the key under which a row of cells stands in the register."""
    return "/".join(cells.get(name, "") for name in KEYS[table])


def source_cells(other: OtherSource, row: Study | Arm | Result) -> dict[str, str]:
    """Write what another source states of a row as cells; blank where it is silent."""
    known = {name: cell_text(row, name) for name in KEYS[other.table]}
    if isinstance(row, Result):
        known |= {
            name: cell_text(row, name) for name in ("study_id", "arm_id", "outcome")
        }
    given = known | dict(other.cells) | source_columns(other.source)
    return {name: given.get(name, "") for name in columns(other.table)}


def source_columns(source: Source) -> dict[str, str]:
    """Write a source as the sheet's four columns."""
    return {
        f"source_{part.name}": value_text(getattr(source, part.name))
        for part in fields(Source)
    }


def entered(register: Register) -> dict[str, dict[str, dict[str, str]]]:
    """Give every row of a register as cells, by table and key."""
    return {
        table: {
            key_of(row): as_cells(row, table) for row in rows_of_table(register, table)
        }
        for table in TABLES
    }
