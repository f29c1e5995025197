"""The Mantel-Haenszel estimates and their variances, measure by measure."""

from __future__ import annotations

import numpy as np

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts.combine import Sum
from ketaevidence.pooling.counts.strata import Tables
from ketaevidence.pooling.sums import FloatArray

#: The formulas of the standard error, by measure; the first is the default.
VARIANCES = {
    "OR": ("Robins-Breslow-Greenland",),
    "RR": ("Greenland-Robins",),
    "RD": ("Sato", "Greenland-Robins"),
    "IRR": ("Greenland-Robins",),
    "IRD": ("Greenland-Robins",),
}

#: What a pooled ratio is a ratio of.
RATIOS = {"OR": "odds", "RR": "risk", "IRR": "rate"}


def mantel_haenszel_sum(tables: Tables, measure: str, variance: str) -> Sum:
    """Add the tables up: estimate, variance and the weight of each study."""
    if measure == "OR":
        return _odds_ratio(tables)
    if measure in RATIOS:
        return _ratio(tables, measure)
    return _difference(tables, variance)


def _log_ratio(measure: str, first: FloatArray, second: FloatArray) -> float:
    """Take the logarithm of a ratio of sums, or say why it has none."""
    above, below = float(first.sum()), float(second.sum())
    if above > 0 and below > 0:
        return float(np.log(above) - np.log(below))
    name = RATIOS[measure]
    if above == below:
        what = f"the pooled {name} ratio is 0 / 0 and not defined"
    else:
        what = f"the pooled {name} ratio is {'0' if above == 0 else 'infinite'}"
    other = (
        "the rate difference (IRD)" if measure == "IRR" else "the risk difference (RD)"
    )
    msg = (
        f"{measure} cannot be pooled: {what}, because in one of the groups no study "
        f"has what it needs (events or non-events); {other} and association_test can "
        "do without, and with pool_add= above 0 and pool_to='only0' there is a number "
        "that rests on what was added"
    )
    raise PoolingError(msg)


def _odds_ratio(tables: Tables) -> Sum:
    a, b, c, d, n = tables.a, tables.b, tables.c, tables.d, tables.n
    r, s, p, q = a * d / n, b * c / n, (a + d) / n, (b + c) / n
    estimate = _log_ratio("OR", r, s)
    sum_r, sum_s = float(r.sum()), float(s.sum())
    variance = 0.5 * (
        float((p * r).sum()) / sum_r**2
        + float((p * s + q * r).sum()) / (sum_r * sum_s)
        + float((q * s).sum()) / sum_s**2
    )
    return Sum(estimate, variance, s)


def _ratio(tables: Tables, measure: str) -> Sum:
    a, c, n1, n2, n = tables.a, tables.c, tables.n1, tables.n2, tables.n
    r, s = a * n2 / n, c * n1 / n
    estimate = _log_ratio(measure, r, s)
    # Rates have no finite number of people to draw from.
    drawn = 0.0 if tables.is_rate else a * c * n
    above = float(((n1 * n2 * (a + c) - drawn) / n**2).sum())
    return Sum(estimate, above / (float(r.sum()) * float(s.sum())), s)


def _difference(tables: Tables, variance: str) -> Sum:
    a, c, n1, n2, n = tables.a, tables.c, tables.n1, tables.n2, tables.n
    w = n1 * n2 / n
    total = float(w.sum())
    estimate = float((w * (a / n1 - c / n2)).sum()) / total
    if variance == "Sato":
        b, d = tables.b, tables.d
        slope = (n1**2 * c - n2**2 * a + n1 * n2 * (n2 - n1) / 2) / n**2
        level = (a * d + b * c) / (2 * n)
        above = estimate * float(slope.sum()) + float(level.sum())
    else:
        of_1, of_2 = a / n1**2, c / n2**2
        if not tables.is_rate:
            of_1, of_2 = of_1 * tables.b / n1, of_2 * tables.d / n2
        above = float((w**2 * (of_1 + of_2)).sum())
    return Sum(estimate, above / total**2, w)
