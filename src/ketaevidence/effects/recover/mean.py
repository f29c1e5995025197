"""Recover a mean from a median with quartiles or a range."""

from __future__ import annotations

from typing import Any

from ketaevidence.effects.recover import quantiles
from ketaevidence.effects.recover.asking import find_recipe, run
from ketaevidence.effects.recover.model import Recipe, Recovered

_RECIPES = (
    Recipe(
        ("q1", "median", "q3", "n"),
        quantiles.mean_from_quartiles,
        "the median and the quartiles",
        "w (q1 + q3) / 2 + (1 - w) median, w = 0.7 + 0.39 / n",
        quantiles.LUO,
    ),
    Recipe(
        ("minimum", "median", "maximum", "n"),
        quantiles.mean_from_range,
        "the median and the range",
        "w (minimum + maximum) / 2 + (1 - w) median, w = 4 / (4 + n^0.75)",
        quantiles.LUO,
    ),
    Recipe(
        ("minimum", "q1", "median", "q3", "maximum", "n"),
        quantiles.mean_from_five_numbers,
        "the median, the quartiles and the range",
        "w1 (minimum + maximum) / 2 + w2 (q1 + q3) / 2 + (1 - w1 - w2) median, "
        "w1 = 2.2 / (2.2 + n^0.75), w2 = 0.7 - 0.72 / n^0.55",
        quantiles.LUO,
    ),
)


def recover_mean(data: Any = None, *, slab: Any = None, **columns: Any) -> Recovered:
    """Recover a mean where a report gives the median.

    Parameters
    ----------
    data
        A table with named columns, or None.
    slab
        Study labels, or the name of their column.
    **columns
        Values, lists or column names: ``median`` and ``n`` with ``q1, q3``, or with
        ``minimum, maximum``, or with all four.

    Returns
    -------
    Recovered
        With the formula and its reference.

    Raises
    ------
    EffectError
        When numbers are missing, out of order or skewed, or ``n`` is below 5.

    Notes
    -----
    The formulas are optimal for normal data and wrong for skewed ones, which the
    tests of Shi and others find at the 5 per cent level and refuse.

    References
    ----------
    Luo D, Wan X, Liu J, Tong T (2018). Statistical Methods in Medical Research
    27:1785-1805. doi:10.1177/0962280216669183
    Shi J and others (2023). Statistical Methods in Medical Research 32:1338-1360.
    doi:10.1177/09622802231172043

    Examples
    --------
    >>> import ketaevidence as ke
    >>> mean = ke.recover_mean(q1=3, median=5, q3=6.5, n=40)
    >>> print(round(float(mean), 3), "from", mean.source)
    4.823 from the median and the quartiles
    """
    given = {name: value for name, value in columns.items() if value is not None}
    recipe = find_recipe("mean", _RECIPES, given)
    return run("mean", recipe, data, slab, given=given, settings={})
