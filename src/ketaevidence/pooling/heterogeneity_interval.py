"""How sure one can be about the variance between studies, and about I2 and H2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ketaevidence.effects.intervals import Interval, check_level
from ketaevidence.effects.layout import fact, please_note, titled
from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.errors import EffectError, PoolingError
from ketaevidence.pooling.heterogeneity import (
    disagreement,
    h2_from_tau2,
    i2_from_tau2,
)
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.studies import read_weights, weighting_of
from ketaevidence.pooling.sums import FloatArray, Sample, make_sample
from ketaevidence.pooling.tau2.quadratic_form import generalised_q_of
from ketaevidence.pooling.tau2.regions import (
    Region,
    generalised_q_region,
    profile_likelihood_region,
    q_profile_region,
)

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.pooling.regression import Regression
    from ketaevidence.pooling.regression.design import DesignSample

IntervalMethod = Literal["QP", "PL", "GENQ"]

#: Each method in words.
METHODS: Mapping[str, str] = {
    "QP": "Q-profile (generalised Q, chi-squared with k - 1 df, with moderators k - p)",
    "PL": "profile likelihood (chi-squared with 1 df)",
    "GENQ": "generalised Q with fixed weights (its exact distribution)",
}

#: Beyond this level the tails of the generalised Q keep too few digits.
HIGHEST_LEVEL = 1 - 1e-6


@dataclass(frozen=True, slots=True)
class Tau2Interval(InNotebook):
    """Which variances between studies the studies do not contradict.

    Made by :func:`tau2_interval`. An interval is None where there is none.

    Parameters
    ----------
    method
        ``"QP"``, ``"PL"`` or ``"GENQ"``.
    level
        Confidence level.
    estimate
        tau2 of the pooled result.
    tau2, tau
        Interval of the variance and of the standard deviation between studies.
    I2, H2
        The same in percent of the variability and as a ratio, both by the definition
        that compares tau2 with the typical variance within studies.
    is_empty
        Whether even tau2 = 0 is contradicted, from below: the studies agree more
        closely than their own variances allow.
    settings
        Every choice behind the numbers.
    notes
        Caveats to read before the numbers are used.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.3, -2.0], [0.1, 0.1, 0.2, 0.2])
    >>> told = ke.tau2_interval(pooled)
    >>> told.method, told.is_empty
    ('QP', False)
    """

    method: str
    level: float
    estimate: float | None
    tau2: Interval | None
    tau: Interval | None
    I2: Interval | None
    H2: Interval | None
    is_empty: bool
    settings: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the settings."""
        # A frozen dataclass can only be normalised through object.__setattr__.
        object.__setattr__(self, "settings", Settings(self.settings))

    def frame(self) -> pd.DataFrame:
        """Give the intervals as a table.

        Returns
        -------
        pandas.DataFrame
            One row each for tau2, tau, I2 [percent] and H2, with columns lb and ub;
            missing where there is no interval.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> y, v = [-1.2, -0.4, 0.3, -2.0], [0.1, 0.1, 0.2, 0.2]
        >>> print(ke.tau2_interval(ke.pool(y, v)).frame().round(2))
          quantity     lb     ub
        0     tau2   0.13  13.56
        1      tau   0.36   3.68
        2       I2  48.85  98.99
        3       H2   1.95  98.95
        """
        import pandas as pd

        rows = [
            (name, *(getattr(self, name) or (np.nan, np.nan)))
            for name in ("tau2", "tau", "I2", "H2")
        ]
        return pd.DataFrame(rows, columns=["quantity", "lb", "ub"])

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()

    def summary(self) -> str:
        """Write the intervals as plain text, for a terminal or a log.

        Returns
        -------
        str
            One line each for tau2, tau, I2 and H2, and the caveats.
        """
        lines = titled(f"{100 * self.level:g} % intervals of heterogeneity")
        lines += fact("Method", METHODS[self.method])
        for name in ("tau2", "tau", "I2", "H2"):
            found: Interval | None = getattr(self, name)
            shown = "none" if found is None else f"[{found.lb:.4g}, {found.ub:.4g}]"
            unit = " %" if name == "I2" and found is not None else ""
            lines += fact(name, f"{shown}{unit}")
        return "\n".join([*lines, *please_note(self.notes)])


