"""Quantiles and intervals of any distribution that knows its density and its sum.

A distribution may stand for several, one in each row; arrays of values have the
shape ``(rows, values)``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.sums import FloatArray

#: Into how many parts the lower tail is cut when the shortest interval is searched.
PARTS = 6

#: How much of the tail the outermost intervals of that scan leave on the other side.
NEARLY = 1e-4

#: Relative difference of two densities that counts as none.
LEVEL = 1e-12

#: Steps allowed to a root; bisection alone needs about 60.
STEPS = 300

#: Relative rounding of one number.
EPS = float(np.finfo(np.float64).eps)


class Distribution(ABC):
    """One distribution in each row, all of one kind."""

    __slots__ = ()

    #: Where the distribution begins.
    floor = -np.inf

    @property
    @abstractmethod
    def rows(self) -> int:
        """How many distributions there are."""

    @abstractmethod
    def mean(self) -> FloatArray:
        """Compute the mean of each row."""

    @abstractmethod
    def sd(self) -> FloatArray:
        """Compute the standard deviation of each row."""

    @abstractmethod
    def cdf(self, x: FloatArray) -> FloatArray:
        """Compute the probability below each x."""

    @abstractmethod
    def above(self, x: FloatArray) -> FloatArray:
        """Compute the probability above each x."""

    @abstractmethod
    def density(self, x: FloatArray) -> FloatArray:
        """Compute the density at each x."""

    @abstractmethod
    def about(self) -> tuple[FloatArray, FloatArray]:
        """Give a value inside each distribution, and the size of its finest detail."""

    def _bracket(self, p: FloatArray) -> tuple[FloatArray, FloatArray]:
        centre, reach = (part[:, np.newaxis] for part in self.about())
        low = np.broadcast_to(np.maximum(centre - reach, self.floor), p.shape)
        high = np.broadcast_to(centre + reach, p.shape)
        for _ in range(STEPS):
            is_high, is_low = self.cdf(low) > p, self.cdf(high) < p
            if not (is_high | is_low).any():
                return low, high
            width = high - low
            low = np.where(is_high, np.maximum(low - width, self.floor), low)
            high = np.where(is_low, high + width, high)
        msg = "a quantile of the posterior lies too far out to compute; lower the level"
        raise PoolingError(msg)

    def quantile(
        self, p: FloatArray, between: tuple[FloatArray, FloatArray] | None = None
    ) -> FloatArray:
        """Find below which value the probability is p, shape ``(rows, values)``.

        Newton's steps inside a bracket, and a bisection where they do not shrink.
        """
        low, high = self._bracket(p) if between is None else between
        x = low + 0.5 * (high - low)
        detail = self.about()[1][:, np.newaxis]
        found = p <= (0.0 if np.isfinite(self.floor) else -1.0)
        x = np.where(found, self.floor, x)
        moved = high - low
        for _ in range(STEPS):
            excess = self.cdf(x) - p
            low, high = np.where(excess < 0, x, low), np.where(excess > 0, x, high)
            with np.errstate(all="ignore"):
                newton = x - excess / self.density(x)
            half = low + 0.5 * (high - low)
            is_inside = (newton > low) & (newton < high)
            fine = 4 * EPS * np.maximum(np.abs(x), detail)
            is_exact = (excess == 0) | (half <= low) | (half >= high)
            found |= is_exact | (np.abs(newton - x) <= fine)
            if found.all():
                return x
            # Newton's steps must shrink by half; if not, the bracket is halved.
            is_newton = is_inside & (np.abs(newton - x) <= 0.5 * moved)
            new = np.where(found, x, np.where(is_newton, newton, half))
            moved, x = np.where(is_newton, np.abs(new - x), high - low), new
        msg = "a quantile of the posterior could not be found"
        raise PoolingError(msg)

    def equal_tailed(self, level: float) -> FloatArray:
        """Give the ends that leave the same probability on both sides."""
        tail = (1.0 - level) / 2.0
        return self.quantile(np.tile([tail, 1.0 - tail], (self.rows, 1)))

    def shortest(self, level: float) -> FloatArray:
        """Give the ends of the shortest interval with the probability, ``(rows, 2)``.

        The two ends have the same density, or the lower is where the distribution
        begins. The tail below is scanned first: a density may have several hills.
        """
        grid = (1.0 - level) * np.arange(PARTS + 1) / PARTS
        # The outermost intervals reach to infinity, so almost all of the tail is left.
        grid[-1] -= NEARLY * (1.0 - level)
        if not np.isfinite(self.floor):
            grid[0] = NEARLY * (1.0 - level)
        tails = np.tile(grid, (self.rows, 1))
        ends = self.quantile(np.concatenate((tails, tails + level), axis=1))
        low, high = ends[:, : PARTS + 1], ends[:, PARTS + 1 :]
        slopes = self._slope(low, high)
        best = (high - low).argmin(axis=1)
        row = np.arange(self.rows)
        before, after = np.maximum(best - 1, 0), np.minimum(best + 1, PARTS)
        found = self._level_ends(
            level,
            tails=np.column_stack((grid[before], grid[after])),
            lows=np.column_stack((low[row, before], low[row, after])),
            highs=np.column_stack((high[row, before], high[row, after])),
            # Before the shortest the length falls, after it the length rises.
            slopes=np.column_stack(
                (
                    np.minimum(slopes[row, before], -EPS),
                    np.maximum(slopes[row, after], EPS),
                )
            ),
        )
        begins = (best == 0) & (slopes[:, 0] >= 0)
        first = np.column_stack((low[:, 0], high[:, 0]))
        return np.where(begins[:, np.newaxis], first, found)

    def _slope(self, low: FloatArray, high: FloatArray) -> FloatArray:
        """Tell whether the interval grows (above 0) as the tail below it grows."""
        of_low, of_high = self.density(low), self.density(high)
        return (of_low - of_high) / (of_low + of_high)

    def _level_ends(
        self,
        level: float,
        tails: FloatArray,
        lows: FloatArray,
        highs: FloatArray,
        slopes: FloatArray,
    ) -> FloatArray:
        """Find the ends with the same density, between two intervals (secant)."""
        found, ends = np.zeros(self.rows, dtype=bool), lows
        last, of_last = tails[:, 0], slopes[:, 0]
        tail, slope = tails[:, 1], slopes[:, 1]
        for step in range(STEPS):
            with np.errstate(all="ignore"):
                secant = tail - slope * (tail - last) / (slope - of_last)
            is_inside = (secant > tails[:, 0]) & (secant < tails[:, 1])
            half = tails.mean(axis=1)
            last, of_last = tail, slope
            tail = np.where(is_inside & (step % 4 < 3), secant, half)
            between = np.stack((lows, highs), axis=1)
            new = self.quantile(
                np.column_stack((tail, tail + level)),
                (between[:, :, 0], between[:, :, 1]),
            )
            slope = self._slope(new[:, :1], new[:, 1:])[:, 0]
            ends = np.where(found[:, np.newaxis], ends, new)
            is_narrow = np.ptp(tails, axis=1) <= EPS * (1.0 - level)
            found |= (np.abs(slope) < LEVEL) | is_narrow
            if found.all():
                return ends
            side = np.column_stack((slope < 0, slope >= 0))
            tails = np.where(side, tail[:, np.newaxis], tails)
            lows = np.where(side, new[:, :1], lows)
            highs = np.where(side, new[:, 1:], highs)
        msg = "the shortest interval of the posterior could not be found"
        raise PoolingError(msg)
