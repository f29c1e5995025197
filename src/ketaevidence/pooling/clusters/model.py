"""Coefficients with standard errors that allow for several effects of one study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.pooling.model import Pooled
    from ketaevidence.pooling.regression.model import Regression


@dataclass(frozen=True, slots=True)
class RobustCoefficient:
    """A pooled effect or a coefficient with its cluster-robust standard error.

    Parameters
    ----------
    name
        ``"pooled effect"``, or the name of the coefficient.
    estimate
        The estimate, which stays what it was.
    se
        Its robust standard error; None, as all that follows, where the coefficient
        rests on one cluster alone, whose residuals then say nothing.
    tval, df, pval
        Test statistic against 0, its degrees of freedom and two-sided p-value; None for
        0 over 0.
    ci_lb, ci_ub
        Confidence interval.
    """

    name: str
    estimate: float
    se: float | None
    tval: float | None
    df: float | None
    pval: float | None
    ci_lb: float | None
    ci_ub: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Robust(InNotebook):
    """A result whose uncertainty allows for studies that give several effects.

    Made by :func:`cluster_robust`. Estimates and tau2 stay those of the result that
    went in; standard errors, tests and intervals are new.

    Parameters
    ----------
    k, clusters
        Number of effects and of clusters.
    sizes
        Effects of each cluster, by its name, in order of appearance.
    coefficients
        One for a pooled effect, one per column for a regression.
    covariance
        Robust covariance of the coefficients, shape ``(p, p)``; NaN in the rows and
        columns of those without a standard error.
    F, F_df, F_ddf, Fp
        Omnibus test that all coefficients but the intercept are 0, with its two degrees
        of freedom and p-value; None for a pooled effect, and where there are too few
        clusters for it or one coefficient rests on one cluster.
    small_sample
        ``"CR2"``, ``"CR1p"``, ``"CR1"`` or ``"CR0"``.
    level
        Confidence level.
    fit
        The result that went in.
    settings
        Every choice behind the numbers.
    notes
        Caveats to read before the numbers are used.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.pooling.clusters import cluster_robust
    >>> y, v = [-1.2, -0.4, 0.1, -0.9, -0.5], [0.2, 0.1, 0.2, 0.1, 0.2]
    >>> pooled = ke.pool(y, v, method="REML", test="z")
    >>> robust = cluster_robust(pooled, ["A", "A", "B", "C", "D"])
    >>> one = robust.coefficients[0]
    >>> print(f"se {one.se:.3f}, df {one.df:.2f}")
    se 0.165, df 2.47
    """

    k: int
    clusters: int
    sizes: Mapping[str, int]
    coefficients: tuple[RobustCoefficient, ...]
    covariance: FloatArray
    F: float | None
    F_df: int | None
    F_ddf: float | None
    Fp: float | None
    small_sample: str
    level: float
    fit: Pooled | Regression
    settings: Mapping[str, object]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the covariance and the settings."""
        covariance = np.array(self.covariance, dtype=np.float64)
        covariance.setflags(write=False)
        # A frozen dataclass can only be normalised through object.__setattr__.
        object.__setattr__(self, "covariance", covariance)
        object.__setattr__(self, "settings", Settings(self.settings))

    __hash__ = None  # type: ignore[assignment]

    def __getitem__(self, name: str) -> RobustCoefficient:
        """Give the coefficient of that name."""
        for coefficient in self.coefficients:
            if coefficient.name == name:
                return coefficient
        names = [coefficient.name for coefficient in self.coefficients]
        msg = f"no coefficient {name!r}; there are {names}"
        raise PoolingError(msg)

    def frame(self) -> pd.DataFrame:
        """Give the coefficients as a table.

        Returns
        -------
        pandas.DataFrame
            One row per coefficient: name, estimate, se, tval, df, pval, ci_lb, ci_ub.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> from ketaevidence.pooling.clusters import cluster_robust
        >>> y, v = [-1.2, -0.4, 0.1, -0.9, -0.5], [0.2, 0.1, 0.2, 0.1, 0.2]
        >>> pooled = ke.pool(y, v, method="REML", test="z")
        >>> robust = cluster_robust(pooled, ["A", "A", "B", "C", "D"])
        >>> print(robust.frame()[["name", "se", "df"]].round(2))
                    name    se    df
        0  pooled effect  0.16  2.47
        """
        from ketaevidence.pooling.clusters.summary import robust_frame

        return robust_frame(self)

    def summary(self) -> str:
        """Write the result as plain text, for a terminal or a log.

        Examples
        --------
        >>> import ketaevidence as ke
        >>> from ketaevidence.pooling.clusters import cluster_robust
        >>> y, v = [-1.2, -0.4, 0.1, -0.9, -0.5], [0.2, 0.1, 0.2, 0.1, 0.2]
        >>> pooled = ke.pool(y, v, method="REML", test="z")
        >>> text = cluster_robust(pooled, ["A", "A", "B", "C", "D"]).summary()
        >>> print(text.splitlines()[0])
        Effect as given, 5 effects in 4 clusters
        """
        from ketaevidence.pooling.clusters.summary import summary_text

        return summary_text(self)

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()
