"""The combinations of a multiverse: written down, checked, and fitted together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.alike import refuse_unlike
from ketaevidence.effects.model import Effects
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.batch import Fits, Samples, fit, studies_of
from ketaevidence.pooling.choices import KNAPP_HARTUNG
from ketaevidence.pooling.studies import as_effects

#: What the choice is called when alternatives have one name each.
EFFECTS = "effects"

#: The choices that every combination has.
LEFT_OUT, METHOD, TEST = "left_out", "method", "test"

#: The name of leaving nothing out.
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several sets of effects, and the choices that made it."""

    choices: Mapping[str, str]
    effects: Effects


@dataclass(frozen=True, slots=True)
class Universe:
    """One combination of choices.

    Parameters
    ----------
    choices
        Every choice by name.
    effects
        The effects it pools from.
    rows
        Places of the studies that are in.
    method, test
        How they are pooled.
    refusal
        Why it cannot be computed, or None.
    """

    choices: Mapping[str, str]
    effects: Effects
    rows: npt.NDArray[np.intp]
    method: str
    test: str
    refusal: str | None


def _pairs(effects: object) -> list[tuple[Mapping[str, str], Effects]]:
    if isinstance(effects, Effects):
        return [({}, effects)]
    if isinstance(effects, Mapping):
        return [({EFFECTS: str(name)}, es) for name, es in effects.items()]
    if isinstance(effects, Sequence) and not isinstance(effects, str):
        try:
            return [
                ({str(name): str(value) for name, value in dict(choices).items()}, es)
                for choices, es in effects
            ]
        except (TypeError, ValueError) as error:
            msg = f"alternatives must be pairs of choices and effects: {error}"
            raise PoolingError(msg) from error
    msg = (
        "multiverse needs Effects, a mapping of names to Effects, or pairs of choices "
        f"and Effects, not a {type(effects).__name__}"
    )
    raise PoolingError(msg)


def _compared(es: Effects, first: Effects) -> Iterator[tuple[str, object, object]]:
    """Give what alternatives must have in common."""
    yield "measure", es.measure, first.measure
    yield "kind", es.kind, first.kind
    for name in ("direction", "pain_scale"):
        yield name, es.settings.get(name), first.settings.get(name)


def alternatives_of(effects: object) -> tuple[Alternative, ...]:
    """Read the alternative effects, and refuse those that cannot stand side by side."""
    pairs = _pairs(effects)
    if not pairs:
        msg = "there are no effects to pool"
        raise PoolingError(msg)
    for choices, es in pairs:
        told = ", ".join(f"{name}: {value}" for name, value in choices.items())
        if not isinstance(es, Effects):
            msg = f"the alternative {told} is a {type(es).__name__}, not Effects"
            raise PoolingError(msg)
        for what, here, first in _compared(es, pairs[0][1]):
            if here != first:
                msg = (
                    f"the alternative {told} is of {what} {here!r}, the first of "
                    f"{first!r}: their effects cannot be compared"
                )
                raise PoolingError(msg)
        taken = {LEFT_OUT, METHOD, TEST} & set(choices)
        if taken or set(choices) != set(pairs[0][0]):
            msg = (
                f"the alternative {told or 'without choices'} must have the same "
                f"choices as the first, and none called {LEFT_OUT}, {METHOD} or {TEST}"
            )
            raise PoolingError(msg)
    if len({tuple(sorted(choices.items())) for choices, _ in pairs}) < len(pairs):
        msg = "two alternatives have the same choices; name what differs"
        raise PoolingError(msg)
    return tuple(Alternative(choices, es) for choices, es in pairs)


