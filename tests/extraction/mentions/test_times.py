"""Which times a text names, and which of them a value belongs to; invented sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.extraction.mentions.times import (
    in_days,
    plural_unit,
    time_at,
    times,
)
from ketaevidence.extraction.text import View
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def view(text, title="X"):
    """Lay out an invented text."""
    return View.of(Record(title=title, pmid="1", sections=(Section(text),)))


def at(text, value):
    """Give the time of the first place where a value is printed."""
    laid_out = view(text)
    start = laid_out.folded.index(value)
    sentence = next(s for s in laid_out.sentences if s.start <= start < s.end)
    return time_at(laid_out, sentence, start, start + len(value))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Pain fell at 12 weeks.", [("12 weeks", "point")]),
        ("A 48-hour score was kept.", [("48-hour", "mixed")]),
        ("Scores were taken at 1, 3 and 6 months.", [("1 month", "point"), ("3 months", "point"), ("6 months", "point")]),
        ("It was seen on postoperative day 2.", [("postoperative day 2", "point")]),
        ("It was seen on days 1, 4 and 9.", [("day 1", "point"), ("day 4", "point"), ("day 9", "point")]),
        ("Visits were at week 12.", [("week 12", "point")]),
        ("At the 2nd and 14th hours it rose.", [("2nd hours", "point"), ("14th hours", "point")]),
        ("Scores after 2 to 6 weeks fell.", [("2 to 6 weeks", "point")]),
        ("A 5-day infusion was given.", [("5-day", "length")]),  # trap 53
        ("A 110-h infusion was given.", [("110-h", "length")]),  # trap 53
        ("Tablets were taken every 3 weeks.", [("3 weeks", "interval")]),
        ("A 47-year-old man came.", [("47-year", "age")]),
        ("Women aged 18 to 70 years came.", [("18 to 70 years", "age")]),
        ("Pain was scored 24 h after surgery.", [("24 h", "point")]),
        ("Pain was scored 20 min before incision.", [("20 min before incision", "baseline")]),
        ("After a median of 7 months it fell.", [("7 months", "point")]),
        ("It fell at the end of the 6-week treatment.", [("end of 6-week treatment", "end")]),
    ],
)  # fmt: skip
def test_times_are_told_from_lengths_intervals_and_ages(text, named):
    """Each time of a text has its printed name and what it is in its sentence."""
    assert [(time.name, time.kind) for time in times(view(text))] == named


@pytest.mark.parametrize(
    "text",
    [
        "The rate was 5 mg h-1.",
        "The dose was 3 mg per day 20 mg at most.",
        "They stayed 4.1 ± 1.7 days.",
        "The 6-minute walk was tested.",
        "The first hours were hard.",
        "The T4 vertebra was level.",
        "A 2D image was made.",
    ],
)
def test_rates_spreads_and_tests_are_no_times(text):
    """What only looks like a time is none, or keeps the number that is one."""
    assert {time.name for time in times(view(text))} <= {"4.1"}


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        # trap 61: two times in one change
        ("Pain fell from 7.4 at baseline to 3.2 at 3 months.", {"7.4": "baseline", "3.2": "3 months"}),
        ("Pain fell from 7.4 ± 1.1 to 3.2 ± 2.0 after 5 weeks.", {"7.4": "baseline", "3.2": "5 weeks"}),
        ("Pain was 7.4 before and 3.2 after treatment.", {"7.4": "before", "3.2": "after treatment"}),
        ("Before and after treatment pain was 7.4 and 3.2.", {"7.4": "before", "3.2": "after treatment"}),
        # trap 44: "respectively", by order
        ("Pain was 5.6, 4.3 and 3.1 at 1, 3 and 6 months, respectively.", {"5.6": "1 month", "4.3": "3 months", "3.1": "6 months"}),
        ("Pain was 5.6 ± 1.2, 4.3 (SD 2.2) and 3.1 at baseline, 1 week and 3 weeks.", {"5.6": "baseline", "4.3": "1 week", "3.1": "3 weeks"}),
        ("Pain was 5.6 vs 5.7 at baseline and 3.1 vs 4.9 at 12 weeks.", {"5.6": "baseline", "5.7": "baseline", "3.1": "12 weeks", "4.9": "12 weeks"}),
        ("At 8 weeks pain was 3.4 with the drug and 5.1 with placebo.", {"3.4": "8 weeks", "5.1": "8 weeks"}),
        ("Pain was 3.4 in one group and 5.1 in the other at week 8.", {"3.4": "week 8", "5.1": "week 8"}),
        ("At baseline pain was 7.4 and at 3 months 3.2.", {"7.4": "baseline", "3.2": "3 months"}),
        ("Scores at 2 h (3.4 vs 4.5) and 6 h (2.2 vs 3.6) fell.", {"3.4": "2 h", "4.5": "2 h", "2.2": "6 h", "3.6": "6 h"}),
        ("Baseline pain was 7.4.", {"7.4": "baseline"}),
        ("Pain fell from a baseline of 7.4 to 3.2 after titration.", {"7.4": "baseline", "3.2": None}),
        ("Eight hours after the end of surgery scores were 3.4 vs 5.1.", {"3.4": "Eight hours", "5.1": "Eight hours"}),
        ("Between 12 and 24 h scores were 3.4 vs 5.1.", {"3.4": "12 and 24 h", "5.1": "12 and 24 h"}),
        ("At 6 and 12 h scores were 3.4 and 5.1, respectively.", {"3.4": "6 h", "5.1": "12 h"}),
        ("Pain was 3.4; at 6 weeks it was 2.2.", {"3.4": None, "2.2": "6 weeks"}),
    ],
)  # fmt: skip
def test_a_value_has_the_time_its_clause_gives_it(text, bound):
    """The nearest time that is not another value's, or the one at its place in a list."""
    assert {value: at(text, value) for value in bound} == bound


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The change from baseline was 3.2 points.", "3.2"),
        ("At 6 and 12 h pain was 3.4 and 5.1 in groups A and B.", "3.4"),
        ("Pain was 4.4 on days 3 and 7.", "4.4"),
        ("Patients with pain for 4 years scored 7.4.", "7.4"),
        ("The worst pain in the past 24 hours was 7.4.", "7.4"),
        ("It lasted 7.4 hours after surgery.", "7.4"),
        ("Pain was 7.4.", "7.4"),
    ],
)
def test_a_value_without_one_time_has_none(text, value):
    """What a value is held against, a list of any, and a length bind nothing."""
    assert at(text, value) is None


