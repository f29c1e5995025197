"""What people changed in the settings, and which software made the numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

from ketaevidence.present import words
from ketaevidence.present.digest import anchors as places
from ketaevidence.present.digest.model import Item, Told
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.question.model import (
    PainScale,
    Question,
    ResponderDefinition,
    TimeWindow,
)
from ketaevidence.synthesis.movement import Cause, Movement

#: The address that PubMed gets says nothing about the review.
_NOT_A_SETTING: Final = frozenset({"email"})
#: Longer texts are not repeated: the file has them.
_LONGEST: Final = 200


def setting_items(
    before: Snapshot, after: Snapshot, found: tuple[Movement, ...]
) -> Iterator[Item]:
    """Yield every setting that people changed, with how many results it moved."""
    moved = _moved(found, "method")
    for name, old, new in changed_settings(before.question, after.question):
        yield Item(
            section="method",
            kind="setting_changed",
            text=f"Setting changed: {name}: {_words(old)} → {_words(new)}.",
            anchor=places.METHODS,
            key=name,
        )
    if moved:
        yield Item(
            section="method",
            kind="settings_moved_results",
            text=f"The changed settings by themselves moved {_results(moved)}.",
            anchor=places.RESULTS,
        )


def software_items(
    after: Snapshot, told: Told, found: tuple[Movement, ...]
) -> Iterator[Item]:
    """Yield the software only where it moved a number with nothing else changed."""
    moved = _moved(found, "software")
    if moved:
        yield Item(
            section="method",
            kind="software_moved_results",
            text=f"Other software by itself moved {_results(moved)}.",
            anchor=places.REPRODUCTION,
            details=tuple(software_changes(after, told)),
        )


def software_changes(after: Snapshot, told: Told) -> Iterator[str]:
    """Give each program whose version is another one than then."""
    then, now = dict(told.software or ()), dict(after.software)
    if told.software is None:
        return
    for name in dict.fromkeys((*now, *then)):
        if then.get(name) != now.get(name):
            yield f"{name} {then.get(name, 'not used')} → {now.get(name, 'not used')}"


def changed_settings(
    before: Any, after: Any, inside: str = ""
) -> Iterator[tuple[str, Any, Any]]:
    """Give (name, old, new) of every setting that differs, with dots in the names."""
    for part in fields(before):
        old, new = getattr(before, part.name), getattr(after, part.name)
        name = f"{inside}{part.name}"
        if old == new or (isinstance(before, Question) and part.name in _NOT_A_SETTING):
            continue
        if is_dataclass(old) and type(old) is type(new):
            yield from changed_settings(old, new, f"{name}.")
        else:
            yield name, old, new


def _words(value: Any) -> str:
    """Write a setting as people read it."""
    match value:
        case None:
            text = "none"
        case bool():
            text = str(value).lower()
        case int() | float():
            text = words.plain(value)
        case TimeWindow(label, start, end):
            text = f"{label} ({words.plain(start)} to {words.plain(end)} days)"
        case PainScale(name, called, ends):
            pairs = " or ".join(
                f"{words.plain(low)} to {words.plain(high)}" for low, high in ends
            )
            side = "higher" if value.higher_is_worse else "lower"
            text = f"{name} ({pairs}, {side} is worse, called {_words(called.terms)})"
        case ResponderDefinition(label, wordings):
            text = f"{label} ({_words(wordings)})"
        case tuple():
            text = "; ".join(map(_words, value))
        case _:
            text = str(dict(value)) if hasattr(value, "items") else str(value)
    return words.shortened(words.clean(text), _LONGEST) or "none"


def _moved(found: tuple[Movement, ...], cause: Cause) -> int:
    return sum(
        step.has_moved
        for movement in found
        for step in movement.steps
        if step.cause == cause
    )


def _results(n: int) -> str:
    return words.counted(n, "pooled result")
