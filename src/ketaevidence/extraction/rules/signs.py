"""Words that give a paper away, in tables: what they say, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from ketaevidence.extraction.text import View

#: A number of people or cases, in digits or words.
_ONES = "one|two|three|four|five|six|seven|eight|nine"
FEW = rf"(?:\d{{1,3}}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:{_ONES}))?|(?:{_ONES})\shundred|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|several|a\sfew|some)"
#: Words for the people of a study, one and several.
PERSON = r"(?:patient|woman|man|girl|boy|child|infant|neonate|newborn|baby|toddler|adolescent|teenager|lady|gentleman|male|female|adult|person|individual|primigravida|parturient|veteran|worker|student|athlete|nurse|farmer|volunteer|subject)"
PEOPLE = r"(?:patients|women|men|girls|boys|children|infants|neonates|newborns|babies|adolescents|adults|persons|people|individuals|volunteers|subjects|participants|parturients|males|females|veterans|outpatients|inpatients|respondents|survivors|primigravidae)"

#: How far before and behind a place a rule looks for what changes its meaning.
_NEAR = 90
#: How far a sign may reach from the word that it needs [characters].
_REACH = 160


class Sign(NamedTuple):
    """What some words say of a paper, and which of them must be there to look."""

    says: str
    #: One of these words (runs of letters in lower case) is part of every match.
    needs: frozenset[str]
    words: re.Pattern[str]


class Place(NamedTuple):
    """A sign that a text shows, with its place."""

    says: str
    start: int
    end: int


Refuse = Callable[[str, re.Match[str]], bool]


def words(*lines: str) -> frozenset[str]:
    """Make a set of the words of some lines: tables of words read best in rows."""
    return frozenset(" ".join(lines).split())


def beginnings(*lines: str) -> tuple[str, ...]:
    """Make a tuple of beginnings of words, for `str.startswith`."""
    return tuple(" ".join(lines).split())


def table(*rows: tuple[str, str, str]) -> tuple[Sign, ...]:
    """Make signs of (what it says, words of which one must be there, pattern)."""
    return tuple(
        Sign(says, words(needs), re.compile(pattern, re.IGNORECASE))
        for says, needs, pattern in rows
    )


def first_sign(
    view: View,
    signs: tuple[Sign, ...],
    *,
    title: bool = False,
    refuse: Refuse | None = None,
) -> Place | None:
    """Give the first sign of a table that the title, or the whole text, shows.

    The table's order is the order of trust; a match that ``refuse`` turns down is as
    if it were not there. Only the surroundings of the words that a sign needs are
    searched: they are few, and a pattern is slow.
    """
    text = view.folded
    end = len(view.record.title) if title else len(text)
    vocabulary = view.vocabulary
    needs = _needs(signs)
    if needs and needs.isdisjoint(vocabulary):
        return None
    for sign in signs:
        if sign.needs and sign.needs.isdisjoint(vocabulary):
            continue
        needed = sign.needs & vocabulary
        for low, high in _surroundings(view, needed, end):
            for match in sign.words.finditer(text, low, high):
                if refuse is None or not refuse(text, match):
                    return _trimmed(sign.says, match)
    return None


@cache
def _needs(signs: tuple[Sign, ...]) -> frozenset[str]:
    """Give the words of which a table needs one; none if a sign needs no word."""
    if not all(sign.needs for sign in signs):
        return frozenset()
    return frozenset().union(*(sign.needs for sign in signs))


def _trimmed(says: str, match: re.Match[str]) -> Place:
    """Give the place of a match without the spaces at its ends."""
    found = match[0]
    start = match.start() + len(found) - len(found.lstrip())
    return Place(says, start, start + len(found.strip()))


def _surroundings(
    view: View, needed: frozenset[str], end: int
) -> Iterator[tuple[int, int]]:
    """Give the stretches of the text, up to ``end``, around any of some words."""
    lower = view.lower
    if not needed or end <= 2 * _REACH or len(lower) != len(view.folded):
        yield 0, end
        return
    places = sorted(at for word in needed for at in _places(lower, word, end))
    low = high = 0
    for at in places:
        if at - _REACH > high:
            if high:
                yield low, high
            low = at - _REACH
        high = min(end, at + _REACH)
    if high:
        yield low, high


def _places(text: str, word: str, end: int) -> Iterator[int]:
    at = text.find(word, 0, end)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word), end)


def before(text: str, start: int, length: int = _NEAR) -> str:
    """Give the words of the same sentence that stand shortly before a place."""
    near = text[max(0, start - length) : start]
    return near[max(near.rfind("\n"), near.rfind(". "), near.rfind("; ")) + 1 :]


def after(text: str, end: int, length: int = _NEAR) -> str:
    """Give the words of the same sentence that stand shortly behind a place."""
    near = text[end : end + length]
    stops = [at for at in map(near.find, ("\n", ". ", "; ")) if at >= 0]
    return near[: min(stops)] if stops else near
