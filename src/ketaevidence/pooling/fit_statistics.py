"""How well a model fits: likelihood, deviance and information criteria."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.choices import INVERSE_VARIANCE
from ketaevidence.pooling.sums import make_sample

if TYPE_CHECKING:
    from ketaevidence.pooling.model import Pooled

#: The methods that maximise a likelihood, with tau2 fixed or estimated.
LIKELIHOODS = ("EE", "ML", "REML")


@dataclass(frozen=True, slots=True)
class FitStatistics:
    """How well a model fits the studies; to compare models of the same studies.

    Parameters
    ----------
    log_likelihood
        The log-likelihood, for REML the restricted one.
    deviance
        Twice the distance to the model with an effect for each study; for REML minus
        twice the log-likelihood.
    aic, bic, aicc
        Information criteria, smaller is better.
    is_restricted
        Whether it is the restricted likelihood, which says nothing about models with
        other moderators.
    """

    log_likelihood: float
    deviance: float
    aic: float
    bic: float
    aicc: float
    is_restricted: bool


def fit_statistics(pooled: Pooled) -> FitStatistics:
    """Compute likelihood, deviance, AIC, BIC and AICc of a pooled result.

    Raises
    ------
    PoolingError
        For one study, for estimators that do not maximise a likelihood, and for
        weights that are not the inverse variances.

    Notes
    -----
    ML, EE: l = -1/2 [k log(2 pi) + sum log(vi + tau2) + y'Py]. REML: l = -1/2
    [(k-1) log(2 pi) - log k + sum log(vi + tau2) + log W + y'Py], W = sum(1 / (vi +
    tau2)). With m parameters and n = k (REML: k - 1): AIC = 2m - 2l, BIC = m log n -
    2l, AICc = 2m N / (N - m - 1) - 2l, N = max(n, m + 2).
    """
    if pooled.k == 1 or pooled.method not in LIKELIHOODS or pooled.tau2 is None:
        msg = (
            "fit statistics need two studies or more and a method with a likelihood "
            f"({', '.join(LIKELIHOODS)}), not {pooled.method} of {pooled.k}"
        )
        raise PoolingError(msg)
    if pooled.settings["weights"] != INVERSE_VARIANCE:
        msg = "fit statistics belong to the model's own weights; pool without weights="
        raise PoolingError(msg)
    is_restricted = pooled.method == "REML"
    sample = make_sample(pooled.effects.yi, pooled.effects.vi)
    t = pooled.tau2 / sample.unit**2
    n = pooled.k - 1 if is_restricted else pooled.k
    with np.errstate(all="ignore"):
        height = float(sample.log_likelihood(t, restricted=is_restricted)[0])
        excess = float(np.log1p(t / sample.v).sum())
        q = float(sample.sums(t).rss[0])
    likelihood = height - n * (math.log(2 * math.pi) / 2 + math.log(sample.unit))
    if is_restricted:
        likelihood += math.log(pooled.k) / 2
    m = 1 if pooled.method == "EE" else 2
    smallest = max(n, m + 2)
    return FitStatistics(
        log_likelihood=likelihood,
        deviance=-2 * likelihood if is_restricted else excess + q,
        aic=2 * m - 2 * likelihood,
        bic=m * math.log(n) - 2 * likelihood,
        aicc=2 * m * smallest / (smallest - m - 1) - 2 * likelihood,
        is_restricted=is_restricted,
    )
