"""The weighted straight line behind the regression tests, with its spread estimated.

Weights say how precise the studies are relative to each other; how far they scatter
about the line is estimated from the residuals (a multiplicative dispersion).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.sums import FloatArray

#: Residuals of this many roundings of the numbers that they were made of are none.
ROUNDING = 16 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Line:
    """A fitted line: y = intercept + slope x.

    Parameters
    ----------
    intercept, intercept_se, slope, slope_se
        Coefficients and their standard errors.
    dispersion
        Weighted residual variance: 1 when the studies scatter as their variances say.
    df
        Degrees of freedom, k - 2.
    """

    intercept: float
    intercept_se: float
    slope: float
    slope_se: float
    dispersion: float
    df: int


def fit_line(y: FloatArray, x: FloatArray, v: FloatArray) -> Line:
    """Fit by weighted least squares with weights 1 / v.

    Parameters
    ----------
    y, x, v
        Effects, predictor (not constant) and variances above 0, shape ``(k,)``.

    Raises
    ------
    PoolingError
        When the numbers lie too far apart, or exactly on a line.

    Notes
    -----
    slope = Sxy / Sxx and intercept = my - slope mx, with weighted means and sums of
    squares; dispersion = sum(r^2 / v) / (k - 2), and it multiplies both variances.
    """
    with np.errstate(all="ignore"):
        line = _fitted(y, x, v)
    parts = (line.intercept, line.intercept_se, line.slope, line.slope_se)
    if not np.isfinite(parts).all():
        msg = (
            "the effects, their variances or the predictor lie too far apart to "
            f"compute with (variances from {v.min():.3g} to {v.max():.3g}); check "
            "their units"
        )
        raise PoolingError(msg)
    return line


def _fitted(y: FloatArray, x: FloatArray, v: FloatArray) -> Line:
    # The most precise study comes first and is the origin: beside a dominant study
    # nothing large is subtracted, and the order of the studies does not matter.
    order = np.lexsort((y, x, v))
    y, x, v = y[order], x[order], v[order]
    k = len(y)
    spread_x, spread_y = float(np.ptp(x)), float(np.ptp(y))
    if spread_y == 0:
        refuse_exact(k, float(y[0]))
    dx, dy = (x - x[0]) / spread_x, (y - y[0]) / spread_y
    w = v[0] / v
    total = float(w.sum())
    mean_x, mean_y = float(w @ dx) / total, float(w @ dy) / total
    cx, cy = dx - mean_x, dy - mean_y
    sxx = float(w @ (cx * cx))
    slope = float(w @ (cx * cy)) / sxx
    residual = cy - slope * cx
    rss = float(w @ (residual * residual))
    size = (np.abs(y) + abs(y[0])) / spread_y + abs(slope) * (
        (np.abs(x) + abs(x[0])) / spread_x
    )
    if rss <= float(w @ (ROUNDING * size) ** 2):
        refuse_exact(k, None)
    scaled = rss / (k - 2)
    at_zero = mean_x + x[0] / spread_x
    intercept_variance = scaled * (1 / total + at_zero**2 / sxx)
    return Line(
        intercept=float(y[0]) + spread_y * (mean_y - slope * at_zero),
        intercept_se=spread_y * float(np.sqrt(intercept_variance)),
        slope=slope * spread_y / spread_x,
        slope_se=float(np.sqrt(scaled / sxx)) * spread_y / spread_x,
        dispersion=scaled * spread_y**2 / float(v[0]),
        df=k - 2,
    )


def refuse_exact(k: int, value: float | None) -> None:
    """Refuse effects that leave no scatter: equal to a value, or on a line (None).

    Raises
    ------
    PoolingError
        Always.
    """
    if value is None:
        msg = (
            f"the {k} effects lie exactly on a line, so that no scatter is left to "
            "judge it by; check whether they were computed from each other"
        )
    else:
        msg = (
            f"all {k} effects are equal ({value:.6g}), so that no scatter is left to "
            "judge a trend by"
        )
    raise PoolingError(msg)
