"""Read and write the register as three CSV files: studies, arms and results.

A column is a field of Study, Arm or Result; the place a value was read in stands in
the columns ``source_url``, ``source_location``, ``source_confidence`` and
``source_quote``. A blank cell means "none". Nothing is trimmed, rounded or guessed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from ketaevidence.curation.check import check_register
from ketaevidence.curation.model import Arm, Register, Result, Study
from ketaevidence.curation.tabular import (
    Column,
    build_row,
    cell_text,
    columns_of,
    read_cell,
)
from ketaevidence.errors import CurationError


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
    register = Register(rows["studies"], rows["arms"], rows["results"])
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
    columns = {column.name: column for column in columns_of(row_type)}
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
            key: read_cell(cell, columns[key], f"{name}, row {number}", problems)
            for key, cell in zip(header, row, strict=True)
        }
        if len(problems) == before:
            yield build_row(row_type, values)


def _header_faults(
    header: Sequence[str], columns: dict[str, Column], name: str
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


def _table_text(row_type: type, rows: Sequence[Study | Arm | Result]) -> str:
    """Give one table as CSV text."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    names = [column.name for column in columns_of(row_type)]
    writer.writerow(names)
    for row in rows:
        writer.writerow([cell_text(row, name) for name in names])
    return stream.getvalue()
