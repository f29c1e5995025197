"""Effects within clusters, and the likelihood of two variances at once.

With t the variance within clusters and s that between them, the effects of a cluster
have the covariance diag(v + t) + s J, J all ones. Write d = 1 / (v + t), S the sum of
d in a cluster, m its mean weighted by d, and V = 1 / S. Then (Woodbury)

    -2 log L = sum log(v + t) + sum d (y - m)^2 + sum_j log S_j
               + sum_j log(V_j + s) + sum_j (m_j - mu)^2 / (V_j + s)

and for REML + log W, W = sum_j 1 / (V_j + s). At a given t, the second line is the
likelihood of the cluster means m_j with variances V_j and tau2 = s: all that is known
of one variance applies. No matrix is built; every sum is linear in the effects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.model import Effects
from ketaevidence.pooling.sums import FloatArray, make_sample


@dataclass(frozen=True, slots=True)
class Slices:
    """What the clusters come to at ``B`` values of t; arrays ``(B, J)`` or ``(B,)``.

    Parameters
    ----------
    means, variances
        m and V of each cluster.
    inner
        The first line of -2 log L, shape ``(B,)``.
    squares
        The sum of d^2.
    pairs
        S^2 less the sum of d^2, the products of different d: 0 for a single effect.
    spread, lean
        The sums of (d (y - m))^2 and of d^2 (y - m).
    """

    means: FloatArray
    variances: FloatArray
    inner: FloatArray
    squares: FloatArray
    pairs: FloatArray
    spread: FloatArray
    lean: FloatArray

    def log_likelihood(self, s: npt.ArrayLike, *, restricted: bool) -> FloatArray:
        """Compute the log-likelihood at s, up to a constant of the data, ``(B,)``."""
        outer = self.variances + _column(s)
        g = 1.0 / outer
        apart = self.means - _mean(g, self.means)
        twice = self.inner + np.log(outer).sum(axis=1) + np.vecdot(g * apart, apart)
        if restricted:
            twice = twice + np.log(g.sum(axis=1))
        return np.asarray(-0.5 * twice, dtype=np.float64)

    def slope(self, s: npt.ArrayLike, *, restricted: bool) -> FloatArray:
        """Compute twice the derivative of the log-likelihood by t, shape ``(B,)``.

        It is y'PPy - tr(P), or - tr of the inverse covariance for ML. Both are sums of
        terms that are not negative, so that one dominant effect takes no digits from
        the others.
        """
        between = _column(s)
        share = self.variances / (self.variances + between)  # 1 / (1 + s S)
        g = 1.0 / (self.variances + between)
        total = g.sum(axis=1, keepdims=True)
        shift = (self.means - _mean(g, self.means)) * share
        gain = self.spread + 2.0 * shift * self.lean + shift**2 * self.squares
        rest = between * share
        if restricted:
            loss = g * _without_each(g) / total + self.pairs * (rest + share**2 / total)
        else:
            loss = g + self.pairs * rest
        return np.asarray((gain - loss).sum(axis=1), dtype=np.float64)


def _column(values: npt.ArrayLike) -> FloatArray:
    return np.asarray(values, dtype=np.float64).reshape(-1, 1)


def _mean(weights: FloatArray, values: FloatArray) -> FloatArray:
    total = weights.sum(axis=1, keepdims=True)
    return np.asarray((weights * values).sum(axis=1, keepdims=True) / total)


def _without_each(parts: FloatArray) -> FloatArray:
    """Sum each row without each of its entries in turn, the largest added up apart."""
    rest = parts.sum(axis=1, keepdims=True) - parts
    rows, largest = np.arange(len(parts)), parts.argmax(axis=1)
    others = parts.copy()
    others[rows, largest] = 0.0
    rest[rows, largest] = others.sum(axis=1)
    return np.asarray(rest, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Nested:
    """Effects on a scale of their own, put together by cluster.

    In each cluster the most precise effect comes first and is the origin of the
    others. The order depends on the numbers alone, so that neither the order of the
    rows nor the names of the clusters change a bit of the result.

    Parameters
    ----------
    y, v
        Effects less that of the first in their cluster, and variances, in units.
    first
        The first effect of each cluster, in units from ``origin``, shape ``(J,)``.
    starts
        Where each cluster starts, shape ``(J,)``.
    origin, unit
        How to come back: yi = origin + unit * (first + y).
    order
        Where each effect stood in the input.
    spread
        Sum of squares of the effects about their plain mean, in units.
    """

    y: FloatArray
    v: FloatArray
    first: FloatArray
    starts: npt.NDArray[np.intp]
    origin: float
    unit: float
    order: npt.NDArray[np.intp]
    spread: float

    @property
    def k(self) -> int:
        """Number of effects."""
        return len(self.y)

    @property
    def clusters(self) -> int:
        """Number of clusters."""
        return len(self.starts)

    def at(self, t: npt.ArrayLike) -> Slices:
        """Add the clusters up at each value of t."""
        starts = self.starts
        sizes = np.diff(np.append(starts, self.k))

        def add(values: FloatArray) -> FloatArray:
            return np.asarray(np.add.reduceat(values, starts, axis=1), dtype=np.float64)

        noise = self.v + _column(t)
        d = 1.0 / noise
        total, leading = add(d), d[:, starts]
        shift = add(d * self.y) / total
        apart = self.y - np.repeat(shift, sizes, axis=1)
        pulled = d * apart
        others = d.copy()
        others[:, starts] = 0.0
        beyond = add(others)
        return Slices(
            means=self.first + shift,
            variances=1.0 / total,
            inner=np.log(noise).sum(axis=1)
            + np.vecdot(pulled, apart)
            + np.log(total).sum(axis=1),
            squares=add(d * d),
            pairs=2.0 * leading * beyond + (beyond**2 - add(others**2)),
            spread=add(pulled**2),
            lean=add(d * pulled),
        )


def make_nested(effects: Effects, labels: Sequence[str]) -> Nested:
    """Sort effects into clusters, centre and scale them."""
    sample = make_sample(effects.yi, effects.vi)
    members: dict[str, list[int]] = {}
    for row, at in enumerate(sample.order):
        members.setdefault(labels[at], []).append(row)
    # The sample is sorted, most precise effect first; so are these.
    groups = sorted(
        members.values(),
        key=lambda rows: [(float(sample.v[row]), float(sample.y[row])) for row in rows],
    )
    rows = np.array([row for group in groups for row in group], dtype=np.intp)
    sizes = np.array([len(group) for group in groups])
    starts = np.append(0, np.cumsum(sizes)[:-1]).astype(np.intp)
    y = sample.y[rows]
    first = y[starts]
    return Nested(
        y=y - np.repeat(first, sizes),
        v=sample.v[rows],
        first=first,
        starts=starts,
        origin=sample.origin,
        unit=sample.unit,
        order=sample.order[rows],
        spread=sample.residual_spread() * (sample.k - 1),
    )
