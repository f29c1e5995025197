"""How wide a text is in print: measured before a figure gets its size."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

#: The typeface of every figure; it comes with matplotlib.
FAMILY = "DejaVu Sans"
#: Height of a line of text as a multiple of the type size.
LEADING = 1.32
#: Most lines of a text that may be cut, and most letters that are measured for it.
MOST_LINES, MOST_LETTERS = 3, 400


@lru_cache(maxsize=2)
def _font(weight: str) -> FT2Font:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return get_font(findfont(FontProperties(family=FAMILY, weight=weight)))


@lru_cache(maxsize=512)
def _advance(char: str, weight: str) -> float:
    """Width of one character per point of type size; 1 where the font lacks it."""
    font = _font(weight)
    if not font.get_char_index(ord(char)):
        return 1.0
    from matplotlib.ft2font import LoadFlags

    font.set_size(100.0, 72.0)
    glyph = font.load_char(ord(char), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance / 65536 / 100)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width of the longest line of a text [points]."""
    weight = "bold" if bold else "normal"
    lines = text.split("\n")
    return max(sum(_advance(c, weight) for c in line) for line in lines) * size


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit into a width [points]."""
    lines: list[str] = []
    for part in text.split():
        joined = f"{lines[-1]} {part}" if lines else part
        if lines and width(joined, size, bold=bold) <= room:
            lines[-1] = joined
            continue
        lines += _cut(part, size, room, bold=bold)
    return lines or [""]


def _cut(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    """Cut a word that is wider than the room, in one pass over its letters."""
    weight = "bold" if bold else "normal"
    pieces, start, taken = [], 0, 0.0
    for position, char in enumerate(word):
        advance = _advance(char, weight) * size
        if position > start and taken + advance > room:
            pieces.append(word[start:position])
            start, taken = position, 0.0
        taken += advance
    return [*pieces, word[start:]]


def fitted(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Break a text into three lines at most that fit into a width [points].

    What does not fit is cut, with an ellipsis; whoever cuts keeps the whole elsewhere.
    """
    lines = wrapped(text[:MOST_LETTERS], size, room, bold=bold)
    if len(lines) > MOST_LINES or len(text) > MOST_LETTERS:
        lines = lines[:MOST_LINES]
        kept, dots = lines[-1], " …"
        while kept and width(kept + dots, size, bold=bold) > room:
            kept = kept[:-1]
        lines[-1] = kept.rstrip() + dots
    return "\n".join(lines)
