"""PET, PEESE and the rule that chooses between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.intervals import infer
from ketaevidence.pooling.small_studies.caveats import CAUSES, dependence_caveat
from ketaevidence.pooling.small_studies.model import RegressionTest
from ketaevidence.pooling.small_studies.regression_test import regression_test
from ketaevidence.pooling.small_studies.studies import (
    FewStudies,
    as_studies,
    check_number,
)
from ketaevidence.pooling.small_studies.words import (
    lines_of_notes,
    p_words,
    rounded,
    statistic_words,
    titled,
)

if TYPE_CHECKING:
    import pandas as pd

NAME = "PET-PEESE"

#: Level of the two-sided test by which PET gives way to PEESE: 10 %, that is 5 % in
#: one direction (Stanley 2017, doi 10.1177/1948550617693062).
ALPHA = 0.10

_WHAT_IT_IS = (
    "This is what a line through the studies foretells for a study of unlimited "
    "precision. It is a correction only if small studies differ by missing results "
    "alone, and it is unreliable with few studies, large heterogeneity or no precise "
    "study (Stanley 2017, doi 10.1177/1948550617693062)."
)


@dataclass(frozen=True, slots=True)
class PetPeese(InNotebook):
    """What regression foretells for a study of unlimited precision.

    Made by :func:`pet_peese`.

    Parameters
    ----------
    k
        Number of studies.
    chosen
        ``"PET"`` or ``"PEESE"``: the estimate that the conditional rule takes.
    estimate, ci_lb, ci_ub
        That estimate and its confidence interval.
    pet, peese
        Both regressions: on the standard error and on the variance.
    pet_stat, pet_pval
        Test that PET's estimate is 0 (t with k - 2 degrees of freedom), which decides.
    alpha
        Two-sided level of that test.
    level
        Confidence level of the intervals.
    settings
        Every choice behind the numbers.
    notes
        Caveats to read before the numbers are used.

    Examples
    --------
    >>> from ketaevidence.pooling.small_studies import pet_peese
    >>> found = pet_peese([-1.6, -0.9, -0.4, -0.5], [0.5, 0.2, 0.1, 0.04],
    ...                   few_studies="allow")
    >>> print(f"{found.chosen} {found.estimate:.2f}, PET p = {found.pet_pval:.2f}")
    PET -0.06, PET p = 0.82
    """

    k: int
    chosen: Literal["PET", "PEESE"]
    estimate: float
    ci_lb: float
    ci_ub: float
    pet: RegressionTest
    peese: RegressionTest
    pet_stat: float | None
    pet_pval: float | None
    alpha: float
    level: float
    settings: Mapping[str, object]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the settings."""
        # A frozen dataclass can only be normalised through object.__setattr__.
        object.__setattr__(self, "settings", Settings(self.settings))

    def frame(self) -> pd.DataFrame:
        """Give both estimates as a table.

        Returns
        -------
        pandas.DataFrame
            Two rows, PET and PEESE; columns name, predictor, estimate, se, ci_lb,
            ci_ub, chosen.

        Examples
        --------
        >>> from ketaevidence.pooling.small_studies import pet_peese
        >>> found = pet_peese([-1.6, -0.9, -0.4, -0.5], [0.5, 0.2, 0.1, 0.04],
        ...                   few_studies="allow")
        >>> print(found.frame()[["name", "estimate", "chosen"]].round(2))
            name  estimate  chosen
        0    PET     -0.06    True
        1  PEESE     -0.35   False
        """
        import pandas as pd

        rows = [
            (name, fit.predictor, fit.limit, fit.intercept_se, fit.limit_lb,
             fit.limit_ub, name == self.chosen)
            for name, fit in (("PET", self.pet), ("PEESE", self.peese))
        ]  # fmt: skip
        names = ["name", "predictor", "estimate", "se", "ci_lb", "ci_ub", "chosen"]
        return pd.DataFrame(rows, columns=names)

    def summary(self) -> str:
        """Write the result as plain text, for a terminal or a log.

        Returns
        -------
        str
            Both estimates, which one the rule takes, and what to read before use.

        Examples
        --------
        >>> from ketaevidence.pooling.small_studies import pet_peese
        >>> found = pet_peese([-1.6, -0.9, -0.4, -0.5], [0.5, 0.2, 0.1, 0.04],
        ...                   few_studies="allow")
        >>> print(found.summary().splitlines()[0])
        PET-PEESE, 4 studies
        """
        lines = titled(f"{NAME}, {self.k} studies")
        lines.append(f"{'Measure':<22}{self.pet.effects.measure_name}")
        for name, fit in (("PET", self.pet), ("PEESE", self.peese)):
            shown, lb, ub = (
                rounded(value, fit.intercept_se)
                for value in (fit.limit, fit.limit_lb, fit.limit_ub)
                if value is not None
            )
            mark = "  <- taken" if name == self.chosen else ""
            lines.append(f"{name:<22}{shown} [{lb}, {ub}]{mark}")
        test = statistic_words(self.pet_stat, self.pet.df)
        lines.append(f"{'Test of PET 0':<22}{test}, {p_words(self.pet_pval)}")
        lines.append(f"{'Rule':<22}PEESE if that p < {self.alpha:g}, else PET")
        return "\n".join(lines + lines_of_notes(self.notes))

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()


