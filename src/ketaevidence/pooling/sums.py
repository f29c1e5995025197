"""The weighted sums that every pooled number is made of.

All formulas are sums over the studies: no matrix of k x k is ever built. Values of
tau2 may come as a batch, so that a whole curve costs one pass.

With W = diag(w) the weights and P = W - w w' / sum(w), every sum below is a quadratic
form in P or a trace of its powers. P is positive and falls as tau2 grows, so each of
them falls too: what the search for all maxima of a likelihood rests on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketaevidence.errors import PoolingError

FloatArray = npt.NDArray[np.float64]


def _floats(values: npt.ArrayLike) -> FloatArray:
    """Tell the type checker what numpy's generic functions give back."""
    return np.asarray(values, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the studies add up to at one or many values of tau2, shape ``(B,)`` each.

    Parameters
    ----------
    weights
        w = 1 / (v + tau2), one row per value of tau2, shape ``(B, k)``.
    total
        W, the sum of the weights.
    mean
        The weighted mean b.
    projected
        P y, that is w (y - b), shape ``(B, k)``.
    rss
        y'Py, the sum of w (y - b)^2; Cochran's Q at tau2 = 0.
    rss2
        y'PPy.
    trace
        tr(P).
    """

    weights: FloatArray
    total: FloatArray
    mean: FloatArray
    projected: FloatArray
    rss: FloatArray
    rss2: FloatArray
    trace: FloatArray

    @property
    def rss3(self) -> FloatArray:
        """Compute y'PPPy, half of how fast y'PPy falls with tau2."""
        w, u = self.weights, self.projected
        apart = u - (np.vecdot(w, u) / self.total)[:, np.newaxis]
        return _floats(np.vecdot(w * apart, apart))

    @property
    def trace2(self) -> FloatArray:
        """Compute tr(PP), how fast tr(P) falls with tau2.

        Equal to sum w^2 - 2 (sum w^3) / W + (sum w^2)^2 / W^2, which loses all its
        digits when one study holds nearly all the weight; so the largest weight is
        kept apart, and nothing large is subtracted.
        """
        first, rest = self.weights[:, 0], self.weights[:, 1:]
        sum1 = np.add.reduce(rest, axis=1)
        sum2 = np.vecdot(rest, rest)
        sum3 = np.vecdot(rest * rest, rest)
        share = first / self.total
        alone = (share * sum1) ** 2 + 2.0 * share**2 * sum2
        others = sum2 - 2.0 * sum3 / self.total + (sum2 / self.total) ** 2
        return _floats(alone + others)


@dataclass(frozen=True, slots=True)
class Moments:
    """What the studies add up to with fixed weights a, for estimators by moments.

    With P = A - A X (X'AX)^-1 X'A, A = diag(a), and V the diagonal of the variances.

    Parameters
    ----------
    q
        y'Py, the generalised Q.
    trace, trace2
        tr(P) and tr(PP).
    trace_v
        tr(PV), the expectation of q when tau2 is 0.
    trace_pvp, trace_pvpv
        tr(PVP) and tr(PVPV), for the variance of q.
    """

    q: float
    trace: float
    trace_v: float
    trace2: float
    trace_pvp: float
    trace_pvpv: float


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

    @property
    def p(self) -> int:
        """Number of coefficients: the mean effect alone."""
        return 1

    def residual_spread(self) -> float:
        """Compute the ordinary variance of the effects about their mean, in units."""
        return _variance(self.y)

    def sums(self, tau2: npt.ArrayLike) -> Sums:
        """Add up the studies at each value of tau2 (in units of the sample)."""
        t = np.asarray(tau2, dtype=np.float64).reshape(-1, 1)
        w = 1.0 / (self.v + t)
        rest = w[:, 1:]
        first, sum1 = w[:, 0], np.add.reduce(rest, axis=1)
        total = first + sum1
        mean = np.vecdot(w, self.y) / total
        residual = self.y - mean[:, np.newaxis]
        projected = w * residual
        return Sums(
            weights=w,
            total=total,
            mean=mean,
            projected=projected,
            rss=np.vecdot(projected, residual),
            rss2=np.vecdot(projected, projected),
            # W - (sum of w^2) / W, without the cancellation beside a dominant weight.
            trace=(sum1 * (first + total) - np.vecdot(rest, rest)) / total,
        )

    def moments(self, weights: FloatArray) -> Moments:
        """Add up the studies with fixed weights, in the order of the sample."""
        a, v = weights, self.v
        total = float(a.sum())
        mean = float(a @ self.y) / total
        share, rest = a / total, _without_each(a)
        # The squared entries of P, summed over rows: diagonal and all the others.
        diagonal, others = rest**2, _without_each(a**2)
        column = share**2 * (diagonal + others)
        crossed = share**2 * v * (v * diagonal + _without_each(a**2 * v))
        return Moments(
            q=float((a * (self.y - mean) ** 2).sum()),
            trace=float((share * rest).sum()),
            trace_v=float((share * rest * v).sum()),
            trace2=float(column.sum()),
            trace_pvp=float((column * v).sum()),
            trace_pvpv=float(crossed.sum()),
        )

    def log_likelihood(self, tau2: npt.ArrayLike, *, restricted: bool) -> FloatArray:
        """Compute the log-likelihood at each tau2, up to a constant of the data."""
        t = np.atleast_1d(np.asarray(tau2, dtype=np.float64))
        sums = self.sums(t)
        twice = np.log(self.v + t[:, np.newaxis]).sum(axis=1) + sums.rss
        if restricted:
            twice += np.log(sums.total)
        return np.asarray(-0.5 * twice, dtype=np.float64)


def _without_each(parts: FloatArray) -> FloatArray:
    """Sum positive numbers without each of them in turn.

    Subtracting the largest from the sum would leave rounding error alone when it is
    nearly all of it, so that one is summed over the others.
    """
    rest = parts.sum() - parts
    largest = int(parts.argmax())
    rest[largest] = parts[:largest].sum() + parts[largest + 1 :].sum()
    return _floats(rest)


def _variance(values: FloatArray) -> float:
    """Compute the ordinary variance, with k - 1 in the denominator."""
    apart = values - np.add.reduce(values) / len(values)
    return float(np.vecdot(apart, apart)) / (len(values) - 1)


def make_sample(yi: FloatArray, vi: FloatArray) -> Sample:
    """Sort, centre and scale; refuse numbers too far apart to compute with."""
    order = np.lexsort((yi, vi))
    y, v = yi[order], vi[order]
    k = len(y)
    with np.errstate(all="ignore"):
        origin = float(y[0])
        shifted = y - origin
        square = max(
            _variance(shifted) if k > 1 else 0.0,
            float(v[(k - 1) // 2] + v[k // 2]) / 2,
        )
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
