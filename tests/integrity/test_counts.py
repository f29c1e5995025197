"""Enrolled, analysed, in the arms, in the results: people must add up."""

from __future__ import annotations

import pytest
from tests.integrity.builders import ONE, found
from tests.synthesis.builders import changed, responder, study, trial

from ketaevidence.curation.model import Arm


def arms(first=30, second=30, **more):
    """Give two arms of treatment with their numbers of people."""
    return [
        Arm("a", "ket", "ketamine", "intervention", n=first),
        Arm("a", "com", "placebo", "comparator", n=second),
    ]


@pytest.mark.parametrize(
    ("people", "field"),
    [
        ({"n_enrolled": 20, "n_analysed": 21}, "n_analysed"),
        ({"n_enrolled": 20, "n_analysed": 20, "n_crps": 21}, "n_crps"),
        ({"n_analysed": 20, "n_crps": 21}, "n_crps"),
        ({"n_enrolled": 20, "n_analysed": 18, "n_crps": 20}, None),
        ({"n_analysed": 18}, None),
        ({}, None),
    ],
)
def test_nobody_is_analysed_who_was_not_enrolled(people, field):
    """More people analysed or diagnosed than were there block the whole study."""
    findings = found("people_against_study", [study("a", **people)])
    assert [finding.where.field for finding in findings] == [field] * (
        field is not None
    )
    assert all(finding.blocks for finding in findings)


@pytest.mark.parametrize(
    ("design", "enrolled", "is_found"),
    [
        ("rct_parallel", 59, True),
        ("rct_parallel", 60, False),
        ("rct_crossover", 30, False),
    ],
)
def test_arms_have_no_more_people_than_their_study(design, enrolled, is_found):
    """Two arms of 30 need 60 people, unless everybody is in both arms."""
    one = trial("a", design=design, n_enrolled=enrolled)
    assert bool(found("arms_above_study", [one], [], arms())) is is_found


def test_people_analysed_in_no_arm_warn():
    """25 and 30 of 60 analysed leave five in no arm; an unknown arm leaves it open."""
    one = trial("a", n_enrolled=60, n_analysed=60)
    (finding,) = found("arms_below_study", [one], [], arms(25, 30))
    assert (finding.severity, finding.why) == (
        "warn",
        "5 of those analysed are in no arm.",
    )
    assert not found("arms_below_study", [one], [], arms(30, 30))
    assert not found("arms_below_study", [one], [], arms(25, None))


def test_a_result_has_no_more_people_than_its_arm():
    """41 people of an arm of 40 block the row; 40 do not."""
    single = [Arm("a", "one", "ketamine", "single", n=40)]
    for n, expected in ((41, ["n"]), (40, [])):
        findings = found("row_above_arm", [ONE], [changed("R1", n=n)], single)
        assert [finding.where.field for finding in findings] == expected
    counted = responder("R1", events=5, total=41)
    assert found("row_above_arm", [ONE], [counted], single)[0].where.field == "total"


def test_two_numbers_of_people_in_one_result_warn():
    """Events of 38 beside n 40 are asked about."""
    assert found("total_against_n", [ONE], [responder("R1", total=38, n=40)])
    assert not found("total_against_n", [ONE], [responder("R1", total=40, n=40)])
    assert not found("total_against_n", [ONE], [responder("R1", total=40)])


def test_many_people_missing_warn():
    """More than a fifth lost is told of the study and of the result."""
    # T20
    one = study("a", n_enrolled=40, n_analysed=31)
    single = [Arm("a", "one", "ketamine", "single", n=40)]
    rows = [changed("R1", n=31), changed("R2", n=32)]
    findings = found("many_lost", [one], rows, single)
    assert [(f.where.field, f.where.results) for f in findings] == [
        ("n_analysed", ()),
        ("n", ("R1",)),
    ]
    assert "22% are missing" in findings[0].why
