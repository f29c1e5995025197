"""The result of a meta-regression and everything a reader asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from ketaevidence.effects.model import Effects
from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.regression.moderators import Design
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.pooling.regression.predict import Predictions

#: The parts of a result that are arrays.
ARRAYS = (
    "covariance",
    "fitted",
    "residuals",
    "leverage",
    "weights",
    "inner_coefficients",
    "inner_root",
)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """How much higher the effect is where a moderator is higher by one unit.

    For a category: how much higher than in the reference category. The intercept is the
    effect where every number is 0 and every category the reference.

    Parameters
    ----------
    name
        The moderator; for a category ``moderator[category]``.
    estimate, se
        Difference in effect per unit, and its standard error (Knapp-Hartung: already
        scaled).
    zval, ddf, pval
        Test statistic against 0 (normal, or t), its degrees of freedom (None: normal)
        and two-sided p-value; None for 0 over 0.
    ci_lb, ci_ub
        Confidence interval.
    """

    name: str
    estimate: float
    se: float
    zval: float | None
    ddf: int | None
    pval: float | None
    ci_lb: float
    ci_ub: float


@dataclass(frozen=True, slots=True, eq=False)
class Regression(InNotebook):
    """How the effects of studies go with characteristics of the studies.

    Made by :func:`regress`. None means "not defined here", never zero. An association
    between studies is no effect of the moderator: studies that differ in one
    characteristic differ in others too.

    Parameters
    ----------
    k, p
        Number of studies and of coefficients, the intercept included.
    coefficients
        One for each column of the model, the intercept first.
    covariance
        Covariance of the coefficients, shape ``(p, p)``.
    QM, QM_df, QM_ddf, QMp
        Omnibus test that all coefficients but the intercept are 0: the statistic
        (chi-squared, or F), its degrees of freedom, those of the denominator (None:
        chi-squared) and its p-value.
    QE, QE_df, QEp
        Cochran's test of what heterogeneity the moderators leave.
    tau2, se_tau2
        Variance of the true effects around the fitted ones, and its standard error.
    tau2_unmoderated
        The same estimator without moderators; None for equal effects.
    I2, H2
        Share of the unexplained variability that is not chance [percent], and the
        ratio.
    R2
        How much smaller tau2 is with the moderators than without [percent], not below
        0; None where there is no heterogeneity to account for, or no intercept. For
        equal effects the adjusted share of the weighted sum of squares.
    s2w
        Knapp-Hartung scale of the squared standard errors; 1 for other tests.
    ddf
        Degrees of freedom of the coefficients' tests; None for normal tests.
    fitted, residuals
        Fitted effect of each study, and its effect minus that, shape ``(k,)``.
    leverage
        How far each study determines its own fitted value, 0 to 1, shape ``(k,)``.
    weights
        Weight of each study [percent], shape ``(k,)``.
    method, test, level
        Model or estimator, test and confidence level that were used.
    settings
        Every choice behind the numbers.
    effects, design
        The effects, and the moderators as a matrix.
    inner_coefficients, inner_root
        Coefficients for the centred and scaled columns, shape ``(p,)``, and a square
        root of their covariance, shape ``(p, p)``: what predictions are made with.
    notes
        Caveats to read before the numbers are used.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.pooling.regression import regress
    >>> es = ke.effect_sizes("GEN", yi=[-1.2, -0.4, 0.1, -0.9], vi=[0.2, 0.1, 0.2, 0.1])
    >>> model = regress(es, {"weeks": [12, 4, 2, 8]}, method="DL", test="z")
    >>> print(f"{model['weeks'].estimate:.3f} per week, p = {model.QMp:.3f}")
    -0.124 per week, p = 0.023
    """

    k: int
    p: int
    coefficients: tuple[Coefficient, ...]
    covariance: FloatArray
    QM: float | None
    QM_df: int
    QM_ddf: int | None
    QMp: float | None
    QE: float
    QE_df: int
    QEp: float
    tau2: float
    se_tau2: float | None
    tau2_unmoderated: float | None
    I2: float
    H2: float
    R2: float | None
    s2w: float
    ddf: int | None
    fitted: FloatArray
    residuals: FloatArray
    leverage: FloatArray
    weights: FloatArray
    method: str
    test: str
    level: float
    settings: Mapping[str, object]
    effects: Effects
    design: Design
    inner_coefficients: FloatArray
    inner_root: FloatArray
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the arrays and the settings."""
        for name in ARRAYS:
            array = np.array(getattr(self, name), dtype=np.float64)
            array.setflags(write=False)
            # A frozen dataclass can only be normalised through object.__setattr__.
            object.__setattr__(self, name, array)
        object.__setattr__(self, "settings", Settings(self.settings))

    def __eq__(self, other: object) -> bool:
        """Tell whether another result is the same in every number and choice."""
        if not isinstance(other, Regression):
            return NotImplemented
        return (
            all(
                np.array_equal(getattr(self, name), getattr(other, name))
                for name in ARRAYS
            )
            and np.array_equal(self.design.matrix, other.design.matrix)
            and all(
                getattr(self, part.name) == getattr(other, part.name)
                for part in fields(self)
                if part.name not in {*ARRAYS, "design"}
            )
        )

    __hash__ = None  # type: ignore[assignment]

    def __getitem__(self, name: str) -> Coefficient:
        """Give the coefficient of that name."""
        for coefficient in self.coefficients:
            if coefficient.name == name:
                return coefficient
        names = [coefficient.name for coefficient in self.coefficients]
        msg = f"no coefficient {name!r}; the model has {names}"
        raise PoolingError(msg)

    def predict(self, new: Any = None, *, level: float | None = None) -> Predictions:
        """Tell which effect the model expects at given values of the moderators.

        Parameters
        ----------
        new
            Values of all moderators: a table or dict, one row per prediction; None for
            the studies themselves.
        level
            Confidence level; the model's own when not given.

        Returns
        -------
        Predictions
            Expected mean effect, its interval, and the prediction interval of a new
            study with these values.

        Raises
        ------
        PoolingError
            When a moderator is missing or unknown.

        Examples
        --------
        >>> from ketaevidence.pooling.regression import regress
        >>> y, v = [-1.2, -0.4, 0.1, -0.9], [0.2, 0.1, 0.2, 0.1]
        >>> model = regress(y, {"weeks": [12, 4, 2, 8]}, vi=v, method="EE", test="z")
        >>> at = model.predict({"weeks": [4, 12]})
        >>> print(at.estimate.round(2), at.ci_lb.round(2))
        [-0.33 -1.32] [-0.76 -2.02]
        """
        from ketaevidence.pooling.regression.predict import predict

        return predict(self, new, level)

    def frame(self) -> pd.DataFrame:
        """Give the coefficients as a table.

        Returns
        -------
        pandas.DataFrame
            One row per coefficient: name, estimate, se, zval, ddf, pval, ci_lb, ci_ub.

        Examples
        --------
        >>> from ketaevidence.pooling.regression import regress
        >>> y, v = [-1.2, -0.4, 0.1, -0.9], [0.2, 0.1, 0.2, 0.1]
        >>> model = regress(y, {"weeks": [12, 4, 2, 8]}, vi=v, method="EE", test="z")
        >>> print(model.frame()[["name", "estimate", "se"]].round(3))
                name  estimate     se
        0  intercept     0.170  0.390
        1      weeks    -0.124  0.055
        """
        from ketaevidence.pooling.regression.summary import coefficient_frame

        return coefficient_frame(self)

    def summary(self) -> str:
        """Write the result as plain text, for a terminal or a log.

        Returns
        -------
        str
            Model, coefficients, omnibus test, heterogeneity that is left, and caveats.

        Examples
        --------
        >>> from ketaevidence.pooling.regression import regress
        >>> y, v = [-1.2, -0.4, 0.1, -0.9], [0.2, 0.1, 0.2, 0.1]
        >>> model = regress(y, {"weeks": [12, 4, 2, 8]}, vi=v, method="EE", test="z")
        >>> print(model.summary().splitlines()[0])
        Effect as given, 4 studies, meta-regression on weeks
        """
        from ketaevidence.pooling.regression.summary import summary_text

        return summary_text(self)

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()
