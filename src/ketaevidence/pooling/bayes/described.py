"""Mean, spread, median and interval of everything that is asked about, at once."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from ketaevidence.pooling.bayes.distribution import Distribution
from ketaevidence.pooling.bayes.grid import TauGrid
from ketaevidence.pooling.bayes.mixture import Mixture
from ketaevidence.pooling.bayes.posterior import Marginal, interval_of
from ketaevidence.pooling.sums import FloatArray, Sample

#: How many normal densities are computed at once, to bound memory for large k.
BLOCK = 2_000_000


@dataclass(frozen=True, slots=True)
class Described:
    """Several unknowns, one in each place, in units of the sample.

    Parameters
    ----------
    mean, sd, median, lb, ub
        As in :class:`Marginal`, shape ``(rows,)``.
    """

    mean: FloatArray
    sd: FloatArray
    median: FloatArray
    lb: FloatArray
    ub: FloatArray

    def in_units(self, origin: float, unit: float) -> Described:
        """Bring everything back to the scale of the effects."""
        return Described(
            origin + unit * self.mean,
            unit * self.sd,
            origin + unit * self.median,
            origin + unit * self.lb,
            origin + unit * self.ub,
        )

    def marginal(self, row: int, *, has_mean: bool, has_sd: bool) -> Marginal:
        """Give one of them; a moment that does not exist is None."""
        return Marginal(
            mean=float(self.mean[row]) if has_mean else None,
            sd=float(self.sd[row]) if has_sd else None,
            median=float(self.median[row]),
            lb=float(self.lb[row]),
            ub=float(self.ub[row]),
        )


def describe(distribution: Distribution, kind: str, level: float) -> Described:
    """Describe every row of a distribution."""
    ends = interval_of(distribution, kind, level)
    median = distribution.quantile(np.full((distribution.rows, 1), 0.5))
    return Described(
        distribution.mean(), distribution.sd(), median[:, 0], ends[:, 0], ends[:, 1]
    )


def mean_effect(grid: TauGrid) -> Mixture:
    """Give what is known of the mean effect."""
    return Mixture(grid.weights, grid.mean[np.newaxis], grid.sd[np.newaxis])


def new_study(grid: TauGrid) -> Mixture:
    """Give what is known of the true effect in a new study."""
    sd = np.hypot(grid.sd, grid.tau)
    return Mixture(grid.weights, grid.mean[np.newaxis], sd[np.newaxis])


def describe_effects(
    sample: Sample, grid: TauGrid, kind: str, level: float
) -> Described:
    """Describe the mean effect, a new study, and each study in the order of the sample.

    A study is drawn towards the others: with b = tau^2 / (tau^2 + v), its true effect
    given tau has mean b y + (1 - b) m and variance b v + ((1 - b) s)^2.
    """
    first = (mean_effect(grid), new_study(grid))
    rows = max(1, BLOCK // (16 * len(grid.tau)))
    parts = []
    for start in range(0, sample.k, rows):
        block = slice(start, start + rows)
        y, v = sample.y[block, np.newaxis], sample.v[block, np.newaxis]
        b, rest = grid.tau**2 / (grid.tau**2 + v), v / (grid.tau**2 + v)
        means = [b * y + rest * grid.mean]
        sds = [np.sqrt(b * v + (rest * grid.sd) ** 2)]
        if start == 0:
            means = [*(part.means for part in first), *means]
            sds = [*(part.sds for part in first), *sds]
        every = Mixture(grid.weights, np.concatenate(means), np.concatenate(sds))
        parts.append(describe(every, kind, level))
    return Described(
        *(
            np.concatenate([getattr(part, name.name) for part in parts])
            for name in fields(Described)
        )
    )
