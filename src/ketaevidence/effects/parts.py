"""The parts of a plain text: read back from its layout, to be shown in another form.

A notebook shows the same parts with HTML, so that a result says one thing everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ketaevidence.effects.layout import GUTTER, ITEM, NOTES_HEAD, VALUE_AT

#: What a table has at least: a head and a row, and as many columns.
FEWEST_COLUMNS = 3

_RULE = re.compile(r"[=-]{3,}")


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Sentences:
    """Running text, one line for each sentence."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notes:
    """Caveats, as a list."""

    items: tuple[str, ...]


Part = Facts | Table | Sentences | Notes


def parts_of(text: str) -> tuple[str, tuple[Part, ...]]:
    """Take a text apart: its title, and what follows.

    Parameters
    ----------
    text
        What ``summary()`` of a result gives.

    Returns
    -------
    tuple
        The title and the parts in order. Every word of the text is in them, once.
    """
    first, *rest = text.splitlines() or [""]
    if rest and _RULE.fullmatch(rest[0]):
        rest = rest[1:]
    parts: list[Part] = []
    for block in _blocks(rest):
        if block[0] == NOTES_HEAD:
            parts.append(_notes(block[1:]))
        else:
            table = _table(block)
            parts += [table] if table is not None else _lines(block)
    return first, tuple(parts)


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    """Part lines where one is empty."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line)
        else:
            blocks.append([])
    return [block for block in blocks if block]


def _notes(lines: Sequence[str]) -> Notes:
    items: list[str] = []
    for line in lines:
        if line.startswith(ITEM) or not items:
            items.append(line.removeprefix(ITEM))
        else:
            items[-1] += " " + line.strip()
    return Notes(tuple(items))


def _columns(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Find the columns: runs of text between gutters that all lines leave blank."""
    width = max(map(len, lines))
    padded = [line.ljust(width) for line in lines]
    blank = [all(line[at] == " " for line in padded) for at in range(width)]
    columns: list[tuple[int, int]] = []
    start: int | None = None
    for at in range(width):
        if start is None:
            start = None if blank[at] else at
        elif all(blank[at : at + GUTTER]) and at + GUTTER <= width:
            columns.append((start, at))
            start = None
    if start is not None:
        columns.append((start, width))
    return columns


def _table(lines: Sequence[str]) -> Table | None:
    """Read a table; None where the lines are none."""
    if len(lines) == 1:
        return None
    columns = _columns(lines)
    if len(columns) < FEWEST_COLUMNS:
        return None
    head, *rows = (
        tuple(line[start:end].strip() for start, end in columns) for line in lines
    )
    return Table(head, tuple(rows))


def _gap(line: str) -> int:
    """Count the blanks between a name and its value; 0 where there is no fact."""
    name, value = line[:VALUE_AT], line[VALUE_AT:]
    if not name.strip() or not value[:1].strip():
        return 0
    return len(name) - len(name.rstrip())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _lines(block: Sequence[str]) -> list[Part]:
    """Read lines that are no table: facts, their continuations, and sentences."""
    sure = {_indent(line) for line in block if _gap(line) >= GUTTER}
    parts: list[Part] = []
    for line in block:
        last = parts[-1] if parts else None
        # After a long name there is one blank, as in a sentence: it is a fact beside
        # other facts that begin where it does.
        is_fact = _gap(line) >= GUTTER or (_gap(line) > 0 and _indent(line) in sure)
        if is_fact:
            row = (line[:VALUE_AT].strip(), line[VALUE_AT:].strip())
            rows = last.rows if isinstance(last, Facts) else ()
            _put(parts, Facts((*rows, row)), instead=isinstance(last, Facts))
        elif isinstance(last, Facts) and not line[:VALUE_AT].strip():
            *before, (name, value) = last.rows
            more = (name, f"{value} {line.strip()}")
            _put(parts, Facts((*before, more)), instead=True)
        else:
            lines = last.lines if isinstance(last, Sentences) else ()
            told = Sentences((*lines, line.strip()))
            _put(parts, told, instead=isinstance(last, Sentences))
    return parts


def _put(parts: list[Part], part: Part, *, instead: bool) -> None:
    """Add a part, or let it replace the last one, which it continues."""
    if instead:
        parts[-1] = part
    else:
        parts.append(part)
