"""The result of a regression test for small-study effects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.effects.model import Effects
from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.pooling.intervals import infer
from ketaevidence.pooling.small_studies.words import (
    lines_of_notes,
    p_words,
    rounded,
    statistic_words,
    titled,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class RegressionTest(InNotebook):
    """Whether small studies found something else than large ones, as a trend.

    Made by :func:`regression_test`, :func:`harbord_test` and :func:`peters_test`.

    Parameters
    ----------
    name
        Egger's, Harbord's or Peters' test.
    k
        Number of studies in it.
    model
        ``"lm"`` (scatter about the line estimated as one factor on all variances) or
        ``"rma"`` (variance tau2 added to each).
    predictor
        What stands for the size of a study, in words.
    intercept, intercept_se
        Expected effect where the predictor is 0, and its standard error.
    slope, slope_se
        Change of the effect with the predictor. In Egger's own drawing (effect over
        standard error against precision) this is the intercept, called bias.
    stat, df, pval
        Test that the slope is 0: its statistic, degrees of freedom (None: normal) and
        two-sided p-value.
    limit, limit_lb, limit_ub
        The intercept as the effect expected from a study of unlimited size, and its
        confidence interval; None for predictors that grow with the study.
    dispersion
        With ``lm``: factor on the variances, 1 when scatter is as expected.
    tau2
        With ``rma``: variance of the true effects about the line.
    level
        Confidence level.
    settings
        Every choice behind the numbers.
    effects
        The effects that were tested.
    notes
        Caveats to read before the numbers are used.

    Examples
    --------
    >>> from ketaevidence.pooling.small_studies import regression_test
    >>> found = regression_test([-1.6, -0.9, -0.4, -0.5], [0.5, 0.2, 0.1, 0.04],
    ...                         few_studies="allow")
    >>> print(f"t({found.df}) = {found.stat:.2f}, p = {found.pval:.3f}")
    t(2) = -2.33, p = 0.145
    """

    name: str
    k: int
    model: str
    predictor: str
    intercept: float
    intercept_se: float
    slope: float
    slope_se: float
    stat: float | None
    df: int | None
    pval: float | None
    limit: float | None
    limit_lb: float | None
    limit_ub: float | None
    dispersion: float | None
    tau2: float | None
    level: float
    settings: Mapping[str, object]
    effects: Effects
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the settings."""
        # A frozen dataclass can only be normalised through object.__setattr__.
        object.__setattr__(self, "settings", Settings(self.settings))

    def frame(self) -> pd.DataFrame:
        """Give the line as a table.

        Returns
        -------
        pandas.DataFrame
            Two rows, intercept and slope, with columns term, estimate, se, stat, df,
            pval, ci_lb, ci_ub.

        Examples
        --------
        >>> from ketaevidence.pooling.small_studies import regression_test
        >>> found = regression_test([-1.6, -0.9, -0.4, -0.5], [0.5, 0.2, 0.1, 0.04],
        ...                         few_studies="allow")
        >>> print(found.frame()[["term", "estimate", "se"]].round(3))
                term  estimate     se
        0  intercept    -0.064  0.241
        1      slope    -1.821  0.782
        """
        import pandas as pd

        terms = {
            "intercept": (self.intercept, self.intercept_se),
            "slope": (self.slope, self.slope_se),
        }
        rows = []
        for term, (estimate, se) in terms.items():
            found = infer(estimate, se, self.level, self.df)
            rows.append((term, estimate, se, found.statistic, self.df, found.p,
                         found.lb, found.ub))  # fmt: skip
        names = ("term", "estimate", "se", "stat", "df", "pval", "ci_lb", "ci_ub")
        frame = pd.DataFrame(rows, columns=list(names))
        return frame.astype({"df": "Int64", "stat": float, "pval": float})

    def summary(self) -> str:
        """Write the result as plain text, for a terminal or a log.

        Returns
        -------
        str
            The test, the limit where it is defined, and what to read before use.

        Examples
        --------
        >>> from ketaevidence.pooling.small_studies import regression_test
        >>> found = regression_test([-1.6, -0.9, -0.4, -0.5], [0.5, 0.2, 0.1, 0.04],
        ...                         few_studies="allow")
        >>> print(found.summary().splitlines()[0])
        Egger's regression test for small-study effects, 4 studies
        """
        slope, se = (rounded(x, self.slope_se) for x in (self.slope, self.slope_se))
        statistic = statistic_words(self.stat, self.df)
        lines = titled(f"{self.name} for small-study effects, {self.k} studies")
        lines += [
            f"{'Measure':<22}{self.effects.measure_name}",
            f"{'Model':<22}{self.settings['model']}",
            f"{'Predictor':<22}{self.predictor}",
            f"{'Slope':<22}{slope} (SE {se})",
            f"{'Test of slope 0':<22}{statistic}, {p_words(self.pval)}",
        ]
        if self.limit is not None:
            lines.append(f"{'Limit':<22}{self._limit_words()}")
            lines.append(f"{'':<22}(expected from {self.settings['limit']})")
        if self.tau2 is not None:
            lines.append(f"{'Between studies':<22}tau2 = {self.tau2:.4g}")
        if self.dispersion is not None:
            lines.append(f"{'Dispersion':<22}{self.dispersion:.4g}")
        return "\n".join(lines + lines_of_notes(self.notes))

    def _limit_words(self) -> str:
        values = (self.limit, self.limit_lb, self.limit_ub)
        shown, lb, ub = (
            rounded(value, self.intercept_se) for value in values if value is not None
        )
        return f"{shown} [{lb}, {ub}]"

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()
