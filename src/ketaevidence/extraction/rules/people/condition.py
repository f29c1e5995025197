"""What the patients of a study have, and which type of CRPS.

A condition is the patients' own: what a title is about, what "patients with" is
followed by. What a study wants to prevent, and what only its introduction speaks of,
is named with a warning. Behind surgery it is pain after that operation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ketaevidence.extraction.model import Candidate, Confidence
from ketaevidence.extraction.rules.found import candidate, from_metadata
from ketaevidence.extraction.rules.people.condition_mentions import (
    LEAST,
    PEOPLE,
    TITLE,
    Mention,
    listed,
    scored,
)
from ketaevidence.extraction.rules.people.crps import crps
from ketaevidence.extraction.rules.people.operation import after_surgery
from ketaevidence.extraction.rules.study.own_condition import OwnPlaces
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question, Vocabulary


def read_condition(view: View, question: Question) -> Iterator[Candidate]:
    """Read what the patients have; the review's own condition by its name."""
    name = _name_of(question.condition)
    own = [
        scored(view, name, start, end)
        for start, end in view.once(OwnPlaces(question.condition))
    ]
    ranked = _ranked([*own, *listed(view)], name)
    main = _main(view, ranked)
    if main is not None:
        yield main
    if own and not any(one.name == name for one in ranked):
        yield _only_mentioned(view, own[0], "condition", name)
    elif not own and not ranked:
        yield from _from_mesh(view, question.condition)


def _main(view: View, ranked: Sequence[Mention]) -> Candidate | None:
    """Give the condition: one that a title names, an operation, or what else is named."""
    is_titled = bool(ranked) and ranked[0].score >= TITLE
    surgical = None if is_titled else after_surgery(view)
    if surgical is not None:
        return replace(surgical, alternatives=tuple(one.name for one in ranked[:3]))
    if not ranked:
        return _phrase(view)
    best = ranked[0]
    confidence: Confidence = "high" if is_titled else "medium"
    return candidate(
        view, "condition", best.name, best.start, best.end, "condition.named",
        confidence=confidence, alternatives=tuple(one.name for one in ranked[1:4]),
    )  # fmt: skip


def _ranked(mentions: Sequence[Mention], own: str) -> list[Mention]:
    """Give the patients' conditions, the best first.

    The review's own comes first where patients have it, then what a title names, and
    a narrow condition before a wide one.
    """
    best: dict[str, Mention] = {}
    counts: dict[str, int] = {}
    for one in mentions:
        counts[one.name] = counts.get(one.name, 0) + 1
        known = best.get(one.name)
        if known is None or one.score > known.score:
            best[one.name] = one
    theirs = [one for one in best.values() if one.score >= LEAST]
    return sorted(
        theirs,
        key=lambda one: (
            one.name != own,
            one.score < TITLE,
            one.is_wide,
            -one.score - min(counts[one.name], 3),
            one.start,
        ),
    )


# Which conditions a text names.


@lru_cache(maxsize=64)
def _name_of(vocabulary: Vocabulary) -> str:
    """Name a review's condition: its abbreviation if it has one, else its first term."""
    # An abbreviation of one member of a wide condition is no name of all of it.
    own = (vocabulary.name or "").casefold()
    short = (t for t in vocabulary.terms if t.isupper() and t.casefold() == own)
    return next(short, vocabulary.label or vocabulary.terms[0])


# Any other condition, as it is printed.

