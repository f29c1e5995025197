"""Values of several measures that are told in order: "VAS and ODI fell from 7.1 and 52".

Measures joined by "and" or a comma share a row of values: one for each, by order. That
is read only where every group of values has as many as there are measures, and the
sentence says "respectively" or has several such groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ketaevidence.extraction.rules.pain.between import (
    keeps_apart,
    without_brackets,
)
from ketaevidence.extraction.rules.pain.measures import Measure
from ketaevidence.extraction.rules.pain.values import Value

#: Between measures that are listed together.
COORDINATES = re.compile(
    r"^(?:\s\([^()]{1,30}\))?\s?(?:,|/|&|\band\b|\bor\b|\bas\swell\sas\b|,\s?and)\s*(?:(?:the|mean|median|average|in|of|"
    r"total|daily|their|both|on|for|postoperative|[a-z-]+(?!ed\b))\s){0,3}$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s?(?:,|/|and|,\sand)\s?", re.IGNORECASE)
_OF_P = re.compile(r"[pP]\s?[=<>≤]\s?$")
_RATES = re.compile(
    r"\b(?:means?|medians?|averages?|scores?|VAS|NRS|ratings?)\b", re.IGNORECASE
)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


def told_in_order(
    words: str,
    values: Sequence[Value],
    measures: Sequence[Measure],
    names: frozenset[str],
) -> Iterator[tuple[int, Measure]]:
    """Give (number of the value, measure of pain) of the values told in order."""
    measures = list(_merged(words, measures))
    for first, last in _runs(words, measures):
        run = measures[first : last + 1]
        if all(one.is_pain for one in run) or not any(one.is_pain for one in run):
            continue
        stop = measures[last + 1].start if last + 1 < len(measures) else len(words)
        own = [
            number
            for number, value in enumerate(values)
            if run[-1].end <= value.start < stop
            and not _OF_P.search(words, max(0, value.start - 6), value.start)
        ]
        groups = _groups(words, values, own)
        is_told = len(groups) > 1 or (
            own and _RESPECTIVELY.search(words, values[own[-1]].end)
        )
        if not is_told or any(len(group) != len(run) for group in groups):
            continue
        value = values[own[0]]
        gap = without_brackets(words[run[-1].end : value.start])
        if keeps_apart(words, run[-1], value, gap, names):
            continue
        rates = bool(_RATES.search(words, max(0, run[0].start - 12), value.start))
        for group in groups:
            for number, measure in zip(group, run, strict=True):
                if measure.is_pain and (
                    rates or _can_be_its(words, values[number], measure)
                ):
                    yield number, measure


_LONGEST_BRACKET = 40
#: "ODI scores", "number of extra doses": two mentions of one measure.
_OF_ONE = re.compile(r"[\s-](?:of\s(?:[\w-]+\s){0,2})?")


def _merged(words: str, measures: Sequence[Measure]) -> Iterator[Measure]:
    """Give the measures, those of one name as one."""
    last: Measure | None = None
    for one in measures:
        if last and (
            one.start < last.end or _OF_ONE.fullmatch(words, last.end, one.start)
        ):
            last = last._replace(end=max(one.end, last.end))
            continue
        if last and one.is_pain and words[last.end : one.start].strip() == "(":
            # "Pain intensity (VAS 0-100 mm) and ...".
            closed = words.find(")", one.end, one.end + _LONGEST_BRACKET)
            last = last._replace(end=max(one.end, closed + 1))
            continue
        if last:
            yield last
        last = one
    if last:
        yield last


def _runs(words: str, measures: Sequence[Measure]) -> Iterator[tuple[int, int]]:
    """Give where runs of measures that are listed together begin and end."""
    first = 0
    for number, (one, following) in enumerate(pairwise(measures)):
        gap = words[one.end : following.start]
        if not COORDINATES.match(gap):
            if number > first:
                yield first, number
            first = number + 1
    if len(measures) - 1 > first:
        yield first, len(measures) - 1


def _groups(words: str, values: Sequence[Value], own: Sequence[int]) -> list[list[int]]:
    """Part values into groups: those of a group have only "and" between them."""
    groups: list[list[int]] = [[own[0]]] if own else []
    for before, number in pairwise(own):
        gap = without_brackets(words[values[before].end : values[number].start])
        if not _AND.fullmatch(" ".join(gap.split())):
            groups.append([])
        groups[-1].append(number)
    return groups


def _can_be_its(words: str, value: Value, measure: Measure) -> bool:
    """Say whether a plain number may be a score; one of words is asked for less."""
    is_exact = value.has_spread or "." in words[value.start : value.end]
    return is_exact or bool(value.unit) or measure.is_score
