"""Which rows and studies may enter an analysis at all."""

from __future__ import annotations

import pytest
from tests.synthesis.builders import changed, register, responder, result, study

from ketaevidence.question.load import shipped_question
from ketaevidence.synthesis.assemble import analyse
from ketaevidence.synthesis.drafts import is_before, mean_problem

QUESTION = shipped_question()


@pytest.mark.parametrize(
    ("days", "words", "phase", "expected"),
    [
        (28.0, "week 4", "off_drug", False),
        (28.0, "week 4", "before", True),
        (28.0, "baseline", "off_drug", True),
        (28.0, "4 weeks after the baseline visit", "off_drug", False),
        (0.0, "end of infusion", "on_drug", True),
        (-7.0, "one week before", "unclear", True),
        (0.1, "end of infusion", "on_drug", False),
        (None, "pre-treatment", "unclear", True),
        (None, "T0 Baseline", "unclear", True),
        (None, "change from baseline", "unclear", False),
        (None, "baseline to week 4", "unclear", False),
        (None, None, "unclear", False),
    ],
)
def test_a_measurement_before_treatment_is_known_by_phase_day_or_words(
    days, words, phase, expected
):
    """Phase, day nought or the word baseline date a row before treatment."""
    row = result("R1", time_days=days, time_words=words, phase=phase)
    assert is_before(row) == expected


def test_a_persons_reason_comes_before_every_other():
    """A row that a person kept out says so, whatever else is wrong with it."""
    row = result("R1", kept_out_because="a misprint", estimator="model")
    assert mean_problem(row)[0] == "kept_out_by_reviewer"
    assert mean_problem(result("R1", estimator="model"))[0] == "model"
    assert mean_problem(result("R1")) is None


@pytest.mark.parametrize("design", ["meta_analysis", "systematic_review", "guideline"])
def test_a_synthesis_is_in_no_analysis(design):
    """Other people's patients are not counted again."""
    item = study(design=design)
    rows = [changed("R1"), responder("R2")]
    found = analyse((item,), register([item], rows), QUESTION)
    assert all(not a.rows and not a.kept_out for a in found)


def test_an_inferred_count_is_no_count():
    """Responders that a reader inferred are kept out, unlike derived ones."""
    rows = [responder("R1", status="inferred")]
    found = analyse((study(),), register([study()], rows), QUESTION)[2]
    assert [kept.reason_id for kept in found.kept_out] == ["inferred"]
