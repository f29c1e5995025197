"""Pair drugs and amounts by their order where a text says "respectively"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ketaevidence.extraction.mentions.drugs import Drug
from ketaevidence.extraction.rules.treatment.amounts import Amount, Row
from ketaevidence.extraction.rules.treatment.dose_gaps import words_of
from ketaevidence.extraction.rules.treatment.dose_words import AFTER, BEFORE, FORMS

#: How soon after its amounts "respectively" stands [characters].
_SOON = 60
#: What stands between the members of a list.
_JOINS = frozenset(
    {",", "and", "or", "/", "with", "plus", "versus", "vs", "vs.", "+", "-", "&"}
)
_PAIR = 2


def in_order(
    words: str, rows: Sequence[Row], drugs: Sequence[Drug]
) -> Iterator[tuple[list[Row], list[tuple[Amount, Drug]]]]:
    """Give runs of rows that "respectively" speaks of, with their pairs.

    Where there are not as many amounts as drugs, there are no pairs, and none of the
    run's amounts may be bound in another way.
    """
    if "respectively" not in words:
        return
    for number, row in enumerate(rows):
        said = words.find("respectively", row.end, row.end + _SOON)
        if said < 0 or re.search(r"[.;]\s", words[row.end : said]):
            continue
        run = _run(words, rows, number)
        amounts = [amount for one in run for amount in one.amounts]
        named = _listed_before(words, run[0].start, drugs)
        if len(named) < _PAIR:
            named = _listed_behind(words, row.end, drugs)
        if len(named) >= _PAIR and len(amounts) >= _PAIR:
            fits = len(named) == len(amounts)
            yield run, list(zip(amounts, named, strict=True)) if fits else []


def _run(words: str, rows: Sequence[Row], last: int) -> list[Row]:
    """Give the rows that end with one and that only commas and "and" part."""
    first = last
    while first and _JOINS.issuperset(
        words_of(words[rows[first - 1].end : rows[first].start])
    ):
        first -= 1
    return list(rows[first : last + 1])


def _listed_before(words: str, place: int, drugs: Sequence[Drug]) -> list[Drug]:
    """Give the drugs listed right before a place, in order."""
    listed: list[Drug] = []
    for drug in reversed([d for d in drugs if d.end <= place]):
        between = words_of(words[drug.end : listed[-1].start if listed else place])
        if not (_JOINS | FORMS if listed else BEFORE).issuperset(between):
            break
        listed.append(drug)
    return listed[::-1]


def _listed_behind(words: str, place: int, drugs: Sequence[Drug]) -> list[Drug]:
    """Give the drugs listed right behind a place, in order."""
    listed: list[Drug] = []
    for drug in (d for d in drugs if d.start >= place):
        between = words_of(words[listed[-1].end if listed else place : drug.start])
        if not (_JOINS | FORMS if listed else AFTER).issuperset(between):
            break
        listed.append(drug)
    return listed
