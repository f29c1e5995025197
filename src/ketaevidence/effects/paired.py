"""What all measures of two measurements in the same patients share."""

from __future__ import annotations

import numpy as np

from ketaevidence.effects.arrays import FloatArray
from ketaevidence.effects.columns import (
    Table,
    correlation_problems,
    count_problems,
    refuse,
    spread_problems,
)
from ketaevidence.effects.continuous import refuse_flat
from ketaevidence.effects.correction import hedges_correction

#: Patients that a standardized change needs: with two, its correction is not defined.
FEWEST_TO_STANDARDIZE = 3


def check_pairs(table: Table, at_least: int) -> None:
    """Refuse impossible spreads, numbers of patients and correlations."""
    spreads = [name for name in ("sd1i", "sd2i", "sdi") if name in table.columns]
    problems = [problem for sd in spreads for problem in spread_problems(table, sd)]
    problems += count_problems(table, "ni", at_least=at_least)
    if "ri" in table.columns:
        problems += correlation_problems(table, "ri")
    if problems:
        refuse(table.measure, problems)


def change_variance(table: Table) -> FloatArray:
    """Compute the variance of the differences within patients.

    sd1^2 + sd2^2 - 2 r sd1 sd2, written so that rounding cannot make it negative.
    """
    sd1, sd2 = table["sd1i"], table["sd2i"]
    return np.asarray(
        (sd1 - sd2) ** 2 + 2 * (1 - table["ri"]) * sd1 * sd2, dtype=np.float64
    )


def correlation_words(table: Table, *names: str) -> str:
    """Say where the correlation of the two measurements comes from."""
    names = names or ("ri",)
    assumed = [name for name in names if name in table.one_for_all]
    if not assumed:
        return "given per study"
    values = " and ".join(dict.fromkeys(f"{table[name][0]:.10g}" for name in assumed))
    rest = "" if len(assumed) == len(names) else " (other group: given per study)"
    return f"one value for every study: {values}{rest}"


def mean_of_pairs(table: Table) -> tuple[FloatArray, FloatArray]:
    """Compute the mean of the differences within patients, and its variance."""
    check_pairs(table, at_least=2)
    return table["mi"], table["sdi"] ** 2 / table["ni"]


def smd_of_pairs(table: Table) -> tuple[FloatArray, FloatArray]:
    """Standardize by the root of the mean of both measurements' variances.

    Degrees of freedom 2 (n - 1) / (1 + r^2) (Cousineau 2020);
    vi = 2 (1 - r) / n + d^2 (1 + r^2) / (4 n).
    """
    check_pairs(table, at_least=FEWEST_TO_STANDARDIZE)
    r, n = table["ri"], table["ni"]
    mean_square = (table["sd1i"] ** 2 + table["sd2i"] ** 2) / 2
    refuse_flat(
        table,
        mean_square == 0,
        "both standard deviations are",
        "a measure that is not standardized (MD, MC)",
    )
    df = 2 * (n - 1) / (1 + r**2)
    d = (table["m1i"] - table["m2i"]) / np.sqrt(mean_square)
    yi = np.asarray(hedges_correction(df) * d, dtype=np.float64)
    vi = 2 * (1 - r) / n + yi**2 * (1 + r**2) / (4 * n)
    return yi, np.asarray(vi, dtype=np.float64)
