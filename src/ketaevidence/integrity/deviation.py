"""The standard deviation behind a printed spread, and the largest that there can be."""

from __future__ import annotations

from math import inf, sqrt
from typing import Final

from scipy.special import ndtri

from ketaevidence.curation.model import Result

#: Below this share of the mean, a standard deviation on a pain scale that starts at 0
#: is more often a standard error that was taken for one (docs/methods/).
SMALL_SHARE: Final = 0.25


def normal_quantile(level: float) -> float:
    """Give how many standard errors an interval reaches to each side."""
    return float(ndtri(0.5 + level / 2))


def standard_deviation(row: Result) -> float | None:
    """Give the standard deviation that a row's spread means, if it means one.

    Notes
    -----
    SD = SE sqrt(n); SE = half-width of an interval / normal quantile of its level.
    """
    spread, n = row.spread, row.n
    if spread is None or n is None:
        return None
    match row.spread_type:
        case "SD":
            return spread
        case "SE":
            return spread * sqrt(n)
        case "CI_half_width" if row.ci_level is not None:
            return spread / normal_quantile(row.ci_level) * sqrt(n)
        case _:
            return None


def largest_deviation(row: Result) -> float:
    """Give the largest standard deviation that patients on this scale can have.

    Notes
    -----
    All patients at the two ends of the scale are the widest spread there is around a
    mean m (Popoviciu 1935; Bhatia and Davis 2000, doi:10.1080/00029890.2000.12005203):
    sqrt((m - low) (high - m) n / (n - 1)), the last factor because the standard
    deviation of a sample divides by n - 1. Changes lie between minus and plus the width
    of the scale.
    """
    low, high, n = row.scale_low, row.scale_high, row.n
    if row.value is None or low is None or high is None or n is None or n < 2:
        return inf
    if row.statistic == "mean_change":
        low, high = low - high, high - low
    below, above = row.value - low, high - row.value
    return sqrt(max(0.0, below)) * sqrt(max(0.0, above)) * sqrt(n / (n - 1))


def is_small(row: Result) -> bool:
    """Tell whether a standard deviation is too small to be believed without asking."""
    if row.spread_type != "SD" or row.scale_low != 0:
        return False
    return (row.spread or 0.0) < SMALL_SHARE * abs(row.value or 0.0)
