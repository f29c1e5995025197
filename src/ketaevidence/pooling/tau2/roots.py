"""The tau2 at which the generalised Q takes a wanted value."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.sums import FloatArray
from ketaevidence.pooling.tau2.sample import AnySample

#: Where the curve of the first guess is computed, in shares of log(vmin + t).
SHARES = np.linspace(0.0, 1.0, 16)

#: A step this small against tau2 plus the smallest variance ends the search.
CLOSE = 4 * float(np.finfo(np.float64).eps)

#: A root counts as found when it lies no further than this beyond, in the same share.
NEAR = 1e-9

#: Steps allowed; each doubles the number of right digits, 10 are usual.
STEPS = 200


def q_equals(sample: AnySample, wanted: npt.ArrayLike) -> FloatArray:
    """Find the tau2 at which y'Py falls to each wanted value.

    Parameters
    ----------
    sample
        The studies.
    wanted
        Values above 0, shape ``(B,)``.

    Returns
    -------
    numpy.ndarray
        tau2 in units of the sample, shape ``(B,)``: 0 where y'Py is exactly the
        wanted value there, NaN where it is below it already at 0.

    Raises
    ------
    PoolingError
        When the search does not end.

    Notes
    -----
    q(t) = y'Py falls with t, and 1/q is concave: (1/q)'' = 2 ((y'PPy)^2 - y'Py y'PPPy)
    / (y'Py)^3 <= 0 by Cauchy and Schwarz. So a step of Newton's method on 1/q ends left
    of the root, from wherever it starts, and every later one climbs towards it without
    passing it; near it each step doubles the digits. With R the residual sum of
    squares, R / (vmax + t) <= q(t) <= R / (vmin + t) bounds the roots. A coarse curve
    within these bounds gives the first guess.
    """
    target = np.atleast_1d(np.asarray(wanted, dtype=np.float64))
    residual = sample.residual_spread() * (sample.k - sample.p)
    smallest = float(sample.v[0])
    highest = max(0.0, residual / float(target.min()) - smallest)
    grid = smallest * np.expm1(SHARES * math.log1p(highest / smallest))
    heights = sample.sums(grid).rss
    is_there = heights[0] >= target
    tau2 = np.where(is_there, _first_guess(grid, heights, target), np.nan)
    active = is_there.nonzero()[0]
    # The last step of each search, where it climbed; a step back is no measure of it.
    climbed = np.zeros(len(target))
    has_turned = np.zeros(len(target), dtype=bool)
    for _ in range(STEPS):
        if not len(active):
            return tau2
        here, goal = tau2[active], target[active]
        sums = sample.sums(here)
        step = sums.rss * (sums.rss / goal - 1.0) / sums.rss2
        after = np.maximum(here + step, 0.0)
        if not np.isfinite(after).all():
            break
        # The error falls as the square of the one before: foretell the next.
        last, size, is_back = climbed[active], np.abs(step), step <= 0
        fall = np.divide(size, last, out=np.ones_like(size), where=last > 0)
        is_near = size * np.minimum(1.0, fall**2) <= CLOSE * (after + smallest)
        # The root is passed once at most: a later step back is rounding.
        is_done = is_back & ((last > 0) | has_turned[active])
        asked = (is_near & ~is_done).nonzero()[0]
        if len(asked):
            # Where the curve bends sharply, a short step may be far from the root.
            beyond = after[asked] + NEAR * (after[asked] + smallest)
            is_done[asked] = sample.sums(beyond).rss <= goal[asked]
        tau2[active] = after
        climbed[active] = np.where(is_back, 0.0, size)
        has_turned[active] |= is_back
        active = active[~is_done]
    msg = (
        "the tau2 at which Q takes its expected value was not found within "
        f"{STEPS} steps; check the effects and variances for errors of unit"
    )
    raise PoolingError(msg)


def _first_guess(
    grid: FloatArray, heights: FloatArray, target: FloatArray
) -> FloatArray:
    """Cut the chord of 1/q between the grid points around each root."""
    right = np.minimum(np.maximum((-heights).searchsorted(-target), 1), len(grid) - 1)
    left = right - 1
    # Without any spread q is 0 throughout, and the guess is not used.
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = 1.0 / heights
        share = (1.0 / target - ends[left]) / (ends[right] - ends[left])
    share = np.minimum(np.maximum(share, 0.0), 1.0)
    guess = grid[left] + share * (grid[right] - grid[left])
    safe = np.where(np.isfinite(guess), guess, grid[left])
    return np.asarray(safe, dtype=np.float64)
