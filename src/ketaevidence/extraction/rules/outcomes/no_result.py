"""Sentences and numbers that look like results of a study's people and are none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ketaevidence.extraction.rules.outcomes.counts import Count
from ketaevidence.extraction.rules.outcomes.outcome_terms import Term
from ketaevidence.extraction.text import Sentence, View

#: Parts of a paper that hold no results of its own.
NO_RESULTS = frozenset({"title", "background", "objective", "registration", "funding"})

#: What others found: "a previous study showed a response rate of 50%".
_OF_OTHERS = re.compile(
    r"\b(?:previous|earlier|prior|published|recent)\s(?:[\w-]+\s)?(?:stud(?:y|ies)|reports?|trials?|investigations?)\b|\bin\sthe\sliterature\b|\bother\sauthors\b|\bet\sal\b",
    re.IGNORECASE,
)
#: Without any of these, in lower case, a sentence tells nothing of others.
_OTHERS_HINTS = ("previous", "earlier", "prior", "published", "recent", "literature", "authors", "et al", "et\nal")  # fmt: skip


#: What people had before the study.
_AT_START = re.compile(
    r"\b(?:at\s(?:the\s)?(?:start|beginning)\sof\sthe\s(?:study|trial)|at\s(?:study\s)?entry|medical\shistory|comorbid\w*|pre-?existing|concomitant\s(?:medical\s)?(?:conditions?|diseases?)|risk\sfactors?\s(?:were|included)|(?:presenting|most\scommon)\s(?:\w+\s)?(?:signs?|symptoms?|complaints?|features?)|on\sadmission|at\spresentation|(?:chronic\s)?pain\s(?:disorders|diagnoses))\b",
    re.IGNORECASE,
)
_IS_AIM = re.compile(
    r"(?:[A-Z][A-Za-z/ ]{2,30}:\s)?(?:To\s[a-z]+|In\sorder\sto\b|.{0,80}\b(?:was|were)\s(?:performed|conducted|undertaken|designed|carried\sout)\sto\s|(?:The|Our)\s(?:\w+\s)?(?:aims?|purpose|objectives?|goals?)\b|We\s(?:aimed|sought|hypothesi[sz]ed|wished)|This\s(?:\w+\s)?(?:study|trial|paper|report)\s(?:was\s(?:designed|undertaken|performed|conducted|carried)|aimed|compares|describes))"
)


def result_sentences(view: View) -> tuple[Sentence, ...]:
    """Give the sentences that may hold results: no background, no methods."""
    return view.once(_result_sentences)


def _result_sentences(view: View) -> tuple[Sentence, ...]:
    parts = {sentence.part for sentence in view.sentences}
    without = NO_RESULTS | {"methods"} if "results" in parts else NO_RESULTS
    if parts.isdisjoint(without):
        return view.sentences
    return tuple(one for one in view.sentences if one.part not in without)


def says_no_result(words: str) -> bool:
    """Say whether a sentence tells an aim, or what others found."""
    lower = words.lower()
    if any(hint in lower for hint in _OTHERS_HINTS) and _OF_OTHERS.search(words):
        return True
    return bool(_IS_AIM.match(words))


def is_at_start(words: str) -> bool:
    """Say whether a sentence tells what people had before the study."""
    return bool(_AT_START.search(words))


_SHARE_OF = re.compile(
    r"\b(?:rates?|incidences?|proportions?|percentages?|percent|frequenc(?:y|ies)|numbers?|prevalence|patients|subjects|likelihood)\b[^.;]{0,120}$",
    re.IGNORECASE,
)
_IS_LESS = re.compile(
    r"reduc|decreas|improv|dimin|lessen|allevi|amelior|suppress",
    re.IGNORECASE,
)


def is_change(words: str, count: Count, behind: Term | None) -> bool:
    """Say whether a percentage is how much pain fell: "pain reduction was 67%"."""
    if behind is None or behind.kind != "relief" or count.events is not None:
        return False
    if count.names_people:
        return False
    between = words[behind.end : count.start]
    if re.search(r"relief(?:\sof\s\w+)?$", behind.name):
        # "Pain relief of 60%" says how much; "relief (60%)" how many.
        is_how_much = re.fullmatch(r"\s(?:of|was|were|is|by)\s(?:\w+\s)?", between)
        return bool(is_how_much) and not _SHARE_OF.search(words[: behind.start])
    if not _IS_LESS.search(behind.name):
        return False
    is_of_people = re.search(r"\b(?:in|for|among)\s(?:only\s|about\s)?$", words[: count.start][-16:])  # fmt: skip
    return not is_of_people and not _SHARE_OF.search(words[: behind.start])


def is_known(words: str, count: Count, behind: Term | None, ahead: Term | None) -> bool:
    """Say whether a percentage is told as what is known: "occurs in 35%"."""
    if count.events is not None:
        return False
    left = words[behind.end : count.start] if behind else ""
    right = words[count.end : ahead.start] if ahead else ""
    return bool(_KNOWN.search(left[-60:]) or _KNOWN.search(right[:60]))


#: The present tense of what is known of a disease.
_KNOWN = re.compile(
    r"\b(?:occurs?|affects?|develops?|experiences?|suffers?|can|may|might|will|dies?|has\s+been\s+reported|have\s+been\s+reported|complains?\s+of)\b"
)


#: "Ninety patients were randomized", "We report two patients with": nobody's outcome.
_STUDY = re.compile(
    r"\b(?:randomi[sz]ed|randomly|enrol+ed|recruited|allocated|assigned|participated|were\s+included|was\s+included|studied|investigated|was\s+compared|were\s+compared|compares|(?:was|were)\s+assessed\s+in\s+\w+\s+patients|evaluated\s+in|was\s+evaluated|were\s+evaluated|conducted|"
    r"included\s(?:\d|[a-z]+\s(?:patients|subjects))|[Ww]e\s+(?:included|enrol+ed|recruited|report|describe|present|studied|investigated|evaluated|compared|reviewed|treated|identified|classified)|(?:is|are)\s+(?:reported|presented|described)|scheduled|screened|(?:was|were)\sselected|ASA|aged|cohort|evaluated\s+the|tested\s+in|were\s+observed|(?:was|were)\s(?:collected|gathered|retrieved|extracted)|of\s+this\s+(?:study|series)|were\s+(?:treated|reviewed|given|divided|interviewed))\b"
)


def describes_the_study(words: str, count: Count, terms: Sequence[Term]) -> bool:
    """Say whether a bare number of people is the study's, and not an outcome's."""
    is_bare = count.percent is None and count.total is None and not count.is_n
    if not is_bare or not count.events:
        return False
    # "47 were randomised; 11 stopped because of side effects": two clauses.
    low = max(0, count.start - 160, words.rfind("; ", 0, count.start))
    near = words[low : count.end + 120]
    after = words[count.end : count.end + 80]
    suffered = re.match(
        r"\s(?:who\s)?(?:(?:had|developed|experienced|suffered|reported|complained|vomited|died)\b|(?:(?:was|were|had\sbeen)\s)?(?:discontinued|withdrew|withdrawn|stopped|dropped\sout|left)\s(?:[\w-]+\s){0,4}(?:because|due|for|owing|secondary|as\sa\sresult)\b)",
        after,
    )
    if suffered or not _STUDY.search(near):
        return False
    # "We report 2 cases with liver injury": what the report is about.
    next_term = next((t for t in terms if t.start >= count.end), None)
    is_report = next_term and next_term.kind == "harm" and _REPORTS.search(words[max(0, count.start - 40) : count.start])  # fmt: skip
    return not (is_report and next_term and next_term.start - count.end < 40)


_REPORTS = re.compile(
    r"\b[Ww]e\s(?:report|describe|present)(?:ed)?\s(?:on\s)?(?:the\s)?$"
)
