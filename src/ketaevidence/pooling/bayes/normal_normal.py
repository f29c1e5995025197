"""Bayesian random effects, where normal effects spread normally around their mean."""

from __future__ import annotations

from typing import Any

import numpy as np

from ketaevidence.effects.alike import refuse_unlike
from ketaevidence.effects.model import Effects
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.bayes.distribution import Distribution
from ketaevidence.pooling.bayes.grid import TauGrid, tail_exponent, tau_grid
from ketaevidence.pooling.bayes.mixture import Mixture
from ketaevidence.pooling.bayes.posterior import (
    Beyond,
    IntervalKind,
    Known,
    Marginal,
    Posterior,
    check_request,
    interval_of,
)
from ketaevidence.pooling.bayes.priors import (
    MuPrior,
    TauPrior,
    read_mu_prior,
    read_tau_prior,
)
from ketaevidence.pooling.bayes.spread import Spread
from ketaevidence.pooling.studies import as_effects
from ketaevidence.pooling.sums import FloatArray, Sample, make_sample

#: Up to this many studies the prior of tau decides much of the result (Friede,
#: Roever, Wandel and Neuenschwander 2017, doi 10.1002/jrsm.1217).
FEW_STUDIES = 5

#: How many normal densities are computed at once, to bound memory for large k.
BLOCK = 2_000_000

#: Priors larger or smaller than this, beside the spread of the data, are refused.
FARTHEST = 1e50

#: A prior of the effect that is narrower than this, beside the spread of the data,
#: leaves no digits to tell its ends apart.
FINEST = 1e-8

#: What is told of the true effect of each study.
_PARTS = ("mean", "sd", "median", "lb", "ub")


def bayes(  # noqa: PLR0913  (one door)
    effects: Any,
    vi: Any = None,
    *,
    tau_prior: tuple[object, ...],
    mu_prior: str | tuple[object, ...] = "flat",
    interval: IntervalKind = "shortest",
    level: float = 0.95,
    threshold: float | None = None,
    slab: Any = None,
) -> Posterior:
    """Combine studies with what may be believed about their heterogeneity beforehand.

    With two to five studies the data say almost nothing about how much the true
    effects differ; any method must bring that from elsewhere. Here it is brought
    openly, as a prior of tau, and everything else follows exactly.

    Parameters
    ----------
    effects
        An :class:`Effects`, or the effects as numbers, shape ``(k,)``.
    vi
        Variances, with numbers only, shape ``(k,)``.
    tau_prior
        ``("half-normal", scale)`` or ``("half-t", scale, df)`` (df = 1: half-Cauchy),
        the scale in units of the effect. There is no default. For log odds ratios and
        other log ratios, half-normal with scale 0.5 (tau below 0.98 with 95 %) or 1.0
        (below 1.96) are usual; for standardized mean differences 0.5 or less; for a
        difference in points, choose what is a large difference between hospitals.
    mu_prior
        ``"flat"`` (every effect as credible as any other; the default) or
        ``("normal", mean, sd)``, in units of the effect.
    interval
        ``"shortest"`` (the default) or ``"equal-tailed"`` credible intervals.
    level
        Their probability, between 0 and 1.
    threshold
        An effect that matters, for example the smallest that patients notice; the
        probabilities on both sides of it are given. Below is better when a negative
        effect is a benefit.
    slab
        Study labels, with numbers only.

    Returns
    -------
    Posterior
        Frozen. One study is enough, and then the prior alone speaks of tau.

    Raises
    ------
    PoolingError
        When a prior is missing or impossible, there is no study, a variance is not
        above 0, or prior and data contradict each other so much that no integral
        can be computed.

    Notes
    -----
    yi ~ N(theta_i, vi), theta_i ~ N(mu, tau^2). Given tau, mu is normal; its
    precision is that of its prior plus the sum of 1 / (vi + tau^2). The posterior of
    tau, p(tau) L(tau), is integrated by the trapezoidal rule after a change of variable
    under which it converges exponentially: no random numbers, and the same result to
    12 digits whatever the scale. mu, the effect of a new study (variance + tau^2) and
    each theta_i are mixtures of normals over tau.

    References
    ----------
    Roever C (2020). Journal of Statistical Software 93(6):1-51.
    doi:10.18637/jss.v093.i06
    Roever C, Bender R, Dias S, Schmid CH, Schmidli H, Sturtz S, Weber S, Friede T
    (2021). Research Synthesis Methods 12:448-474. doi:10.1002/jrsm.1475
    Friede T, Roever C, Wandel S, Neuenschwander B (2017). Research Synthesis Methods
    8:79-91. doi:10.1002/jrsm.1217

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.pooling.bayes import bayes
    >>> es = ke.effect_sizes("GEN", yi=[-2.1, -0.9, -1.5], vi=[0.4, 0.3, 0.5])
    >>> after = bayes(es, tau_prior=("half-normal", 1.0), threshold=-1.0)
    >>> print(f"{after.mu.median:.2f} [{after.mu.lb:.2f}, {after.mu.ub:.2f}]")
    -1.46 [-2.59, -0.35]
    >>> print(f"{after.beyond.mu_below:.2f}, new study {after.beyond.new_below:.2f}")
    0.83, new study 0.76
    """
    prior = read_tau_prior(tau_prior)
    of_mean = read_mu_prior(mu_prior)
    check_request(interval, level)
    limit = _check_threshold(threshold)
    if vi is None and not isinstance(effects, Effects):
        msg = "bayes needs an Effects, or effects with their variances: bayes(yi, vi)"
        raise PoolingError(msg)
    studies = as_effects(effects, vi, slab)
    refuse_unlike(studies)
    with np.errstate(all="ignore"):
        return _posterior(studies, (prior, of_mean), interval, level, limit)


