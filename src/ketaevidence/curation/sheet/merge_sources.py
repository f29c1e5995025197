"""Take back what a sheet says that other sources state: rows of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ketaevidence.curation.entries import Row
from ketaevidence.curation.model import Register, Source
from ketaevidence.curation.sheet.compare import CellChange, cell_changes, place_of
from ketaevidence.curation.sheet.layout import (
    OTHER,
    STATE,
    TABLES,
    Sheet,
    SheetRow,
    key_of_cells,
    source_cells,
    source_number,
)
from ketaevidence.curation.sheet.mangled import mangled
from ketaevidence.curation.source_entries import next_number, stated_cells
from ketaevidence.curation.sources import OtherSource, rows_by_place
from ketaevidence.curation.tabular import columns_of, read_cell
from ketaevidence.curation.vocabulary import CONFIDENCES, Words

#: A study's identifier stands in cells that no source states.
_KEY_COLUMNS = frozenset({"study_id", "arm_id", "result_id", "outcome"})


@dataclass(slots=True)
class MergedSources:
    """What a sheet would do to what other sources state."""

    sources: tuple[OtherSource, ...] = ()
    changes: list[CellChange] = field(default_factory=list)
    new: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def merge_sources(
    sheet: Sheet,
    register: Register,
    base: Iterable[OtherSource],
    now: Iterable[OtherSource],
    problems: list[str],
) -> MergedSources:
    """Compare a sheet's rows of other sources with those of the register.

    Parameters
    ----------
    sheet
        The sheet.
    register
        The rows as they would be after the import, which sources are about.
    base, now
        What other sources stated when the sheet was written, and what they state now,
        with those that were withdrawn.
    problems
        What cannot be taken is added to these.
    """
    rows = rows_by_place(register)
    before = {other.name: other for other in base}
    present = {other.name: other for other in now}
    found, taken = MergedSources(), dict(present)
    seen: set[str] = set()
    for table, row in _told(sheet, problems):
        key, number = key_of_cells(table, row.cells), source_number(row.state)
        own = rows.get((table, key))
        if own is None:
            problems.append(
                f"{place_of(table, row)}: the register has no {key}, which this row is "
                "another source of."
            )
            continue
        if not _can_be_read(table, row, problems, register.words):
            continue
        if number is None:
            made = _new(table, key, row, own, taken=taken, problems=problems)
            if made is not None:
                found.new.append((table, _words(made)))
        else:
            name = f"{table}/{key}/{number}"
            seen.add(name)
            made = _changed(
                row,
                name,
                own,
                before=before,
                present=present,
                found=found,
                problems=problems,
            )
        if made is not None:
            taken[made.name] = made
    found.left_out = [
        (o.table, _words(o))
        for o in present.values()
        if o.name not in seen and not o.is_withdrawn
    ]
    found.sources = tuple(o for name, o in taken.items() if o is not present.get(name))
    return found


def _told(sheet: Sheet, problems: list[str]) -> Iterator[tuple[str, SheetRow]]:
    """Give the sheet's rows of other sources; one that is there twice is a problem."""
    for table in TABLES:
        rows = [
            row
            for row in sheet.tables.get(table, ())
            if row.state == OTHER or source_number(row.state) is not None
        ]
        counted = Counter(
            (key_of_cells(table, row.cells), source_number(row.state)) for row in rows
        )
        for row in rows:
            key, number = key_of_cells(table, row.cells), source_number(row.state)
            if number is not None and counted[key, number] > 1:
                problems.append(
                    f"{place_of(table, row)}: source {number} of {key} is there twice."
                )
            else:
                yield table, row


