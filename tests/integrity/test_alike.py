"""Responders by one rule, and pain at one time: else nothing is alike."""

from __future__ import annotations

import pytest
from tests.integrity.builders import ONE, found, scored
from tests.synthesis.builders import responder, study


def test_different_definitions_at_one_time_are_named():
    """Two studies that count by two rules in one window are a note with both rules."""
    # T22
    studies = [study("a"), study("b")]
    rows = [
        responder("R1", definition="≥30% less"),
        responder("R2", "b", definition="≥50% less"),
    ]
    (finding,) = found("definitions_differ", studies, rows)
    assert finding.where.results == ("R1", "R2")
    assert "“≥30% less” and “≥50% less”" in finding.what
    same = [rows[0], responder("R2", "b", definition="≥30%  LESS")]
    assert not found("definitions_differ", studies, same)
    later = [rows[0], responder("R2", "b", definition="≥50% less", time_days=200.0)]
    assert not found("definitions_differ", studies, later)


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("meaningful relief", True), ("improved", True), ("responder", True),
        ("≥30% less pain", False), ("complete relief", False), ("full remission", False),
        ("half the pain", False), ("2 points less", False), ("pain free", False),
    ],
)  # fmt: skip
def test_a_definition_without_a_threshold_warns(words, is_found):
    """The word "meaningful" is no rule that another study can count by."""
    # T22
    findings = found("definition_open", [ONE], [responder("R1", definition=words)])
    assert bool(findings) is is_found


@pytest.mark.parametrize(
    ("words", "phase", "is_found"),
    [
        ("end of infusion", "off_drug", True),
        ("during the 5-day infusion", "off_drug", True),
        ("immediately after the infusion", "off_drug", True),
        ("4 weeks after the infusion", "on_drug", True),
        ("three months after", "on_drug", True),
        ("end of infusion", "on_drug", False),
        ("4 weeks after the end of infusion", "off_drug", False),
        ("end of week 1", "off_drug", False),
        ("end of infusion", "unclear", False),
    ],
)
def test_a_phase_that_its_words_contradict_blocks(words, phase, is_found):
    """Pain on the drug entered as off it would be pooled with the wrong studies."""
    # T21
    row = scored(time_words=words, phase=phase)
    assert bool(found("phase_against_words", [ONE], [row])) is is_found


@pytest.mark.parametrize(
    ("words", "days", "is_found"),
    [
        ("12 weeks", 12.0, True), ("3 months", 3.0, True), ("day 10", 70.0, True),
        ("week 12", 84.0, False), ("3 months", 90.0, False), ("≥6 months", 180.0, False),
        ("30 min", 0.02, False), ("5 h", 0.2, False), (">1 year", 365.0, False),
        ("4-6 weeks", 28.0, False), ("day 10 vs day 1", 10.0, False),
        ("during 5-day infusion", 5.0, False), ("end of infusion", 4.2, False),
        ("T2 ~4 weeks", 28.0, False), ("T1 end of infusion", 7.0, False),
    ],
)  # fmt: skip
def test_a_day_that_its_words_contradict_warns(words, days, is_found):
    """Twelve weeks entered as day 12 are asked about; rounding and ranges are not."""
    # T21
    row = scored(time_words=words, time_days=days)
    assert bool(found("time_against_words", [ONE], [row])) is is_found
