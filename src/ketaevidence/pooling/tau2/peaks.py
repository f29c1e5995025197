"""Every maximum and minimum of a likelihood over tau2, with none left out.

The derivative of the (restricted) log-likelihood is half of

    f(t) = y'PPy - T,    T = tr(P) for REML, tr(W) for ML,
    f'(t) = T2 - 2 y'PPPy,   T2 = tr(PP) or tr(WW).

y'PPy, y'PPPy, T and T2 all fall as t grows. Between two values of tau2 each of them
lies between its values at the ends, and so f and f' have bounds there that hold for
certain. An interval in which f cannot be 0 is done; in which f' cannot be 0, f has at
most one root, which the signs at the ends tell. All others are divided further.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.sums import FloatArray
from ketaevidence.pooling.tau2.sample import AnySample

#: By how much the largest weight falls from one point of the first grid to the next.
RATIO = 1.5

#: Parts into which an undecided interval is divided.
PARTS = 4

#: Where an interval is divided, as shares of its width.
SHARES = np.arange(1, PARTS)[:, np.newaxis] / PARTS

#: Rounds of division. What is undecided then is narrower than 1e-12 of itself, and the
#: likelihood is flat there to the last digit.
ROUNDS = 25

#: How many weights one batch holds, to bound memory for large k.
BLOCK = 200_000

#: A step this small against tau2 plus the smallest variance ends the search.
CLOSE = 4 * float(np.finfo(np.float64).eps)

#: Steps allowed to one root; bisection alone needs about 60.
STEPS = 200


@dataclass(frozen=True, slots=True)
class _Curve:
    """f and what its bounds are made of at ascending values of tau2, one row each."""

    rows: FloatArray

    @property
    def t(self) -> FloatArray:
        """Values of tau2."""
        return cast("FloatArray", self.rows[0])

    @property
    def gain(self) -> FloatArray:
        """What lifts f: y'PPy."""
        return cast("FloatArray", self.rows[1])

    @property
    def loss(self) -> FloatArray:
        """What lowers f: T."""
        return cast("FloatArray", self.rows[2])

    @property
    def bend(self) -> FloatArray:
        """How fast y'PPy falls: 2 y'PPPy."""
        return cast("FloatArray", self.rows[3])

    @property
    def turn(self) -> FloatArray:
        """How fast T falls: T2."""
        return cast("FloatArray", self.rows[4])


