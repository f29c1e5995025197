"""The posterior of tau on a grid so fine that sums over it are integrals.

Given tau, everything is normal and known in closed form; so one integral over tau is
all that is left. The density of tau is analytic; its singularities lie on the
imaginary axis, no nearer to 0 than the smallest standard error and the scale of the
prior. With c the smaller of these two and tau = c sinh(u), they all lie pi/2 away
from the real axis, whatever the scales of the data; and with
u = log(1 + exp(t - exp(-t))) the half-line becomes a whole line, on which the
trapezoidal rule converges exponentially (Takahasi and Mori 1974,
doi 10.2977/prims/1195192451; Trefethen and Weideman 2014, doi 10.1137/130932132).
The step is halved until nothing changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import wrightomega

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.bayes.priors import MuPrior, TauPrior
from ketaevidence.pooling.sums import FloatArray, Sample

#: Step in t at which the search begins.
FIRST_STEP = 0.25

#: How often the step may be halved. The posterior of 100,000 studies needs seven.
HALVINGS = 11

#: The grid starts here: exp(t - exp(-t)) is below 1e-18 of what it is at t = 0.
FIRST_NODE = -3.75

#: Relative change of an integral at which a halving has changed nothing.
CONVERGED = 1e-12

#: Relative rounding of one number.
EPS = float(np.finfo(np.float64).eps)

#: The tails are cut where less than exp(-60) of the peak is left.
TAIL = 60.0

#: Nodes with less of the probability than this are dropped. So little, because a
#: heavy tail still counts in the variance after the square of tau.
DROPPED = 1e-40

#: How many weights one block holds, to bound memory for large k.
BLOCK = 200_000


@dataclass(frozen=True, slots=True)
class TauGrid:
    """Values of tau, their posterior probabilities, and what holds given each.

    Parameters
    ----------
    tau
        The nodes, shape ``(N,)``.
    weights
        Posterior probability of each node; they sum to one.
    mean, sd
        Of the mean effect given tau, shape ``(N,)``.
    t
        The nodes on the line, shape ``(N,)``.
    c, step
        Scale of the transformation, and distance of the nodes in t.
    log_norm
        Logarithm of the integral of likelihood times prior, each as computed here.
    """

    tau: FloatArray
    weights: FloatArray
    mean: FloatArray
    sd: FloatArray
    t: FloatArray
    c: float
    step: float
    log_norm: float


@dataclass(frozen=True, slots=True)
class GivenTau:
    """Log-density of tau (up to a constant) and the mean effect given tau."""

    log_density: FloatArray
    mean: FloatArray
    sd: FloatArray


def given_tau(
    sample: Sample, tau: FloatArray, tau_prior: TauPrior, mu_prior: MuPrior
) -> GivenTau:
    """Integrate the mean effect out in closed form, at each tau.

    With w = 1 / (v + tau^2) and p the prior precision of mu: mu given tau is normal
    with precision W = p + sum w; the log-likelihood of tau is
    -(sum log(v + tau^2) + log W + sum w (y - m)^2 + p (m0 - m)^2) / 2.
    """
    rows = max(1, BLOCK // sample.k)
    blocks = [
        _block(sample, tau[first : first + rows], mu_prior)
        for first in range(0, len(tau), rows)
    ]
    log_likelihood, mean, sd = (
        np.concatenate([block[part] for block in blocks]) for part in range(3)
    )
    return GivenTau(log_likelihood + tau_prior.log_density(tau), mean, sd)


def _block(
    sample: Sample, tau: FloatArray, prior: MuPrior
) -> tuple[FloatArray, FloatArray, FloatArray]:
    variance = sample.v + (tau**2)[:, np.newaxis]
    w = 1.0 / variance
    precision = w.sum(axis=1) + prior.precision
    mean = (w @ sample.y + prior.precision * prior.mean) / precision
    residual = sample.y - mean[:, np.newaxis]
    rss = (w * residual**2).sum(axis=1) + prior.precision * (prior.mean - mean) ** 2
    log_likelihood = -0.5 * (np.log(variance).sum(axis=1) + np.log(precision) + rss)
    return log_likelihood, mean, precision**-0.5


def tail_exponent(k: int, tau_prior: TauPrior, mu_prior: MuPrior) -> int | None:
    """Tell how fast the posterior of tau falls: as tau^-(1 + exponent).

    Its moments below the exponent exist. None: faster than any power.
    """
    if tau_prior.df is None:
        return None
    return tau_prior.df + (k - 1 if mu_prior.sd is None else k)


def _largest_tau(sample: Sample, tau_prior: TauPrior, mu_prior: MuPrior) -> float:
    """Give a tau beyond which nothing of the posterior is left.

    d log L / d tau <= R / tau^3 with R = k times the squared range of the effects, so
    beyond sqrt(2 s sqrt(R) + 2 TAIL s^2) a half-normal has lost exp(TAIL).
    """
    points = sample.y if mu_prior.sd is None else np.append(sample.y, mu_prior.mean)
    spread = np.sqrt(sample.k) * float(np.ptp(points))
    scale = tau_prior.scale
    exponent = tail_exponent(sample.k, tau_prior, mu_prior)
    if tau_prior.df is None or exponent is None:
        return float(np.sqrt(2 * scale * spread + 2 * TAIL * scale**2))
    start = max(scale * tau_prior.df**0.5, spread, float(sample.v[-1]) ** 0.5)
    # Means and variances are taken where they exist, so up to one power is left.
    left = max(1, exponent - 2)
    return float(start * np.exp(TAIL / left))


def line(tau: FloatArray, c: float) -> FloatArray:
    """Find where on the line each tau lies, from minus infinity at tau = 0."""
    with np.errstate(divide="ignore", over="ignore"):
        w = np.log(np.expm1(np.arcsinh(tau / c)))
        # t - exp(-t) = w, so that z = exp(-t) solves log z + z = -w.
        return np.asarray(-np.log(wrightomega(-w)), dtype=np.float64)


def _lay(
    sample: Sample, priors: tuple[TauPrior, MuPrior], c: float, step: float, top: float
) -> TauGrid:
    t = np.arange(FIRST_NODE, top + step, step)
    inner = np.exp(-t)
    u = np.logaddexp(0.0, t - inner)
    tau = c * np.sinh(u)
    given = given_tau(sample, tau, *priors)
    log_slope = np.log(np.cosh(u)) + (t - inner - u) + np.log1p(inner)
    log_density = given.log_density + log_slope
    peak = float(log_density.max())
    density = np.exp(log_density - peak)
    total = float(density.sum())
    return TauGrid(
        tau=tau,
        weights=density / total,
        mean=given.mean,
        sd=given.sd,
        t=t,
        c=c,
        step=step,
        log_norm=peak + float(np.log(total * step * c)),
    )


def _without_empty_ends(grid: TauGrid) -> TauGrid:
    held = np.flatnonzero(grid.weights > DROPPED)
    inside = slice(held[0], held[-1] + 1)
    parts = ("tau", "weights", "mean", "sd", "t")
    return replace(grid, **{name: getattr(grid, name)[inside] for name in parts})


def _integrals(grid: TauGrid) -> FloatArray:
    """Give some integrals, in numbers of order one, whose change is watched."""
    return np.array(
        [
            0.0,
            grid.weights @ np.tanh(grid.mean),
            grid.weights @ (grid.sd / (1 + grid.sd)),
            grid.weights @ (grid.tau / (1 + grid.tau)),
        ]
    )


def tau_grid(sample: Sample, tau_prior: TauPrior, mu_prior: MuPrior) -> TauGrid:
    """Lay the grid, halving its step until the integrals stand still.

    Parameters
    ----------
    sample
        The studies, in units of their own.
    tau_prior, mu_prior
        The priors, in the same units.
    """
    priors = (tau_prior, mu_prior)
    c = min(float(sample.v[0]) ** 0.5, tau_prior.scale)
    top = float(np.arcsinh(_largest_tau(sample, *priors) / c))
    step = FIRST_STEP
    before = _lay(sample, priors, c, step, top)
    for _ in range(HALVINGS):
        step /= 2
        grid = _lay(sample, priors, c, step, top)
        change = _integrals(grid) - _integrals(before)
        change[0] = grid.log_norm - before.log_norm
        # Rounding: each study adds its own to the logarithm of the density.
        rounding = EPS * (4 * sample.k + abs(grid.log_norm))
        if np.abs(change).max() <= CONVERGED + rounding:
            return _without_empty_ends(grid)
        before = grid
    msg = (
        f"the posterior of tau is too narrow to integrate; the prior ({tau_prior}, in "
        f"units of {sample.unit:.6g}) and the data contradict each other, or their "
        "units differ"
    )
    raise PoolingError(msg)