def check_exclusions(
    exclusions: Mapping[str, Sequence[str]] | None, alternatives: Sequence[Alternative]
) -> dict[str, tuple[str, ...]]:
    """Read the sets of studies to leave out, leaving out nothing first."""
    known = {label for one in alternatives for label in one.effects.slab}
    checked: dict[str, tuple[str, ...]] = {NOTHING: ()}
    for name, labels in (exclusions or {}).items():
        if isinstance(labels, str):
            msg = f"exclusions[{name!r}] is one text; give a list of study labels"
            raise PoolingError(msg)
        listed = tuple(str(label) for label in labels)
        unknown = [label for label in listed if label not in known]
        if unknown or not listed or name == NOTHING:
            why = (
                f"names no study of these effects: {', '.join(unknown)}"
                if unknown
                else "leaves out nothing, which is always among the combinations"
            )
            msg = f"exclusions[{name!r}] {why}; correct or leave out this set"
            raise PoolingError(msg)
        checked[str(name)] = listed
    return checked


def spread_out(
    alternatives: Sequence[Alternative],
    exclusions: Mapping[str, Sequence[str]],
    methods: Sequence[str],
    tests: Sequence[str],
) -> tuple[Universe, ...]:
    """Write down every combination, the choices named last changing fastest."""
    universes = []
    for one, (name, labels) in product(alternatives, exclusions.items()):
        gone = set(labels)
        inside = [i for i, label in enumerate(one.effects.slab) if label not in gone]
        rows = np.array(inside, dtype=np.intp)
        data = _data_refusal(one.effects, rows)
        for method, test in product(methods, tests):
            universes.append(
                Universe(
                    choices={
                        **one.choices,
                        LEFT_OUT: name,
                        METHOD: method,
                        TEST: test,
                    },
                    effects=one.effects,
                    rows=rows,
                    method=method,
                    test=test,
                    refusal=data or _fit_refusal(method, test),
                )
            )
    return tuple(universes)


def _data_refusal(effects: Effects, rows: npt.NDArray[np.intp]) -> str | None:
    """Say why some studies cannot be pooled; None where they can."""
    if not len(rows):
        return "no study is left"
    if len(rows) == 1:
        return f"one study is left, and no pool: {effects.slab[rows[0]]}"
    part = effects.take(rows)
    try:
        as_effects(part, None, None)
        refuse_unlike(part)
        studies_of(part.yi, part.vi)
    except PoolingError as error:
        return str(error)
    return None


def _fit_refusal(method: str, test: str) -> str | None:
    """Say why a method and a test do not go together."""
    if method == "EE" and test in KNAPP_HARTUNG:
        return f"the Knapp-Hartung test ({test}) is made for random effects, not for EE"
    return None


def fit_universes(
    universes: Sequence[Universe], method: str
) -> tuple[Fits, list[str | None]]:
    """Fit combinations of one method; give the reason where tau2 is not found."""
    source, unit = _side_by_side(universes)
    try:
        return fit(source, method, unit=unit), [None] * len(universes)
    except PoolingError:
        # One of them cannot be fitted: find out which, and keep the others.
        parts: list[Fits] = []
        failures: list[str | None] = []
        for i in range(len(universes)):
            one = Samples(source.y[:, i : i + 1], source.v[:, i : i + 1])
            try:
                parts.append(fit(one, method, unit=unit[i : i + 1]))
                failures.append(None)
            except PoolingError as error:
                parts.append(Fits(*(np.full(1, np.nan) for _ in range(8))))
                failures.append(str(error))
        joined = (
            np.concatenate([getattr(part, name) for part in parts])
            for name in Fits.__dataclass_fields__
        )
        return Fits(*joined), failures


def _side_by_side(
    universes: Sequence[Universe],
) -> tuple[Samples, npt.NDArray[np.float64]]:
    """Write the studies of each combination into a column, scaled by its own unit."""
    most = max(len(universe.rows) for universe in universes)
    y = np.zeros((most, len(universes)))
    v = np.full((most, len(universes)), np.inf)
    unit = np.empty(len(universes))
    for i, universe in enumerate(universes):
        studies = studies_of(
            universe.effects.yi[universe.rows], universe.effects.vi[universe.rows]
        )
        y[: len(studies.y), i], v[: len(studies.v), i] = studies.y, studies.v
        unit[i] = studies.unit
    return Samples(y, v), unit