def pet_peese(  # noqa: PLR0913  (one door; the names are those of the other tests)
    effects: Any,
    vi: Any = None,
    *,
    alpha: float = ALPHA,
    level: float | None = None,
    few_studies: FewStudies = "refuse",
    slab: Any = None,
) -> PetPeese:
    """Ask what the trend over study size foretells for a study of unlimited precision.

    Parameters
    ----------
    effects
        An :class:`Effects`, a :class:`Pooled`, or the effects as numbers, shape
        ``(k,)``.
    vi
        Variances, with numbers only, shape ``(k,)``.
    alpha
        PEESE is taken when PET's estimate differs from 0 with a two-sided p below
        this, otherwise PET; default 0.10 (5 % in one direction).
    level
        Confidence level; that of the pool when one is given, else 0.95.
    few_studies
        ``"refuse"`` below ten studies, or ``"allow"``.
    slab
        Study labels, with numbers only.

    Returns
    -------
    PetPeese
        Frozen, with both estimates and the one that the rule takes.

    Raises
    ------
    PoolingError
        As :func:`regression_test`; also for measures without a value of "no effect",
        such as proportions, for which the rule has no meaning.

    Notes
    -----
    PET: yi = b0 + b1 sei, PEESE: yi = b0 + b1 vi, both with weights 1/vi and estimated
    dispersion (t with k - 2 df); the estimate is b0.

    References
    ----------
    Stanley TD, Doucouliagos H (2014). Research Synthesis Methods 5:60-78.
    doi:10.1002/jrsm.1095
    Stanley TD (2017). Social Psychological and Personality Science 8:581-591.
    doi:10.1177/1948550617693062

    Examples
    --------
    >>> from ketaevidence.pooling.small_studies import pet_peese
    >>> yi = [-1.6, -0.9, -0.4, -0.5, -1.1, -0.2, -0.8, -0.3, -1.3, -0.6]
    >>> vi = [0.5, 0.2, 0.1, 0.04, 0.3, 0.05, 0.2, 0.02, 0.4, 0.1]
    >>> found = pet_peese(yi, vi)
    >>> print(f"{found.chosen} {found.estimate:.2f} "
    ...       f"[{found.ci_lb:.2f}, {found.ci_ub:.2f}]")
    PET 0.01 [-0.20, 0.23]
    """
    threshold: Any = alpha
    if not (isinstance(threshold, int | float) and 0 < threshold < 1):
        msg = f"alpha={alpha!r} must lie between 0 and 1"
        raise PoolingError(msg)
    studies = as_studies(effects, vi, slab=slab)
    used_level = studies.level(level)
    found = studies.effects
    notes = check_number(found.k, few_studies, NAME)
    if found.null_value is None:
        msg = (
            f"{NAME} asks whether there is any effect, and {found.measure} "
            f"({found.measure_name}) has no value that means none"
        )
        raise PoolingError(msg)
    pet, peese = (
        regression_test(
            found, model="lm", predictor=predictor, level=used_level,
            few_studies=few_studies,
        )
        for predictor in ("sei", "vi")
    )  # fmt: skip
    decision = infer(pet.intercept, pet.intercept_se, used_level, pet.df)
    is_peese = decision.p is not None and decision.p < alpha
    taken = peese if is_peese else pet
    interval = infer(taken.intercept, taken.intercept_se, used_level, taken.df)
    return PetPeese(
        k=found.k,
        chosen="PEESE" if is_peese else "PET",
        estimate=taken.intercept,
        ci_lb=interval.lb,
        ci_ub=interval.ub,
        pet=pet,
        peese=peese,
        pet_stat=decision.statistic,
        pet_pval=decision.p,
        alpha=float(alpha),
        level=used_level,
        settings={
            "alpha": float(alpha),
            "effects": found.settings,
            "few_studies": few_studies,
            "level": used_level,
            "measure": found.measure,
            "model": pet.settings["model"],
            "rule": "PEESE if PET's estimate has a two-sided p below alpha, else PET",
            "test": NAME,
        },
        notes=(*notes, *dependence_caveat(found, NAME), _WHAT_IT_IS, CAUSES),
    )
