"""What a question expects of scales and outcomes, asked of what is entered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.integrity.builders import ONE, QUESTION, register, scored

from ketaevidence.integrity.checks import find
from ketaevidence.integrity.material import gather
from ketaevidence.question.model import PainScale, Vocabulary

ASKING = replace(
    QUESTION,
    outcomes=("pain_intensity", "adverse_event"),
    scales=(
        PainScale("numbers", Vocabulary(("NRS",)), ((0, 10), (0, 100))),
        PainScale("relief", Vocabulary(("relief",)), ((0, 4),), higher_is_worse=False),
    ),
)


def found(check, row, question=ASKING, one=ONE):
    """Give what one check finds in a study with one row."""
    material = gather(register([one], [row]), question, (), ())
    return [finding for finding in find(material) if finding.check == check]


@pytest.mark.parametrize(
    ("scale", "high", "count"),
    [
        ("NRS", 10, 0),
        ("NRS", 100, 0),
        ("NRS", 7, 1),
        ("BPI", 7, 0),
        ("NRS relief", 7, 0),
    ],
)
def test_other_ends(scale, high, count):
    """other_ends asks about a listed scale with ends that are not listed for it."""
    row = scored(scale=scale, scale_low=0, scale_high=high)
    assert len(found("other_ends", row)) == count


def test_relief_as_pain():
    """relief_as_pain blocks a rating on which more is better, and cannot be accepted."""
    (finding,) = found("relief_as_pain", scored(scale="pain relief", mean=2.0))
    assert finding.blocks
    assert "more is better" in finding.why
    assert not found("relief_as_pain", scored(scale="NRS"))


def test_outcome_missing():
    """outcome_missing names each expected outcome of which a study tells nothing."""
    (finding,) = found("outcome_missing", scored())
    assert finding.where.field == "adverse_event"
    assert not found("outcome_missing", scored(), QUESTION)
    protocol = replace(ONE, design="protocol")
    assert not found("outcome_missing", scored(), one=protocol)


def test_a_wide_condition_is_not_another_one():
    """mixed_diagnoses does not take the review's own condition for a second one."""
    wide = replace(QUESTION, condition=Vocabulary(("neuropathic pain",)))
    one = replace(ONE, condition="neuropathic pain", n_crps=None)
    assert not found("mixed_diagnoses", scored(), wide, one)
    two = replace(one, condition="neuropathic pain or migraine")
    assert len(found("mixed_diagnoses", scored(), wide, two)) == 1
