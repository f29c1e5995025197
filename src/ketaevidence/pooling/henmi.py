"""Henmi and Copas: an interval that stands up to missing small studies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammainc

from ketaevidence.effects.intervals import check_level
from ketaevidence.effects.layout import fact, sentence, titled
from ketaevidence.effects.model import Effects
from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.effects.words import noun_of, scale_words, shown, title_of
from ketaevidence.errors import EffectError, PoolingError
from ketaevidence.pooling.studies import as_effects
from ketaevidence.pooling.sums import FloatArray, Sample, make_sample
from ketaevidence.pooling.tau2.moments import dersimonian_laird

#: Nodes and weights on (-1, 1) for each panel of the integral.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)

#: Each panel of the integral is wider than the one before by this factor.
_WIDENING = 1.5

#: How far beyond its lower end the integral runs, in standard deviations: what is left
#: of the normal distribution there is below 1e-32.
_REACH = 12.0

#: Relative width at which the percentage point counts as found.
_RTOL = 4 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class HenmiCopas(InNotebook):
    """A pooled effect with weights of the equal-effects model and an honest interval.

    Made by :func:`henmi_copas`.

    Parameters
    ----------
    k
        Number of studies.
    estimate, se
        Pooled effect, weighted by 1 / vi, and its standard error with tau2.
    ci_lb, ci_ub
        Confidence interval.
    tau2
        Variance between studies by DerSimonian and Laird.
    point
        The percentage point: the interval reaches so many standard errors each way.
    level
        Confidence level.
    settings
        Every choice behind the numbers.
    effects
        The effects that were pooled.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> found = ke.henmi_copas([-1.2, -0.4, 0.3, -2.0], [0.1, 0.1, 0.2, 0.2])
    >>> found.k, round(found.tau2, 2)
    (4, 0.62)
    """

    k: int
    estimate: float
    se: float
    ci_lb: float
    ci_ub: float
    tau2: float
    point: float
    level: float
    effects: Effects
    settings: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Freeze the settings."""
        # A frozen dataclass can only be normalised through object.__setattr__.
        object.__setattr__(self, "settings", Settings(self.settings))

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()

    def summary(self) -> str:
        """Write the result as plain text, for a terminal or a log.

        Returns
        -------
        str
            Estimate, interval and tau2, on the scale that people read.
        """
        effects = self.effects
        noun = noun_of(effects)
        estimate, lb, ub = (
            shown(effects, self.se, one)
            for one in (self.estimate, self.ci_lb, self.ci_ub)
        )
        lines = titled(f"{title_of(effects)}, Henmi-Copas")
        lines += fact(f"Pooled {noun}", estimate)
        lines += fact(f"{100 * self.level:g} % interval", f"[{lb}, {ub}]")
        lines += fact("Between studies", f"tau2 = {self.tau2:.4g} (DerSimonian-Laird)")
        words = scale_words(effects)
        return "\n".join(lines if words is None else [*lines, *sentence(words)])


