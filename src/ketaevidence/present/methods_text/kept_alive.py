"""How a review is kept up to date, how it is reported, and with what it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ketaevidence.present import words
from ketaevidence.present.methods_text.references import Cited
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.question.model import DigestPlan

#: Programs whose makers ask to be cited.
_CITED: Final[Mapping[str, str]] = {
    "numpy": "harris2020",
    "scipy": "virtanen2020",
    "pandas": "mckinney2010",
    "matplotlib": "hunter2007",
}
#: What people state of the living mode, in the order in which it is told.
_TOLD: Final = (
    ("rationale", "Why it is kept living"),
    ("publishing", "When a new version is published"),
    ("retirement", "When it stops being living"),
    ("registration", "Registration"),
    ("protocol", "Protocol"),
    ("funding", "Funding of the review"),
    ("competing_interests", "Competing interests"),
)


def living(snapshot: Snapshot, cite: Cited) -> Iterator[str]:
    """Say how often the search is run, what counts as a change, and what is planned."""
    plan = snapshot.question.living
    every = (
        "How often the search is to be run is not stated."
        if plan.refresh_days is None
        else f"The search is to be run every {words.counted(plan.refresh_days, 'day')}."
    )
    yield (
        f"The review is reported as a living one{cite('akl2024')}. {every} A refresh "
        "runs the whole search again, fetches every record that the review ever had, "
        "and lands whole or not at all; what people decided and entered is never "
        "changed by it. A state that is published is frozen as a version that can be "
        "made again from the store. Each version analyses all data anew; intervals "
        "are not adjusted for repeated looks."
    )
    yield f"Between two states {change_in_meaning(snapshot.question.digest)}"
    told = [
        f"{title}: {words.sentence(value)}"
        for name, title in _TOLD
        if (value := getattr(plan, name)) is not None
    ]
    silent = [title.lower() for name, title in _TOLD if getattr(plan, name) is None]
    if told:
        yield " ".join(told)
    if silent:
        yield f"Not stated: {'; '.join(silent)}."


def change_in_meaning(plan: DigestPlan) -> str:
    """Say when a pooled result counts as changed in meaning.

    Examples
    --------
    >>> change_in_meaning(DigestPlan())[:51]
    'a pooled result counts as changed in meaning when i'
    """
    moved = (
        f"it moves by {_points(plan.points)} or more on a scale from 0 to 10 (for "
        f"shares of patients, by {words.plain(plan.percent)} per cent of them)"
    )
    rules = [moved]
    if plan.crossing_null:
        rules.append("it goes over to the other side of no difference")
    if plan.crossing_important_difference:
        rules.append("it becomes, or ceases to be, an important difference")
    return (
        f"a pooled result counts as changed in meaning when {', or '.join(rules)}; no "
        "p value decides that."
    )


def _points(size: float) -> str:
    return f"{words.plain(size)} {'point' if size == 1 else 'points'}"


def reporting(snapshot: Snapshot, cite: Cited) -> Iterator[str]:  # noqa: ARG001 (as the others)
    """Say by which guidance the review is reported."""
    yield (
        f"The report is laid out after PRISMA 2020{cite('page2021')} and its "
        f"extensions for living reviews, PRISMA-LSR{cite('akl2024')}, and for "
        f"searches, PRISMA-S{cite('rethlefsen2021')}. The checklists of both are "
        "filled from what the review holds, and say “not stated” where it holds "
        "nothing."
    )


def software(snapshot: Snapshot, cite: Cited) -> Iterator[str]:
    """Name the programs that made the numbers, with their versions."""
    told = [
        f"{words.clean(name)} {words.clean(number)}{cite(*_keys(name))}"
        for name, number in snapshot.software
    ]
    yield f"Made with {', '.join(told)}." if told else "The software is not recorded."


def _keys(name: str) -> tuple[str, ...]:
    return (_CITED[name],) if name in _CITED else ()
