"""Every combination of the choices that were open, in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.intervals import check_level
from ketaevidence.effects.model import Effects
from ketaevidence.errors import EffectError, PoolingError
from ketaevidence.pooling.batch import METHODS, TESTS, cochran_p, infer, shares
from ketaevidence.pooling.below_one import is_below_one
from ketaevidence.pooling.sensitivity import words
from ketaevidence.pooling.sensitivity.result import Result
from ketaevidence.pooling.sensitivity.universes import (
    Universe,
    alternatives_of,
    check_exclusions,
    fit_universes,
    spread_out,
)
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Multiverse(Result):
    """What the evidence says under every combination of the choices that were open.

    Made by :func:`multiverse`. Every array has one number for each combination, shape
    ``(B,)``; NaN where it could not be computed, and ``reasons`` says why.

    Parameters
    ----------
    choices
        What was chosen in each combination: always ``left_out``, ``method`` and
        ``test``, and before them the names of the alternative effects.
    reasons
        Why a combination has no result, or None.
    k
        Studies that were pooled.
    estimate, se, zval, pval
        Pooled effect, its standard error, statistic against 0 and two-sided p-value.
    ci_lb, ci_ub
        Confidence interval.
    tau2, I2, H2, QE, QEp
        Heterogeneity; I2 in percent.
    s2w
        Factor of the squared standard error.
    effects
        The first of the alternative effects, for its scale.
    level
        Confidence level.
    settings
        Every choice that was open, what was fixed, and the settings of the effects.
    notes
        Caveats.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> es = ke.effect_sizes("GEN", yi=[-1.2, -0.4, 0.1], vi=[0.25, 0.16, 0.2])
    >>> worlds = ke.multiverse(es, methods=["EE", "DL"], tests=["z", "t"])
    >>> len(worlds.frame())
    4
    """

    choices: tuple[Mapping[str, str], ...]
    reasons: tuple[str | None, ...]
    k: npt.NDArray[np.int64]
    estimate: FloatArray
    se: FloatArray
    zval: FloatArray
    pval: FloatArray
    ci_lb: FloatArray
    ci_ub: FloatArray
    tau2: FloatArray
    I2: FloatArray
    H2: FloatArray
    QE: FloatArray
    QEp: FloatArray
    s2w: FloatArray
    effects: Effects
    level: float
    settings: Mapping[str, object]
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        self.freeze()

    @property
    def is_computed(self) -> npt.NDArray[np.bool_]:
        """Tell which combinations have a result, shape ``(B,)``."""
        return np.array([reason is None for reason in self.reasons], dtype=np.bool_)

    def frame(self) -> pd.DataFrame:
        """Give one row for each combination.

        Returns
        -------
        pandas.DataFrame
            A column for each choice, then k, estimate, se, zval, pval, ci_lb, ci_ub,
            tau2, I2, H2, QE, QEp, s2w; where people read another scale also
            back_estimate, back_ci_lb, back_ci_ub; last the reason why there is none.
        """
        import pandas as pd

        columns: dict[str, object] = {
            name: [choice[name] for choice in self.choices] for name in self.choices[0]
        }
        for name in ("k", *_NUMBERS):
            columns[name] = getattr(self, name).copy()
        if words.is_brought_back(self.effects):
            for name in ("estimate", "ci_lb", "ci_ub"):
                back = self.effects.back_transform(getattr(self, name))
                columns[f"back_{name}"] = back
        return pd.DataFrame({**columns, "reason": list(self.reasons)})

    def summary(self) -> str:
        """Write the range of the results as plain text, and caveats.

        Returns
        -------
        str
            How many combinations there are, the range of effects, how many intervals
            exclude "no difference", the range for each choice, and why some failed.
        """
        from ketaevidence.pooling.sensitivity.multiverse_text import summary_text

        return summary_text(self)


_NUMBERS = (
    "estimate",
    "se",
    "zval",
    "pval",
    "ci_lb",
    "ci_ub",
    "tau2",
    "I2",
    "H2",
    "QE",
    "QEp",
    "s2w",
)


def _listed(values: Sequence[str], known: Sequence[str], name: str) -> tuple[str, ...]:
    """Check a list of names; FE is another name of EE."""
    if isinstance(values, str):
        values = [values]
    listed = tuple(
        "EE" if value == "FE" and name == "methods" else value for value in values
    )
    for value in listed:
        if value not in known:
            msg = f"{name}: {value!r} is not on offer; choose from {', '.join(known)}"
            raise PoolingError(msg)
    if not listed or len(set(listed)) < len(listed):
        msg = f"{name}={list(listed)}: name at least one, and each once"
        raise PoolingError(msg)
    return listed


def multiverse(
    effects: Effects
    | Mapping[str, Effects]
    | Sequence[tuple[Mapping[str, str], Effects]],
    *,
    methods: Sequence[str],
    tests: Sequence[str],
    exclusions: Mapping[str, Sequence[str]] | None = None,
    level: float = 0.95,
) -> Multiverse:
    """Pool under every combination of the choices that were open.

    Parameters
    ----------
    effects
        The effects; or alternatives that differ in an imputed correlation, a recovered
        SD, or the like: a name for each, ``{"r = 0.5": es, ...}``, or pairs of choices
        and effects, ``[({"correlation": "0.5", "sd": "reported"}, es), ...]``. All of
        one measure.
    methods
        Models and estimators of tau2, from ``"EE"``, ``"DL"``, ``"HE"``, ``"HS"``,
        ``"SJ"``, ``"ML"``, ``"REML"``, ``"EB"``, ``"PM"``.
    tests
        Tests and intervals, from ``"z"``, ``"t"``, ``"knha"``, ``"knha-se"``,
        ``"knha-ci"``.
    exclusions
        Studies to leave out, a name for each set: ``{"high risk of bias": ["A"]}``.
        Nothing left out is always among the combinations.
    level
        Confidence level of all intervals.

    Returns
    -------
    Multiverse
        One row for each combination, with its result or the reason why there is none.

    Raises
    ------
    PoolingError
        When a choice does not exist, alternatives are of different measures, or a
        study to leave out is in none of them.

    Notes
    -----
    The combinations are no sample of anything: how many intervals exclude "no
    difference" says how far the answer rests on the choices, and is no test.

    References
    ----------
    Steegen S, Tuerlinckx F, Gelman A, Vanpaemel W (2016). Perspectives on
    Psychological Science 11:702-712. doi:10.1177/1745691616658637

    Examples
    --------
    >>> import ketaevidence as ke
    >>> es = ke.effect_sizes("GEN", yi=[-1.2, -0.4, 0.1], vi=[0.25, 0.16, 0.2],
    ...                      slab=["A", "B", "C"])
    >>> found = ke.multiverse(es, methods=["EE", "DL"], tests=["z"],
    ...                    exclusions={"pilot": ["C"]})
    >>> print(found.estimate.round(3))
    [-0.446 -0.469 -0.712 -0.744]
    """
    chosen_methods = _listed(methods, METHODS, "methods")
    chosen_tests = _listed(tests, TESTS, "tests")
    try:
        used_level = check_level(level)
    except EffectError as error:
        raise PoolingError(str(error)) from error
    alternatives = alternatives_of(effects)
    excluded = check_exclusions(exclusions, alternatives)
    universes = spread_out(alternatives, excluded, chosen_methods, chosen_tests)
    columns, reasons = _computed(universes, used_level)
    return Multiverse(
        choices=tuple(universe.choices for universe in universes),
        reasons=reasons,
        **columns,  # type: ignore[arg-type]
        effects=alternatives[0].effects,
        level=used_level,
        settings={
            "I2": "tau2-based; Q-based for EE",
            "alternatives": [
                {**alternative.choices, "settings": alternative.effects.settings}
                for alternative in alternatives
            ],
            "analysis": "multiverse",
            "exclusions": {name: list(slab) for name, slab in excluded.items()},
            "level": used_level,
            "measure": alternatives[0].effects.measure,
            "methods": list(chosen_methods),
            "tests": list(chosen_tests),
        },
        notes=_notes(universes, columns, reasons),
    )


def _computed(
    universes: Sequence[Universe], level: float
) -> tuple[dict[str, npt.NDArray[np.generic]], tuple[str | None, ...]]:
    """Pool all combinations, those with one method and test at a time."""
    size = len(universes)
    reasons: list[str | None] = [universe.refusal for universe in universes]
    table = {name: np.full(size, np.nan) for name in _NUMBERS}
    counts = np.array([len(universe.rows) for universe in universes], dtype=np.int64)
    for method in METHODS:
        rows = [
            i
            for i, universe in enumerate(universes)
            if universe.method == method and universe.refusal is None
        ]
        if not rows:
            continue
        fits, failures = fit_universes([universes[i] for i in rows], method)
        place = np.array(rows)
        for i, why in zip(rows, failures, strict=True):
            reasons[i] = why
        i2, h2 = shares(fits, from_q=method == "EE")
        found = {"tau2": fits.tau2, "I2": i2, "H2": h2, "QE": fits.Q}
        found |= {"estimate": fits.estimate, "QEp": cochran_p(fits)}
        for name, values in found.items():
            table[name][place] = values
        for test in TESTS:
            is_test = np.array([universes[i].test == test for i in rows])
            if not is_test.any():
                continue
            tested = infer(fits, test, level)
            for name in ("se", "zval", "pval", "ci_lb", "ci_ub"):
                table[name][place[is_test]] = getattr(tested, name)[is_test]
            table["s2w"][place[is_test]] = tested.scale[is_test]
    return {"k": counts, **table}, tuple(reasons)


def _notes(
    universes: Sequence[Universe],
    columns: Mapping[str, npt.NDArray[np.generic]],
    reasons: Sequence[str | None],
) -> tuple[str, ...]:
    notes = []
    failed = sum(reason is not None for reason in reasons)
    if failed:
        notes.append(
            f"{words.counted(failed, 'combination')} could not be computed; the table "
            "says why."
        )
    is_scaled = np.array([universe.test == "knha" for universe in universes])
    scales = np.asarray(columns["s2w"], dtype=float)
    small = int(np.count_nonzero(is_scaled & is_below_one(scales)))
    if small:
        notes.append(
            f"The Knapp-Hartung scale is below 1 in {small} of {int(is_scaled.sum())} "
            "combinations with test='knha': their standard errors are smaller than "
            "the ordinary ones."
        )
    return tuple(notes)