def test_time_labels_are_told_by_their_definition():
    """A T-label stands for what the text says of it."""  # trap 64
    text = (
        "Pain was scored before (T0), 1 week (T1) and 2 months (T2) after treatment. "
        "Pain fell from 8.6 at T0 to 6.4 at T2."
    )
    assert at(text, "8.6") == "before"
    assert at(text, "6.4") == "2 months"
    text = "Visits: T30 (30 days) and T90 (90 days). Pain was 6.4 (T30) and 5.2 (T90)."
    assert at(text, "6.4") == "30 days"
    assert at(text, "5.2") == "90 days"
    text = "Visits were at T30 and T90 (days). Pain was 6.4 (T30) and 5.2 (T90)."
    assert at(text, "6.4") == "30 days"
    assert at(text, "5.2") == "90 days"
    assert at("At T3 pain was 5.2.", "5.2") == "T3"


@pytest.mark.parametrize(
    ("number", "unit", "days"),
    [(2, "weeks", 14.0), (48, "h", 2.0), (1, "yr", 365.25), (3, "mg", None), (1440, "min", 1.0)],
)  # fmt: skip
def test_lengths_are_written_in_days(number, unit, days):
    """Every spelling of a unit of time counts; another unit gives nothing."""
    assert in_days(number, unit) == days
    assert (plural_unit(unit) is None) == (days is None)


pieces = st.sampled_from(
    ["24", "h", "at", "1,", "3", "and", "6", "months", "T0", "(", ")", "baseline", "after",
     "treatment", "-", "±", "7.4", "week", "12", ".", "\u202e", "day", "first", "to", "\n"]
)  # fmt: skip


@given(st.lists(pieces, max_size=50).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_times_stand_in_order_and_any_value_can_be_asked_for(text):
    """Times never overlap; asking for a value's time never fails."""
    laid_out = view(text)
    found = times(laid_out)
    places = [place for time in found for place in (time.start, time.end)]
    assert places == sorted(places)
    for sentence in laid_out.sentences:
        for word in laid_out.words[:20]:
            named = time_at(laid_out, sentence, word.start, word.end)
            assert named is None or named