def tau2_interval(
    pooled: Pooled | Regression,
    *,
    method: IntervalMethod = "QP",
    level: float | None = None,
    weights: Any = None,
) -> Tau2Interval:
    """Tell which variances between studies the studies do not contradict.

    Parameters
    ----------
    pooled
        A random-effects result of :func:`pool`, without or with moderators.
    method
        ``"QP"`` Q-profile, for every estimator of tau2; ``"PL"`` profile likelihood,
        for results by ``"ML"`` or ``"REML"``; ``"GENQ"`` generalised Q, with weights.
    level
        Confidence level, between 0 and 1; that of ``pooled`` by default.
    weights
        For ``"GENQ"`` only: one number above 0 for each study, shape ``(k,)``, for
        example 1 / vi or 1 / sqrt(vi), chosen before the effects are known. A result by
        ``"GENQ"`` brings its own.

    Returns
    -------
    Tau2Interval
        Intervals of tau2, tau, I2 and H2. With one study there are none, and a note
        says why; where no variance fits, ``is_empty`` is True and a note says so.

    Raises
    ------
    PoolingError
        With equal effects, which have no tau2, with ``"PL"`` for an estimator without a
        likelihood, when weights are missing or not asked for, or when a bound cannot be
        found.

    Notes
    -----
    QP: every tau2 >= 0 with a <= sum wi (yi - m)^2 <= b, wi = 1 / (vi + tau2), m the
    mean weighted by wi, a and b the chi-squared quantiles with k - 1 df; with
    moderators m is the fitted effect and p coefficients leave k - p df. PL: every
    tau2 >= 0 whose (restricted) log-likelihood is at most half the chi-squared quantile
    with 1 df below its maximum. GENQ, with fixed weights a: every tau2 under which a
    Q = sum ai (yi - m)^2 as low as the observed one, and one as high, has at least the
    probability (1 - level) / 2, by the exact distribution of Q. With vt the typical
    variance, I2 = 100 tau2 / (tau2 + vt) and H2 = (tau2 + vt) / vt take the bounds
    over. An interval need not hold an estimate by another method; a note says when.

    References
    ----------
    Viechtbauer W (2007). Statistics in Medicine 26:37-52. doi:10.1002/sim.2514
    Jackson D (2013). Research Synthesis Methods 4:220-229. doi:10.1002/jrsm.1081
    Hardy RJ, Thompson SG (1996). Statistics in Medicine 15:619-629.
    doi:10.1002/(SICI)1097-0258(19960330)15:6<619::AID-SIM188>3.0.CO;2-A

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.3, -2.0], [0.1, 0.1, 0.2, 0.2])
    >>> found = ke.tau2_interval(pooled)
    >>> print(f"{found.tau2.lb:.2f} to {found.tau2.ub:.2f}")
    0.13 to 13.56
    """
    used = _check(pooled, method, level)
    settings = {
        "I2": "tau2-based: 100 tau2 / (tau2 + typical variance)",
        "estimator": pooled.method,
        "level": used,
        "method": METHODS[method],
    }
    fixed, weighting = _fixed_weights(pooled, method, weights, used)
    if weighting is not None:
        settings["weights"] = weighting
    if pooled.k == 1:
        note = "One study says nothing about how studies differ: there is no interval."
        return Tau2Interval(
            method,
            used,
            None,
            *(None,) * 4,
            is_empty=False,
            settings=settings,
            notes=(note,),
        )
    sample = _sample_of(pooled)
    with np.errstate(all="ignore"):
        if method == "QP":
            region = q_profile_region(sample, used)
        elif fixed is not None:
            columns = getattr(sample, "x", np.ones((sample.k, 1)))
            found = generalised_q_of(sample, columns, fixed[sample.order])
            region = generalised_q_region(found, used)
        else:
            is_reml = pooled.method == "REML"
            region = profile_likelihood_region(sample, used, restricted=is_reml)
        typical = getattr(pooled, "vt", None)
        if typical is None:
            typical = disagreement(sample, sample.unit**2).typical
    return _result(pooled, region, sample.unit**2, typical, method, used, settings)


