"""Find the recipe that takes the columns given, and run it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ketaevidence.effects.columns import is_single, read_table, refuse
from ketaevidence.effects.intervals import check_level
from ketaevidence.effects.recover.model import Recipe, Recovered
from ketaevidence.errors import EffectError

DISTRIBUTIONS = ("t", "normal")

HANDBOOK = (
    "Higgins JPT, Li T, Deeks JJ. Chapter 6 of the Cochrane Handbook for Systematic "
    "Reviews of Interventions"
)


def check_distribution(distribution: str) -> str:
    """Refuse a distribution that does not exist."""
    if distribution not in DISTRIBUTIONS:
        msg = f"distribution={distribution!r}: choose one of {list(DISTRIBUTIONS)}"
        raise EffectError(msg)
    return distribution


def find_recipe(what: str, recipes: Sequence[Recipe], names: Iterable[str]) -> Recipe:
    """Find the recipe for the columns given, or say which there are."""
    given = set(names)
    for recipe in recipes:
        needed = set(recipe.columns)
        if needed <= given <= needed | set(recipe.optional):
            return recipe
    ways = "; ".join(", ".join(recipe.columns) for recipe in recipes)
    told = ", ".join(sorted(given)) or "nothing"
    msg = f"a {what} cannot be recovered from {told}; give one of these sets: {ways}"
    raise EffectError(msg)


def check_choices(
    recipe: Recipe, level: float | None, distribution: str | None
) -> dict[str, object]:
    """Refuse choices that are missing or not used."""
    told = {"distribution": distribution, "level": level}
    settings: dict[str, object] = {}
    for name, value in told.items():
        if value is None and name in recipe.choices:
            msg = (
                f"{name}= must be given for an interval: which level was printed, and "
                "whether it was made with the t or the normal distribution"
            )
            raise EffectError(msg)
        if value is not None and name not in recipe.choices:
            msg = f"{name}= is for intervals; {recipe.source} needs none"
            raise EffectError(msg)
        if value is not None:
            settings[name] = value
    if level is not None:
        check_level(level)
    if distribution is not None:
        check_distribution(distribution)
    return settings


def run(  # noqa: PLR0913  (what to recover, how, and from what)
    what: str,
    recipe: Recipe,
    data: Any,
    slab: Any,
    *,
    given: Mapping[str, Any],
    settings: dict[str, object],
) -> Recovered:
    """Read the numbers, compute, and keep where they come from."""
    if all(is_single(value) for value in given.values()):
        given = {name: [value] for name, value in given.items()}
    table = read_table(f"a {what}", data, slab, given)
    with np.errstate(all="ignore"):
        values = recipe.compute(table, settings)
    lost = ~np.isfinite(values)
    if what == "standard deviation":
        lost |= values <= 0
    if lost.any():
        first = next(iter(table.columns))
        why = "and the result is out of range; check the numbers and their units"
        refuse(table.measure, table.found(first, lambda _: lost, why))
    return Recovered(
        what=what,
        values=values,
        slab=table.slab,
        source=recipe.source,
        formula=recipe.formula,
        reference=recipe.reference,
        settings=settings,
    )
