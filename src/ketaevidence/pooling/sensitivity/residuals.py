"""How far each study lies from the pool, and where the pool draws it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ketaevidence.pooling.intervals import quantile
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.sensitivity import words
from ketaevidence.pooling.sensitivity.refits import check_pooled
from ketaevidence.pooling.sensitivity.result import Result
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

#: What is said of a single study.
ONE_STUDY = "There is one study: it cannot lie apart from the others."


@dataclass(frozen=True, slots=True, eq=False)
class Residuals(Result):
    """How far each study lies from the pooled effect.

    Made by :func:`standardized_residuals`. Every array has one number for each study,
    shape ``(k,)``; NaN means "not defined here".

    Parameters
    ----------
    pooled
        The pool.
    slab
        Study labels.
    residual
        Effect minus pooled effect.
    se
        Standard error of the residual.
    z
        Their ratio.
    settings
        What was done, and every choice behind the pool.
    notes
        Caveats.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> ke.standardized_residuals(pooled).z.shape
    (3,)
    """

    pooled: Pooled
    slab: tuple[str, ...]
    residual: FloatArray
    se: FloatArray
    z: FloatArray
    settings: Mapping[str, object]
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        self.freeze()

    def frame(self) -> pd.DataFrame:
        """Give one row for each study: columns slab, residual, se, z."""
        import pandas as pd

        columns = {name: getattr(self, name).copy() for name in ("residual", "se", "z")}
        return pd.DataFrame({"slab": list(self.slab), **columns})

    def summary(self) -> str:
        """Write one line for each study as plain text, and caveats."""
        lines = words.title(f"Residuals, {self.pooled.effects.measure_name}")
        rows = [
            (words.label(slab), *("" if np.isnan(x) else f"{x:.3g}" for x in numbers))
            for slab, *numbers in zip(
                self.slab, self.residual, self.se, self.z, strict=True
            )
        ]
        lines += words.table(("Study", "residual", "se", "z"), rows)
        return "\n".join([*lines, *words.please_note(self.notes)])


def standardized_residuals(pooled: Pooled) -> Residuals:
    """Compute how far each study lies from the pooled effect, in standard errors.

    The study itself is part of the pool here (internally standardized residuals); for
    those without it, see ``rstudent`` of :func:`influence`.

    Parameters
    ----------
    pooled
        A result of ``pool``.

    Returns
    -------
    Residuals
        One row for each study. Of a single study they are not defined, and a note
        says so.

    Raises
    ------
    PoolingError
        When the pool has weights of its own or a model that is not on offer.

    Notes
    -----
    z = (yi - m) / sqrt(vi + tau2 - 1 / sum(w)), m the pooled effect; the scale of
    Knapp and Hartung does not enter, as in the R package metafor (``rstandard``).

    References
    ----------
    Viechtbauer W, Cheung MWL (2010). Research Synthesis Methods 1:112-125.
    doi:10.1002/jrsm.11

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> print(ke.standardized_residuals(pooled).z.round(2))
    [-1.33  0.15  1.13]
    """
    used = check_pooled(pooled, "standardized_residuals")
    effects = used.effects
    if used.k == 1 or used.tau2 is None:
        residual = se = z = np.full(used.k, np.nan)
    else:
        residual = effects.yi - used.estimate
        se = np.sqrt(_variance(effects.vi + used.tau2))
        z = residual / se
    return Residuals(
        pooled=used,
        slab=effects.slab,
        residual=residual,
        se=se,
        z=z,
        settings={
            "analysis": "residuals, internally standardized",
            "pool": used.settings,
        },
        notes=(ONE_STUDY,) if used.k == 1 else (),
    )


def _variance(spread: FloatArray) -> FloatArray:
    """Compute 1/w - 1/W as (W - w) / (w W), which keeps its digits for any weight."""
    weights = 1.0 / spread
    rest = weights.sum() - weights
    largest = int(weights.argmax())
    rest[largest] = weights[:largest].sum() + weights[largest + 1 :].sum()
    return np.asarray(rest * spread / (rest + weights), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class ShrunkenEffects(Result):
    """The likely true effect of each study, drawn towards the pooled one.

    Made by :func:`shrunken_effects`. Every array has one number for each study, shape
    ``(k,)``.

    Parameters
    ----------
    pooled
        The pool.
    slab
        Study labels.
    estimate, se
        The true effect (best linear unbiased prediction) and its standard error.
    pi_lb, pi_ub
        Its interval, by the distribution of the pool's test.
    settings
        What was done, and every choice behind the pool.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> ke.shrunken_effects(pooled).slab
    ('Study 1', 'Study 2', 'Study 3')
    """

    pooled: Pooled
    slab: tuple[str, ...]
    estimate: FloatArray
    se: FloatArray
    pi_lb: FloatArray
    pi_ub: FloatArray
    settings: Mapping[str, object]

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        self.freeze()

    def frame(self) -> pd.DataFrame:
        """Give one row for each study.

        Returns
        -------
        pandas.DataFrame
            Columns slab, estimate, se, pi_lb, pi_ub; where people read another scale
            also back_estimate, back_pi_lb, back_pi_ub.
        """
        import pandas as pd

        names = ("estimate", "se", "pi_lb", "pi_ub")
        columns = {name: getattr(self, name).copy() for name in names}
        effects = self.pooled.effects
        if words.is_brought_back(effects):
            for name in ("estimate", "pi_lb", "pi_ub"):
                columns[f"back_{name}"] = effects.back_transform(columns[name])
        return pd.DataFrame({"slab": list(self.slab), **columns})

    def summary(self) -> str:
        """Write one line for each study as plain text."""
        pooled = self.pooled
        lines = words.title(f"Shrunken effects, {pooled.effects.measure_name}")
        head = ("Study", "Observed", "Shrunken", f"{100 * pooled.level:g} % interval")
        rows = [
            (
                words.label(slab),
                words.shown(pooled.effects, pooled.se, seen),
                words.shown(pooled.effects, pooled.se, drawn),
                words.span(pooled, lb, ub),
            )
            for slab, seen, drawn, lb, ub in zip(
                self.slab,
                pooled.effects.yi,
                self.estimate,
                self.pi_lb,
                self.pi_ub,
                strict=True,
            )
        ]
        return "\n".join([*lines, *words.table(head, rows)])


def shrunken_effects(pooled: Pooled) -> ShrunkenEffects:
    """Estimate the true effect of each study from its own data and all the others.

    Parameters
    ----------
    pooled
        A result of ``pool``.

    Returns
    -------
    ShrunkenEffects
        One row for each study. With equal effects (EE) all are the pooled effect; a
        single study stays as it is.

    Raises
    ------
    PoolingError
        When the pool has weights of its own or a model that is not on offer.

    Notes
    -----
    With g = tau2 / (tau2 + vi): g yi + (1 - g) m, m the pooled effect with standard
    error se; its variance is g vi + (1 - g)^2 se^2. tau2 is taken as if it were known
    (empirical Bayes), as in the R package metafor (``blup``).

    References
    ----------
    Raudenbush SW, Bryk AS (1985). Journal of Educational Statistics 10:75-98.
    doi:10.3102/10769986010002075

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> print(ke.shrunken_effects(pooled).estimate.round(2))
    [-0.77 -0.43 -0.2 ]
    """
    used = check_pooled(pooled, "shrunken_effects")
    effects = used.effects
    if used.tau2 is None:
        # One study: nothing draws it anywhere.
        own, variance = effects.yi, effects.vi
    else:
        share = used.tau2 / (used.tau2 + effects.vi)
        own = share * effects.yi + (1.0 - share) * used.estimate
        variance = share * effects.vi + (1.0 - share) ** 2 * used.se**2
    se = np.sqrt(variance)
    half = quantile(used.level, used.ddf) * se
    return ShrunkenEffects(
        pooled=used,
        slab=effects.slab,
        estimate=own,
        se=se,
        pi_lb=own - half,
        pi_ub=own + half,
        settings={"analysis": "shrunken effects", "pool": used.settings},
    )
