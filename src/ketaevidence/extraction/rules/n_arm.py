"""How many people each arm has, held against the size of the whole study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ketaevidence.extraction.mentions.arms import Arm, arms
from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.arm_sizes import (
    Enumeration,
    enumerations,
    size_end,
)
from ketaevidence.extraction.rules.each_arm import each_arm, number_of_arms
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.sample import sample
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

#: Arms that together are fewer than this part of the sample are those of an event.
_LEAST = 0.6


def read_n_arm(view: View, _: Question) -> Iterator[Candidate]:
    """Read how many people each arm has, where the text gives it for all of them."""
    whole = view.once(sample)
    if whole is None:
        return
    chosen = _chosen(view.once(enumerations), whole.value)
    if chosen is not None:
        confidence = "high" if chosen.total == whole.value else "medium"
        for arm in chosen.sized:
            yield candidate(
                view,
                "n_arm",
                arm.size or 0,
                arm.start,
                size_end(view, arm),
                "sample.arm",
                arm=arm.name or None,
                confidence=confidence,
            )
        return
    yield from _equal(view, whole.value)


def _chosen(found: Sequence[Enumeration], whole: int) -> Enumeration | None:
    """Give the arms that add up to the sample, else the first that nearly do."""
    exact = next((e for e in found if e.total == whole), None)
    near = next((e for e in found if _LEAST * whole <= e.total < whole), None)
    return exact or near


def _equal(view: View, whole: int) -> Iterator[Candidate]:
    """Give each arm the number that the text says every arm has."""
    names = _names(view)
    number = view.once(number_of_arms) or len(names)
    sizes = [each for each in view.once(each_arm) if each.size * number == whole]
    if number < _FEWEST or not sizes:
        return
    each = sizes[0]
    for position in range(number):
        yield candidate(
            view,
            "n_arm",
            each.size,
            each.start,
            each.end,
            "sample.each_arm",
            arm=names[position].name if len(names) == number else None,
            status="derived",
            confidence="medium",
        )


_FEWEST = 2


def _names(view: View) -> list[Arm]:
    first: dict[str, Arm] = {}
    for arm in view.once(arms):
        first.setdefault(arm.name.lower(), arm)
    return list(first.values())
