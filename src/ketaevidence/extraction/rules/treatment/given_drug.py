"""Which drug a study gives: the one whose route and schedule are read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ketaevidence.extraction.mentions.drugs import Drug, drugs
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
    r"\b(?:versus|vs\.?|than|compared\s(?:with|to)|comparison\s(?:with|to)|against|using)\s"
    r"(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
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
    if any(drug.name in own for drug in title):
        return own
    if title:
        before = view.folded[max(0, title[0].start - 40) : title[0].start]
        # "Oral versus regional clonidine" compares routes, not drugs.
        is_compared = _COMPARATOR.search(before) and not route_words_in(
            view, 0, title[0].start
        )
        return frozenset(() if is_compared else _first_of(view, title))
    treated = [drug for drug in real if view.part_at(drug.start) != "background"]
    if any(drug.name in own for drug in treated):
        return own
    names = [drug.name for drug in treated]
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
