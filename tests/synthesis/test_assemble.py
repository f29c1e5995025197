"""What is pooled, what is shown, what is kept out: unlike things never meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.synthesis.builders import (
    contrast,
    register,
    responder,
    result,
    study,
    trial,
)

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling import pool
from ketaevidence.question.load import shipped_question
from ketaevidence.synthesis.assemble import analyse
from ketaevidence.synthesis.responders import whole_numbers_for

QUESTION = shipped_question()


def analyses(studies, results):
    """Analyse a register whose studies are all included."""
    return analyse(tuple(studies), register(studies, results), QUESTION)


def reasons(analysis):
    """Give (study, reason) of what was kept out."""
    return {(kept.study_id, kept.reason_id) for kept in analysis.kept_out}


def test_there_are_always_three_analyses_of_one_kind_each():
    """Contrasts, change and responders stand apart even when nothing is there."""
    found = analyses([], [])
    assert [a.kind for a in found] == [
        "randomised_contrast",
        "single_arm_change",
        "responder",
    ]
    assert all(not a.rows and not a.kept_out for a in found)


def test_three_alike_trials_are_pooled_as_the_pooling_module_pools():
    """The pooled contrast is exactly pool(effect_sizes("MD", ...)) of the same rows."""
    arms = {
        "a": ((3, 1, 20), (5, 1.5, 22)),
        "b": ((4, 2, 15), (5, 2, 15)),
        "c": ((2, 1.5, 30), (4.5, 1.6, 31)),
    }
    studies = [trial(name) for name in arms]
    rows = [row for name, (k, c) in arms.items() for row in contrast(name, k, c)]
    (group,) = analyses(studies, rows)[0].groups
    columns = list(zip(*((*k, *c) for k, c in arms.values()), strict=True))
    names = ("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i")
    effects = effect_sizes("MD", **dict(zip(names, columns, strict=True)))
    expected = pool(effects, method="REML", test="knha")
    assert group.pooled is not None
    assert group.pooled.estimate == pytest.approx(expected.estimate, rel=1e-12)
    assert group.pooled.ci_lb == pytest.approx(expected.ci_lb, rel=1e-12)
    assert group.why_not_pooled is None
    assert [row.estimate for row in group.rows] == pytest.approx([-2, -1, -2.5])


def test_a_standard_error_becomes_a_deviation_by_the_root_of_n():
    """SE and SD of the same arms give the same contrast, and the row says so."""
    as_sd = analyses([trial()], contrast(k=(3, 2, 16), c=(5, 4, 25)))[0].rows[0]
    as_se = analyses([trial()], contrast(k=(3, 0.5, 16), c=(5, 0.8, 25), spread="SE"))[
        0
    ].rows[0]
    assert as_se.vi == pytest.approx(as_sd.vi, rel=1e-12)
    assert len(as_se.marks) == 2
    assert as_sd.marks == ()


def test_an_unstated_spread_is_shown_in_all_its_readings_and_never_pooled():
    """Where nobody says what ± is, the three readings are shown and none is chosen."""
    rows = contrast(k=(2.68, 0.51, 30), c=(5.45, 0.48, 30), spread="unspecified")
    analysis = analyses([trial()], rows)[0]
    assert analysis.rows == ()
    (kept,) = analysis.kept_out
    assert kept.reason_id == "spread_unspecified"
    # Worked by hand: sqrt(0.51^2 + 0.48^2) = 0.70036; over sqrt(30): 0.12787.
    bounds = [(round(r.ci_lb, 2), round(r.ci_ub, 2)) for r in kept.readings]
    assert bounds == [(-4.14, -1.40), (-3.02, -2.52), (-3.47, -2.07)]
    assert {round(r.estimate, 2) for r in kept.readings} == {-2.77}


def test_fewer_trials_than_the_plan_asks_are_shown_and_not_pooled():
    """Two trials stand side by side with the reason."""
    studies = [trial("a"), trial("b")]
    rows = [*contrast("a"), *contrast("b")]
    (group,) = analyses(studies, rows)[0].groups
    assert group.pooled is None
    assert "fewer than 3" in group.why_not_pooled
    assert len(group.rows) == 2


def test_times_are_never_mixed():
    """One trial's early and late results stand in two groups."""
    rows = [*contrast(), *contrast(time_days=84.0, time_words="week 12")]
    labels = [group.label for group in analyses([trial()], rows)[0].groups]
    assert labels == ["2 to 6 weeks", "About 3 months"]


