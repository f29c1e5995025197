"""The amounts of a text that are bound to a drug, sentence by sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ketaevidence.extraction.mentions.drugs import PLACEBO, Drug, drugs, is_active
from ketaevidence.extraction.rules.treatment.amounts import UNIT_WORDS, Row, rows, units
from ketaevidence.extraction.rules.treatment.dose_binding import Bound, bind
from ketaevidence.extraction.rules.treatment.dose_gaps import may_follow, may_precede
from ketaevidence.extraction.rules.treatment.dose_words import (
    COMPARES,
    GIVES,
    OF_THIS_STUDY,
    SUMMARY,
    TAKES_UP,
)
from ketaevidence.extraction.rules.treatment.unlisted_drugs import (
    UNLISTED,
    looks_like_a_drug,
    unlisted,
)
from ketaevidence.extraction.text import Sentence, View

#: How far before its amount "the dose" may stand [characters].
_NEAR = 70
#: How far before a sentence on "the dose" the drug may be named [characters].
_RECENT = 300
#: So many mentions before such a sentence are looked at.
_LOOK_BACK = 6
#: Units of a drug's own amount: the volume of a fluid is not taken up.
_MASS = re.compile(r"(?:mg|ug|g|IU)(?:/|$)")
#: "And with calcium (": the amount in the bracket is of what stands before it.
_ANOTHER = re.compile(
    r"\b(?:with|and|or|plus|of)\s(?!after\b|before\b|during\b|following\b)[a-z]{4,}\s[(\[]$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Za-z][\w+-]{2,40}")
_FIRST_WORD = re.compile(r"[A-Za-z][\w-]*")
_BEGINS_WITH_ITS_DOSE = re.compile(
    r"(?:The|This|Its|Their|Initial|Starting|Mean|Median|Daily|Each)\s(?:\w+\s){0,3}(?:dos|rate|infusion)"
)


class _Line(NamedTuple):
    """A sentence with its rows of amounts and the drugs that it names.

    Places of rows and drugs are those of the sentence.
    """

    sentence: Sentence
    rows: list[Row]
    named: list[Drug]


def bound_doses(view: View) -> tuple[tuple[Sentence, Bound], ...]:
    """Give the amounts that the words bind to a drug; ask through ``view.once``.

    Places are those of the sentence. Whether an amount was given to anyone is not
    asked here.
    """
    lines = list(_lines(view))
    if not lines:
        return ()
    _share_unlisted(lines)
    only = _only_drug(view, lines)
    found: list[tuple[Sentence, Bound]] = []
    for line in lines:
        if line.named:
            bounds = bind(line.sentence.words, line.rows, line.named)
            bounds = [*bounds, *_of_the_only_drug(line, bounds)]
        else:
            bounds = _taken_up(line, only or _last_drug(view, line.sentence))
        found.extend((line.sentence, bound) for bound in bounds)
    return tuple(found)


def _lines(view: View) -> Iterator[_Line]:
    """Give the sentences that may tell a dose of this study."""
    named = view.once(drugs)
    if not named and not view.names_any(UNIT_WORDS) and "γ" not in view.folded:
        # Only a mass shows that what no table has is a drug.
        return
    starts = [drug.start for drug in named]
    for sentence, is_share in _with_units(view):
        low = bisect_left(starts, sentence.start)
        high = bisect_left(starts, sentence.end)
        # A per cent of nothing that is named is no strength.
        if (is_share and low == high) or not _speaks_of_this_study(sentence):
            continue
        found = rows(sentence.words)
        if not found:
            continue
        here = [_moved(drug, -sentence.start) for drug in named[low:high]]
        here.extend(unlisted(sentence.words, found, here))
        here.sort(key=lambda drug: drug.start)
        yield _Line(sentence, found, here)


def _share_unlisted(lines: Sequence[_Line]) -> None:
    """Name in every sentence the drugs that one sentence's amount shows to be drugs."""
    known = {d.name: d for line in lines for d in line.named if d.kind == UNLISTED}
    if not known:
        return
    for line in lines:
        taken = [(drug.start, drug.end) for drug in line.named]
        for match in _NAME.finditer(line.sentence.words):
            start, end = match.span()
            drug = known.get(match[0].lower())
            if drug and not any(low < end and start < high for low, high in taken):
                line.named.append(drug._replace(start=start, end=end))
        line.named.sort(key=lambda drug: drug.start)


