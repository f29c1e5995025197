"""A size that every arm has: "30 patients in each group", and how many arms there are."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from ketaevidence.extraction.mentions.arms import arms
from ketaevidence.extraction.mentions.counts import Count, counts
from ketaevidence.extraction.numbers import read_count
from ketaevidence.extraction.rules.sample_words import PLANNING
from ketaevidence.extraction.text import View


class EachArm(NamedTuple):
    """A number of people that every arm has."""

    size: int
    start: int
    end: int


_SMALL = r"two|three|four|five|six|seven|eight|[2-8]"
_FEWEST = 2
_NOUNS = r"(?:patients|subjects|participants|women|men|children|volunteers|individuals|cases|adults|infants|people|parturients)"
#: After a number: every arm has as many.
_EACH_AFTER = re.compile(
    r"\s?(?:\([^()]{0,30}\)\s?)?(?:"
    r"(?:[\w-]+\s){0,2}each\b(?!\s(?:\w+\s)?(?:group|arm|day|week|session|time|side|eye))"
    rf"|(?:(?:[\w-]+\s){{0,4}}?{_NOUNS}\s?,?\s?(?!completed)(?:[A-Za-z]+\s){{0,4}}?)?(?:in|per|to|for|into)\s(?:each|every|both|either)(?:\sof\sthe)?\s?(?:[A-Za-z]+\s){{0,3}}?(?:groups?|arms?)\b"
    r"|(?:\w+\s)?(?:per|/)\s?(?:group|arm)\b"
    rf"|(?:\w+\s){{0,4}}?{_NOUNS}\s(?:\w+\s)?(?:per|in\seach)\s(?:group|arm)\b"
    r")",
    re.IGNORECASE,
)
#: "(n = 25 each)", "n = 25 for each group", "two (n = 30) groups".
_EACH_SIZE = re.compile(
    r"\s?(?:,\s?)?(?:each|(?:for|in|per|of)\s(?:each|every|both|either|the\stwo)?\s?(?:\w+\s)?(?:groups?|arms?)|per\s\w+|/\s?group|in\seach|for\seach|in\sboth|\)\s(?:\w+\s)?groups\b)",
    re.IGNORECASE,
)
#: Before a number of people: every arm has as many.
_EACH_BEFORE = re.compile(
    rf"\b(?:(?:{_SMALL}|into|to|in)\s(?:[\w-]+\s){{0,3}}?(?:groups?|arms?)\s(?:each\s)?(?:of|with|consisting\sof|comprising|containing|including)"
    r"|(?:each|every)\s(?:\w+\s)?(?:group|arm)\s(?:\w+\s){0,2}?(?:included|comprised|consisted\sof|consisting\sof|contained|had|of|with|was|were|containing|comprising|has))\s$",
    re.IGNORECASE,
)
#: After such a number: it counts people, and nothing else.
_OF_PEOPLE = re.compile(
    rf"\s(?:[\w-]+\s){{0,4}}?(?:{_NOUNS}|each)\b|\s?[.,;)]", re.IGNORECASE
)
_BEFORE_SIZE = re.compile(r"\bn\s?=\s?$", re.IGNORECASE)
_EACH_WORDS = frozenset(
    ("each", "per", "both", "either", "every", "groups", "arms", "group/", "arm")
)
#: Right before "groups" or "arms": how many there are.
_HOW_MANY = re.compile(
    rf"\b(?P<n>{_SMALL})\s(?:(?!weeks|days|months|hours|years|patients|subjects|times|sessions|centers|centres|hospitals)[\w-]+,?\s){{0,3}}$",
    re.IGNORECASE,
)
_HEADS = frozenset(("groups", "arms", "group", "arm", "regimens"))


def each_arm(view: View) -> tuple[EachArm, ...]:
    """Give the numbers that every arm has; ask through ``view.once(each_arm)``."""
    if not view.names_any(_EACH_WORDS):
        return ()
    found = []
    text = view.folded
    for count in view.once(counts):
        if count.value < _FEWEST or not _is_in_each(view, count):
            continue
        start = (
            text.rfind(" ", 0, max(0, count.start - 1)) + 1
            if text[count.start - 2 : count.start - 1] == "="
            else count.start
        )
        after = _EACH_AFTER.match(text, count.end) or _EACH_SIZE.match(text, count.end)
        sentence = view.part_at(count.start)
        if sentence != "background":
            found.append(
                EachArm(count.value, start, after.end() if after else count.end)
            )
    return tuple(found)


def _is_in_each(view: View, count: Count) -> bool:
    """Say whether the words around a number say that every arm has as many."""
    text = view.folded
    low = max(0, count.start - _NEAR)
    if _BEFORE_SIZE.search(text, low, count.start):
        is_each = bool(_EACH_SIZE.match(text, count.end))
    elif _EACH_AFTER.match(text, count.end):
        is_each = True
    else:
        is_each = bool(
            _EACH_BEFORE.search(text, low, count.start)
            and _OF_PEOPLE.match(text, count.end)
        )
    if not is_each:
        return False
    number = bisect_right(view.sentences, count.start, key=lambda one: one.start) - 1
    return not PLANNING.search(view.sentences[number].words)


#: How far before a number the words may stand that bind it to every arm [characters].
_NEAR = 70


def number_of_arms(view: View) -> int | None:
    """Give how many arms the text says there are; ask through ``view.once``.

    ``None`` where it says none, or two numbers.
    """
    said = set()
    for word in view.words:
        if word.lower in _HEADS:
            match = _HOW_MANY.search(
                view.folded, max(0, word.start - _NEAR), word.start
            )
            number = read_count(match["n"]) if match else None
            if number:
                said.add(number)
    if said:
        return said.pop() if len(said) == 1 else None
    labels = {
        arm.name.lower() for arm in view.once(arms) if arm.name.startswith("group ")
    }
    if len(labels) >= _FEWEST:
        return len(labels)
    return _FEWEST if _BOTH.search(view.folded) else None


_BOTH = re.compile(r"\b(?:both|either)\s(?:\w+\s)?(?:groups?|arms?)\b", re.IGNORECASE)
