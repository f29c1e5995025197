"""A pooled effect of three levels and everything a reader asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.arrays import frozen_array
from ketaevidence.effects.intervals import Interval
from ketaevidence.effects.model import Effects
from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.pooling.reporting import Report


@dataclass(frozen=True, slots=True, eq=False)
class Multilevel(InNotebook):
    """What studies with several effects each say together, and how they differ.

    Made by :func:`multilevel`. None means "not defined here", never zero.

    Parameters
    ----------
    k, clusters
        Number of effects and of clusters.
    estimate, se
        Pooled effect and its standard error.
    zval, ddf, pval
        Test statistic against 0 (normal, or t), its degrees of freedom (None: normal)
        and two-sided p-value.
    ci_lb, ci_ub
        Confidence interval of the mean effect.
    pi_lb, pi_ub
        Prediction interval: where the true value of one effect of a new cluster is
        expected.
    sigma2_between, sigma2_within
        Variance of the true effects between clusters, and within them.
    between_interval, within_interval
        Their profile-likelihood intervals.
    I2_between, I2_within
        Share of each level in the variability of effects [percent].
    vt
        Typical variance within studies, which both shares compare with.
    QE, QE_df, QEp
        Cochran's test of heterogeneity, of all effects.
    log_likelihood, aic, bic, aicc
        Log-likelihood (REML: the restricted one) and information criteria, smaller is
        better; comparable between models of the same effects and method.
    weights
        Weight of each effect [percent], shape ``(k,)``.
    cluster
        The cluster of each effect, as many as weights.
    method, test, level
        Estimator, test and confidence level that were used.
    settings
        Every choice behind the numbers.
    effects
        The effects that were pooled.
    notes
        Caveats to read before the numbers are used.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.pooling.multilevel import multilevel
    >>> y = [-1.9, -1.6, -0.4, -1.2, -1.0, 0.3, -2.4, -2.0]
    >>> pooled = multilevel(y, [0.1] * 8, cluster=list("AABCCDEE"))
    >>> print(f"{pooled.sigma2_between:.2f}, {pooled.sigma2_within:.2f}")
    0.93, 0.00
    """

    k: int
    clusters: int
    estimate: float
    se: float
    zval: float | None
    ddf: int | None
    pval: float | None
    ci_lb: float
    ci_ub: float
    pi_lb: float | None
    pi_ub: float | None
    sigma2_between: float
    sigma2_within: float
    between_interval: Interval
    within_interval: Interval
    I2_between: float
    I2_within: float
    vt: float
    QE: float
    QE_df: int
    QEp: float
    log_likelihood: float
    aic: float
    bic: float
    aicc: float
    weights: FloatArray
    cluster: tuple[str, ...]
    method: str
    test: str
    level: float
    settings: Mapping[str, object]
    effects: Effects
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the weights and the settings."""
        # A frozen dataclass can only be normalised through object.__setattr__.
        object.__setattr__(self, "weights", frozen_array(self.weights))
        object.__setattr__(self, "settings", Settings(self.settings))

    def __eq__(self, other: object) -> bool:
        """Tell whether another result is the same in every number and choice."""
        if not isinstance(other, Multilevel):
            return NotImplemented
        return np.array_equal(self.weights, other.weights) and all(
            getattr(self, part.name) == getattr(other, part.name)
            for part in fields(self)
            if part.name != "weights"
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def correlation(self) -> float | None:
        """How alike the true effects of one cluster are: between over both variances.

        None where both are 0.
        """
        whole = self.sigma2_between + self.sigma2_within
        return self.sigma2_between / whole if whole > 0 else None

    def back_transform(self, x: npt.ArrayLike) -> FloatArray:
        """Bring a number from the scale of analysis to the scale people read.

        Parameters
        ----------
        x
            Effects or bounds, of any shape.

        Returns
        -------
        numpy.ndarray
            The same shape.

        Examples
        --------
        >>> from ketaevidence.pooling.multilevel import multilevel
        >>> pooled = multilevel([0.1, 0.3, 0.5], [0.1] * 3, cluster=["A", "A", "B"])
        >>> print(pooled.back_transform([0.0, 1.0]))
        [0. 1.]
        """
        return self.effects.back_transform(x)

    def frame(self) -> pd.DataFrame:
        """Give the effects, their clusters and the pooled effect as a table.

        Returns
        -------
        pandas.DataFrame
            One row per effect, then the pooled effect and the prediction interval.
            Columns: row (effect, pooled, prediction), cluster, slab, yi, vi, ci_lb,
            ci_ub, weight_percent, and for measures that are turned back from a scale
            back_yi, back_ci_lb, back_ci_ub.

        Examples
        --------
        >>> from ketaevidence.pooling.multilevel import multilevel
        >>> pooled = multilevel([0.1, 0.3, 0.5], [0.1] * 3, cluster=["A", "A", "B"])
        >>> print(pooled.frame()[["row", "yi", "weight_percent"]].round(1))
                  row   yi  weight_percent
        0      effect  0.1            33.3
        1      effect  0.3            33.3
        2      effect  0.5            33.3
        3      pooled  0.3           100.0
        4  prediction  NaN             NaN
        """
        from ketaevidence.pooling.multilevel.text import multilevel_frame

        return multilevel_frame(self)

    def summary(self) -> str:
        """Write the result as plain text, for a terminal or a log.

        Examples
        --------
        >>> from ketaevidence.pooling.multilevel import multilevel
        >>> pooled = multilevel([0.1, 0.3, 0.5], [0.1] * 3, cluster=["A", "A", "B"])
        >>> print(pooled.summary().splitlines()[0])
        Effect as given, 3 effects in 2 clusters
        """
        from ketaevidence.pooling.multilevel.text import summary_text

        return summary_text(self)

    def report(self) -> Report:
        """Write methods and results for a paper, with every choice and its reference.

        Returns
        -------
        Report
            Paragraphs of plain text, the caveats, and the references.

        Examples
        --------
        >>> from ketaevidence.pooling.multilevel import multilevel
        >>> pooled = multilevel([0.1, 0.3, 0.5], [0.1] * 3, cluster=["A", "A", "B"])
        >>> print(pooled.report().results.partition(". ")[0])
        3 effects of 2 clusters were pooled
        """
        from ketaevidence.pooling.multilevel.report import write_report

        return write_report(self)

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()