def test_pain_on_the_drug_is_never_mixed_with_pain_after_it():
    """A result during treatment has a group of its own, whatever the day."""
    rows = contrast(phase="on_drug")
    assert analyses([trial()], rows)[0].groups[0].label.startswith("During")


@pytest.mark.parametrize(
    ("changes", "reason_id"),
    [
        ({"scale_high": None}, "scale"),
        ({"kept_out_because": "a misprint"}, "kept_out_by_reviewer"),
    ],
)
def test_contrasts_that_cannot_be_shown_say_why(changes, reason_id):
    """A contrast that is not usable is listed with its reason."""
    assert reasons(analyses([trial()], contrast(**changes))[0]) == {("a", reason_id)}


def test_a_trial_without_numbers_does_not_vanish():
    """A randomised trial that reports only tests, or nothing, is listed."""
    tested = result("R1", "a", "ket", statistic="test_only", p_value="0.07")
    found = analyses([trial("a"), trial("b")], [tested])[0]
    assert reasons(found) == {("a", "test_only"), ("b", "no_result")}
    assert "p 0.07" in found.kept_out[0].reason


def test_a_randomised_trial_never_enters_the_uncontrolled_analyses():
    """The arms of a trial are not counted again as single arms."""
    rows = [*contrast(), responder("R9")]
    _, change, responders = analyses([trial()], rows)
    assert not change.rows
    assert not change.kept_out
    assert not responders.rows
    assert not responders.kept_out


def test_two_reports_on_the_same_patients_count_once():
    """A secondary report, and a study of the same cohort, stay out by name."""
    studies = [
        study("a", cohort_family="F"),
        study("b", cohort_family="F"),
        study("c", secondary_of="a"),
    ]
    rows = [
        responder("R1", "a", 5, 10),
        responder("R2", "b", 9, 20),
        responder("R3", "c"),
    ]
    found = analyses(studies, rows)[2]
    assert [row.study_id for row in found.rows] == ["b"]
    assert reasons(found) == {("a", "same_patients"), ("c", "same_patients")}
    told = {kept.study_id: kept.reason for kept in found.kept_out}
    assert told["a"] == "the same or overlapping patients as Invented b"
    assert told["c"] == "reports the same patients as Invented a"


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_reports_the_one_with_more_patients_in_both_arms_counts(turned):
    """Patients of both arms are counted to choose between overlapping trials."""
    sizes = {"a": (10, 30), "b": (20, 15)}
    studies = [trial(name, cohort_family="F") for name in sizes]
    rows = []
    for name, pair in sizes.items():
        first, second = reversed(pair) if turned else pair
        rows += contrast(name, k=(3.0, 2.0, first), c=(5.0, 2.0, second))
    assert [row.study_id for row in analyses(studies, rows)[0].rows] == ["a"]


def test_responders_are_pooled_only_by_one_definition():
    """Three studies with three definitions are shown; with one, they are pooled."""
    studies = [study(name) for name in "abc"]
    alike = [responder(f"R{i}", name, 3 + i, 10) for i, name in enumerate("abc")]
    (group,) = analyses(studies, alike)[2].groups
    assert group.pooled is not None
    effects = effect_sizes("PLO", xi=[3, 4, 5], ni=[10, 10, 10])
    with pytest.warns(PoolingWarning):
        expected = pool(effects)
    assert group.pooled.estimate == pytest.approx(expected.estimate, rel=1e-12)
    assert any("Knapp-Hartung" in note for note in group.pooled.notes)
    unlike = [
        responder(f"R{i}", name, 3 + i, 10, definition=f"kind {name}")
        for i, name in enumerate("abc")
    ]
    (group,) = analyses(studies, unlike)[2].groups
    assert group.pooled is None
    assert "the studies differ in definition of a responder" in group.why_not_pooled


def test_a_proportion_has_its_exact_interval():
    """Responders carry the exact interval, also at none and at all."""
    studies = [study("a"), study("b")]
    rows = [responder("R1", "a", 0, 4), responder("R2", "b", 52, 52)]
    none, everyone = analyses(studies, rows)[2].rows
    assert (none.estimate, none.ci_lb) == (0, 0)
    assert none.ci_ub == pytest.approx(60.236, abs=1e-3)
    assert (everyone.estimate, everyone.ci_ub) == (100, 100)


