import re
from dataclasses import replace

import pytest

from ketaevidence.curation.check import check_register, find_problems
from ketaevidence.curation.model import Arm, Register, Result, Source, Study
from ketaevidence.errors import CurationError

SOURCE = Source(url="https://example.org", location=None, confidence="secondary")
STUDY = Study(
    study_id="smith2020",
    label="Smith 2020",
    title="A trial",
    design="rct_parallel",
    cohort_family="smith2020",
    source=SOURCE,
)
ARM = Arm(study_id="smith2020", arm_id="k", label="Ketamine", role="single", n=20)
RESULT = Result(
    result_id="R1",
    study_id="smith2020",
    arm_id="k",
    outcome="pain_intensity",
    outcome_words="pain",
    statistic="mean",
    source=SOURCE,
    scale="NRS",
    scale_low=0,
    scale_high=10,
)
SOUND = Register((STUDY,), (ARM,), (RESULT,))


def with_result(**changes):
    """Give a sound register whose one result is changed."""
    return replace(SOUND, results=(replace(RESULT, **changes),))


def places(register):
    """List where the problems of a register are."""
    return [(p.table, p.row, p.field) for p in find_problems(register)]


def test_a_sound_register_passes():
    """A register without problems is accepted without a word."""
    check_register(SOUND)
    assert find_problems(SOUND) == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"outcome": "pian"}, "outcome"),
        ({"statistic": "average"}, "statistic"),
        ({"status": "guessed"}, "status"),
        ({"phase": "later"}, "phase"),
        ({"unit_of_analysis": "limb"}, "unit_of_analysis"),
        ({"estimator": "km"}, "estimator"),
        ({"spread": 1.0, "spread_type": "sd"}, "spread_type"),
        ({"source": replace(SOURCE, confidence="sure")}, "source_confidence"),
        ({"events": 21, "total": 20}, "events"),
        ({"events": -1}, "events"),
        ({"total": -1}, "total"),
        ({"n": -1}, "n"),
        ({"n": 0}, "n"),
        ({"n": 10**8}, "n"),
        ({"total": 0}, "total"),
        ({"value": 10.5, "statistic": "mean_change"}, "value"),
        ({"value": -10.5, "statistic": "mean_change"}, "value"),
        ({"value": 12.0, "statistic": "mean_difference"}, "value"),
        ({"value": "2.68"}, "value"),
        ({"value": float("inf")}, "value"),
        ({"value": True}, "value"),
        ({"scale_low": float("nan")}, "scale_low"),
        ({"n": 20.0}, "n"),
        ({"n": "20"}, "n"),
        ({"n": 10**18}, "n"),
        ({"total": 16.5}, "total"),
        ({"outcome_words": None}, "outcome_words"),
        ({"notes": 5}, "notes"),
        ({"source": "the abstract"}, "source"),
        ({"source": replace(SOURCE, url=7)}, "source_url"),
        ({"percent": 100.5}, "percent"),
        ({"percent": -0.5}, "percent"),
        ({"percent": float("nan")}, "percent"),
        ({"spread": -1.0, "spread_type": "SD"}, "spread"),
        ({"spread": 1.0}, "spread_type"),
        ({"spread_type": "SD"}, "spread_type"),
        ({"ci_low": 2.0, "ci_high": 1.0}, "ci_low"),
        ({"ci_low": 1.0, "ci_high": 2.0, "ci_level": 95.0}, "ci_level"),
        ({"ci_low": 1.0, "ci_high": 2.0, "ci_level": 0.0}, "ci_level"),
        ({"value": 10.5}, "value"),
        ({"value": -0.5, "statistic": "median"}, "value"),
        ({"value": 8.0, "value_high": 11.0, "statistic": "mean_range"}, "value_high"),
        ({"value": 8.0, "value_high": 7.0, "statistic": "mean_range"}, "value"),
        ({"scale_low": 10.0, "scale_high": 0.0}, "scale_low"),
        ({"statistic": "statement", "events": 0}, "events"),
        ({"statistic": "statement", "total": 16}, "total"),
        ({"unit_of_analysis": "infusion", "n": 277}, "n"),
        ({"notes": " "}, "notes"),
        ({"notes": "a\rb"}, "notes"),
        ({"source": replace(SOURCE, location="")}, "source_location"),
        ({"arm_id": "placebo"}, "arm_id"),
    ],
)
def test_an_impossible_result_is_named(changes, field):
    """What a result cannot say is reported once, at its row and field."""
    assert places(with_result(**changes)) == [("results", "R1", field)]


