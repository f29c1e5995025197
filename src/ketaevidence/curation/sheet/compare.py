"""Compare a cell as it was exported, as the register has it, and as the sheet does."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.curation.sheet.layout import TABLES, SheetRow
from ketaevidence.curation.sheet.mangled import mangled
from ketaevidence.curation.tabular import columns_of


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that the sheet changes; a blank is the empty text."""

    table: str
    key: str
    column: str
    before: str
    after: str


def place_of(table: str, row: SheetRow, column: str | None = None) -> str:
    """Name a row of the sheet, or a cell in it, as a person finds it."""
    place = f"{table}, row {row.number}"
    return f"{place}, column {column}" if column else place


def cell_changes(  # noqa: PLR0913 (a row in its three forms, and where it stands)
    table: str,
    key: str,
    row: SheetRow,
    *,
    base: dict[str, str],
    now: dict[str, str],
    problems: list[str],
) -> list[CellChange]:
    """Give the cells that only the sheet changed; note those that others changed too.

    Parameters
    ----------
    table, key
        Where the row stands in the register, for people.
    row
        As the sheet has it.
    base
        As it was when the sheet was written.
    now
        As it is in the register.
    problems
        What cannot be taken is added to these.
    """
    changes = []
    for column in columns_of(TABLES[table]):
        name = column.name
        mine = row.cells.get(name, "")
        if _same(mine, base[name], column.kind) or _same(mine, now[name], column.kind):
            continue
        if not _same(base[name], now[name], column.kind):
            problems.append(
                f"{place_of(table, row, name)}: the sheet changed {base[name]!r} to "
                f"{mine!r}, and the register has {now[name]!r} since the export; "
                "write the register's value, or yours into a new export."
            )
            continue
        made = mangled(mine)
        if made is not None:
            problems.append(f"{place_of(table, row, name)}: {made}.")
            continue
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
