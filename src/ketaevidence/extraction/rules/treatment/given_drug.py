"""Which drug a study gives: the one whose route and schedule are read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ketaevidence.extraction.mentions.drugs import Drug, drugs
from ketaevidence.extraction.rules.treatment.drug import StudyDrugs
from ketaevidence.extraction.rules.treatment.drug_mentions import dosed, serves
from ketaevidence.extraction.rules.treatment.route_words import route_words_in
from ketaevidence.extraction.text import View
from ketaevidence.question.matching import pattern
from ketaevidence.question.model import Question, Vocabulary

#: Kinds of mention that are no single drug.
NO_DRUG = frozenset({"placebo", "class", "endogenous"})
#: A drug of which a title only tells how much less of it was needed.
_ONLY_SPARED = re.compile(
    r"[\s-](?:sparing|induced|consumption|requirements?|use|usage|dependen\w+|withdrawal|"
    r"tolerance|addiction)",
    re.IGNORECASE,
)
#: A drug of which a title only says that another was held against it.
_COMPARATOR = re.compile(
    r"\b(?:versus|vs\.?|than|compared\s(?:with|to)|comparison\s(?:with|to)|against)\s"
    r"(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
_SERVES_BEFORE = re.compile(
    r"\b(?:with|under|during|in|after|for)\s(?:[\w-]+\s){0,2}$", re.IGNORECASE
)
_SERVES_BEHIND = re.compile(
    r"\s(?:[\w-]+\s)?(?:sedation|ana?esthesia|narcosis)\b", re.IGNORECASE
)
_JOINED = re.compile(r"\s?(?:,|-|/|\+|and|plus|,\sand)\s?", re.IGNORECASE)
_COMPARES = re.compile(r"\b(?:compar\w+|versus|vs|or|with|than)\b", re.IGNORECASE)


def given_drugs(view: View, question: Question) -> frozenset[str]:
    """Name the drug that the study gives: the question's own, else the title's first.

    Drugs that a title joins ("bupivacaine and fentanyl") are given together; those
    that it compares are not. Without one in the title, the drug named most often.
    """
    real = [drug for drug in view.once(drugs) if drug.kind not in NO_DRUG]
    own = _own(view, real, question.drug)
    title = [
        drug
        for drug in real
        if drug.end <= len(view.record.title)
        and not _ONLY_SPARED.match(view.folded, drug.end)
    ]
    if any(drug.name in own for drug in title) and not _only_serves(view, title, own):
        return own if _COMPARES.search(view.title) else own | {title[0].name}
    if title:
        is_compared = _is_only_compared(view)
        return frozenset(() if is_compared else _first_of(view, title))
    return _without_title(view, question, real, own)


def also_given(view: View, question: Question) -> frozenset[str]:
    """Name every drug that the study is about.

    Where the title names none of them, or only what it is compared with, also those of
    which a dose is given, unless they serve as anaesthesia.
    """
    _, chosen = view.once(StudyDrugs(question.drug))
    title = drugs_in(view, 0, len(view.record.title))
    names = frozenset(
        drug.name
        for drug in chosen
        if drug.start > len(view.record.title)
        or not _only_serves(view, title, frozenset({drug.name}))
    )
    in_title = {drug.name for drug in title}
    if not in_title.isdisjoint(names) and not _is_only_compared(view):
        return names
    serving = {drug.name for drug in view.once(drugs) if serves(view, drug)}
    return names | (view.once(dosed) - serving)


def _is_only_compared(view: View) -> bool:
    """Say whether the first drug of a title is what something else is held against."""
    named = drugs_in(view, 0, len(view.record.title))
    title = [drug for drug in named if drug.kind not in NO_DRUG]
    if not title:
        return False
    start = title[0].start
    before = view.folded[max(0, start - 40) : start]
    # "Oral versus regional clonidine" compares routes, not drugs.
    return bool(_COMPARATOR.search(before)) and not route_words_in(view, 0, start)


def _only_serves(view: View, title: Sequence[Drug], own: frozenset[str]) -> bool:
    """Say whether a title names a drug for what another is tried in.

    "Atropine with ketamine sedation" is about atropine.
    """
    named = [drug for drug in title if drug.name in own]
    return (
        bool(named)
        and title[0].name not in own
        and all(
            _SERVES_BEHIND.match(view.folded, drug.end)
            and _SERVES_BEFORE.search(view.folded[max(0, drug.start - 30) : drug.start])
            for drug in named
        )
    )


def _without_title(
    view: View, question: Question, real: Sequence[Drug], own: frozenset[str]
) -> frozenset[str]:
    """Name the drugs that a study gives whose title names none."""
    treated = [drug for drug in real if view.part_at(drug.start) != "background"]
    names = [drug.name for drug in treated]
    more = also_given(view, question)
    if not own.isdisjoint(names):
        return own | more
    if more:
        return more
    return frozenset({max(names, key=names.count)}) if names else frozenset()


def _first_of(view: View, title: Sequence[Drug]) -> Iterator[str]:
    yield title[0].name
    if _COMPARES.search(view.title):
        return
    for one, other in pairwise(title):
        if not _JOINED.fullmatch(view.folded[one.end : other.start]):
            return
        yield other.name


def _own(view: View, real: Sequence[Drug], vocabulary: Vocabulary) -> frozenset[str]:
    terms = pattern(vocabulary)
    return frozenset(
        drug.name for drug in real if terms.search(view.folded, drug.start, drug.end)
    )


def drugs_in(view: View, start: int, end: int) -> Sequence[Drug]:
    """Give the drugs named between two places of the text."""
    every = view.once(drugs)
    first = bisect_left(every, start, key=lambda drug: drug.start)
    last = bisect_left(every, end, lo=first, key=lambda drug: drug.start)
    return every[first:last]
