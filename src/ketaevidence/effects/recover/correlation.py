"""Recover how two measurements of the same patients go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ketaevidence.effects.arrays import FloatArray
from ketaevidence.effects.columns import Table, place, refuse
from ketaevidence.effects.recover.asking import (
    HANDBOOK,
    check_choices,
    find_recipe,
    run,
)
from ketaevidence.effects.recover.model import Recipe, Recovered
from ketaevidence.effects.recover.sd import RECIPES

_SPREADS = ("sd1", "sd2")
_FORMULA = "(sd1^2 + sd2^2 - sd_change^2) / (2 sd1 sd2)"
_REFERENCE = f"{HANDBOOK}, section 6.5.2.8"

#: How far beyond 1 rounding in print may carry a correlation; it is then refused too,
#: but the message can say so.
_BY_ROUNDING = 0.05


def _correlation(table: Table, spread: FloatArray) -> FloatArray:
    sd1, sd2 = table["sd1"], table["sd2"]
    problems = [
        problem
        for name in _SPREADS
        for problem in table.found(
            name, lambda sd: sd <= 0, "but a standard deviation must be above 0"
        )
    ]
    if problems:
        refuse(table.measure, problems)
    r = (sd1**2 + sd2**2 - spread**2) / (2 * sd1 * sd2)
    wrong = ~(np.abs(r) <= 1)
    if wrong.any():
        refuse(
            table.measure,
            [
                f"{place(table.slab, int(row))}: a change with the SD "
                f"{spread[row]:.4g} cannot be between measurements with the SDs "
                f"{sd1[row]:.4g} and {sd2[row]:.4g} (the correlation would be "
                f"{r[row]:.3g}){_hint(float(r[row]))}"
                for row in np.flatnonzero(wrong)
            ],
        )
    return np.asarray(r, dtype=np.float64)


def _hint(r: float) -> str:
    if abs(r) <= 1 + _BY_ROUNDING:
        return "; it may be the rounding in print"
    return "; is one of them a standard error, or of other patients?"


def _from_sd(table: Table, _: Mapping[str, object]) -> FloatArray:
    problems = table.found(
        "sd_change", lambda sd: sd < 0, "but a standard deviation cannot be negative"
    )
    if problems:
        refuse(table.measure, problems)
    return _correlation(table, table["sd_change"])


def _after(recipe: Recipe) -> Recipe:
    """Make a recipe for the correlation of one for the SD of the change."""

    def compute(table: Table, choices: Mapping[str, object]) -> FloatArray:
        return _correlation(table, recipe.compute(table, choices))

    return replace(
        recipe,
        columns=(*recipe.columns, *_SPREADS),
        compute=compute,
        source=f"both standard deviations and {_OF_CHANGE[recipe.columns]}",
        formula=f"{_FORMULA}, sd_change = {recipe.formula}",
        reference=_REFERENCE,
        optional=("difference",) if "ci_lb" in recipe.columns else (),
    )


#: Ways to the SD of a change, by their columns, in words.
_OF_CHANGE = {
    ("se", "n"): "the standard error of the change",
    ("ci_lb", "ci_ub", "n"): "the interval of the change",
    ("t", "difference", "n"): "t of the change",
    ("p", "difference", "n"): "p of a paired t test",
}

_RECIPES = (
    Recipe(
        (*_SPREADS, "sd_change"),
        _from_sd,
        "both standard deviations and that of the change",
        _FORMULA,
        _REFERENCE,
    ),
    *(_after(recipe) for recipe in RECIPES if recipe.columns in _OF_CHANGE),
)


def recover_correlation(
    data: Any = None,
    *,
    slab: Any = None,
    level: float | None = None,
    distribution: str | None = None,
    **columns: Any,
) -> Recovered:
    """Recover the correlation of two measurements before it is ever assumed.

    Parameters
    ----------
    data
        A table with named columns, or None.
    slab
        Study labels, or the name of their column.
    level, distribution
        For intervals: see :func:`recover_sd`.
    **columns
        Values, lists or column names: ``sd1, sd2`` of the two measurements, with one
        of: ``sd_change``; ``se, n`` of the change; ``ci_lb, ci_ub, n`` of the change;
        ``difference, n`` with ``t`` or exact ``p`` of the paired test.

    Returns
    -------
    Recovered
        With the formula and its reference. It may be given to ``effect_sizes`` as
        ``ri``.

    Raises
    ------
    EffectError
        When numbers are missing, impossible or contradict each other: the
        correlation would lie outside -1 to 1.

    Notes
    -----
    r = (sd1^2 + sd2^2 - sd_change^2) / (2 sd1 sd2). Standard deviations printed with
    two digits determine r to about 0.05.

    References
    ----------
    Higgins JPT, Li T, Deeks JJ. Cochrane Handbook for Systematic Reviews of
    Interventions, section 6.5.2.8.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> r = ke.recover_correlation(sd1=2.1, sd2=1.8, sd_change=1.6)
    >>> print(round(float(r), 3))
    0.673
    """
    given = {name: value for name, value in columns.items() if value is not None}
    recipe = find_recipe("correlation", _RECIPES, given)
    settings = check_choices(recipe, level, distribution)
    return run("correlation", recipe, data, slab, given=given, settings=settings)
