"""Whether whole people, and whole marks on a scale, can give the printed number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import ceil, floor
from typing import Final

from ketaevidence.curation.model import Result
from ketaevidence.integrity.material import Material
from ketaevidence.integrity.model import Check, Place, Remark
from ketaevidence.integrity.references import GRIM
from ketaevidence.integrity.words import (
    decimals_of,
    either,
    half_unit,
    number,
    subject,
)

#: Scales on which a patient names a whole number. Marks on a line (VAS) are measured.
_WHOLE_MARKS: Final = re.compile(
    r"\b(?:NRS|NPRS|NAS|NRS-11|VRS|Likert|numeric(?:al)?|verbal|11-point)\b",
    re.IGNORECASE,
)
_MEASURED: Final = re.compile(r"\b(?:VAS|visual|mm|cm)\b", re.IGNORECASE)
#: Rounding conventions differ at exactly one half; both neighbours are accepted.
_AT_HALF: Final = 1e-9
#: How many fewer people are tried, as a share, to say what would fit.
_FEWEST: Final = 0.75
#: How many such numbers are named.
_MOST_NAMED: Final = 4


def whole_numbers_for(percent: float, total: int) -> tuple[int, ...]:
    """Give the counts of ``total`` that print as ``percent``.

    A percentage without decimals stands for every count that rounds to it; one with
    decimals is taken to the decimals that it has.

    Notes
    -----
    The idea of checking a printed number against the whole numbers that can make it
    is the GRIM test (Brown and Heathers 2017, doi:10.1177/1948550616673876).

    Examples
    --------
    >>> whole_numbers_for(48, 48), whole_numbers_for(60, 16)
    ((23,), ())
    """
    if total < 1:
        return ()
    half = half_unit(percent) + _AT_HALF
    lowest = max(0, ceil((percent - half) * total / 100))
    highest = min(total, floor((percent + half) * total / 100))
    return tuple(range(lowest, highest + 1))


def sums_for(mean: float, n: int) -> tuple[int, ...]:
    """Give the sums of ``n`` whole numbers whose mean prints as ``mean``.

    Notes
    -----
    The GRIM test: n times the mean must be a whole number, beside rounding (Brown and
    Heathers 2017, doi:10.1177/1948550616673876). A zero at the end that the cell has
    lost makes the test milder, never stricter.

    Examples
    --------
    >>> sums_for(2.68, 28), sums_for(2.68, 30)
    ((75,), ())
    """
    half = half_unit(mean) + _AT_HALF
    return tuple(range(ceil((mean - half) * n), floor((mean + half) * n) + 1))


def _place(row: Result, field: str) -> Place:
    return Place((row.study_id,), (row.result_id,), field=field)


def _fitting(value: float, n: int, wholes: Callable[[float, int], object]) -> str:
    """Say which smaller numbers of people would fit a number."""
    fewest = max(2, ceil(_FEWEST * n))
    fit = [str(fewer) for fewer in range(n - 1, fewest - 1, -1) if wholes(value, fewer)]
    if not fit:
        return "No number of people somewhat smaller fits either."
    return f"It would fit {either(fit[:_MOST_NAMED])} people."


def means_of_nobody(material: Material) -> Iterator[Remark]:
    """Find means that no whole numbers of the stated people give."""
    for row in material.asked:
        scale = row.scale or ""
        is_whole = _WHOLE_MARKS.search(scale) and not _MEASURED.search(scale)
        is_asked = row.statistic == "mean" and row.estimator in (None, "count")
        if not is_whole or not is_asked or row.value is None or not row.n:
            continue
        # With so many people every mean of these decimals can come about.
        if row.n >= 10 ** decimals_of(row.value) or sums_for(row.value, row.n):
            continue
        yield Remark(
            _place(row, "value"),
            (row.value, row.n, row.scale),
            f"{subject(row)} is {number(row.value)} on {scale} in {row.n} people.",
            f"No whole numbers of {row.n} people have this mean. "
            f"{_fitting(row.value, row.n, sums_for)} An average of several ratings "
            "each, an adjusted mean, or values filled in for the missing would also "
            "explain it.",
        )


def percentages_of_nobody(material: Material) -> Iterator[Remark]:
    """Find percentages that no whole number of the stated people gives."""
    for row in material.asked:
        if row.percent is None or row.estimator not in (None, "count"):
            continue
        if (
            row.unit_of_analysis not in ("patient", "subgroup")
            or row.events is not None
        ):
            continue
        n = row.total or row.n or material.arm_of(row).n
        if not n or whole_numbers_for(row.percent, n):
            continue
        nearest = round(row.percent * n / 100)
        yield Remark(
            _place(row, "percent"),
            (row.percent, n),
            f"{subject(row)}: {number(row.percent)}% of {n} people.",
            f"{nearest} of {n} is {number(100 * nearest / n, 1)}%. "
            f"{_fitting(row.percent, n, whole_numbers_for)} Some people are missing, "
            "or it is no count.",
        )


def events_against_percent(material: Material) -> Iterator[Remark]:
    """Find counts that are not the percentage beside them."""
    for row in material.asked:
        total = row.total or row.n
        if row.percent is None or row.events is None or not total:
            continue
        possible = whole_numbers_for(row.percent, total)
        if row.events in possible:
            continue
        share = number(100 * row.events / total, 1)
        yield Remark(
            _place(row, "events"),
            (row.events, total, row.percent),
            f"{subject(row)}: {row.events} of {total}, entered with "
            f"{number(row.percent)}%.",
            f"{row.events} of {total} is {share}%.",
        )


def counts_by_guess(material: Material) -> Iterator[Remark]:
    """Find counts worked out from a percentage that several counts print as."""
    for row in material.asked:
        total = row.total or row.n
        if row.status == "stated" or row.percent is None or row.events is None:
            continue
        possible = whole_numbers_for(row.percent, total or 0)
        if row.events not in possible or len(possible) < 2:
            continue
        yield Remark(
            _place(row, "events"),
            (row.events, total, row.percent, row.status),
            f"{subject(row)}: {row.events} of {total} was worked out from "
            f"{number(row.percent)}%.",
            f"Every count from {possible[0]} to {possible[-1]} prints as "
            f"{number(row.percent)}%.",
        )


_LOOK_UP: Final = (
    "Look in the source for the count and for how many people it is of; settle it as "
    "corrected"
)
CHECKS: Final = (
    Check(
        "mean_of_nobody",
        "Mean that no whole numbers give (GRIM)",
        "warn",
        "no whole k with k/n = mean beside rounding, for n < 10^decimals, on scales of "
        "whole numbers",
        "Look in the source for how many people the mean is of, and whether it is an "
        "average of several ratings or adjusted; settle it as corrected (n), or accept "
        "it with what you found.",
        GRIM,
        means_of_nobody,
    ),
    Check(
        "percent_of_nobody",
        "Percentage that no whole number of people gives (GRIM)",
        "warn",
        "no whole k with 100 k/n = percent beside rounding",
        f"{_LOOK_UP}, or accept it as a percentage without a count.",
        GRIM,
        percentages_of_nobody,
    ),
    Check(
        "events_against_percent",
        "Count and percentage that do not belong together",
        "block",
        "100 events/total ≠ percent beside rounding",
        f"{_LOOK_UP} (events, total or percent), or exclude it.",
        GRIM,
        events_against_percent,
        may_be_accepted=False,
    ),
    Check(
        "count_by_guess",
        "Count worked out from a percentage that several counts print as",
        "block",
        "status derived, and more than one whole k with 100 k/total = percent beside "
        "rounding",
        f"{_LOOK_UP} with status stated, or without events, or exclude it.",
        GRIM,
        counts_by_guess,
        may_be_accepted=False,
    ),
)
