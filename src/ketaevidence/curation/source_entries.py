"""Keep what other sources state as entries of the store, check it, and read it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final

from ketaevidence.curation.check import find_problems
from ketaevidence.curation.entries import ROWS_ARE_LISTED, Row, with_rows
from ketaevidence.curation.model import Arm, Register, Result, Source, Study
from ketaevidence.curation.sources import (
    COMPARED,
    MEASURED,
    OtherSource,
    Table,
    as_stated,
    rows_by_place,
)
from ketaevidence.curation.tabular import cell_text, columns_of, read_cell
from ketaevidence.curation.vocabulary import CONFIDENCES, Words
from ketaevidence.errors import CurationError
from ketaevidence.library import Entry

ROW_TYPES: Final[Mapping[str, type]] = {
    "studies": Study,
    "arms": Arm,
    "results": Result,
}
#: What a person decides about a row, and no source states.
_OURS: Final = frozenset(
    {"label", "cohort_family", "record_key", "secondary_of", "kept_out_because"}
)
#: Which row it is: the same in every source.
_SAME_ROW: Final = frozenset({"study_id", "arm_id", "result_id", "outcome"})


def source_entry(other: OtherSource) -> Entry:
    """Make the entry that keeps what another source states."""
    body = {
        "table": other.table,
        "key": other.key,
        "number": other.number,
        "cells": [list(cell) for cell in other.cells],
        "source": asdict(other.source),
    }
    if other.is_withdrawn:
        body["is_withdrawn"] = True
    return Entry(
        "source", other.name, body, reason=other.reason, by=other.by, at=other.at
    )


def read_source(entry: Entry) -> OtherSource:
    """Read back what another source states.

    Raises
    ------
    CurationError
        If the entry is no longer readable.
    """
    fields: dict[str, Any] = dict(entry.body)
    try:
        fields["cells"] = tuple((str(c), str(text)) for c, text in fields["cells"])
        fields["source"] = Source(**fields["source"])
        return OtherSource(**fields, by=entry.by, at=entry.at, reason=entry.reason)
    except (KeyError, TypeError, ValueError) as error:
        msg = f"The source {entry.key} in the store cannot be read ({error})."
        raise CurationError(msg) from error


def check_sources(register: Register, others: Iterable[OtherSource]) -> None:
    """Refuse what no source can state, naming every such cell.

    Parameters
    ----------
    register
        The rows as they were entered.
    others
        What other sources are said to state.

    Raises
    ------
    CurationError
        If a row or column is unknown, a cell cannot be read or is not possible, or it
        is not said where it was read.
    """
    rows = rows_by_place(register)
    problems = [p for other in others for p in _problems(other, rows, register)]
    if problems:
        lines = "\n".join(f"- {problem}" for problem in problems)
        msg = f"{len(problems)} problem(s) in what other sources state:\n{lines}"
        raise CurationError(msg)


def _problems(
    other: OtherSource, rows: Mapping[tuple[str, str], Row], register: Register
) -> Iterator[str]:
    place = f"{other.table}, {other.key}, source {other.number}"
    row = rows.get((other.table, other.key))
    if row is None:
        yield f"{place}: the register has no such row."
        return
    found = [
        *_source_problems(other.source, place),
        *_cell_problems(other, row, place, register.words),
    ]
    if isinstance(row, Study | Result) and other.source == row.source:
        found.append(f"{place}: it is the row's own source; name the other one.")
    yield from found
    if found:
        return
    # What is stated must be possible as a row of the register.
    stated = as_stated(row, other)
    before = {str(problem) for problem in find_problems(register)}
    for problem in find_problems(with_rows(register, [stated])):
        if str(problem) not in before:
            yield f"{place}: {problem}"


def _source_problems(source: Source, place: str) -> Iterator[str]:
    if not any((source.url, source.location, source.quote)):
        yield (
            f"{place}: it is not said where it was read; give the place (a table, a "
            "page), the words, or the address."
        )
    for name, text in asdict(source).items():
        if text is not None and (not text.strip() or "\r" in text or "\0" in text):
            yield (
                f"{place}, source_{name}: {text!r} is not possible; allowed: some text "
                "without NUL or carriage return, or nothing."
            )
    if source.confidence not in CONFIDENCES:
        allowed = ", ".join(CONFIDENCES)
        yield (
            f"{place}, source_confidence: {source.confidence!r} is not possible; "
            f"allowed: {allowed}."
        )


def _cell_problems(
    other: OtherSource, row: Row, place: str, lists: Words
) -> Iterator[str]:
    columns = {column.name: column for column in columns_of(ROW_TYPES[other.table])}
    problems: list[str] = []
    for name, text in other.cells:
        if name not in columns or name in _OURS or name.startswith("source_"):
            able = ", ".join(c for c in columns if _may_be_stated(c))
            yield f"{place}: no source states {name!r}; it may state {able}."
        elif name in _SAME_ROW:
            if text != cell_text(row, name):
                own = cell_text(row, name)
                yield (
                    f"{place}, {name}: {text!r}, and the row's is {own!r}; what is "
                    "about something else is a row of its own."
                )
        else:
            value = read_cell(text, columns[name], place, problems)
            allowed = lists[other.table].get(name)
            if allowed and value is not None and value not in allowed:
                words = ", ".join(allowed)
                yield f"{place}, {name}: {value!r} is not possible; allowed: {words}."
    yield from problems
    states = {name for name, text in other.cells if text.strip()} - _SAME_ROW
    if not states:
        yield f"{place}: it states nothing; give at least one value."
    elif isinstance(row, Result) and not states & {*COMPARED, *MEASURED}:
        yield f"{place}: it states no number; give the numbers that this source prints."


def _may_be_stated(name: str) -> bool:
    ours = name in _OURS or name in _SAME_ROW
    return not ours and not name.startswith("source_")


def stated_cells(row: Row, cells: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Leave of some cells what another source states of a row by itself.

    People copy a row and change what differs. What says which row it is goes; so does
    what the row says already, except the numbers of a result: they belong together.
    """
    kept = []
    row_type: type = type(row)
    for column in columns_of(row_type):
        name, text = column.name, cells.get(column.name, "")
        is_own = text.strip() == cell_text(row, name).strip()
        belongs = isinstance(row, Result) and name in MEASURED
        if not text.strip() or (is_own and not belongs):
            continue
        if name.startswith("source_") and not isinstance(row, Arm):
            continue
        kept.append((name, text))
    return tuple(kept)


