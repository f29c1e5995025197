"""What is known after the data, given what was believed before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.intervals import check_level
from ketaevidence.effects.model import Effects
from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.errors import EffectError, PoolingError
from ketaevidence.pooling.bayes.distribution import Distribution
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

#: What can be asked about: the mean effect, the spread, the effect in a new study.
Unknown = Literal["mu", "tau", "new"]

#: How an interval is chosen among all that hold the same probability.
IntervalKind = Literal["shortest", "equal-tailed"]


@dataclass(frozen=True, slots=True)
class Marginal:
    """What is known of one number.

    Parameters
    ----------
    mean, sd
        Its mean and standard deviation; None where they are infinite.
    median
        Its median.
    lb, ub
        The credible interval.
    """

    mean: float | None
    sd: float | None
    median: float
    lb: float
    ub: float


@dataclass(frozen=True, slots=True)
class Beyond:
    """How probable it is that an effect lies on either side of a threshold.

    Parameters
    ----------
    threshold
        The value, in units of the effect.
    mu_below, mu_above
        For the mean effect.
    new_below, new_above
        For the true effect of a new study.
    """

    threshold: float
    mu_below: float
    mu_above: float
    new_below: float
    new_above: float


@dataclass(frozen=True, slots=True)
class Known:
    """The distributions behind the numbers, in units of the sample.

    Parameters
    ----------
    mu, tau, new
        Of the mean effect, the spread, and the true effect of a new study.
    origin, unit
        How to come back: effect = origin + unit times the number (tau: no origin).
    """

    mu: Distribution
    tau: Distribution
    new: Distribution
    origin: float
    unit: float

    def of(self, unknown: str) -> tuple[Distribution, float]:
        """Give a distribution and its origin, or refuse an unknown name."""
        if unknown not in ("mu", "tau", "new"):
            msg = f"of={unknown!r} is not known; choose 'mu', 'tau' or 'new'"
            raise PoolingError(msg)
        origin = 0.0 if unknown == "tau" else self.origin
        return getattr(self, unknown), origin


@dataclass(frozen=True, slots=True, eq=False)
class Posterior(InNotebook):
    """What the studies and the priors say together about effect and heterogeneity.

    Made by :func:`bayes`. Numbers are in units of the effect.

    Parameters
    ----------
    k
        Number of studies.
    mu
        The mean effect.
    tau
        The standard deviation of the true effects between studies.
    new
        The true effect of a new study: the prediction.
    study_mean, study_sd, study_median, study_lb, study_ub
        The true effect of each study, drawn towards the others, shape ``(k,)``.
    beyond
        Probabilities on both sides of the threshold; None when there is none.
    interval, level
        How the credible intervals were chosen, and their probability.
    settings
        Every choice behind the numbers.
    effects
        The effects that were pooled.
    notes
        Caveats to read before the numbers are used.
    known
        The distributions themselves.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.pooling.bayes import bayes
    >>> es = ke.effect_sizes("GEN", yi=[-1.2, -0.4], vi=[0.25, 0.16])
    >>> after = bayes(es, tau_prior=("half-normal", 0.5), mu_prior="flat")
    >>> print(f"{after.mu.median:.2f} [{after.mu.lb:.2f}, {after.mu.ub:.2f}]")
    -0.74 [-1.67, 0.17]
    >>> print(f"{float(after.probability_below(0.0)):.3f}")
    0.954
    """

    k: int
    mu: Marginal
    tau: Marginal
    new: Marginal
    study_mean: FloatArray
    study_sd: FloatArray
    study_median: FloatArray
    study_lb: FloatArray
    study_ub: FloatArray
    beyond: Beyond | None
    interval: IntervalKind
    level: float
    settings: Mapping[str, object]
    effects: Effects
    notes: tuple[str, ...]
    known: Known = field(repr=False)

    def __post_init__(self) -> None:
        """Freeze the arrays and the settings."""
        for part in ("mean", "sd", "median", "lb", "ub"):
            values = np.array(getattr(self, f"study_{part}"), dtype=np.float64)
            values.setflags(write=False)
            # A frozen dataclass can only be normalised through object.__setattr__.
            object.__setattr__(self, f"study_{part}", values)
        object.__setattr__(self, "settings", Settings(self.settings))

    def __eq__(self, other: object) -> bool:
        """Tell whether another result is the same in every number and choice."""
        if not isinstance(other, Posterior):
            return NotImplemented
        names = [part.name for part in fields(self) if part.name != "known"]
        return all(
            np.array_equal(getattr(self, name), getattr(other, name))
            if name.startswith("study_")
            else getattr(self, name) == getattr(other, name)
            for name in names
        )

    __hash__ = None  # type: ignore[assignment]

    def density(self, x: npt.ArrayLike, of: Unknown = "mu") -> FloatArray:
        """Compute the posterior density, for a figure.

        Parameters
        ----------
        x
            Where, in units of the effect, of any shape.
        of
            ``"mu"`` the mean effect, ``"tau"`` the spread between studies, ``"new"``
            the true effect of a new study.

        Returns
        -------
        numpy.ndarray
            The density, per unit of the effect, in the shape of ``x``.

        Examples
        --------
        >>> from ketaevidence.pooling.bayes import bayes
        >>> after = bayes([-1.2, -0.4], [0.25, 0.16], tau_prior=("half-normal", 0.5))
        >>> print(after.density([-1.0, 0.0]).round(3))
        [0.765 0.182]
        """
        values, shape, distribution = self._asked(x, of)
        heights = np.zeros(values.shape)
        inside = np.isfinite(values) & (values >= distribution.floor)
        if inside.any():
            heights[inside] = distribution.density(values[inside][np.newaxis])[0]
        return np.asarray(heights / self.known.unit).reshape(shape)

    def probability_below(self, x: npt.ArrayLike, of: Unknown = "mu") -> FloatArray:
        """Compute how probable it is that an unknown lies below a value.

        Parameters
        ----------
        x
            The value, in units of the effect, of any shape.
        of
            ``"mu"``, ``"tau"`` or ``"new"``, as in :meth:`density`.

        Returns
        -------
        numpy.ndarray
            Probabilities from 0 to 1, in the shape of ``x``.

        Examples
        --------
        >>> from ketaevidence.pooling.bayes import bayes
        >>> after = bayes([-1.2, -0.4], [0.25, 0.16], tau_prior=("half-normal", 0.5))
        >>> print(after.probability_below([-1.0, 0.0], of="new").round(3))
        [0.302 0.905]
        """
        values, shape, distribution = self._asked(x, of)
        inside = np.isfinite(values) & (values > distribution.floor)
        # What lies beyond every value is certain.
        below = (values > 0).astype(np.float64)
        below[values <= distribution.floor] = 0.0
        if inside.any():
            below[inside] = distribution.cdf(values[inside][np.newaxis])[0]
        return below.reshape(shape)

    def quantile(self, p: npt.ArrayLike, of: Unknown = "mu") -> FloatArray:
        """Find the value below which an unknown lies with a given probability.

        Parameters
        ----------
        p
            Probabilities between 0 and 1, of any shape.
        of
            ``"mu"``, ``"tau"`` or ``"new"``, as in :meth:`density`.

        Returns
        -------
        numpy.ndarray
            Values in units of the effect, in the shape of ``p``.

        Raises
        ------
        PoolingError
            When a probability does not lie between 0 and 1.

        Examples
        --------
        >>> from ketaevidence.pooling.bayes import bayes
        >>> after = bayes([-1.2, -0.4], [0.25, 0.16], tau_prior=("half-normal", 0.5))
        >>> print(after.quantile([0.5, 0.99], of="tau").round(3))
        [0.325 1.209]
        """
        probabilities = np.asarray(p, dtype=np.float64)
        if not ((probabilities > 0) & (probabilities < 1)).all():
            msg = f"p={p!r} must lie between 0 and 1"
            raise PoolingError(msg)
        distribution, origin = self.known.of(of)
        found = distribution.quantile(probabilities.reshape(1, -1))
        values = origin + self.known.unit * found
        return np.asarray(values).reshape(probabilities.shape)

    def credible(
        self, level: float, kind: IntervalKind = "shortest", of: Unknown = "mu"
    ) -> tuple[float, float]:
        """Give a credible interval of another level or kind.

        Parameters
        ----------
        level
            Its probability, between 0 and 1.
        kind
            ``"shortest"`` or ``"equal-tailed"``.
        of
            ``"mu"``, ``"tau"`` or ``"new"``, as in :meth:`density`.

        Returns
        -------
        tuple of float
            Lower and upper end, in units of the effect.

        Raises
        ------
        PoolingError
            When the level is no probability or the kind does not exist.

        Examples
        --------
        >>> from ketaevidence.pooling.bayes import bayes
        >>> after = bayes([-1.2, -0.4], [0.25, 0.16], tau_prior=("half-normal", 0.5))
        >>> low, high = after.credible(0.8)
        >>> print(f"{low:.3f} to {high:.3f}")
        -1.286 to -0.188
        """
        check_request(kind, level)
        distribution, origin = self.known.of(of)
        ends = interval_of(distribution, kind, level)[0]
        low, high = (float(origin + self.known.unit * end) for end in ends)
        return low, high

    def _asked(
        self, x: npt.ArrayLike, of: str
    ) -> tuple[FloatArray, tuple[int, ...], Distribution]:
        distribution, origin = self.known.of(of)
        values = np.asarray(x, dtype=np.float64)
        if np.isnan(values).any():
            msg = "x holds a value that is not a number"
            raise PoolingError(msg)
        scaled = (values.ravel() - origin) / self.known.unit
        return scaled, values.shape, distribution

    def frame(self) -> pd.DataFrame:
        """Give the studies, the mean effect, the prediction and tau as a table.

        Returns
        -------
        pandas.DataFrame
            One row per study with its true effect after the data, then the mean
            effect, a new study, and tau. Columns: row (study, pooled, prediction,
            heterogeneity), slab, yi, vi, mean, sd, median, lb, ub.

        Examples
        --------
        >>> from ketaevidence.pooling.bayes import bayes
        >>> after = bayes([-1.2, -0.4], [0.25, 0.16], tau_prior=("half-normal", 0.5))
        >>> print(after.frame()[["row", "median"]].round(2))
                     row  median
        0          study   -0.87
        1          study   -0.61
        2         pooled   -0.74
        3     prediction   -0.74
        4  heterogeneity    0.32
        """
        from ketaevidence.pooling.bayes.text import posterior_frame

        return posterior_frame(self)

    def summary(self) -> str:
        """Write the result as plain text, for a terminal or a log.

        Returns
        -------
        str
            Model, priors, intervals, probabilities, studies and caveats.

        Examples
        --------
        >>> from ketaevidence.pooling.bayes import bayes
        >>> after = bayes([-1.2, -0.4], [0.25, 0.16], tau_prior=("half-normal", 0.5))
        >>> print(after.summary().splitlines()[0])
        Effect as given, 2 studies, Bayesian random effects
        """
        from ketaevidence.pooling.bayes.text import summary_text

        return summary_text(self)

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()


def check_request(kind: str, level: float) -> None:
    """Refuse a level that is no probability, or a kind of interval unknown here."""
    if kind not in ("shortest", "equal-tailed"):
        msg = f"interval={kind!r} is not on offer; choose 'shortest' or 'equal-tailed'"
        raise PoolingError(msg)
    try:
        check_level(level)
    except EffectError as error:
        raise PoolingError(str(error)) from error


def interval_of(distribution: Distribution, kind: str, level: float) -> FloatArray:
    """Give the ends of the interval of each row, shape ``(rows, 2)``."""
    if kind == "shortest":
        return distribution.shortest(level)
    return distribution.equal_tailed(level)