def _curve(sample: AnySample, t: FloatArray, *, restricted: bool) -> _Curve:
    rows = np.empty((5, len(t)))
    rows[0] = t
    step = max(1, BLOCK // sample.k)
    for first in range(0, len(t), step):
        part = slice(first, first + step)
        sums = sample.sums(t[part])
        rows[1, part], rows[3, part] = sums.rss2, 2.0 * sums.rss3
        if restricted:
            rows[2, part], rows[4, part] = sums.trace, sums.trace2
        else:
            w = sums.weights
            rows[2, part], rows[4, part] = np.add.reduce(w, axis=1), np.vecdot(w, w)
    return _Curve(rows)


def _upper_bound(sample: AnySample) -> float:
    """Give a value of tau2 above which f is negative for certain.

    y'PPy <= (k-p) s2 / (vmin + t)^2 and tr(W) >= tr(P) >= (k-p) / (vmax + t), s2 the
    residual variance of the effects; so t^2 > s2 (vmax + t) is enough.
    """
    s2, largest = sample.residual_spread(), float(sample.v[-1])
    return (s2 + math.sqrt(s2**2 + 4 * s2 * largest)) / 2 * 1.01


def _first_grid(sample: AnySample, upper: float) -> FloatArray:
    smallest = float(sample.v[0])
    whole = math.log1p(upper / smallest)
    steps = max(1, math.ceil(whole / math.log(RATIO)))
    grid = smallest * np.expm1(np.arange(steps + 1) * (whole / steps))
    return np.asarray(grid, dtype=np.float64)


def _undecided(curve: _Curve) -> npt.NDArray[np.bool_]:
    """Tell which intervals may hold more roots of f than the signs at the ends tell."""
    gain, loss, bend, turn = curve.gain, curve.loss, curve.bend, curve.turn
    steepest_fall, steepest_rise = turn[1:] - bend[:-1], turn[:-1] - bend[1:]
    is_open = (gain[1:] <= loss[:-1]) & (gain[:-1] >= loss[1:])
    is_open &= (steepest_fall <= 0) & (steepest_rise >= 0)
    if is_open.any():
        # From either end, f gets no further than the steepest slope takes it.
        f = gain - loss
        reach = np.diff(curve.t) * np.maximum(-steepest_fall, steepest_rise)
        is_open &= (f[1:] * f[:-1] <= 0) | (np.abs(f[1:] + f[:-1]) <= reach)
    return is_open


def _with_more_points(
    sample: AnySample, curve: _Curve, where: npt.NDArray[np.bool_], *, restricted: bool
) -> _Curve:
    """Divide the intervals ``where``."""
    start = curve.t[:-1][where]
    width = curve.t[1:][where] - start
    points = start + width * SHARES
    more = _curve(sample, points.ravel(), restricted=restricted)
    rows = np.concatenate((curve.rows, more.rows), axis=1)
    return _Curve(rows[:, rows[0].argsort(kind="stable")])


def _root(sample: AnySample, curve: _Curve, index: int, *, restricted: bool) -> float:
    """Close in on the one root of f between two neighbouring points.

    Newton's method on T / y'PPy - 1, a straight line in tau2 when all variances are
    equal; where it would leave the bracket or slows down, the bracket is halved.
    """
    ends: list[list[float]] = curve.rows[:3, index : index + 2].tolist()
    (low, high), gains, losses = ends
    is_fall = gains[0] > losses[0]
    ratio = [
        loss / gain - 1.0 if gain > 0 else math.inf
        for gain, loss in zip(gains, losses, strict=True)
    ]
    t = low + (high - low) * ratio[0] / (ratio[0] - ratio[1])
    if not low < t < high:
        t = (low + high) / 2
    smallest, step, before = float(sample.v[0]), high - low, 0.0
    for _ in range(STEPS):
        here = _curve(sample, np.array([t]), restricted=restricted)
        _, gain, loss, bend, turn = here.rows[:, 0].tolist()
        if gain == loss:
            return t
        if (gain > loss) == is_fall:
            low = t
        else:
            high = t
        slope = loss * bend - turn * gain
        after = t - gain * (loss - gain) / slope if slope != 0.0 else math.nan
        limit, step = step / 2, abs(after - t)
        if low <= after <= high and step < limit:
            # The error falls as the square of the one before: foretell the next.
            left = step * min(1.0, (step / before) ** 2) if before else step
            before = step
        else:
            after = (low + high) / 2
            left = step = abs(after - t)
            before = 0.0
        t = after
        if left <= CLOSE * (t + smallest):
            return t
    msg = (
        f"the likelihood's maximum between tau2 = {low:.6g} and {high:.6g} (in units "
        "of the data's variance) was not found; use method='DL' and report the data"
    )
    raise PoolingError(msg)


@dataclass(frozen=True, slots=True)
class Peaks:
    """Where the likelihood turns, in units of the sample, ascending.

    Parameters
    ----------
    maxima
        Every local maximum, 0 included where the likelihood falls from there.
    minima
        The minima between them.
    """

    maxima: tuple[float, ...]
    minima: tuple[float, ...]


def peaks(sample: AnySample, *, restricted: bool) -> Peaks:
    """Find every maximum and minimum of the likelihood.

    Parameters
    ----------
    sample
        The studies.
    restricted
        The restricted likelihood (REML) instead of the full one (ML).

    Raises
    ------
    PoolingError
        When a maximum cannot be computed.
    """
    upper = _upper_bound(sample)
    if upper <= 0.0:  # all effects are equal
        return Peaks((0.0,), ())
    curve = _curve(sample, _first_grid(sample, upper), restricted=restricted)
    for _ in range(ROUNDS):
        where = _undecided(curve)
        if not where.any():
            break
        curve = _with_more_points(sample, curve, where, restricted=restricted)
    f = curve.gain - curve.loss
    if not np.isfinite(f).all() or f[-1] > 0:
        msg = "the likelihood over tau2 has no maximum that can be computed"
        raise PoolingError(msg)
    is_up = f > 0
    roots = [
        (bool(is_up[index]), _root(sample, curve, int(index), restricted=restricted))
        for index in np.flatnonzero(is_up[:-1] != is_up[1:])
    ]
    maxima = [root for is_maximum, root in roots if is_maximum]
    minima = [root for is_maximum, root in roots if not is_maximum]
    return Peaks(tuple(maxima if is_up[0] else [0.0, *maxima]), tuple(minima))
