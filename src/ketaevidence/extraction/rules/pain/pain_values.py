"""The numbers of a text that say how strong pain is, how it changed or differed.

Each value of a sentence is bound to the nearest measure; what is bound to pain is a
level, a change or a difference between arms. Where the words leave it open whose
number it is, there is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from ketaevidence.extraction.mentions.arm_names import arms
from ketaevidence.extraction.mentions.drugs import drugs
from ketaevidence.extraction.rules.pain.binding import Bound, bind
from ketaevidence.extraction.rules.pain.measures import Measure
from ketaevidence.extraction.rules.pain.pain_kind import Reading, kind_of
from ketaevidence.extraction.rules.pain.pain_quote import quote
from ketaevidence.extraction.rules.pain.pain_topic import Named, only_says_scores
from ketaevidence.extraction.rules.pain.pain_words import PAIN_VOCABULARY
from ketaevidence.extraction.rules.pain.scale import ONLY_WITH_PAIN, Scale, pain_scales
from ketaevidence.extraction.rules.pain.scale_words import (
    limits_behind,
    limits_near,
    scale_named,
    scales_in,
)
from ketaevidence.extraction.rules.pain.spread import Reach
from ketaevidence.extraction.rules.pain.values import (
    ONE_NUMBER,
    OPEN,
    TWO_NUMBERS,
    Value,
    spread_further_on,
    values_in,
)
from ketaevidence.extraction.rules.study.kind import reports_patients
from ketaevidence.extraction.text import Sentence, View

#: In these parts of a paper stand other studies' numbers, aims and names.
NO_RESULTS = frozenset({"title", "background", "objective", "registration", "funding"})
#: In these only a value with its spread is a result: the methods hold the limits of who
#: could take part, and the conclusions say results again.
_FEW_RESULTS = frozenset({"methods", "conclusions"})


#: A case told under "methods" may say how pain fell.
_FROM_TO = re.compile(
    r"\b(?:decreased|reduced|fell|dropped|improved|declined)\b[^;]*\bfrom\b"
)


def treatment_words(view: View) -> frozenset[str]:
    """Give the words by which the text names drugs and arms, in lower case."""
    names = [view.folded[drug.start : drug.end] for drug in view.once(drugs)]
    names.extend(arm.name for arm in view.once(arms))
    return frozenset(re.findall(r"\w+", " ".join(names).lower()))


def _may_be_plain(part: str, lead: str) -> bool:
    """Say whether a number without a spread may be a result in this part."""
    if part not in _FEW_RESULTS:
        return True
    return part == "methods" and bool(_FROM_TO.search(lead))


@dataclass(frozen=True, slots=True)
class PainValue:
    """One number on pain, with where it stands and what it was read as."""

    sentence: Sentence
    bound: Bound
    value: Value
    reading: Reading
    #: Where the words that prove it begin and end, in the sentence.
    start: int
    end: int
    #: The words before the value that may say what it is (mean, median).
    lead: str
    scale: Scale | None
    #: How far the words may stand that say what its spread is.
    reach: Reach
    #: How far its scale reaches, if the words at the value say so.
    limits: str | None = None


def pain_values(view: View) -> tuple[PainValue, ...]:
    """Give the values on pain in order; ask through ``view.once(pain_values)``."""
    if not view.names_any(PAIN_VOCABULARY) or not view.once(reports_patients):
        return ()
    return tuple(_pain_values(view))


def _pain_values(view: View) -> Iterator[PainValue]:
    named = Named(view)
    last: Reading | None = None
    seen: set[tuple[float, float | None]] = set()
    for number, sentence in enumerate(view.sentences):
        if sentence.part in NO_RESULTS or not _DIGIT.search(sentence.words):
            continue
        measures = named.in_sentence(number)
        inherited = named.inherited(number)
        if inherited:
            # "Corresponding numbers" count nobody here.
            measures = [one for one in measures if one.start >= inherited.end]
            measures.insert(0, inherited)
        if not any(measure.is_pain for measure in measures):
            continue
        # "It was 7.2 in the others" goes on with what the sentence before said.
        kept = last if inherited and not only_says_scores(sentence.words) else None
        last = None
        for found in _in_sentence(view, sentence, measures, kept):
            value, last = found.value, found.reading
            if not (value.has_spread or _may_be_plain(sentence.part, found.lead)):
                continue
            key = (value.number, value.low if value.spread is None else value.spread)
            if sentence.part == "conclusions" and key in seen:
                continue
            seen.add(key)
            yield found


#: No sentence has more values; a text made to trouble the rules may.
MOST_VALUES = 40
_DIGIT = re.compile(r"\d")


def _in_sentence(
    view: View,
    sentence: Sentence,
    measures: list[Measure],
    kept: Reading | None,
) -> Iterator[PainValue]:
    words = sentence.words
    values = list(islice(values_in(words), MOST_VALUES))
    before: Reading | None = None
    last_end = 0
    stated: str | None = None
    lead = ""
    bounds = list(bind(words, values, measures, view.once(treatment_words)))
    pains = {bound.value.start for bound in bounds}
    others = [v for v in values if v.has_spread and v.start not in pains]
    for number, bound in enumerate(bounds):
        value = bound.value
        start = _lead_start(words, bound, measures, last_end)
        goes_on = number + 1 < len(bounds) and bounds[number + 1].continues
        is_kept = kept is not None and bound.measure is measures[0]
        is_row = bound.continues or bound.by_order
        told = before if is_row else kept if is_kept else None
        told_by = bound._replace(value=bound.row_end or value)
        reading = kind_of(words, told_by, start, told, goes_on=goes_on)
        if reading.kind != "level":
            value = spread_further_on(words, value)
        before = reading
        value, stated = _with_kind_of_row(value, stated if bound.continues else None)
        scale = _scale_of(view, words, bound)
        limits, top = _limits_said(words, bound)
        if not _is_plausible(value, reading, scale, top):
            last_end = value.end
            continue
        # A row says once that its values are means.
        lead = (lead if bound.continues else "") + words[
            max(0, start - 20) : value.start
        ]
        own = bound.measure
        quote_start, quote_end = quote(
            words, value, (own.start, own.end), goes_on=last_end > own.start
        )
        yield PainValue(
            sentence, bound, value, reading, quote_start, quote_end,
            lead, scale, _reach(bound, others), limits,
        )  # fmt: skip
        last_end = value.end


def _with_kind_of_row(value: Value, stated: str | None) -> tuple[Value, str | None]:
    """Give a value the kind of its row, and what the row has stated so far.

    "3.1 (SD 1.2) and 4.2 (1.4)": a row states the kind of its spreads once; one that
    states two kinds leaves open what a bare spread is.
    """
    if value.kind:
        return value, value.kind if stated in {None, value.kind} else OPEN
    is_alike = value.form.startswith("bare") and (
        stated == OPEN or _alike(stated, value)
    )
    return (replace(value, kind=stated), stated) if is_alike else (value, stated)


def _reach(bound: Bound, others: list[Value]) -> Reach:
    """Give how far the words may stand that say what the spread of a value is."""
    next_one = bisect_left(others, bound.value.start, key=lambda value: value.start)
    since = others[next_one - 1].end if next_one else 0
    if next_one == len(others):
        return Reach(bound.measure.start, since)
    return Reach(bound.measure.start, since, others[next_one].start)


def _alike(kind: str | None, value: Value) -> bool:
    return kind in (TWO_NUMBERS if value.form == "bare_two" else ONE_NUMBER)


def _lead_start(
    words: str, bound: Bound, measures: list[Measure], last_end: int
) -> int:
    """Give where the words that may speak of a value begin."""
    if bound.is_ahead:
        return max(last_end, bound.value.start - 60)
    if bound.continues:
        return last_end
    before = [
        one.end
        for one in measures
        if one.end <= bound.measure.start and not one.is_pain
    ]
    mark = max(words.rfind(sign, 0, bound.measure.start) + 1 for sign in (";", ". "))
    return max(before[-1] if before else 0, mark, min(last_end, bound.measure.start))


def _scale_of(view: View, words: str, bound: Bound) -> Scale | None:
    """Give the scale that a value was rated on, with its limits if stated."""
    known = pain_scales(view)
    measure = bound.measure
    end = max(measure.end, bound.value.start)
    named = [
        (name, start, stop)
        for name, start, stop in scales_in(words[measure.start : end + 60])
    ]
    if named:
        name, start, stop = named[0]
        limits, top = limits_near(words, measure.start + start, measure.start + stop)
        if top is None and name in known:
            return known[name]
        return Scale(name, measure.start + start, measure.start + stop, limits, top)
    own = [one for one in known.values() if one.name not in ONLY_WITH_PAIN]
    return own[0] if len(own) == 1 else None


#: A spread wider than this share of its scale belongs to something else.
_WIDEST = 0.62
#: How far scales reach that always reach as far; a VAS or NRS may reach to 10 or 100.
_TOPS = {
    "BPI": 10,
    "FLACC": 10,
    "faces": 10,
    "FPS-R": 10,
    "Wong-Baker": 10,
    "CHEOPS": 13,
    "mCHEOPS": 13,
    "PPI": 5,
    "McGill": 78,
    "WOMAC": 500,
}
_HIGHEST = 100


def _limits_said(words: str, bound: Bound) -> tuple[str | None, int | None]:
    """Give how far the scale reaches by the words at a value, or at its measure."""
    limits = limits_behind(words, bound.value.end)
    if limits[1] or scale_named(words[bound.measure.start : bound.measure.end]):
        return limits
    return limits_near(words, bound.measure.start, bound.measure.end)


def _is_plausible(
    value: Value, reading: Reading, scale: Scale | None, said: int | None
) -> bool:
    """Say whether a number, and its spread, can be one of its scale."""
    top = _top(value, scale, said)
    if max(abs(value.number), value.number_high or 0) > top:
        return False
    if value.spread is not None and value.spread > _WIDEST * top:
        return False
    if value.low is None or value.high is None or reading.kind != "level":
        return True
    return 0 <= value.low <= value.number <= value.high <= top


def _top(value: Value, scale: Scale | None, said: int | None) -> int:
    """Give how far a value's scale reaches, as value, sentence or text say."""
    if value.top:
        return value.top
    if value.unit in {"mm", "cm"}:
        return 10 if value.unit == "cm" else _HIGHEST
    if said:
        return said
    if scale:
        return scale.top or _TOPS.get(scale.name, _HIGHEST)
    return _HIGHEST
