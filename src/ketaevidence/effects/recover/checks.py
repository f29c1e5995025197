"""What makes a reported number impossible, or a formula unfit for it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.special import ndtri, stdtrit

from ketaevidence.effects.arrays import FloatArray
from ketaevidence.effects.columns import Table, count_problems, place, refuse

#: How far a mean may lie from the middle of its interval, as a share of half its
#: width, before the interval was made on another scale (or by bootstrap). Rounding in
#: print moves it less.
OFF_CENTRE = 0.1

#: The fewest patients for which Wan's and Luo's formulas were studied.
FEWEST_FOR_QUARTILES = 5


def group_problems(table: Table, at_least: int = 2) -> list[str]:
    """List impossible numbers of patients."""
    return [
        problem
        for name in ("n", "n1", "n2")
        if name in table.columns
        for problem in count_problems(table, name, at_least=at_least)
    ]


def interval_problems(table: Table, centre: str) -> list[str]:
    """List intervals that are reversed, or not centred on their estimate."""
    lower, upper = table["ci_lb"], table["ci_ub"]
    problems = table.found(
        "ci_lb", lambda lb: lb >= upper, "but the lower bound must be below the upper"
    )
    if centre in table.columns:
        half = (upper - lower) / 2
        off = np.abs(table[centre] - (upper + lower) / 2) > OFF_CENTRE * half
        problems += table.found(
            centre,
            lambda _: off,
            "not in the middle of its interval, which was therefore made on another "
            "scale (log) or by bootstrap: no standard deviation follows from it",
        )
    return problems


def quantile(level: float, distribution: str, df: FloatArray) -> FloatArray:
    """Give the quantile that an interval's half-width is divided by."""
    tail = (1 + level) / 2
    if distribution == "normal":
        return np.full(len(df), float(ndtri(tail)))
    return np.asarray(stdtrit(df, tail), dtype=np.float64)


def _skewness(table: Table) -> tuple[FloatArray, FloatArray]:
    """Compute Shi's statistic and its 5 per cent limit for what is given."""
    n, median = table["n"], table["median"]
    middle = outer = np.zeros(len(n))
    if "q1" in table.columns:
        q1, q3 = table["q1"], table["q3"]
        middle = np.abs(q1 + q3 - 2 * median) / (q3 - q1)
    if "minimum" in table.columns:
        low, high = table["minimum"], table["maximum"]
        outer = np.abs(low + high - 2 * median) / (high - low)
    if "minimum" not in table.columns:
        return middle, 2.65 / np.sqrt(n) - 6 / n**2
    if "q1" not in table.columns:
        return outer, 1.01 / np.log(n + 9) + 2.43 / (n + 1)
    both = np.maximum(2.65 * np.log(0.6 * n) / np.sqrt(n) * outer, middle)
    return both, 3 / np.sqrt(n) - 40 / n**3


def refuse_unfit_quantiles(table: Table) -> None:
    """Refuse quantiles out of order, too few patients, and skewed data.

    Skewness is judged by the tests of Shi and others (2023), at the 5 per cent level.
    """
    problems = group_problems(table, at_least=FEWEST_FOR_QUARTILES)
    order = [
        name
        for name in ("minimum", "q1", "median", "q3", "maximum")
        if name in table.columns
    ]
    for lower, upper in pairwise(order):
        problems += table.found(
            lower,
            lambda x, upper=upper: x > table[upper],  # type: ignore[misc]
            f"above the {upper}",
        )
    flat = table[order[0]] == table[order[-1]]
    problems += table.found(order[0], lambda _: flat, f"the same as the {order[-1]}")
    if problems:
        refuse(table.measure, problems)
    statistic, limit = _skewness(table)
    skewed = statistic > limit
    if "q1" in table.columns:
        skewed = skewed | (table["q1"] == table["q3"])
    if skewed.any():
        refuse(
            table.measure,
            [
                f"{place(table.slab, int(row))}: the data are skewed (asymmetry "
                f"{statistic[row]:.3g}, above {limit[row]:.3g} for {table['n'][row]:g} "
                "patients; Shi 2023), so that no mean and no standard deviation follow "
                "from their quantiles; report the median"
                for row in np.flatnonzero(skewed)
            ],
        )
