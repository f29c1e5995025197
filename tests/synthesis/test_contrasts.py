"""Only two arms of one parallel trial, measured alike, are ever subtracted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.synthesis.builders import contrast, register, result, study, trial

from ketaevidence.curation.model import Arm
from ketaevidence.question.load import shipped_question
from ketaevidence.synthesis.assemble import analyse

QUESTION = shipped_question()


def contrasts(studies, rows, more_arms=()):
    """Give the analysis of randomised contrasts."""
    known = register(studies, rows, more_arms=more_arms)
    return analyse(tuple(studies), known, QUESTION)[0]


def reasons(analysis):
    """Give (reason, results) of what was kept out."""
    return {(kept.reason_id, kept.result_ids) for kept in analysis.kept_out}


def arm(name, mean, arm_id, **more):
    """Give one arm's mean with its standard deviation."""
    return result(name, "a", arm_id, value=mean, spread=2.0, spread_type="SD", n=20, **more)  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"outcome_words": "worst pain"},
        {"phase": "on_drug"},
        {"scale": "CRPS severity score"},
        {"scale_high": 100.0},
        {"time_days": 29.0},
        {"time_words": "week 5"},
    ],
)
def test_arms_measured_differently_are_not_subtracted(change):
    """Another outcome, phase, scale or time is no partner, and both arms are told."""
    rows = [arm("R1", 3.0, "ket"), arm("R2", 5.0, "com", **change)]
    found = contrasts([trial()], rows)
    assert found.rows == ()
    assert reasons(found) == {("no_partner", ("R1",)), ("no_partner", ("R2",))}
    assert "has no partner" in found.kept_out[0].reason


def test_capitals_and_spaces_make_no_other_outcome():
    """Arms are paired by the words of the outcome, not by their typing."""
    rows = [
        arm("R1", 3.0, "ket", outcome_words="Worst  pain"),
        arm("R2", 5.0, "com", outcome_words="worst pain"),
    ]
    assert [row.estimate for row in contrasts([trial()], rows).rows] == [-2.0]


def test_each_outcome_is_subtracted_from_its_own():
    """Average and worst pain give two contrasts, of which one stands for the patients."""
    rows = [
        arm("R1", 3.0, "ket", outcome_words="average pain"),
        arm("R2", 6.0, "ket", outcome_words="worst pain"),
        arm("R3", 4.0, "com", outcome_words="average pain"),
        arm("R4", 8.0, "com", outcome_words="worst pain"),
    ]
    found = contrasts([trial()], rows)
    assert [(r.estimate, r.result_ids) for r in found.rows] == [(-1.0, ("R1", "R3"))]
    assert reasons(found) == {("same_patients", ("R2", "R4"))}
    assert found.kept_out[0].reason.startswith("another result of the same patients")


def test_of_two_dose_arms_none_wins_silently():
    """Two ketamine arms are named, and a person must choose."""
    high = Arm("a", "high", "ketamine, high dose", "intervention")
    rows = [arm("R1", 3.0, "ket"), arm("R2", 2.0, "high"), arm("R3", 5.0, "com")]
    found = contrasts([trial()], rows, (high,))
    assert found.rows == ()
    assert reasons(found) == {("several_arms", ("R1", "R2", "R3"))}
    assert "“ketamine” and “ketamine, high dose”" in found.kept_out[0].reason


def test_a_person_may_choose_between_arms():
    """An arm kept out with a reason leaves the other to be paired, and is listed."""
    high = Arm("a", "high", "ketamine, high dose", "intervention")
    rows = [
        arm("R1", 3.0, "ket"),
        arm("R2", 2.0, "high", kept_out_because="above the licensed dose"),
        arm("R3", 5.0, "com"),
    ]
    found = contrasts([trial()], rows, (high,))
    assert [row.result_ids for row in found.rows] == [("R1", "R3")]
    assert reasons(found) == {("kept_out_by_reviewer", ("R2",))}


def test_two_results_of_one_arm_are_not_chosen_between():
    """The same arm twice at one time is named, not overwritten."""
    rows = [arm("R1", 3.0, "ket"), arm("R2", 2.0, "ket"), arm("R3", 5.0, "com")]
    found = contrasts([trial()], rows)
    assert reasons(found) == {("several_results", ("R1", "R2", "R3"))}
    assert "R1 and R2" in found.kept_out[0].reason


def test_an_arm_without_a_partner_is_said():
    """A trial that reports one arm only does not vanish."""
    found = contrasts([trial()], [arm("R1", 3.0, "ket")])
    assert reasons(found) == {("no_partner", ("R1",))}


@pytest.mark.parametrize(
    ("design", "reason_id", "words"),
    [
        ("rct_crossover", "crossover", "the paired difference of each patient"),
        ("rct_other", "no_treatment_contrast", "no treatment contrast"),
        ("n_of_1", "not_parallel", "N-of-1 trial"),
        ("single_arm_prospective", "not_parallel", "Single arm"),
    ],
)
def test_only_parallel_trials_are_two_independent_groups(design, reason_id, words):
    """Crossover and other randomised designs say why they give no contrast."""
    found = contrasts([trial(design=design)], contrast())
    assert found.rows == ()
    (kept,) = found.kept_out
    assert kept.reason_id == reason_id
    assert words in kept.reason


