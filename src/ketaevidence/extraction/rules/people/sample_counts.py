"""Every number of people in a text with its role and its claim to be the sample.

Numbers that share one predicate are put together as their sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ketaevidence.extraction.mentions.people import SEXES, People, people
from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.rules.people.sample_roles import role_of
from ketaevidence.extraction.rules.people.sample_words import (
    PREDICATE,
    WEIGHTS,
    is_elsewhere,
    is_planning,
)
from ketaevidence.extraction.text import Sentence, View

_BRACKETS = re.compile(r"\([^()]{0,300}\)|\[[^\[\]]{0,300}\]")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of people with its role."""

    value: int
    start: int
    end: int
    role: str
    weight: float
    part: str
    sentence: int
    noun: str
    is_sum: bool = False


def counted(view: View) -> tuple[Counted, ...]:
    """Give every count of people with its role; ask through ``view.once(counted)``."""
    found: list[Counted] = []
    mentions = view.once(people)
    position = 0
    while position < len(mentions):
        number = mentions[position].sentence
        end = position
        while end < len(mentions) and mentions[end].sentence == number:
            end += 1
        found.extend(_in_sentence(view.sentences[number], mentions[position:end]))
        position = end
    return tuple(found)


def _blank(words: str) -> str:
    """Blank what stands in brackets, so that places stay the same."""
    if "(" not in words and "[" not in words:
        return words
    return _BRACKETS.sub(lambda match: " " * len(match[0]), words)


def _in_sentence(sentence: Sentence, mentions: Sequence[People]) -> Iterator[Counted]:
    bare = _blank(sentence.words)
    plans = is_planning(sentence.words)
    of_others = is_elsewhere(sentence.words)
    outside = [m for m in mentions if bare[m.start - sentence.start] != " "]
    roles: list[Counted] = []
    asides = _sexes_aside(sentence, bare, outside)
    for number, mention in enumerate(outside):
        later = (
            m.start for n, m in enumerate(outside) if n > number and n not in asides
        )
        role = role_of(sentence, bare, mention, next(later, None))
        role = "part" if number in asides else role
        if role == "listed":
            role = "part" if number else "enrolled"
        if of_others:
            role = "elsewhere"
        elif plans and role not in _NEVER_PLANNED:
            role = "planned"
        roles.append(_as_counted(sentence, mention, role))
    if len(roles) > 2 and roles[0].value == sum(one.value for one in roles[1:]):
        # "Sixty patients: 23 with A, 19 with B and 18 with C".
        best = max(roles, key=lambda one: one.weight)
        parts = [replace(one, role="part", weight=0) for one in roles[1:]]
        weight = max(best.weight, _DIVIDED)
        roles = [replace(roles[0], role=best.role, weight=weight), *parts]
    yield from _joined(sentence, bare, roles)
    for mention in mentions:
        if bare[mention.start - sentence.start] == " ":
            yield _as_counted(sentence, mention, "part")


#: "Forty patients, 21 females, mean age 63 years, were ...".
_ASIDE = re.compile(r",\s(?:\w+\s)?$")


def _sexes_aside(
    sentence: Sentence, bare: str, mentions: Sequence[People]
) -> frozenset[int]:
    """Give which numbers only say how many of those before are men, or women."""
    if len(mentions) < _PAIR:
        return frozenset()
    found = set()
    for number, (whole, sex) in enumerate(pairwise(mentions), start=1):
        gap = bare[whole.end - sentence.start : sex.start - sentence.start]
        is_sex = sex.noun in SEXES and whole.noun not in SEXES
        ends = bare[sex.end - sentence.start :][:1] == ","
        if is_sex and ends and sex.value < whole.value and _ASIDE.fullmatch(gap):
            found.add(number)
    return frozenset(found)


_PAIR = 2


def _as_counted(sentence: Sentence, mention: People, role: str) -> Counted:
    weight = WEIGHTS[role]
    if mention.noun == "cases":
        weight -= 3 if role in _VAGUE_IN_RESULTS else 1
    if mention.value < _FEW and role in _VAGUE_IN_RESULTS:
        weight -= 3
    if mention.noun == "controls" or "control" in mention.between:
        weight -= 4
    if sentence.part in {"background", "objective", "conclusions"}:
        weight -= 2
    elif sentence.part == "results" and role in _VAGUE_IN_RESULTS:
        weight -= 2.5
    elif sentence.part == "abstract" and role == "opening":
        weight -= 1
    return Counted(
        mention.value,
        mention.start,
        mention.end,
        role,
        weight,
        sentence.part,
        mention.sentence,
        mention.noun,
    )


