"""An effect pooled over tables of counts, and everything a reader asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.arrays import frozen_array
from ketaevidence.effects.model import Effects
from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.pooling.counts.association import Association, Homogeneity
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

_ARRAYS = ("weights", "yi", "vi")


@dataclass(frozen=True, slots=True, eq=False)
class Stratified(InNotebook):
    """What studies say together when their counts, not their effects, are pooled.

    Made by :func:`mantel_haenszel` and :func:`peto_odds_ratio`. One effect for all
    studies is assumed. Ratios are on the log scale. None means "not defined here".

    Parameters
    ----------
    k
        Number of studies whose counts were pooled.
    estimate, se
        Pooled effect and its standard error.
    zval, pval
        Normal test of no effect and two-sided p-value.
    ci_lb, ci_ub
        Confidence interval.
    QE, QE_df, QEp
        Cochran's test of heterogeneity, from the studies with an effect of their own.
    I2, H2
        Share of the variability that is not chance [percent], and the ratio, from Q.
    association
        Cochran-Mantel-Haenszel test (odds and rate ratios); None for other measures.
    homogeneity
        Breslow-Day and Tarone tests (odds ratios); None for other measures.
    weights
        Weight of each study [percent], shape ``(k,)``: the pooled ratio or difference
        is their weighted mean of the studies' own, before anything is added. A study
        that says nothing has none; so has one whose own ratio is infinite, although
        its events count in the pool.
    yi, vi
        Effect and variance of each study, NaN where a study has none of its own,
        shape ``(k,)``.
    slab
        Study labels, as many as weights.
    method, level
        ``"MH"`` or ``"Peto"``, and the confidence level.
    settings
        Every choice behind the numbers.
    effects
        The studies that have an effect of their own, behind Q.
    notes
        Caveats to read before the numbers are used.

    Examples
    --------
    >>> from ketaevidence.pooling.counts import mantel_haenszel
    >>> pooled = mantel_haenszel("OR", ai=[8, 22], n1i=[106, 98],
    ...                          ci=[5, 16], n2i=[120, 85])
    >>> low, high = pooled.back_transform([pooled.ci_lb, pooled.ci_ub])
    >>> ratio = float(pooled.back_transform(pooled.estimate))
    >>> print(f"{ratio:.2f} [{low:.2f}, {high:.2f}]")
    1.40 [0.76, 2.58]
    """

    k: int
    estimate: float
    se: float
    zval: float
    pval: float
    ci_lb: float
    ci_ub: float
    QE: float | None
    QE_df: int
    QEp: float | None
    I2: float | None
    H2: float | None
    association: Association | None
    homogeneity: Homogeneity | None
    weights: FloatArray
    yi: FloatArray
    vi: FloatArray
    slab: tuple[str, ...]
    method: str
    level: float
    settings: Mapping[str, object]
    effects: Effects
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the arrays and the settings."""
        # A frozen dataclass can only be normalised through object.__setattr__.
        for name in _ARRAYS:
            object.__setattr__(self, name, frozen_array(getattr(self, name)))
        object.__setattr__(self, "settings", Settings(self.settings))

    def __eq__(self, other: object) -> bool:
        """Tell whether another result is the same in every number and choice."""
        if not isinstance(other, Stratified):
            return NotImplemented
        return all(
            np.array_equal(getattr(self, name), getattr(other, name), equal_nan=True)
            for name in _ARRAYS
        ) and all(
            getattr(self, part.name) == getattr(other, part.name)
            for part in fields(self)
            if part.name not in _ARRAYS
        )

    __hash__ = None  # type: ignore[assignment]

    def back_transform(self, x: npt.ArrayLike) -> FloatArray:
        """Bring a number from the scale of analysis to the scale people read.

        Parameters
        ----------
        x
            Effects or bounds, of any shape.

        Returns
        -------
        numpy.ndarray
            Ratios for OR, RR and IRR; the same numbers for RD and IRD.

        Examples
        --------
        >>> from ketaevidence.pooling.counts import mantel_haenszel
        >>> pooled = mantel_haenszel("RR", ai=[8, 22], n1i=[106, 98],
        ...                          ci=[5, 16], n2i=[120, 85])
        >>> print(round(float(pooled.back_transform(pooled.estimate)), 2))
        1.33
        """
        return self.effects.back_transform(x)

    def frame(self) -> pd.DataFrame:
        """Give the studies and the pooled effect as a table.

        Returns
        -------
        pandas.DataFrame
            One row per study, then the pooled effect. Columns: row (study, pooled),
            slab, yi, vi, ci_lb, ci_ub, weight_percent, and for ratios back_yi,
            back_ci_lb, back_ci_ub. A study without an effect of its own has NaN there.

        Examples
        --------
        >>> from ketaevidence.pooling.counts import mantel_haenszel
        >>> pooled = mantel_haenszel("RD", ai=[8, 22], n1i=[106, 98],
        ...                          ci=[5, 16], n2i=[120, 85])
        >>> print(pooled.frame()[["row", "yi", "weight_percent"]].round(3))
              row     yi  weight_percent
        0   study  0.034          55.287
        1   study  0.036          44.713
        2  pooled  0.035         100.000
        """
        from ketaevidence.pooling.counts.stratified_text import stratified_frame

        return stratified_frame(self)

    def summary(self) -> str:
        """Write the result as plain text, for a terminal or a log.

        Returns
        -------
        str
            Method, estimate, interval, tests, studies and caveats.

        Examples
        --------
        >>> from ketaevidence.pooling.counts import mantel_haenszel
        >>> pooled = mantel_haenszel("OR", ai=[8, 22], n1i=[106, 98],
        ...                          ci=[5, 16], n2i=[120, 85])
        >>> print(pooled.summary().splitlines()[0])
        Odds ratio, 2 studies
        """
        from ketaevidence.pooling.counts.stratified_text import summary_text

        return summary_text(self)

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()
