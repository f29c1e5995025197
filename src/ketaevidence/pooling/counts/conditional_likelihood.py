"""The probability of a table given its margins, when log odds ratios vary normally.

Given how many patients each group has (n1, n2) and how many had the event in all (m),
the events x of group 1 have the noncentral hypergeometric distribution

    P(x) = C(n1, x) C(n2, m - x) exp(x theta) / sum over u of the same,

theta the log odds ratio: what the odds of group 2 are drops out. With theta = mu +
tau z, z normal, the likelihood of a study is an integral, which is concave in its
logarithm (the sum is a polynomial in exp(theta) with real zeros only). It is summed by
the trapezoidal rule around its own mode, as far as anything is left of it; the zeros
lie pi away from the real line, as those of the logistic function do, so the rule needs
the same nodes as in ``logit_normal`` to be the integral.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts.logit_normal import (
    LOG_ROOT_2_PI,
    SHARE_OF_TAU,
    SHARE_OF_WIDTH,
    STEPS,
    TAIL,
    Curve,
)
from ketaevidence.pooling.counts.strata import Tables
from ketaevidence.pooling.sums import FloatArray

#: How many probabilities are computed at once, to bound memory.
BLOCK = 200_000

#: Terms of a sum below exp(-TAIL - SPARE) of the largest are left out: with 100,000 of
#: them, nothing that a double could hold is lost.
SPARE = 12.0

#: With this many possible counts or fewer, finding those that matter takes longer.
SHORT = 400

#: More possible counts than these in one study are refused: the normal approximation
#: is then as good, and an exact sum takes minutes.
MOST_COUNTS = 100_000


@dataclass(frozen=True, slots=True)
class Margins:
    """One table given its margins, as what else could have been counted.

    Parameters
    ----------
    apart
        Every possible count less the observed one, ascending, shape ``(S,)``.
    log_ways
        Logarithm of the number of ways to each, less that of the observed one.
    times
        How many studies have this table.
    """

    apart: FloatArray
    log_ways: FloatArray
    times: float = 1.0

    @property
    def is_lowest(self) -> bool:
        """Whether no lower count was possible."""
        return float(self.apart[0]) == 0.0

    @property
    def is_highest(self) -> bool:
        """Whether no higher count was possible."""
        return float(self.apart[-1]) == 0.0

    def moments(self, theta: FloatArray) -> FloatArray:
        """Compute at each log odds ratio: log P(x), x less its mean, its variance.

        Returns
        -------
        numpy.ndarray
            Shape ``(3, N)``.
        """
        found = np.empty((3, len(theta)))
        order = np.argsort(theta, kind="stable")
        step = max(16, BLOCK // len(self.apart))
        for start in range(0, len(order), step):
            rows = order[start : start + step]
            part = self._window(float(theta[rows[0]]), float(theta[rows[-1]]))
            apart = self.apart[part]
            terms = theta[rows, np.newaxis] * apart
            terms += self.log_ways[part]
            top = terms.max(axis=1)
            terms -= top[:, np.newaxis]
            np.exp(terms, out=terms)
            total = terms.sum(axis=1)
            mean = (terms @ apart) / total
            around = (apart - mean[:, np.newaxis]) ** 2
            found[0, rows] = -(top + np.log(total))
            found[1, rows] = -mean
            found[2, rows] = np.vecdot(terms, around) / total
        return found

    def _window(self, low: float, high: float) -> slice:
        """Give the counts that matter at any log odds ratio from low to high.

        The terms are concave in the count, so those that matter at the lowest have
        the first, and those that matter at the highest the last of them.
        """
        if len(self.apart) <= SHORT:
            return slice(None)
        left = self.log_ways + low * self.apart
        right = self.log_ways + high * self.apart
        cut = TAIL + SPARE
        first = int(np.argmax(left > left.max() - cut))
        last = len(right) - int(np.argmax((right > right.max() - cut)[::-1]))
        return slice(first, last)

    def tail(self, theta: float, *, upper: bool) -> float:
        """Compute the probability of as many events or more (or: or fewer)."""
        terms = self.log_ways + theta * self.apart
        terms = np.exp(terms - terms.max())
        counted = self.apart >= 0 if upper else self.apart <= 0
        return float(terms[counted].sum() / terms.sum())


def margins_of(a: float, n1: float, c: float, n2: float) -> Margins:
    """Lay out what could have been counted in one study."""
    m = a + c
    counts = np.arange(max(0.0, m - n2), min(n1, m) + 1.0)
    u = counts[:-1]
    # From one count to the next; added up from the observed one, which keeps digits.
    ratio = np.log((n1 - u) / (u + 1.0)) + np.log((m - u) / (n2 - m + u + 1.0))
    at = int(a - counts[0])
    above, below = np.cumsum(ratio[at:]), np.cumsum(ratio[:at][::-1])
    log_ways = np.concatenate((-below[::-1], [0.0], above))
    return Margins(counts - a, log_ways)


def possible_counts(tables: Tables) -> FloatArray:
    """Count, study by study, how many counts were possible given the margins."""
    m = tables.events
    lowest = np.maximum(0.0, m - tables.n2)
    return np.asarray(np.minimum(tables.n1, m) - lowest + 1.0, dtype=np.float64)


def distinct_margins(tables: Tables) -> tuple[Margins, ...]:
    """Sort the studies and put equal ones together: order must not matter."""
    cells = np.column_stack((tables.n, tables.n1, tables.a, tables.c, tables.n2))
    rows, times = np.unique(cells, axis=0, return_counts=True)
    found = []
    for (_, n1, a, c, n2), number in zip(rows, times, strict=True):
        one = margins_of(float(a), float(n1), float(c), float(n2))
        found.append(Margins(one.apart, one.log_ways, float(number)))
    return tuple(found)


def conditional_curve(
    studies: Sequence[Margins], mu: npt.ArrayLike, tau: npt.ArrayLike
) -> Curve:
    """Compute the log-likelihood and its derivatives at each (mu, tau)."""
    mus, taus = np.broadcast_arrays(
        np.atleast_1d(np.asarray(mu, dtype=np.float64)),
        np.atleast_1d(np.asarray(tau, dtype=np.float64)),
    )
    total = np.zeros((6, len(mus)))
    is_fixed = taus == 0.0
    for study in studies:
        if is_fixed.any():
            total[:, is_fixed] += study.times * _fixed(study, mus[is_fixed])
        if not is_fixed.all():
            free = _integrated(study, mus[~is_fixed], taus[~is_fixed])
            total[:, ~is_fixed] += study.times * free
    return Curve(*total)


def _fixed(study: Margins, mu: FloatArray) -> FloatArray:
    """Give value and derivatives at tau = 0, where there is nothing to integrate."""
    value, r, variance = study.moments(mu)
    bent = r * r - variance
    return np.array([value, r, bent, -variance, np.zeros_like(r), bent])


def _integrated(study: Margins, mu: FloatArray, tau: FloatArray) -> FloatArray:
    """Integrate one study at each (mu, tau), all tau above 0."""
    z, width = _modes(study, mu, tau)
    eta = mu + tau * z
    top = study.moments(eta)[0]
    down, up = _reach(study, (mu, tau, z, top), width)
    step = np.minimum(SHARE_OF_WIDTH * width, SHARE_OF_TAU / tau)
    nodes = np.ceil((down + up) / step).astype(np.intp) + 1
    # One row of nodes for each point, laid end to end.
    ends = np.cumsum(nodes)
    starts = ends - nodes
    number = np.arange(ends[-1]) - np.repeat(starts, nodes)
    spacing = (down + up) / (nodes - 1)
    apart = np.repeat(-down, nodes) + number * np.repeat(spacing, nodes)
    at = np.repeat(z, nodes) + apart
    value, r, variance = study.moments(
        np.repeat(mu, nodes) + np.repeat(tau, nodes) * at
    )
    fall = value - np.repeat(top, nodes) - apart * (np.repeat(z, nodes) + 0.5 * apart)
    weights = np.exp(fall)

    def add(values: FloatArray) -> FloatArray:
        return np.asarray(np.add.reduceat(values, starts), dtype=np.float64)

    total = add(weights)
    weights = weights / np.repeat(total, nodes)
    bent = r * r - variance
    by_mu, by_tau, over_tau = (
        add(weights * r),
        add(weights * r * at),
        add(weights * bent),
    )
    return np.array(
        [
            top - 0.5 * z**2 + np.log(total * spacing) - LOG_ROOT_2_PI,
            by_mu,
            over_tau,
            over_tau - by_mu**2,
            add(weights * bent * at) - by_mu * by_tau,
            add(weights * bent * at**2) - by_tau**2,
        ]
    )


def _modes(
    study: Margins, mu: FloatArray, tau: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Find z where the integrand is largest, to a thousandth of its width."""
    # The root of z - tau (x - mean) lies between 0 and its value at z = 0.
    edge = tau * study.moments(mu)[1]
    low, high = np.minimum(edge, 0.0), np.maximum(edge, 0.0)
    z, moved = np.zeros_like(edge), high - low
    for _ in range(STEPS):
        _, r, variance = study.moments(mu + tau * z)
        slope, bend = z - tau * r, 1.0 + tau**2 * variance
        low, high = np.where(slope < 0, z, low), np.where(slope > 0, z, high)
        step = -slope / bend
        new = z + step
        # Newton's steps alone may swing from side to side for ever.
        is_newton = (new >= low) & (new <= high) & (np.abs(step) <= 0.5 * moved)
        new = np.where(is_newton, new, 0.5 * (low + high))
        if (np.abs(new - z) <= 1e-3 / np.sqrt(bend)).all():
            return new, 1.0 / np.sqrt(bend)
        moved, z = np.where(is_newton, np.abs(step), high - low), new
    msg = "the mode of a study's likelihood could not be found; report the data"
    raise PoolingError(msg)


def _reach(
    study: Margins,
    place: tuple[FloatArray, FloatArray, FloatArray, FloatArray],
    width: FloatArray,
) -> FloatArray:
    """Find how far something is left of the integrand, below and above its mode."""
    mu, tau, z, top = place
    # The logarithm bends by at least 1 everywhere, so nothing is left beyond this.
    farthest = np.sqrt(2.0 * TAIL) + 1e-2
    side = np.array([[-1.0], [1.0]])
    reach: FloatArray = np.tile(np.minimum(farthest * width, farthest), (2, 1))
    for _ in range(STEPS):
        step = side * reach
        value = study.moments((mu + tau * (z + step)).ravel())[0].reshape(step.shape)
        fall = value - top - step * (z + 0.5 * step)
        is_done = (fall <= -TAIL) | (reach >= farthest)
        if is_done.all():
            return reach
        reach = np.where(is_done, reach, np.minimum(1.3 * reach, farthest))
    msg = "the range of a study's likelihood could not be found; report the data"
    raise PoolingError(msg)