def _check_threshold(threshold: object) -> float | None:
    if threshold is None:
        return None
    is_number = isinstance(threshold, int | float | np.number)
    if isinstance(threshold, bool) or not is_number or not np.isfinite(threshold):  # type: ignore[call-overload]
        msg = f"threshold={threshold!r} must be a number, in units of the effect"
        raise PoolingError(msg)
    return float(threshold)  # type: ignore[arg-type]


def _posterior(
    effects: Effects,
    priors: tuple[TauPrior, MuPrior],
    kind: IntervalKind,
    level: float,
    threshold: float | None,
) -> Posterior:
    sample = make_sample(effects.yi, effects.vi)
    tau_prior = priors[0].rescaled(sample.unit)
    mu_prior = priors[1].rescaled(sample.origin, sample.unit)
    _check_units(priors, tau_prior, mu_prior)
    grid = tau_grid(sample, tau_prior, mu_prior)
    mu = Mixture(grid.weights, grid.mean[np.newaxis], grid.sd[np.newaxis])
    new = Mixture(
        grid.weights, grid.mean[np.newaxis], np.hypot(grid.sd, grid.tau)[np.newaxis]
    )
    spread = Spread(grid, sample, tau_prior, mu_prior)
    known = Known(mu, spread, new, sample.origin, sample.unit)
    exponent = tail_exponent(sample.k, tau_prior, mu_prior)
    has_mean, has_sd = (exponent is None or exponent > power for power in (1, 2))
    is_flat = mu_prior.sd is None
    of_mu = (has_mean, has_sd) if is_flat else (True, True)
    asked = (kind, level)
    start, unit = sample.origin, sample.unit
    return Posterior(
        k=effects.k,
        mu=_marginal(mu, (mu.mean(), mu.sd()), of_mu, asked, (start, unit)),
        new=_marginal(
            new, (new.mean(), new.sd()), (has_mean, has_sd), asked, (start, unit)
        ),
        tau=_marginal(
            spread,
            (spread.mean(), spread.sd()),
            (has_mean, has_sd),
            asked,
            (0.0, unit),
        ),
        **_studies(sample, grid, kind, level),
        beyond=None if threshold is None else _beyond(known, threshold),
        interval=kind,
        level=float(level),
        settings=_settings(effects, priors, kind, level, threshold),
        effects=effects,
        notes=_notes(effects, priors[0], has_mean=has_mean, has_sd=has_sd),
        known=known,
    )


def _check_units(
    priors: tuple[TauPrior, MuPrior], tau_prior: TauPrior, mu_prior: MuPrior
) -> None:
    """Refuse priors in a unit that cannot be the unit of the effects."""
    is_far = not 1 / FARTHEST < tau_prior.scale < FARTHEST
    if mu_prior.sd is not None:
        is_far |= not FINEST < mu_prior.sd < FARTHEST
        is_far |= abs(mu_prior.mean) > 1 / FINEST
    if is_far:
        msg = (
            f"the priors (tau: {priors[0]}; effect: {priors[1]}) are too far from the "
            "effects to compute with; give them in the unit of the effects"
        )
        raise PoolingError(msg)


