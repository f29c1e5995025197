"""In whose favour the pain outcome was, as the text itself says it.

Each clause about pain is judged by its words: less pain or better relief, more pain, or
no difference; and for which arm. Conclusions come before results, comparisons before
what changed within a group. Where nothing compares pain, there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.outcomes.direction_words import (
    AIM,
    ASIDE,
    BETWEEN,
    BOTH,
    CLAUSE,
    COMMON,
    COMPARATOR,
    COMPARES,
    CONCLUDES,
    COUNTS_PEOPLE,
    DEFINITION,
    GOES_ON,
    HAS_PAIN,
    LATER,
    NOT_INTENSITY,
    PAIN_WORDS,
    PLACEBO_HAD_NONE,
    SAYS_NO_DIFFERENCE,
    SIGNS,
    SYNTHESIS,
    THAN,
    TITLE_PARTS,
    TITLE_WORD,
    Verdict,
)
from ketaevidence.extraction.rules.study.kind import is_kind
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

FAVOURS_INTERVENTION = "favours_intervention"
FAVOURS_COMPARATOR = "favours_comparator"
NO_DIFFERENCE = "no_difference"
MIXED = "mixed"


class _Judged(NamedTuple):
    """A clause about pain, judged; places are those of the text."""

    start: int
    end: int
    verdict: Verdict
    is_conclusion: bool
    #: Whether it speaks of one time only: "at 12 weeks", "later".
    is_later: bool = False


#: How many words next to "versus" name one of the two that a title compares.
_NAMED = 4
#: An unlabelled abstract's last sentences are its conclusions.
_LAST = 3


def read_direction(view: View, _: Question) -> Iterator[Candidate]:
    """Say in whose favour pain was, if clauses on pain say so."""
    if not view.names_any(PAIN_WORDS) or not _is_on_pain(view):
        return
    if is_kind(view, "protocol") or is_kind(view, "animal"):
        return
    if is_kind(view, "synthesis") and not SYNTHESIS.search(view.title):
        return
    judged = tuple(_judged(view))
    answer = _weigh(judged)
    if answer is None:
        return
    value, clause, is_sure = answer
    others = dict.fromkeys(_NAMES[one.verdict] for one in judged)
    yield candidate(
        view,
        "direction",
        value,
        clause.start,
        clause.end,
        f"direction.{clause.verdict}",
        status="derived",
        confidence="medium" if is_sure else "low",
        alternatives=tuple(sorted(other for other in others if other != value)),
    )


def _is_on_pain(view: View) -> bool:
    """Say whether pain is an outcome of a study, and not named in passing."""
    named = HAS_PAIN.search(view.title)
    return bool(named) or len(HAS_PAIN.findall(view.folded)) > 1


_NAMES: dict[Verdict, str] = {
    "gain": FAVOURS_INTERVENTION,
    "change": FAVOURS_INTERVENTION,
    "loss": FAVOURS_COMPARATOR,
    "alike": NO_DIFFERENCE,
    "none": NO_DIFFERENCE,
}
#: What tells of a change within groups: it decides only where nothing compares them.
_WITHIN = frozenset({"change", "alike"})


def _weigh(judged: Sequence[_Judged]) -> tuple[str, _Judged, bool] | None:
    """Draw one answer from the clauses: what concludes and compares weighs most."""
    concluded = [one for one in judged if one.is_conclusion]
    told = [one for one in judged if not one.is_conclusion]
    is_better = any(one.verdict == "change" for one in concluded)
    for clauses in (concluded, told):
        compared = [one for one in clauses if one.verdict not in _WITHIN]
        verdicts = {one.verdict for one in compared}
        if verdicts == {"none"} and is_better:
            # "At 12 weeks pain did not differ", but in the end it was relieved.
            later = [one for one in compared if one.is_later]
            if later == compared:
                better = next(one for one in concluded if one.verdict == "change")
                return FAVOURS_INTERVENTION, better, False
        if len(verdicts) == 1:
            return _NAMES[compared[0].verdict], compared[0], True
        if len(verdicts) > 1 and is_better and "gain" in verdicts:
            gains = [one for one in compared if one.verdict == "gain"]
            return FAVOURS_INTERVENTION, gains[0], False
        if len(verdicts) > 1:
            return _weigh_mixed(compared, told if clauses is concluded else ())
    for clauses in (concluded, told):
        for verdict in (
            ("alike", "change") if clauses is concluded else ("change", "alike")
        ):
            within = [one for one in clauses if one.verdict == verdict]
            if within:
                return _NAMES[within[0].verdict], within[0], False
    return None


def _weigh_mixed(
    compared: Sequence[_Judged], told: Sequence[_Judged]
) -> tuple[str, _Judged, bool]:
    """Decide between clauses that disagree: by the results, else they are mixed."""
    verdicts = {one.verdict for one in told if one.verdict not in _WITHIN}
    if len(verdicts) == 1:
        (verdict,) = verdicts
        same = [one for one in compared if one.verdict == verdict]
        if same:
            return _NAMES[verdict], same[0], False
    return MIXED, compared[0], False


def _judged(view: View) -> Iterator[_Judged]:
    """Judge each clause about pain in the results, conclusions and title."""
    sides = _sides(view)
    told = [s for s in view.sentences if s.part in _TELLING]
    last = {s.start for s in told[-_LAST:] if s.part == "abstract"}
    for sentence in told:
        if not HAS_PAIN.search(sentence.words) or AIM.search(sentence.words):
            continue
        concludes = bool(CONCLUDES.search(sentence.words))
        is_conclusion = (
            sentence.part == "conclusions"
            or sentence.start in last
            or (sentence.part == "abstract" and concludes)
        )
        words = _BRACKETS.sub(_blank, sentence.words)
        was_on_pain = False
        for start, end in _clauses(words):
            clause = words[start:end]
            if was_on_pain and GOES_ON.match(clause):
                clause = f"Pain {clause}"
            was_on_pain = bool(HAS_PAIN.search(clause))
            compares = _VERSUS.search(sentence.words, start, end) is not None
            verdict = _verdict(clause, sides, compares=compares)
            if verdict == "change" and not is_conclusion and _MAY.search(clause):
                continue
            if verdict:
                at = sentence.start
                later = bool(LATER.search(clause))
                yield _Judged(at + start, at + end, verdict, is_conclusion, later)


_TELLING = frozenset({"results", "conclusions", "abstract"})


#: What stands in brackets tells numbers, not which way they point.
_BRACKETS = re.compile(r"\([^()]{0,300}\)|\[[^\[\]]{0,300}\]")
_NUMBERED = re.compile(r"\(\d\)")


def _blank(match: re.Match[str]) -> str:
    """Blank out brackets; "(1) ... (2)" part a sentence as semicolons do."""
    return ";  " if _NUMBERED.fullmatch(match[0]) else " " * len(match[0])


#: "(4.1 vs 6.3)" compares, even where the clause names no arm.
_VERSUS = re.compile(r"\d[^()%]{0,30}\b(?:vs|versus)\b\.?\s?-?\d[\d.]*(?![\d.]|\s?%)")
_MAY = re.compile(r"\b(?:can|may|might|could)\b")
_CONCEDES = re.compile(
    r"\s*(?:\w+:\s)?(?:While|Although|Though|Despite|Even\sthough)\b"
)


def _clauses(words: str) -> Iterator[tuple[int, int]]:
    start = 0
    if concession := _CONCEDES.match(words):
        comma = words.find(", ", concession.end())
        if comma > 0:
            yield concession.end(), comma
            start = comma + 2
    for match in CLAUSE.finditer(words, start):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(words):
        yield start, len(words.rstrip())


def _verdict(
    clause: str, sides: tuple[frozenset[str], frozenset[str]], *, compares: bool
) -> Verdict | None:
    """Judge one clause; ``None`` where it does not tell how strong pain was.

    ``compares`` says that the clause gives the values of two arms.
    """
    bare = DEFINITION.sub(" ", NOT_INTENSITY.sub(" ", clause))
    compares = compares or bool(COMPARES.search(bare))
    is_of_some = COUNTS_PEOPLE.search(bare) and not compares
    if is_of_some or not HAS_PAIN.search(bare) or ASIDE.search(bare):
        return None
    if SAYS_NO_DIFFERENCE.search(bare):
        is_of_one = PLACEBO_HAD_NONE.search(bare) and not BETWEEN.search(bare)
        return None if is_of_one else "none"
    verdict = next((name for name, sign in SIGNS if sign.search(bare)), None)
    if verdict is None or verdict == "none":
        return None
    if BOTH.search(bare):
        return None if verdict == "loss" else "alike"
    if verdict == "change" or not compares:
        return None if verdict == "loss" else "change"
    return _turned(verdict, _favoured(bare, sides))


def _turned(verdict: Verdict, side: str | None) -> Verdict | None:
    """Turn what a clause says of its first arm into what it says of the intervention."""
    if side == "comparator":
        return "loss" if verdict == "gain" else "gain"
    if side is None and verdict == "loss":
        # More pain with an arm that is not known to be either says nothing.
        return None
    return verdict


def _favoured(clause: str, sides: tuple[frozenset[str], frozenset[str]]) -> str | None:
    """Say which side a clause speaks of before "than": intervention or comparator."""
    parts = THAN.split(clause, maxsplit=1)
    # "Comparing A with B showed that B ...": what follows "that" is told.
    left = re.split(r"\bthat\b", parts[0])[-1]
    right = parts[1] if len(parts) > 1 else ""
    if COMPARATOR.search(left) and not COMPARATOR.search(right):
        return "comparator"
    if COMPARATOR.search(right):
        return "intervention"
    first, second = sides
    words = {word.lower() for word in TITLE_WORD.findall(left)}
    if words & first and not words & second:
        return "intervention"
    if words & second and not words & first:
        return "comparator"
    return None


def _sides(view: View) -> tuple[frozenset[str], frozenset[str]]:
    """Give the words of the two that a title compares; the first is the intervention."""
    parts = TITLE_PARTS.split(view.title)
    if len(parts) < 2:
        return frozenset(), frozenset()
    # Only the words next to "versus" name the two; the rest is what both are for.
    near = (
        TITLE_WORD.findall(parts[0])[-_NAMED:],
        TITLE_WORD.findall(parts[1])[:_NAMED],
    )
    first, second = ({word.lower() for word in words} - COMMON for words in near)
    return frozenset(first - second), frozenset(second - first)