_WITH = re.compile(
    rf"{PEOPLE}\s(?:[\w-]+\s){{0,3}}?(?:with|suffering\sfrom|diagnosed\swith)\s"
    r"(?P<what>(?:(?!who\b|were\b|was\b|and\b|or\b|in\b|to\b|for\b|at\b|by\b|after\b|"
    r"that\b|had\b|is\b|are\b|received\b|due\b|caused\b|experienc|less\b|than\b|results?\b|"
    r"of\b|on\b|from\b|following\b|undergo|accompan|treated|requir|using|receiv)[A-Za-z][\w'/-]*\s?){1,6})",
    re.IGNORECASE,
)
_ALLPEOPLE = frozenset(
    [
        "patient",
        "patients",
        "subject",
        "subjects",
        "adults",
        "women",
        "men",
        "children",
        "people",
        "participants",
        "individuals",
        "outpatients",
        "inpatients",
        "adolescents",
        "cases",
        "volunteers",
        "woman",
        "man",
        "child",
    ]
)
_NO_CONDITION = re.compile(
    r"^(?:an?\s|the\s)?(?:\w+\s)?(?:ketamine|placebo|ASA|age|aged|mean|group|regard|respect|either|both|"
    r"high|low|moderate|severe\spain|fewer|large|normal|saline|only|frequent\s*$|symmetr\w+|progressive|at\sleast|no\b|more|less|only|baseline|data|\d)",
    re.IGNORECASE,
)


def _phrase(view: View) -> Candidate | None:
    """Read "patients with X" as it is printed, where no table knows X."""
    if "with" not in view.vocabulary and "suffering" not in view.vocabulary:
        return None
    if not view.names_any(_ALLPEOPLE):
        return None
    for place in view.places_of(_ALLPEOPLE):
        start = view.words[place].start
        if view.part_at(start) in _NOT_TOLD:
            continue
        match = _WITH.match(view.folded, start)
        if match and not _NO_CONDITION.match(match["what"]):
            printed = match["what"].rstrip()
            end = match.start("what") + len(printed)
            return candidate(
                view, "condition", printed, match.start(), end,
                "condition.patients_with", confidence="low",
            )  # fmt: skip
    return None


_NOT_TOLD = frozenset({"background", "conclusions", "registration", "funding"})


# What is only mentioned, or only in PubMed's headings.


def _only_mentioned(view: View, mention: Mention, field: str, value: str) -> Candidate:
    warning = f"{mention.name} is named here, but not as what the patients have"
    return candidate(
        view, field, value, mention.start, mention.end, f"{field}.mentioned",
        confidence="low", warnings=(warning,),
    )  # fmt: skip


def _from_mesh(view: View, vocabulary: Vocabulary) -> Iterator[Candidate]:
    headings = {heading.name for heading in view.record.mesh}
    for name in vocabulary.mesh:
        if name in headings:
            yield from_metadata(
                view, "condition", _name_of(vocabulary), name, "condition.mesh",
                confidence="low",
                warnings=("only PubMed's headings name this condition",),
            )  # fmt: skip
            return


# The type of CRPS.

_SHORT_CRPS = "CRPS"


def read_crps_type(view: View, _: Question) -> Iterator[Candidate]:
    """Read I, II, both or unspecified, where the patients have the syndrome."""
    named = view.once(crps)
    if not named:
        return
    said = [scored(view, _SHORT_CRPS, one.start, one.end) for one in named]
    theirs = [
        (one, mention)
        for one, mention in zip(named, said, strict=True)
        if mention.score >= LEAST
    ]
    if not theirs:
        yield _only_mentioned(view, said[0], "crps_type", "unspecified")
        return
    kinds = {one.kind for one in named if one.kind}
    typed = next((one for one, _ in theirs if one.kind), None) or next(
        (one for one in named if one.kind), None
    )
    place = typed or max(theirs, key=lambda pair: pair[1].score)[0]
    if kinds in ({"I"}, {"II"}):
        value = kinds.pop()
    else:
        value = "both" if kinds else "unspecified"
    old = {one.old for one in named if one.old}
    yield candidate(
        view, "crps_type", value, place.start, place.end, "crps_type.named",
        confidence="high" if kinds or value != "unspecified" else "medium",
        alternatives=tuple(sorted(old)) if value == "unspecified" else (),
    )  # fmt: skip
