"""The Mantel-Haenszel method for odds, risks and rates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts.association import association, homogeneity
from ketaevidence.pooling.counts.combine import Account, Sum, Tests, stratified
from ketaevidence.pooling.counts.mh_formulas import VARIANCES, mantel_haenszel_sum
from ketaevidence.pooling.counts.reading import checked_level
from ketaevidence.pooling.counts.strata import (
    BoolArray,
    Given,
    OwnEffects,
    Rule,
    Strata,
    Tables,
    check_addition,
    read_strata,
)
from ketaevidence.pooling.counts.stratified import Stratified

Measure = Literal["OR", "RR", "RD", "IRR", "IRD"]
Variance = Literal["Robins-Breslow-Greenland", "Greenland-Robins", "Sato"]


def mantel_haenszel(  # noqa: PLR0913  (the names are metafor's)
    measure: Measure,
    data: Any = None,
    *,
    slab: Any = None,
    alike: Mapping[str, Any] | None = None,
    add: float = 0.5,
    to: Rule = "only0",
    drop00: bool = True,
    pool_add: float = 0.0,
    pool_to: Rule = "none",
    pool_drop00: bool = False,
    variance: Variance | None = None,
    correct: bool = True,
    level: float = 0.95,
    **columns: Any,
) -> Stratified:
    """Pool the counts of two groups, as if one effect held in every study.

    The studies' tables are added up with weights that need no variance of a single
    study, so rare events and zero cells do no harm, and nothing is added to any count
    unless asked for.

    Parameters
    ----------
    measure
        ``"OR"`` odds ratio, ``"RR"`` risk ratio, ``"RD"`` risk difference; with
        person-time ``"IRR"`` rate ratio, ``"IRD"`` rate difference. Group 1 over, or
        minus, group 2.
    data
        A table with named columns, or None.
    slab
        Study labels, or the name of their column.
    alike
        What must be equal for studies to be pooled, as in ``effect_sizes``.
    add, to, drop00
        For the studies' own effects, which only Cochran's test and the table use: what
        is added to counts and where (default one half where a cell is zero), and
        whether studies without events (or with only events) in both groups are left
        out (default).
    pool_add, pool_to, pool_drop00
        The same for the counts that are pooled: default nothing is added or left out.
    variance
        For ``RD``: ``"Sato"`` (default) or ``"Greenland-Robins"``.
    correct
        Continuity correction of the Mantel-Haenszel test (default).
    level
        Confidence level, between 0 and 1.
    **columns
        Values or column names: ``ai, bi, ci, di``; or ``ai, n1i, ci, n2i``; IRR and
        IRD: ``x1i, t1i, x2i, t2i``.

    Returns
    -------
    Stratified
        Frozen; ratios on the log scale.

    Raises
    ------
    PoolingError
        When a count is impossible, a request does not exist, or the pooled ratio is 0,
        infinite or not defined, because one group has no events in any study.

    Notes
    -----
    OR = sum(R) / sum(S), R = a d / n, S = b c / n, and with P = (a + d) / n,
    Q = (b + c) / n: var(log OR) = sum(P R) / (2 sum(R)^2)
    + sum(P S + Q R) / (2 sum(R) sum(S)) + sum(Q S) / (2 sum(S)^2).
    RR = sum(R) / sum(S), R = a n2 / n, S = c n1 / n:
    var(log RR) = sum((n1 n2 m - a c n) / n^2) / (sum(R) sum(S)), m = a + c.
    RD = sum(a n2 / n - c n1 / n) / sum(w), w = n1 n2 / n; Sato: var =
    (RD sum((n1^2 c - n2^2 a + n1 n2 (n2 - n1) / 2) / n^2) + sum((a d + b c) / (2 n)))
    / sum(w)^2; Greenland-Robins: var = sum(w^2 (a b / n1^3 + c d / n2^3)) / sum(w)^2.
    IRR and IRD likewise with person-time: R = x1 t2 / t, S = x2 t1 / t,
    var(log IRR) = sum(t1 t2 m / t^2) / (sum(R) sum(S)); w = t1 t2 / t,
    var(IRD) = sum(w^2 (x1 / t1^2 + x2 / t2^2)) / sum(w)^2.
    Q = sum((yi - estimate)^2 / vi).

    References
    ----------
    Mantel N, Haenszel W (1959). Journal of the National Cancer Institute 22:719-748.
    doi:10.1093/jnci/22.4.719
    Robins J, Breslow N, Greenland S (1986). Biometrics 42:311-323.
    doi:10.2307/2531052
    Greenland S, Robins JM (1985). Biometrics 41:55-68. doi:10.2307/2530643
    Sato T, Greenland S, Robins JM (1989). Biometrics 45:1323-1324 (letter).
    Breslow NE, Day NE (1980). Statistical Methods in Cancer Research, volume 1,
    section 4.4. IARC, Lyon.
    Tarone RE (1985). Biometrika 72:91-95. doi:10.1093/biomet/72.1.91

    Examples
    --------
    >>> from ketaevidence.pooling.counts import mantel_haenszel
    >>> pooled = mantel_haenszel("OR", ai=[2, 0, 5], n1i=[60, 40, 80],
    ...                          ci=[1, 3, 9], n2i=[61, 42, 79])
    >>> low, high = pooled.back_transform([pooled.ci_lb, pooled.ci_ub])
    >>> ratio = float(pooled.back_transform(pooled.estimate))
    >>> print(f"{ratio:.2f} [{low:.2f}, {high:.2f}]")
    0.52 [0.20, 1.33]
    """
    chosen = _check_request(measure, variance)
    more, where = check_addition(pool_add, pool_to)
    checked_level(level)
    given = Given(data, slab, alike, columns)
    strata = read_strata(measure, given, OwnEffects(add, to, bool(drop00)))
    tables = strata.tables
    used = ~(tables.is_one_sided() & bool(pool_drop00))
    with np.errstate(all="ignore"):
        pooled = tables.take(used).with_addition(more, where)
        total = mantel_haenszel_sum(pooled, measure, chosen)
        weights = np.zeros(len(used))
        weights[used] = total.weights
        is_odds = measure == "OR"
        tests = Tests(
            association=(
                association(pooled, correct=bool(correct))
                if is_odds or measure == "IRR"
                else None
            ),
            homogeneity=homogeneity(pooled, total.estimate) if is_odds else None,
        )
        return stratified(
            strata,
            Sum(total.estimate, total.variance, weights),
            tests,
            Account(
                "MH",
                settings={
                    "continuity_correction_of_test": bool(correct),
                    "method": "Mantel-Haenszel (one effect for all studies)",
                    "pooled_counts": _pooled_counts(tables, used, more, where),
                    "variance": chosen,
                },
                notes=_notes(strata, more, where),
            ),
            float(level),
        )


def _check_request(measure: str, variance: str | None) -> str:
    """Refuse what is not on offer; give the formula of the standard error."""
    if measure not in VARIANCES:
        msg = (
            f"measure={measure!r} is not on offer for Mantel-Haenszel; choose one of "
            f"{', '.join(VARIANCES)}"
        )
        raise PoolingError(msg)
    offer = VARIANCES[measure]
    if variance is not None and variance not in offer:
        msg = f"variance={variance!r} is not on offer; {measure} has {list(offer)}"
        raise PoolingError(msg)
    return offer[0] if variance is None else variance


def _pooled_counts(
    tables: Tables, used: BoolArray, add: float, to: str
) -> dict[str, object]:
    adjusted = tables.take(used)
    rows = adjusted.with_addition(add, to).a != adjusted.a
    return {
        "add": add,
        "adjusted": [adjusted.slab[row] for row in np.flatnonzero(rows)],
        "left_out": [tables.slab[row] for row in np.flatnonzero(~used)],
        "to": to,
    }


def _notes(strata: Strata, add: float, to: str) -> tuple[str, ...]:
    tables, notes = strata.tables, []
    k = len(tables.slab)
    if k == 1:
        notes.append(f"This is one study ({tables.slab[0]}) and not a pool.")
    silent = tables.is_one_sided()
    if silent.any() and strata.effects.measure in ("OR", "RR", "IRR") and not add:
        names = ", ".join(tables.slab[row] for row in np.flatnonzero(silent))
        notes.append(
            "In these studies nobody, or everybody, had the event; they say nothing "
            f"about the ratio: {names}."
        )
    if add > 0 and to != "none":
        notes.append(
            f"{add:g} was added to counts that were pooled (pool_to='{to}'), which the "
            "Mantel-Haenszel method does not need."
        )
    return tuple(notes)
