"""Where the likelihood of two variances is highest, boundaries included.

At a fixed variance within clusters (t), the likelihood over the variance between them
(s) is that of one variance, all of whose maxima are found for certain (``tau2.peaks``).
What is left is a curve over t. Its slope is computed on a fine grid from 0 to where it
falls for certain, and every place where it turns from rising to falling is followed to
the maximum; the highest counts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.multilevel.nested import Nested, Slices
from ketaevidence.pooling.sums import FloatArray, make_sample
from ketaevidence.pooling.tau2.likelihood import highest
from ketaevidence.pooling.tau2.peaks import peaks

#: By how much the largest weight falls from one point of the grid to the next.
RATIO = 1.25

#: Two log-likelihoods closer than this are a tie, and the smaller t is taken.
TIE = 1e-12

#: A point of the grid may not lie higher than the maximum by more than this share of
#: the log-likelihood's size.
SLACK = 1e-9

#: Relative width at which a root counts as found; brentq allows no less.
RTOL = 4 * float(np.finfo(np.float64).eps)

#: Steps allowed to one root; bisection alone needs about 60 from a point of the grid,
#: and as many powers of two as there are down to 0.
STEPS = 1200


@dataclass(frozen=True, slots=True)
class Top:
    """The best s at one t, or the best t at one s.

    Parameters
    ----------
    t, s
        Variance within and between clusters, in units.
    height
        The log-likelihood there, up to a constant of the data.
    maxima
        How many maxima the curve has.
    """

    t: float
    s: float
    height: float
    maxima: int = 1


def root(curve: Callable[[float], float], low: float, high: float) -> float:
    """Find where a curve crosses 0 between two points of different sign."""
    found, report = brentq(
        curve,
        low,
        high,
        xtol=1e-300,
        rtol=RTOL,
        maxiter=STEPS,
        full_output=True,
        disp=False,
    )
    if not (report.converged and math.isfinite(found)):
        msg = (
            "the likelihood of the two variances could not be followed between "
            f"{low:.6g} and {high:.6g} (in units of the data's variance); report the "
            "data"
        )
        raise PoolingError(msg)
    return float(found)


def upper_bound(nested: Nested) -> float:
    """Give a value of t above which the likelihood falls, whatever s is.

    y'PPy <= R / t^2 and tr(P) >= (k - J) / (vmax + t), by the contrasts within
    clusters, R the sum of squares about the plain mean; so t^2 > r (vmax + t) is
    enough, r = R / (k - J).
    """
    r = nested.spread / (nested.k - nested.clusters)
    largest = float(nested.v.max())
    return (r + math.sqrt(r**2 + 4 * r * largest)) / 2 * 1.01


class Ridge:
    """The likelihood at the best s of each t, and at the best t of each s.

    Parameters
    ----------
    nested
        The effects in their clusters.
    restricted
        The restricted likelihood (REML) instead of the full one (ML).
    """

    def __init__(self, nested: Nested, *, restricted: bool) -> None:
        self.nested = nested
        self.restricted = restricted
        self.grid = _grid(nested)
        self.slices = nested.at(self.grid)

    def over_s(self, t: float) -> Top:
        """Find the best s at one t: the highest of all its maxima."""
        here = self.nested.at(t)
        means, variances = here.means[0], here.variances[0]
        sample = make_sample(means, variances)
        found = peaks(sample, restricted=self.restricted)
        s = highest(sample, found, restricted=self.restricted) * sample.unit**2
        return Top(t, s, self._height(here, s), len(found.maxima))

    def over_t(self, s: float) -> Top:
        """Find the best t at one s: the highest of its maxima on the grid."""
        slopes = self.slices.slope(s, restricted=self.restricted)
        return self._highest(
            slopes, lambda t: self._slope(t, s), lambda t: self._at(t, s)
        )

    def top(self) -> Top:
        """Find the highest point of all."""
        tops = [self.over_s(float(t)) for t in self.grid]
        slopes = self.slices.slope([top.s for top in tops], restricted=self.restricted)
        best = self._highest(
            slopes, lambda t: self._slope(t, self.over_s(t).s), self.over_s
        )
        tallest = max(top.height for top in tops)
        if not best.height >= tallest - SLACK * max(1.0, abs(tallest)):
            msg = (
                "the highest likelihood of the two variances was not found; report the "
                "data"
            )
            raise PoolingError(msg)
        return best

    def _highest(
        self,
        slopes: FloatArray,
        slope: Callable[[float], float],
        at: Callable[[float], Top],
    ) -> Top:
        if not np.isfinite(slopes).all() or slopes[-1] > 0:
            msg = "the likelihood of the two variances has no maximum to be computed"
            raise PoolingError(msg)
        falls = np.flatnonzero((slopes[:-1] > 0) & (slopes[1:] <= 0))
        places = [
            root(slope, float(self.grid[i]), float(self.grid[i + 1])) for i in falls
        ]
        if slopes[0] <= 0:
            places.insert(0, 0.0)
        tops = [at(t) for t in places]
        tallest = max(top.height for top in tops)
        best = next(top for top in tops if top.height >= tallest - TIE)
        return Top(best.t, best.s, best.height, max(len(tops), best.maxima))

    def _slope(self, t: float, s: float) -> float:
        return float(self.nested.at(t).slope(s, restricted=self.restricted)[0])

    def _at(self, t: float, s: float) -> Top:
        return Top(t, s, self._height(self.nested.at(t), s))

    def _height(self, here: Slices, s: float) -> float:
        return float(here.log_likelihood(s, restricted=self.restricted)[0])


def _grid(nested: Nested) -> FloatArray:
    upper, smallest = upper_bound(nested), float(nested.v.min())
    if upper <= 0.0:  # all effects are equal
        return np.zeros(1)
    whole = math.log1p(upper / smallest)
    steps = max(1, math.ceil(whole / math.log(RATIO)))
    grid = smallest * np.expm1(np.arange(steps + 1) * (whole / steps))
    return np.asarray(grid, dtype=np.float64)
