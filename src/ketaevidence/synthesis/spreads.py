"""The spread of a mean: what it is worth, and whether it can be at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import hypot, inf, sqrt
from typing import Final

from ketaevidence.curation.model import Result
from ketaevidence.integrity.deviation import (
    is_small,
    largest_deviation,
    normal_quantile,
    standard_deviation,
)
from ketaevidence.synthesis.model import Reading
from ketaevidence.synthesis.words import number, printed, when

SMALL_SD: Final = "SD is small for this scale: is it a standard error?"

Reason = tuple[str, str]


def spread_problem(  # noqa: PLR0911 (one return for each reason)
    row: Result,
) -> Reason | None:
    """Say why a row's spread cannot be used, other than that its kind is not stated.

    Parameters
    ----------
    row
        A row with a value.

    Returns
    -------
    tuple of str, or None
        A short name of the reason and the reason in words.
    """
    mean = printed(row)
    if row.spread is None or row.n is None:
        return "no_spread", f"{when(row)}: the spread or number of patients is missing"
    if row.n < 2:
        return "one_patient", f"{when(row)}: one patient has no spread"
    if row.spread == 0:
        reason = (
            f"{when(row)}: {mean}: a spread of 0 gives no weight that can be judged"
        )
        return "zero_spread", reason
    if row.spread_type == "IQR_width":
        reason = f"{when(row)}: {mean}: interquartile range: not turned into an SD"
        return "iqr", reason
    if row.spread_type == "CI_half_width" and row.ci_level is None:
        reason = f"{when(row)}: {mean}: half of an interval whose level is not known"
        return "no_ci_level", reason
    deviation, largest = standard_deviation(row), largest_deviation(row)
    if deviation is not None and deviation > largest:
        reason = (
            f"{when(row)}: {mean} (n {row.n}) means a standard deviation of "
            f"{deviation:.2f}, but on a scale from {number(row.scale_low or 0.0)} to "
            f"{number(row.scale_high or 0.0)} it is {largest:.2f} at most"
        )
        return "impossible_spread", reason
    return None


def conversion_mark(row: Result) -> str | None:
    """Say how a row's spread was converted; ``None`` where it was not."""
    if row.spread_type == "SE":
        return f"SD from the SE ({row.result_id})"
    if row.spread_type == "CI_half_width":
        level = row.ci_level or 0.0
        return f"SD from half of the {level:.4g} interval ({row.result_id})"
    return None


def readings(rows: Sequence[Result], level: float) -> tuple[Reading, ...]:
    """Work out what each reading of a plus-minus sign would mean.

    Parameters
    ----------
    rows
        One row (a change) or two (first minus second). Rows whose spread is of a
        known kind keep it.
    level
        Level of the intervals shown, and of the interval that ± may be half of.

    Notes
    -----
    The error of a row is its SD / sqrt(n); that of a difference sqrt(e1^2 + e2^2).
    """
    kinds = {
        "SE": "± is the standard error",
        "SD": "± is the standard deviation",
        "CI_half_width": f"± is half a {level:.0%} interval",
    }
    found = [_reading(rows, kind, words, level) for kind, words in kinds.items()]
    return tuple(reading for reading in found if reading is not None)


def _reading(
    rows: Sequence[Result], kind: str, words: str, level: float
) -> Reading | None:
    read = [
        replace(row, spread_type=kind, ci_level=level)
        if row.spread_type == "unspecified"
        else row
        for row in rows
    ]
    deviations = [standard_deviation(row) for row in read]
    known = tuple(deviation for deviation in deviations if deviation is not None)
    if len(known) < len(read):
        return None
    largest = [largest_deviation(row) for row in read]
    errors = (sd / sqrt(row.n or 1) for sd, row in zip(known, read, strict=True))
    reach = normal_quantile(level) * hypot(*errors)
    estimate = (read[0].value or 0.0) - sum(row.value or 0.0 for row in read[1:])
    plausible = all(sd <= most for sd, most in zip(known, largest, strict=True))
    note = _note(known, largest, is_doubtful=any(is_small(row) for row in read))
    return Reading(
        words, estimate, estimate - reach, estimate + reach, known, plausible, note
    )


def _note(
    deviations: Sequence[float], largest: Sequence[float], *, is_doubtful: bool
) -> str:
    means = " and ".join(f"{sd:.2f}" for sd in deviations)
    note = f"standard deviation {means}"
    if any(most < inf for most in largest):
        note += f", at most {' and '.join(f'{most:.2f}' for most in largest)} possible"
    if any(sd > most for sd, most in zip(deviations, largest, strict=True)):
        return f"{note}: not possible on this scale"
    return f"{note}: small for this scale" if is_doubtful else note
