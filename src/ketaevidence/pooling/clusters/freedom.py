"""Degrees of freedom of a cluster-robust variance, and whether it can be right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import fdtrc

from ketaevidence.pooling.clusters.sandwich import (
    Fit,
    Sandwich,
    spread_of_spread,
)
from ketaevidence.pooling.sums import FloatArray

#: A variance whose mean falls short of what it estimates by more than this share rests
#: on a cluster that says nothing about it, and is not given.
TOO_SHORT = 0.05


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What the CR2 adjustment tells about each contrast.

    Parameters
    ----------
    df
        Satterthwaite degrees of freedom.
    shortfall
        Share by which even the adjusted variance is too small on average, because a
        cluster determines its own fitted value; 0 with rounding where none does.
    """

    df: FloatArray
    shortfall: FloatArray

    @property
    def is_lost(self) -> npt.NDArray[np.bool_]:
        """Whether the variance is too small to be given."""
        return np.asarray(~(self.shortfall <= TOO_SHORT), dtype=np.bool_)


def adjusted_tests(view: Fit, found: Sandwich) -> Adjusted:
    """Judge the adjusted variance of each contrast under the working model."""
    wanted = np.einsum("qp,pr,qr->q", view.contrasts, view.filling(), view.contrasts)
    df, shortfall = np.empty(len(wanted)), np.empty(len(wanted))
    for j, variance in enumerate(wanted):
        mean, spread = spread_of_spread(view, found.carriers[:, j : j + 1])
        shortfall[j] = 1.0 - mean[0, 0] / variance
        df[j] = 2 * mean[0, 0] ** 2 / spread
    return Adjusted(df, shortfall)


def hotelling(
    view: Fit, found: Sandwich, estimates: FloatArray
) -> tuple[float, float, float] | None:
    """Test all given coefficients at once: F, its denominator's df, and p."""
    q = len(estimates)
    mean, _ = spread_of_spread(view, found.carriers)
    values, vectors = np.linalg.eigh(mean)
    _, spread = spread_of_spread(view, found.carriers @ (vectors / np.sqrt(values)))
    eta = q * (q + 1) / spread
    factor: FloatArray = np.asarray(np.linalg.qr(found.scores, mode="r"))
    if not eta > q - 1 or not np.abs(np.diag(factor)).all():
        return None
    apart = np.linalg.solve(factor.T, estimates)
    df = eta - q + 1
    statistic = df / (eta * q) * float(apart @ apart)
    return statistic, df, float(fdtrc(q, df, statistic))
