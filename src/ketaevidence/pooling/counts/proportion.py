"""A pooled proportion and everything a reader asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class PooledProportion(InNotebook):
    """What the studies say together of a proportion, and how sure that is.

    Made by :func:`binomial_normal`. Numbers are on the logit scale unless they are
    called proportions. None means "not defined here", never zero.

    Parameters
    ----------
    k, events, participants
        Number of studies, of events and of patients.
    estimate, se
        Mean logit and its standard error.
    zval, ddf, pval
        Test of a proportion of one half: statistic, degrees of freedom (None: normal)
        and two-sided p-value.
    ci_lb, ci_ub
        Confidence interval of the mean logit.
    pi_lb, pi_ub
        Prediction interval: where the true logit of a new study is expected.
    tau2, se_tau2
        Variance of the true logits between studies and its standard error.
    QE_Wld, QE_Wldp, QE_LRT, QE_LRTp, QE_df
        Tests of the same proportion in all studies: Wald, likelihood ratio, each with
        its p-value, and their degrees of freedom.
    log_likelihood
        At the estimates.
    mean_proportion
        Mean of the true proportions over studies like these; it lies nearer to one
        half than the proportion at the mean logit, which is the median.
    slab, xi, ni
        Labels, events and patients of the studies, shape ``(k,)``.
    method, test, level
        Model, test and confidence level that were used.
    settings
        Every choice behind the numbers.
    notes
        Caveats to read before the numbers are used.

    Examples
    --------
    >>> from ketaevidence.pooling.counts import binomial_normal
    >>> pooled = binomial_normal([0, 3, 8, 5], [12, 20, 21, 30])
    >>> low, high = pooled.back_transform([pooled.ci_lb, pooled.ci_ub])
    >>> print(f"{pooled.proportion:.3f} [{low:.3f}, {high:.3f}]")
    0.170 [0.076, 0.341]
    """

    k: int
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
    mean_proportion: float
    slab: tuple[str, ...]
    xi: FloatArray
    ni: FloatArray
    method: str
    test: str
    level: float
    settings: Mapping[str, object]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the counts and the settings."""
        for name in ("xi", "ni"):
            values = np.array(getattr(self, name), dtype=np.float64)
            values.setflags(write=False)
            # A frozen dataclass can only be normalised through object.__setattr__.
            object.__setattr__(self, name, values)
        object.__setattr__(self, "settings", Settings(self.settings))

    def __eq__(self, other: object) -> bool:
        """Tell whether another result is the same in every number and choice."""
        if not isinstance(other, PooledProportion):
            return NotImplemented
        return all(
            np.array_equal(getattr(self, part.name), getattr(other, part.name))
            if part.name in ("xi", "ni")
            else getattr(self, part.name) == getattr(other, part.name)
            for part in fields(self)
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def proportion(self) -> float:
        """The pooled proportion, the median: half of all studies have a lower one."""
        return float(expit(self.estimate))

    def back_transform(self, x: npt.ArrayLike) -> FloatArray:
        """Bring logits to proportions.

        Parameters
        ----------
        x
            Logits or bounds, of any shape.

        Returns
        -------
        numpy.ndarray
            Proportions from 0 to 1.

        Examples
        --------
        >>> from ketaevidence.pooling.counts import binomial_normal
        >>> pooled = binomial_normal([3, 8, 5], [20, 21, 30])
        >>> print(pooled.back_transform([0.0, pooled.estimate]).round(2))
        [0.5  0.22]
        """
        return np.asarray(expit(np.asarray(x, dtype=np.float64)), dtype=np.float64)

    def frame(self) -> pd.DataFrame:
        """Give the studies, the pooled proportion and the prediction as a table.

        Returns
        -------
        pandas.DataFrame
            One row per study with its exact (Clopper-Pearson) interval, then the
            pooled proportion and, where defined, the prediction interval. Columns: row
            (study, pooled, prediction), slab, xi, ni, proportion, ci_lb, ci_ub. A
            single study has no pooled row.

        Examples
        --------
        >>> from ketaevidence.pooling.counts import binomial_normal
        >>> pooled = binomial_normal([3, 8, 5], [20, 21, 30])
        >>> print(pooled.frame()[["row", "proportion"]].round(2))
                  row  proportion
        0       study        0.15
        1       study        0.38
        2       study        0.17
        3      pooled        0.22
        4  prediction         NaN
        """
        from ketaevidence.pooling.counts.proportion_text import proportion_frame

        return proportion_frame(self)

    def summary(self) -> str:
        """Write the result as plain text, for a terminal or a log.

        Returns
        -------
        str
            Model, proportion, intervals, heterogeneity, studies and caveats.

        Examples
        --------
        >>> from ketaevidence.pooling.counts import binomial_normal
        >>> print(binomial_normal([3, 8], [20, 21]).summary().splitlines()[0])
        Proportion, 2 studies, 11 events in 41 participants
        """
        from ketaevidence.pooling.counts.proportion_text import summary_text

        return summary_text(self)

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()
