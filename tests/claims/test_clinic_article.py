"""The claims that a clinic's article made, in this project's own words."""

from __future__ import annotations

import pytest

TEXT = """\
A study published in Pain Medicine showed that infusions of ketamine brought a
significant reduction in pain and disability in people with CRPS, with no serious
adverse effects. Another in the Journal of Anesthesia, on refractory CRPS, found the
infusions effective in the majority of patients.

Ketamine blocks NMDA receptors.

Side effects may include confusion, hallucinations, nausea, a rapid heart rate, high
blood pressure, blurred vision and difficulty urinating.
"""


@pytest.fixture(scope="module")
def check(read):
    """Hold the article against the bundled review, once."""
    return read(TEXT)


def answer(check, quote):
    """Give the answer to the claim of these words."""
    (found,) = [one for one in check.answers if one.claim.quote == quote]
    return found


@pytest.mark.parametrize(
    ("quote", "verdict"),
    [
        ("Pain Medicine", "unverifiable"),
        ("reduction in pain", "partly"),
        ("reduction in pain and disability", "contradicted"),
        ("no serious\nadverse effects", "contradicted"),
        ("Journal of Anesthesia", "unverifiable"),
        ("majority", "partly"),
        ("blocks NMDA receptors", "supported"),
        ("confusion", "supported"),
        ("hallucinations", "supported"),
        ("nausea", "supported"),
        ("rapid heart rate", "not_quantified"),
        ("high\nblood pressure", "not_quantified"),
        ("blurred vision", "not_quantified"),
        ("difficulty urinating", "not_quantified"),
    ],
)
def test_each_claim_has_its_verdict(check, quote, verdict):
    """What the project's own reading of the article concluded, the rules conclude."""
    assert answer(check, quote).verdict == verdict


def test_no_claim_is_read_beside_those(check):
    """Fourteen claims are in the article, and no sentence is left over."""
    assert len(check.answers) == 14
    assert check.not_assessed == ()


def test_the_candidates_are_those_of_the_journal_and_no_trial(check):
    """Six included studies are in Pain Medicine; the placebo trials are in Pain."""
    found = answer(check, "Pain Medicine")
    assert {one.study_id for one in found.evidence} == {
        "correll2004", "kiefer2008_anaesthetic", "kiefer2008_sket", "patil2012",
        "cohen2023", "harbut2002",
    }  # fmt: skip
    said = " ".join(found.because)
    assert "None of them is a randomised trial." in said
    assert (
        "randomised trials against placebo: Sigtermans 2009, Schwartzman 2009" in said
    )


def test_pain_is_answered_from_the_trial_with_both_its_times(check):
    """Lower at week 1 in the trial, and p = 0.07 at week 12; series come after it."""
    found = answer(check, "reduction in pain")
    said = " ".join(found.because)
    assert (
        "pain was lower than with the comparator: Sigtermans 2009 (end of week" in said
    )
    assert "Sigtermans 2009 (week 12, p = 0.07)" in said
    (pair,) = [one for one in found.evidence if len(one.results) == 2]
    assert [row.result_id for row in pair.results] == ["R001", "R002"]
    assert (pair.pmid, pair.read_in) == ("19604642", "abstract")
    assert "−4.14 to −1.4" in pair.says
    assert "−3.02 to −2.52" in pair.says


def test_association_and_return_to_work_do_not_count_for_function(check):
    """A secondary report and a series without a comparator are shown and not counted."""
    found = answer(check, "reduction in pain and disability")
    stances = {one.label: one.stance for one in found.evidence}
    assert stances == {
        "Sigtermans 2009": "against",
        "Schilder 2013": "kept_out",
        "Lee 2025": "kept_out",
    }


def test_liver_injury_contradicts_safety_and_is_left_out(check):
    """Three of six with a second course; the text names no liver."""
    found = answer(check, "no serious\nadverse effects")
    against = [one for one in found.evidence if one.stance == "against"]
    assert "noppers2011_liver" in {one.study_id for one in against}
    assert ("Lee 2025", "for") in {(one.label, one.stance) for one in found.evidence}
    first = check.omissions[0]
    assert first.what.startswith("Serious, and reported: liver injury")
    counts = {(r.events, r.total) for one in first.evidence for r in one.results}
    assert (3, 6) in counts


def test_grouped_effects_and_other_drugs_given_are_said(check):
    """Hallucinations are counted in a group; a study without any gave midazolam."""
    said = " ".join(answer(check, "hallucinations").because)
    assert "part of a group of effects" in said
    assert "76% with the treatment and 18% with the comparator" in said
    assert "midazolam" in said


def test_nausea_is_supported_in_direction_only(check):
    """A review on other groups of patients says so; nothing is counted in CRPS."""
    said = " ".join(answer(check, "nausea").because)
    assert said.startswith("In direction only: Orhurhu 2019")


def test_blinding_and_lost_relief_are_left_out_too(check):
    """The text says nothing of guessed treatment, lost relief, or comparators."""
    told = " ".join(one.what for one in check.omissions)
    assert "may have known what they were given" in told
    assert "relief was less at a later time" in told
    assert "3 of the 26 included studies compared it with placebo" in told


def test_the_majority_was_helped_early_only(check):
    """Both counts during treatment are above half, most later ones are not."""
    said = answer(check, "majority").because
    assert said[0].startswith("During or at the end of treatment: 62% to 76%")
    assert "2 of 6 as claimed" in said[1]


def test_a_mechanism_is_answered_as_pharmacology(check):
    """The receptor is right; why relief lasts is not established."""
    found = answer(check, "blocks NMDA receptors")
    assert found.evidence[0].pmid == "26075331"
    assert "is not established" in found.because[-1]
