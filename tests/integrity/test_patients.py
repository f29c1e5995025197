"""Whose number it is: patients, their diagnosis, their arm."""

from __future__ import annotations

import pytest
from tests.integrity.builders import found, quoted
from tests.synthesis.builders import changed, responder, study

from ketaevidence.curation.model import Arm


@pytest.mark.parametrize(
    ("words", "more", "is_found"),
    [
        ("49 patients / 369 infusions", {"total": 369, "events": 100}, True),
        ("49 patients / 369 infusions", {"total": 49, "events": 10}, False),
        ("49 infusions in 49 patients", {"total": 49, "events": 10}, False),
        (None, {"definition": ">20% reduction, per infusion"}, True),
        (None, {"source": quoted("37% of infusions gave relief")}, True),
        (None, {"definition": "half the pain"}, False),
        (
            "49 patients / 369 infusions",
            {"unit_of_analysis": "infusion", "definition": "per infusion"},
            False,
        ),
    ],
)
def test_infusions_counted_as_patients_block(words, more, is_found):
    """A number that stands before "infusions" is none of patients."""
    # T15
    one = study("a", n_words=words)
    findings = found("infusions_as_patients", [one], [responder("R1", **more)])
    assert bool(findings) is is_found
    assert all(finding.blocks for finding in findings)


@pytest.mark.parametrize(
    ("more", "is_found"),
    [
        ({"condition": "CRPS and other neuropathic pain"}, True),
        (
            {
                "condition": "CRPS 3/5 (1 radiculopathy, 1 PHN)",
                "n_crps": 5,
                "n_enrolled": 5,
            },
            True,
        ),
        (
            {"condition": "CRPS 3/5 (1 radiculopathy)", "n_crps": 3, "n_enrolled": 5},
            False,
        ),
        ({"condition": "CRPS", "population": "mixed chronic pain conditions"}, True),
        ({"condition": "CRPS-1"}, False),
        ({"condition": "fibromyalgia"}, False),
    ],
)
def test_mixed_diagnoses_counted_as_one_block(more, is_found):
    """A condition that names others is asked about until its patients are counted."""
    # T16
    findings = found("mixed_diagnoses", [study("a", **more)])
    assert bool(findings) is is_found
    assert all(finding.blocks and not finding.where.results for finding in findings)


def test_a_part_of_the_patients_entered_as_an_arm_blocks_its_results():
    """The responders to a block are patients, and no treatment."""
    # T17
    groups = [
        Arm("a", "yes", "sympathetically maintained pain", "intervention", n=20),
        Arm("a", "no", "sympathetically independent pain", "comparator", n=20),
    ]
    one = study("a", comparator_kind="none")
    rows = [changed("R1", arm_id="yes"), changed("R2", arm_id="no")]
    findings = found("subgroup_as_arm", [one], rows, groups)
    assert [(f.where.arm, f.where.results) for f in findings] == [
        ("yes", ("R1",)),
        ("no", ("R2",)),
    ]
    assert "without a comparator" in findings[1].why


def test_arms_named_by_their_treatment_are_left_alone():
    """Ketamine with CRPS in its name, placebo, and usual care are arms."""
    # T17
    groups = [
        Arm("a", "k", "S(+)-ketamine in CRPS patients", "intervention"),
        Arm("a", "p", "placebo", "comparator"),
        Arm("a", "u", "usual care, women", "comparator"),
        Arm("a", "s", "responders", "subgroup"),
    ]
    one = study("a", comparator_kind="placebo")
    assert not found("subgroup_as_arm", [one], [], groups)
