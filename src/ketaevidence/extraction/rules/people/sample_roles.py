"""What a number of people in a text may be, by the words around it (sample_words)."""

from __future__ import annotations

import re
from typing import NamedTuple

from ketaevidence.extraction.mentions.people import People
from ketaevidence.extraction.rules.people.sample_words import (
    AFTER,
    BEFORE,
    IN_ANALYSIS,
    IN_ARM,
    IN_STUDY,
    OPENING,
    PARTICIPLE,
    PREDICATE,
    RELATIVE,
    TO_ONE,
    WEIGHTS,
)
from ketaevidence.extraction.text import Sentence

#: How much text before and after a number is read for its role [characters].
_BEFORE, _AFTER = 110, 260
_CLAUSE_END = re.compile(r"[;:]\s")


def _until_clause_ends(after: str) -> str:
    """Give the rest of a clause, with the colon or semicolon that ends it."""
    found = _CLAUSE_END.search(after)
    return after[: found.start() + 1] if found else after


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


def role_of(sentence: Sentence, bare: str, mention: People, limit: int | None) -> str:
    """Give the role that the words around one mention say.

    ``limit`` is where the next number of people in the sentence begins.
    """
    start, end = mention.start - sentence.start, mention.end - sentence.start
    stop = len(bare) if limit is None else limit - sentence.start
    after = _until_clause_ends(bare[end : min(stop, end + _AFTER)])
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
    """Read what the people did, as the subject of the clause, or what they are called."""
    role = _predicate(around.after)
    adjective = _JOINED_BEFORE.search(around.mention.between)
    if role or not adjective:
        return role
    # "There were 31 randomised participants".
    return "randomised" if adjective[0].startswith("random") else "enrolled"


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
        if role == "randomised" and TO_ONE.match(after, match.end()):
            return "arm"
        if role in {"enrolled", "studied"} and IN_ANALYSIS.match(after, match.end()):
            return "analysed"
        return role
    return None
