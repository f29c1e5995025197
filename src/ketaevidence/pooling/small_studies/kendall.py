"""Kendall's rank correlation: its value, its exact and its normal distribution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from ketaevidence.pooling.sums import FloatArray

IntArray = npt.NDArray[np.intp]

#: Above this number of studies the exact distribution takes too long (it costs about
#: k^3 steps), and the normal one is as good to more digits than anyone reads.
MOST_EXACT = 500


@dataclass(frozen=True, slots=True)
class Ties:
    """How many studies share a value.

    Parameters
    ----------
    sizes
        Number of studies at each value.
    """

    sizes: IntArray

    @property
    def is_any(self) -> bool:
        """Whether two studies share a value."""
        return bool((self.sizes > 1).any())

    def total(self, power: int) -> int:
        """Add up t (t - 1) ... over the values, with that many factors."""
        return sum(_falling(int(size), power) for size in self.sizes)

    def variance_part(self) -> int:
        """Add up t (t - 1) (2 t + 5) over the values."""
        return sum(int(t) * (int(t) - 1) * (2 * int(t) + 5) for t in self.sizes)


def _falling(n: int, power: int) -> int:
    product = 1
    for step in range(power):
        product *= n - step
    return product


@dataclass(frozen=True, slots=True)
class Kendall:
    """Concordant minus discordant pairs, and what scales it.

    Parameters
    ----------
    k
        Number of studies.
    s
        Concordant minus discordant pairs.
    x_ties, y_ties
        Ties in either ranking.
    """

    k: int
    s: int
    x_ties: Ties
    y_ties: Ties

    @property
    def has_ties(self) -> bool:
        """Whether two studies share a rank."""
        return self.x_ties.is_any or self.y_ties.is_any

    @property
    def tau(self) -> float | None:
        """Kendall's tau-b; None when all studies share one rank."""
        pairs = _falling(self.k, 2)
        x, y = (pairs - ties.total(2) for ties in (self.x_ties, self.y_ties))
        return None if x * y == 0 else 2 * self.s / (x * y) ** 0.5

    def z(self) -> float:
        """Compute S over its standard deviation, corrected for ties.

        Var(S) = (k(k-1)(2k+5) - sum t(t-1)(2t+5) - sum u(u-1)(2u+5)) / 18
        + sum t(t-1) sum u(u-1) / (2k(k-1))
        + sum t(t-1)(t-2) sum u(u-1)(u-2) / (9k(k-1)(k-2)).
        """
        k, t, u = self.k, self.x_ties, self.y_ties
        main = _falling(k, 2) * (2 * k + 5) - t.variance_part() - u.variance_part()
        variance = (
            main / 18
            + t.total(2) * u.total(2) / (2 * _falling(k, 2))
            + t.total(3) * u.total(3) / (9 * _falling(k, 3))
        )
        return float(self.s / variance**0.5)

    def normal_p(self) -> float:
        """Compute the two-sided p-value of the normal approximation."""
        return 2 * float(ndtr(-abs(self.z())))

    def exact_p(self) -> float:
        """Compute the two-sided p-value when every order is as likely; no ties."""
        pairs = _falling(self.k, 2) // 2
        fewer = (pairs - abs(self.s)) // 2
        return min(1.0, 2 * chance_of_at_most(fewer, self.k))


def chance_of_at_most(inversions: int, k: int) -> float:
    """Compute how likely a random order of k things has at most so many inversions.

    The j-th thing adds 0 to j - 1 inversions, each as likely. Only the lower half of
    the distribution is ever asked for, where each term is the larger the later it
    comes, so that differences of cumulated sums keep their digits.
    """
    chance = np.zeros(inversions + 1)
    chance[0] = 1.0
    for j in range(2, k + 1):
        total = np.cumsum(chance)
        total[j:] -= total[:-j].copy()
        chance = total / j
    return float(chance.sum())


def kendall(x: IntArray, y: IntArray) -> Kendall:
    """Compare two rankings, given as whole numbers with equal ones for ties."""
    k = len(x)
    order = np.lexsort((y, x))
    both = np.unique(np.stack((x, y)), axis=1, return_counts=True)[1]
    x_ties = Ties(np.unique(x, return_counts=True)[1])
    y_ties = Ties(np.unique(y, return_counts=True)[1])
    untied = (
        _falling(k, 2) - x_ties.total(2) - y_ties.total(2) + Ties(both).total(2)
    ) // 2
    return Kendall(k, untied - 2 * inversions(y[order]), x_ties, y_ties)


def inversions(values: IntArray) -> int:
    """Count the pairs in which the larger value comes first, by merging."""
    n = len(values)
    ranks = np.unique(values, return_inverse=True)[1].reshape(-1).astype(np.int64)
    place = np.arange(n)
    count, width = 0, 1
    while width < n:
        # Blocks of two sorted halves; a block's number makes its keys larger than
        # those of all blocks before it, so that one search serves every block.
        block, is_right = place // (2 * width), (place // width) % 2 == 1
        keys = block * n + ranks
        left, right = keys[~is_right], keys[is_right]
        ends = np.searchsorted(left, (block[is_right] + 1) * n)
        count += int((ends - np.searchsorted(left, right, side="right")).sum())
        ranks = np.sort(keys) - block * n
        width *= 2
    return count


def ranked(values: FloatArray, rounding: FloatArray) -> IntArray:
    """Rank numbers, equal where they differ by no more than their rounding.

    Parameters
    ----------
    values
        Numbers, shape ``(k,)``.
    rounding
        By how much each may be off, shape ``(k,)``.
    """
    order = np.argsort(values, kind="stable")
    gaps = np.diff(values[order])
    slack = rounding[order]
    steps = gaps > slack[1:] + slack[:-1]
    ranks = np.empty(len(values), dtype=np.intp)
    ranks[order] = np.concatenate(([0], np.cumsum(steps)))
    return ranks
