"""Tests, intervals and shares of many pools at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, ndtr, ndtri, stdtr, stdtrit

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.batch.fit import Fits
from ketaevidence.pooling.sums import FloatArray

#: The tests that a batch knows, by the names of ``pool``.
TESTS = ("z", "t", "knha", "knha-se", "knha-ci")
#: Up to this many pools, each gets a quantile of its own; of more, each degrees of
#: freedom gets one.
FEW = 64


@dataclass(frozen=True, slots=True)
class Inferences:
    """Test and interval of each pool, shape ``(B,)``; NaN where not defined.

    Parameters
    ----------
    se
        Standard error of the test.
    scale
        What the squared ordinary standard error was multiplied by.
    ddf
        Degrees of freedom; infinite for the normal distribution.
    zval, pval
        Statistic against 0 and its two-sided p-value.
    ci_lb, ci_ub
        Confidence interval.
    """

    se: FloatArray
    scale: FloatArray
    ddf: FloatArray
    zval: FloatArray
    pval: FloatArray
    ci_lb: FloatArray
    ci_ub: FloatArray


def quantiles(level: float, ddf: FloatArray) -> FloatArray:
    """Give the two-sided quantile for each degrees of freedom (infinite: normal)."""
    tail = (1.0 - level) / 2.0
    known, place = ddf, None
    if len(ddf) > FEW:
        known, place = np.unique(ddf, return_inverse=True)
    is_normal = np.isinf(known)
    found = stdtrit(np.where(is_normal, 1.0, known), tail)
    found = -np.where(is_normal, ndtri(tail), found)
    one_each = found if place is None else found[place]
    return np.asarray(one_each, dtype=np.float64)


def _scale(fits: Fits, test: str, level: float) -> tuple[FloatArray, FloatArray]:
    """Give what each squared standard error is multiplied by, and its distribution."""
    ones = np.ones(len(fits.n))
    if test == "z":
        return ones, np.full(len(fits.n), np.inf)
    ddf, scale = fits.n - 1.0, fits.s2w
    is_single = ddf < 1.0
    if is_single.any():
        # One study has its own normal interval.
        ddf[is_single] = np.inf
        scale = np.where(is_single, 1.0, scale)
    if test == "t":
        return ones, ddf
    if test == "knha-se":
        return np.maximum(scale, 1.0), ddf
    if test == "knha-ci":
        width = quantiles(level, ddf) * np.sqrt(scale)
        is_narrow = width < -ndtri((1.0 - level) / 2.0)
        return np.where(is_narrow, 1.0, scale), np.where(is_narrow, np.inf, ddf)
    return scale, ddf


def infer(fits: Fits, test: str, level: float) -> Inferences:
    """Test each pool against 0 and give its interval.

    Parameters
    ----------
    fits
        The pools.
    test
        One of ``TESTS``.
    level
        Confidence level.
    """
    if test not in TESTS:
        msg = f"test={test!r} cannot be computed in batches; choose one of {TESTS}"
        raise PoolingError(msg)
    with np.errstate(all="ignore"):
        scale, ddf = _scale(fits, test, level)
        se = fits.se * np.sqrt(scale)
        # 0 over 0 has no statistic: Knapp-Hartung with equal effects of 0.
        zval = fits.estimate / se
        size = -np.abs(zval)
        pval = 2.0 * (ndtr(size) if test == "z" else _tail(size, ddf))
        half = quantiles(level, ddf) * se
        return Inferences(
            se, scale, ddf, zval, pval, fits.estimate - half, fits.estimate + half
        )


def _tail(size: FloatArray, ddf: FloatArray) -> FloatArray:
    """Give the probability below each statistic, which is not above 0."""
    is_normal = np.isinf(ddf)
    tail = stdtr(np.where(is_normal, 1.0, ddf), size)
    return np.where(is_normal, ndtr(size), tail) if is_normal.any() else tail


def cochran_p(fits: Fits) -> FloatArray:
    """Give the p-value of Cochran's Q of each pool."""
    return np.asarray(chdtrc(fits.n - 1.0, fits.Q), dtype=np.float64)


def shares(fits: Fits, *, from_q: bool) -> tuple[FloatArray, FloatArray]:
    """Give I2 [percent] and H2 of each pool, from tau2 or from Q."""
    with np.errstate(all="ignore"):
        if not from_q:
            both = fits.tau2 + fits.vt
            return 100.0 * fits.tau2 / both, both / fits.vt
        df = fits.n - 1.0
        share = np.maximum(0.0, fits.Q - df) / np.where(fits.Q == 0.0, 1.0, fits.Q)
        return 100.0 * share, np.where(fits.n > 1, fits.Q / df, np.nan)
