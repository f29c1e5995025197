"""The weighted sums that every pooled number is made of.

All formulas are sums over the studies: no matrix of k x k is ever built. Values of
tau2 may come as a batch, so that a whole curve costs one pass.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketaevidence.errors import PoolingError

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Effects and variances on a scale of their own, most precise study first.

    The most precise effect is the origin and ``max(var(yi), median(vi))`` the unit
    of variance, so that tolerances mean the same for odds ratios and for
    millimetres. Sorting makes the result independent of the order of the studies to
    the last bit, and lets the largest weight be left out of a sum by position.

    Parameters
    ----------
    y, v
        Effects minus ``origin`` over ``unit``, and variances over ``unit`` squared.
    origin, unit
        How to come back: yi = origin + unit * y.
    order
        Where each study of the sorted sample stood in the input.
    """

    y: FloatArray
    v: FloatArray
    origin: float
    unit: float
    order: npt.NDArray[np.intp]

    @property
    def k(self) -> int:
        """Number of studies."""
        return len(self.y)

    def spread(self) -> float:
        """Compute the ordinary variance of the effects, in units."""
        return float(np.var(self.y, ddof=1))


def make_sample(yi: FloatArray, vi: FloatArray) -> Sample:
    """Sort, centre and scale; refuse numbers too far apart to compute with."""
    order = np.lexsort((yi, vi))
    y, v = yi[order], vi[order]
    with np.errstate(all="ignore"):
        origin = float(y[0])
        shifted = y - origin
        spread = float(np.var(shifted, ddof=1)) if len(y) > 1 else 0.0
        square = max(spread, float(np.median(v)))
        unit = float(np.sqrt(square))
        y, v = shifted / unit, v / square
        # Sums of weights to the third power must stay within floating point.
        is_safe = np.isfinite(y).all() and v[0] > 1e-90 and v[-1] < 1e90
    if not (is_safe and np.isfinite(unit) and unit > 0):
        msg = (
            "the effects or their variances lie too far apart to compute with "
            f"(variances from {vi.min():.3g} to {vi.max():.3g}); check their units"
        )
        raise PoolingError(msg)
    return Sample(y, v, origin, unit, order)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the studies add up to at one or many values of tau2.

    Parameters
    ----------
    weights
        w = 1 / (v + tau2), one row per value of tau2.
    total
        W, the sum of the weights.
    mean
        The weighted mean b.
    rss
        Sum of w (y - b)^2; Cochran's Q at tau2 = 0.
    rss2
        Sum of w^2 (y - b)^2, that is y'PPy.
    trace
        W - (sum of w^2) / W, that is tr(P).
    """

    weights: FloatArray
    total: FloatArray
    mean: FloatArray
    rss: FloatArray
    rss2: FloatArray
    trace: FloatArray


def _without_each(parts: FloatArray) -> FloatArray:
    """Sum each row without each of its parts in turn.

    The first part is the largest; subtracting it from the sum would leave rounding
    error alone when one study holds nearly all the weight.
    """
    rest = parts.sum(axis=-1, keepdims=True) - parts
    rest[..., 0] = parts[..., 1:].sum(axis=-1)
    return np.asarray(rest, dtype=np.float64)


def weighted_sums(sample: Sample, tau2: npt.ArrayLike) -> Sums:
    """Add up the studies at each value of tau2 (in units of the sample)."""
    t = np.atleast_1d(np.asarray(tau2, dtype=np.float64))
    w = 1.0 / (sample.v + t[:, np.newaxis])
    total = w.sum(axis=1)
    mean = (w * sample.y).sum(axis=1) / total
    residual = sample.y - mean[:, np.newaxis]
    weighted = w * residual
    return Sums(
        weights=w,
        total=total,
        mean=mean,
        rss=(weighted * residual).sum(axis=1),
        rss2=(weighted**2).sum(axis=1),
        trace=(w * _without_each(w)).sum(axis=1) / total,
    )


def trace_of_square(w: FloatArray) -> float:
    """Compute tr(PP) from one row of weights, as a sum of positive terms.

    Equal to sum w^2 - 2 (sum w^3) / W + (sum w^2)^2 / W^2, which loses all its
    digits when one study holds nearly all the weight.
    """
    share = w / w.sum()
    squares = _without_each(w) ** 2 + _without_each(w**2)
    return float((share**2 * squares).sum())


def restricted_log_likelihood(sample: Sample, tau2: npt.ArrayLike) -> FloatArray:
    """Compute the restricted log-likelihood, up to a constant of the data."""
    t = np.atleast_1d(np.asarray(tau2, dtype=np.float64))
    sums = weighted_sums(sample, t)
    log_variances = np.log(sample.v + t[:, np.newaxis]).sum(axis=1)
    return np.asarray(
        -0.5 * (log_variances + np.log(sums.total) + sums.rss), dtype=np.float64
    )
