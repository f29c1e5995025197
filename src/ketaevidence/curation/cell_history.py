"""The values that one cell of the register had, from the entries that are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ketaevidence.curation.entries import from_entry
from ketaevidence.curation.tabular import cell_text, columns_of
from ketaevidence.errors import CurationError
from ketaevidence.library import Entry, EntryKind

#: The kind of entry that each table is kept as.
KINDS: Final[Mapping[str, EntryKind]] = MappingProxyType(
    {"studies": "study", "arms": "arm", "results": "result"}
)


@dataclass(frozen=True, slots=True)
class CellForm:
    """A value that a cell was given; the empty text where it was emptied."""

    text: str
    by: str
    at: str
    reason: str


def row_forms(entries: Sequence[Entry]) -> dict[str, tuple[CellForm, ...]]:
    """Give the forms of every cell of a row that ever held something, by column."""
    row_type: type = type(from_entry(entries[0]))
    names = [known.name for known in columns_of(row_type)]
    forms = {name: cell_forms(entries, name) for name in names}
    return {name: told for name, told in forms.items() if any(f.text for f in told)}


def cell_forms(entries: Sequence[Entry], column: str) -> tuple[CellForm, ...]:
    """Give the first value of a cell and each change of it.

    Raises
    ------
    CurationError
        If the table has no such column.
    """
    forms: list[CellForm] = []
    for entry in entries:
        row = from_entry(entry)
        row_type: type = type(row)
        names = [known.name for known in columns_of(row_type)]
        if column not in names:
            msg = f"There is no column {column!r}; there are {', '.join(names)}."
            raise CurationError(msg)
        text = cell_text(row, column)
        if not forms or forms[-1].text != text:
            forms.append(CellForm(text, entry.by, entry.at, entry.reason))
    return tuple(forms)
