"""Counts of people: events, total and percentage in every printing."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ketaevidence.extraction.fold import fold
from ketaevidence.extraction.rules.outcomes.counts import counts_in, may_count


def read(text):
    """Give (events, total, percent) of every count."""
    return [(c.events, c.total, c.percent) for c in counts_in(fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # trap 72
        ("seen in 26 of 31 (84%)", [(26, 31, 84)]),
        ("28% [26 of 93] had it", [(26, 93, 28)]),
        ("in 5/9 patients", [(5, 9, None)]),
        ("nine of 331 women", [(9, 331, None)]),
        ("in four out of 22 patients (18%)", [(4, 22, 18)]),
        ("All 14 patients improved", [(14, 14, None)]),
        ("38 percent vs. 7 percent", [(None, None, 38), (None, None, 7)]),
        ("Of 34 patients, 32 had relief", [(32, 34, None)]),
        ("21 (91%) out of 23 patients", [(21, 23, 91)]),
        ("one [2·3%] of 43", [(1, 43, 2.3)]),
        ("39% (9/23) patients", [(9, 23, 39)]),
        ("58/63, 92%", [(58, 63, 92)]),
        ("61% of the patients (n=70)", [(70, None, 61)]),
        ("131 patients (64%)", [(131, None, 64)]),
        ("the A group (12; 41%)", [(12, None, 41)]),
        # trap 73
        ("75% versus 17%", [(None, None, 75), (None, None, 17)]),
        ("one subject (4%) and three (12%)", [(1, None, 4), (3, None, 12)]),
        ("Three of these patients had it", [(3, None, None)]),
        ("None of the subjects had it", [(0, None, None)]),
        ("none of the 13 patients", [(0, 13, None)]),
        ("0/31 versus 0%", [(0, 31, None), (None, None, 0)]),
        ("Eighty-one per cent of patients", [(None, None, 81)]),
        # one sign for a row
        ("in 53 versus 37%", [(None, None, 53), (None, None, 37)]),
        ("40% in the saline group and 10% in the air group", [(None, None, 40), (None, None, 10)]),
        ("20 patients in group 1 and 13 patients in group 2", [(20, None, None), (13, None, None)]),
        ("were 23, 36 and 11%", [(None, None, 23), (None, None, 36), (None, None, 11)]),
        ("13 and 6 patients, respectively", [(13, None, None), (6, None, None)]),
        ("four in the placebo group", [(4, None, None)]),
        ("nausea in one, rash in two.", [(1, None, None), (2, None, None)]),
        ("fewer patients had it (8 vs. 3)", [(8, None, None), (3, None, None)]),
    ],
)  # fmt: skip
def test_a_count_is_read_whole(text, expected):
    """Each printing gives the numbers that it has, and no more."""
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # trap 75: numbers with a slash that count nobody
        "pain of 4/10", "a VAS score of 3/10", "38/65 mg", "day 19/10 mg", "acuity 20/50",
        # percentages that count nobody
        "it fell by 38%", "a reduction of 38%", "0.25% bupivacaine", "bupivacaine 0.25%", "95% CI", "saturation of 94%",
        "a 38% increase", "more than 50% of patients", "80% of the dose", "60% to 70%", "at the 5% level",
        # bare numbers that count nobody
        "in group 1", "on day 3 and", "a 70 year old woman", "per 100 patient years", "12% more women", "one in 14 cases", "by two or less",
    ],
)  # fmt: skip
def test_a_number_that_counts_nobody_is_none(text):
    """Doses, scores, changes, levels and names of groups are no counts."""
    assert read(text) == []


def test_a_denominator_is_never_taken_for_the_events():
    """Where the first number is lost, the second one is not read alone."""
    assert read("Rates were A--19 of 53 subjects (36%).") == [(19, 53, 36)]
    assert read("It was 1.9 of 53 subjects (36%).") == [(None, None, 36)]


def test_more_events_than_people_are_no_count():
    """A share cannot be larger than the whole."""
    assert read("in 31 of 26 patients") == []
    assert read("in 130% of patients") == []


@pytest.mark.parametrize("text", ["", "9" * 5000, "5 of " * 400, "5% (" * 500, "(" * 3000, "one of two " * 200])  # fmt: skip
def test_any_text_is_read_without_an_error(text):
    """Counts never overlap and stand in order, whatever the text."""
    counts = counts_in(text)
    assert all(a.end <= b.start for a, b in pairwise(counts))
    assert may_count(text) in {True, False}
