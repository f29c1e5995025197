"""What other sources state as a CSV file beside studies, arms and results.

A row is one cell. The columns are ``table``, ``key``, ``number``, ``column``, ``value``
and the four of the source; rows of one table, key and number are one source.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import fields
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from ketaevidence.curation.model import Register, Source
from ketaevidence.curation.source_entries import ROW_TYPES, check_sources
from ketaevidence.curation.sources import OtherSource
from ketaevidence.errors import CurationError

_SOURCE: Final = tuple(field.name for field in fields(Source))
COLUMNS: Final = (
    "table", "key", "number", "column", "value", *(f"source_{n}" for n in _SOURCE),
)  # fmt: skip


def write_other_sources(others: Iterable[OtherSource]) -> str:
    r"""Write what other sources state as the text of a CSV file.

    Examples
    --------
    >>> write_other_sources(())
    'table,key,number,column,value,source_url,source_location,source_confidence,source_quote\n'
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for other in others:
        source = [getattr(other.source, name) or "" for name in _SOURCE]
        for column, text in other.cells:
            writer.writerow(
                [other.table, other.key, other.number, column, text, *source]
            )
    return stream.getvalue()


def read_other_sources(
    source: str | Path | Traversable,
    register: Register,
    *,
    by: str,
    at: str,
    reason: str,
) -> tuple[OtherSource, ...]:
    """Read what other sources state from a CSV file, and check it.

    Parameters
    ----------
    source
        A file, or the CSV text itself as ``str``.
    register
        The rows that it is about.
    by, at, reason
        Who read it there, when and why.

    Raises
    ------
    CurationError
        If the file is no such table, or a source cannot state what it is said to. The
        message lists every such place.

    Examples
    --------
    >>> from ketaevidence.curation.model import Register
    >>> text = write_other_sources(())
    >>> read_other_sources(text, Register(), by="A", at="2026-01-01", reason="first")
    ()
    """
    name = "other_sources.csv" if isinstance(source, str) else source.name
    try:
        text = source if isinstance(source, str) else source.read_text("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        msg = f"{name}: it cannot be read as a CSV table in UTF-8 ({error})."
        raise CurationError(msg) from error
    if not lines or tuple(lines[0]) != COLUMNS:
        msg = f"{name}, row 1: the columns must be {', '.join(COLUMNS)}."
        raise CurationError(msg)
    found: dict[tuple[str, str, str], tuple[list[tuple[str, str]], Source]] = {}
    problems = []
    for number, line in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        problem = _problem(line)
        if problem is not None:
            problems.append(f"{name}, row {number}: {problem}")
            continue
        read_in = Source(**dict(zip(_SOURCE, map(_or_none, line[5:]), strict=True)))  # type: ignore[arg-type]  # confidence is checked below
        where = (line[0], line[1], line[2])
        cells, first = found.setdefault(where, ([], read_in))
        if first != read_in:
            problems.append(
                f"{name}, row {number}: source {line[2]} of {line[1]} is named "
                "otherwise above; one number is one source."
            )
        if line[3] in dict(cells):
            problems.append(f"{name}, row {number}: {line[3]} is there twice.")
        cells.append((line[3], line[4]))
    if problems:
        told = "\n".join(f"- {problem}" for problem in problems)
        msg = f"The other sources cannot be read; {len(problems)} problem(s):\n{told}"
        raise CurationError(msg)
    others = tuple(
        OtherSource(table, key, int(number), tuple(cells), read_in, by, at, reason)  # type: ignore[arg-type]  # the table is one of the three
        for (table, key, number), (cells, read_in) in found.items()
    )
    check_sources(register, others)
    return others


def _problem(line: list[str]) -> str | None:
    if len(line) != len(COLUMNS):
        return f"{len(line)} cells; allowed: {len(COLUMNS)}."
    if line[0] not in ROW_TYPES:
        return f"there is no table {line[0]!r}; there are {', '.join(ROW_TYPES)}."
    if not line[2].isdecimal() or int(line[2]) < 2:
        return f"{line[2]!r} is no number of another source; allowed: 2 or more."
    return None


def _or_none(cell: str) -> str | None:
    return cell if cell.strip() else None
