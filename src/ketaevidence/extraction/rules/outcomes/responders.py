"""Responders: how many of how many people had relief of pain.

What counted as relief ("at least 50% pain relief", "pain free") is the unit; its number
is never the rate.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketaevidence.extraction.mentions.times import time_at
from ketaevidence.extraction.model import Candidate
from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.outcomes.counts import Count
from ketaevidence.extraction.rules.outcomes.given_with import arm_of
from ketaevidence.extraction.rules.outcomes.outcome_binding import Bound, bound_counts
from ketaevidence.extraction.text import View
from ketaevidence.question.model import Question

#: How far a printed percentage may be from the counts' own [percentage points].
_ROUNDING = 1.0
#: A quote reaches from the outcome to its count only so far [characters].
_LONGEST_QUOTE = 160


def read_responders(view: View, _: Question) -> Iterator[Candidate]:
    """Read each share of people that a sentence says had relief of pain."""
    for bound in view.once(bound_counts):
        is_stray_none = bound.share.events == 0 and not (
            bound.share.total or bound.share.names_people
        )
        if bound.term.kind == "relief" and not is_stray_none:
            yield counted(view, "responders", bound, unit=bound.term.name)


def counted(
    view: View,
    field: str,
    bound: Bound,
    *,
    value: str | None = None,
    unit: str | None = None,
) -> Candidate:
    """Make the candidate of a count: events, total, percent, arm and time."""
    sentence, count, term = bound
    start, end = _quoted(count, term.start, term.end)
    place = (sentence.start + count.start, sentence.start + count.end)
    number = count.percent if count.events is None else count.events
    return candidate(
        view,
        field,
        value if value is not None else number or 0,
        sentence.start + start,
        sentence.start + end,
        f"outcome.{_form(count)}",
        unit=unit,
        events=count.events,
        total=count.total,
        percent=count.percent,
        arm=arm_of(view, sentence, *place),
        time=time_at(view, sentence, *place),
        confidence="medium",
        warnings=misfit(count),
    )


def misfit(count: Count) -> tuple[str, ...]:
    """Warn where a printed percentage is not that of the counts."""
    if count.events is None or not count.total or count.percent is None:
        return ()
    own = 100 * count.events / count.total
    if abs(own - count.percent) <= _ROUNDING:
        return ()
    counted_as = f"{count.events} of {count.total} is {own:.1f} %"
    return (f"{counted_as}, but the text says {count.percent:g} %",)


def _form(count: Count) -> str:
    if count.is_worded:
        return "all_or_none"
    if count.events is None:
        return "percent"
    return "events_of_total" if count.total else "events"


def _quoted(count: Count, start: int, end: int) -> tuple[int, int]:
    """Give the quote's place: the outcome with its count, if they stand close."""
    low, high = min(count.start, start), max(count.end, end)
    return (low, high) if high - low <= _LONGEST_QUOTE else (count.start, count.end)