#: How far it speaks for a number that its own sentence divides it into parts.
_DIVIDED = 6.0
#: So few are mostly those who had something.
_FEW = 4
#: What these numbers are does not change in a sentence on plans.
_NEVER_PLANNED = frozenset(
    ("each_arm", "vague", "part", "arm", "excluded", "denominator")
)
#: In the results these roles are mostly those of a part of the patients.
_VAGUE_IN_RESULTS = frozenset(
    ("opening", "in_n", "of_n", "treated", "studied", "plain")
)


def _joined(sentence: Sentence, bare: str, roles: list[Counted]) -> Iterator[Counted]:
    """Put numbers of people that share one predicate together as their sum.

    "Twelve men and eight women were enrolled": each is a part of twenty. But in
    "20 patients, 12 men and 8 women" the first number is the sum already.
    """
    position = 0
    while position < len(roles):
        end = position + 1
        while end < len(roles) and _is_joined(
            sentence, bare, roles[end - 1], roles[end]
        ):
            end += 1
        group = roles[position:end]
        between = bare[group[0].end - sentence.start : group[-1].start - sentence.start]
        yield from _summed(group) if len(group) > 1 and _AND.search(between) else group
        position = end


#: "We compared 176 patients without the drug with 73 patients on it".
_COMPARED = re.compile(r"\bcompar(?:ed|ing|ison\s(?:of|between))\s$", re.IGNORECASE)
_WERE_COMPARED = re.compile(
    r"[^;:.,]{0,120}?\b(?:(?:were|was)\s)?compared\s(?:with|to)\s(?:\w+\s)?",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"[^;:.,]{0,120}?\b(?:with|to|and|versus|vs\.?)\s(?:\w+\s)?", re.IGNORECASE
)
_AND = re.compile(
    r"\b(?:and|with|to|versus|vs|plus|as\swell\sas|together\swith)\b", re.IGNORECASE
)
_JOINS = re.compile(
    r"[^;:.]{0,120}?(?:,|\band\b|\bplus\b|\bas\swell\sas\b|\btogether\swith\b)\s(?:\w+\s){0,2}?$",
    re.IGNORECASE,
)


#: How far before a number "comparison between" may stand [characters].
_NEAR = 30
_MAY_JOIN = word_set(
    "plain enrolled study_of in_n of_n report treated studied randomised title",
)
_NEVER_JOINED = word_set(
    "each_arm vague excluded screened planned part arm denominator",
)


def _is_joined(sentence: Sentence, bare: str, one: Counted, other: Counted) -> bool:
    if one.role not in _MAY_JOIN or other.role in _NEVER_JOINED or not other.noun:
        return False
    between = bare[one.end - sentence.start : other.start - sentence.start]
    start = one.start - sentence.start
    if _WERE_COMPARED.fullmatch(between):
        return True
    if _COMPARED.search(bare, max(0, start - _NEAR), start):
        return bool(_WITH.fullmatch(between)) and not PREDICATE.search(between)
    return bool(_JOINS.fullmatch(between)) and not PREDICATE.search(between)


def _summed(group: list[Counted]) -> Iterator[Counted]:
    first, rest = group[0], group[1:]
    total = sum(one.value for one in rest)
    best = max(group, key=lambda one: one.weight)
    has_sexes = first.noun not in SEXES and any(one.noun in SEXES for one in rest)
    is_whole = first.value == total and (len(rest) > 1 or has_sexes)
    if is_whole or (first.value > total and has_sexes):
        yield replace(first, role=best.role, weight=best.weight)
    else:
        yield Counted(
            first.value + total,
            first.start,
            group[-1].end,
            best.role,
            min(best.weight, 9),
            first.part,
            first.sentence,
            first.noun,
            is_sum=True,
        )
    for one in group:
        yield replace(one, role="part", weight=0)