@pytest.mark.parametrize(
    ("changes", "reason_id"),
    [
        ({"estimator": "kaplan_meier", "percent": 54.0, "events": None}, "not_a_count"),
        ({"events": None, "total": None, "percent": 62.0}, "no_count"),
        ({"unit_of_analysis": "infusion"}, "unit"),
        ({"definition": None}, "no_definition"),
        ({"arm_id": "sub"}, "subgroup"),
        ({"kept_out_because": "treated again"}, "kept_out_by_reviewer"),
        ({"events": 12, "total": 16, "percent": 60.0}, "percent_does_not_fit"),
        ({"events": 250, "total": 500, "percent": 50.0, "status": "derived"}, "percent_does_not_fit"),
    ],
)  # fmt: skip
def test_responders_that_are_no_counted_patients_say_why(changes, reason_id):
    """Estimates, infusions, subgroups and impossible percentages are kept out."""
    found = analyses([study()], [responder("R1", **changes)])[2]
    assert not found.rows
    assert reasons(found) == {("a", reason_id)}


def test_a_derived_count_is_marked():
    """A count that the source does not print is shown with that mark."""
    row = responder("R1", events=23, total=48, percent=48.0, status="derived")
    (shown,) = analyses([study()], [row])[2].rows
    assert shown.marks == ("count derived, not printed by the source",)


@given(st.integers(1, 300), st.data())
def test_a_printed_percentage_leads_back_to_its_count(total, data):
    """The count behind a rounded percentage is always among those found."""
    events = data.draw(st.integers(0, total))
    for decimals in (0, 1):
        assert events in whole_numbers_for(round(100 * events / total, decimals), total)


def test_percentages_that_no_count_gives_are_found_out():
    """76 % of 30 and 60 % of 16 are nobody's patients; 48 % of 48 is 23."""
    assert whole_numbers_for(76, 30) == ()
    assert whole_numbers_for(60, 16) == ()
    assert whole_numbers_for(48, 48) == (23,)


def test_a_mean_change_with_its_error_is_shown():
    """Change is post minus pre with its standard error; a deviation is divided."""
    studies = [study("a"), study("b")]
    rows = [
        result("R1", "a", statistic="mean_change", value=-7.2, spread=0.5, spread_type="SE", n=16),
        result("R2", "b", statistic="mean_change", value=-3.0, spread=2.0, spread_type="SD", n=16),
    ]  # fmt: skip
    shown = analyses(studies, rows)[1].rows
    assert [row.vi for row in shown] == pytest.approx([0.25, 0.25])


@pytest.mark.parametrize(
    ("rows", "reason_id"),
    [
        ([], "no_result"),
        ([{"statistic": "median", "value": 6.0}], "median"),
        ([{"statistic": "mean_range", "value": 3.0, "value_high": 5.0}], "mean_range"),
        ([{"statistic": "statement", "statement": "no reduction"}], "statement"),
        ([{"value": 2.0}], "no_baseline"),
        ([{"statistic": "mean_change", "value": -2.0}], "mean_change"),
        ([{"value": 8.0, "phase": "before"}, {"value": 3.0}], "no_spread"),
        (
            [
                {"value": 8.0, "phase": "before", "spread": 1.0, "spread_type": "SD"},
                {"value": 3.0, "spread": 1.0, "spread_type": "SD"},
            ],
            "no_correlation",
        ),
        (
            [
                {"value": 6.2, "phase": "before", "spread": 0.2, "spread_type": "unspecified"},
                {"value": 0.4, "spread": 0.3, "spread_type": "unspecified"},
            ],
            "spread_unspecified",
        ),
    ],
)  # fmt: skip
def test_uncontrolled_studies_without_a_usable_change_say_why(rows, reason_id):
    """Medians, ranges, words and unknown correlations are reasons, not numbers."""
    results = [result(f"R{i}", **row) for i, row in enumerate(rows)]
    assert reasons(analyses([study()], results)[1]) == {("a", reason_id)}


def test_studies_that_nobody_included_are_not_analysed():
    """Only included studies appear, pooled or kept out."""
    found = analyse((), register([study()], [responder("R1")]), QUESTION)
    assert all(not a.rows and not a.kept_out for a in found)