@pytest.mark.parametrize(
    "changes",
    [
        {"value": -2.5, "statistic": "mean_change"},
        {"value": 10.0},
        {"events": 0, "total": 1},
        {"value": -10.0, "statistic": "mean_change"},
        {"value": 10, "time_days": 7},
        {"value": -150.0, "statistic": "mean_change", "scale_high": None},
        {"percent": 0.0},
        {"spread": 0.0, "spread_type": "unspecified"},
        {"ci_low": 1.0, "ci_high": 1.0},
        {"statistic": "statement", "n": 16, "statement": "none significant"},
        {"unit_of_analysis": "infusion", "percent": 37.0},
        {"value": 70.0, "scale": "%", "scale_low": None, "scale_high": None},
    ],
)
def test_unusual_but_possible_results_pass(changes):
    """A result at the edge of what is possible is not refused."""
    assert places(with_result(**changes)) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"design": "rct"}, "design"),
        ({"route": "vein"}, "route"),
        ({"form": "esketamine"}, "form"),
        ({"dose_class": "low"}, "dose_class"),
        ({"comparator_kind": "saline"}, "comparator_kind"),
        ({"is_randomised": "yes"}, "is_randomised"),
        ({"year": "2009"}, "year"),
        ({"n_crps": 17.5}, "n_crps"),
        ({"n_enrolled": -1}, "n_enrolled"),
        ({"n_analysed": -1}, "n_analysed"),
        ({"n_crps": -1}, "n_crps"),
        ({"secondary_of": "nobody1999"}, "secondary_of"),
        ({"secondary_of": "smith2020"}, "secondary_of"),
        ({"doi": ""}, "doi"),
    ],
)
def test_an_impossible_study_is_named(changes, field):
    """What a study cannot say is reported once, at its row and field."""
    register = replace(SOUND, studies=(replace(STUDY, **changes),))
    assert places(register) == [("studies", "smith2020", field)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"role": "treatment"}, "role"),
        ({"n": -3}, "n"),
        ({"n": 0}, "n"),
        ({"n": 9.5}, "n"),
    ],
)
def test_an_impossible_arm_is_named(changes, field):
    """What an arm cannot say is reported once, at its row and field."""
    register = replace(SOUND, arms=(replace(ARM, **changes),))
    assert places(register) == [("arms", "smith2020/k", field)]


def test_identifiers_stand_for_one_row():
    """The same study, arm or result given twice is reported for each table."""
    twice = Register(SOUND.studies * 2, SOUND.arms * 2, SOUND.results * 2)
    assert places(twice) == [
        ("studies", "smith2020", "study_id"),
        ("arms", "smith2020/k", "arm_id"),
        ("results", "R1", "result_id"),
    ]


def test_rows_of_an_unknown_study_are_named():
    """Arms and results of a study that is not there are each reported."""
    assert places(replace(SOUND, studies=())) == [
        ("arms", "smith2020/k", "study_id"),
        ("results", "R1", "study_id"),
    ]


def test_all_problems_are_raised_at_once():
    """One error lists each problem with its place, its value and what is allowed."""
    register = with_result(percent=140.0, events=9, total=5, outcome="pian")
    with pytest.raises(CurationError, match=re.escape("3 problem(s)")) as caught:
        check_register(register)
    message = str(caught.value)
    assert "- results, R1, outcome: 'pian' is not possible; allowed: pain_" in message
    assert "- results, R1, events: 9 is not possible; allowed: 0 to 5." in message
    assert "- results, R1, percent: 140.0 is not possible; allowed: 0 to" in message


def test_a_text_among_numbers_is_a_problem_and_no_crash():
    """A number as text is named with what is allowed, whatever else is wrong."""
    register = with_result(value="2,68", spread="0.5", spread_type="SD", percent=140.0)
    with pytest.raises(CurationError, match=re.escape("2 problem(s)")) as caught:
        check_register(register)
    assert "value: '2,68' is not possible; allowed: a finite number" in str(
        caught.value
    )


def test_codes_of_a_study_are_checked_and_may_be_blank():
    """Route, form, dose class and comparator are codes or unknown."""
    coded = replace(
        STUDY,
        route="IV",
        form="S",
        dose_class="anaesthetic",
        comparator_kind="active_placebo",
    )
    assert places(replace(SOUND, studies=(coded,))) == []
