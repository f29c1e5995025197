"""Read and write the register as three CSV files: studies, arms and results.

A column is a field of Study, Arm or Result; the place a value was read in stands in
the columns ``source_url``, ``source_location``, ``source_confidence`` and
``source_quote``. A blank cell means "none". Nothing is trimmed, rounded or guessed.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from importlib.resources.abc import Traversable
from pathlib import Path
from types import NoneType
from typing import Any, Final, get_args, get_type_hints

from ketaevidence.curation.check import check_register
from ketaevidence.curation.model import Arm, Register, Result, Source, Study
from ketaevidence.errors import CurationError

#: What stands before the names of a nested Source's fields.
_NESTED: Final = "source"

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER: Final = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_YES_NO: Final = {"yes": True, "no": False}

#: What a cell of each type may hold, for messages.
_ALLOWED: Final = {
    int: "a whole number or nothing",
    float: "a number with a decimal point, or nothing",
    bool: "yes, no or nothing",
    str: "text",
}


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of a table: its name, its type, and whether a cell may be blank."""

    name: str
    kind: type
    may_be_blank: bool


def read_register(
    studies: str | Path | Traversable,
    arms: str | Path | Traversable,
    results: str | Path | Traversable,
) -> Register:
    r"""Read what people have confirmed from three CSV tables, and check it.

    Parameters
    ----------
    studies, arms, results
        A file (Path, or a resource of a package), or the CSV text itself as ``str``.

    Returns
    -------
    Register
        The rows in the order of the files.

    Raises
    ------
    CurationError
        If a column is unknown or missing, a cell cannot be read, or the register is
        impossible. The message lists every such place.

    Examples
    --------
    >>> from ketaevidence.curation.model import Register
    >>> texts = write_register(Register())
    >>> read_register(*texts.values()) == Register()
    True
    """
    problems: list[str] = []
    tables = {
        "studies": (Study, studies),
        "arms": (Arm, arms),
        "results": (Result, results),
    }
    rows: dict[str, tuple[Any, ...]] = {}
    for table, (row_type, source) in tables.items():
        name, text = _text_of(source, f"{table}.csv", problems)
        cells = _cells(text, name, problems)
        rows[table] = tuple(_read_rows(row_type, cells, name, problems))
    if problems:
        lines = "\n".join(f"- {problem}" for problem in problems)
        msg = f"The register cannot be read; {len(problems)} problem(s):\n{lines}"
        raise CurationError(msg)
    register = Register(**rows)
    check_register(register)
    return register


def write_register(register: Register) -> dict[str, str]:
    r"""Write the register as the texts of its three CSV files.

    Parameters
    ----------
    register
        A register without problems; reading the texts gives an equal one.

    Returns
    -------
    dict of str to str
        ``studies.csv``, ``arms.csv`` and ``results.csv``, in this order, each with a
        header row and lines that end in a line feed.

    Raises
    ------
    CurationError
        If the register is impossible, or has a number that is not finite.

    Examples
    --------
    >>> from ketaevidence.curation.model import Register
    >>> print(write_register(Register())["arms.csv"], end="")
    study_id,arm_id,label,role,n
    """
    check_register(register)
    return {
        "studies.csv": _table_text(Study, register.studies),
        "arms.csv": _table_text(Arm, register.arms),
        "results.csv": _table_text(Result, register.results),
    }


def _columns(row_type: type) -> tuple[_Column, ...]:
    """Give the columns of a table in the order of its dataclass's fields."""
    hints = get_type_hints(row_type)
    columns: list[_Column] = []
    for field in fields(row_type):
        hint = hints[field.name]
        if hint is Source:
            columns += [
                _Column(f"{_NESTED}_{inner.name}", inner.kind, inner.may_be_blank)
                for inner in _columns(Source)
            ]
            continue
        options = get_args(hint) or (hint,)
        kinds = [option for option in options if option is not NoneType]
        columns.append(_Column(field.name, kinds[0], NoneType in options))
    return tuple(columns)


