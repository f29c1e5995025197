"""Two groups, each measured before and after: how much more one changed (MCD, PPC).

Columns: post1i, pre1i, sdpost1i, sdpre1i, n1i, r1i for the treated group, and the same
with 2 for the other. The sign is that of (post - pre) in group 1 minus group 2.
"""

from __future__ import annotations

import numpy as np

from ketaevidence.effects.arrays import FloatArray
from ketaevidence.effects.choices import Choices, Computed
from ketaevidence.effects.columns import (
    Table,
    correlation_problems,
    count_problems,
    refuse,
    spread_problems,
)
from ketaevidence.effects.continuous import refuse_flat
from ketaevidence.effects.correction import hedges_correction
from ketaevidence.effects.paired import FEWEST_TO_STANDARDIZE, correlation_words

_NOT_STANDARDIZED = "the difference in mean change (MCD)"


def _check(table: Table, at_least: int) -> None:
    problems = []
    for group in ("1", "2"):
        for name in (f"sdpost{group}i", f"sdpre{group}i"):
            if name in table.columns:
                problems += spread_problems(table, name)
        problems += count_problems(table, f"n{group}i", at_least=at_least)
        problems += correlation_problems(table, f"r{group}i")
    if problems:
        refuse(table.measure, problems)


def _change(table: Table, group: str) -> FloatArray:
    return np.asarray(table[f"post{group}i"] - table[f"pre{group}i"], dtype=np.float64)


def difference_in_change(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Compute the difference in mean change between two groups (MCD)."""
    _check(table, at_least=2)
    yi = _change(table, "1") - _change(table, "2")
    vi = np.zeros(len(yi))
    for group in ("1", "2"):
        before, after = table[f"sdpre{group}i"], table[f"sdpost{group}i"]
        r = table[f"r{group}i"]
        spread = (after - before) ** 2 + 2 * (1 - r) * before * after
        vi = vi + spread / table[f"n{group}i"]
    settings = {"correlation": correlation_words(table, "r1i", "r2i")}
    return Computed(yi, vi, table["n1i"] + table["n2i"], settings)


def difference_in_standardized_change(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Subtract standardized changes, each by its group's SD before (PPC1)."""
    _check(table, at_least=FEWEST_TO_STANDARDIZE)
    parts = []
    for group in ("1", "2"):
        sd, n = table[f"sdpre{group}i"], table[f"n{group}i"]
        refuse_flat(table, sd == 0, f"sdpre{group}i is", _NOT_STANDARDIZED)
        d = hedges_correction(n - 1) * _change(table, group) / sd
        parts.append((d, 2 * (1 - table[f"r{group}i"]) / n + d**2 / (2 * n)))
    (d1, v1), (d2, v2) = parts
    settings = {
        "correction": "exact (gamma function)",
        "correlation": correlation_words(table, "r1i", "r2i"),
        "standardizer": "each group's own standard deviation before treatment",
        "variance": "sum of the two groups' large-sample variances",
    }
    return Computed(d1 - d2, v1 + v2, table["n1i"] + table["n2i"], settings)


def difference_by_pooled_sd(table: Table, choices: Choices) -> Computed:
    """Standardize the difference in change by the pooled SD before (PPC2)."""
    _check(table, at_least=2)
    n1, n2 = table["n1i"], table["n2i"]
    df = n1 + n2 - 2
    pooled = np.sqrt(
        ((n1 - 1) * table["sdpre1i"] ** 2 + (n2 - 1) * table["sdpre2i"] ** 2) / df
    )
    refuse_flat(table, pooled == 0, "sdpre1i and sdpre2i are", _NOT_STANDARDIZED)
    factor = hedges_correction(df)
    yi = factor * (_change(table, "1") - _change(table, "2")) / pooled
    if choices.vtype == "exact":
        vi = _morris_variance(table, yi, factor)
        words = "exact distribution (Morris 2008, equation 25)"
    else:
        r1, r2 = table["r1i"], table["r2i"]
        vi = 2 * (1 - r1) / n1 + 2 * (1 - r2) / n2 + yi**2 / (2 * (n1 + n2))
        words = "large-sample"
    settings = {
        "correction": "exact (gamma function)",
        "correlation": correlation_words(table, "r1i", "r2i"),
        "standardizer": "pooled standard deviation of both groups before treatment",
        "variance": words,
    }
    return Computed(yi, vi, n1 + n2, settings)


def _morris_variance(table: Table, yi: FloatArray, factor: FloatArray) -> FloatArray:
    n1, n2, r = table["n1i"], table["n2i"], table["r1i"]
    problems = [
        *table.found(
            "r2i", lambda r2: r2 != r, "but vtype='exact' needs r1i equal to r2i"
        ),
        *table.found(
            "n1i", lambda n: n + n2 < 5, "but vtype='exact' needs 5 patients in all"
        ),
        *table.found("r1i", lambda x: x == 1, "for which vtype='exact' is not defined"),
    ]
    if problems:
        refuse(table.measure, problems)
    base = 2 * (1 - r) * (n1 + n2) / (n1 * n2)
    df = n1 + n2 - 2
    vi = factor**2 * base * (df / (df - 2)) * (1 + yi**2 / base) - yi**2
    return np.asarray(vi, dtype=np.float64)
