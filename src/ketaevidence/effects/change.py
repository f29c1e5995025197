"""Change within one group of patients, measured twice, without a comparison.

Such a change mixes the treatment with placebo response, natural course and regression
to the mean. The first measurement (m1i) minus the second (m2i): give the later one
first if a fall in pain is to be negative.
"""

from __future__ import annotations

import numpy as np

from ketaevidence.effects.arrays import FloatArray
from ketaevidence.effects.choices import Choices, Computed
from ketaevidence.effects.columns import Table, count_problems, refuse, spread_problems
from ketaevidence.effects.continuous import refuse_flat, refuse_no_ratio
from ketaevidence.effects.correction import hedges_correction
from ketaevidence.effects.paired import (
    FEWEST_TO_STANDARDIZE,
    change_variance,
    check_pairs,
    correlation_words,
    mean_of_pairs,
    smd_of_pairs,
)

_EXACT = "exact (gamma function)"
_IN_SD = "in the reported SD of the change"

#: The variance formulas of a standardized mean change, in words.
VARIANCES = {
    "LS": "large-sample, from the corrected change",
    "LS2": "large-sample, from the uncorrected change, times J squared",
}


def mean_change(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Compute the mean change; how the two measurements correlate must be given."""
    check_pairs(table, at_least=2)
    yi = table["m1i"] - table["m2i"]
    vi = change_variance(table) / table["ni"]
    return Computed(yi, vi, table["ni"], {"correlation": correlation_words(table)})


def reported_mean_change(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Compute the mean change from its mean and its standard deviation."""
    yi, vi = mean_of_pairs(table)
    return Computed(yi, vi, table["ni"], {"correlation": _IN_SD})


def _standardized(
    table: Table, change: FloatArray, unit: FloatArray, base: FloatArray, vtype: str
) -> tuple[FloatArray, FloatArray]:
    """Standardize a change; ``base`` is the part of n vi that no change adds to."""
    n = table["ni"]
    factor = hedges_correction(n - 1)
    d = change / unit
    yi = np.asarray(factor * d, dtype=np.float64)
    if vtype == "LS2":
        vi = factor**2 * (base / n + d**2 / (2 * n))
    else:
        vi = base / n + yi**2 / (2 * n)
    return yi, np.asarray(vi, dtype=np.float64)


def _by_change_sd(
    table: Table, change: FloatArray, sd: FloatArray, correlation: str, vtype: str
) -> Computed:
    refuse_flat(
        table, sd == 0, "the standard deviation of the change is", "the change (MC)"
    )
    yi, vi = _standardized(table, change, sd, np.ones(len(sd)), vtype)
    settings = {
        "correction": _EXACT,
        "correlation": correlation,
        "standardizer": "standard deviation of the change",
        "variance": VARIANCES[vtype],
    }
    return Computed(yi, vi, table["ni"], settings)


def smc_by_change_sd(table: Table, choices: Choices) -> Computed:
    """Standardize the change by its own standard deviation (SMCC)."""
    check_pairs(table, at_least=FEWEST_TO_STANDARDIZE)
    change = table["m1i"] - table["m2i"]
    sd = np.sqrt(change_variance(table))
    return _by_change_sd(table, change, sd, correlation_words(table), choices.vtype)


def reported_smc(table: Table, choices: Choices) -> Computed:
    """Standardize a reported change by its reported standard deviation (SMCC)."""
    check_pairs(table, at_least=FEWEST_TO_STANDARDIZE)
    return _by_change_sd(table, table["mi"], table["sdi"], _IN_SD, choices.vtype)


def smc_from_t(table: Table, choices: Choices) -> Computed:
    """Recover the standardized change from a paired t (SMCC): d = t / sqrt(n)."""
    check_pairs(table, at_least=FEWEST_TO_STANDARDIZE)
    change = table["ti"] / np.sqrt(table["ni"])
    words = "in the reported t of the paired test"
    return _by_change_sd(table, change, np.ones(len(change)), words, choices.vtype)


def smc_by_first_sd(table: Table, choices: Choices) -> Computed:
    """Standardize the change by ``sd1i``, the spread before treatment (SMCR)."""
    check_pairs(table, at_least=FEWEST_TO_STANDARDIZE)
    _refuse_flat_first(table)
    change = table["m1i"] - table["m2i"]
    base = 2 * (1 - table["ri"])
    yi, vi = _standardized(table, change, table["sd1i"], base, choices.vtype)
    settings = {
        "correction": _EXACT,
        "correlation": correlation_words(table),
        "standardizer": "sd1i, the standard deviation before treatment",
        "variance": f"{VARIANCES[choices.vtype]}; equal spread before and after",
    }
    return Computed(yi, vi, table["ni"], settings)


def _refuse_flat_first(table: Table) -> None:
    refuse_flat(table, table["sd1i"] == 0, "sd1i is", "the change (MC)")


def smc_by_first_sd_unequal(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Standardize by ``sd1i`` without assuming equal spreads (SMCRH, Bonett 2008)."""
    check_pairs(table, at_least=FEWEST_TO_STANDARDIZE)
    _refuse_flat_first(table)
    df = table["ni"] - 1
    d = (table["m1i"] - table["m2i"]) / table["sd1i"]
    yi = hedges_correction(df) * d
    vi = change_variance(table) / (table["sd1i"] ** 2 * df) + yi**2 / (2 * df)
    settings = {
        "correction": _EXACT,
        "correlation": correlation_words(table),
        "standardizer": "sd1i, the standard deviation before treatment",
        "variance": "unequal spread before and after (Bonett 2008), as metafor "
        "since 4.6",
    }
    return Computed(yi, vi, table["ni"], settings)


def smc_by_mean_sd(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Standardize by the mean of the variances before and after (SMCRP)."""
    yi, vi = smd_of_pairs(table)
    settings = {
        "correction": _EXACT,
        "correlation": correlation_words(table),
        "standardizer": "root of the mean of the variances before and after",
        "variance": "large-sample (Cousineau 2020)",
    }
    return Computed(yi, vi, table["ni"], settings)


def log_ratio_of_change(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Compute the log of first over second mean, corrected for its bias (ROMC)."""
    check_pairs(table, at_least=2)
    refuse_no_ratio(table)
    n, m1, m2 = table["ni"], table["m1i"], table["m2i"]
    share1, share2 = table["sd1i"] / m1, table["sd2i"] / m2
    yi = np.log(m1 / m2) + (share1**2 - share2**2) / (2 * n)
    # As for a change: rounding cannot make it negative. Both means have one sign.
    vi = ((share1 - share2) ** 2 + 2 * (1 - table["ri"]) * share1 * share2) / n
    settings = {
        "correction": "second order (Lajeunesse 2015), as metafor since 5.0",
        "correlation": correlation_words(table),
    }
    return Computed(yi, vi, n, settings)


def single_mean(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Take the mean of one group (MN)."""
    problems = [
        *spread_problems(table, "sdi"),
        *count_problems(table, "ni", at_least=2),
    ]
    if problems:
        refuse(table.measure, problems)
    return Computed(table["mi"], table["sdi"] ** 2 / table["ni"], table["ni"])
