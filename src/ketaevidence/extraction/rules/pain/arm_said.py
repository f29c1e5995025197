"""The arm of a value on pain: as the sentence binds it, else the drug said right behind.

"3.1 (1.2) with ketamine and 5.4 (1.6) with placebo" names the arms by what was given.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from ketaevidence.extraction.mentions.arms import arm_at
from ketaevidence.extraction.mentions.drugs import PLACEBO, drugs, is_active
from ketaevidence.extraction.text import Sentence, View

_WITH = re.compile(
    r"[\s)\]]*(?:\([^()]{0,60}\)\s?)?(?:mm\s|cm\s|points?\s)?(?:with|in|under|on|after)\s(?:the\s)?",
    re.IGNORECASE,
)
#: Another drug behind makes both together, or either, what was given.
_JOINED = re.compile(r"\s?(?:plus|and|or|with|combined\swith|\+|/|-|,)\s?$")
#: "46% in morphine use" is of the drug, and "morphine 10 mg" of one of its arms.
_OF_THE_DRUG = re.compile(
    r"\s\(?\d|[\s-]?(?:consumption|use|usage|requirements?|doses?|dosage|levels?|concentrations?|demand|request)\b",
    re.IGNORECASE,
)


def arm_of(view: View, sentence: Sentence, start: int, end: int) -> str | None:
    """Name the arm of a value, or the drug that the words right behind it name."""
    return arm_at(view, sentence, start, end) or _given(view, sentence, end)


def _given(view: View, sentence: Sentence, end: int) -> str | None:
    behind = _WITH.match(view.folded, end, sentence.end)
    if behind is None:
        return None
    named = view.once(drugs)
    number = bisect_left(named, behind.end(), key=lambda drug: drug.start)
    if number == len(named) or named[number].start != behind.end():
        return None
    drug = named[number]
    if not (is_active(drug) or drug.kind == PLACEBO):
        return None
    following = named[number + 1].start if number + 1 < len(named) else len(view.folded)
    gap = view.folded[drug.end : min(following, drug.end + 20)]
    is_joined = following - drug.end < len(gap) + 1 and _JOINED.fullmatch(gap)
    if is_joined or _OF_THE_DRUG.match(view.folded, drug.end):
        return None
    return drug.name
