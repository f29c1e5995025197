"""An odds ratio given the margins of every table, and what a reader asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.arrays import frozen_array
from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

_ARRAYS = ("ai", "n1i", "ci", "n2i")


@dataclass(frozen=True, slots=True, eq=False)
class ConditionalOddsRatio(InNotebook):
    """What the tables say together of an odds ratio, and how sure that is.

    Made by :func:`conditional_logistic`. Numbers are on the log scale; negative means
    fewer events in group 1. None means "not defined here", never zero.

    Parameters
    ----------
    k, informative
        Number of studies, and of those that say something about the odds ratio.
    events, participants
        In all studies.
    estimate, se
        Mean log odds ratio and its standard error.
    zval, ddf, pval
        Test of no effect: statistic, degrees of freedom (None: normal) and two-sided
        p-value.
    ci_lb, ci_ub
        Confidence interval of the mean log odds ratio.
    pi_lb, pi_ub
        Prediction interval: where the true log odds ratio of a new study is expected.
    tau2, se_tau2
        Variance of the true log odds ratios between studies and its standard error.
    QE_Wld, QE_Wldp, QE_LRT, QE_LRTp, QE_df
        Tests of the same odds ratio in all studies: Wald, likelihood ratio, each with
        its p-value, and their degrees of freedom.
    log_likelihood
        At the estimates, given the margins of each table.
    slab, ai, n1i, ci, n2i
        Labels, events and patients of both groups, shape ``(k,)``.
    method, test, level
        Model, test and confidence level that were used.
    settings
        Every choice behind the numbers.
    notes
        Caveats to read before the numbers are used.

    Examples
    --------
    >>> from ketaevidence.pooling.counts.conditional import conditional_logistic
    >>> pooled = conditional_logistic(ai=[2, 0, 5], n1i=[60, 40, 80],
    ...                               ci=[1, 3, 9], n2i=[61, 42, 79])
    >>> low, high = pooled.back_transform([pooled.ci_lb, pooled.ci_ub])
    >>> print(f"{pooled.odds_ratio:.2f} [{low:.2f}, {high:.2f}]")
    0.52 [0.20, 1.33]
    """

    k: int
    informative: int
    events: int
    participants: int
    estimate: float
    se: float
    zval: float
    ddf: int | None
    pval: float
    ci_lb: float
    ci_ub: float
    pi_lb: float | None
    pi_ub: float | None
    tau2: float | None
    se_tau2: float | None
    QE_Wld: float | None
    QE_Wldp: float | None
    QE_LRT: float | None
    QE_LRTp: float | None
    QE_df: int
    log_likelihood: float
    slab: tuple[str, ...]
    ai: FloatArray
    n1i: FloatArray
    ci: FloatArray
    n2i: FloatArray
    method: str
    test: str
    level: float
    settings: Mapping[str, object]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the counts and the settings."""
        # A frozen dataclass can only be normalised through object.__setattr__.
        for name in _ARRAYS:
            object.__setattr__(self, name, frozen_array(getattr(self, name)))
        object.__setattr__(self, "settings", Settings(self.settings))

    def __eq__(self, other: object) -> bool:
        """Tell whether another result is the same in every number and choice."""
        if not isinstance(other, ConditionalOddsRatio):
            return NotImplemented
        return all(
            np.array_equal(getattr(self, part.name), getattr(other, part.name))
            if part.name in _ARRAYS
            else getattr(self, part.name) == getattr(other, part.name)
            for part in fields(self)
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def odds_ratio(self) -> float:
        """The pooled odds ratio, the median: half of all studies have a lower one."""
        return float(np.exp(self.estimate))

    def back_transform(self, x: npt.ArrayLike) -> FloatArray:
        """Bring log odds ratios to odds ratios.

        Parameters
        ----------
        x
            Log odds ratios or bounds, of any shape.

        Returns
        -------
        numpy.ndarray
            Odds ratios of group 1 over group 2.

        Examples
        --------
        >>> from ketaevidence.pooling.counts.conditional import conditional_logistic
        >>> pooled = conditional_logistic(ai=[2, 5], n1i=[60, 80],
        ...                               ci=[1, 9], n2i=[61, 79])
        >>> print(pooled.back_transform([0.0, pooled.estimate]).round(2))
        [1.   0.68]
        """
        with np.errstate(over="ignore"):
            return np.asarray(np.exp(np.asarray(x, dtype=np.float64)))

    def frame(self) -> pd.DataFrame:
        """Give the studies, the pooled odds ratio and the prediction as a table.

        Returns
        -------
        pandas.DataFrame
            One row per study with its own conditional odds ratio and exact interval,
            then the pooled one and, where defined, the prediction interval. Columns:
            row (study, pooled, prediction), slab, ai, n1i, ci, n2i, odds_ratio, ci_lb,
            ci_ub. A study that says nothing has NaN; one at the end of what was
            possible has an odds ratio of 0 or infinity and one finite bound.

        Examples
        --------
        >>> from ketaevidence.pooling.counts.conditional import conditional_logistic
        >>> pooled = conditional_logistic(ai=[2, 5], n1i=[60, 80], method="EE",
        ...                               ci=[1, 9], n2i=[61, 79])
        >>> print(pooled.frame()[["row", "odds_ratio", "ci_lb", "ci_ub"]].round(2))
              row  odds_ratio  ci_lb   ci_ub
        0   study        2.06   0.10  124.06
        1   study        0.52   0.13    1.83
        2  pooled        0.68   0.25    1.84
        """
        from ketaevidence.pooling.counts.conditional_text import conditional_frame

        return conditional_frame(self)

    def summary(self) -> str:
        """Write the result as plain text, for a terminal or a log.

        Returns
        -------
        str
            Model, odds ratio, intervals, heterogeneity, studies and caveats.

        Examples
        --------
        >>> from ketaevidence.pooling.counts.conditional import conditional_logistic
        >>> pooled = conditional_logistic(ai=[2, 5], n1i=[60, 80],
        ...                               ci=[1, 9], n2i=[61, 79])
        >>> print(pooled.summary().splitlines()[0])
        Odds ratio, 2 studies, 17 events in 280 participants
        """
        from ketaevidence.pooling.counts.conditional_text import summary_text

        return summary_text(self)

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()
