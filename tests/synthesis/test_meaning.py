"""When a pooled result says something else: the review's thresholds, no p value."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.question.load import shipped_question
from ketaevidence.question.model import DigestPlan
from ketaevidence.synthesis.meaning import meaning_of
from ketaevidence.synthesis.movement import Movement
from ketaevidence.synthesis.pools import Pool

QUESTION = shipped_question()


def pool(estimate, half=1.0, *, kind="randomised_contrast", scale=(0.0, 10.0)):
    """Give a pooled result with an interval around it."""
    return Pool(
        kind=kind, label="2 to 6 weeks", studies=frozenset("abc"), k=3, n=90,
        estimate=estimate, ci_lb=estimate - half, ci_ub=estimate + half,
        scale=None if kind == "responder" else scale,
    )  # fmt: skip


def moved(before, after):
    """Give the movement from one result to another."""
    known = after or before
    return Movement(known.kind, known.label, before, after, ())


def why(before, after, question=QUESTION):
    """Give the reasons why a result says something else."""
    return meaning_of(moved(before, after), question).why


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (pool(-1.2), pool(-1.3), ()),
        (pool(-0.5), pool(-1.5), ("moved",)),
        (pool(-0.5), pool(-1.4999), ()),
        (pool(-0.2), pool(0.3), ("crossed_null",)),
        (pool(-0.001), pool(0.001), ()),
        (pool(-1.9), pool(-2.0), ("reached_important_difference",)),
        (pool(-2.4), pool(-1.7), ("fell_below_important_difference",)),
        (None, pool(-0.1), ("now_pooled",)),
        (pool(-0.1), None, ("no_longer_pooled",)),
        (pool(40.0, kind="responder"), pool(49.9, kind="responder"), ()),
        (pool(40.0, kind="responder"), pool(50.0, kind="responder"), ("moved",)),
        (
            pool(-1.9, kind="single_arm_change"),
            pool(-2.1, kind="single_arm_change"),
            (),
        ),
        (pool(-1.0, scale=None), pool(-1.1, scale=None), ("scale_unknown",)),
    ],
)
def test_the_thresholds_decide(before, after, expected):
    """A change counts by its size, its side and the important difference."""
    assert why(before, after) == expected


def test_a_scale_of_100_has_thresholds_ten_times_as_large():
    """One point of ten is ten of a hundred; the important difference goes with it."""
    wide = (0.0, 100.0)
    assert why(pool(-5.0, 9, scale=wide), pool(-14.9, 9, scale=wide)) == ()
    assert why(pool(-5.0, 9, scale=wide), pool(-15.0, 9, scale=wide)) == ("moved",)
    assert why(pool(-19.0, 9, scale=wide), pool(-20.0, 9, scale=wide)) == (
        "reached_important_difference",
    )
    found = meaning_of(moved(pool(-5.0, scale=wide), pool(-6.0, scale=wide)), QUESTION)
    assert found.threshold == 10.0


@given(
    st.floats(-1.9, -0.1),
    st.floats(0.01, 5),
    st.floats(0.01, 5),
    st.floats(-0.05, 0.05),
)
def test_an_interval_that_crosses_no_difference_is_a_fact_only(
    estimate, half, other, step
):
    """However wide the interval becomes, the same estimate means the same."""
    after = min(-0.01, max(-1.9, estimate + step))
    found = meaning_of(moved(pool(estimate, half), pool(after, other)), QUESTION)
    assert not found.has_changed
    assert found.held_null == (estimate - half <= 0 <= estimate + half)
    assert found.holds_null == (after - other <= 0 <= after + other)


def test_each_threshold_can_be_switched_off():
    """What review.toml switches off is not looked at."""
    off = DigestPlan(crossing_null=False, crossing_important_difference=False)
    question = replace(QUESTION, digest=off)
    assert why(pool(-0.2), pool(0.3), question) == ()
    assert why(pool(-1.9), pool(-2.1), question) == ()
    assert why(pool(-0.2), pool(0.9), question) == ("moved",)


def test_nothing_that_stayed_is_judged():
    """A result that did not move means what it meant, also on an unknown scale."""
    assert why(pool(-1.0, scale=None), pool(-1.0, scale=None)) == ()
