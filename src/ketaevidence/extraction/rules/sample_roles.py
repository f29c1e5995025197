"""What each number of people in a text may be, by the words around it.

Every count of people gets a role (sample_words); numbers that share one predicate are
put together as their sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ketaevidence.extraction.mentions.people import SEXES, People, people
from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.rules.sample_words import (
    AFTER,
    BEFORE,
    ELSEWHERE,
    IN_ANALYSIS,
    IN_ARM,
    IN_STUDY,
    OPENING,
    PARTICIPLE,
    PLANNING,
    PREDICATE,
    RELATIVE,
    WEIGHTS,
)
from ketaevidence.extraction.text import Sentence, View

#: How much text before and after a number is read for its role [characters].
_BEFORE, _AFTER = 110, 260
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
    is_plan = PLANNING.search(sentence.words)
    is_elsewhere = ELSEWHERE.search(sentence.words)
    outside = [m for m in mentions if bare[m.start - sentence.start] != " "]
    roles: list[Counted] = []
    for number, mention in enumerate(outside):
        limit = outside[number + 1].start if number + 1 < len(outside) else None
        role = _role(sentence, bare, mention, limit)
        if role == "listed":
            role = "part" if number else "enrolled"
        if is_elsewhere:
            role = "elsewhere"
        elif is_plan and role not in _NEVER_PLANNED:
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


_CLAUSE_END = re.compile(r"[;:]\s")


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


class _Around(NamedTuple):
    """What stands around one number of people."""

    mention: People
    part: str
    #: What follows the people, brackets and all.
    words: str
    #: What follows them up to the end of the clause, or the next number of people.
    after: str
    #: What the words right before the number say.
    low: str | None
    #: Whether the number opens its sentence.
    is_opening: bool
    #: Whether the next number of people cuts the clause.
    is_cut: bool


def _role(sentence: Sentence, bare: str, mention: People, limit: int | None) -> str:
    """Give the role that the words around one mention say.

    ``limit`` is where the next number of people in the sentence begins.
    """
    start, end = mention.start - sentence.start, mention.end - sentence.start
    stop = len(bare) if limit is None else limit - sentence.start
    after = _CLAUSE_END.split(bare[end : min(stop, end + _AFTER)])[0]
    low = _before(bare[max(0, start - _BEFORE) : start])
    if low == "each_arm" and sentence.words[end - 1] in ")]":
        # "Three groups of patients (n = 128)" are all of them.
        low = "enrolled"
    around = _Around(
        mention,
        sentence.part,
        sentence.words[end : end + _AFTER],
        after,
        low,
        bool(OPENING.match(bare[:start])),
        limit is not None and end + len(after) >= stop,
    )
    return next((role for say in _SAYING if (role := say(around))), "plain")


def _own_phrase(around: _Around) -> str | None:
    """Read the rest of the people's own phrase: "30 patients in each group"."""
    for role, pattern in AFTER:
        if found := pattern.match(around.words):
            return (role == "part" and _left(around.words[found.end() :])) or role
    return "part" if "%" in around.mention.between else None


def _settled(around: _Around) -> str | None:
    """Read words before the number that nothing after it can change."""
    if around.low == "part":
        return _left(around.after) or "part"
    if around.low in _SETTLED:
        return around.low
    adjective = _JOINED_BEFORE.search(around.mention.between)
    if around.low in _BASES and adjective:
        return "randomised" if adjective[0].startswith("random") else "enrolled"
    return None


def _participle(around: _Around) -> str | None:
    """Read a participle right behind the people: "the 119 patients enrolled"."""
    found = PARTICIPLE.match(around.after)
    if around.low == "denominator" or not found or not found.lastgroup:
        return None
    return _unless_analysed(found.lastgroup, around.after, found.end())


def _words_before(around: _Around) -> str | None:
    """Read the words before the number, where those after it do not outdo them."""
    low = around.low
    if low == "denominator":
        return _predicate(around.after) or low
    if low in {"in_n", "of_n"} and around.is_opening:
        predicate = _predicate(around.after)
        return predicate if WEIGHTS.get(predicate or "", 0) > WEIGHTS[low] else low
    if around.part == "title" and low in _IN_A_TITLE:
        return "title"
    return low and _unless_analysed(low, around.after, 0)