def _text_of(
    source: str | Path | Traversable, name: str, problems: list[str]
) -> tuple[str, str]:
    """Give the name to print in messages, and the text of a file or text."""
    if isinstance(source, str):
        # Spreadsheets put a byte order mark before the first column's name.
        return name, source.removeprefix("\ufeff")
    try:
        return source.name, source.read_bytes().decode("utf-8-sig")
    except OSError as error:
        problems.append(f"{source.name}: the file cannot be opened ({error}).")
    except UnicodeDecodeError as error:
        problems.append(
            f"{source.name}: not UTF-8 text (byte {error.start}); save it as UTF-8."
        )
    return source.name, ""


def _cells(text: str, name: str, problems: list[str]) -> list[list[str]]:
    """Split CSV text into rows of cells; a file that cannot be split has none."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        problems.append(
            f"{name}: not a CSV table ({error}); check its quotation marks."
        )
        return []


def _read_rows(
    row_type: type, cells: list[list[str]], name: str, problems: list[str]
) -> Iterator[Any]:
    """Give one dataclass per row, and note every cell that cannot be read."""
    columns = {column.name: column for column in _columns(row_type)}
    header = cells[0] if cells else []
    faults = list(_header_faults(header, columns, name))
    problems += faults
    if faults:
        return
    for number, row in enumerate(cells[1:], start=2):
        # Spreadsheets leave rows of nothing but commas below the last one.
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            problems.append(
                f"{name}, row {number}: {len(row)} cells; allowed: {len(header)}, "
                "one for each column."
            )
            continue
        before = len(problems)
        values = {
            key: _value(cell, columns[key], f"{name}, row {number}", problems)
            for key, cell in zip(header, row, strict=True)
        }
        if len(problems) == before:
            yield _build(row_type, values)


def _header_faults(
    header: Sequence[str], columns: dict[str, _Column], name: str
) -> Iterator[str]:
    """Find columns that are unknown, missing or given twice."""
    for key in dict.fromkeys(header):
        if key not in columns:
            allowed = ", ".join(columns)
            yield f"{name}, row 1, column {key!r}: unknown; allowed: {allowed}."
        if header.count(key) > 1:
            yield f"{name}, row 1, column {key!r}: given twice; allowed: once."
    for key in columns:
        if key not in header:
            yield f"{name}, row 1, column {key!r}: missing; allowed: one such column."


def _value(cell: str, column: _Column, place: str, problems: list[str]) -> Any:
    """Read one cell as its column's type, or note why it cannot be."""
    if not cell.strip():
        if not column.may_be_blank:
            problems.append(
                f"{place}, column {column.name}: {cell!r} is blank; allowed: "
                f"{_ALLOWED[column.kind].removesuffix(' or nothing')}."
            )
        return None
    if column.kind is str:
        return cell
    value = _parsed(cell.strip(), column.kind)
    if value is None:
        problems.append(
            f"{place}, column {column.name}: {cell!r} cannot be read; allowed: "
            f"{_ALLOWED[column.kind]}."
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


def _build(row_type: type, values: dict[str, Any]) -> Any:
    """Put the values of one row together, with its Source where the row has one."""
    names = {field.name for field in fields(row_type)}
    flat = {key: value for key, value in values.items() if key in names}
    if _NESTED in names:
        inner = [field.name for field in fields(Source)]
        flat[_NESTED] = Source(**{key: values[f"{_NESTED}_{key}"] for key in inner})
    return row_type(**flat)


def _table_text(row_type: type, rows: Sequence[Study | Arm | Result]) -> str:
    """Give one table as CSV text."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    names = [column.name for column in _columns(row_type)]
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row, name) for name in names])
    return stream.getvalue()


def _cell(row: Study | Arm | Result, name: str) -> str:
    """Give one value as the shortest text that reads back as the same value."""
    holder: object = row
    key = name
    if not isinstance(row, Arm) and name.startswith(f"{_NESTED}_"):
        holder, key = row.source, name.removeprefix(f"{_NESTED}_")
    value = getattr(holder, key)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)
