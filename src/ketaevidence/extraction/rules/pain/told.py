"""Make a candidate of a value on pain: spread, scale, arm, time and how sure it is."""

from __future__ import annotations

import re

from ketaevidence.extraction.mentions.times import time_at
from ketaevidence.extraction.model import Candidate, Confidence
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.pain.arm_said import arm_of
from ketaevidence.extraction.rules.pain.house_style import kind_of_other_scores
from ketaevidence.extraction.rules.pain.pain_values import PainValue
from ketaevidence.extraction.rules.pain.scale_words import limits_in
from ketaevidence.extraction.rules.pain.spread import (
    UNSPECIFIED,
    Spread,
    may_be_the_scales,
    spread_of,
    spread_warnings,
)
from ketaevidence.extraction.rules.pain.values import IQR, RANGE, SD, SE
from ketaevidence.extraction.text import View

_STATISTIC = re.compile(
    r"\b(?:(?P<median>medians?)|(?P<mean>means?|averages?|averaged|averaging|least[\s-]squares|LSM))\b",
    re.IGNORECASE,
)
_ONE_PATIENT = re.compile(
    r"\b(?:the|our|this)\spatient(?:'s)?\b|\b(?:his|her|he|she)\b", re.IGNORECASE
)
_PEOPLE = re.compile(
    r"\b(?:patients|subjects|participants|groups?|arms?|women|men|children)\b",
    re.IGNORECASE,
)
_FIELDS = {
    "level": "pain_score",
    "change": "pain_change",
    "difference": "mean_difference",
}
#: More words than these between a measure and its value that are no grammar, and a
#: reviewer looks twice.
_FEW_UNKNOWN = 4


def as_candidate(
    view: View,
    found: PainValue,
    field: str,
    number: float,
    warnings: tuple[str, ...] = (),
) -> Candidate:
    """Make the candidate of a value on pain."""
    sentence, value = found.sentence, found.value
    place = (sentence.start + value.start, sentence.start + value.end)
    of_others = kind_of_other_scores(view, sentence.words, value)
    spread = spread_of(view, sentence.words, found.reach, value, of_others)
    kind = spread.kind
    or_else = found.reading.or_else
    beyond = _outside(found) + _beyond_scale(view, found)
    is_range = value.number_high is not None
    return candidate(
        view,
        field,
        number,
        sentence.start + found.start,
        sentence.start + found.end,
        f"outcome.{value.form}",
        value_high=value.number_high,
        unit=unit_of(found),
        statistic="range_of_means" if is_range else statistic_of(found, kind),
        spread=value.spread,
        spread_low=value.low,
        spread_high=value.high,
        spread_type="range" if is_range else kind,
        # A difference is between arms.
        arm=None
        if found.reading.kind == "difference"
        else arm_of(view, sentence, *place),
        time=time_at(view, sentence, *place),
        confidence="low" if beyond else _confidence(found, spread),
        alternatives=(_FIELDS[or_else],) if or_else else (),
        warnings=(*spread_warnings(spread, value), *warnings, *beyond),
    )


def unit_of(found: PainValue) -> str | None:
    """Give the scale with its limits, as far as the text states them."""
    value, scale = found.value, found.scale
    limits = f"0-{value.top}" if value.top else found.limits
    if scale:
        limits = scale.limits or limits
    if limits is None and value.unit in {"mm", "cm"}:
        limits = value.unit
    return " ".join(filter(None, (scale.name if scale else None, limits))) or None


def statistic_of(found: PainValue, kind: str | None) -> str | None:
    """Say whether a value is a mean, a median or one patient's, as the text says."""
    named = None
    for match in _STATISTIC.finditer(found.lead):
        named = "median" if match["median"] else "mean"
    if named:
        return named
    if kind == IQR:
        return "median"
    if kind in {SD, SE} or found.value.form == "plus_minus":
        return "mean"
    words = found.sentence.words
    is_one = _ONE_PATIENT.search(words) and not _PEOPLE.search(words)
    return "value" if is_one and not found.value.has_spread else None


def _confidence(found: PainValue, spread: Spread) -> Confidence:
    if found.reading.or_else:
        return "low"
    value = found.value
    is_plain = not value.has_spread or value.form.startswith("bare")
    if (
        is_plain
        or found.bound.by_order
        or spread.is_by_others
        or found.bound.unknown > _FEW_UNKNOWN
        or not found.bound.measure.is_score
    ):
        return "medium"
    return "high"


def _outside(found: PainValue) -> tuple[str, ...]:
    """Warn where an estimate lies outside its own interval."""
    value = found.value
    if value.low is None or value.high is None:
        return ()
    if (
        value.low <= value.number <= value.high
        or value.low <= -value.number <= value.high
    ):
        return ()
    return ("the number lies outside its own interval",)


def _beyond_scale(view: View, found: PainValue) -> tuple[str, ...]:
    """Warn where a value lies above the scale, or its spread may be the scale's."""
    value = found.value
    if value.kind == RANGE and may_be_the_scales(value):
        return ("the range may be how far the scale reaches, and no spread",)
    tops = () if value.unit else view.once(_tops_told)
    if found.scale or found.limits or not tops or abs(value.number) <= max(tops):
        return ()
    return ("the number is above the top of the scale that the text gives",)


def _tops_told(view: View) -> tuple[int, ...]:
    """Give the upper limits of the scales without a name that the text gives pain."""
    return tuple(
        int(match["high"])
        for sentence in view.sentences
        if _SCALE_OF_PAIN.search(sentence.words)
        for match in limits_in(sentence.words)
    )


_SCALE_OF_PAIN = re.compile(
    r"\bpain\b.{0,200}\b(?:scales?|rated|scored|graded|from)\b", re.IGNORECASE
)

__all__ = ["UNSPECIFIED", "as_candidate", "statistic_of", "unit_of"]
