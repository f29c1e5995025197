"""Unlike things do not pool: the check before pooling, and joining what is alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ketaevidence.effects.model import Effects, Labels
from ketaevidence.errors import EffectError, PoolingError

#: Settings that say what the numbers are; effects that differ in one do not join.
_MUST_BE_EQUAL = (
    "direction",
    "scale",
    "pain_scale",
    "vtype",
    "add",
    "to",
    "drop00",
)

#: Settings that list studies.
_LISTS = ("adjusted", "left_out", "rescaled", "without_information")


def refuse_unlike(effects: Effects) -> None:
    """Refuse to pool studies that differ in something that must be equal.

    Parameters
    ----------
    effects
        What is to be pooled, with its labels in ``alike``.

    Raises
    ------
    PoolingError
        When a label differs between studies, or is not known for one of several.

    Examples
    --------
    >>> from ketaevidence.effects import effect_sizes, refuse_unlike
    >>> es = effect_sizes("GEN", yi=[-1.2, -0.4], vi=[0.2, 0.1], slab=["A", "B"],
    ...                   alike={"timing": ["on the drug", "off the drug"]})
    >>> refuse_unlike(es)  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    PoolingError: cannot be pooled, because the studies differ in timing: ...
    """
    if effects.k < 2:
        return
    reasons = []
    for name, labels in effects.alike.items():
        studies = _by_label(effects.slab, labels)
        unknown = studies.pop(None, None)
        if len(studies) > 1:
            told = "; ".join(
                f"{label!r} ({', '.join(names)})" for label, names in studies.items()
            )
            reasons.append(f"the studies differ in {name}: {told}")
        if unknown:
            reasons.append(f"{name} is not known for {', '.join(unknown)}")
    if reasons:
        msg = (
            f"cannot be pooled, because {'; and '.join(reasons)}. Pool what is alike: "
            "see split_alike"
        )
        raise PoolingError(msg)


def _by_label(slab: Sequence[str], labels: Labels) -> dict[str | None, list[str]]:
    studies: dict[str | None, list[str]] = {}
    for study, label in zip(slab, labels, strict=True):
        studies.setdefault(label, []).append(study)
    return studies


def split_alike(effects: Effects, name: str) -> dict[str, Effects]:
    """Sort studies by one of the labels that must be equal, to pool each apart.

    Parameters
    ----------
    effects
        Effects with labels.
    name
        Which label, for example ``"timing"``.

    Returns
    -------
    dict
        Effects by label, in the order in which labels first occur. Studies whose
        label is not known are in none of them.

    Raises
    ------
    EffectError
        When there is no such label.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> es = ke.effect_sizes("GEN", yi=[-1.2, -0.4, 0], vi=[0.2, 0.1, 0.1],
    ...                      alike={"timing": ["early", "late", "early"]})
    >>> {label: part.k for label, part in ke.split_alike(es, "timing").items()}
    {'early': 2, 'late': 1}
    """
    if name not in effects.alike:
        known = ", ".join(effects.alike) or "none"
        msg = f"no label {name!r}; these effects have: {known}"
        raise EffectError(msg)
    labels = effects.alike[name]
    return {
        label: effects.take(np.array([other == label for other in labels]))
        for label in dict.fromkeys(labels)
        if label is not None
    }


def join_effects(*effects: Effects) -> Effects:
    """Put effects of the same kind together, for example of two designs.

    Parameters
    ----------
    *effects
        Two or more, of one measure: mean differences of parallel and of crossover
        trials, or results computed from different kinds of data.

    Returns
    -------
    Effects
        All studies in order; settings that differ are listed side by side, and a
        label that one of them lacks is not known for its studies.

    Raises
    ------
    EffectError
        When measures, kinds, directions, scales or other choices that decide what a
        number means differ, or a study occurs twice.

    References
    ----------
    Elbourne DR and others (2002). International Journal of Epidemiology 31:140-149.
    doi:10.1093/ije/31.1.140

    Examples
    --------
    >>> import ketaevidence as ke
    >>> two_groups = ke.effect_sizes("MD", slab=["A"], m1i=[3], sd1i=[2], n1i=[20],
    ...                              m2i=[4], sd2i=[2], n2i=[20])
    >>> same_patients = ke.effect_sizes("MD", slab=["B"], design="crossover",
    ...                                 mi=[-0.8], sdi=[1.5], ni=[18])
    >>> ke.join_effects(two_groups, same_patients).slab
    ('A', 'B')
    """
    if not effects:
        msg = "join_effects needs effects to join"
        raise EffectError(msg)
    first = effects[0]
    for other in effects[1:]:
        _refuse_to_join(first, other)
    slab = tuple(label for part in effects for label in part.slab)
    twice = sorted({label for label in slab if slab.count(label) > 1})
    if twice:
        msg = f"cannot be joined, because these studies occur twice: {', '.join(twice)}"
        raise EffectError(msg)
    numbers = [part.ni for part in effects]
    common = [name for name in first.inputs if all(name in e.inputs for e in effects)]
    names = dict.fromkeys(name for part in effects for name in part.alike)
    return Effects(
        measure=first.measure,
        yi=np.concatenate([part.yi for part in effects]),
        vi=np.concatenate([part.vi for part in effects]),
        slab=slab,
        ni=None
        if any(ni is None for ni in numbers)
        else tuple(n for ni in numbers for n in ni or ()),
        settings=_joined([part.settings for part in effects]),
        inputs={
            name: tuple(value for part in effects for value in part.inputs[name])
            for name in common
        },
        alike={
            name: tuple(
                label
                for part in effects
                for label in part.alike.get(name, (None,) * part.k)
            )
            for name in names
        },
        kind=first.kind,
    )


def _refuse_to_join(first: Effects, other: Effects) -> None:
    pairs: list[tuple[str, object, object]] = [
        ("kind of evidence", first.kind, other.kind),
        ("measure", first.measure, other.measure),
    ]
    for name in _MUST_BE_EQUAL:
        one, two = first.settings.get(name), other.settings.get(name)
        # A choice that one of them had no occasion to make is no difference,
        # unless it is about the scale of pain, which must then be known for both.
        if name == "pain_scale" or (one is not None and two is not None):
            pairs.append((name.replace("_", " "), one, two))
    for what, one, two in pairs:
        if one != two:
            msg = (
                f"cannot be joined, because they differ in {what}: {one!r} and {two!r}"
            )
            raise EffectError(msg)


def _joined(parts: Sequence[Mapping[str, object]]) -> dict[str, object]:
    names = dict.fromkeys(name for part in parts for name in part)
    settings: dict[str, object] = {}
    for name in names:
        values = [part[name] for part in parts if name in part]
        if name in _LISTS:
            settings[name] = [
                item for value in values if isinstance(value, list) for item in value
            ]
        else:
            told = list(dict.fromkeys(map(str, values)))
            settings[name] = values[0] if len(told) == 1 else "; ".join(told)
    return settings
