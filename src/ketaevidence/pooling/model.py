"""The pooled effect of several studies and everything a reader asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.model import Effects
from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.pooling.heterogeneity import (
    h2_from_q,
    h2_from_tau2,
    i2_from_q,
    i2_from_tau2,
)
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.pooling.fit_statistics import FitStatistics
    from ketaevidence.pooling.heterogeneity_interval import IntervalMethod
    from ketaevidence.pooling.reporting import Report


@dataclass(frozen=True, slots=True, eq=False)
class Pooled(InNotebook):
    """What the studies say together, how sure that is, and how it was computed.

    Made by :func:`pool`. None means "not defined here", never zero.

    Parameters
    ----------
    k
        Number of studies.
    estimate, se
        Pooled effect and its standard error (Knapp-Hartung: already scaled).
    zval, ddf, pval
        Test statistic against 0 (normal, or t), its degrees of freedom (None:
        normal) and two-sided p-value.
    ci_lb, ci_ub
        Confidence interval of the mean effect.
    pi_lb, pi_ub
        Prediction interval: where the true effect of a new study is expected.
    tau2, se_tau2
        Variance of the true effects between studies and its standard error.
    I2, H2
        Share of the variability that is not chance [percent], and the ratio, by the
        definition that the settings name.
    QE, QE_df, QEp
        Cochran's test of heterogeneity.
    s2w
        Factor of the squared standard error: the Knapp-Hartung scale, as far as the
        test uses it, and 1 for other tests.
    weights
        Weight of each study [percent], shape ``(k,)``.
    method, test, level
        Model or estimator, test and confidence level that were used.
    settings
        Every choice behind the numbers.
    effects
        The effects that were pooled.
    notes
        Caveats to read before the numbers are used.
    vt
        Typical variance within studies, which I2 compares with tau2.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> es = ke.effect_sizes("GEN", yi=[-1.2, -0.4, 0.1], vi=[0.25, 0.16, 0.2])
    >>> pooled = ke.pool(es, method="DL", test="t")
    >>> print(f"{pooled.estimate:.3f} [{pooled.ci_lb:.3f}, {pooled.ci_ub:.3f}]")
    -0.469 [-1.995, 1.058]
    """

    k: int
    estimate: float
    se: float
    zval: float | None
    ddf: int | None
    pval: float | None
    ci_lb: float
    ci_ub: float
    pi_lb: float | None
    pi_ub: float | None
    tau2: float | None
    se_tau2: float | None
    I2: float | None
    H2: float | None
    QE: float | None
    QE_df: int
    QEp: float | None
    s2w: float | None
    weights: FloatArray
    method: str
    test: str
    level: float
    settings: Mapping[str, object]
    effects: Effects
    notes: tuple[str, ...] = ()
    vt: float | None = None

    def __post_init__(self) -> None:
        """Freeze the weights and the settings."""
        weights = np.array(self.weights, dtype=np.float64)
        weights.setflags(write=False)
        # A frozen dataclass can only be normalised through object.__setattr__.
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "settings", Settings(self.settings))

    def __eq__(self, other: object) -> bool:
        """Tell whether another result is the same in every number and choice."""
        if not isinstance(other, Pooled):
            return NotImplemented
        return np.array_equal(self.weights, other.weights) and all(
            getattr(self, part.name) == getattr(other, part.name)
            for part in fields(self)
            if part.name != "weights"
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def tau(self) -> float | None:
        """Standard deviation of the true effects between studies."""
        return None if self.tau2 is None else float(np.sqrt(self.tau2))

    @property
    def I2_from_tau2(self) -> float | None:  # noqa: N802  (the statistic's name)
        """I2 [percent] as 100 tau2 / (tau2 + typical variance); None with EE."""
        if self.method == "EE" or self.tau2 is None or self.vt is None:
            return None
        return i2_from_tau2(self.tau2, self.vt)

    @property
    def H2_from_tau2(self) -> float | None:  # noqa: N802
        """H2 as (tau2 + typical variance) / typical variance; None with EE."""
        if self.method == "EE" or self.tau2 is None or self.vt is None:
            return None
        return h2_from_tau2(self.tau2, self.vt)

    @property
    def I2_from_Q(self) -> float | None:  # noqa: N802
        """I2 [percent] as 100 (Q - df) / Q, never negative."""
        return None if self.QE is None else i2_from_q(self.QE, self.QE_df)

    @property
    def H2_from_Q(self) -> float | None:  # noqa: N802
        """H2 as Q / df."""
        return None if self.QE is None else h2_from_q(self.QE, self.QE_df)

    def back_transform(self, x: npt.ArrayLike) -> FloatArray:
        """Bring a number from the scale of analysis to the scale people read.

        Parameters
        ----------
        x
            Effects or bounds, of any shape.

        Returns
        -------
        numpy.ndarray
            Ratios, proportions or rates; the same numbers where the measure is not
            transformed.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> es = ke.effect_sizes("PLO", xi=[3, 8, 5], ni=[10, 20, 16])
        >>> pooled = ke.pool(es, method="EE", test="z")
        >>> print(round(float(pooled.back_transform(pooled.estimate)), 3))
        0.349
        """
        return self.effects.back_transform(x)

    def fit_statistics(self) -> FitStatistics:
        """Compute log-likelihood, deviance, AIC, BIC and AICc.

        Returns
        -------
        FitStatistics
            For EE and ML of the likelihood, for REML of the restricted likelihood.

        Raises
        ------
        PoolingError
            For other methods, for one study, and for weights of the user's choice.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.2, 0.1, 0.2], method="ML", test="z")
        >>> print(f"{pooled.fit_statistics().log_likelihood:.3f}")
        -2.150
        """
        from ketaevidence.pooling.fit_statistics import fit_statistics

        return fit_statistics(self)

    def frame(self) -> pd.DataFrame:
        """Give the studies and the pooled effect as a table.

        Returns
        -------
        pandas.DataFrame
            One row per study, then the pooled effect and, where defined, the
            prediction interval. Columns: row (study, pooled, prediction), slab, yi,
            vi, ci_lb, ci_ub, weight_percent; where people read another scale also
            back_yi, back_ci_lb, back_ci_ub (ratios, proportions, rates). A single
            study has no pooled row.

        Notes
        -----
        Each study's interval is the normal one, from its own variance.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> es = ke.effect_sizes("GEN", yi=[-1.2, -0.4, 0.1], vi=[0.25, 0.16, 0.2])
        >>> print(ke.pool(es, method="EE", test="z").frame()[["slab", "yi"]].round(2))
                          slab    yi
        0             Study 1 -1.20
        1             Study 2 -0.40
        2             Study 3  0.10
        3  Pooled (EE, test z) -0.45
        """
        from ketaevidence.pooling.table import pooled_frame

        return pooled_frame(self)

    def summary(self) -> str:
        """Write the result as plain text, for a terminal or a log.

        Returns
        -------
        str
            Model, estimate, intervals, heterogeneity, studies and caveats.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> es = ke.effect_sizes("GEN", yi=[-1.2, -0.4, 0.1], vi=[0.25, 0.16, 0.2])
        >>> print(ke.pool(es, method="EE", test="z").summary().splitlines()[0])
        Effect as given, 3 studies
        """
        from ketaevidence.pooling.summary import summary_text

        return summary_text(self)

    def report(self, *, tau2_interval: IntervalMethod | None = None) -> Report:
        """Write methods and results for a paper, with every choice and its reference.

        Parameters
        ----------
        tau2_interval
            Also give intervals of tau2 and I2: ``"QP"`` Q-profile, ``"PL"`` profile
            likelihood, see :func:`tau2_interval`. None: without.

        Returns
        -------
        Report
            Paragraphs of plain text, the caveats, and the references; ``print`` shows
            all of it. An uncontrolled change is called one, and one study no pool.

        Raises
        ------
        PoolingError
            When the interval of tau2 does not exist for this method.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> es = ke.effect_sizes("OR", ai=[8, 6], n1i=[20, 20], ci=[3, 4], n2i=[20, 20])
        >>> report = ke.pool(es, method="EE", test="z").report()
        >>> print(report.results.partition(" (")[0])
        2 studies with 80 participants were pooled. The pooled odds ratio was 2.50
        """
        from ketaevidence.pooling.reporting import write_report

        return write_report(self, tau2_interval)

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()
