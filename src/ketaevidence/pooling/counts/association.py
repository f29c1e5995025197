"""Tests across strata: is there an effect at all, and is it the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import chdtrc

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts.strata import (
    Given,
    OwnEffects,
    Tables,
    read_strata,
)
from ketaevidence.pooling.sums import FloatArray

#: What Yates subtracts from the difference between observed and expected events.
CONTINUITY = 0.5


@dataclass(frozen=True, slots=True)
class Association:
    """The test that no study shows an effect, with 1 degree of freedom.

    Parameters
    ----------
    statistic, p
        Mantel and Haenszel's statistic (person-time: the same for rates), its p-value.
    cochran, cochran_p
        Cochran's statistic, with n instead of n - 1; None for person-time.
    correct
        Whether the continuity correction was made.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> told = ke.association_test(ai=[0, 0], n1i=[20, 30], ci=[4, 3], n2i=[21, 29])
    >>> told.correct, round(told.p, 4)
    (True, 0.0204)
    """

    statistic: float
    p: float
    cochran: float | None
    cochran_p: float | None
    correct: bool


@dataclass(frozen=True, slots=True)
class Homogeneity:
    """The tests that the odds ratio is the same in all studies.

    Parameters
    ----------
    breslow_day, breslow_day_p
        Breslow and Day's statistic and its p-value.
    tarone, tarone_p
        With Tarone's correction, which makes it exact for large samples.
    df
        Degrees of freedom: studies that say something about it, less one.
    """

    breslow_day: float
    breslow_day_p: float
    tarone: float
    tarone_p: float
    df: int


def association(tables: Tables, *, correct: bool) -> Association | None:
    """Test whether there is an effect in any study; None when no study can tell."""
    n1, n2, n = tables.n1, tables.n2, tables.n
    share = n1 / n
    excess = abs(float((tables.a - tables.events * share).sum()))
    # More than all of the difference cannot be due to counts being whole.
    gap = max(0.0, excess - CONTINUITY) if correct else excess
    if tables.is_rate:
        variance = float((tables.events * share * (n2 / n)).sum())
        if not variance > 0:
            return None
        statistic = gap**2 / variance
        return Association(statistic, _p(statistic), None, None, correct)
    spread = share * (n2 / n) * (tables.events / n) * (tables.others / n)
    # With something added to every cell, n may be below 2, but never 1.
    exact, large = float((spread * n**2 / (n - 1)).sum()), float((spread * n).sum())
    if not large > 0:
        return None
    statistic, cochran = gap**2 / exact, gap**2 / large
    return Association(statistic, _p(statistic), cochran, _p(cochran), correct)


def _p(statistic: float) -> float:
    return float(chdtrc(1, statistic))


def homogeneity(tables: Tables, log_odds_ratio: float) -> Homogeneity | None:
    """Test whether all studies have the pooled odds ratio; None with one study."""
    told = tables.take(~tables.is_one_sided())
    df = len(told.slab) - 1
    if df < 1:
        return None
    expected = _expected(told, float(np.exp(log_odds_ratio)))
    rest = (told.n1 - expected, told.events - expected)
    cells = (expected, *rest, told.n2 - told.events + expected)
    variance = 1.0 / np.sum([1.0 / cell for cell in cells], axis=0)
    apart = told.a - expected
    plain = float((apart**2 / variance).sum())
    tarone = plain - float(apart.sum()) ** 2 / float(variance.sum())
    # Both are sums of squares; rounding alone takes them below 0.
    tarone = max(0.0, tarone)
    return Homogeneity(
        plain, float(chdtrc(df, plain)), tarone, float(chdtrc(df, tarone)), df
    )


def _expected(tables: Tables, ratio: float) -> FloatArray:
    """Find the events of group 1 with this odds ratio and the margins of each study.

    x (n2 - m + x) = ratio (n1 - x) (m - x): a quadratic whose smaller root in absolute
    value is taken in the form that does not subtract.
    """
    m, n1, n2 = tables.events, tables.n1, tables.n2
    square = 1.0 - ratio
    line = n2 - m + ratio * (n1 + m)
    root = np.sqrt(line**2 + 4.0 * square * ratio * n1 * m)
    return np.asarray(2.0 * ratio * n1 * m / (line + root), dtype=np.float64)


def association_test(
    data: Any = None,
    *,
    slab: Any = None,
    alike: Mapping[str, Any] | None = None,
    correct: bool = True,
    **columns: Any,
) -> Association:
    """Test whether the groups differ in any study (Cochran-Mantel-Haenszel).

    It needs no effect of any study, so it stands where a ratio is 0 or infinite.

    Parameters
    ----------
    data
        A table with named columns, or None.
    slab
        Study labels, or the name of their column.
    alike
        What must be equal for studies to be pooled, as in ``effect_sizes``.
    correct
        Continuity correction of one half (default).
    **columns
        Values or column names: ``ai, bi, ci, di``; or ``ai, n1i, ci, n2i``; or, with
        person-time, ``x1i, t1i, x2i, t2i``.

    Returns
    -------
    Association
        Frozen.

    Raises
    ------
    PoolingError
        When a count is impossible or no study has both events and non-events.

    Notes
    -----
    (abs(sum(a - E)) - 1/2)^2 / sum(V), with E = n1 m / n, m all events of a study, and
    V the hypergeometric variance n1 n2 m (n - m) / (n^2 (n - 1)). Cochran's has n^3 in
    its denominator. Person-time: E = t1 m / t, V = m t1 t2 / t^2.

    References
    ----------
    Mantel N, Haenszel W (1959). Journal of the National Cancer Institute 22:719-748.
    doi:10.1093/jnci/22.4.719
    Cochran WG (1954). Biometrics 10:417-451. doi:10.2307/3001616

    Examples
    --------
    >>> from ketaevidence.pooling.counts import association_test
    >>> found = association_test(ai=[0, 0], n1i=[20, 30], ci=[4, 3], n2i=[21, 29])
    >>> print(f"{found.statistic:.3f}, p = {found.p:.4f}")
    5.375, p = 0.0204
    """
    measure = "IRD" if columns.get("x1i") is not None else "RD"
    given = Given(data, slab, alike, columns)
    strata = read_strata(measure, given, OwnEffects(0.0, "none", drop00=False))
    with np.errstate(all="ignore"):
        found = association(strata.tables, correct=bool(correct))
    if found is None:
        msg = (
            "there is nothing to test: in every study either nobody or everybody had "
            "the event"
        )
        raise PoolingError(msg)
    return found
