"""Estimators of tau2 by moments: a quadratic form set equal to its expectation.

With fixed weights a and P = A - A X (X'AX)^-1 X'A the expectation of q = y'Py is
tr(PV) + tau2 tr(P), and its variance 2 tr(P(V + tau2 I)P(V + tau2 I)).
"""

from __future__ import annotations

import numpy as np

from ketaevidence.pooling.sums import FloatArray, Moments
from ketaevidence.pooling.tau2.model import Heterogeneity
from ketaevidence.pooling.tau2.sample import AnySample


def _spread_of_q(moments: Moments, tau2: float) -> float:
    """Compute the standard deviation of q = y'Py."""
    variance = (
        moments.trace_pvpv + 2 * tau2 * moments.trace_pvp + tau2**2 * moments.trace2
    )
    return float(np.sqrt(2 * variance))


def generalised_q(sample: AnySample, weights: FloatArray) -> Heterogeneity:
    """Estimate tau2 from a generalised Q with weights of the user's choice.

    Parameters
    ----------
    sample
        The studies.
    weights
        One weight above 0 for each study, in the order of the sample.

    Notes
    -----
    tau2 = max(0, (q - tr(PV)) / tr(P)).

    References
    ----------
    DerSimonian R, Kacker R (2007). Contemporary Clinical Trials 28:105-114.
    doi:10.1016/j.cct.2006.04.004
    """
    found = sample.moments(weights)
    tau2 = max(0.0, (found.q - found.trace_v) / found.trace)
    return Heterogeneity(tau2, _spread_of_q(found, tau2) / found.trace)


def hedges(sample: AnySample) -> Heterogeneity:
    """Estimate tau2 from the ordinary variance of the effects (HE).

    References
    ----------
    Hedges LV, Olkin I (1985). Statistical methods for meta-analysis. Academic Press.
    """
    return generalised_q(sample, np.ones(sample.k))


def _q_at_zero(sample: AnySample) -> tuple[float, float, float]:
    sums = sample.sums(0.0)
    return float(sums.rss[0]), float(sums.trace[0]), float(sums.trace2[0])


def dersimonian_laird(sample: AnySample) -> Heterogeneity:
    """Estimate tau2 from Cochran's Q (DL), set to 0 where the formula is negative.

    References
    ----------
    DerSimonian R, Laird N (1986). Controlled Clinical Trials 7:177-188.
    doi:10.1016/0197-2456(86)90046-2
    Biggerstaff BJ, Tweedie RL (1997). Statistics in Medicine 16:753-768 (the
    variance).
    """
    q, trace, trace2 = _q_at_zero(sample)
    df = sample.k - sample.p
    tau2 = max(0.0, (q - df) / trace)
    variance = 2 * df + 4 * tau2 * trace + 2 * tau2**2 * trace2
    return Heterogeneity(tau2, float(np.sqrt(variance)) / trace)


def hunter_schmidt(sample: AnySample) -> Heterogeneity:
    """Estimate tau2 as Hunter and Schmidt do (HS), which is too small on average.

    Notes
    -----
    tau2 = max(0, (Q - k) / sum(w)) with w = 1 / vi.

    References
    ----------
    Viechtbauer W (2005). Journal of Educational and Behavioral Statistics
    30:261-293. doi:10.3102/10769986030003261
    """
    q, trace, trace2 = _q_at_zero(sample)
    total = float((1 / sample.v).sum())
    tau2 = max(0.0, (q - sample.k) / total)
    df = sample.k - sample.p
    variance = 2 * df + 4 * tau2 * trace + 2 * tau2**2 * trace2
    return Heterogeneity(tau2, float(np.sqrt(variance)) / total)


def sidik_jonkman(sample: AnySample) -> Heterogeneity:
    """Estimate tau2 in one step from a crude positive value (SJ); never 0.

    Notes
    -----
    tau2 = t0 y'Py / (k - p) with w = 1 / (vi + t0), t0 = sum (yi - mean)^2 / k.
    Where all effects are equal, t0 and the estimate are 0.

    References
    ----------
    Sidik K, Jonkman JN (2005). Journal of the Royal Statistical Society C
    54:367-384. doi:10.1111/j.1467-9876.2005.00489.x
    """
    crude = float(np.var(sample.y))
    if crude == 0.0:
        return Heterogeneity(0.0, 0.0)
    df = sample.k - sample.p
    found = sample.moments(1 / (sample.v + crude))
    tau2 = crude * found.q / df
    return Heterogeneity(tau2, crude * _spread_of_q(found, tau2) / df)
