"""The three-level model: effects within clusters, clusters within the field."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ketaevidence.effects.intervals import Interval
from ketaevidence.effects.model import Effects
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.heterogeneity import disagreement
from ketaevidence.pooling.intervals import infer, prediction
from ketaevidence.pooling.multilevel.caveats import caveats
from ketaevidence.pooling.multilevel.choices import (
    Choices,
    Method,
    Prediction,
    Test,
    choose,
    settings_of,
)
from ketaevidence.pooling.multilevel.maximum import Ridge, Top
from ketaevidence.pooling.multilevel.model import Multilevel
from ketaevidence.pooling.multilevel.nested import Nested, make_nested
from ketaevidence.pooling.multilevel.regions import between_region, within_region
from ketaevidence.pooling.regression.cells import listed
from ketaevidence.pooling.studies import as_effects
from ketaevidence.pooling.sums import FloatArray, make_sample
from ketaevidence.pooling.tau2.regions import Region

#: Parameters of the model: the mean and two variances.
PARAMETERS = 3


def multilevel(  # noqa: PLR0913  (one door)
    effects: Any,
    vi: Any = None,
    *,
    cluster: Any,
    method: Method = "REML",
    test: Test = "t",
    prediction: Prediction = "test",
    level: float = 0.95,
    slab: Any = None,
) -> Multilevel:
    """Pool several effects of each study, which are more alike than those of others.

    Trials that give several effects (subgroups, outcomes, sites) vary on two levels:
    true effects differ within a study, and studies differ from each other. The model
    estimates both, so that a study with ten effects does not count as ten studies.

    Parameters
    ----------
    effects
        An :class:`Effects`, or the effects as numbers, shape ``(k,)``.
    vi
        Variances, with numbers only, shape ``(k,)``.
    cluster
        What each effect belongs to (a study, a team, a district), one label per
        effect.
    method
        ``"REML"`` (default) or ``"ML"``, which finds too little heterogeneity with few
        clusters.
    test
        ``"t"`` (default) with J - 1 degrees of freedom, J clusters; ``"t(k-1)"`` with
        as many as effects less one; or ``"z"``.
    prediction
        Distribution of the prediction interval: ``"test"`` (default) that of the test,
        ``"t"``, ``"t(k-1)"``, ``"z"`` or ``"none"``.
    level
        Confidence level of all intervals, between 0 and 1.
    slab
        Labels of the effects, with numbers only.

    Returns
    -------
    Multilevel
        Frozen.

    Raises
    ------
    PoolingError
        When a variance is not above 0, an effect has no cluster, effects differ in what
        must be equal, all effects belong to one cluster, or each to its own: then the
        two variances cannot be told apart.

    Notes
    -----
    y_ij = mu + u_j + w_ij + e_ij with variances between (s), within (t) and vi. At each
    t the best s is found among all maxima; t is scanned from 0 to where the likelihood
    falls for certain, and each of its maxima is followed; the highest counts, s = 0
    and t = 0 included. With d = 1 / (vi + t), S_j the sum of d in cluster j and m_j its
    mean weighted by d: estimate = sum(m_j g_j) / sum(g_j), g_j = 1 / (1/S_j + s),
    se = 1 / sqrt(sum(g_j)). Intervals of s and t: profile likelihood. I2 of a level:
    its variance over s + t + typical variance within studies. Prediction interval of
    one new effect of a new cluster: estimate -/+ q sqrt(se^2 + s + t). AIC counts
    three parameters. Conventions are those of rma.mv in the R package metafor.

    References
    ----------
    Konstantopoulos S (2011). Research Synthesis Methods 2:61-76. doi:10.1002/jrsm.35
    Cheung MWL (2014). Psychological Methods 19:211-229. doi:10.1037/a0032968
    Van den Noortgate W, Lopez-Lopez JA, Marin-Martinez F, Sanchez-Meca J (2013).
    Behavior Research Methods 45:576-594. doi:10.3758/s13428-012-0261-6

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.pooling.multilevel import multilevel
    >>> y = [-1.9, -1.6, -0.4, -1.2, -1.0, 0.3, -2.4, -2.0]
    >>> pooled = multilevel(y, [0.1] * 8, cluster=list("AABCCDEE"))
    >>> print(f"{pooled.estimate:.2f} [{pooled.ci_lb:.2f}, {pooled.ci_ub:.2f}]")
    -1.05 [-2.29, 0.19]
    """
    choices = choose(method, test, prediction, level)
    studies = as_effects(effects, vi, slab)
    labels = _read_clusters(cluster, studies)
    with np.errstate(all="ignore"):
        return _fit(studies, labels, choices)


def _read_clusters(cluster: Any, effects: Effects) -> tuple[str, ...]:
    """Read a label for each effect; refuse what says nothing about two variances."""
    labels = tuple(str(cell) for cell in listed("cluster", cluster, effects.slab))
    names = list(dict.fromkeys(labels))
    if len(names) == 1:
        msg = (
            f"all effects belong to one cluster ({names[0]}), so that nothing is known "
            "of how clusters differ; use pool, or name the cluster of each effect"
        )
        raise PoolingError(msg)
    if len(names) == effects.k:
        msg = (
            "every effect is a cluster of its own, so that the variances between and "
            "within clusters cannot be told apart; use pool, whose tau2 is their sum"
        )
        raise PoolingError(msg)
    return labels


def _fit(effects: Effects, labels: tuple[str, ...], choices: Choices) -> Multilevel:
    nested = make_nested(effects, labels)
    unit, square, k, j = nested.unit, nested.unit**2, nested.k, nested.clusters
    ridge = Ridge(nested, restricted=choices.method == "REML")
    top = ridge.top()
    regions = (
        between_region(ridge, top, choices.level),
        within_region(ridge, top, choices.level),
    )
    mean, variance, percent = _centre(nested, top)
    estimate, se = nested.origin + unit * mean, unit * math.sqrt(variance)
    between, within = square * top.s, square * top.t
    df = choices.df(choices.test, k, j)
    inference = infer(estimate, se, choices.level, df)
    pi_lb = pi_ub = None
    if choices.prediction != "none":
        named = choices.test if choices.prediction == "test" else choices.prediction
        pi_lb, pi_ub = prediction(
            estimate, se, between + within, choices.level, choices.df(named, k, j)
        )
    spread = disagreement(make_sample(effects.yi, effects.vi), square)
    share = 100 / (between + within + spread.typical)
    likelihood = _log_likelihood(nested, top, restricted=ridge.restricted)
    n = k - 1 if ridge.restricted else k
    enough = max(n, PARAMETERS + 2)
    return Multilevel(
        k=k,
        clusters=j,
        estimate=estimate,
        se=se,
        zval=inference.statistic,
        ddf=df,
        pval=inference.p,
        ci_lb=inference.lb,
        ci_ub=inference.ub,
        pi_lb=pi_lb,
        pi_ub=pi_ub,
        sigma2_between=between,
        sigma2_within=within,
        between_interval=_interval(regions[0], square),
        within_interval=_interval(regions[1], square),
        I2_between=share * between,
        I2_within=share * within,
        vt=spread.typical,
        QE=spread.q,
        QE_df=spread.df,
        QEp=spread.p,
        log_likelihood=likelihood,
        aic=2 * PARAMETERS - 2 * likelihood,
        bic=PARAMETERS * math.log(n) - 2 * likelihood,
        aicc=2 * PARAMETERS * enough / (enough - PARAMETERS - 1) - 2 * likelihood,
        weights=percent,
        cluster=labels,
        method=choices.method,
        test=choices.test,
        level=choices.level,
        settings=settings_of(effects, choices, j),
        effects=effects,
        notes=caveats(effects, choices, j, (between, within), top.maxima, regions),
    )


def _centre(nested: Nested, top: Top) -> tuple[float, float, FloatArray]:
    """Compute the mean, its variance and the share of each effect [percent]."""
    here = nested.at(top.t)
    g = 1.0 / (here.variances[0] + top.s)
    total = float(g.sum())
    mean = float(np.vecdot(g, here.means[0])) / total
    sizes = np.diff(np.append(nested.starts, nested.k))
    of_cluster = np.repeat(g * here.variances[0] / total, sizes)
    percent = np.empty(nested.k)
    percent[nested.order] = 100 * of_cluster / (nested.v + top.t)
    return mean, 1.0 / total, percent


def _interval(region: Region, square: float) -> Interval:
    """Bring a region back to the scale of the effects; there is always one."""
    return Interval(square * (region.lb or 0.0), square * (region.ub or 0.0))


def _log_likelihood(nested: Nested, top: Top, *, restricted: bool) -> float:
    """Give the log-likelihood with its constants, on the scale of the effects."""
    n = nested.k - 1 if restricted else nested.k
    constant = n * (math.log(2 * math.pi) / 2 + math.log(nested.unit))
    return top.height - constant + (math.log(nested.k) / 2 if restricted else 0.0)
