"""How many people a protocol plans for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.numbers import WHOLE, WORDED, read_count
from ketaevidence.extraction.rules.people.arm_sizes import planned_enumerations
from ketaevidence.extraction.rules.people.claims import is_of_people
from ketaevidence.extraction.rules.people.sample_counts import Counted, counted
from ketaevidence.extraction.text import View

_SAMPLE_SIZE = re.compile(
    rf"\bsample[\s-]size\b[^.;]{{0,80}}?\b(?:n\s?=\s?|of\s(?:n\s?=\s?)?|is\s|was\s|be\s|to\s)(?P<n>{WHOLE}|{WORDED})(?![\d.]*\s?(?:%|per|in\seach|each|years?|points?|mm|to\s\d))",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\b(?:total|overall|altogether|in\sall)\b", re.IGNORECASE)
_ROLES = word_set(
    "planned enrolled randomised study_of title people_only studied treated",
)
#: Fewer are those who measure, not those who take part.
_FEWEST = 4
#: How far before a number "a total of" may stand [characters].
_NEAR = 30


class Planned(NamedTuple):
    """A planned number of people, its place and the rule that read it."""

    value: int
    start: int
    end: int
    rule: str
    is_sum: bool = False


def planned(view: View) -> Planned | None:
    """Give the number of people that a protocol plans for; ``None`` if unclear."""
    found = [
        one
        for one in view.once(counted)
        if one.role in _ROLES and one.part != "background" and one.value >= _FEWEST
    ]
    if len({one.value for one in found}) > 1:
        found = _totals(view, found)
    if found:
        one = found[0]
        if any(other.value != one.value for other in found):
            return None
        return Planned(one.value, one.start, one.end, "sample.planned", one.is_sum)
    match = _SAMPLE_SIZE.search(view.folded)
    size = read_count(match["n"]) if match else None
    if match and size:
        return Planned(size, match.start(), match.end(), "sample.planned_size")
    sums = [e for e in planned_enumerations(view) if is_of_people(e)]
    if len({e.total for e in sums}) == 1:
        arms = sums[0]
        return Planned(
            arms.total, arms.start, arms.end, "sample.planned_arms", is_sum=True
        )
    return None


def _totals(view: View, found: Sequence[Counted]) -> list[Counted]:
    """Give the total of several numbers: "42 in each group, 84 in total"."""
    said = [
        one
        for one in found
        if _TOTAL.search(view.folded, max(0, one.start - _NEAR), one.end)
    ]
    if said:
        return said
    greatest = max(one.value for one in found)
    if all(greatest % one.value == 0 for one in found):
        return [one for one in found if one.value == greatest]
    return list(found)
