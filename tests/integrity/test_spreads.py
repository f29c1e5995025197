"""A standard error that was typed as a standard deviation is asked about."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.integrity.builders import ONE, ask, found, scored, trial_rows
from tests.synthesis.builders import trial

# T01: the numbers are of the same size as those that started the question.
PRINTED = {"mean": 2.7, "spread": 0.5, "n": 30}


def test_a_plus_minus_of_no_stated_kind_blocks_and_shows_its_readings():
    """An unexplained plus-minus is told with the deviation that each reading means."""
    # T01
    row = scored(**PRINTED, spread_type="unspecified")
    (finding,) = found("unstated_spread", [ONE], [row])
    assert finding.severity == "block"
    assert finding.where.results == ("R1",)
    assert "2.7 ± 0.5 (n 30)" in finding.what
    assert f"{0.5 * sqrt(30):.2f} if ± is the standard error" in finding.why
    assert "0.50 if ± is the standard deviation itself" in finding.why
    assert "less than a tenth of the scale's width is unusual" in finding.why


def test_a_reading_that_cannot_be_is_said_to_be_one():
    """Where one reading is beyond the scale, the others are left."""
    # T01b
    row = scored(mean=5.0, spread=2.0, n=30, spread_type="unspecified")
    (finding,) = found("unstated_spread", [ONE], [row])
    assert "10.95 (which cannot be) if ± is the standard error" in finding.why
    assert finding.why.count("cannot be") == 2


def test_each_number_is_asked_about_by_itself():
    """Two numbers of one paper are two questions: a paper may mix kinds."""
    # T01b
    rows = [scored(f"R{i}", **PRINTED, spread_type="unspecified") for i in (1, 2)]
    places = [f.where.results for f in found("unstated_spread", [ONE], rows)]
    assert places == [("R1",), ("R2",)]


@pytest.mark.parametrize(
    ("spread", "kind", "is_found"),
    [(5.2, "SD", True), (5.0, "SD", False), (0.95, "SE", True), (0.9, "SE", False)],
)
def test_a_deviation_beyond_the_scale_blocks(spread, kind, is_found):
    """More than every patient at an end of the scale is asked about, converted or not."""
    row = scored(mean=5.0, spread=spread, spread_type=kind)
    assert bool(found("impossible_deviation", [ONE], [row])) is is_found


@settings(deadline=None)
@given(st.lists(st.integers(0, 10), min_size=2, max_size=60))
def test_no_real_patients_are_called_impossible(ratings):
    """Whatever patients rate from 0 to 10, their deviation is never impossible."""
    spread = float(np.std(ratings, ddof=1))
    row = scored(
        mean=float(np.mean(ratings)), spread=spread * (1 - 1e-9), n=len(ratings)
    )
    assert not found("impossible_deviation", [ONE], [row])


def test_a_deviation_below_a_tenth_of_the_scale_blocks():
    """0.5 on a scale of 0 to 10 is a standard error until somebody says otherwise."""
    # T01
    (finding,) = found("tiny_deviation", [ONE], [scored(**PRINTED)])
    assert finding.blocks
    assert "5.0% of the scale's width" in finding.why
    assert "2.74, which is possible" in finding.why
    assert not found("small_deviation", [ONE], [scored(**PRINTED)])


@pytest.mark.parametrize(
    "more",
    [
        {"spread": 1.0},
        {"spread_type": "SE"},
        {"phase": "before", "time_days": 0.0},
        {"n": 4},
        {"outcome": "exposure"},
        {"kept_out_because": "a person has answered"},
    ],
)
def test_a_deviation_that_may_be_is_left_alone(more):
    """A tenth, a stated SE, entry criteria, four patients: no question."""
    assert not found("tiny_deviation", [ONE], [scored(**(PRINTED | more))])


def test_the_same_share_counts_on_every_scale():
    """5 on 0 to 100 is asked about as 0.5 on 0 to 10 is."""
    row = scored(mean=27.0, spread=5.0, scale_high=100.0)
    assert found("tiny_deviation", [ONE], [row])


def test_a_deviation_below_a_quarter_of_the_mean_warns():
    """1.2 beside a mean of 6 is a warning and blocks nothing."""
    # T01
    (finding,) = found("small_deviation", [ONE], [scored(mean=6.0, spread=1.2)])
    assert finding.severity == "warn"
    assert not found("small_deviation", [ONE], [scored(mean=6.0, spread=1.6)])


def test_deviations_that_the_printed_p_contradicts_block():
    """Means that as SDs give p < 1e-20 beside a printed 0.07 are standard errors."""
    # T01
    rows = trial_rows(ket=(4.0, 0.5, 30), com=(5.2, 0.5, 30), p="0.07")
    (finding,) = found("deviation_against_p", [trial("a")], rows)
    assert finding.where.results == ("R-ket", "R-com")
    assert finding.blocks
    assert "as standard errors they give p = 0.095" in finding.why


def test_errors_that_the_printed_p_contradicts_block():
    """Spreads called SE that give p near 1 beside a printed 0.001 are SDs."""
    rows = trial_rows((4.0, 2.0, 30), (6.0, 2.0, 30), "0.0004", spread_type="SE")
    # As standard errors these spreads would be beyond the scale as well.
    (finding,) = found("deviation_against_p", [trial("a")], rows)
    assert "entered as standard errors" in finding.what


@pytest.mark.parametrize("p", ["0.02", "<0.05", "<0.001 (all weeks)", "n.s.", None])
def test_a_p_value_that_fits_or_says_little_is_no_question(p):
    """Agreement, a mere inequality, and a p value of something else raise nothing."""
    rows = trial_rows((4.0, 2.0, 30), (5.2, 2.0, 30), p)
    assert not found("deviation_against_p", [trial("a")], rows)


def test_a_p_value_of_another_time_is_not_used():
    """The p value of week 12 says nothing of the means of week 4."""
    rows = trial_rows((4.0, 0.5, 30), (5.2, 0.5, 30), "0.07")
    later = [
        replace(row, time_days=84.0, time_words="week 12")
        if row.result_id == "R-p"
        else row
        for row in rows
    ]
    assert not found("deviation_against_p", [trial("a")], later)


def test_a_sound_trial_raises_no_question():
    """Ordinary means with ordinary deviations are left alone by every check."""
    rows = trial_rows((4.1, 2.2, 31), (5.3, 2.0, 29), "0.03", scale="VAS")
    asked = [f.check for f in ask([trial("a")], rows)]
    assert asked == ["citation_unnamed"]