def _with_units(view: View) -> Iterator[tuple[Sentence, bool]]:
    """Give the sentences in which a number has a unit, and whether all are per cents."""
    places = units(view.folded)
    if not places:
        return
    for sentence in view.sentences:
        low = bisect_left(places, (sentence.start, False))
        high = bisect_left(places, (sentence.end, False))
        if low < high:
            yield sentence, all(is_share for _, is_share in places[low:high])


def _speaks_of_this_study(sentence: Sentence) -> bool:
    return sentence.part != "background" or bool(OF_THIS_STUDY.search(sentence.words))


def _of_the_only_drug(line: _Line, bounds: Sequence[Bound]) -> Iterator[Bound]:
    """Bind what is left in a sentence that gives one drug: "before (4 mg) or after".

    Only amounts behind the drug and behind a verb of giving, with nothing beside them
    that might be another drug.
    """
    words = line.sentence.words
    if len({drug.name for drug in line.named if drug.kind != PLACEBO}) != 1:
        return
    drug = next(drug for drug in line.named if drug.kind != PLACEBO)
    if not is_active(drug):
        return
    taken = {amount.start for bound in bounds for amount in (bound.amount,)}
    for row in line.rows:
        gap = words[drug.end : row.start]
        if (
            row.amounts[0].start in taken
            or row.start < drug.end
            or len(gap) > _RECENT
            or not _MASS.match(row.amounts[0].unit)
            or not GIVES.search(words[: row.start])
            or COMPARES.search(gap)
            or SUMMARY.search(words[: row.start])
            or _ANOTHER.search(gap)
            or not (may_precede(words, row) and may_follow(words, row))
        ):
            continue
        for amount in row.amounts:
            yield Bound(amount, drug, "dose.only_drug", row.start, row.end)


def _taken_up(line: _Line, drug: Drug | None) -> list[Bound]:
    """Bind the doses of a sentence that names no drug to the one named before it.

    "The dose was raised to 5 mg/h": only where the text has but one drug, or the
    sentence begins with its dose and the drug named last stands alone.
    """
    words = line.sentence.words
    first = _FIRST_WORD.match(words)
    if drug is None or (first and looks_like_a_drug(first[0])):
        return []
    return [
        Bound(amount, drug, "dose.taken_up", row.start, row.end)
        for row in line.rows
        if TAKES_UP.search(words[max(0, row.start - _NEAR) : row.start])
        and _MASS.match(row.amounts[0].unit)
        for amount in row.amounts
    ]


def _only_drug(view: View, lines: Sequence[_Line]) -> Drug | None:
    """Give the one drug of a text, named in its title; ``None`` if there are more."""
    if any(drug.kind == UNLISTED for line in lines for drug in line.named):
        return None
    active = [drug for drug in view.once(drugs) if is_active(drug)]
    if len({drug.name for drug in active}) != 1:
        return None
    return active[0] if active[0].start < len(view.title) else None


def _last_drug(view: View, sentence: Sentence) -> Drug | None:
    """Give the drug that stands alone shortly before a sentence on "the dose"."""
    if not _BEGINS_WITH_ITS_DOSE.match(sentence.words):
        return None
    named = view.once(drugs)
    place = bisect_left([drug.start for drug in named], sentence.start)
    near = [
        drug
        for drug in named[max(0, place - _LOOK_BACK) : place]
        if drug.start > sentence.start - _RECENT
    ]
    names = {drug.name for drug in near if is_active(drug)}
    return near[-1] if len(names) == 1 and near[-1].name in names else None


def _moved(drug: Drug, by: int) -> Drug:
    return drug._replace(start=drug.start + by, end=drug.end + by)
