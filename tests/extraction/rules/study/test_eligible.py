"""Which pool a record may enter, and why not; invented sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketaevidence.extraction.rules.found import candidate
from ketaevidence.extraction.rules.study.design import read_design
from ketaevidence.extraction.rules.study.eligible import judge_eligible
from ketaevidence.extraction.rules.study.publication_status import (
    read_publication_status,
)
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.question.model import Vocabulary
from ketaevidence.records.model import Record
from ketaevidence.records.parts import MeshHeading, PublicationType, Section

QUESTION = shipped_question()
TITLE = "Ketamine for complex regional pain syndrome"
TRIAL = (
    "Forty patients with CRPS were randomly assigned to ketamine or saline. Pain fell."
)


def judge(title, text, question=QUESTION, more=(), **given):
    """Give what is judged of an invented record; ``more`` are (field, value)."""
    record = Record(
        title=title,
        pmid="1",
        sections=tuple(Section(part) for part in [text] if part),
        publication_types=tuple(map(PublicationType, given.get("types", ()))),
        mesh=tuple(map(MeshHeading, given.get("mesh", ()))),
    )
    view = View.of(record)
    found = [*read_design(view, question), *read_publication_status(view, question)]
    found += [
        candidate(view, field, value, 0, 8, "x", confidence=[*how, "high"][0])
        for field, value, *how in more
    ]
    judged = list(judge_eligible(view, question, found))
    assert all(record.text[c.start : c.end] == c.quote for c in judged)
    return judged


def values(*given, **more):
    """Give the pools, or "no" or "unclear"."""
    return [item.value for item in judge(*given, **more)]


BOTH = ["ketamine_crps", "ketamine_pain"]


@pytest.mark.parametrize(
    ("title", "text", "pools"),
    [
        (TITLE, TRIAL, BOTH),
        (TITLE, "A 41-year-old woman received ketamine. Her pain fell.", BOTH),
        (TITLE, "We retrospectively studied 40 patients who received ketamine.", BOTH),
        ("Ketamine after surgery", "Patients were randomised to ketamine or saline. Pain scores fell.", ["ketamine_pain"]),
        ("Ketamine added to morphine", "Forty patients were randomized. Morphine consumption fell.", ["ketamine_pain"]),
    ],
)  # fmt: skip
def test_patients_treated_with_the_drug_enter_a_pool(title, text, pools):
    """Trials, series and cases of the condition, and of any pain."""
    assert values(title, text) == pools


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        (f"{TITLE}: a systematic review", TRIAL, "systematic review"),
        (f"{TITLE}: a review", TRIAL, "a review"),
        (f"{TITLE}: study protocol", TRIAL, "protocol"),
        ("Ketamine in rats with pain", "Rats were randomized. Pain fell.", "animals"),
        (f"RETRACTED: {TITLE}", TRIAL, "retracted"),
        (f"Erratum to: {TITLE}", TRIAL, "correction"),
        # trap 28
        ("Ketamine and pain", "Twelve healthy volunteers were randomized to ketamine. Pain fell.", "volunteers"),
        # trap 29
        ("Ketamine sedation of children", "Children were randomly assigned to ketamine or saline.", "another condition"),
        # trap 30
        ("Fablocaine for pain", "Like ketamine, it blocks pain. Patients were randomised to fablocaine.", "only mentioned"),
        ("Fablocaine for pain", "Patients with CRPS were randomised to fablocaine.", "not named"),
    ],
)  # fmt: skip
def test_what_is_no_such_report_is_kept_out(title, text, reason):
    """Each record that may enter no pool says why."""
    (found,) = judge(title, text)
    assert found.value == "no"
    assert any(reason in warning for warning in found.warnings)


def test_a_reason_is_given_once():
    """A review has no patients: two rules that say so are one reason."""
    (found,) = judge(
        f"{TITLE}: a systematic review", TRIAL, more=[("population", "none")]
    )
    assert sum("no patients" in warning for warning in found.warnings) == 1


@pytest.mark.parametrize(
    ("types", "mesh"),
    [
        (["Review"], []),
        (["Clinical Trial Protocol"], []),
        (["Retracted Publication"], []),
        (["Journal Article"], ["Animals"]),
    ],
)
def test_pubmeds_metadata_keep_a_record_out(types, mesh):
    """A review, a protocol, a retraction and an animal study are none, if only there."""
    text = "Ketamine was given. Pain fell."
    assert not set(values(TITLE, text, types=types, mesh=mesh)) & set(BOTH)


def test_what_other_rules_found_is_used():
    """Population, role and condition are read from what was found before."""
    assert values(TITLE, TRIAL, more=[("population", "healthy_volunteers")]) == ["no"]
    assert values(TITLE, TRIAL, more=[("population", "patients")]) == BOTH
    assert values(TITLE, TRIAL, more=[("ketamine_role", "comparator")]) == ["unclear"]
    assert values(TITLE, TRIAL, more=[("ketamine_role", "reviewed")]) == ["no"]
    title = "Ketamine for an old injury"
    text = "Forty patients were randomized to ketamine. Pain fell."
    assert values(title, text, more=[("condition", "CRPS")]) == BOTH


def test_a_drug_in_a_mixture_was_given():
    """What stands in brackets behind a group's treatment was given, if not sure."""
    # trap 29
    title = "Opioid-free anaesthesia"
    text = "Patients were divided into two groups: opioid-free (lidocaine, ketamine) or not. Pain fell."
    unsure = [("ketamine_role", "mentioned", "medium")]
    assert values(title, text, more=unsure) == ["ketamine_pain"]
    text = "Patients were given lidocaine. Pain fell. Ketamine was not used."
    assert values(title, text, more=unsure) == ["unclear"]


def test_what_the_full_text_may_answer_is_unclear():
    """No abstract, and a condition that only PubMed's headings name."""
    assert values(TITLE, "") == ["unclear"]
    text = "Forty patients were randomly assigned to ketamine or saline."
    mesh = ["Humans", "Complex Regional Pain Syndromes"]
    assert values("Ketamine for an old injury", text, mesh=mesh) == ["unclear"]


def test_a_condition_that_was_prevented_is_not_what_patients_had():
    """Patients at risk of the condition do not have it."""
    # trap 37
    title = "Ketamine after wrist fracture"
    text = "Forty patients were randomized to ketamine to prevent CRPS. Pain fell."
    assert values(title, text) == ["ketamine_pain"]


def test_what_must_be_known_before_pooling_is_a_warning():
    """A secondary analysis may be pooled, once."""
    # trap 26
    found = judge(TITLE, f"This is a secondary analysis of a trial. {TRIAL}")
    assert [item.value for item in found] == BOTH
    assert all("once" in item.warnings[0] for item in found)


def test_another_question_names_its_own_pools():
    """The names come from the question's words; no drug is built in."""
    question = replace(
        QUESTION,
        drug=Vocabulary(("fablocaine",)),
        condition=Vocabulary(("wrist pain",), name="wrist pain"),
    )
    text = "Forty patients with wrist pain were randomly assigned to fablocaine."
    pools = ["fablocaine_wrist_pain", "fablocaine_pain"]
    assert values("Fablocaine", text, question=question) == pools


def test_a_record_without_words_is_not_judged():
    """Where nothing is said, nothing is judged."""
    assert values("", "") == []
