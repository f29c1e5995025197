"""Every maximum of every sample's likelihood over tau2, with none left out.

gain, loss, bend and turn (see :mod:`curve`) all fall as t = tau2 grows. With c the
smallest variance of the sample and x = c + t, the products x^2 gain, x loss, x^3 bend
and x^2 turn rise, because x w is at most 1. So each of the four is bounded between two
values of tau2 from both sides, by a constant and by a power of x, and the slope of the
likelihood, gain - loss, has bounds that hold for certain. An interval in which it keeps
its sign is done. One in which it falls throughout holds one maximum if the signs at its
ends say so, and none otherwise; one in which it rises holds none inside. All others are
divided. Five to ten values of tau2 for a sample are enough as a rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.batch.curve import BEND, GAIN, LOSS, TAU2, TURN, curve
from ketaevidence.pooling.batch.rows import Rows
from ketaevidence.pooling.sums import FloatArray

#: An interval in which c + tau2 grows by less than this share is divided no further. A
#: maximum and a minimum that both hide in it differ in height by less than the
#: likelihood can be computed.
NARROW = 1e-4

#: Rounds of division; 23 are enough for any c + tau2 within floating point.
ROUNDS = 64

#: The upper bound on tau2 is at least this share of the smallest variance.
LEAST_UPPER = 1e-3

#: By how much the bound on tau2 is raised above rounding.
MARGIN = 1.01


@dataclass(frozen=True, slots=True)
class Brackets:
    """Intervals with one maximum of the likelihood in each.

    Parameters
    ----------
    column
        The sample, shape ``(N,)``.
    low, high
        The curve at both ends, shape ``(5, N)``: its slope is positive at ``low`` and
        not at ``high``.
    starts_down
        Whether tau2 = 0 is a maximum, for each sample, shape ``(B,)``.
    """

    column: npt.NDArray[np.intp]
    low: FloatArray
    high: FloatArray
    starts_down: npt.NDArray[np.bool_]


def upper_bound(rows: Rows) -> FloatArray:
    """Give a tau2 above which each sample's likelihood falls for certain.

    gain <= (n-1) s2 / (vmin + t)^2 and loss >= (n-1) / (vmax + t), s2 the ordinary
    variance of the effects; so t^2 > s2 (vmax + t) is enough.
    """
    s2 = rows.squares() / np.maximum(rows.n - 1.0, 1.0)
    largest = rows.over_present(rows.v).max(axis=0)
    bound = (s2 + np.sqrt(s2 * s2 + 4.0 * s2 * largest)) / 2.0
    return np.asarray(MARGIN * bound, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What is known of the slope of the likelihood in each interval."""

    has_maximum: npt.NDArray[np.bool_]
    is_open: npt.NDArray[np.bool_]


def _judge(low: FloatArray, high: FloatArray, c: FloatArray) -> _Verdict:
    """Bound the slope and its own slope between the ends of each interval."""
    start, end = low[TAU2] + c, high[TAU2] + c
    ratio = end / start
    # The bounds of gain cross where x = start / fall, those of bend at start / cube.
    fall = np.sqrt(high[GAIN] / low[GAIN])
    # Where all effects are equal, fall is 0 over 0 and its bound says nothing.
    is_up = high[GAIN] > np.fmin(low[LOSS], ratio * fall * high[LOSS])
    is_down = low[GAIN] <= np.fmax(high[LOSS], low[LOSS] / (ratio * fall))
    cube = ratio * np.cbrt(high[BEND] / low[BEND])
    square = cube * cube
    falls = np.minimum(low[TURN], square * high[TURN]) < 2.0 * high[BEND]
    rises = np.maximum(high[TURN], low[TURN] / square) > 2.0 * low[BEND]
    is_narrow = ratio < 1.0 + NARROW
    # The signs at shared ends are exact, so a change of sign is never given up.
    is_crossed = (low[GAIN] > low[LOSS]) & (high[GAIN] <= high[LOSS])
    is_simple = falls | rises | is_narrow
    return _Verdict(
        has_maximum=is_crossed & is_simple,
        is_open=~is_simple & (is_crossed | ~(is_up | is_down)),
    )


def _first_points(c: FloatArray, upper: FloatArray, panels: int) -> FloatArray:
    """Divide c + tau2 evenly on the log scale, from tau2 = 0 to the upper bound."""
    share = np.arange(panels + 1)[:, np.newaxis] / panels
    points = c * np.expm1(share * np.log1p(upper / c))
    points[-1] = upper
    return np.asarray(points, dtype=np.float64)


def brackets(rows: Rows, *, restricted: bool, panels: int) -> Brackets:
    """Enclose every maximum of the likelihood of each sample.

    Parameters
    ----------
    rows
        Samples of one study or more.
    restricted
        The restricted likelihood (REML) instead of the full one (ML).
    panels
        Intervals to begin with: few for many samples, many for a few, where one
        round of larger arrays is quicker than several of small ones.

    Raises
    ------
    PoolingError
        When the bounds of a likelihood cannot be computed.
    """
    upper = upper_bound(rows)
    c = rows.v[0]
    # Where all effects are equal the bound is 0, and any interval does.
    upper = np.maximum(upper, LEAST_UPPER * c)
    found = curve(
        rows.y[:, np.newaxis],
        rows.v[:, np.newaxis],
        _first_points(c, upper, panels),
        restricted=restricted,
    )
    if not np.isfinite(found).all() or (found[GAIN, -1] > found[LOSS, -1]).any():
        msg = "the likelihood over tau2 has no maximum that can be computed"
        raise PoolingError(msg)
    starts_down = found[GAIN, 0] <= found[LOSS, 0]
    low, high = found[:, :-1], found[:, 1:]
    verdict = _judge(low, high, c)
    panel, column = verdict.has_maximum.nonzero()
    kept = [(column, low[:, panel, column], high[:, panel, column])]
    panel, column = verdict.is_open.nonzero()
    low, high = low[:, panel, column], high[:, panel, column]
    for _ in range(ROUNDS):
        if not len(column):
            columns, lows, highs = zip(*kept, strict=True)
            return Brackets(
                np.concatenate(columns),
                np.concatenate(lows, axis=1),
                np.concatenate(highs, axis=1),
                starts_down,
            )
        smallest = c[column]
        middle = np.sqrt((low[TAU2] + smallest) * (high[TAU2] + smallest)) - smallest
        middle = np.clip(middle, low[TAU2], high[TAU2])
        between = curve(
            rows.y.take(column, axis=1),
            rows.v.take(column, axis=1),
            middle,
            restricted=restricted,
        )
        column = np.concatenate((column, column))
        low, high = (
            np.concatenate((low, between), axis=1),
            np.concatenate((between, high), axis=1),
        )
        verdict = _judge(low, high, c[column])
        here = verdict.has_maximum.nonzero()[0]
        kept.append((column[here], low[:, here], high[:, here]))
        here = verdict.is_open.nonzero()[0]
        column, low, high = column[here], low[:, here], high[:, here]
    msg = "the maxima of a likelihood over tau2 could not be told apart"
    raise PoolingError(msg)
