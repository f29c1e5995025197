"""Numbers and sentences of the sensitivity analyses, as text."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence

import numpy as np

from ketaevidence.effects.model import Effects
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.sums import FloatArray

#: Width of the text, for a terminal of 80 columns.
WIDTH = 78

#: Labels longer than this are cut in a table.
LABEL_WIDTH = 32

#: Powers of ten of a standard error that are printed without an exponent.
PLAIN_POWERS = (-6, 6)

#: How many digits a number has that was brought back from another scale.
BACK_DIGITS = ".3g"


def is_brought_back(effects: Effects) -> bool:
    """Tell whether people read another scale than the one that was pooled on."""
    return effects.scale != "none" and effects.has_own_way_back


def shown(effects: Effects, se: float, value: float) -> str:
    """Write an effect with as many digits as its standard error supports."""
    if math.isnan(value):
        return "not defined"
    if is_brought_back(effects):
        return format(float(effects.back_transform(value)), BACK_DIGITS)
    power = math.floor(math.log10(se)) if se > 0 else 0
    if not PLAIN_POWERS[0] <= power <= PLAIN_POWERS[1]:
        return format(value, ".4g")
    return format(value, f".{max(0, 2 - power)}f")


def span(pooled: Pooled, low: float, high: float) -> str:
    """Write the ends of a range of effects."""
    texts = [shown(pooled.effects, pooled.se, value) for value in (low, high)]
    return f"[{texts[0]}, {texts[1]}]"


def title(text: str) -> list[str]:
    """Underline a title."""
    return [text, "=" * len(text)]


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Write a number of things."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Align rows of text under a head; the first column to the left."""
    lines = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]


def label(text: str) -> str:
    """Cut a long label at a word."""
    return textwrap.shorten(text, LABEL_WIDTH, placeholder="...") or text[:LABEL_WIDTH]


def please_note(notes: Sequence[str]) -> list[str]:
    """Write the caveats as a list, with a line before them."""
    if not notes:
        return []
    lines = ["", "Please note"]
    for note in notes:
        lines += textwrap.wrap(note, WIDTH, initial_indent="- ", subsequent_indent="  ")
    return lines


def excluding_null(effects: Effects, lb: FloatArray, ub: FloatArray) -> int | None:
    """Count the intervals that leave out "no difference"; None where there is none."""
    null = effects.null_value
    if null is None:
        return None
    return int(np.count_nonzero((lb > null) | (ub < null)))


def null_text(effects: Effects) -> str:
    """Write the value that means "no difference", on the scale that people read."""
    null = effects.null_value
    if null is None:
        return "none"
    if is_brought_back(effects):
        null = float(effects.back_transform(null))
    return f"{null:g}"


def clear_of_null(effects: Effects, lb: FloatArray, ub: FloatArray) -> list[str]:
    """Say how many intervals leave out "no difference"; nothing where there is none."""
    clear = excluding_null(effects, lb, ub)
    if clear is None:
        return []
    told = f"{clear} of {counted(len(lb), 'interval')} exclude"
    return [f"{told} {null_text(effects)} (no difference)."]
