"""What changed since the version before, in short: the digest has it in full."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.present.digest import Digest
from ketaevidence.present.digest import words as told
from ketaevidence.present.digest.model import SECTIONS, Item, ResultChange

#: Most items of one section that the report repeats.
_MOST_ITEMS = 12


@dataclass(frozen=True, slots=True)
class MovedResult:
    """One pooled result before and after."""

    name: str
    anchor: str
    before: str
    after: str
    meaning: str
    #: (cause, what it moved) of the causes that moved it.
    causes: tuple[tuple[str, str], ...]
    certainty: str


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What the report says of a digest."""

    kind: str
    verdict: str
    conclusions: str
    compared: str
    results: tuple[MovedResult, ...]
    #: (title, items shown, how many more) of each section that has any.
    sections: tuple[tuple[str, tuple[Item, ...], int], ...]
    unchanged_title: str
    unchanged: tuple[str, ...]
    notes: tuple[str, ...]


def changes_view(digest: Digest) -> ChangesView:
    """Gather what changed, in the order of consequence."""
    return ChangesView(
        kind=digest.verdict.kind,
        verdict=digest.verdict.line,
        conclusions=digest.verdict.conclusions,
        compared=told.compared(digest),
        results=tuple(_moved(change) for change in digest.results),
        sections=tuple(
            (title, items[:_MOST_ITEMS], max(0, len(items) - _MOST_ITEMS))
            for key, title in SECTIONS.items()
            if (items := digest.of_section(key))
        ),
        unchanged_title=told.unchanged_title(digest),
        unchanged=digest.unchanged,
        notes=digest.notes,
    )


def _moved(change: ResultChange) -> MovedResult:
    movement = change.movement
    steps = zip(movement.steps, told.steps(change), strict=True)
    return MovedResult(
        name=told.name(change),
        anchor=change.anchor,
        before=told.estimate(movement.before, change.decimals),
        after=told.estimate(movement.after, change.decimals),
        meaning=told.meaning(change),
        causes=tuple(
            (cause, moved)
            for step, (cause, _, moved) in steps
            if step.has_moved or not step.is_known
        ),
        certainty=change.certainty,
    )