@dataclass(frozen=True, slots=True)
class _QGivenMean:
    """The distribution of Cochran's Q beside a given pooled effect, by a gamma.

    With share = w / W1: W2 is the mean of w weighted by share, ``spread`` its variance
    and ``skew`` the mean of w (w - W2)^2, so that nothing large is subtracted.
    """

    df: int
    tau2: float
    trace: float
    trace2: float
    mean_weight: float
    spread: float
    skew: float

    @property
    def ratio(self) -> float:
        """Variance of the pooled effect over the one without heterogeneity."""
        return 1 + self.tau2 * self.mean_weight

    def moments(self, r: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Give mean and variance of Q where the effect is r standard errors off."""
        t, ratio = self.tau2, self.ratio
        off = (r**2 - 1) / ratio
        mean = self.df + t * self.trace + t**2 * off * self.spread
        variance = (
            2 * self.df
            + 4 * t * self.trace
            + 2 * t**2 * self.trace2
            + 4 * t**2 * off * (self.spread + t * self.skew)
            + 2 * t**4 * (1 - 2 * r**2) / ratio**2 * self.spread**2
        )
        return mean, variance

    def tail(self, x: float) -> float:
        """Give the probability that the effect is off by more than x times its error.

        That is the integral from x on of phi(r) P(Q < q(r / x) | r), where q is the Q
        at which the estimated error is r / x times the one without heterogeneity.
        """
        stretch = self.trace / self.mean_weight
        _, variance = self.moments(np.array([x]))
        # The first panel is as wide as the step of the integrand, or narrower.
        first = min(0.1, x * float(np.sqrt(variance[0])) / (4 * stretch + 1))
        count = int(np.ceil(np.log1p(_REACH / first) / np.log(_WIDENING)))
        edges = x + first * np.expm1(np.log(_WIDENING) * np.arange(count + 2))
        half = np.diff(edges)[:, np.newaxis] / 2
        r = edges[:-1, np.newaxis] + half * (1 + _NODES)
        mean, variance = self.moments(r)
        limit = stretch * ((r / x) ** 2 - 1) + self.df
        below = gammainc(mean**2 / variance, limit * mean / variance)
        density = np.exp(-(r**2) / 2) / np.sqrt(2 * np.pi)
        return float((half * _WEIGHTS * below * density).sum())


def _q_given_mean(sample: Sample, tau2: float) -> _QGivenMean:
    sums = sample.sums(0.0)
    w = sums.weights[0]
    share = w / float(sums.total[0])
    mean_weight = float((share * w).sum())
    apart = (w - mean_weight) ** 2
    return _QGivenMean(
        df=sample.k - 1,
        tau2=tau2,
        trace=float(sums.trace[0]),
        trace2=float(sums.trace2[0]),
        mean_weight=mean_weight,
        spread=float((share * apart).sum()),
        skew=float((share * w * apart).sum()),
    )


def _percentage_point(found: _QGivenMean, level: float) -> float:
    wanted = (1 - level) / 2

    def excess(x: float) -> float:
        return found.tail(x) - wanted

    low, high = 1.0, 2.0
    for _ in range(200):
        if excess(low) > 0:
            break
        low /= 2
    for _ in range(20):
        if excess(high) < 0:
            break
        high *= 2
    if not (excess(low) > 0 > excess(high)):
        msg = (
            "the percentage point of Henmi and Copas was not found; check the effects "
            "and variances for errors of unit"
        )
        raise PoolingError(msg)
    x = float(brentq(excess, low, high, xtol=1e-300, rtol=_RTOL))
    return x * float(np.sqrt(found.ratio))


def henmi_copas(
    effects: Any, vi: Any = None, *, level: float = 0.95, slab: Any = None
) -> HenmiCopas:
    """Pool with the weights of the equal-effects model, and allow for heterogeneity.

    Small studies are the ones that go missing when they find nothing, and the weights
    of random effects give them more say. This estimate keeps the weights 1 / vi, and
    its interval still covers effects that differ between studies.

    Parameters
    ----------
    effects
        An :class:`Effects`, or the effects as numbers, shape ``(k,)``.
    vi
        Variances, with numbers only, shape ``(k,)``.
    level
        Confidence level, between 0 and 1.
    slab
        Study labels, with numbers only.

    Returns
    -------
    HenmiCopas
        Estimate, standard error, interval, tau2 and the percentage point.

    Raises
    ------
    PoolingError
        With fewer than two studies, a variance that is not above 0, or variances too
        far apart to compute with.

    Notes
    -----
    estimate = sum(w yi) / W1 with w = 1 / vi and se^2 = (1 + tau2 W2) / W1, tau2 by
    DerSimonian and Laird, W1 = sum w, W2 = sum w^2 / W1. The interval is estimate -/+
    u se, where P(abs(estimate - true) > u se) = 1 - level under the distribution of the
    estimate and of Q beside it, Q given the estimate taken as a gamma with its mean and
    variance.

    References
    ----------
    Henmi M, Copas JB (2010). Statistics in Medicine 29:2969-2983.
    doi:10.1002/sim.4029

    Examples
    --------
    >>> import ketaevidence as ke
    >>> found = ke.henmi_copas([-1.2, -0.4, 0.3, -2.0], [0.1, 0.1, 0.2, 0.2])
    >>> print(f"{found.estimate:.2f} [{found.ci_lb:.2f}, {found.ci_ub:.2f}]")
    -0.82 [-2.15, 0.51]
    """
    try:
        used = check_level(level)
    except EffectError as error:
        raise PoolingError(str(error)) from error
    studies = as_effects(effects, vi, slab)
    if studies.k == 1:
        msg = (
            f"there is one study ({studies.slab[0]}), and nothing to pool: report it "
            "with its own interval"
        )
        raise PoolingError(msg)
    sample = make_sample(studies.yi, studies.vi)
    with np.errstate(all="ignore"):
        tau2 = dersimonian_laird(sample).tau2
        given = _q_given_mean(sample, tau2)
        point = _percentage_point(given, used)
        total = float((1 / sample.v).sum())
        mean = float((sample.y / sample.v).sum()) / total
    estimate = sample.origin + sample.unit * mean
    se = sample.unit * float(np.sqrt(given.ratio / total))
    return HenmiCopas(
        k=studies.k,
        estimate=estimate,
        se=se,
        ci_lb=estimate - point * se,
        ci_ub=estimate + point * se,
        tau2=sample.unit**2 * tau2,
        point=point,
        level=used,
        effects=studies,
        settings={
            "effects": studies.settings,
            "interval": "Henmi and Copas (2010)",
            "level": used,
            "measure": studies.measure,
            "tau2": "DerSimonian-Laird",
            "weights": "equal effects: 1 / vi",
        },
    )
