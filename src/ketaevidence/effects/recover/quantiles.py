"""Means and standard deviations from medians, quartiles and ranges."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import ndtri

from ketaevidence.effects.arrays import FloatArray
from ketaevidence.effects.columns import Table
from ketaevidence.effects.recover.checks import refuse_unfit_quantiles

WAN = (
    "Wan X, Wang W, Liu J, Tong T (2014). BMC Medical Research Methodology 14:135. "
    "doi:10.1186/1471-2288-14-135"
)
LUO = (
    "Luo D, Wan X, Liu J, Tong T (2018). Statistical Methods in Medical Research "
    "27:1785-1805. doi:10.1177/0962280216669183"
)


def _range_quantile(n: FloatArray) -> FloatArray:
    return np.asarray(ndtri((n - 0.375) / (n + 0.25)), dtype=np.float64)


def _quartile_quantile(n: FloatArray) -> FloatArray:
    return np.asarray(ndtri((0.75 * n - 0.125) / (n + 0.25)), dtype=np.float64)


def sd_from_quartiles(table: Table, _: Mapping[str, object]) -> FloatArray:
    """Divide the interquartile range by its expected width (Wan 2014)."""
    refuse_unfit_quantiles(table)
    width = table["q3"] - table["q1"]
    return np.asarray(width / (2 * _quartile_quantile(table["n"])), dtype=np.float64)


def sd_from_range(table: Table, _: Mapping[str, object]) -> FloatArray:
    """Divide the range by its expected width (Wan 2014)."""
    refuse_unfit_quantiles(table)
    width = table["maximum"] - table["minimum"]
    return np.asarray(width / (2 * _range_quantile(table["n"])), dtype=np.float64)


def sd_from_five_numbers(table: Table, choices: Mapping[str, object]) -> FloatArray:
    """Average what the range and the quartiles give (Wan 2014)."""
    both = sd_from_range(table, choices) + sd_from_quartiles(table, choices)
    return np.asarray(both / 2, dtype=np.float64)


def mean_from_quartiles(table: Table, _: Mapping[str, object]) -> FloatArray:
    """Weigh the median against the middle of the quartiles (Luo 2018)."""
    refuse_unfit_quantiles(table)
    weight = 0.7 + 0.39 / table["n"]
    middle = (table["q1"] + table["q3"]) / 2
    return np.asarray(weight * middle + (1 - weight) * table["median"])


def mean_from_range(table: Table, _: Mapping[str, object]) -> FloatArray:
    """Weigh the median against the middle of the range (Luo 2018)."""
    refuse_unfit_quantiles(table)
    weight = 4 / (4 + table["n"] ** 0.75)
    middle = (table["minimum"] + table["maximum"]) / 2
    return np.asarray(weight * middle + (1 - weight) * table["median"])


def mean_from_five_numbers(table: Table, _: Mapping[str, object]) -> FloatArray:
    """Weigh the median, the quartiles and the range against each other (Luo 2018)."""
    refuse_unfit_quantiles(table)
    outer = 2.2 / (2.2 + table["n"] ** 0.75)
    inner = 0.7 - 0.72 / table["n"] ** 0.55
    middle = (table["minimum"] + table["maximum"]) / 2
    quartiles = (table["q1"] + table["q3"]) / 2
    rest = 1 - outer - inner
    return np.asarray(outer * middle + inner * quartiles + rest * table["median"])
