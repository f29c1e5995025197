"""Numbers in words, the same in every result on small-study effects."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

#: Width of the text, for a terminal of 80 columns.
WIDTH = 78

#: Below this, a p-value is printed as "< 0.0001".
SMALLEST_P = 0.0001

#: Standard errors outside these powers of ten are printed in scientific notation.
PLAIN_POWERS = (-6, 6)


def p_words(value: float | None) -> str:
    """Write a p-value."""
    if value is None:
        return "p not defined"
    return f"p < {SMALLEST_P}" if value < SMALLEST_P else f"p = {value:.4f}"


def statistic_words(stat: float | None, df: int | None) -> str:
    """Write a test statistic with its distribution."""
    letter = "z" if df is None else f"t({df})"
    return f"{letter} not defined" if stat is None else f"{letter} = {stat:.3f}"


def rounded(value: float, se: float) -> str:
    """Write a number with the decimals that show its error in two to three digits."""
    if not se > 0:
        return f"{value:.4g}"
    power = math.floor(math.log10(se))
    if not PLAIN_POWERS[0] <= power <= PLAIN_POWERS[1]:
        return f"{value:.4g}"
    return f"{value:.{max(0, 2 - power)}f}"


def titled(title: str) -> list[str]:
    """Give a title and the line below it."""
    return [title, "=" * len(title)]


def lines_of_notes(notes: Sequence[str]) -> list[str]:
    """Give the caveats as a list, or nothing where there is none."""
    lines = ["", "Please note"] if notes else []
    for note in notes:
        lines += textwrap.wrap(note, WIDTH, initial_indent="- ", subsequent_indent="  ")
    return lines
