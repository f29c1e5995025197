"""Unwanted events: how many people had which, and that there were none.

"No serious adverse events" is a statement, not a count: it has no events and no total.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from ketaevidence.extraction.mentions.arms import arm_at
from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.outcomes.adverse_words import GENERAL
from ketaevidence.extraction.rules.outcomes.no_result import result_sentences
from ketaevidence.extraction.rules.outcomes.outcome_binding import Bound, bound_counts
from ketaevidence.extraction.rules.outcomes.outcome_terms import (
    Term,
    harms_in,
    may_name_harm,
)
from ketaevidence.extraction.rules.outcomes.responders import counted
from ketaevidence.extraction.rules.outcomes.treatment_study import (
    may_tell_of_harms,
    says_harm,
)
from ketaevidence.extraction.rules.study.kind import reports_patients
from ketaevidence.extraction.text import Sentence, View
from ketaevidence.question.model import Question

#: Before the name of an event: "no serious", "without", "neither".
_NONE = re.compile(
    r"\b(?P<none>no(?:\s+(?:patient|subject|participant|one|child|reports?\s+of))?(?:\s+(?:had|experienced|developed|reported|suffered(?:\s+from)?|showed))?|none\s+of\s+(?:the\s+|these\s+)?(?:patients|subjects|participants|children)\s+(?:had|experienced|developed|reported|suffered(?:\s+from)?|showed)|without(?:\s+any)?|absence\s+of|free\s+(?:of|from)|neither|nor|devoid\s+of|not\s+(?:associated\s+with|cause|produce|result\s+in|develop|lead\s+to|experience|have)(?:\s+any)?)\s+"
    r"(?:(?:other|further|additional|major|new|reported|observed|documented|episodes?\s+of|cases?\s+of|incidence\s+of|evidence\s+of|signs?\s+of|instances?\s+of|occurrence\s+of|case\s+of|episode\s+of|any)\s+){0,3}(?:(?!diabetic)[a-z]{4,12}(?:ic|al|ary|ive|ular|ous)\s)?$",
    re.IGNORECASE,
)
#: After it: what is denied is a difference, not the event.
_OF_SOMETHING = re.compile(
    r"\s+(?:on\b|longer\b|scores?\b|rates?\s+(?:were|was|differ)|than\b|differences?\b|profile\b|prophylaxis\b|free\b|incidence\s+between)|-related\b",
    re.IGNORECASE,
)
#: "Side effects were absent", "complications did not occur".
_ABSENT = re.compile(
    r"\s+(?:(?:was|were)\s+(?:not\s+(?:observed|seen|reported|noted|detected|encountered|recorded|found)|absent)|did\s+not\s+occur|(?:has|have)\s+not\s+been\s+(?:observed|seen|reported))\b",
    re.IGNORECASE,
)
#: "211 of 250 had no nausea", "patients without nausea" count those without it.
_OF_SOME = re.compile(
    r"(?:\b(?:patients|subjects|participants|those|children|women|groups?|proportions?)|%|\d)[)\]]?\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_IF_OR_NOT = re.compile(
    r"\b(?:if|not|when|unless|whether|until|with\sor)\s$", re.IGNORECASE
)
#: What is wished or needed: "requires relief without side effects".
_IS_WISH = re.compile(
    r"\b(?:requires?\sthat|should\sbe|must\sbe|ideal\w*|(?:goal|aim)\s(?:is|of))\b",
    re.IGNORECASE,
)
#: "Not associated with complications (P > 0.05)" denies a difference.
_NO_LINK = re.compile(r"[^.;]{0,80}\b[Pp]\s?[<>=]")
_SAY_NONE = frozenset({"no", "none", "without", "absence", "free", "neither", "nor", "devoid", "not", "absent"})  # fmt: skip
NONE_STATED = "none_stated"


def read_adverse_event(view: View, _: Question) -> Iterator[Candidate]:
    """Read each count of people with an unwanted event, and each "no ...s"."""
    for bound in view.once(bound_counts):
        if bound.term.kind == "harm" and not _is_statement(bound):
            name = _as_named(bound.term.name)
            yield counted(view, "adverse_event", bound, value=name)
    yield from _none_stated(view)


def _is_statement(bound: Bound) -> bool:
    """Say whether "no patient had side effects" says no more than that of all."""
    is_none = bound.share.events == 0 and bound.share.total is None
    return is_none and bound.share.is_worded and _is_general(bound.term.name)


def _is_general(name: str) -> bool:
    """Say whether a name stands for unwanted events of any kind."""
    return not GENERAL.isdisjoint(name.lower().split())


def _none_stated(view: View) -> Iterator[Candidate]:
    """Read statements that there were none; they count nobody."""
    if not view.names_any(_SAY_NONE) or not may_name_harm(view):
        return
    if not view.once(reports_patients):
        return
    denials = _denials(view)
    if not denials:
        return
    tells_harms = view.once(may_tell_of_harms)
    for sentence in result_sentences(view):
        at = bisect_left(denials, sentence.start)
        if at == len(denials) or denials[at] >= sentence.end:
            continue
        if not (tells_harms or says_harm(sentence.words)):
            continue
        last: tuple[int, int] | None = None
        for term in sorted(harms_in(view, sentence)):
            start = _denied_from(sentence.words, term)
            if (
                start is None
                and last
                and _OR.fullmatch(sentence.words[last[1] : term.start])
            ):
                start = last[0]
            last = (start, term.end) if start is not None else None
            if start is not None:
                yield _statement(view, sentence, term, start)


#: One denial for all: "no hypotension, nausea or rash".
_OR = re.compile(r",?\s?(?:or|nor)\s|,\s|/")


def _denials(view: View) -> list[int]:
    """Give where the words stand that may deny an event: "no", "pain-free"."""
    return [
        view.words[place].start
        for place, lower in enumerate(view.lowered)
        if lower in _SAY_NONE
        or ("-" in lower and not _SAY_NONE.isdisjoint(lower.split("-")))
    ]


def _denied_from(words: str, term: Term) -> int | None:
    """Give where the denial of an event begins; ``None`` if it is not denied."""
    after = words[term.end : term.end + 60]
    if _OF_SOMETHING.match(after):
        return None
    before = words[max(0, term.start - 60) : term.start]
    denied = _NONE.search(before)
    if denied:
        start = term.start - len(before) + denied.start()
        if "associated" in denied[0] and _NO_LINK.match(words, term.end):
            return None
        lead = words[max(0, start - 40) : start]
        is_of_some = not _is_general(term.name) and _OF_SOME.search(lead)
        is_told = not (_IF_OR_NOT.search(lead) or _IS_WISH.search(words, 0, start))
        return start if is_told and not is_of_some else None
    absent = _ABSENT.match(after)
    return term.start if absent else None


def _statement(view: View, sentence: Sentence, term: Term, start: int) -> Candidate:
    absent = _ABSENT.match(sentence.words[term.end : term.end + 60])
    end = term.end + (absent.end() if absent else 0)
    return candidate(
        view,
        "adverse_event",
        _as_named(term.name),
        sentence.start + start,
        sentence.start + end,
        "outcome.none_stated",
        statistic=NONE_STATED,
        events=None if _is_general(term.name) else 0,
        arm=arm_at(view, sentence, sentence.start + start, sentence.start + end),
    )


def _as_named(name: str) -> str:
    """Write an event as it is named, without a sentence's capital."""
    is_capital = name[:1].isupper() and name[1:] == name[1:].lower()
    return name[0].lower() + name[1:] if is_capital else name
