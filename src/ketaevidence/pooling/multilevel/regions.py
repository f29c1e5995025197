"""Which values of one variance the effects do not contradict, the other left free."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from itertools import pairwise

import numpy as np
from scipy.special import chdtri

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.multilevel.maximum import Ridge, Top, root
from ketaevidence.pooling.tau2.regions import Region

#: The grid over the variance between clusters: its points are so far apart at first.
RATIO = 3.0

#: Doublings allowed in the search for a value beyond the region.
DOUBLINGS = 2000


def _region(
    above: Callable[[float], float], stations: Iterable[float], last: float
) -> Region:
    """Give the outer ends of where a curve is above 0, looking at stations first."""
    points = sorted({0.0, *stations, last})
    while above(points[-1]) >= 0:
        if len(points) > DOUBLINGS:
            msg = "the likelihood does not fall as a variance grows; check the effects"
            raise PoolingError(msg)
        points.append(2 * points[-1])
    heights = [above(point) for point in points]
    ends = [0.0] if heights[0] >= 0 else []
    for (left, one), (right, other) in pairwise(zip(points, heights, strict=True)):
        if (one >= 0) != (other >= 0):
            ends.append(root(above, left, right))
    return Region(ends[0], ends[-1], has_gap=len(ends) > 2)


def _cut(best: Top, level: float) -> float:
    return best.height - float(chdtri(1, 1 - level)) / 2


def within_region(ridge: Ridge, best: Top, level: float) -> Region:
    """Give every t whose log-likelihood, at its best s, is near enough to the highest.

    Near enough is half the chi-squared quantile with 1 degree of freedom.
    """
    cut, grid = _cut(best, level), ridge.grid
    last = max(float(grid[-1]), 2 * best.t, float(ridge.nested.v.min()))
    return _region(
        lambda t: ridge.over_s(t).height - cut, [*map(float, grid), best.t], last
    )


def between_region(ridge: Ridge, best: Top, level: float) -> Region:
    """Give every s whose log-likelihood, at its best t, is near enough to the best."""
    cut = _cut(best, level)
    smallest = float(ridge.nested.at(0.0).variances.min())
    last = 2 * max(best.s, smallest)
    steps = math.ceil(math.log(last / smallest + 1) / math.log(RATIO)) + 1
    grid = smallest * np.expm1(np.arange(steps) * math.log(RATIO))
    return _region(
        lambda s: ridge.over_t(s).height - cut, [*map(float, grid), best.s], last
    )
