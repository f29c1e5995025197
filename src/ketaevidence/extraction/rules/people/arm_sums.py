"""Sizes of arms that are told apart from their names, known by their sum.

"125 vaccine; 41 placebo", "intervention (403) or control (300)", "22 in group A and 20
in the control group": each number stands by an arm, and together they are the sample.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ketaevidence.extraction.mentions.arms import arms
from ketaevidence.extraction.mentions.counts import Count, counts
from ketaevidence.extraction.mentions.drugs import CLASS, ENDOGENOUS, drugs
from ketaevidence.extraction.rules.people.sample_words import is_elsewhere, is_planning
from ketaevidence.extraction.text import Sentence, View


class Sized(NamedTuple):
    """The size of one arm, with its name where the text binds one to it."""

    size: int
    start: int
    end: int
    name: str | None


_FEWEST_IN_ARM, _FEWEST, _MOST = 5, 2, 5
#: Behind a number: these are no arms, whatever they add up to.
_NO_ARM = re.compile(
    r"\s?(?:%|per\s?cent|-?\s?(?:mg|g|kg|µg|ml|mm|cm|min|h|hours?|days?|weeks?|months?|years?|points?|centers|centres|hospitals|times|trials|studies)\b"
    r"|(?:\([^()]{0,20}\)\s?)?(?:\w+\s)?(?:wo)?men\b|(?:\w+\s)?(?:fe)?males?\b|boys\b|girls\b"
    r"|(?:\w+\s){0,2}?(?:had|have|showed|developed|experienced|reported|responded|improved|died|withdrew|dropped|discontinued|declined|refused|required|failed|achieved|were\s(?:excluded|lost|withdrawn|positive|negative|responders))\b)",
    re.IGNORECASE,
)
#: Before a number: it is a label, or one end of a range.
_NO_SIZE = re.compile(
    r"(?:[-/.,±<>≤≥]|\b(?:groups?|days?|weeks?|months?|hours?|grades?|types?|stages?|aged?|to|at|than|over|least|p\s?=|mean|median))\s?$",
    re.IGNORECASE,
)
#: Words of which an arm's own words have one.
_OF_ARM = re.compile(
    r"\b(?:groups?|arms?|controls?|placebo|sham|intervention|vaccine|treatment|untreated|standard|usual\scare|received|receiving|underwent|assigned|randomi[sz]ed|taking)\b",
    re.IGNORECASE,
)
_PEOPLE_CLOSE = re.compile(
    r"(?:\s(?:patients|people|subjects|participants|women|men|children|cases|persons|individuals))?\s?[)\]]"
)
_NAME_OPENS = re.compile(r"[\w)'+/-]\s[(\[]\s?$")
#: No arm's words reach farther than this [characters].
_REACH = 70


def arms_by_sum(view: View, whole: int) -> tuple[Sized, ...]:
    """Give the arms of the first sentence whose sizes add up to the sample."""
    if whole < _FEWEST * _FEWEST_IN_ARM:
        return ()
    every = view.once(counts)
    starts = [count.start for count in every]
    for sentence in view.sentences:
        if sentence.part in {"title", "background", "conclusions", "funding"}:
            continue
        low = bisect_left(starts, sentence.start)
        high = bisect_left(starts, sentence.end)
        here = [c for c in every[low:high] if _FEWEST_IN_ARM <= c.value < whole]
        if len(here) < _FEWEST or is_planning(sentence.words):
            continue
        found = _adding_up(view, sentence, here, whole)
        if found and not is_elsewhere(sentence.words):
            return found
    return ()


def _adding_up(
    view: View, sentence: Sentence, here: Sequence[Count], whole: int
) -> tuple[Sized, ...]:
    """Give the first run of numbers that are arms and add up to the sample."""
    for first in range(len(here) - 1):
        total = here[first].value
        for last in range(first + 1, min(first + _MOST, len(here))):
            total += here[last].value
            if total == whole:
                found = tuple(_sized(view, sentence, here[first : last + 1]))
                names = {one.name for one in found} - {None}
                known = [one for one in found if one.name]
                if len(found) == last - first + 1 and len(names) == len(known):
                    return found
            if total >= whole:
                break
    return ()


def _sized(view: View, sentence: Sentence, run: Sequence[Count]) -> Iterator[Sized]:
    """Give the numbers of a run that stand by an arm."""
    text = view.folded
    before = (sentence.start, *(count.end for count in run))
    for (low, count), following in zip(
        zip(before, run, strict=False), (*run[1:], None), strict=True
    ):
        lead = text[max(low, count.start - _REACH) : count.start]
        if _NO_SIZE.search(lead) or _NO_ARM.match(text, count.end):
            continue
        if _NAME_OPENS.search(lead) and _PEOPLE_CLOSE.match(text, count.end):
            start, end = count.start - len(lead), count.start
        else:
            stop = following.start if following else sentence.end
            start, end = count.end, min(stop, count.end + _REACH)
            comma = re.match(r"[^,]*\b(?:group|arm)\s?(?:\w{1,3})?,\s$", lead)
            if comma:
                start, end = count.start - len(lead), count.start
        name = _name_in(view, start, end)
        if name or _OF_ARM.search(text, start, end):
            yield Sized(count.value, count.start, count.end, name)


def _name_in(view: View, start: int, end: int) -> str | None:
    """Give the only arm, or else the only drug, that some words name."""
    named = {
        arm.name.lower(): arm.name
        for arm in view.once(arms)
        if start <= arm.start < end
    }
    if not named:
        named = {
            text.lower(): text
            for drug in view.once(drugs)
            if start <= drug.start < end and drug.kind not in {CLASS, ENDOGENOUS}
            for text in (view.text[drug.start : drug.end],)
        }
    return next(iter(named.values())) if len(named) == 1 else None
