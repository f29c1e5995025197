"""Which value of a sentence belongs to which measure, where the words bind it.

A value belongs to the nearest measure before it, or to the one that directly follows
it ("a fall of 2.1 cm in pain", "2.1 ± 0.4 for pain"). It belongs to none where a new
subject, another unit or too many words that are no grammar stand between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ketaevidence.extraction.rules.pain.at_number import usable
from ketaevidence.extraction.rules.pain.between import (
    brings_in_another,
    is_closed,
    is_given,
    is_on_statistics,
    keeps_apart,
    too_many_unknown,
    unknown_words,
    without_brackets,
)
from ketaevidence.extraction.rules.pain.by_order import COORDINATES, told_in_order
from ketaevidence.extraction.rules.pain.measures import Measure
from ketaevidence.extraction.rules.pain.values import Value


class Bound(NamedTuple):
    """A value with its measure."""

    value: Value
    measure: Measure
    #: Whether the measure stands behind the value.
    is_ahead: bool = False
    #: Whether it goes on a row of values that began with an earlier one.
    continues: bool = False
    #: How many words between them are no grammar (mostly names of treatments).
    unknown: int = 0
    #: The last value of a row that has its measure behind it: what it is, all are.
    row_end: Value | None = None
    #: Whether only its place in the row says that it is this measure's.
    by_order: bool = False


def bind(
    words: str,
    values: Sequence[Value],
    measures: Sequence[Measure],
    names: frozenset[str] = frozenset(),
) -> Iterator[Bound]:
    """Give the values of a sentence that are bound to a measure of pain.

    ``names`` are the words for treatments that the text uses.
    """
    bounds: list[Bound | None] = []
    last: Bound | None = None
    # Where another measure came in that no table knows.
    another = -1
    can_be = usable(words, values)
    for value, is_usable in zip(values, can_be, strict=True):
        bound = _bound(words, value, measures, last, names) if is_usable else None
        if bound and bound.continues and last:
            gap = without_brackets(words[last.value.end : value.start])
            if brings_in_another(gap, names):
                another = value.start
        if bound and not (bound.is_ahead or bound.measure.start >= another):
            bound = None
        bounds.append(bound)
        # A p value between two values does not end their row.
        if bound or value.has_spread:
            last = bound
    _lead_row_ahead(words, values, can_be, bounds)
    for number, measure in told_in_order(words, values, measures, names):
        if bounds[number] is None and can_be[number]:
            bounds[number] = Bound(values[number], measure, by_order=True)
    yield from (bound for bound in bounds if bound)


#: Between the values of a list: "-28, -25 and -17 mm change on the VAS".
_LISTED = re.compile(r",\s(?:and\s|or\s)?|\s(?:and|or|vs\.?|versus)\s")


def _lead_row_ahead(
    words: str,
    values: Sequence[Value],
    can_be: Sequence[bool],
    bounds: list[Bound | None],
) -> None:
    """Give the values of a list the measure that its last value has ahead."""
    for number in range(len(values) - 1, 0, -1):
        bound = bounds[number]
        first, second = values[number - 1], values[number]
        is_open = bounds[number - 1] is None and can_be[number - 1]
        if (
            bound
            and bound.is_ahead
            and is_open
            and first.has_spread == second.has_spread
            and _LISTED.fullmatch(words, first.end, second.start)
        ):
            last = bound.row_end or second
            bounds[number - 1] = Bound(
                first, bound.measure, is_ahead=True, row_end=last
            )


def _bound(
    words: str,
    value: Value,
    measures: Sequence[Measure],
    last: Bound | None,
    names: frozenset[str],
) -> Bound | None:
    ahead = _measure_ahead(words, value, measures)
    if ahead:
        is_pains = ahead.is_pain and not is_on_statistics(words, value.start)
        return Bound(value, ahead, is_ahead=True) if is_pains else None
    measure = _measure_before(words, value, measures)
    if measure is None or not measure.is_pain:
        return None
    gap = without_brackets(words[measure.end : value.start])
    if keeps_apart(words, measure, value, gap, names):
        return None
    continues = last is not None and _goes_on(words, last, measure, value)
    if continues and last:
        gap = without_brackets(words[last.value.end : value.start])
    elif not (value.has_spread or is_given(words, measure, value, gap)):
        return None
    unknown = unknown_words(gap)
    if too_many_unknown(value, unknown, is_alone=not continues):
        return None
    return Bound(value, measure, continues=continues, unknown=unknown)


_JOINS = re.compile(
    r"^\s*(?:to|vs|versus|v|and|or|relative|compared|than|as|against|but|while|whereas|from|in|at|with|for|on|after|"
    r"down|up|before|[,;/&):-])",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:to|vs|versus|v|and|or|relative|compared|than|against|while|whereas|but)\b|[,;/]|^\s?-\s?$",
    re.IGNORECASE,
)
_UNIT_LEFT = re.compile(r"^\s?(?:mm|cm|points?|units?|AU)\b", re.IGNORECASE)
#: How far two values of a row may stand apart [characters].
_ROW = 130


def _goes_on(words: str, last: Bound, measure: Measure, value: Value) -> bool:
    """Say whether a value goes on the row of the value before it."""
    if last.measure != measure or last.is_ahead:
        return False
    gap = without_brackets(words[last.value.end : value.start])
    gap = _UNIT_LEFT.sub("", gap, count=1)
    return len(gap) <= _ROW and bool(_JOINS.match(gap)) and bool(_COMPARES.search(gap))


def _measure_before(
    words: str, value: Value, measures: Sequence[Measure]
) -> Measure | None:
    """Give the nearest measure before a value that no closed bracket hides."""
    before = [one for one in measures if one.end <= value.start]
    for number in range(len(before) - 1, max(-1, len(before) - 9), -1):
        measure = before[number]
        if is_closed(words[measure.end : value.start]):
            continue
        if measure.is_pain and _is_listed_with_another(
            words, before[: number + 1], value
        ):
            return None
        return measure
    return None


def _is_listed_with_another(
    words: str, measures: Sequence[Measure], value: Value
) -> bool:
    """Say whether the last of these measures is one of several that share values."""
    for first, second in zip(measures[-2::-1], measures[:0:-1], strict=False):
        gap = words[first.end : second.start]
        if not COORDINATES.match(gap) and gap.strip():
            return False
        if not first.is_pain:
            # Values in a bracket directly behind the last are its own.
            return not re.match(r"\s?[(\[]", words[measures[-1].end : value.start + 1])
    return False


#: Between a value and the measure that it belongs to: "cm lower on the", "for".
_LEADS_AHEAD = re.compile(
    r"[\s-]?(?:(?:mean|median|average|absolute|significant|greater|further)\s)*"
    r"(?:(?:reduction|decrease|improvement|increase|difference|change|decline|drop|rise|fall)s?\s(?:in|on|of|for)|"
    r"(?:lower|higher|less|more|greater|worse|better)(?:\s(?:on|in|for))?|for|(?P<on>on|in))\s"
    r"(?:(?:the|their|mean|median|average|a|an|postoperative|patients'|overall|0-10|0-100|10-point|11-point|100-mm|"
    r"10-cm|100\smm|10\scm|daily|rigid|recalled|self-reported|child-reported)\s?){0,4}(?:\d+[\s-]?(?:mm|cm|point)\s)?",
    re.IGNORECASE,
)
#: "4.8 ± 2.1 points for biopsy pain": of a spread what it is for is plain.
_FOR = re.compile(r"\s(?:points\s)?(?:for|in)\s(?:[A-Za-z][\w-]*\s){1,4}")


def _measure_ahead(
    words: str, value: Value, measures: Sequence[Measure]
) -> Measure | None:
    """Give the measure that directly follows a value and takes it."""
    following = next((one for one in measures if one.start >= value.end), None)
    if following is None or following.start - value.end > 90:
        return None
    match = _LEADS_AHEAD.fullmatch(words, value.end, following.start)
    if not match and value.unit and following.is_pain and value.has_spread:
        is_for = _FOR.fullmatch(words, value.end, following.start)
        if is_for and _measure_before(words, value, measures) is None:
            return following
    if not match:
        return _measure_of_subject(words, value, following, measures)
    if match["on"] and following.is_pain:
        # "Pain was 5 mm on the VAS": the scale is only a unit there.
        before = _measure_before(words, value, measures)
        if (before and before.is_pain) or not (value.unit or following.is_score):
            return None
    return following


_OF_SUBJECT = re.compile(
    r"[\s)\]]*(?:had|have|reported|showed|experienced|felt|rated)\s(?:an?\s)?(?:statistically\s)?(?:significant(?:ly)?\s)?"
    r"(?:more|less|lower|higher|greater|worse|better|reduced)\s(?:intense\s|severe\s|mean\s|median\s|postoperative\s){0,2}",
    re.IGNORECASE,
)


def _measure_of_subject(
    words: str, value: Value, following: Measure, measures: Sequence[Measure]
) -> Measure | None:
    """Give the measure of "the ketamine group (4.0 ± 2.1) had more pain"."""
    stands_in_brackets = words[value.start - 1 : value.start] in {"(", "["}
    if not stands_in_brackets or any(one.end <= value.start for one in measures):
        return None
    between = words[value.end : following.start]
    return following if value.has_spread and _OF_SUBJECT.fullmatch(between) else None
