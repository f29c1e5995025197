"""What is known of tau after the data: its density, its sum, its moments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import sici

from ketaevidence.pooling.bayes.distribution import Distribution
from ketaevidence.pooling.bayes.grid import TauGrid, given_tau, line
from ketaevidence.pooling.bayes.priors import MuPrior, TauPrior
from ketaevidence.pooling.sums import FloatArray, Sample


@dataclass(frozen=True, slots=True)
class Spread(Distribution):
    """The posterior of tau, in units of the sample.

    Parameters
    ----------
    grid
        Where the posterior lies.
    sample, tau_prior, mu_prior
        What it was made from, for its density anywhere.
    """

    grid: TauGrid
    sample: Sample
    tau_prior: TauPrior
    mu_prior: MuPrior

    floor = 0.0

    @property
    def rows(self) -> int:
        """There is one tau."""
        return 1

    def mean(self) -> FloatArray:
        """Compute the mean."""
        return np.array([self.grid.weights @ self.grid.tau])

    def sd(self) -> FloatArray:
        """Compute the standard deviation."""
        apart = self.grid.tau - self.mean()
        return np.array([np.sqrt(self.grid.weights @ apart**2)])

    def cdf(self, x: FloatArray) -> FloatArray:
        """Compute the probability below each x.

        The density between the nodes is the sum of sinc functions through them, and
        the integral of a sinc is the sine integral (Stenger 1993, Numerical Methods
        Based on Sinc and Analytic Functions, section 4.5).
        """
        z = (line(x, self.grid.c)[..., np.newaxis] - self.grid.t) / self.grid.step
        sine, _ = sici(np.pi * z)
        return np.clip((0.5 + sine / np.pi) @ self.grid.weights, 0.0, 1.0)

    def above(self, x: FloatArray) -> FloatArray:
        """Compute the probability above each x."""
        return 1.0 - self.cdf(x)

    def density(self, x: FloatArray) -> FloatArray:
        """Compute the density at each x."""
        given = given_tau(self.sample, x.ravel(), self.tau_prior, self.mu_prior)
        return np.exp(given.log_density - self.grid.log_norm).reshape(x.shape)

    def about(self) -> tuple[FloatArray, FloatArray]:
        """Give the mean weight's tau and the distance of the nodes there."""
        middle = int(self.grid.weights.cumsum().searchsorted(0.5))
        tau = self.grid.tau[middle : middle + 1]
        return tau, self.grid.step * np.hypot(tau, self.grid.c)
