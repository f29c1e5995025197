"""Whole people and whole marks must be able to give the printed number."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.integrity.builders import ONE, found, scored
from tests.synthesis.builders import responder, result

from ketaevidence.curation.model import Arm
from ketaevidence.integrity.whole_numbers import sums_for, whole_numbers_for


def percent(value=76.0, **more):
    """Give a harm told as a percentage alone."""
    values = {
        "outcome": "adverse_event", "statistic": "percent", "percent": value, "n": 30,
        "scale": None, "scale_low": None, "scale_high": None,
    }  # fmt: skip
    return result("R1", **(values | more))


@settings(deadline=None)
@given(st.lists(st.integers(0, 10), min_size=1, max_size=80), st.integers(0, 3))
def test_a_mean_of_whole_marks_is_never_asked_about(ratings, digits):
    """The mean of any whole ratings, rounded, can come about."""
    # T02
    mean = round(sum(ratings) / len(ratings), digits)
    assert sum(ratings) in sums_for(mean, len(ratings))
    row = scored(mean=mean, n=len(ratings))
    assert not found("mean_of_nobody", [ONE], [row])


@given(st.integers(1, 500), st.data(), st.integers(0, 2))
def test_a_share_of_whole_people_is_never_asked_about(total, data, digits):
    """The percentage of any whole count, rounded, can come about."""
    # T02
    count = data.draw(st.integers(0, total))
    share = round(100 * count / total, digits)
    assert count in whole_numbers_for(share, total)


def test_a_mean_that_no_whole_marks_give_warns():
    """2.68 of 30 people is no mean of whole numbers; that of 28 is one."""
    # T02
    (finding,) = found("mean_of_nobody", [ONE], [scored(mean=2.68, n=30)])
    assert finding.severity == "warn"
    assert "It would fit 28 or 25 people" in finding.why
    assert not found("mean_of_nobody", [ONE], [scored(mean=2.68, n=28)])


@pytest.mark.parametrize(
    "more",
    [
        {"scale": "VAS"},
        {"scale": "NRS on a line, mm"},
        {"n": 100},
        {"statistic": "mean_change", "mean": -2.68},
        {"estimator": "model"},
    ],
)
def test_a_mean_of_what_is_measured_or_adjusted_is_not_asked_about(more):
    """A line is measured, 100 people give every two decimals, a model averages."""
    assert not found("mean_of_nobody", [ONE], [scored(**({"mean": 2.68} | more))])


def test_a_percentage_of_nobody_warns():
    """76% of 30 people is no whole number of people; of 29 it is 22."""
    # T02
    (finding,) = found("percent_of_nobody", [ONE], [percent()])
    assert finding.what.endswith("76% of 30 people.")
    assert "It would fit 29 or 25 people" in finding.why
    assert not found("percent_of_nobody", [ONE], [percent(n=29)])


def test_the_number_of_the_arm_is_used_where_the_row_has_none():
    """A percentage without n is one of the people in its arm."""
    # T02
    arm = Arm("a", "one", "ketamine", "single", n=30)
    assert found("percent_of_nobody", [ONE], [percent(n=None)], [arm])
    assert not found("percent_of_nobody", [ONE], [percent(n=None)])


@pytest.mark.parametrize(
    "more", [{"estimator": "kaplan_meier"}, {"unit_of_analysis": "infusion", "n": None}]
)
def test_what_is_no_share_of_people_is_not_asked_about(more):
    """A Kaplan-Meier estimate and a share of infusions need no whole number."""
    # T03, T15
    assert not found("percent_of_nobody", [ONE], [percent(**more)])


def test_a_count_beside_another_percentage_blocks():
    """13 of 20 is 65% and not 85%."""
    (finding,) = found(
        "events_against_percent",
        [ONE],
        [responder("R1", events=13, total=20, percent=85)],
    )
    assert (finding.blocks, finding.why) == (True, "13 of 20 is 65.0%.")
    right = responder("R1", events=13, total=20, percent=65)
    assert not found("events_against_percent", [ONE], [right])


def test_a_count_that_was_guessed_from_a_percentage_blocks():
    """62% of 480 may be any of five counts, so a derived one is asked about."""
    # T02
    row = responder("R1", events=298, total=480, percent=62.0, status="derived")
    (finding,) = found("count_by_guess", [ONE], [row])
    assert "from 296 to 300" in finding.why
    sure = responder("R1", events=23, total=48, percent=48.0, status="derived")
    assert not found("count_by_guess", [ONE], [sure])
    stated = responder("R1", events=298, total=480, percent=62.0)
    assert not found("count_by_guess", [ONE], [stated])
