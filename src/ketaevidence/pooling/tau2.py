"""How much the true effects differ between studies (tau2): DL and REML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.sums import (
    FloatArray,
    Sample,
    restricted_log_likelihood,
    trace_of_square,
    weighted_sums,
)

#: Ratio between neighbouring values of tau2 when the score is scanned for roots. The
#: weights, and with them the score, change by at most this ratio from one to the next.
SCAN_RATIO = 1.15

#: The scan starts this far below the smallest variance; below it, the weights move
#: by less than 2 % and the score is close to a straight line.
SCAN_START = 1 / 50

#: How many weights one block of the scan holds, to bound memory for large k.
SCAN_BLOCK = 200_000

#: Relative width at which a root counts as found; brentq allows no less.
ROOT_RTOL = 4 * float(np.finfo(np.float64).eps)

#: Absolute width, in units of max(var(yi), median(vi)).
ROOT_XTOL = 1e-18

#: Steps allowed to a root; bisection alone needs about 60 per factor of 1.15.
ROOT_STEPS = 500

#: Two log-likelihoods closer than this are a tie, and the smaller tau2 is taken.
TIE = 1e-12


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """An estimate of tau2 in units of the sample.

    Parameters
    ----------
    tau2
        The estimate, never negative.
    se
        Its standard error.
    maxima
        How many local maxima the likelihood has (1 for DL, which has none to find).
    """

    tau2: float
    se: float
    maxima: int = 1


def dersimonian_laird(sample: Sample) -> Heterogeneity:
    """Estimate tau2 by moments, set to 0 where the formula is negative."""
    sums = weighted_sums(sample, 0.0)
    df, trace = sample.k - 1, float(sums.trace[0])
    tau2 = max(0.0, (float(sums.rss[0]) - df) / trace)
    square = trace_of_square(sums.weights[0])
    variance = (2 * df + 4 * tau2 * trace + 2 * tau2**2 * square) / trace**2
    return Heterogeneity(tau2, float(np.sqrt(variance)))


def _score(sample: Sample, tau2: FloatArray) -> FloatArray:
    """Compute a function with the sign and the roots of the restricted score.

    The score is (y'PPy - tr(P)) / 2. Dividing by tr(P) keeps it of order one over
    any range of tau2.
    """
    sums = weighted_sums(sample, tau2)
    return np.asarray(sums.rss2 / sums.trace - 1.0, dtype=np.float64)


def _upper_bound(sample: Sample) -> float:
    """Give a value of tau2 above which the score is negative for certain.

    y'PPy <= (k-1) s2 / (vmin + tau2)^2 and tr(P) >= (k-1) / (vmax + tau2), s2 the
    ordinary variance of the effects; so tau2^2 > s2 (vmax + tau2) is enough.
    """
    s2, largest = sample.spread(), float(sample.v[-1])
    return float((s2 + np.sqrt(s2**2 + 4 * s2 * largest)) / 2) * 1.01


def _scan(sample: Sample, upper: float) -> tuple[FloatArray, FloatArray]:
    start = float(sample.v[0]) * SCAN_START
    if start >= upper:
        grid = np.array([0.0, upper])
    else:
        steps = int(np.ceil(np.log(upper / start) / np.log(SCAN_RATIO))) + 2
        grid = np.concatenate(([0.0], np.geomspace(start, upper, steps)))
    rows = max(1, SCAN_BLOCK // sample.k)
    blocks = [
        _score(sample, grid[first : first + rows])
        for first in range(0, len(grid), rows)
    ]
    return grid, np.concatenate(blocks)


def _with_turning_points(
    grid: FloatArray, score: FloatArray, at: Callable[[float], float]
) -> tuple[FloatArray, FloatArray]:
    """Add the points where the score turns back before it reaches zero.

    Between two grid points it may cross zero twice; then it has a turning point
    there, towards zero, and evaluating that point brings both crossings to light.
    """
    middle, left, right = score[1:-1], score[:-2], score[2:]
    turns = ((middle < 0) & (middle > left) & (middle > right)) | (
        (middle > 0) & (middle < left) & (middle < right)
    )
    extra = []
    for index in np.flatnonzero(turns) + 1:
        sign = -1.0 if score[index] < 0 else 1.0
        found = minimize_scalar(
            lambda t, sign=sign: sign * at(t),
            bounds=(float(grid[index - 1]), float(grid[index + 1])),
            method="bounded",
        )
        extra.append(float(found.x))
    if not extra:
        return grid, score
    points = np.concatenate((grid, extra))
    values = np.concatenate((score, [at(t) for t in extra]))
    order = np.argsort(points, kind="stable")
    return points[order], values[order]


def _root(at: Callable[[float], float], low: float, high: float) -> float:
    root, report = brentq(
        at,
        low,
        high,
        xtol=ROOT_XTOL,
        rtol=ROOT_RTOL,
        maxiter=ROOT_STEPS,
        full_output=True,
        disp=False,
    )
    if not (report.converged and np.isfinite(root)):
        msg = (
            f"REML did not converge between tau2 = {low:.6g} and {high:.6g} (in units "
            "of the data's variance); use method='DL' and report the data"
        )
        raise PoolingError(msg)
    return float(root)


def local_maxima(sample: Sample) -> list[float]:
    """Find every local maximum of the restricted likelihood, 0 included."""
    upper = _upper_bound(sample)
    if upper <= 0.0:  # all effects are equal
        return [0.0]

    def at(tau2: float) -> float:
        return float(_score(sample, np.array([tau2]))[0])

    grid, score = _scan(sample, upper)
    if not np.isfinite(score).all() or score[-1] > 0:
        msg = "the restricted likelihood has no maximum that can be computed"
        raise PoolingError(msg)
    grid, score = _with_turning_points(grid, score, at)
    falls = np.flatnonzero((score[:-1] > 0) & (score[1:] <= 0))
    inner = [_root(at, float(grid[i]), float(grid[i + 1])) for i in falls]
    return ([0.0] if score[0] <= 0 else []) + inner


def restricted_maximum_likelihood(sample: Sample) -> Heterogeneity:
    """Estimate tau2 by REML: the highest of all maxima of the likelihood."""
    maxima = local_maxima(sample)
    heights = restricted_log_likelihood(sample, maxima)
    best = int(np.flatnonzero(heights >= heights.max() - TIE)[0])
    tau2 = maxima[best]
    square = trace_of_square(weighted_sums(sample, tau2).weights[0])
    return Heterogeneity(tau2, float(np.sqrt(2.0 / square)), len(maxima))
