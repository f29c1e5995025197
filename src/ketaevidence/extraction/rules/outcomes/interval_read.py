"""Read both ends of an interval, with their signs, and the estimate before it."""

from __future__ import annotations

import re
from typing import NamedTuple

from ketaevidence.extraction.numbers import read_count
from ketaevidence.extraction.rules.outcomes.interval_forms import (
    BEFORE_BRACKET,
    CURRENCY,
    INFINITE,
)


class Interval(NamedTuple):
    """Both ends as printed; places count from the sentence's start."""

    start: int
    end: int
    low: float
    high: float
    unit: str
    #: Whether what was read as a minus may be a dash, or the other way round.
    is_sign_open: bool = False
    estimate: float | None = None
    by_list: bool = False
    #: Whether a hyphen parts the ends, so that the first one may be a dash as well.
    is_dashed: bool = False


def read_ends(
    words: str, ends: re.Match[str], lead: str, mark: re.Match[str] | None
) -> Interval:
    """Read two ends; ``lead`` is what stands between them and their name.

    A hyphen before the first one may be a dash: the estimate before ``mark`` tells.
    """
    low, high = number_of(ends["low"]), number_of(ends["high"])
    start = ends.start()
    apart = ends["apart"].strip(" (")
    sign, sign2 = (sign_of(ends[name]) for name in ("minus", "minus2"))
    estimate = estimate_before(words, mark) if mark else None
    is_open = False
    if sign == "-":
        # "CI-0.80-2.56": after the name a hyphen may be a dash. A minus is joined to
        # its number and parted from the name; else the estimate must tell.
        glued = lead == ""
        parted = ends["minus"].endswith(" ") and lead == " "
        fits_plus = estimate is not None and low <= estimate <= high
        fits_minus = estimate is not None and -low <= estimate <= high
        if glued or (parted and fits_plus and not fits_minus):
            is_open = True
            start += len(ends["minus"])
        elif parted and estimate is None and apart == "-":
            is_open, low = True, -low
        else:
            low = -low
    if sign2 == "-":
        high = -high
    elif apart == "-" and sign == "-" and low > high and sign2 != "+":
        is_open = True
    unit = (ends["unit2"] or ends["unit"] or "").strip()
    return Interval(
        start, ends.end(), low, high, unit, is_open, estimate, is_dashed=apart == "-"
    )


def sign_of(printed: str | None) -> str:
    """Give the sign before a number; it may be the word "minus"."""
    sign = (printed or "").strip()
    return "-" if sign == "minus" else sign


def number_of(printed: str) -> float:
    """Read one end: with a currency, thousands set off, in words, or infinite."""
    bare = re.sub(rf"{CURRENCY}|[\s,]", "", printed).replace("·", ".")
    if re.fullmatch(INFINITE, bare):
        return float("inf")
    counted = read_count(bare) if bare.isalpha() else None
    return float(counted) if counted is not None else float(bare)


def signed(printed: str) -> float:
    """Read a number with a minus that is joined to it."""
    return (
        -number_of(printed.lstrip("- "))
        if printed.startswith("-")
        else number_of(printed)
    )


def estimate_before(words: str, mark: re.Match[str]) -> float | None:
    """Give the number directly before a named interval, if it is its estimate."""
    before = words[max(0, mark.start() - 40) : mark.start()]
    found = BEFORE_BRACKET.search(before)
    return signed(found["number"]) if found else None
