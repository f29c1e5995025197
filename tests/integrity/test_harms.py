"""What other drugs hide, and what is not seen, is no rate of harm."""

from __future__ import annotations

import pytest
from tests.integrity.builders import ONE, found, quoted
from tests.synthesis.builders import responder, result, study


def harm(result_id="R1", words="hallucination", **more):
    """Give a harm told in words."""
    values = {
        "outcome": "adverse_event", "outcome_words": words, "statistic": "statement",
        "statement": "none", "scale": None, "scale_low": None, "scale_high": None,
    }  # fmt: skip
    return result(result_id, **(values | more))


def none_of(total=16, **more):
    """Give a harm that is entered as nobody of a number of people."""
    values = {"statistic": "count", "events": 0, "total": total, "statement": None}
    return harm(**(values | more))


@pytest.mark.parametrize(
    ("given", "words", "is_found"),
    [
        ("midazolam 2 mg", "hallucination", True),
        ("diazepam", "psychotomimetic effects", True),
        ("clonidine 0.1 mg", "tachycardia", True),
        ("ondansetron", "nausea", True),
        ("midazolam and clonidine", "any", True),
        ("midazolam 2 mg", "nausea", False),
        ("clonidine 0.1 mg", "hallucination", False),
        ("paracetamol", "hallucination", False),
        (None, "hallucination", False),
    ],
)
def test_a_drug_given_along_that_hides_a_harm_warns(given, words, is_found):
    """Midazolam hides dreams and clonidine the pulse, each its own harms."""
    # T24
    one = study("a", co_interventions=given)
    findings = found("masked_harms", [one], [harm(words=words)])
    assert bool(findings) is is_found
    assert all(f.where.results == ("R1",) for f in findings)


def test_hidden_harms_are_told_of_a_study_that_is_kept_out():
    """Harms are shown whatever is pooled, so they are asked about all the same."""
    # T24
    one = study("a", co_interventions="midazolam", kept_out_because="a case report")
    assert found("masked_harms", [one], [harm()])


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("no evidence of significant tachycardia", True),
        ("none significant", True),
        ("the infusion was well tolerated", True),
        ("not associated with hallucinations", True),
        ("none of the 16 had it", False),
        ("no patient vomited", False),
    ],
)
def test_a_judgement_entered_as_nobody_blocks(words, is_found):
    """The words "no significant tachycardia" are not 0 of 16."""
    # T40
    for where in ({"statement": words}, {"source": quoted(words)}):
        findings = found("absence_as_count", [ONE], [none_of(**where)])
        assert bool(findings) is is_found
    assert not found("absence_as_count", [ONE], [harm(statement=words)])


def test_a_real_nought_is_told_with_its_limit():
    """0 of 52 is a count, and up to 5.8% may have the harm."""
    # T31, T40
    (finding,) = found("nobody_had_it", [ONE], [none_of(52)])
    assert (finding.severity, "up to 5.8%" in finding.why) == ("note", True)
    assert not found("nobody_had_it", [ONE], [none_of(3)])


@pytest.mark.parametrize(("events", "is_found"), [(0, True), (10, True), (5, False)])
def test_everybody_or_nobody_responding_warns(events, is_found):
    """A group of 100% or 0% was perhaps chosen by how it responded."""
    # T19, T31
    row = responder("R1", events=events, total=10)
    assert bool(found("whole_arm", [ONE], [row])) is is_found
