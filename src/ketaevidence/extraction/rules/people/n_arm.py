"""How many people each arm has, held against the size of the whole study."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ketaevidence.extraction.mentions.arms import arms
from ketaevidence.extraction.mentions.people import people
from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.numbers import read_count
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.people.arm_list import arm_list
from ketaevidence.extraction.rules.people.arm_sizes import (
    Enumeration,
    enumerations,
    size_end,
)
from ketaevidence.extraction.rules.people.arm_sums import arms_by_sum
from ketaevidence.extraction.rules.people.each_arm import (
    SMALL,
    EachArm,
    each_arm,
    number_of_arms,
)
from ketaevidence.extraction.rules.people.sample import Sample, sample
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
        for arm, name in zip(chosen.sized, _own_names(view, chosen), strict=True):
            yield candidate(
                view,
                "n_arm",
                arm.size or 0,
                arm.start,
                size_end(view, arm),
                "sample.arm",
                arm=name,
                confidence=confidence,
            )
        return
    equal = list(_equal(view, whole))
    yield from equal or _by_sum(view, whole.value)


def _by_sum(view: View, whole: int) -> Iterator[Candidate]:
    """Give arms that are known by their sum alone."""
    for one in arms_by_sum(view, whole):
        yield candidate(
            view,
            "n_arm",
            one.size,
            one.start,
            one.end,
            "sample.arm_of_sum",
            arm=one.name,
            confidence="medium",
        )


def _own_names(view: View, chosen: Enumeration) -> list[str | None]:
    """Give each arm's name; two of one name have their doses with it, or no name."""
    names = [arm.name for arm in chosen.sized]
    for number, arm in enumerate(chosen.sized):
        if _is_shared(arm.name, [one.name for one in chosen.sized]):
            said = view.text[arm.start : size_end(view, arm)]
            names[number] = _BEFORE_SIZE.split(said)[0].strip(" ,;")
    return [
        None
        if _is_shared(name, names) or not name.lower().startswith(arm.name.lower())
        else name or None
        for name, arm in zip(names, chosen.sized, strict=True)
    ]


def _is_shared(name: str, names: Sequence[str]) -> bool:
    return sum(name.lower() == other.lower() for other in names) > 1


#: A name goes up to its size: "celecoxib 200 mg (n = 30)".
_BEFORE_SIZE = re.compile(r"\s?[(\[]|[,;]?\s?\bn\s?=", re.IGNORECASE)


def _chosen(found: Sequence[Enumeration], whole: int) -> Enumeration | None:
    """Give the arms that add up to the sample, else the first that nearly do."""
    exact = next((e for e in found if e.total == whole), None)
    near = next((e for e in found if _LEAST * whole <= e.total < whole), None)
    return exact or near


def _equal(view: View, whole: Sample) -> Iterator[Candidate]:
    """Give each arm the number that the text says every arm has."""
    said = _said_of_each(view, whole.value)
    each = said or _equal_share(view, whole)
    if each is None:
        return
    number = whole.value // each.size
    names = _names(view, number)
    if said is None and not names:
        return  # equal shares of arms that nobody names
    for position in range(number):
        yield candidate(
            view,
            "n_arm",
            each.size,
            each.start,
            each.end,
            "sample.each_arm",
            arm=names[position] if names else None,
            status="derived",
            confidence="medium",
        )


def _said_of_each(view: View, whole: int) -> EachArm | None:
    """Give the size of every arm, if the arms add up to the sample."""
    sizes = view.once(each_arm)
    number = (view.once(number_of_arms) or len(_all_names(view))) if sizes else 0
    if number < _FEWEST:
        return None
    return next((each for each in sizes if each.size * number == whole), None)


#: "Divided into two equal groups", "equally divided into three groups".
_EQUAL_GROUPS = re.compile(
    rf"\b(?P<n>{SMALL})\s(?:\w+\s)?equal(?:ly[\s-]sized|[\s-]sized)?\s(?:\w+\s)?(?:groups|arms)\b"
    r"|\b(?:divided|allocated|assigned|distributed|split)\sequally\s(?:\w+\s)?"
    rf"(?:in)?to\s(?P<into>{SMALL})\s(?:\w+\s)?(?:groups|arms)\b"
    r"|\bequally\s(?:\w+\s)?(?:divided|allocated|assigned|distributed|split)\s"
    rf"(?:in)?to\s(?P<two>{SMALL})\s(?:\w+\s)?(?:groups|arms)\b",
    re.IGNORECASE,
)


def _equal_share(view: View, whole: Sample) -> EachArm | None:
    """Give an equal share of a stated sample that the next words divide equally."""
    if whole.is_derived or not view.names_any(_EQUAL):
        return None
    match = _EQUAL_GROUPS.search(view.folded, whole.end, whole.end + _NEAR)
    number = read_count(match[match.lastgroup or 0]) if match else None
    if match is None or not number or whole.value % number:
        return None
    if any(whole.end <= one.start < match.start() for one in view.once(people)):
        return None
    return EachArm(whole.value // number, whole.start, match.end())


#: How far behind the sample its division may stand, perhaps in the next sentence.
_NEAR = 300
_EQUAL = frozenset(("equal", "equally"))
_FEWEST = 2


def _names(view: View, number: int) -> tuple[str, ...]:
    """Give the names of so many arms, if the text names just so many."""
    for names in (tuple(arm.name for arm in view.once(arm_list)), _all_names(view)):
        if len(names) == number:
            return names
    return ()


def _all_names(view: View) -> tuple[str, ...]:
    """Give the name of each arm once, as it is first printed."""
    first: dict[str, str] = {}
    for arm in view.once(arms):
        first.setdefault(arm.name.lower(), arm.name)
    return tuple(first.values())
