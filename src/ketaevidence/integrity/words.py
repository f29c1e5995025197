"""Numbers and rows in words, as findings say them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ketaevidence.curation.model import Result


def number(value: float, decimals: int | None = None) -> str:
    """Write a number as it was printed, or with fixed decimals, with a true minus.

    Examples
    --------
    >>> number(-7.0), number(2.7934, 2)
    ('−7', '2.79')
    """
    text = f"{value:.12g}" if decimals is None else f"{value:.{decimals}f}"
    return text.replace("-", "−")


def decimals_of(value: float) -> int:
    """Count the decimals of a number as it was printed.

    A zero at the end is lost when a cell becomes a number (2.50 is 2.5), so the count
    may be too low and never too high.

    Examples
    --------
    >>> decimals_of(2.68), decimals_of(76.0)
    (2, 0)
    """
    text = f"{value:.12g}"
    return 0 if "e" in text else len(text.partition(".")[2])


def half_unit(*values: float) -> float:
    """Give half of the last decimal that is printed: how far rounding may reach.

    Numbers that stand together are printed alike, so that the one with most decimals
    tells for all of them: "-1 (-1.4 to -0.6)" was -1.0.

    Examples
    --------
    >>> half_unit(-1.0, -1.4, -0.6)
    0.05
    """
    return 0.5 * 10.0 ** -max(decimals_of(value) for value in values)


def subject(row: Result) -> str:
    """Name what a row measures and when, to begin a sentence with."""
    when = f" ({row.time_words})" if row.time_words else ""
    return f"{begun(row.outcome_words)}{when}"


def begun(words: str) -> str:
    """Begin with a capital and change nothing else."""
    return words[:1].upper() + words[1:]


def listed(parts: Sequence[str]) -> str:
    """Join parts as a sentence does: a, b and c."""
    return _joined(parts, "and")


def either(parts: Sequence[str]) -> str:
    """Join parts of which one is meant: a, b or c."""
    return _joined(parts, "or")


def _joined(parts: Sequence[str], last: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def said(*texts: str | None) -> str:
    """Join what was entered in words, without its spacing."""
    return " ".join(" ".join(text.split()) for text in texts if text)


def found(pattern: re.Pattern[str], text: str) -> str | None:
    """Give the words that a pattern finds, as they stand, or ``None``."""
    match = pattern.search(text)
    return match[0] if match else None
