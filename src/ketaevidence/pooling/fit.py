"""One fit: from studies and choices to the pooled result."""

from __future__ import annotations

import math

import numpy as np

from ketaevidence.effects.model import Effects
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.caveats import (
    Outcome,
    caveats,
    knapp_hartung_caveat,
)
from ketaevidence.pooling.choices import Choices, settings_of
from ketaevidence.pooling.heterogeneity import (
    disagreement,
    h2_from_q,
    h2_from_tau2,
    i2_from_q,
    i2_from_tau2,
)
from ketaevidence.pooling.intervals import (
    infer,
    prediction,
    prediction_yardstick,
    yardstick,
)
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.sums import FloatArray, Sample, Sums, make_sample
from ketaevidence.pooling.tau2 import ESTIMATORS, Heterogeneity, generalised_q


def _estimate_tau2(
    sample: Sample, method: str, weights: FloatArray | None
) -> Heterogeneity:
    if method == "EE":
        return Heterogeneity(0.0, 0.0)
    if method == "GENQ":
        if weights is None:
            msg = "method='GENQ' needs weights="
            raise PoolingError(msg)
        return generalised_q(sample, weights)
    return ESTIMATORS[method](sample)


def _centre(
    sample: Sample, sums: Sums, tau2: float, weights: FloatArray | None
) -> tuple[float, float, FloatArray]:
    """Compute the mean, its variance and the share of each study, in units."""
    if weights is None:
        total = float(sums.total[0])
        return float(sums.mean[0]), 1.0 / total, sums.weights[0] / total
    share = weights / weights.sum()
    mean = float(np.vecdot(share, sample.y))
    return mean, float(np.vecdot(share**2, sample.v + tau2)), share


def combine(
    effects: Effects, choices: Choices, weights: FloatArray | None
) -> tuple[Pooled, str | None]:
    """Pool two or more studies; give the result and what to warn of."""
    sample = make_sample(effects.yi, effects.vi)
    unit, square = sample.unit, sample.unit**2
    ordered = None if weights is None else weights[sample.order]
    found = _estimate_tau2(sample, choices.method, ordered)
    sums = sample.sums(found.tau2)
    mean, variance, share = _centre(sample, sums, found.tau2, ordered)
    s2w = float(sums.rss[0]) / (sample.k - 1)
    yard = yardstick(choices.test, s2w, sample.k - 1, choices.level)
    estimate = sample.origin + unit * mean
    ordinary = unit * math.sqrt(variance)
    se, tau2 = ordinary * math.sqrt(yard.scale), square * found.tau2
    inference = infer(estimate, se, choices.level, yard.df)
    ahead = prediction_yardstick(choices.prediction, yard, s2w, sample.k)
    pi_lb, pi_ub = None, None
    if ahead is not None:
        error = ordinary * math.sqrt(ahead.scale)
        pi_lb, pi_ub = prediction(estimate, error, tau2, choices.level, ahead.df)
    spread = disagreement(sample, square)
    is_q = choices.i2 == "Q"
    percent = np.empty(sample.k)
    percent[sample.order] = 100 * share
    outcome = Outcome(
        effects=effects,
        choices=choices,
        se=se,
        ci_lb=inference.lb,
        ci_ub=inference.ub,
        df=yard.df,
        s2w=s2w,
        weights=percent,
        maxima=found.maxima,
    )
    pooled = Pooled(
        k=sample.k,
        estimate=estimate,
        se=se,
        zval=inference.statistic,
        ddf=yard.df,
        pval=inference.p,
        ci_lb=inference.lb,
        ci_ub=inference.ub,
        pi_lb=pi_lb,
        pi_ub=pi_ub,
        tau2=tau2,
        se_tau2=square * found.se if choices.is_random else None,
        I2=i2_from_q(spread.q, spread.df)
        if is_q
        else i2_from_tau2(tau2, spread.typical),
        H2=h2_from_q(spread.q, spread.df)
        if is_q
        else h2_from_tau2(tau2, spread.typical),
        QE=spread.q,
        QE_df=spread.df,
        QEp=spread.p,
        s2w=yard.scale,
        weights=percent,
        method=choices.method,
        test=choices.test,
        level=choices.level,
        settings=settings_of(effects, choices, interval=choices.test),
        effects=effects,
        notes=caveats(outcome),
        vt=spread.typical,
    )
    return pooled, knapp_hartung_caveat(outcome)


def single(effects: Effects, choices: Choices) -> Pooled:
    """Give one study back as it is, with its own normal interval."""
    estimate, se = float(effects.yi[0]), float(effects.se[0])
    inference = infer(estimate, se, choices.level, None)
    note = (
        f"This is one study ({effects.slab[0]}) and not a pool: its own estimate, "
        "with the normal interval from its own variance."
    )
    return Pooled(
        k=1,
        estimate=estimate,
        se=se,
        zval=inference.statistic,
        ddf=None,
        pval=inference.p,
        ci_lb=inference.lb,
        ci_ub=inference.ub,
        pi_lb=None,
        pi_ub=None,
        tau2=None,
        se_tau2=None,
        I2=None,
        H2=None,
        QE=None,
        QE_df=0,
        QEp=None,
        s2w=None,
        weights=np.array([100.0]),
        method=choices.method,
        test="z",
        level=choices.level,
        settings=settings_of(effects, choices, interval="z"),
        effects=effects,
        notes=(note, *effects.notes),
    )
