"""One study alone: its own odds ratio given its margins, and the exact interval."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq

from ketaevidence.effects.intervals import Interval
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts.conditional_likelihood import Margins

#: How far a log odds ratio is looked for; exp(700) is nearly the largest number.
FARTHEST = 700.0

#: Relative width at which a root counts as found; brentq allows no less.
RTOL = 4 * float(np.finfo(np.float64).eps)


def _crossing(rising: Callable[[float], float]) -> float:
    """Find where a rising curve is 0, from 0 outwards."""
    reach = 1.0
    while reach <= FARTHEST:
        if rising(-reach) <= 0 <= rising(reach):
            return float(brentq(rising, -reach, reach, xtol=1e-14, rtol=RTOL))
        reach *= 2
    msg = f"an odds ratio beyond exp({FARTHEST:g}) cannot be computed; check the counts"
    raise PoolingError(msg)


def own_log_odds_ratio(study: Margins) -> float:
    """Give the log odds ratio with the highest conditional likelihood.

    Minus or plus infinity where no lower or no higher count was possible.
    """
    if study.is_lowest:
        return -math.inf
    if study.is_highest:
        return math.inf
    return _crossing(lambda theta: -float(study.moments(np.array([theta]))[1, 0]))


def exact_interval(study: Margins, level: float) -> Interval:
    """Give the exact interval of the log odds ratio (Cornfield; Fisher's exact test).

    Its ends are where as many events or more, or as few or fewer, have a probability of
    (1 - level) / 2.
    """
    tail = (1 - level) / 2
    lb, ub = -math.inf, math.inf
    if not study.is_lowest:
        lb = _crossing(lambda theta: study.tail(theta, upper=True) - tail)
    if not study.is_highest:
        ub = _crossing(lambda theta: tail - study.tail(theta, upper=False))
    return Interval(lb, ub)
