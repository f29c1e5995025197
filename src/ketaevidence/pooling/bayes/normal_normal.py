"""Bayesian random effects, where normal effects spread normally around their mean."""

from __future__ import annotations

from typing import Any

import numpy as np

from ketaevidence.effects.model import Effects
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.bayes.described import (
    describe,
    describe_effects,
    mean_effect,
    new_study,
)
from ketaevidence.pooling.bayes.grid import tail_exponent, tau_grid
from ketaevidence.pooling.bayes.posterior import (
    Beyond,
    IntervalKind,
    Known,
    Posterior,
    check_request,
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

#: Priors larger or smaller than this, beside the spread of the data, are refused.
FARTHEST = 1e50

#: A prior of the effect that is narrower than this, beside the spread of the data,
#: leaves no digits to tell its ends apart.
FINEST = 1e-8


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
    spread = Spread(grid, sample, tau_prior, mu_prior)
    start, unit = sample.origin, sample.unit
    known = Known(mean_effect(grid), spread, new_study(grid), start, unit)
    found = describe_effects(sample, grid, kind, level).in_units(start, unit)
    of_tau = describe(spread, kind, level).in_units(0.0, unit)
    exponent = tail_exponent(sample.k, tau_prior, mu_prior)
    has_mean, has_sd = (exponent is None or exponent > power for power in (1, 2))
    # A normal prior bounds the mean effect, whatever the tail of tau.
    is_bounded = mu_prior.sd is not None
    return Posterior(
        k=effects.k,
        mu=found.marginal(
            0, has_mean=has_mean or is_bounded, has_sd=has_sd or is_bounded
        ),
        new=found.marginal(1, has_mean=has_mean, has_sd=has_sd),
        tau=of_tau.marginal(0, has_mean=has_mean, has_sd=has_sd),
        study_mean=_in_order(sample, found.mean),
        study_sd=_in_order(sample, found.sd),
        study_median=_in_order(sample, found.median),
        study_lb=_in_order(sample, found.lb),
        study_ub=_in_order(sample, found.ub),
        beyond=None if threshold is None else _beyond(known, threshold),
        interval=kind,
        level=float(level),
        settings=_settings(effects, priors, kind, level, threshold),
        effects=effects,
        notes=_notes(effects, priors[0], has_mean=has_mean, has_sd=has_sd),
        known=known,
    )


def _in_order(sample: Sample, values: FloatArray) -> FloatArray:
    """Put what was found of the studies in the order in which they were given."""
    ordered = np.empty(sample.k)
    ordered[sample.order] = values[2:]
    return ordered


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
