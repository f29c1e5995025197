"""A spread that cannot be, or is hardly credible, never weighs in a pool."""

from __future__ import annotations

from dataclasses import replace
from math import inf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.synthesis.builders import contrast, register, result, three, trial

from ketaevidence.question.load import shipped_question
from ketaevidence.synthesis.assemble import analyse
from ketaevidence.synthesis.spreads import (
    is_small,
    largest_deviation,
    readings,
    standard_deviation,
)

QUESTION = shipped_question()
TRIAL = {"k": (2.68, 0.51, 30), "c": (5.45, 0.48, 30)}


def contrasts(rows):
    """Give the analysis of one trial's contrasts."""
    return analyse((trial(),), register([trial()], rows), QUESTION)[0]


@settings(deadline=None)
@given(st.lists(st.integers(0, 10), min_size=2, max_size=40), st.booleans())
def test_no_patients_spread_wider_than_the_bound(ratings, is_change):
    """Whatever patients rate from 0 to 10, their deviation is within the bound."""
    statistic = "mean_change" if is_change else "mean"
    values = [2 * rating - 10 for rating in ratings] if is_change else ratings
    row = result("R1", value=float(np.mean(values)), n=len(values), statistic=statistic)
    assert np.std(values, ddof=1) <= largest_deviation(row) * (1 + 1e-9) + 1e-9


def test_the_bound_is_reached():
    """Half of the patients at each end are as wide as the bound says."""
    row = result("R1", value=5.0, n=4)
    assert largest_deviation(row) == pytest.approx(np.std([0, 0, 10, 10], ddof=1))


@pytest.mark.parametrize(
    ("spread", "kind"), [(6.0, "SD"), (1.5, "SE"), (2.5, "CI_half_width")]
)
def test_a_spread_that_no_patients_can_have_is_kept_out(spread, kind):
    """An impossible deviation is refused with its numbers, converted or not."""
    rows = contrast(
        k=(3.0, spread, 25), c=(5.0, spread, 25), spread=kind, ci_level=0.95
    )
    (kept,) = contrasts(rows).kept_out
    assert kept.reason_id == "impossible_spread"
    assert f"3 ± {spread:g}" in kept.reason
    assert "it is 4.68 at most" in kept.reason


def test_a_small_deviation_is_shown_with_a_question_and_not_pooled():
    """Standard errors entered as deviations do not enter a pool unseen."""
    rows = contrast(**TRIAL)
    (row,) = contrasts(rows).rows
    assert row.marks == ("SD is small for this scale: is it a standard error?",)
    studies, rows = three(trial, "abcd")
    small = [replace(row, spread=0.4) if row.study_id == "d" else row for row in rows]
    analysis = analyse(tuple(studies), register(studies, small), QUESTION)[0]
    pooled, rest = analysis.groups
    assert [row.study_id for row in pooled.rows] == ["a", "b", "c"]
    assert [row.study_id for row in rest.rows] == ["d"]
    assert "is it a standard error?" in rest.why_not_pooled


def test_half_of_an_interval_is_converted_by_its_level():
    """SD = half-width / quantile * sqrt(n), marked; without its level it stays out."""
    known = contrast(**TRIAL, spread="CI_half_width", ci_level=0.95)
    (row,) = contrasts(known).rows
    half = sqrt(0.51**2 + 0.48**2)
    assert row.ci_ub - row.estimate == pytest.approx(half, rel=1e-12)
    assert row.marks[0] == "SD from half of the 0.95 interval (a-ket-28)"
    (kept,) = contrasts(contrast(**TRIAL, spread="CI_half_width")).kept_out
    assert kept.reason_id == "no_ci_level"
    assert "does not say" not in kept.reason


def test_an_interquartile_range_is_not_made_a_deviation():
    """The width of an interquartile range is a reason and not a number."""
    (kept,) = contrasts(contrast(**TRIAL, spread="IQR_width")).kept_out
    assert kept.reason_id == "iqr"
    assert kept.reason.endswith("interquartile range: not turned into an SD")


@pytest.mark.parametrize(
    ("arm", "reason_id"),
    [((3.0, 2.0, 1), "one_patient"), ((3.0, 0.0, 20), "zero_spread")],
)
def test_one_patient_or_no_spread_is_a_reason(arm, reason_id):
    """An arm of one patient, or without any spread, gives no contrast and no crash."""
    (kept,) = contrasts(contrast(k=arm)).kept_out
    assert kept.reason_id == reason_id


def test_readings_say_what_they_imply():
    """Each reading of the main trial's ± tells its deviations and whether they can be."""
    rows = contrast(**TRIAL, spread="unspecified", notes="Probably a standard error.")
    (kept,) = contrasts(rows).kept_out
    implied = [[round(sd, 2) for sd in r.implied_sd] for r in kept.readings]
    assert implied == [[2.79, 2.63], [0.51, 0.48], [1.43, 1.34]]
    assert all(reading.plausible for reading in kept.readings)
    assert "small for this scale" in kept.readings[1].note
    assert "small" not in kept.readings[0].note
    assert kept.note == "a-ket-28: Probably a standard error."


def test_an_impossible_reading_is_said_to_be_so():
    """A ± that cannot be a standard error is marked in that reading alone."""
    rows = contrast(k=(3.0, 2.0, 25), c=(5.0, 2.1, 25), spread="unspecified")
    (kept,) = contrasts(rows).kept_out
    assert [reading.plausible for reading in kept.readings] == [False, True, False]
    assert "not possible on this scale" in kept.readings[0].note


def test_a_decided_arm_keeps_its_spread_in_every_reading():
    """Where one arm's ± is decided, readings differ in the other arm alone."""
    ketamine, control = contrast(**TRIAL, spread="unspecified")
    found = readings((replace(ketamine, spread_type="SE"), control), 0.95)
    assert [round(r.implied_sd[0], 2) for r in found] == [2.79, 2.79, 2.79]
    assert [round(r.implied_sd[1], 2) for r in found] == [2.63, 0.48, 1.34]


@pytest.mark.parametrize(
    "change", [{"scale_low": None}, {"scale_high": None}, {"n": None}, {"value": None}, {"n": 1}]
)  # fmt: skip
def test_without_scale_mean_or_patients_there_is_no_bound(change):
    """What cannot be judged is not called impossible."""
    assert largest_deviation(result("R1", **({"value": 3.0, "n": 9} | change))) == inf


@pytest.mark.parametrize("change", [{"spread": None}, {"n": None}])
def test_without_spread_or_patients_there_is_no_deviation(change):
    """A standard error without its number of patients is no deviation."""
    values = {"spread": 0.5, "spread_type": "SE", "n": 16}
    assert standard_deviation(result("R1", **values)) == 2.0
    assert standard_deviation(result("R1", **(values | change))) is None


@pytest.mark.parametrize(
    ("change", "is_doubtful"),
    [
        ({}, True),
        ({"spread": 1.0}, False),
        ({"value": -4.0, "statistic": "mean_change"}, True),
        ({"spread_type": "SE"}, False),
        ({"scale_high": 100.0}, True),
        ({"scale_low": 1.0}, False),
    ],
)
def test_a_deviation_below_a_quarter_of_the_mean_is_doubtful(change, is_doubtful):
    """Only a deviation on a scale from 0 is judged by its share of the mean."""
    values = {"value": 4.0, "spread": 0.99, "spread_type": "SD", "n": 16}
    assert is_small(result("R1", **(values | change))) == is_doubtful
