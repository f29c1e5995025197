"""Uncontrolled change is shown of the review's own patients only."""

from __future__ import annotations

import pytest
from tests.synthesis.builders import changed, register, result, study

from ketaevidence.curation.model import Arm
from ketaevidence.question.load import shipped_question
from ketaevidence.synthesis.assemble import analyse

QUESTION = shipped_question()


def changes(item, rows, more_arms=()):
    """Give the analysis of uncontrolled change of one study."""
    return analyse((item,), register([item], rows, more_arms=more_arms), QUESTION)[1]


def outcome(found):
    """Give the results shown, and the reasons of those kept out."""
    return [r.result_ids for r in found.rows], [k.reason_id for k in found.kept_out]


def test_a_change_is_shown():
    """A mean change with its deviation is shown."""
    assert outcome(changes(study(), [changed("R1")])) == ([("R1",)], [])


@pytest.mark.parametrize(
    ("change", "reason_id"),
    [
        ({"unit_of_analysis": "infusion", "n": 16}, "unit"),
        ({"unit_of_analysis": "subgroup"}, "unit"),
        ({"status": "inferred"}, "inferred"),
        ({"estimator": "model"}, "model"),
        ({"phase": "before"}, "baseline"),
        ({"time_days": 0.0}, "baseline"),
        ({"time_days": None, "time_words": "baseline"}, "baseline"),
        ({"n": None}, "mean_change"),
        ({"value": None}, "mean_change"),
        ({"spread": None, "spread_type": None}, "mean_change"),
        ({"kept_out_because": "a misprint", "n": None}, "kept_out_by_reviewer"),
        ({"arm_id": "com", "scale": None}, "comparator"),
        ({"n": None, "scale": None}, "mean_change"),
        ({"n": 1}, "one_patient"),
        ({"n": 0}, "one_patient"),
        ({"spread": 0.0}, "zero_spread"),
        ({"scale_low": None}, "scale"),
        ({"spread_type": "IQR_width"}, "iqr"),
        ({"spread_type": "CI_half_width"}, "no_ci_level"),
        ({"spread_type": "unspecified"}, "spread_unspecified"),
        ({"arm_id": "com"}, "comparator"),
        ({"arm_id": "sub"}, "subgroup"),
        ({"kept_out_because": "a misprint"}, "kept_out_by_reviewer"),
    ],
)
def test_changes_that_cannot_be_used_say_why(change, reason_id):
    """Each change that is not shown is listed with its own reason."""
    assert outcome(changes(study(), [changed("R1", **change)])) == ([], [reason_id])


def test_one_unusable_change_beside_a_usable_one_is_still_said():
    """A study with a usable change lists its others too."""
    rows = [changed("R1"), changed("R2", time_days=84.0, n=None)]
    assert outcome(changes(study(), rows)) == ([("R1",)], ["mean_change"])


@pytest.mark.parametrize(
    ("cohort", "is_shown"),
    [
        ({"n_crps": 16, "n_enrolled": 16}, True),
        ({"n_crps": 16, "n_enrolled": 16, "condition": None}, True),
        ({"n_crps": 10, "n_enrolled": 16}, False),
        ({"n_crps": 10}, False),
        ({"n_crps": 0}, False),
        ({"condition": "neuropathic pain"}, False),
        ({"condition": "not CRPS-specific"}, False),
        ({"condition": None}, False),
        ({"condition": "reflex sympathetic dystrophy"}, True),
    ],
)
@pytest.mark.parametrize("arm_id", ["one", "whole"])
def test_a_mixed_cohort_is_not_the_reviews_patients(cohort, is_shown, arm_id):
    """The count of patients with the condition decides, else its name does."""
    whole = Arm("a", "whole", "all patients", "all")
    item = study(**cohort)
    rows = [changed("R1", arm_id=arm_id)]
    plain = register([item], rows, more_arms=(whole,))
    arms = tuple(arm for arm in plain.arms if arm.role != "comparator")
    known = type(plain)(plain.studies, arms, plain.results)
    found = analyse((item,), known, QUESTION)[1]
    assert outcome(found) == (([("R1",)], []) if is_shown else ([], ["mixed_cohort"]))


