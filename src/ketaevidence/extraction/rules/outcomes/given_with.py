"""The drug that a count of people goes with: "in 6 of 30 patients with ketamine"."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from ketaevidence.extraction.mentions.arms import arm_at
from ketaevidence.extraction.mentions.drugs import Drug, drugs
from ketaevidence.extraction.text import Sentence, View

#: Between a count and the drug that its people were given.
_WITH = re.compile(
    r"\s?[)\]]{0,2}\s(?:(?:of\s(?:the\s)?)?(?:patients|subjects|participants|volunteers|children|women|men|those|people)\s)?(?:who\s(?:were\s)?)?(?:with|in|under|on|receiving|received|after|given|taking|for|treated\swith)\s"
    r"(?:(?:the|oral|intravenous|iv|i\.v\.|epidural|intrathecal|topical|intranasal|intramuscular|intravenously|high-dose|low-dose|transdermal)\s){0,2}"
)
#: Between two drugs that are given together.
_AND = re.compile(r"\s?[+/-]\s?|\s(?:plus|and|with|combined\swith)\s")
#: Behind a drug that only names something.
_NO_ARM = re.compile(
    r"[\s-](?:consumption|requirements?|rescue|use|induced|related|allergy|abuse|infusion\ssite)\b"
)
_REACH = 60


def arm_of(view: View, sentence: Sentence, start: int, end: int) -> str | None:
    """Name the arm of a count: the sentence's own, else the drug right behind it."""
    arm = arm_at(view, sentence, start, end)
    given = _given_to(view, start, end)
    if arm is None:
        return given.name if given else None
    if given is None or not given.is_certain or given.name.lower() in arm.lower():
        return arm
    # "In 17 taking A and in 16 taking B": B and not A.
    is_drug = any(view.folded[d.start : d.end] == arm for d in view.once(drugs))
    return given.name if is_drug else arm


class _Given(NamedTuple):
    """What people were given, and whether it is said in so many words."""

    name: str
    is_certain: bool


def _given_to(view: View, start: int, end: int) -> _Given | None:
    """Give the drug in a count, or right behind it: "16 taking buprenorphine (26%)"."""
    named = view.once(drugs)
    at = bisect_left(named, start, key=_start)
    if at == len(named):
        return None
    drug = named[at]
    if drug.start < end:
        return _Given(view.text[drug.start : drug.end], is_certain=True)
    lead = _WITH.match(view.folded, end, end + _REACH)
    if lead is None or drug.start != lead.end() or _NO_ARM.match(view.folded, drug.end):
        return None
    # "Ketamine plus morphine" is one arm, with both names.
    following = named[at + 1] if at + 1 < len(named) else drug
    is_one = _AND.fullmatch(view.folded, drug.end, following.start)
    last = following if is_one else drug
    certain = _TAKING.search(lead[0]) is not None
    return _Given(view.text[drug.start : last.end], certain)


_TAKING = re.compile(r"\b(?:taking|receiving|received|given|treated)\b")


def _start(drug: Drug) -> int:
    return drug.start
