"""Closing in on tau2: Newton's method on many samples at once.

Each sample leaves the search when it is done. A step small against c + tau2 (c the
smallest variance, the nearest point where the curve is singular) is the last: near a
simple root the error after a step is the square of the error before it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.batch.curve import BEND, GAIN, LOSS, TAU2, TURN, curve, totals
from ketaevidence.pooling.batch.maxima import Brackets
from ketaevidence.pooling.batch.rows import Rows
from ketaevidence.pooling.sums import FloatArray

#: A step this small against c + tau2 is the last one.
LAST_STEP = 1e-8

#: loss / gain this close to 1 is equal to within rounding.
EQUAL = 32 * float(np.finfo(np.float64).eps)

#: Steps after which a slope that is rounding alone ends the search.
PATIENCE = 5

#: Steps allowed to a sample; bisection alone needs about 60, Newton three or four.
STEPS = 200

#: Names a sample in a message.
Namer = Callable[[int], str]


def _slope(at: FloatArray, ratio: FloatArray) -> FloatArray:
    """Compute how fast loss / gain rises with tau2."""
    slope = (2.0 * ratio * at[BEND] - at[TURN]) / at[GAIN]
    return np.asarray(slope, dtype=np.float64)


def _start(low: FloatArray, high: FloatArray) -> FloatArray:
    """Guess the root from the curve's values and slopes at both ends.

    loss / gain is a straight line in tau2 when all variances are equal, so tau2 is
    interpolated over it, by a cubic. A guess outside the bracket gives way to the
    middle.
    """
    left, right = low[LOSS] / low[GAIN], high[LOSS] / high[GAIN]
    rise = right - left
    share = (1.0 - left) / rise
    rest = 1.0 - share
    width = high[TAU2] - low[TAU2]
    guess = low[TAU2] + share * share * (1.0 + 2.0 * rest) * width
    guess += rise * share * rest * rest / _slope(low, left)
    guess -= rise * share * share * rest / _slope(high, right)
    is_inside = (guess > low[TAU2]) & (guess < high[TAU2])
    middle = 0.5 * (low[TAU2] + high[TAU2])
    return np.asarray(np.where(is_inside, guess, middle), dtype=np.float64)


def slope_roots(
    rows: Rows, found: Brackets, *, restricted: bool, name: Namer
) -> FloatArray:
    """Find the maximum inside each bracket.

    Newton's method on loss / gain = 1; where it would leave the bracket, or its step
    does not shrink to half the one before, the bracket is halved.

    Raises
    ------
    PoolingError
        When a sample's maximum is not found; it is named.
    """
    low, high = found.low[TAU2].copy(), found.high[TAU2].copy()
    result = _start(found.low, found.high)
    active = np.arange(len(result))
    column, tau2, last = found.column, result.copy(), high - low
    y, v = rows.y.take(column, axis=1), rows.v.take(column, axis=1)
    if not len(active):
        return result
    for turn in range(STEPS):
        at = curve(y, v, tau2, restricted=restricted)
        ratio = at[LOSS] / at[GAIN]
        short = 1.0 - ratio
        after = tau2 + short / _slope(at, ratio)
        step = np.abs(after - tau2)
        is_low = short > 0.0
        low, high = np.where(is_low, tau2, low), np.where(is_low, high, tau2)
        is_good = (after >= low) & (after <= high) & (2.0 * step <= last)
        if not is_good.all():
            after = np.where(is_good, after, 0.5 * (low + high))
            step = np.abs(after - tau2)
        is_done = step <= LAST_STEP * (v[0] + tau2)
        if turn >= PATIENCE:
            # Rounding alone is left of the slope: no step would get any closer.
            is_equal = np.abs(short) <= EQUAL
            after = np.where(is_equal, tau2, after)
            is_done |= is_equal
        result[active] = after
        more = (~is_done).nonzero()[0]
        if not len(more):
            return result
        if len(more) < len(active):
            active, y, v = active[more], y.take(more, axis=1), v.take(more, axis=1)
            low, high = low[more], high[more]
            after, step = after[more], step[more]
        tau2, last = after, step
    msg = (
        "the maximum of the likelihood over tau2 was not found "
        f"{name(int(column[active].min()))}; use method='DL' and report the data"
    )
    raise PoolingError(msg)


def expected_q(rows: Rows, *, name: Namer) -> FloatArray:
    """Find the tau2 at which each sample's generalised Q is n - 1 (PM, EB).

    1 / Q is concave in tau2, so that Newton's method on it climbs from 0 to the root
    without ever passing it.

    Raises
    ------
    PoolingError
        When a sample's root is not found; it is named.
    """
    result = np.zeros(len(rows.n))
    df = rows.n - 1.0
    active = np.arange(len(result))
    y, v, tau2 = rows.y, rows.v, result.copy()
    for _ in range(STEPS):
        at = totals(y, v, tau2)
        excess = at.rss / df - 1.0
        # A step back is rounding, or Q too small already at 0.
        is_short = excess > EQUAL
        step = np.where(is_short, at.rss * excess, 0.0) / np.where(
            is_short, at.gain, 1.0
        )
        tau2 = tau2 + step
        result[active] = tau2
        more = (step > LAST_STEP * (v[0] + tau2)).nonzero()[0]
        if not len(more):
            return result
        if len(more) < len(active):
            active, tau2, df = active[more], tau2[more], df[more]
            y, v = y.take(more, axis=1), v.take(more, axis=1)
    msg = (
        "the tau2 at which Q takes its expected value was not found "
        f"{name(int(active.min()))}; use method='DL' and report the data"
    )
    raise PoolingError(msg)
