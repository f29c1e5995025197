"""A row of the register as cells of text, and back: nothing trimmed or guessed.

A column is a field of Study, Arm or Result; the place a value was read in stands in
the columns ``source_url``, ``source_location``, ``source_confidence`` and
``source_quote``. A blank cell means "none".
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields
from functools import cache
from types import NoneType
from typing import Any, Final, get_args, get_type_hints

from ketaevidence.curation.model import Arm, Result, Source, Study

#: What stands before the names of a nested Source's fields.
_NESTED: Final = "source"

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_YES_NO: Final = {"yes": True, "no": False}

#: What a cell of each type may hold, for messages.
ALLOWED: Final = {
    int: "a whole number or nothing",
    float: "a number with a decimal point, or nothing",
    bool: "yes, no or nothing",
    str: "text",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its name, its type, and whether a cell may be blank."""

    name: str
    kind: type
    may_be_blank: bool


@cache
def columns_of(row_type: type) -> tuple[Column, ...]:
    """Give the columns of a table in the order of its dataclass's fields."""
    hints = get_type_hints(row_type)
    columns: list[Column] = []
    for field in fields(row_type):
        hint = hints[field.name]
        if hint is Source:
            columns += [
                Column(f"{_NESTED}_{inner.name}", inner.kind, inner.may_be_blank)
                for inner in columns_of(Source)
            ]
            continue
        options = get_args(hint) or (hint,)
        kinds = [option for option in options if option is not NoneType]
        columns.append(Column(field.name, kinds[0], NoneType in options))
    return tuple(columns)


def read_cell(cell: str, column: Column, place: str, problems: list[str]) -> Any:
    """Read one cell as its column's type, or note why it cannot be."""
    if not cell.strip():
        if not column.may_be_blank:
            problems.append(
                f"{place}, column {column.name}: {cell!r} is blank; allowed: "
                f"{ALLOWED[column.kind].removesuffix(' or nothing')}."
            )
        return None
    if column.kind is str:
        return cell
    value = _parsed(cell.strip(), column.kind)
    if value is None:
        problems.append(
            f"{place}, column {column.name}: {cell!r} cannot be read; allowed: "
            f"{ALLOWED[column.kind]}."
        )
    return value


def _parsed(cell: str, kind: type) -> float | bool | None:
    """Read a whole number, number, or yes/no; ``None`` if the cell is none."""
    if kind is bool:
        return _YES_NO.get(cell)
    if kind is int:
        return int(cell) if _WHOLE.fullmatch(cell) else None
    # "nan", "inf", "1_000" and "1e999" are numbers to Python but not to a reader.
    value = float(cell) if _NUMBER.fullmatch(cell) else math.nan
    return value if math.isfinite(value) else None


def build_row(row_type: type, values: dict[str, Any]) -> Any:
    """Put the values of one row together, with its Source where the row has one."""
    names = {field.name for field in fields(row_type)}
    flat = {key: value for key, value in values.items() if key in names}
    if _NESTED in names:
        inner = [field.name for field in fields(Source)]
        flat[_NESTED] = Source(**{key: values[f"{_NESTED}_{key}"] for key in inner})
    return row_type(**flat)


def cell_text(row: Study | Arm | Result, name: str) -> str:
    """Give one value as the shortest text that reads back as the same value."""
    holder: object = row
    key = name
    if not isinstance(row, Arm) and name.startswith(f"{_NESTED}_"):
        holder, key = row.source, name.removeprefix(f"{_NESTED}_")
    return value_text(getattr(holder, key))


def value_text(value: object) -> str:
    """Give a value as the shortest text that reads back as the same value.

    Examples
    --------
    >>> value_text(2.50), value_text(True), value_text(None)
    ('2.5', 'yes', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)
