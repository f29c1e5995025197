"""The layout that the plain texts of all results share.

A text has a title; facts, a name and from column 22 its value; tables, whose columns
are two blanks or more apart, under a head; sentences; and "Please note" with a list.
`parts` reads it back.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

#: Width of a text, for a terminal of 80 columns.
WIDTH = 78

#: Column at which the value of a fact starts.
VALUE_AT = 22

#: Columns of a table are at least so many blanks apart.
GUTTER = 2

#: The line before the caveats, and what each of them starts with.
NOTES_HEAD, ITEM = "Please note", "- "

#: Labels longer than this are cut in a table.
LABEL_WIDTH = 32


def titled(title: str) -> list[str]:
    """Give a title and the line below it."""
    return [title, "=" * len(title)]


def label(text: str) -> str:
    """Cut a long label at a word."""
    return textwrap.shorten(text, LABEL_WIDTH, placeholder="...") or text[:LABEL_WIDTH]


def aligned(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Align rows of text, the head first; the first column to the left."""
    lines = list(rows)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  "
        + "  ".join(
            f"{cell:>{width}}" if at else f"{cell:<{width}}"
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]


def fact(name: str, value: object) -> list[str]:
    """Write a name and what it is, wrapped."""
    return textwrap.wrap(
        str(value),
        WIDTH,
        initial_indent=f"{name:<{VALUE_AT}}",
        subsequent_indent=" " * VALUE_AT,
    )


def sentence(text: str) -> list[str]:
    """Write running text, wrapped, with a line before it."""
    return ["", *textwrap.wrap(text, WIDTH)]


def please_note(notes: Iterable[str]) -> list[str]:
    """Write the caveats as a list, with a line before them."""
    lines = []
    for note in notes:
        indent = " " * len(ITEM)
        lines += textwrap.wrap(
            note, WIDTH, initial_indent=ITEM, subsequent_indent=indent
        )
    return ["", NOTES_HEAD, *lines] if lines else []