def table_name(row: Row) -> Table:
    """Give the table that a row stands in."""
    match row:
        case Study():
            return "studies"
        case Arm():
            return "arms"
        case Result():
            return "results"


def table_of(register: Register, key: str, table: str | None) -> Table:
    """Give the table that has a row of this key.

    Raises
    ------
    CurationError
        If no table has it, or several have and none was named.
    """
    found = [name for name, known in rows_by_place(register) if known == key]
    fitting = [name for name in found if table in (None, name)]
    if len(fitting) == 1:
        return fitting[0]  # type: ignore[return-value]  # one of the three
    if fitting:
        msg = f"{key!r} is in {' and '.join(fitting)}; say which table is meant."
    elif table is not None and table not in ROW_TYPES:
        msg = f"There is no table {table!r}; there are {', '.join(ROW_TYPES)}."
    else:
        where = f" in {table}" if table else ""
        msg = f"The register has no row {key!r}{where}. {ROWS_ARE_LISTED}"
    raise CurationError(msg)


def next_number(others: Iterable[OtherSource], table: str, key: str) -> int:
    """Give the number of a row's next source; its own is 1.

    The number of a source that was withdrawn is not given again.
    """
    known = [o.number for o in others if (o.table, o.key) == (table, key)]
    return max(known, default=1) + 1