def _marginal(
    which: Distribution,
    moments: tuple[FloatArray, FloatArray],
    has_moments: tuple[bool, bool],
    asked: tuple[str, float],
    scale: tuple[float, float],
) -> Marginal:
    """Say what is known of one number, in units of the effect."""
    origin, unit = scale
    mean, sd = (float(moment[0]) for moment in moments)
    has_mean, has_sd = has_moments
    low, high = interval_of(which, *asked)[0]
    median = which.quantile(np.array([[0.5]]))[0, 0]
    return Marginal(
        mean=origin + unit * mean if has_mean else None,
        sd=unit * sd if has_sd else None,
        median=origin + unit * float(median),
        lb=origin + unit * float(low),
        ub=origin + unit * float(high),
    )


def _studies(
    sample: Sample, grid: TauGrid, kind: str, level: float
) -> dict[str, FloatArray]:
    """Draw each study towards the others: theta_i is a mixture of normals too.

    With b = tau^2 / (tau^2 + v), theta given tau has mean b y + (1 - b) m and variance
    b v + ((1 - b) s)^2.
    """
    parts = {name: np.empty(sample.k) for name in _PARTS}
    rows = max(1, BLOCK // (16 * len(grid.tau)))
    for first in range(0, sample.k, rows):
        block = slice(first, first + rows)
        y, v = sample.y[block, np.newaxis], sample.v[block, np.newaxis]
        b = grid.tau**2 / (grid.tau**2 + v)
        rest = v / (grid.tau**2 + v)
        theta = Mixture(
            grid.weights,
            b * y + rest * grid.mean,
            np.sqrt(b * v + (rest * grid.sd) ** 2),
        )
        ends = interval_of(theta, kind, level)
        parts["mean"][block], parts["sd"][block] = theta.mean(), theta.sd()
        parts["median"][block] = theta.quantile(np.full((theta.rows, 1), 0.5))[:, 0]
        parts["lb"][block], parts["ub"][block] = ends.T
    found = {}
    for name, values in parts.items():
        origin = 0.0 if name == "sd" else sample.origin
        found[f"study_{name}"] = np.empty(sample.k)
        found[f"study_{name}"][sample.order] = origin + sample.unit * values
    return found


def _beyond(known: Known, threshold: float) -> Beyond:
    at = np.array([[(threshold - known.origin) / known.unit]])
    # Each side is summed by itself, so that a small probability keeps its digits.
    sides = [
        float(side(at)[0, 0])
        for which in (known.mu, known.new)
        for side in (which.cdf, which.above)
    ]
    return Beyond(threshold, *sides)


def _settings(
    effects: Effects,
    priors: tuple[TauPrior, MuPrior],
    kind: str,
    level: float,
    threshold: float | None,
) -> dict[str, object]:
    return {
        "effects": dict(effects.settings),
        "integration": "trapezoidal rule over tau after a change of variable, to 1e-12",
        "interval": f"{kind} credible interval",
        "level": float(level),
        "measure": effects.measure,
        "method": "Bayesian random effects (normal-normal model)",
        "mu_prior": str(priors[1]),
        "tau_prior": str(priors[0]),
        "tau_prior_below_with_95_percent": priors[0].quantile(0.95),
        "threshold": threshold,
    }


def _notes(
    effects: Effects, prior: TauPrior, *, has_mean: bool, has_sd: bool
) -> tuple[str, ...]:
    notes = list(effects.notes)
    if effects.k == 1:
        notes.append(
            "This is one study: what is said of heterogeneity, and so the width of "
            "every interval but the study's own, comes from the prior alone."
        )
    elif effects.k <= FEW_STUDIES:
        notes.append(
            f"With {effects.k} studies the prior of tau ({prior}; tau below "
            f"{prior.quantile(0.95):.3g} with 95 % before the data) decides much of "
            "the result: repeat with half and with twice the scale."
        )
    if not has_sd:
        what = "standard deviation" if has_mean else "mean and standard deviation"
        notes.append(
            f"The tail of this prior is so heavy that some {what} is infinite, which "
            "is shown as missing; the medians and intervals stand."
        )
    return tuple(notes)
