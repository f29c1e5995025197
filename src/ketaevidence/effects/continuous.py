"""Differences between two groups in a measured outcome (MD, SMD)."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from ketaevidence.effects.columns import (
    Table,
    count_problems,
    place,
    refuse,
    spread_problems,
)
from ketaevidence.effects.model import Effects, FloatArray


def _check_arms(table: Table) -> None:
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


def _participants(table: Table) -> tuple[int, ...]:
    return tuple(int(n) for n in table["n1i"] + table["n2i"])


def mean_difference(table: Table) -> Effects:
    """Compute the mean difference, with each group's own variance."""
    _check_arms(table)
    yi = table["m1i"] - table["m2i"]
    vi = table["sd1i"] ** 2 / table["n1i"] + table["sd2i"] ** 2 / table["n2i"]
    settings = {"measure": "MD", "variance": "each group's own (unequal variances)"}
    return Effects(
        "MD", yi, vi, table.slab, _participants(table), settings, table.inputs()
    )


def hedges_correction(df: FloatArray) -> FloatArray:
    """Compute the exact factor that removes the bias of d in small samples.

    ``J(m) = gamma(m/2) / (sqrt(m/2) gamma((m-1)/2))``, through logarithms because
    the gamma function overflows from about 340 participants.
    """
    log_j = gammaln(df / 2) - 0.5 * np.log(df / 2) - gammaln((df - 1) / 2)
    return np.asarray(np.exp(log_j), dtype=np.float64)


def standardized_mean_difference(table: Table) -> Effects:
    """Compute Hedges' g with the large-sample variance."""
    _check_arms(table)
    n1, n2 = table["n1i"], table["n2i"]
    df = n1 + n2 - 2
    pooled = np.sqrt(
        ((n1 - 1) * table["sd1i"] ** 2 + (n2 - 1) * table["sd2i"] ** 2) / df
    )
    flat = [
        f"{place(table.slab, int(row))}: both standard deviations are 0, so there is "
        "nothing to standardize by; use the mean difference (MD)"
        for row in np.flatnonzero(pooled == 0)
    ]
    if flat:
        refuse(table.measure, flat)
    yi = hedges_correction(df) * (table["m1i"] - table["m2i"]) / pooled
    vi = 1 / n1 + 1 / n2 + yi**2 / (2 * (n1 + n2))
    settings = {
        "correction": "exact (gamma function)",
        "measure": "SMD",
        "standardizer": "pooled standard deviation of the two groups",
        "vtype": "LS",
    }
    return Effects(
        "SMD", yi, vi, table.slab, _participants(table), settings, table.inputs()
    )
