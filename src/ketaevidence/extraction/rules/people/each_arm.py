"""A size that every arm has: "30 patients in each group", and how many arms there are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from ketaevidence.extraction.mentions.arms import arms
from ketaevidence.extraction.mentions.counts import Count, counts
from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.numbers import read_count
from ketaevidence.extraction.rules.people.arm_list import arm_list
from ketaevidence.extraction.rules.people.sample_words import is_planning
from ketaevidence.extraction.text import View


class EachArm(NamedTuple):
    """A number of people that every arm has."""

    size: int
    start: int
    end: int
    #: "Two groups (n = 30)" may as well be thirty people in two groups, and a very
    #: small number anything.
    is_sure: bool = True


#: How many arms a study may have.
SMALL = r"two|three|four|five|six|seven|eight|[2-8]"
_FEWEST, _FEWEST_IN_ARM = 2, 4
_NOUNS = r"(?:patients|subjects|participants|women|men|children|volunteers|individuals|cases|adults|infants|people|parturients)"
#: After a number: every arm has as many.
_EACH_AFTER = re.compile(
    r"\s?(?:\([^()]{0,30}\)\s?)?(?:"
    r"(?:[\w-]+\s){0,2}each\b(?!\s(?:\w+\s)?(?:group|arm|day|week|session|time|side|eye))"
    rf"|(?:(?:[\w-]+\s){{0,4}}?{_NOUNS}\s?,?\s?(?!completed)(?:[A-Za-z]+\s){{0,4}}?)?(?:in|per|to|for|into)\s(?:each|every|both|either(?!\s(?:[\w-]+\s){1, 3}or\b))(?:\sof\sthe)?\s?(?:[A-Za-z]+\s){{0,3}}?(?:groups?|arms?)\b"
    r"|(?:\w+\s)?(?:per|/)\s?(?:group|arm)\b"
    rf"|(?:\w+\s){{0,4}}?{_NOUNS}\s(?:\w+\s)?(?:per|in\seach)\s(?:group|arm)\b"
    r")",
    re.IGNORECASE,
)
#: "(n = 25 each)", "n = 25 for each group", "two (n = 30) groups".
_EACH_SIZE = re.compile(
    r"\s?(?:,\s?)?(?:each|(?:for|in|per|of)\s(?:each|every|both|either|the\stwo)?\s?(?:\w+\s)?(?:groups?|arms?)|per\s\w+|/\s?group|in\seach|for\seach|in\sboth)",
    re.IGNORECASE,
)
#: Before a number of people: every arm has as many.
_EACH_BEFORE = re.compile(
    rf"\b(?:(?:{SMALL}|into|to|in)\s(?:[\w-]+\s){{0,3}}?(?:groups?|arms?)\s(?:each\s)?(?:of|with|consisting\sof|comprising|containing|including)"
    r"|(?:each|every)\s(?:\w+\s)?(?:group|arm)\s(?:\w+\s){0,2}?(?:included|comprised|consisted\sof|consisting\sof|contained|had|of|with|was|were|containing|comprising|has))\s$",
    re.IGNORECASE,
)
#: After such a number: it counts people, and nothing else.
_OF_PEOPLE = re.compile(
    rf"\s(?:[\w-]+\s){{0,4}}?(?:{_NOUNS}|each)\b|\s?[.,;)]", re.IGNORECASE
)
_BEFORE_SIZE = re.compile(r"\bn\s?=\s?$", re.IGNORECASE)
#: "Each group (n = 25)", "(each group: n = 25)".
_EACH_BEFORE_SIZE = re.compile(
    r"\b(?:each|every|both|either)\s(?:\w+\s)?(?:groups?|arms?)[\s,:;(]{1,3}n\s?=\s?$",
    re.IGNORECASE,
)
#: "Two groups (n = 25)": each of them, or both together.
_GROUPS_BEFORE_SIZE = re.compile(
    rf"\b(?:{SMALL})\s(?:[\w-]+\s){{0,3}}?(?:groups|arms)\s?[(\[]\s?n\s?=\s?$"
    r"|\b(?P<bare>two|three|four|five|six)\s[(\[]\s?n\s?=\s?$",
    re.IGNORECASE,
)
#: "Two (n = 25) groups".
_GROUPS = re.compile(r"\s?[)\]]\s(?:\w+\s)?(?:groups|arms)\b", re.IGNORECASE)
_EACH_WORDS = frozenset(
    ("each", "per", "both", "either", "every", "groups", "arms", "group/", "arm")
)
#: Right before "groups" or "arms": how many there are.
_HOW_MANY = re.compile(
    rf"\b(?P<n>{SMALL})\s(?:(?!weeks|days|months|hours|years|patients|subjects|times|sessions|centers|centres|hospitals)[\w-]+,?\s){{0,3}}$",
    re.IGNORECASE,
)
_HEADS = frozenset(("groups", "arms", "group", "arm", "regimens"))


def each_arm(view: View) -> tuple[EachArm, ...]:
    """Give the numbers that every arm has; ask through ``view.once(each_arm)``."""
    if not view.names_any(_EACH_WORDS):
        return ()
    said = [view.words[place].start for place in view.places_of(_SAYS_EACH)]
    return tuple(
        each
        for count in view.once(counts)
        if count.value >= _FEWEST
        and (_is_said(view.folded, said, count) or _may_follow(view.folded, count))
        and (each := _each(view, count))
    )


def _is_said(text: str, said: Sequence[int], count: Count) -> bool:
    """Say whether "each", "per" or "/group" stands not far behind a number."""
    at = bisect_left(said, count.end)
    return (at < len(said) and said[at] - count.end < _FAR) or (
        "/" in text[count.end : count.end + _LONGEST]
    )


def _may_follow(text: str, count: Count) -> bool:
    """Say whether the word or sign before a number may bind it to every arm."""
    *_, before = text[max(0, count.start - _LONGEST) : count.start].split() or [""]
    if before.lower() not in _BINDING:
        return before.endswith("=")
    low = max(0, count.start - _NEAR)
    words = text[low : count.start].lower()
    return "group" in words or "arm" in words


#: What says that every arm has as many: without it behind a number, or one of the
#: binding words right before, no number is every arm's.
_SAYS_EACH = word_set("each per both either every two")
_BINDING = word_set(
    "of with comprising containing including included comprised contained had was",
    "were has",
)
#: How far behind a number it may be said, and the longest binding word [characters].
_FAR, _LONGEST = 200, 12


def _each(view: View, count: Count) -> EachArm | None:
    """Give a number, if the words around it say that every arm has as many."""
    text = view.folded
    low = max(0, count.start - _NEAR)
    size = _BEFORE_SIZE.search(text, max(0, count.start - 5), count.start)
    start = size.start() if size else count.start
    is_sure = count.value >= _FEWEST_IN_ARM
    after = (_EACH_SIZE if size else _EACH_AFTER).match(text, count.end)
    if size and not after:
        before = _EACH_BEFORE_SIZE.search(text, low, count.start)
        if before is None:
            before = _GROUPS_BEFORE_SIZE.search(text, low, count.start)
            is_sure = False
            if before and before["bare"] and not _GROUPS.match(text, count.end):
                return None
        if before is None:
            return None
        start = before.start()
    elif not after and not (
        _EACH_BEFORE.search(text, low, count.start)
        and _OF_PEOPLE.match(text, count.end)
    ):
        return None
    sentence = view.sentences[bisect_right(view.starts, count.start) - 1]
    if sentence.part == "background" or is_planning(sentence.words):
        return None
    return EachArm(count.value, start, after.end() if after else count.end, is_sure)


#: How far before a number the words may stand that bind it to every arm [characters].
_NEAR = 70


def number_of_arms(view: View) -> int | None:
    """Give how many arms the text says there are; ask through ``view.once``.

    ``None`` where it says none, or two numbers.
    """
    listed = len(view.once(arm_list)) or None
    said = _said(view)
    if said is not None:
        return said if said and listed in {None, said} else None
    return listed or (_FEWEST if _BOTH.search(view.folded) else None)


def _said(view: View) -> int | None:
    """Give how many groups there are said to be, or how many labels; 0 if unclear."""
    said = set()
    for place in view.places_of(_HEADS):
        start = view.words[place].start
        match = _HOW_MANY.search(view.folded, max(0, start - _NEAR), start)
        number = read_count(match["n"]) if match else None
        if number:
            said.add(number)
    if said:
        return said.pop() if len(said) == 1 else 0
    labels = {
        arm.name.lower() for arm in view.once(arms) if arm.name.startswith("group ")
    }
    return len(labels) if len(labels) >= _FEWEST else None


_BOTH = re.compile(r"\b(?:both|either)\s(?:\w+\s)?(?:groups?|arms?)\b", re.IGNORECASE)
