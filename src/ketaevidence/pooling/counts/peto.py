"""Peto's one-step odds ratio."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts.association import association
from ketaevidence.pooling.counts.combine import Account, Sum, Tests, stratified
from ketaevidence.pooling.counts.reading import checked_level
from ketaevidence.pooling.counts.strata import (
    Given,
    OwnEffects,
    Tables,
    read_strata,
)
from ketaevidence.pooling.counts.stratified import Stratified

#: Groups that differ more than this in size make Peto's estimate doubtful.
UNBALANCED = 3.0

#: So does an odds ratio that is more than this from 1, on either side.
LARGE_RATIO = 5.0


def peto_odds_ratio(
    data: Any = None,
    *,
    slab: Any = None,
    alike: Mapping[str, Any] | None = None,
    correct: bool = True,
    level: float = 0.95,
    **columns: Any,
) -> Stratified:
    """Pool odds ratios by observed less expected events, for rare events.

    Made for groups of about equal size and effects that are not large; otherwise it is
    biased towards no effect or beyond, and the Mantel-Haenszel method is to prefer.
    Nothing is added to any count; studies in which nobody, or everybody, had the event
    say nothing and have no weight.

    Parameters
    ----------
    data
        A table with named columns, or None.
    slab
        Study labels, or the name of their column.
    alike
        What must be equal for studies to be pooled, as in ``effect_sizes``.
    correct
        Continuity correction of the Mantel-Haenszel test (default).
    level
        Confidence level, between 0 and 1.
    **columns
        Values or column names: ``ai, bi, ci, di``; or ``ai, n1i, ci, n2i``.

    Returns
    -------
    Stratified
        Frozen; the odds ratio on the log scale, group 1 over group 2.

    Raises
    ------
    PoolingError
        When a count is impossible, or no study has both events and non-events.

    Notes
    -----
    log OR = sum(O - E) / sum(V), var = 1 / sum(V); O = a, E = n1 m / n, m = a + c,
    V = n1 n2 m (n - m) / (n^2 (n - 1)). Q = sum(V ((O - E) / V - log OR)^2).

    References
    ----------
    Yusuf S, Peto R, Lewis J, Collins R, Sleight P (1985). Progress in Cardiovascular
    Diseases 27:335-371. doi:10.1016/S0033-0620(85)80003-7
    Bradburn MJ, Deeks JJ, Berlin JA, Localio AR (2007). Statistics in Medicine
    26:53-77. doi:10.1002/sim.2528

    Examples
    --------
    >>> from ketaevidence.pooling.counts import peto_odds_ratio
    >>> pooled = peto_odds_ratio(ai=[2, 0, 5], n1i=[60, 40, 80],
    ...                          ci=[1, 3, 9], n2i=[61, 42, 79])
    >>> low, high = pooled.back_transform([pooled.ci_lb, pooled.ci_ub])
    >>> ratio = float(pooled.back_transform(pooled.estimate))
    >>> print(f"{ratio:.2f} [{low:.2f}, {high:.2f}]")
    0.53 [0.21, 1.30]
    """
    checked_level(level)
    given = Given(data, slab, alike, columns)
    strata = read_strata("PETO", given, OwnEffects(0.0, "none", drop00=True))
    tables = strata.tables
    with np.errstate(all="ignore"):
        share = tables.n1 / tables.n
        spread = share * (tables.n2 / tables.n) * tables.events * tables.others
        spread = spread / (tables.n - 1)
        total = float(spread.sum())
        if not total > 0:
            msg = (
                "PETO cannot be pooled: in every study either nobody or everybody had "
                "the event"
            )
            raise PoolingError(msg)
        excess = float((tables.a - tables.events * share).sum())
        estimate = excess / total
        return stratified(
            strata,
            Sum(estimate, 1.0 / total, spread),
            Tests(association(tables, correct=bool(correct)), None),
            Account(
                "Peto",
                settings={
                    "continuity_correction_of_test": bool(correct),
                    "method": "Peto's one-step odds ratio (one effect for all studies)",
                    "pooled_counts": {"add": 0.0, "to": "none"},
                    "variance": "hypergeometric",
                },
                notes=_notes(tables, estimate),
            ),
            float(level),
        )


def _notes(tables: Tables, estimate: float) -> tuple[str, ...]:
    notes = []
    if len(tables.slab) == 1:
        notes.append(f"This is one study ({tables.slab[0]}) and not a pool.")
    sizes = tables.n1 / tables.n2
    uneven = np.maximum(sizes, 1 / sizes) > UNBALANCED
    if uneven.any():
        names = ", ".join(tables.slab[row] for row in np.flatnonzero(uneven))
        notes.append(
            f"One group is more than {UNBALANCED:g} times the other, where Peto's "
            f"method is biased, in: {names}. Compare with mantel_haenszel."
        )
    if abs(estimate) > np.log(LARGE_RATIO):
        notes.append(
            "The effect is large, where Peto's method is biased. Compare with "
            "mantel_haenszel."
        )
    return tuple(notes)
