"""Studies with moderators, in units of their own: what the estimators of tau2 ask.

The columns of the design come centred and scaled (see ``moderators``), the studies are
sorted with the most precise one first, and every sum runs over the studies: no matrix
of k x k is ever built.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.regression.anchors import Anchored, anchor
from ketaevidence.pooling.sums import FloatArray, Moments


@dataclass(frozen=True, slots=True)
class DesignSums:
    """What the studies add up to at one or many values of tau2, shape ``(B,)`` each.

    P = W - W X (X'WX)^-1 X'W with W = diag(1 / (v + tau2)).

    Parameters
    ----------
    weights
        1 / (v + tau2), shape ``(B, k)``.
    projected
        P y, shape ``(B, k)``.
    rss, rss2, trace
        y'Py, y'PPy and tr(P).
    anchored
        The weighted design.
    """

    weights: FloatArray
    projected: FloatArray
    rss: FloatArray
    rss2: FloatArray
    trace: FloatArray
    anchored: Anchored

    @property
    def rss3(self) -> FloatArray:
        """Compute y'PPPy, half of how fast y'PPy falls with tau2."""
        left = self.anchored.residuals(self.projected)
        return np.asarray(np.einsum("bk,bk->b", left, left), dtype=np.float64)

    @property
    def trace2(self) -> FloatArray:
        """Compute tr(PP), how fast tr(P) falls with tau2."""
        return self.anchored.crossed_trace(self.weights, self.weights)


@dataclass(frozen=True, slots=True)
class Solution:
    """Coefficients at one tau2, in the units and columns of the sample.

    Parameters
    ----------
    coefficients
        Shape ``(p,)``.
    root
        A square root of (X'WX)^-1, shape ``(p, p)``: covariance = root @ root.T.
    weights, leverage, residuals
        1 / (v + tau2), the diagonal of the hat matrix and y - X b, each shape ``(k,)``
        in the order of the sample.
    rss
        The weighted sum of squared residuals.
    """

    coefficients: FloatArray
    root: FloatArray
    weights: FloatArray
    leverage: FloatArray
    residuals: FloatArray
    rss: float


@dataclass(frozen=True, slots=True)
class DesignSample:
    """Effects, variances and design on a scale of their own, most precise study first.

    Parameters
    ----------
    y, v
        Effects minus ``origin`` over ``unit``, and variances over ``unit`` squared.
    x
        Columns of the design, shape ``(k, p)``.
    origin, unit
        How to come back: yi = origin + unit * y. The origin is 0 where the design has
        no intercept to take it up.
    order
        Where each study of the sorted sample stood in the input.
    """

    y: FloatArray
    v: FloatArray
    x: FloatArray
    origin: float
    unit: float
    order: npt.NDArray[np.intp]

    @property
    def k(self) -> int:
        """Number of studies."""
        return len(self.y)

    @property
    def p(self) -> int:
        """Number of coefficients, the intercept included."""
        return int(self.x.shape[1])

    def residual_spread(self) -> float:
        """Compute the residual variance of ordinary least squares, in units."""
        return _ordinary_variance(self.x, self.y)

    def sums(self, tau2: npt.ArrayLike) -> DesignSums:
        """Add up the studies at each value of tau2 (in units of the sample)."""
        t = np.atleast_1d(np.asarray(tau2, dtype=np.float64))
        w = 1.0 / (self.v + t[:, np.newaxis])
        anchored = anchor(self.x, w)
        left = anchored.residuals(self.y)
        projected = anchored.root * left
        return DesignSums(
            weights=w,
            projected=projected,
            rss=np.einsum("bk,bk->b", left, left),
            rss2=np.einsum("bk,bk->b", projected, projected),
            trace=np.einsum("bk,bk->b", w, anchored.freedom()),
            anchored=anchored,
        )

    def moments(self, weights: FloatArray) -> Moments:
        """Add up the studies with fixed weights, in the order of the sample."""
        a = weights[np.newaxis, :]
        anchored = anchor(self.x, a)
        left, free = anchored.residuals(self.y)[0], anchored.freedom()[0]
        with_v = a * self.v
        return Moments(
            q=float(left @ left),
            trace=float(weights @ free),
            trace_v=float(with_v[0] @ free),
            trace2=float(anchored.crossed_trace(a, a)[0]),
            trace_pvp=float(anchored.crossed_trace(a, with_v)[0]),
            trace_pvpv=float(anchored.crossed_trace(with_v, with_v)[0]),
        )

    def log_likelihood(self, tau2: npt.ArrayLike, *, restricted: bool) -> FloatArray:
        """Compute the log-likelihood at each tau2, up to a constant of the data."""
        t = np.atleast_1d(np.asarray(tau2, dtype=np.float64))
        sums = self.sums(t)
        twice = np.log(self.v + t[:, np.newaxis]).sum(axis=1) + sums.rss
        if restricted:
            twice += sums.anchored.log_determinant()
        return np.asarray(-0.5 * twice, dtype=np.float64)

    def solve(self, weights: FloatArray) -> Solution:
        """Fit the coefficients with one set of weights, in the order of the sample."""
        anchored = anchor(self.x, weights[np.newaxis, :])
        root_weights, at = anchored.root[0], anchored.anchors[0]
        left = anchored.residuals(self.y)[0]
        residuals = left / root_weights
        basis = self.x[at]
        coefficients = np.linalg.solve(basis, self.y[at] - residuals[at])
        # I + G = K K', so the covariance of the anchors' fitted values is K'^-1 K^-1.
        factor = np.linalg.cholesky(np.eye(self.p) + anchored.gram[0])
        spread = np.linalg.inv(factor).T / root_weights[at][:, np.newaxis]
        return Solution(
            coefficients=coefficients,
            root=np.linalg.solve(basis, spread),
            weights=weights,
            leverage=1.0 - anchored.freedom()[0],
            residuals=residuals,
            rss=float(left @ left),
        )


def _ordinary_variance(x: FloatArray, y: FloatArray) -> float:
    left = anchor(x, np.ones((1, len(y)))).residuals(y)[0]
    return float(left @ left) / (len(y) - int(x.shape[1]))


def make_design_sample(
    yi: FloatArray, vi: FloatArray, x: FloatArray, *, has_intercept: bool
) -> DesignSample:
    """Sort, shift and scale; refuse numbers too far apart to compute with.

    The unit of variance is the larger of the residual variance of ordinary least
    squares and the median sampling variance.
    """
    order = np.lexsort((*x.T, yi, vi))
    y, v, columns = yi[order], vi[order], x[order]
    with np.errstate(all="ignore"):
        origin = float(y[0]) if has_intercept else 0.0
        shifted = y - origin
        square = max(_ordinary_variance(columns, shifted), float(np.median(v)))
        unit = float(np.sqrt(square))
        y, v = shifted / unit, v / square
        is_safe = np.isfinite(y).all() and v[0] > 1e-90 and v[-1] < 1e90
    if not (is_safe and np.isfinite(unit) and unit > 0):
        msg = (
            "the effects or their variances lie too far apart to compute with "
            f"(variances from {vi.min():.3g} to {vi.max():.3g}); check their units"
        )
        raise PoolingError(msg)
    return DesignSample(y, v, columns, origin, unit, order)