def test_a_randomised_design_counts_where_the_answer_is_blank():
    """A parallel trial is a trial even if nobody filled in that it was randomised."""
    item = trial(is_randomised=None)
    found = analyse((item,), register([item], contrast()), QUESTION)
    assert [len(a.rows) + len(a.kept_out) for a in found] == [1, 0, 0]


def test_regimens_of_ketamine_are_no_contrast_with_a_comparator():
    """Ketamine against ketamine says nothing of ketamine against none."""
    found = contrasts([trial(comparator_kind="ketamine_other_regimen")], contrast())
    assert [kept.reason_id for kept in found.kept_out] == ["no_treatment_contrast"]


@pytest.mark.parametrize(
    ("change", "reason_id"),
    [
        ({"status": "inferred"}, "inferred"),
        ({"estimator": "model"}, "model"),
        ({"unit_of_analysis": "infusion"}, "unit"),
        ({"time_days": 0.0}, "baseline"),
        ({"time_days": None, "time_words": "Baseline"}, "baseline"),
    ],
)
def test_rows_that_are_no_result_of_patients_after_treatment_stay_out(
    change, reason_id
):
    """Inferred, modelled, per-infusion and baseline means give no contrast."""
    rows = [replace(row, **change) for row in contrast()]
    found = contrasts([trial()], rows)
    assert found.rows == ()
    assert [kept.reason_id for kept in found.kept_out] == [reason_id]


def test_means_before_treatment_are_no_contrast():
    """Arms before treatment are never subtracted, whatever their day is said to be."""
    rows = [replace(row, phase="before") for row in contrast()]
    found = contrasts([trial()], rows)
    assert found.rows == ()
    assert found.kept_out[0].reason == "only pain before treatment is reported"
    rows = [*rows, arm("R1", 3.0, "ket"), arm("R2", 5.0, "com")]
    found = contrasts([trial()], rows)
    assert [row.result_ids for row in found.rows] == [("R1", "R2")]
    assert found.kept_out == ()


def test_a_change_from_baseline_is_not_a_baseline():
    """Words that name the baseline as what is compared with do not date a result."""
    rows = [
        replace(row, time_days=None, time_words="week 4, change from baseline")
        for row in contrast()
    ]
    (group,) = contrasts([trial()], rows).groups
    assert group.label == "Time of measurement not known"


def test_a_mixed_trial_is_no_trial_of_the_condition():
    """A trial of which some patients have another condition stays out."""
    item = trial(n_crps=20, n_enrolled=42)
    (kept,) = contrasts([item], contrast()).kept_out
    assert kept.reason_id == "mixed_cohort"
    assert "20 of 42" in kept.reason
    other = trial(condition="fibromyalgia, not CRPS")
    assert contrasts([other], contrast()).kept_out[0].reason_id == "mixed_cohort"


def test_a_scale_without_a_name_or_an_end_is_no_scale():
    """Arms on scales that nobody named are not subtracted."""
    for change in ({"scale": None}, {"scale_low": None}):
        rows = [replace(row, **change) for row in contrast()]
        assert contrasts([trial()], rows).kept_out[0].reason_id == "scale"


def test_a_synthesis_is_no_trial():
    """A review said to be of randomised trials gives no contrast."""
    item = study(design="meta_analysis", is_randomised=True)
    found = contrasts([item], contrast())
    assert not found.rows
    assert not found.kept_out


@pytest.mark.parametrize(
    ("change", "reason_id"),
    [
        ({"outcome": "function"}, "no_result"),
        ({"statistic": "median"}, "no_means"),
        ({"value": None}, "no_means"),
    ],
)
def test_only_means_of_pain_intensity_are_subtracted(change, reason_id):
    """Another outcome, a median and an empty cell give no contrast."""
    rows = [replace(row, **change) for row in contrast()]
    found = contrasts([trial()], rows)
    assert found.rows == ()
    assert [kept.reason_id for kept in found.kept_out] == [reason_id]


def test_rows_on_both_arms_together_are_no_arm():
    """A mean of all patients, or of a subgroup, is neither ketamine nor comparator."""
    rows = [*contrast(), arm("R9", 4.0, "sub")]
    found = contrasts([trial()], rows)
    assert [row.estimate for row in found.rows] == [-2.0]
    assert found.kept_out == ()


def test_an_unfit_arm_is_told_with_the_arm_that_it_leaves_alone():
    """Where the comparator is inferred, the ketamine arm stands in the same reason."""
    rows = [arm("R1", 3.0, "ket"), arm("R2", 5.0, "com", status="inferred")]
    assert reasons(contrasts([trial()], rows)) == {("inferred", ("R2", "R1"))}
    rows = [*rows, arm("R3", 5.5, "ket", status="inferred")]
    assert reasons(contrasts([trial()], rows)) == {("inferred", ("R2", "R3", "R1"))}
