"""Tests and intervals of a pooled effect: normal, t and Knapp-Hartung."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

#: The fewest studies for a prediction interval by t with k - 2 degrees of freedom.
FEWEST_FOR_T_K2 = 3


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


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a test multiplies the squared standard error by, and its distribution.

    Parameters
    ----------
    scale
        Factor of the squared standard error; 1 but for Knapp-Hartung.
    df
        Degrees of freedom; None for the normal distribution.
    """

    scale: float
    df: int | None


@lru_cache(maxsize=256)
def quantile(level: float, df: int | None) -> float:
    """Give the two-sided quantile of the normal (df None) or t distribution."""
    tail = (1 - level) / 2
    # From the lower tail, where the argument keeps its digits for levels near 1.
    return -float(ndtri(tail) if df is None else stdtrit(df, tail))


def yardstick(test: str, s2w: float, df: int, level: float) -> Yardstick:
    """Give scale and distribution of a test.

    Parameters
    ----------
    test
        One of ``choices.TESTS``.
    s2w
        The Knapp-Hartung scale, y'Py / df at the estimated tau2.
    df
        Studies minus coefficients.
    level
        Confidence level, which decides which of two intervals is wider.
    """
    if test == "z":
        return Yardstick(1.0, None)
    if test == "t":
        return Yardstick(1.0, df)
    if test == "knha-se":
        return Yardstick(max(1.0, s2w), df)
    scaled = Yardstick(s2w, df)
    if test == "knha-ci" and is_narrower_than_normal(scaled, level):
        return Yardstick(1.0, None)
    return scaled


def is_narrower_than_normal(yard: Yardstick, level: float) -> bool:
    """Tell whether an interval is narrower than the normal (Wald) interval."""
    half = quantile(level, yard.df) * float(np.sqrt(yard.scale))
    return half < quantile(level, None)


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


def prediction_yardstick(
    name: str, used: Yardstick, s2w: float, k: int
) -> Yardstick | None:
    """Give standard error and distribution of a prediction interval.

    Parameters
    ----------
    name
        One of ``choices.PREDICTIONS``, or ``"test"``.
    used
        What the test uses.
    s2w
        The Knapp-Hartung scale.
    k
        Number of studies.

    Returns
    -------
    Yardstick or None
        None where the interval is not defined or not wanted.
    """
    if name == "test":
        return used
    if name == "none" or (name == "t(k-2)" and k < FEWEST_FOR_T_K2):
        return None
    if name == "HK":
        return Yardstick(s2w, k - 1)
    df = {"z": None, "t(k-1)": k - 1, "t(k-2)": k - 2}[name]
    return Yardstick(used.scale, df)


def prediction(
    estimate: float, se: float, tau2: float, level: float, df: int | None
) -> tuple[float, float]:
    """Give the range in which the true effect of a new study is expected."""
    half = quantile(level, df) * float(np.hypot(se, np.sqrt(tau2)))
    return estimate - half, estimate + half
