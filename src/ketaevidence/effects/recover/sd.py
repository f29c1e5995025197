"""Recover a standard deviation from what a report gives instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import stdtrit

from ketaevidence.effects.arrays import FloatArray
from ketaevidence.effects.columns import Table, refuse
from ketaevidence.effects.recover import quantiles
from ketaevidence.effects.recover.asking import (
    HANDBOOK,
    check_choices,
    find_recipe,
    run,
)
from ketaevidence.effects.recover.checks import (
    group_problems,
    interval_problems,
    quantile,
)
from ketaevidence.effects.recover.model import Recipe, Recovered

_ARM = f"{HANDBOOK}, section 6.5.2.2"
_DIFFERENCE = f"{HANDBOOK}, section 6.5.2.3"
_CHANGE = f"{HANDBOOK}, section 6.5.2.8"


def _check(table: Table, problems: list[str]) -> None:
    found = [*group_problems(table), *problems]
    if found:
        refuse(table.measure, found)


def _to_sd(table: Table) -> FloatArray:
    """Give what leads from a standard error to the standard deviation."""
    if "n" in table.columns:
        return np.sqrt(table["n"])
    return np.asarray(1 / np.sqrt(1 / table["n1"] + 1 / table["n2"]), dtype=np.float64)


def _df(table: Table) -> FloatArray:
    if "n" in table.columns:
        return np.asarray(table["n"] - 1, dtype=np.float64)
    return np.asarray(table["n1"] + table["n2"] - 2, dtype=np.float64)


def _from_se(table: Table, _: Mapping[str, object]) -> FloatArray:
    _check(
        table,
        table.found("se", lambda x: x <= 0, "but a standard error must be above 0"),
    )
    return np.asarray(table["se"] * _to_sd(table), dtype=np.float64)


def _from_interval(table: Table, choices: Mapping[str, object]) -> FloatArray:
    centre = "mean" if "mean" in table.columns else "difference"
    _check(table, interval_problems(table, centre))
    half = (table["ci_ub"] - table["ci_lb"]) / 2
    level, distribution = float(str(choices["level"])), str(choices["distribution"])
    by = quantile(level, distribution, _df(table))
    return np.asarray(half / by * _to_sd(table), dtype=np.float64)


def _from_t(table: Table, _: Mapping[str, object]) -> FloatArray:
    t, difference = table["t"], table["difference"]
    wrong = np.sign(t) * np.sign(difference) < 0
    # Reports print |t|; a negative t must belong to a negative difference.
    wrong &= t < 0
    _check(
        table,
        [
            *table.found("t", lambda x: x == 0, "from which no spread follows"),
            *_no_difference(table),
            *table.found("t", lambda _: wrong, "but the difference is positive"),
        ],
    )
    return np.asarray(np.abs(difference / t) * _to_sd(table), dtype=np.float64)


def _from_p(table: Table, _: Mapping[str, object]) -> FloatArray:
    _check(
        table,
        [
            *table.found(
                "p",
                lambda p: (p <= 0) | (p >= 1),
                "but an exact two-sided p lies between 0 and 1",
            ),
            *_no_difference(table),
        ],
    )
    t = stdtrit(_df(table), 1 - table["p"] / 2)
    # Small p lose their digits in 1 - p / 2; the lower tail keeps them.
    t = np.where(table["p"] < 0.5, -stdtrit(_df(table), table["p"] / 2), t)
    return np.asarray(np.abs(table["difference"]) / t * _to_sd(table), dtype=np.float64)


def _no_difference(table: Table) -> list[str]:
    return table.found("difference", lambda x: x == 0, "from which no spread follows")


_T_FORMULA = "|difference| / |t|"
_P_FORMULA = "|difference| / t(df; 1 - p/2)"
_CI_FORMULA = "(ci_ub - ci_lb) / (2 q)"
_TWO = " / sqrt(1/n1 + 1/n2)"
_PAIRED = ("difference", "n")
_GROUPS = ("n1", "n2")
_INTERVAL = ("level", "distribution")

RECIPES = (
    Recipe(("se", "n"), _from_se, "the standard error of a mean", "se sqrt(n)", _ARM),
    Recipe(
        ("ci_lb", "ci_ub", "n"), _from_interval, "the interval of a mean",
        f"{_CI_FORMULA} sqrt(n), q the quantile of t(n - 1) or of the normal", _ARM,
        optional=("mean",), choices=_INTERVAL,
    ),
    Recipe(
        ("t", *_PAIRED), _from_t, "t of a paired difference",
        f"{_T_FORMULA} sqrt(n)", _CHANGE,
    ),
    Recipe(
        ("p", *_PAIRED), _from_p, "p of a paired t test",
        f"{_P_FORMULA} sqrt(n), df = n - 1", _CHANGE,
    ),
    Recipe(
        ("se", *_GROUPS), _from_se, "the standard error of a difference of two groups",
        f"se{_TWO}", _DIFFERENCE,
    ),
    Recipe(
        ("ci_lb", "ci_ub", *_GROUPS), _from_interval,
        "the interval of a difference of two groups",
        f"{_CI_FORMULA}{_TWO}, q the quantile of t(n1 + n2 - 2) or of the normal",
        _DIFFERENCE, optional=("difference",), choices=_INTERVAL,
    ),
    Recipe(
        ("t", "difference", *_GROUPS), _from_t, "t of a difference of two groups",
        f"{_T_FORMULA}{_TWO}", _DIFFERENCE,
    ),
    Recipe(
        ("p", "difference", *_GROUPS), _from_p, "p of a t test of two groups",
        f"{_P_FORMULA}{_TWO}, df = n1 + n2 - 2", _DIFFERENCE,
    ),
    Recipe(
        ("q1", "median", "q3", "n"), quantiles.sd_from_quartiles,
        "the median and the quartiles",
        "(q3 - q1) / (2 z), z the normal quantile of (0.75 n - 0.125) / (n + 0.25)",
        quantiles.WAN,
    ),
    Recipe(
        ("minimum", "median", "maximum", "n"), quantiles.sd_from_range,
        "the median and the range",
        "(maximum - minimum) / (2 z), z the normal quantile of "
        "(n - 0.375) / (n + 0.25)",
        quantiles.WAN,
    ),
    Recipe(
        ("minimum", "q1", "median", "q3", "maximum", "n"),
        quantiles.sd_from_five_numbers, "the median, the quartiles and the range",
        "mean of what the range and the quartiles give", quantiles.WAN,
    ),
)  # fmt: skip


def recover_sd(
    data: Any = None,
    *,
    slab: Any = None,
    level: float | None = None,
    distribution: str | None = None,
    **columns: Any,
) -> Recovered:
    """Recover a standard deviation from what a report gives instead of it.

    Parameters
    ----------
    data
        A table with named columns, or None.
    slab
        Study labels, or the name of their column.
    level
        For intervals: the level that was printed, for example 0.95.
    distribution
        For intervals: ``"t"`` or ``"normal"``, by which they were made.
    **columns
        Values, lists or column names. Of one group: ``se, n``; ``ci_lb, ci_ub, n``
        (and ``mean``, to check that the interval is symmetric); ``q1, median, q3, n``;
        ``minimum, median, maximum, n``; all five with ``n``. Of a change or paired
        difference: the first two, or ``difference, n`` with ``t`` or exact ``p``.
        Common to two groups, from their difference: ``n1, n2`` with ``se``, with
        ``ci_lb, ci_ub``, or with ``difference`` and ``t`` or ``p``.

    Returns
    -------
    Recovered
        With the formula and its reference. It may be given to ``effect_sizes`` as a
        column.

    Raises
    ------
    EffectError
        When numbers are missing or impossible, an interval is not symmetric,
        quantiles are skewed, or too few patients stand behind them.

    Notes
    -----
    The formula is in ``.formula``. A p value must be exact: no spread follows from
    "p < 0.05". From quantiles, n must be 5 or more, and data that the tests of Shi and
    others find skewed (at the 5 per cent level) are refused.

    References
    ----------
    Higgins JPT, Li T, Deeks JJ. Cochrane Handbook for Systematic Reviews of
    Interventions, chapter 6.
    Wan X, Wang W, Liu J, Tong T (2014). BMC Medical Research Methodology 14:135.
    doi:10.1186/1471-2288-14-135
    Shi J and others (2023). Statistical Methods in Medical Research 32:1338-1360.
    doi:10.1177/09622802231172043

    Examples
    --------
    >>> import ketaevidence as ke
    >>> sd = ke.recover_sd(ci_lb=3.9, ci_ub=6.1, n=25, level=0.95, distribution="t")
    >>> print(round(float(sd), 3), "from", sd.source)
    2.665 from the interval of a mean
    """
    given = {name: value for name, value in columns.items() if value is not None}
    recipe = find_recipe("standard deviation", RECIPES, given)
    settings = check_choices(recipe, level, distribution)
    return run("standard deviation", recipe, data, slab, given=given, settings=settings)
