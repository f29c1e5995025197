"""The highest likelihood of mu and tau for counts with normally varying logits.

At fixed tau the log-likelihood is concave in mu, so the best mu is found for certain.
What is left is a curve over tau. Its slope is computed on a fine grid, and every place
where it turns from rising to falling is followed to the maximum; the highest counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import logit

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts.logit_normal import Counts, Curve, curve
from ketaevidence.pooling.sums import FloatArray

#: Ratio between neighbouring values of tau in the scan.
SCAN_RATIO = 1.25

#: The scan starts at this share of the smallest standard error of a logit. Below it,
#: the slope divided by tau does not change any more.
SCAN_START = 0.05

#: The first scan ends where tau is this many times the range of the logits.
SCAN_END = 1.5

#: No tau beyond this is believed: it stands for odds that differ by a factor of 10^43
#: between neighbouring studies.
LARGEST_TAU = 100.0

#: A step in mu of this share of its standard error ends the search.
CLOSE = 1e-10

#: Relative rounding of one number.
EPS = float(np.finfo(np.float64).eps)

#: Steps allowed to one root; bisection alone needs about 60.
STEPS = 200

#: Two log-likelihoods closer than this are a tie, and the smaller tau is taken.
TIE = 1e-10


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where the likelihood is highest.

    Parameters
    ----------
    mu, tau
        Mean and standard deviation of the logits.
    at
        The log-likelihood and its derivatives there, shape ``(1,)`` each.
    maxima
        How many local maxima there are over tau.
    """

    mu: float
    tau: float
    at: Curve
    maxima: int


def best_mu(
    counts: Counts, tau: FloatArray, start: FloatArray
) -> tuple[FloatArray, Curve]:
    """Find the best mu at each tau, by Newton's steps inside a bracket."""
    low, high = np.full(len(tau), -np.inf), np.full(len(tau), np.inf)
    mu = start
    for step in range(STEPS):
        here = curve(counts, mu, tau)
        low = np.where(here.mu > 0, mu, low)
        high = np.where(here.mu < 0, mu, high)
        # Far out the curve is a straight line; steps are kept to what tau spans.
        size = np.abs(here.mu / here.mu_mu)
        move = np.sign(here.mu) * np.minimum(size, 1.0 + 2.0 * tau)
        new = mu + move
        is_outside = (new <= low) | (new >= high)
        with np.errstate(invalid="ignore"):
            half = 0.5 * (low + high)
        has_both = np.isfinite(half)
        new = np.where((is_outside | (step % 4 == 3)) & has_both, half, new)
        is_close = size <= CLOSE / np.sqrt(-here.mu_mu) + 4 * EPS * np.abs(mu)
        if (is_close | (here.mu == 0)).all():
            return mu, here
        mu = np.where(is_close, mu, new)
    msg = "the mean logit was not found; report the data"
    raise PoolingError(msg)


def _scan_grid(counts: Counts) -> FloatArray:
    """Lay a grid from where tau does not show yet to far beyond the logits' spread."""
    x, n = counts.x, counts.n
    logits = np.log((x + 0.5) / (n - x + 0.5))
    smallest = float(np.sqrt((1 / (x + 0.5) + 1 / (n - x + 0.5)).min()))
    last = SCAN_END * (float(np.ptp(logits)) + 1.0)
    first = SCAN_START * min(smallest, last)
    steps = int(np.ceil(np.log(last / first) / np.log(SCAN_RATIO)))
    return np.concatenate(([0.0], np.geomspace(first, last, steps + 1)))


class _Profile:
    """The slope over tau (divided by tau) at the best mu, one tau at a time."""

    def __init__(self, counts: Counts, grid: FloatArray) -> None:
        self.counts = counts
        x, n = counts.x @ counts.times, counts.n @ counts.times
        start = np.full(len(grid), float(logit(x / n)))
        self.grid = grid
        self.mu, here = best_mu(counts, grid, start)
        self.slope = here.over_tau

    def at(self, tau: float) -> tuple[float, Curve]:
        """Give the best mu and the derivatives there."""
        guess = np.interp(tau, self.grid, self.mu)
        mu, here = best_mu(self.counts, np.array([tau]), np.array([guess]))
        return float(mu[0]), here

    def slope_at(self, tau: float) -> float:
        """Give the slope of the likelihood over tau, divided by tau."""
        return float(self.at(tau)[1].over_tau[0])


def _with_turning_points(profile: _Profile) -> tuple[FloatArray, FloatArray]:
    """Add the points where the slope turns back before it reaches zero.

    Between two points of the grid it may cross zero twice; then it has a turning point
    there, towards zero, and evaluating that point brings both crossings to light.
    """
    grid, slope = profile.grid, profile.slope
    middle, left, right = slope[1:-1], slope[:-2], slope[2:]
    turns = ((middle < 0) & (middle > left) & (middle > right)) | (
        (middle > 0) & (middle < left) & (middle < right)
    )
    extra = []
    for index in np.flatnonzero(turns) + 1:
        sign = -1.0 if slope[index] < 0 else 1.0
        found = minimize_scalar(
            lambda tau, sign=sign: sign * profile.slope_at(float(tau)),
            bounds=(float(grid[index - 1]), float(grid[index + 1])),
            method="bounded",
        )
        extra.append(float(found.x))
    points = np.concatenate((grid, extra))
    values = np.concatenate((slope, [profile.slope_at(tau) for tau in extra]))
    order = np.argsort(points, kind="stable")
    return points[order], values[order]


def _root(profile: _Profile, low: float, high: float) -> float:
    root, report = brentq(
        profile.slope_at,
        low,
        high,
        xtol=1e-15,
        rtol=4 * EPS,
        maxiter=STEPS,
        full_output=True,
        disp=False,
    )
    if not (report.converged and np.isfinite(root)):
        msg = (
            f"the likelihood's maximum between tau = {low:.6g} and {high:.6g} was not "
            "found; report the data"
        )
        raise PoolingError(msg)
    return float(root)


def highest(counts: Counts) -> Maximum:
    """Find the highest of all maxima of the likelihood.

    Parameters
    ----------
    counts
        Studies, not all without events, not all with events only, and not all one or
        the other.

    Raises
    ------
    PoolingError
        When the likelihood keeps rising with tau, or a maximum is not found.
    """
    profile = _Profile(counts, _scan_grid(counts))
    while profile.slope[-1] > 0:
        last = float(profile.grid[-1])
        if last >= LARGEST_TAU:
            msg = (
                "the proportions differ so much that the likelihood rises as far as "
                f"tau = {last:.4g} (on the logit scale) and has no maximum to report; "
                "read the studies one by one"
            )
            raise PoolingError(msg)
        further = np.geomspace(last, min(2.0 * last, LARGEST_TAU), 4)[1:]
        profile = _Profile(counts, np.concatenate((profile.grid, further)))
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
