"""Bind the amounts of a sentence to their drugs by the words between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ketaevidence.extraction.mentions.drugs import PLACEBO, Drug
from ketaevidence.extraction.rules.treatment.amounts import Amount, Row
from ketaevidence.extraction.rules.treatment.dose_gaps import (
    FAR,
    comes_first,
    goes_on,
    is_diluted,
    is_nearer,
    is_volume_of,
    leads_from,
    leads_to,
)
from ketaevidence.extraction.rules.treatment.dose_pairs import in_order

#: The rules by which the words themselves bind an amount to its drug.
DIRECT = frozenset({"dose.before_drug", "dose.after_drug"})


@dataclass(frozen=True, slots=True)
class Bound:
    """An amount with its drug, how they were bound, and from where to where."""

    amount: Amount
    drug: Drug
    rule: str
    start: int
    end: int


@dataclass(slots=True)
class _Place:
    """A row with what stands right beside it: drugs, or other rows."""

    row: Row
    drug_before: Drug | None = None
    drug_behind: Drug | None = None
    row_before: _Place | None = None
    row_behind: _Place | None = None
    #: The drug that it was bound to, and by which rule.
    drug: Drug | None = None
    rule: str = ""
    #: Not to be bound by what stands beside it.
    settled: bool = False


def bind(words: str, rows: Sequence[Row], drugs: Sequence[Drug]) -> list[Bound]:
    """Bind each row of amounts to a drug of the sentence, where the words do so.

    Places are those of the sentence.
    """
    places = _lay_out(rows, drugs)
    found: list[Bound] = []
    for run, pairs in in_order(words, rows, drugs):
        for place in places:
            place.settled = place.settled or place.row in run
        for amount, drug in pairs:
            start, end = min(run[0].start, drug.start), max(run[-1].end, drug.end)
            found.append(Bound(amount, drug, "dose.respectively", start, end))
    loose = [place for place in places if not place.settled]
    for place in loose:
        _bind_directly(words, place)
    for place in loose:
        _bind_to_earlier(words, place)
    for place in reversed(loose):
        _bind_to_later(words, place)
    for place in loose:
        found.extend(_bounds(place))
    return found


def _lay_out(rows: Sequence[Row], drugs: Sequence[Drug]) -> list[_Place]:
    """Give each row what stands next to it on either side."""
    places = [_Place(row) for row in rows]
    beside: list[tuple[int, int, Drug | _Place]] = [
        *((drug.start, drug.end, drug) for drug in drugs),
        *((place.row.start, place.row.end, place) for place in places),
    ]
    beside.sort(key=lambda item: item[:2])
    for (_, end, one), (start, _, other) in pairwise(beside):
        if isinstance(other, _Place):
            if isinstance(one, _Place):
                other.row_before, one.row_behind = one, other
            elif end <= start:
                other.drug_before = one
        elif isinstance(one, _Place):
            one.drug_behind = other
    return places


def _bind_directly(words: str, place: _Place) -> None:
    """Bind a row to the drug right before or right behind it."""
    row, before, behind = place.row, place.drug_before, place.drug_behind
    if before is not None and not leads_from(words, before, row):
        before = None
    if behind is not None and not leads_to(words, row, behind):
        behind = None
    if before is not None and (behind is None or is_nearer(words, row, before, behind)):
        place.drug, place.rule = before, "dose.after_drug"
    elif behind is not None:
        place.drug, place.rule = behind, "dose.before_drug"


def _bind_to_earlier(words: str, place: _Place) -> None:
    """Bind a row to the drug of the row before it: "5 mg, followed by 1 mg/h"."""
    earlier = place.row_before
    if earlier is None or earlier.drug is None:
        return
    # "60 mg in 15 ml of saline": the volume is the drug's.
    is_fluid = place.drug is not None and place.drug.kind == PLACEBO
    if is_fluid and is_diluted(words, earlier.row, place.row):
        place.drug = None
    if place.drug is not None:
        return
    if goes_on(words, earlier.row, place.row):
        place.drug, place.rule = earlier.drug, "dose.next_amount"


def _bind_to_later(words: str, place: _Place) -> None:
    """Bind a row to the drug of the row behind it: "20 ml of 0.5%", "5 mg or 10 mg"."""
    later = place.row_behind
    if later is None or later.drug is None or later.rule == "dose.next_amount":
        return
    if is_volume_of(words, place.row, later.row) or (
        place.drug is None and comes_first(words, place.row, later.row)
    ):
        place.drug, place.rule = later.drug, "dose.earlier_amount"


def _bounds(place: _Place) -> list[Bound]:
    drug, row = place.drug, place.row
    if drug is None:
        return []
    start, end = min(drug.start, row.start), max(drug.end, row.end)
    if end - start > FAR:
        start, end = row.start, row.end
    return [Bound(amount, drug, place.rule, start, end) for amount in row.amounts]