def _sample_of(pooled: Pooled | Regression) -> Sample | DesignSample:
    """Give the studies as they were computed with."""
    effects = pooled.effects
    if isinstance(pooled, Pooled):
        return make_sample(effects.yi, effects.vi)
    from ketaevidence.pooling.regression.design import make_design_sample

    design = pooled.design
    inner = design.inner(design.matrix)
    return make_design_sample(
        effects.yi, effects.vi, inner, has_intercept=design.has_intercept
    )


def _check(pooled: Pooled | Regression, method: str, level: float | None) -> float:
    if method not in METHODS:
        msg = f"method={method!r} is not on offer; choose {', '.join(METHODS)}"
        raise PoolingError(msg)
    if pooled.method == "EE":
        msg = (
            "with equal effects (method='EE') tau2 is 0 by definition and has no "
            "interval; pool with a random-effects method first"
        )
        raise PoolingError(msg)
    if method == "PL" and pooled.method not in ("ML", "REML"):
        msg = (
            f"method='PL' needs a likelihood, and the result is by {pooled.method}; "
            "pool with method='ML' or 'REML', or choose method='QP'"
        )
        raise PoolingError(msg)
    try:
        return pooled.level if level is None else check_level(level)
    except EffectError as error:
        raise PoolingError(str(error)) from error


def _fixed_weights(
    pooled: Pooled | Regression, method: str, weights: Any, level: float
) -> tuple[FloatArray | None, str | None]:
    """Read the weights of the generalised Q, and say in words whose they are."""
    if method != "GENQ":
        if weights is not None:
            msg = f"weights= go with method='GENQ', not with {method!r}; leave them out"
            raise PoolingError(msg)
        return None, None
    if level > HIGHEST_LEVEL:
        msg = (
            f"level={level!r} is too near 1 for method='GENQ', whose tails then have "
            f"too few digits; choose at most {HIGHEST_LEVEL}"
        )
        raise PoolingError(msg)
    if weights is None and pooled.method == "GENQ":
        return np.array(pooled.weights), "those of the result"
    return read_weights(weights, pooled.effects, "GENQ"), weighting_of(weights)


def _notes(
    pooled: Pooled | Regression, region: Region, bounds: Interval | None
) -> list[str]:
    notes = []
    if bounds is None:
        notes.append(
            "No tau2 fits, not even 0: the studies agree more closely than their own "
            "variances allow. The interval is empty; that is no proof of agreement."
        )
    elif pooled.tau2 is not None and not bounds.lb <= pooled.tau2 <= bounds.ub:
        notes.append(
            f"The estimate by {pooled.method} ({pooled.tau2:.4g}) lies outside its "
            "interval: method and interval weigh the studies differently."
        )
    if region.has_gap:
        notes.append(
            "The likelihood has several maxima, and values inside the interval do not "
            "all belong to it: only its outer ends are given."
        )
    return notes


def _result(  # noqa: PLR0913, PLR0917  (the parts of one result)
    pooled: Pooled | Regression,
    region: Region,
    square: float,
    typical: float,
    method: str,
    level: float,
    settings: Mapping[str, object],
) -> Tau2Interval:
    bounds = tau = i2 = h2 = None
    if region.lb is not None and region.ub is not None:
        bounds = Interval(square * region.lb, square * region.ub)
        tau = Interval(*(float(np.sqrt(t)) for t in bounds))
        i2 = Interval(*(i2_from_tau2(t, typical) for t in bounds))
        h2 = Interval(*(h2_from_tau2(t, typical) for t in bounds))
    return Tau2Interval(
        method=method,
        level=level,
        estimate=pooled.tau2,
        tau2=bounds,
        tau=tau,
        I2=i2,
        H2=h2,
        is_empty=bounds is None,
        settings=settings,
        notes=tuple(_notes(pooled, region, bounds)),
    )
