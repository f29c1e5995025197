"""Differences between two groups in a measured outcome (MD, SMD, SMDH, ROM)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.arrays import FloatArray
from ketaevidence.effects.choices import Choices, Computed
from ketaevidence.effects.columns import (
    Table,
    count_problems,
    place,
    refuse,
    spread_problems,
)
from ketaevidence.effects.correction import hedges_correction

#: The variance formulas of the standardized mean difference, in words.
SMD_VARIANCES = {
    "LS": "large-sample, from the corrected difference",
    "LS2": "large-sample, from the uncorrected difference, times J squared",
    "UB": "unbiased",
    "AV": "large-sample, from the weighted mean difference of all studies",
}


def check_arms(table: Table) -> None:
    """Refuse standard deviations below 0 and groups of fewer than two patients."""
    problems = [
        problem
        for arm in ("1", "2")
        for problem in (
            *spread_problems(table, f"sd{arm}i"),
            *count_problems(table, f"n{arm}i", at_least=2),
        )
    ]
    if problems:
        refuse(table.measure, problems)


def refuse_flat(table: Table, flat: npt.NDArray[np.bool_], what: str, use: str) -> None:
    """Refuse studies without any spread to standardize by."""
    if flat.any():
        refuse(
            table.measure,
            [
                f"{place(table.slab, int(row))}: {what} 0, so there is "
                f"nothing to standardize by; use {use}"
                for row in np.flatnonzero(flat)
            ],
        )


def refuse_no_ratio(table: Table) -> None:
    """Refuse a ratio of means where a mean is 0 or the two have different signs."""
    wrong = ~(table["m1i"] * table["m2i"] > 0)
    if wrong.any():
        refuse(
            table.measure,
            [
                f"{place(table.slab, int(row))}: means of {table['m1i'][row]:.10g} and "
                f"{table['m2i'][row]:.10g} have no ratio; both must be above 0 (or "
                "both below), on a scale with a true zero"
                for row in np.flatnonzero(wrong)
            ],
        )


def pooled_variance(table: Table) -> FloatArray:
    """Pool the two groups' variances, each weighted by its degrees of freedom."""
    df1, df2 = table["n1i"] - 1, table["n2i"] - 1
    total = df1 * table["sd1i"] ** 2 + df2 * table["sd2i"] ** 2
    return np.asarray(total / (df1 + df2), dtype=np.float64)


def mean_difference(table: Table, choices: Choices) -> Computed:
    """Compute the mean difference."""
    check_arms(table)
    n1, n2 = table["n1i"], table["n2i"]
    yi = table["m1i"] - table["m2i"]
    if choices.vtype == "HO":
        vi = pooled_variance(table) * (1 / n1 + 1 / n2)
        words = "pooled over the two groups (equal variances)"
    else:
        vi = table["sd1i"] ** 2 / n1 + table["sd2i"] ** 2 / n2
        words = "each group's own (unequal variances)"
    return Computed(yi, vi, n1 + n2, {"variance": words})


def standardized_mean_difference(table: Table, choices: Choices) -> Computed:
    """Compute Hedges' g, by the pooled standard deviation of the two groups."""
    check_arms(table)
    n1, n2 = table["n1i"], table["n2i"]
    df = n1 + n2 - 2
    pooled = np.sqrt(pooled_variance(table))
    refuse_flat(
        table,
        pooled == 0,
        "both standard deviations are",
        "the mean difference (MD)",
    )
    factor = hedges_correction(df)
    d = (table["m1i"] - table["m2i"]) / pooled
    yi = factor * d
    by_n = 1 / n1 + 1 / n2
    if choices.vtype == "UB":
        vi = by_n + (1 - (df - 2) / (df * factor**2)) * yi**2
    elif choices.vtype == "LS2":
        vi = factor**2 * (by_n + d**2 / (2 * (n1 + n2)))
    elif choices.vtype == "AV":
        typical = np.average(yi, weights=n1 + n2)
        vi = by_n + typical**2 / (2 * (n1 + n2))
    else:
        vi = by_n + yi**2 / (2 * (n1 + n2))
    settings = {
        "correction": "exact (gamma function)",
        "standardizer": "pooled standard deviation of the two groups",
        "variance": SMD_VARIANCES[choices.vtype],
    }
    return Computed(yi, vi, n1 + n2, settings)


def smd_unequal_variances(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Standardize by the root of the mean of the two variances (Bonett 2009)."""
    check_arms(table)
    n1, n2 = table["n1i"], table["n2i"]
    square1, square2 = table["sd1i"] ** 2, table["sd2i"] ** 2
    mean_square = (square1 + square2) / 2
    refuse_flat(
        table,
        mean_square == 0,
        "both standard deviations are",
        "the mean difference (MD)",
    )
    d = (table["m1i"] - table["m2i"]) / np.sqrt(mean_square)
    yi = hedges_correction(n1 + n2 - 2) * d
    share1, share2 = square1 / mean_square, square2 / mean_square
    vi = yi**2 * (share1**2 / (n1 - 1) + share2**2 / (n2 - 1)) / 8 + (
        share1 / (n1 - 1) + share2 / (n2 - 1)
    )
    settings = {
        "correction": "exact (gamma function)",
        "standardizer": "root of the mean of the two groups' variances",
        "variance": "unequal variances (Bonett 2009), as metafor since 4.6",
    }
    return Computed(yi, vi, n1 + n2, settings)


def ratio_of_means(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Compute the log of the ratio of two means, corrected for its bias."""
    check_arms(table)
    refuse_no_ratio(table)
    m1, m2 = table["m1i"], table["m2i"]
    n1, n2 = table["n1i"], table["n2i"]
    part1, part2 = (table["sd1i"] / m1) ** 2 / n1, (table["sd2i"] / m2) ** 2 / n2
    yi = np.log(m1 / m2) + (part1 - part2) / 2
    settings = {
        "correction": "second order (Lajeunesse 2015), as metafor since 5.0",
        "variance": "each group's own coefficient of variation",
    }
    return Computed(yi, part1 + part2, n1 + n2, settings)
