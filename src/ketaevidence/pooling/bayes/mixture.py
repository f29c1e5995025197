"""Mixtures of normal distributions: what effects are distributed as, after the data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from ketaevidence.pooling.bayes.distribution import Distribution
from ketaevidence.pooling.sums import FloatArray

#: 1 / sqrt(2 pi).
ROOT = 1.0 / np.sqrt(2.0 * np.pi)


@dataclass(frozen=True, slots=True)
class Mixture(Distribution):
    """Several mixtures of normals that share their weights, one in each row.

    Parameters
    ----------
    weights
        Of the components, shape ``(N,)``; they sum to one.
    means, sds
        Of the components, shape ``(M, N)``; sds above 0.
    """

    weights: FloatArray
    means: FloatArray
    sds: FloatArray

    @property
    def rows(self) -> int:
        """How many distributions there are."""
        return len(self.means)

    def mean(self) -> FloatArray:
        """Compute the mean of each row."""
        return self.means @ self.weights

    def sd(self) -> FloatArray:
        """Compute the standard deviation of each row."""
        apart = self.means - self.mean()[:, np.newaxis]
        return np.sqrt((self.sds**2 + apart**2) @ self.weights)

    def _standard(self, x: FloatArray) -> FloatArray:
        return (x[:, :, np.newaxis] - self.means[:, np.newaxis]) / self.sds[
            :, np.newaxis
        ]

    def cdf(self, x: FloatArray) -> FloatArray:
        """Compute the probability below each x, shape ``(M, values)``."""
        return ndtr(self._standard(x)) @ self.weights

    def above(self, x: FloatArray) -> FloatArray:
        """Compute the probability above each x, shape ``(M, values)``."""
        return ndtr(-self._standard(x)) @ self.weights

    def density(self, x: FloatArray) -> FloatArray:
        """Compute the density at each x, shape ``(M, values)``."""
        heights = ROOT * np.exp(-0.5 * self._standard(x) ** 2)
        shares = (self.weights / self.sds)[:, np.newaxis]
        return np.asarray(np.vecdot(heights, shares), dtype=np.float64)

    def about(self) -> tuple[FloatArray, FloatArray]:
        """Give the mean of each row, and the narrowest of its components."""
        return self.mean(), self.sds.min(axis=1)
