"""Harbord's and Peters' tests: Egger's idea for events in two groups.

The standard error of a log odds ratio follows in part from the odds ratio itself, so
that Egger's test finds asymmetry where there is none. Both tests put something in its
place that does not.
"""

from __future__ import annotations

from typing import Any

from ketaevidence.effects.model import Effects
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.small_studies.counts import TwoGroups, two_groups
from ketaevidence.pooling.small_studies.line import fit_line
from ketaevidence.pooling.small_studies.model import RegressionTest
from ketaevidence.pooling.small_studies.predictors import (
    LARGE,
    PRECISE,
    check_differs,
)
from ketaevidence.pooling.small_studies.regression_test import from_line
from ketaevidence.pooling.small_studies.studies import (
    FewStudies,
    Studies,
    check_number,
)

HARBORD = "Harbord's test"
PETERS = "Peters' test"


def harbord_test(
    effects: Any,
    *,
    level: float | None = None,
    few_studies: FewStudies = "refuse",
) -> RegressionTest:
    """Test for small-study effects with events in two groups, by scores.

    Parameters
    ----------
    effects
        An :class:`Effects` of measure OR or PETO, made from counts, or a
        :class:`Pooled` of one.
    level
        Confidence level of intervals; that of the pool when one is given, else 0.95.
    few_studies
        ``"refuse"`` below ten studies, or ``"allow"``.

    Returns
    -------
    RegressionTest
        Frozen; its effects are the score-based log odds ratios Z / V.

    Raises
    ------
    PoolingError
        With fewer than ten studies unless they are allowed, fewer than three always;
        when the measure is another, the counts are unknown, or V is the same in all.

    Notes
    -----
    With a events among n1 patients of group 1, d events in all and n patients:
    Z = a - d n1 / n and V = n1 n2 d (n - d) / (n^2 (n - 1)), the score of the log
    odds ratio at no effect and its variance given the margins. Z / sqrt(V) is
    regressed on sqrt(V); written as here, Z / V on 1 / sqrt(V) with weights V and
    estimated dispersion, the slope is that regression's intercept (t, k - 2 df).
    Counts of zero need nothing added; studies where nobody or everybody had the event
    have V = 0 and are left out.

    References
    ----------
    Harbord RM, Egger M, Sterne JAC (2006). Statistics in Medicine 25:3443-3457.
    doi:10.1002/sim.2380
    Sterne JAC and others (2011). BMJ 343:d4002. doi:10.1136/bmj.d4002

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.pooling.small_studies import harbord_test
    >>> es = ke.effect_sizes("OR", ai=[2, 8, 15, 40, 30], n1i=[10, 30, 60, 200, 90],
    ...                      ci=[7, 14, 22, 50, 33], n2i=[10, 30, 60, 200, 90])
    >>> found = harbord_test(es, few_studies="allow")
    >>> print(f"t({found.df}) = {found.stat:.2f}, p = {found.pval:.3f}")
    t(3) = -4.14, p = 0.026
    """
    groups = two_groups(effects, ("OR", "PETO"), HARBORD)
    used_level = _level(effects, groups, level)
    notes = check_number(groups.effects.k, few_studies, HARBORD)
    n1, n2, n, events = groups.n1, groups.n2, groups.n, groups.events
    score = groups.events1 - events * (n1 / n)
    information = n1 * (n2 / n) * (events / n) * ((n - events) / (n - 1))
    scored = Effects(
        measure="PETO",
        yi=score / information,
        vi=1 / information,
        slab=groups.effects.slab,
        ni=groups.effects.ni,
        settings={"formula": "Z / V with variance 1 / V", "from": "counts"},
        alike=groups.effects.alike,
    )
    predictor = "1 / sqrt(V)"
    check_differs(scored.se, predictor)
    return from_line(
        HARBORD, scored, fit_line(scored.yi, scored.se, scored.vi), used_level,
        predictor=predictor, limit=PRECISE, weights="V, the variance of the score",
        few_studies=few_studies, notes=(*notes, *groups.notes),
    )  # fmt: skip


def peters_test(
    effects: Any,
    *,
    level: float | None = None,
    few_studies: FewStudies = "refuse",
) -> RegressionTest:
    """Test for small-study effects with events in two groups, by sample size.

    Parameters
    ----------
    effects
        An :class:`Effects` of measure OR made from counts, or a :class:`Pooled` of
        one; its zero-cell rule stands.
    level
        Confidence level of intervals; that of the pool when one is given, else 0.95.
    few_studies
        ``"refuse"`` below ten studies, or ``"allow"``.

    Returns
    -------
    RegressionTest
        Frozen.

    Raises
    ------
    PoolingError
        With fewer than ten studies unless they are allowed, fewer than three always;
        when the measure is another, the counts are unknown, or all studies are of the
        same size.

    Notes
    -----
    The log odds ratio is regressed on 1 / n with weights d (n - d) / n, where d of n
    patients in both groups had the event, and estimated dispersion (t, k - 2 df).

    References
    ----------
    Peters JL, Sutton AJ, Jones DR, Abrams KR, Rushton L (2006). JAMA 295:676-680.
    doi:10.1001/jama.295.6.676
    Sterne JAC and others (2011). BMJ 343:d4002. doi:10.1136/bmj.d4002

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.pooling.small_studies import peters_test
    >>> es = ke.effect_sizes("OR", ai=[2, 8, 15, 40, 30], n1i=[10, 30, 60, 200, 90],
    ...                      ci=[7, 14, 22, 50, 33], n2i=[10, 30, 60, 200, 90])
    >>> found = peters_test(es, few_studies="allow")
    >>> print(f"t({found.df}) = {found.stat:.2f}, p = {found.pval:.3f}")
    t(3) = -5.40, p = 0.012
    """
    groups = two_groups(effects, ("OR",), PETERS)
    used_level = _level(effects, groups, level)
    notes = check_number(groups.effects.k, few_studies, PETERS)
    n, events = groups.n, groups.events
    predictor = "1 / participants"
    check_differs(1 / n, predictor)
    line = fit_line(groups.effects.yi, 1 / n, n / (events * (n - events)))
    return from_line(
        PETERS, groups.effects, line, used_level, predictor=predictor, limit=LARGE,
        weights="d (n - d) / n, d of n patients with the event",
        few_studies=few_studies, notes=(*notes, *groups.notes),
    )  # fmt: skip


def _level(given: Any, groups: TwoGroups, asked: float | None) -> float:
    pooled = given if isinstance(given, Pooled) else None
    return Studies(groups.effects, pooled).level(asked)
