"""The arms that a sentence lists: "randomised to ketamine, magnesium or saline".

A list is given only if each of its parts holds a drug or a control: with one part that
is not known ("or no treatment", "or both") the number of arms is not known either.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from ketaevidence.extraction.mentions.arms import Arm
from ketaevidence.extraction.mentions.drugs import CLASS, ENDOGENOUS, Drug, drugs
from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.rules.people.sample_words import is_planning
from ketaevidence.extraction.text import Sentence, View

_GATE = word_set(
    "randomised randomized randomly assigned allocated divided allotted random",
)
#: What stands before the first arm of a list.
_OPENS = re.compile(
    r"\b(?:(?:random\w*|assigned|allocated|divided|allotted)\b[^.;:]{0,80}?"
    r"\b(?:to|into|received?|given|either|of)|groups?(?:\s?\([^()]{0,40}\))?:)"
    r"\s(?:(?:receive|either|the|an?|oral|intravenous|iv|intramuscular|intranasal|racemic)\s){0,4}$",
    re.IGNORECASE,
)
#: Between two arms; without a comma a mere "and" joins two drugs of one arm.
_OR = re.compile(r"\b(?:or|versus|vs\.?)(?=\s)", re.IGNORECASE)
_AND = re.compile(r"\band(?=\s)", re.IGNORECASE)
_BRACKET = re.compile(r"\([^()]{0,120}\)|\[[^\[\]]{0,120}\]")
#: "0.5 mg/kg" between two commas belongs to the arm before.
_AMOUNT = re.compile(r"[^,]*\d[^,]*|[\s-]*")
#: What may describe the next arm before its name: "or intravenous saline".
_DESCRIBES = re.compile(r"\s*(?:(?!no\b|none\b|both\b|nothing\b)[\w%/.-]+\s){0,4}")
#: How far a list's first name may be from its opening, and one name from the next.
_NEAR = 130


def arm_list(view: View) -> tuple[Arm, ...]:
    """Give the arms of the first list of them; ask through ``view.once(arm_list)``."""
    if not view.names_any(_GATE):
        return ()
    named = [drug for drug in view.once(drugs) if drug.kind not in {CLASS, ENDOGENOUS}]
    starts = [drug.start for drug in named]
    for sentence in view.sentences:
        low = bisect_left(starts, sentence.start)
        here = named[low : bisect_left(starts, sentence.end)]
        if len(here) > 1 and not is_planning(sentence.words):
            found = _listed(view.folded, sentence, here)
            if found:
                return found
    return ()


def _listed(text: str, sentence: Sentence, here: Sequence[Drug]) -> tuple[Arm, ...]:
    """Give the arms of a sentence's list; none where a part of it is not known."""
    for number, drug in enumerate(here):
        low = max(sentence.start, drug.start - _NEAR)
        if not _OPENS.search(text, low, drug.start):
            continue
        gaps = [
            _BRACKET.sub("", text[one.end : other.start])
            for one, other in pairwise(here[number:])
        ]
        ends = _ends_of_list(gaps)
        last = here[number + ends]
        if _OR.search(text, last.end, sentence.end) or not ends:
            return ()
        return _arms(text, here[number : number + ends + 1], gaps[:ends])
    return ()


def _ends_of_list(gaps: Sequence[str]) -> int:
    """Give how many gaps belong to a list: up to its last "or", else its last "and"."""
    for word in (_OR, _AND):
        last = 0
        for number, gap in enumerate(gaps, start=1):
            if len(gap) > _NEAR or ";" in gap:
                break
            if word.search(gap):
                last = number
        if last:
            return last
    return 0


def _arms(text: str, listed: Sequence[Drug], gaps: Sequence[str]) -> tuple[Arm, ...]:
    """Put the names of one arm together; no arm where a gap holds an unknown one."""
    has_or = any(_OR.search(gap) for gap in gaps)
    found = [listed[0]]
    for gap, drug in zip(gaps, listed[1:], strict=True):
        first, *middle, last = gap.split(",") if "," in gap else (gap, gap)
        words = _OR.split(last) if has_or else _AND.split(last)
        if len(words) > 2 or ("," in gap and _OR.search(first)):
            return ()
        is_next = len(words) > 1 or "," in gap
        if not is_next:
            # "Ketamine plus midazolam": one arm.
            found[-1] = found[-1]._replace(end=drug.end)
            continue
        if not all(_AMOUNT.fullmatch(part) for part in middle):
            return ()
        if len(words) > 1 and "," in gap and not _AMOUNT.fullmatch(words[0]):
            return ()
        if not _DESCRIBES.fullmatch(words[-1]):
            return ()
        found.append(drug)
    arms = tuple(Arm(text[d.start : d.end], d.start, d.end) for d in found)
    return arms if len({arm.name.lower() for arm in arms}) == len(arms) else ()