def _can_be_read(table: str, row: SheetRow, problems: list[str], lists: Words) -> bool:
    """Read every cell that is not blank, and note those that are not possible."""
    found: list[str] = []
    for column in columns_of(TABLES[table]):
        text = row.cells.get(column.name, "")
        if not text.strip():
            continue
        made = mangled(text) if column.kind is str else None
        if made is not None and row.state == OTHER:
            found.append(f"{place_of(table, row, column.name)}: {made}.")
        value = read_cell(text, column, place_of(table, row), found)
        words = lists[table].get(column.name)
        if words and value is not None and value not in words:
            found.append(
                f"{place_of(table, row, column.name)}: {value!r} is not possible; "
                f"allowed: {', '.join(words)}."
            )
    problems += found
    return not found


def _words(other: OtherSource) -> str:
    return f"{other.key}, source {other.number}"


def _new(  # noqa: PLR0913 (a row, where it stands and what is there already)
    table: str,
    key: str,
    row: SheetRow,
    own: Row,
    *,
    taken: Mapping[str, OtherSource],
    problems: list[str],
) -> OtherSource | None:
    if table == "arms":
        problems.append(
            f"{place_of(table, row, STATE)}: this sheet has no columns for the source "
            "of an arm; use ketaevidence sources REVIEW --add."
        )
        return None
    source = _source(table, row, row.cells, problems)
    if source is None:
        return None
    made = OtherSource(
        table,  # type: ignore[arg-type]  # studies or results
        key,
        next_number(taken.values(), table, key),
        stated_cells(own, row.cells),
        source,
        by="",
        at="",
        reason="",
    )
    for other in taken.values():
        if not other.is_withdrawn and (
            other.table,
            other.key,
            other.cells,
            other.source,
        ) == (
            table,
            key,
            made.cells,
            source,
        ):
            problems.append(
                f"{place_of(table, row)}: {key} has this source already, as source "
                f"{other.number}."
            )
            return None
    return made


def _changed(  # noqa: PLR0913 (a source in its three forms, and where it stands)
    row: SheetRow,
    name: str,
    own: Row,
    *,
    before: Mapping[str, OtherSource],
    present: Mapping[str, OtherSource],
    found: MergedSources,
    problems: list[str],
) -> OtherSource | None:
    standing = present.get(name)
    if standing is None:
        table = name.partition("/")[0]
        problems.append(
            f"{place_of(table, row, STATE)}: the register has no such source; allowed: "
            f"a source as exported, or {OTHER!r} for a new one."
        )
        return None
    table, old = standing.table, before.get(name, standing)
    now_cells = source_cells(standing, own)
    changes = cell_changes(
        table,
        _words(standing),
        row,
        base=source_cells(old, own),
        now=now_cells,
        problems=problems,
    )
    if not changes:
        return None
    if standing.is_withdrawn:
        problems.append(
            f"{place_of(table, row, STATE)}: {_words(standing)} was withdrawn by "
            f"{standing.by} on {standing.at[:10]} ({standing.reason}); leave the row "
            f"as it was, or write {OTHER!r} to enter it anew."
        )
        return None
    cells = now_cells | {change.column: change.after for change in changes}
    moved = [c.column for c in changes if c.column in _KEY_COLUMNS]
    if moved:
        problems.append(
            f"{place_of(table, row, moved[0])}: which row it is cannot be changed."
        )
        return None
    source = standing.source
    if table != "arms":
        read = _source(table, row, cells, problems)
        if read is None:
            return None
        source = read
    found.changes += changes
    stated = tuple(
        (column, text)
        for column, text in cells.items()
        if text.strip()
        and column not in _KEY_COLUMNS
        and not column.startswith("source_")
    )
    return OtherSource(
        table, standing.key, standing.number, stated, source, by="", at="", reason=""
    )


def _source(
    table: str, row: SheetRow, cells: Mapping[str, str], problems: list[str]
) -> Source | None:
    """Read where something was read in the four columns of a row."""
    given: dict[str, Any] = {
        name: text if (text := cells.get(f"source_{name}", "")).strip() else None
        for name in ("url", "location", "confidence", "quote")
    }
    if given["confidence"] is None:
        problems.append(
            f"{place_of(table, row, 'source_confidence')}: blank; allowed: "
            f"{', '.join(CONFIDENCES)}."
        )
        return None
    return Source(**given)