def test_all_patients_of_a_controlled_study_are_not_those_with_ketamine():
    """Patients with and without the drug together show no change on it."""
    whole = Arm("a", "whole", "all patients", "all")
    found = changes(study(), [changed("R1", arm_id="whole")], (whole,))
    assert outcome(found) == ([], ["all_arms"])


@pytest.mark.parametrize(
    ("arm", "rival", "n_crps", "is_shown"),
    [
        (Arm("a", "crps", "CRPS", "subgroup", 16), None, 16, True),
        (Arm("a", "crps", "CRPS", "subgroup", 16), None, 20, False),
        (Arm("a", "crps", "CRPS", "subgroup", 16), None, None, False),
        (Arm("a", "crps", "women", "subgroup", 16), None, 16, False),
        (Arm("a", "crps", "non-CRPS", "subgroup", 16), None, 16, False),
        (Arm("a", "crps", "CRPS", "subgroup", 16), Arm("a", "x", "others", "subgroup", 16), 16, True),
        (Arm("a", "crps", "CRPS", "subgroup", 16), Arm("a", "x", "CRPS, treated twice", "subgroup", 16), 16, False),
    ],
)  # fmt: skip
def test_a_subgroup_stands_for_a_mixed_study_if_it_is_everyone_affected(
    arm, rival, n_crps, is_shown
):
    """Exactly the patients with the condition may enter; other subgroups may not."""
    item = study(n_crps=n_crps, n_enrolled=40, condition="mixed")
    arms = (arm,) if rival is None else (arm, rival)
    found = changes(item, [changed("R1", arm_id="crps")], arms)
    assert outcome(found) == (([("R1",)], []) if is_shown else ([], ["subgroup"]))


def test_more_pain_is_marked():
    """A positive change means more pain, and the row says so."""
    (row,) = changes(study(), [changed("R1", value=3.0)]).rows
    assert "a positive change means more pain" in row.marks
    (row,) = changes(study(), [changed("R1", value=-3.0)]).rows
    assert "a positive change means more pain" not in row.marks


def test_an_interval_of_a_known_level_gives_the_error():
    """Half of a 95 % interval is 1.96 standard errors; the row is marked."""
    row = changed("R1", spread=0.98, spread_type="CI_half_width", ci_level=0.95)
    (shown,) = changes(study(), [row]).rows
    assert shown.vi**0.5 == pytest.approx(0.98 / 1.959963984540054, rel=1e-12)
    assert shown.marks == ("SE from half of the interval",)


def test_a_decided_spread_is_no_longer_called_unstated():
    """Once a person says what ± is, no reason says that the source does not."""
    for kind in ("IQR_width", "CI_half_width"):
        rows = [
            result("R1", value=8.0, phase="before", spread=1.0, spread_type=kind, n=9),
            result("R2", value=3.0, spread=1.0, spread_type=kind, n=9),
        ]
        (kept,) = changes(study(), rows).kept_out
        assert "does not say" not in kept.reason


def test_an_unstated_spread_of_a_change_has_its_readings():
    """The three readings of a change's ± are shown and none is chosen."""
    row = changed("R1", spread=0.5, spread_type="unspecified", notes="Probably SE.")
    (kept,) = changes(study(), [row]).kept_out
    errors = [(r.ci_ub - r.ci_lb) / 2 / 1.959963984540054 for r in kept.readings]
    assert errors == pytest.approx([0.5, 0.125, 0.5 / 1.959963984540054])
    assert kept.note == "R1: Probably SE."


# T11
def test_pooled_change_is_typed_as_uncontrolled_and_never_as_a_contrast():
    """What is pooled here knows that it has no comparator."""
    studies = [study(name) for name in "abc"]
    rows = [
        changed(f"R{i}", item.study_id, value=-2.0 - i / 10)
        for i, item in enumerate(studies)
    ]
    (group,) = analyse(tuple(studies), register(studies, rows), QUESTION)[1].groups
    assert group.pooled is not None
    assert group.pooled.effects.kind == "uncontrolled change"
    assert [round(float(y), 2) for y in group.pooled.effects.yi] == [-2.0, -2.1, -2.2]
