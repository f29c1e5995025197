"""Tests and intervals of a pooled effect: normal, t and Knapp-Hartung."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit


@dataclass(frozen=True, slots=True)
class Inference:
    """The test of an estimate and its interval.

    Parameters
    ----------
    statistic
        Estimate over standard error; None for 0 over 0.
    p
        Two-sided p-value; None where the statistic is.
    lb, ub
        Confidence limits.
    """

    statistic: float | None
    p: float | None
    lb: float
    ub: float


def quantile(level: float, df: int | None) -> float:
    """Give the two-sided quantile of the normal (df None) or t distribution."""
    tail = (1 - level) / 2
    # From the lower tail, where the argument keeps its digits for levels near 1.
    return -float(ndtri(tail) if df is None else stdtrit(df, tail))


def infer(estimate: float, se: float, level: float, df: int | None) -> Inference:
    """Test an estimate against 0 and give its interval."""
    half = quantile(level, df) * se
    lb, ub = estimate - half, estimate + half
    if se == 0.0:
        # Knapp-Hartung with equal effects: no spread at all is left to judge by.
        if estimate == 0.0:
            return Inference(None, None, lb, ub)
        return Inference(float(np.copysign(np.inf, estimate)), 0.0, lb, ub)
    statistic = estimate / se
    tail = ndtr(-abs(statistic)) if df is None else stdtr(df, -abs(statistic))
    return Inference(statistic, 2 * float(tail), lb, ub)


def prediction(
    estimate: float, se: float, tau2: float, level: float, df: int | None
) -> tuple[float, float]:
    """Give the range in which the true effect of a new study is expected."""
    half = quantile(level, df) * float(np.hypot(se, np.sqrt(tau2)))
    return estimate - half, estimate + half
