"""Which values of tau2 the studies do not contradict, in units of the sample."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtri, gammaincinv

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.tau2.likelihood import highest
from ketaevidence.pooling.tau2.peaks import peaks
from ketaevidence.pooling.tau2.quadratic_form import GeneralisedQ
from ketaevidence.pooling.tau2.roots import q_equals
from ketaevidence.pooling.tau2.sample import AnySample

#: Doublings allowed in the search for a value of tau2 beyond the region.
DOUBLINGS = 2000

#: Relative width at which a bound counts as found; brentq allows no less.
RTOL = 4 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Region:
    """The values of tau2 from ``lb`` to ``ub``; both None where there are none.

    Parameters
    ----------
    lb, ub
        The ends, in units of the sample.
    has_gap
        Whether values in between do not belong to it.
    """

    lb: float | None
    ub: float | None
    has_gap: bool = False


def q_profile_region(sample: AnySample, level: float) -> Region:
    """Give every tau2 at which y'Py lies within its chi-squared quantiles.

    y'Py falls with tau2, so the lower quantile gives the upper end. Where it is below
    the lower quantile already at tau2 = 0, there is no such tau2.
    """
    df, tail = sample.k - sample.p, (1 - level) / 2
    # Each quantile from its own tail, where the argument keeps its digits.
    low, high = 2 * float(gammaincinv(df / 2, tail)), float(chdtri(df, tail))
    lb, ub = q_equals(sample, [high, low])
    if np.isnan(ub):
        return Region(None, None)
    return Region(0.0 if np.isnan(lb) else float(lb), float(ub))


def generalised_q_region(found: GeneralisedQ, level: float) -> Region:
    """Give every tau2 that makes neither so low nor so high a generalised Q unlikely.

    The probability of a Q up to the observed one falls as tau2 grows. Where it is below
    the lower tail already at tau2 = 0, there is no such tau2.
    """
    tail = (1 - level) / 2
    # Without any spread Q is 0, and lower than every tau2 allows.
    at_zero = found.below(0.0) if found.observed > 0 else 0.0
    if at_zero < tail:
        return Region(None, None)

    def end(probability: float) -> float:
        low, high = 0.0, float(found.v[0])
        for _ in range(DOUBLINGS):
            if found.below(high) < probability:
                break
            low, high = high, 2 * high
        else:
            msg = "Q does not grow with tau2; check effects, variances and weights"
            raise PoolingError(msg)

        def excess(tau2: float) -> float:
            return found.below(tau2) - probability

        return float(brentq(excess, low, high, xtol=1e-300, rtol=RTOL))

    return Region(0.0 if at_zero <= 1 - tail else end(1 - tail), end(tail))


def profile_likelihood_region(
    sample: AnySample, level: float, *, restricted: bool
) -> Region:
    """Give every tau2 whose log-likelihood is near enough to the highest.

    Near enough is half the chi-squared quantile with 1 degree of freedom. Between two
    neighbouring turning points the likelihood only rises or only falls, so each end is
    the one crossing of a stretch that is known.
    """
    found = peaks(sample, restricted=restricted)
    best = highest(sample, found, restricted=restricted)

    def height(tau2: float) -> float:
        return float(sample.log_likelihood(tau2, restricted=restricted)[0])

    cut = height(best) - float(chdtri(1, 1 - level)) / 2

    def above(tau2: float) -> float:
        return height(tau2) - cut

    beyond = max(*found.maxima, *found.minima, float(sample.v[0]))
    for _ in range(DOUBLINGS):
        beyond *= 2
        if above(beyond) < 0:
            break
    else:
        msg = "the likelihood does not fall as tau2 grows; check effects and variances"
        raise PoolingError(msg)
    stations = sorted({0.0, *found.maxima, *found.minima, beyond})
    heights = [above(t) for t in stations]
    ends = [0.0] if heights[0] >= 0 else []
    for (left, high_left), (right, high_right) in pairwise(
        zip(stations, heights, strict=True)
    ):
        if (high_left >= 0) != (high_right >= 0):
            ends.append(float(brentq(above, left, right, xtol=1e-300, rtol=RTOL)))
    return Region(ends[0], ends[-1], has_gap=len(ends) > 2)
