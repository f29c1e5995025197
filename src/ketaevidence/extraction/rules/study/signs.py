"""Words that give a paper away, in tables: what they say, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ketaevidence.extraction.text import View

#: A number of people or cases, in digits or words; how they begin is asked first.
_ONES = "one|two|three|four|five|six|seven|eight|nine"
FEW = rf"(?=[\dtfsenoa])(?:\d{{1,3}}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:{_ONES}))?|(?:{_ONES})\shundred|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|several|a\sfew|some)"
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


@dataclass(frozen=True, slots=True)
class Table:
    """Signs in the order of trust, and the words without which none of them is there."""

    signs: tuple[Sign, ...]
    #: One of these words is part of every match; none where a sign needs no word.
    needs: frozenset[str]

    @classmethod
    def of(cls, *signs: Sign) -> Table:
        """Make a table of some signs."""
        if not all(sign.needs for sign in signs):
            return cls(signs, frozenset())
        return cls(signs, frozenset().union(*(sign.needs for sign in signs)))


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


def table(*rows: tuple[str, str, str]) -> Table:
    """Make signs of (what it says, words of which one must be there, pattern)."""
    return Table.of(
        *(
            Sign(says, words(needs), re.compile(pattern, re.IGNORECASE))
            for says, needs, pattern in rows
        )
    )


def first_sign(
    view: View,
    signs: Table,
    *,
    title: bool = False,
    refuse: Refuse | None = None,
) -> Place | None:
    """Give the first sign of a table that the title, or the whole text, shows.

    The table's order is the order of trust; a match that ``refuse`` turns down is as
    if it were not there. Only the surroundings of the words that a sign needs are
    searched: they are few, and a pattern is slow.
    """
    named = view.once(_title_vocabulary) if title else view.vocabulary
    if signs.needs and signs.needs.isdisjoint(named):
        return None
    text = view.folded
    end = len(view.record.title) if title else len(text)
    for sign in signs.signs:
        if sign.needs and sign.needs.isdisjoint(named):
            continue
        for low, high in _surroundings(view, sign.needs & named, end):
            for match in sign.words.finditer(text, low, high):
                if refuse is None or not refuse(text, match):
                    return _trimmed(sign.says, match)
    return None


def _title_vocabulary(view: View) -> frozenset[str]:
    return frozenset(_LETTERS.findall(view.title.lower()))


_LETTERS = re.compile(r"[a-z]+")


def _trimmed(says: str, match: re.Match[str]) -> Place:
    """Give the place of a match without the spaces at its ends."""
    found = match[0]
    start = match.start() + len(found) - len(found.lstrip())
    return Place(says, start, start + len(found.strip()))


def _surroundings(
    view: View, needed: frozenset[str], end: int
) -> list[tuple[int, int]]:
    """Give the stretches of the text, up to ``end``, around any of some words."""
    if not needed or end <= 2 * _REACH or len(view.lower) != len(view.folded):
        return [(0, end)]
    known = view.once(_word_places)
    places: list[int] = []
    for word in needed:
        if word not in known:
            known[word] = list(_places(view.lower, word))
        places += known[word]
    places.sort()
    stretches: list[tuple[int, int]] = []
    low = high = 0
    for at in places:
        if at >= end:
            break
        if at - _REACH > high:
            if high:
                stretches.append((low, high))
            low = at - _REACH
        high = min(end, at + _REACH)
    if high:
        stretches.append((low, high))
    return stretches


def _word_places(_: View) -> dict[str, list[int]]:
    """Keep where each word stands, once somebody asked."""
    return {}


def _places(text: str, word: str) -> Iterator[int]:
    """Give where a word stands as a run of letters of its own."""
    size = len(word)
    at = text.find(word)
    while at >= 0:
        end = at + size
        if not _is_letter(text[at - 1 : at]) and not _is_letter(text[end : end + 1]):
            yield at
        at = text.find(word, end)


def _is_letter(character: str) -> bool:
    return "a" <= character <= "z"


def before(text: str, start: int, length: int = _NEAR) -> str:
    """Give the words of the same sentence that stand shortly before a place."""
    near = text[max(0, start - length) : start]
    return near[max(near.rfind("\n"), near.rfind(". "), near.rfind("; ")) + 1 :]


def after(text: str, end: int, length: int = _NEAR) -> str:
    """Give the words of the same sentence that stand shortly behind a place."""
    near = text[end : end + length]
    stops = [at for at in map(near.find, ("\n", ". ", "; ")) if at >= 0]
    return near[: min(stops)] if stops else near