def _subject(around: _Around) -> str | None:
    """Read what the people did, as the subject of the clause."""
    return _predicate(around.after)


def _sentence(around: _Around) -> str | None:
    """Read a sentence that only names its people, or says that they were there."""
    if around.is_opening and not around.is_cut:
        if around.part == "title":
            return "title"
        return "opening" if _FINITE.search(around.after) else "people_only"
    return "enrolled" if IN_STUDY.match(around.after) else None


#: What is asked for a role, in this order; the first answer counts.
_SAYING = (_own_phrase, _settled, _participle, _words_before, _subject, _sentence)
#: Whatever follows, these words before a number say what it is.
_SETTLED = frozenset(("planned", "vague", "excluded", "screened", "each_arm"))
_BASES = frozenset(("base", "denominator"))
_IN_A_TITLE = frozenset(("in_n", "of_n", "study_of", "report", "treated"))


def _unless_analysed(role: str, after: str, position: int) -> str:
    """Give a role, or "analysed" where the people were included in an analysis."""
    is_joined = role in {"enrolled", "randomised"}
    return "analysed" if is_joined and IN_ANALYSIS.match(after, position) else role


#: "... met the criteria and were randomly assigned": these are the sample.
_THEN_JOINED = re.compile(
    r"[^.;,]{0,60}?,?\sand\s(?:were\s)?(?:\w+ly\s)?(?:random\w*|enrolled|included|assigned|allocated|recruited|agreed|consented|participated)\b",
    re.IGNORECASE,
)
_MAY_BE_ARM = frozenset(("enrolled", "studied", "randomised", "treated"))
#: "Of the 119 enrolled subjects".
_JOINED_BEFORE = re.compile(
    r"\b(?:randomi[sz]ed|enrolled|recruited|included|participating)\b"
)
#: A verb of a main clause.
_FINITE = re.compile(
    r"\b(?:were|was|had|has|have|did|is|are)\b"
    r"|^\s(?:\w+ly\s)?(?!(?:aged|scheduled|diagnosed|hospitali[sz]ed|admitted|referred|affected|treated|selected|planned|booked|listed|infected|confirmed|registered|recruited|enrolled|exposed|matched|anaestheti[sz]ed|anestheti[sz]ed|premedicated|ventilated|related|operated)\b)"
    r"(?:\w+ed|fell|felt|got|became|rose|gave|chose|went|kept|left|lost|met|made|took|saw)\b",
    re.IGNORECASE,
)


def _left(after: str) -> str | None:
    """Say that a part of the people are those who were left: "50 of whom completed"."""
    participle = PARTICIPLE.match(after)
    role = participle.lastgroup if participle else _predicate(after)
    return role if role in {"analysed", "completed"} else None


def _before(before: str) -> str | None:
    """Give the role that the words right before a number say."""
    last = {word.strip(_SIGNS) for word in before.lower().split()[-_LAST_WORDS:]}
    return next(
        (
            role
            for role, needs, words in BEFORE
            if not needs.isdisjoint(last) and words.search(before)
        ),
        None,
    )


#: The words that decide are among so many before the number.
_LAST_WORDS = 16
_SIGNS = ".,;:()[]\"'"


def _predicate(after: str) -> str | None:
    """Give the role of the first predicate that is said of the people themselves."""
    for match in PREDICATE.finditer(after):
        if RELATIVE.search(after, max(0, match.start() - 90), match.start()):
            continue
        role = match.lastgroup
        if role in {"screened", "part"} and (
            then := _THEN_JOINED.match(after, match.end())
        ):
            return "randomised" if "random" in then[0].lower() else "enrolled"
        if role in _MAY_BE_ARM and IN_ARM.match(after, match.end()):
            return "arm"
        if role in {"enrolled", "studied"} and IN_ANALYSIS.match(after, match.end()):
            return "analysed"
        return role
    return None


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
    "plain enrolled study_of in_n report treated studied randomised title",
)
_NEVER_JOINED = word_set(
    "each_arm vague excluded screened planned part arm denominator",
)


def _is_joined(sentence: Sentence, bare: str, one: Counted, other: Counted) -> bool:
    if one.role not in _MAY_JOIN or other.role in _NEVER_JOINED:
        return False
    between = bare[one.end - sentence.start : other.start - sentence.start]
    start = one.start - sentence.start
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
