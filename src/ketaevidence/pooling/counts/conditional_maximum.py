"""The highest likelihood of mu and tau, given the margins of every table.

As for proportions (``logit_maximum``): at fixed tau the log-likelihood is concave in
mu, so the best mu is found for certain, and the slope over tau is followed from a fine
grid to every maximum; the highest counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts.conditional_likelihood import (
    Margins,
    conditional_curve,
)
from ketaevidence.pooling.counts.logit_maximum import (
    CLOSE,
    EPS,
    LARGEST_TAU,
    SCAN_END,
    SCAN_RATIO,
    SCAN_START,
    STEPS,
    TIE,
    Maximum,
    _Profile,
    _root,
    _with_turning_points,
)
from ketaevidence.pooling.counts.logit_normal import Curve
from ketaevidence.pooling.counts.strata import Tables
from ketaevidence.pooling.sums import FloatArray


def rough_effects(tables: Tables) -> tuple[FloatArray, FloatArray]:
    """Compute log odds ratios with one half added to each cell, and their variances.

    They say where to look, and are in no result.
    """
    a, b, c, d = (cell + 0.5 for cell in (tables.a, tables.b, tables.c, tables.d))
    logs = np.log(a) - np.log(b) - np.log(c) + np.log(d)
    return logs, 1 / a + 1 / b + 1 / c + 1 / d


def best_mu(
    studies: Sequence[Margins], tau: FloatArray, start: FloatArray
) -> tuple[FloatArray, Curve]:
    """Find the best mu at each tau, by Newton's steps inside a bracket."""
    low, high = np.full(len(tau), -np.inf), np.full(len(tau), np.inf)
    mu = start
    for step in range(STEPS):
        here = conditional_curve(studies, mu, tau)
        low = np.where(here.mu > 0, mu, low)
        high = np.where(here.mu < 0, mu, high)
        # Far out the curve is a straight line; steps are kept to what tau spans.
        size = np.abs(here.mu / here.mu_mu)
        new = mu + np.sign(here.mu) * np.minimum(size, 1.0 + 2.0 * tau)
        is_outside = (new <= low) | (new >= high)
        with np.errstate(invalid="ignore"):
            half = 0.5 * (low + high)
        has_both = np.isfinite(half)
        new = np.where((is_outside | (step % 4 == 3)) & has_both, half, new)
        is_close = size <= CLOSE / np.sqrt(-here.mu_mu) + 4 * EPS * np.abs(mu)
        if (is_close | (here.mu == 0)).all():
            return mu, here
        mu = np.where(is_close, mu, new)
    msg = "the mean log odds ratio was not found; report the data"
    raise PoolingError(msg)


class _GivenMargins(_Profile):
    """The slope over tau (divided by tau) at the best mu, one tau at a time."""

    def __init__(
        self, studies: Sequence[Margins], grid: FloatArray, start: float
    ) -> None:
        self.studies = studies
        self.grid = grid
        self.mu, here = best_mu(studies, grid, np.full(len(grid), start))
        self.slope = here.over_tau

    def at(self, tau: float) -> tuple[float, Curve]:
        """Give the best mu and the derivatives there."""
        guess = np.interp(tau, self.grid, self.mu)
        mu, here = best_mu(self.studies, np.array([tau]), np.array([guess]))
        return float(mu[0]), here


def _scan_grid(tables: Tables) -> FloatArray:
    """Lay a grid from where tau does not show yet to far beyond the effects' spread."""
    logs, variances = rough_effects(tables)
    smallest = float(np.sqrt(variances.min()))
    last = SCAN_END * (float(np.ptp(logs)) + 1.0)
    first = SCAN_START * min(smallest, last)
    steps = int(np.ceil(np.log(last / first) / np.log(SCAN_RATIO)))
    return np.concatenate(([0.0], np.geomspace(first, last, steps + 1)))


def equal_odds(studies: Sequence[Margins], start: float) -> Maximum:
    """Find the one log odds ratio of all studies with the highest likelihood."""
    mu, here = best_mu(studies, np.zeros(1), np.array([start]))
    return Maximum(float(mu[0]), 0.0, here, 1)


def highest_conditional(
    studies: Sequence[Margins], tables: Tables, start: float
) -> Maximum:
    """Find the highest of all maxima of the likelihood.

    Parameters
    ----------
    studies, tables
        Studies that say something, not all of them at an end of what was possible.
    start
        The log odds ratio without heterogeneity.

    Raises
    ------
    PoolingError
        When the likelihood keeps rising with tau, or a maximum is not found.
    """
    profile = _GivenMargins(studies, _scan_grid(tables), start)
    while profile.slope[-1] > 0:
        last = float(profile.grid[-1])
        if last >= LARGEST_TAU:
            msg = (
                "the odds ratios differ so much that the likelihood rises as far as "
                f"tau = {last:.4g} (on the log scale) and has no maximum to report; "
                "read the studies one by one"
            )
            raise PoolingError(msg)
        further = np.geomspace(last, min(2.0 * last, LARGEST_TAU), 4)[1:]
        grid = np.concatenate((profile.grid, further))
        profile = _GivenMargins(studies, grid, start)
    points, slope = _with_turning_points(profile)
    falls = np.flatnonzero((slope[:-1] > 0) & (slope[1:] <= 0))
    taus = [_root(profile, float(points[i]), float(points[i + 1])) for i in falls]
    if slope[0] <= 0:
        taus.insert(0, 0.0)
    found = [(tau, *profile.at(tau)) for tau in taus]
    heights = np.array([float(here.value[0]) for _, _, here in found])
    best = int(np.flatnonzero(heights >= heights.max() - TIE)[0])
    tau, mu, here = found[best]
    return Maximum(mu, tau, here, len(found))
