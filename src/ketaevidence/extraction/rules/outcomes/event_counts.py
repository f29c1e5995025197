"""Counts of events, not of people: "there were two deaths and one infection"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ketaevidence.extraction.numbers import read_count
from ketaevidence.extraction.rules.outcomes.count_forms import N
from ketaevidence.extraction.rules.outcomes.counts import Count
from ketaevidence.extraction.rules.outcomes.outcome_terms import Term

#: A number right before the name of an event.
_BEFORE = re.compile(
    rf"(?<![\w.,/·%$€£±=<>≤≥-])(?P<n>{N})\s(?:(?:further|other|additional|cases?\sof|episodes?\sof|instances?\sof|reports?\sof|reported|documented)\s)?$",
    re.IGNORECASE,
)
#: A number that only names one of several, or is the least of something.
_NO_COUNT = re.compile(
    r"\b(?:grades?|types?|stages?|class|phases?|days?|weeks?|months?|hours?|groups?|arms?|levels?|category|categories|clavien[\w-]*|scores?|parts?|doses?)\s(?:[\dIV]+\s?(?:or|and|to|-|/|vs\.?)\s?)?$|\b(?:least|than|or|per|each|every|for|from|of|the|these|those|to|under|any|history\sof|previous|about\sto)\s$|[≥>]\s?$",
    re.IGNORECASE,
)
#: Behind the name: a rate, or a list of which the number is no part.
_NO_COUNT_AFTER = re.compile(r"\s?(?:per\b|/|-|scores?\b|rates?\b|scales?\b|reports\b)")
_REACH = 60


def events_counted(
    words: str,
    terms: Sequence[Term],
    people: Sequence[tuple[Count, Term]],
    counts: Sequence[Count],
) -> Iterator[tuple[Count, Term]]:
    """Give the number of each event of which no people are counted."""
    told = {term.start for _, term in people}
    for term in terms:
        if term.kind != "harm" or term.start in told:
            continue
        low = max(0, term.start - _REACH)
        found = _BEFORE.search(words, low, term.start)
        if not found or not _is_count(words, found, term):
            continue
        if any(one.start < found.end() and found.start() < one.end for one in counts):
            continue
        events = read_count(found["n"])
        if events and (events > 1 or not term.name.endswith("s")):
            yield Count(found.start("n"), found.end("n"), events), _single(term)


def _is_count(words: str, found: re.Match[str], term: Term) -> bool:
    start = found.start("n")
    if _NO_COUNT.search(words, max(0, start - 40), start):
        return False
    if _NO_COUNT_AFTER.match(words, term.end):
        return False
    first = (term.parts or (term.name,))[0]
    is_noun = first.endswith("s") or read_count(found["n"]) == 1
    before = words[max(0, start - 4) : start].rstrip()
    return is_noun or before.endswith(("(", "[", ",", ":", "and"))


def _single(term: Term) -> Term:
    """Give the first of events named together, which the number stands before."""
    if not term.parts:
        return term
    name = term.parts[0]
    return Term(term.start, term.start + len(name), "harm", name)
