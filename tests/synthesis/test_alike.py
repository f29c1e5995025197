"""Unlike or unknown treatments, comparators and outcomes are never pooled."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.synthesis.builders import register, result, study, three, trial

from ketaevidence.curation import vocabulary
from ketaevidence.question.load import shipped_question
from ketaevidence.synthesis.alike import comparator_trait, scale_trait
from ketaevidence.synthesis.assemble import analyse

QUESTION = shipped_question()


def groups(studies, rows, which):
    """Give the groups of one analysis."""
    return analyse(tuple(studies), register(studies, rows), QUESTION)[which].groups


@pytest.mark.parametrize(("make", "which"), [(trial, 0), (study, 2)])
def test_three_alike_studies_are_pooled_under_a_label_that_reads(make, which):
    """The label names what they share, and has no empty part."""
    studies, rows = three(make)
    (group,) = groups(studies, rows, which)
    assert group.pooled.k == 3
    assert "racemic ketamine, subanaesthetic infusion" in group.label
    assert all(part.strip() for part in group.label.replace(":", ",").split(","))


@pytest.mark.parametrize(("make", "which"), [(trial, 0), (study, 2)])
@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"route": "oral"}, "route"),
        ({"form": "S"}, "form of ketamine"),
        ({"dose_class": "anaesthetic"}, "dose class"),
    ],
)
def test_one_that_was_treated_differently_prevents_the_pool(make, which, change, name):
    """Another route, form or kind of dose is named as what differs."""
    studies, rows = three(make)
    studies[1] = replace(studies[1], **change)
    (group,) = groups(studies, rows, which)
    assert group.pooled is None
    assert f"the studies differ in {name}" in group.why_not_pooled


@pytest.mark.parametrize(("make", "which"), [(trial, 0), (study, 2)])
@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"route": None}, "route"),
        ({"route": "various"}, "route"),
        ({"form": None}, "form of ketamine"),
        ({"form": "unspecified"}, "form of ketamine"),
        ({"dose_class": None}, "dose class"),
        ({"dose_class": "other"}, "dose class"),
    ],
)
def test_what_nobody_knows_is_alike_to_nothing(make, which, change, name):
    """Three studies that share an unknown are not pooled for that."""
    studies, rows = three(make, **change)
    (group,) = groups(studies, rows, which)
    assert group.pooled is None
    assert group.why_not_pooled == (f"{name} is not known for every study")


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (("placebo", "active_placebo", "active"), "the studies differ in comparator"),
        ((None, None, None), "comparator is not known for every study"),
        (("active", "active", "active"), "the studies differ in comparator"),
    ],
)
def test_comparators_of_other_kinds_are_not_pooled(kinds, words):
    """Placebo, midazolam and pregabalin are three comparators, and so are two drugs."""
    studies, rows = three(trial)
    drugs = ("pregabalin", "lidocaine", "pregabalin")
    studies = [
        replace(item, comparator_kind=kind, comparator=drug)
        for item, kind, drug in zip(studies, kinds, drugs, strict=True)
    ]
    (group,) = groups(studies, rows, 0)
    assert group.pooled is None
    assert words in group.why_not_pooled


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"outcome_words": "worst pain"}, "which pain was rated"),
        ({"scale_high": 100.0}, "pain scale"),
        ({"scale": "CRPS severity score"}, "pain scale"),
        ({"phase": "unclear"}, "phase"),
    ],
)
def test_outcomes_of_other_kinds_are_not_pooled(change, name):
    """Worst pain, another scale and an unclear phase are unlike."""
    studies, rows = three(trial)
    rows = [replace(r, **change) if r.study_id == "c" else r for r in rows]
    (group,) = groups(studies, rows, 0)
    assert group.pooled is None
    assert name in group.why_not_pooled


def test_ratings_by_other_names_are_one_scale():
    """NRS and VAS from 0 to 10 are pooled; pain and pain intensity are one outcome."""
    studies, rows = three(trial)
    rows = [
        replace(r, scale="VAS (verbal)", outcome_words="Pain intensity")
        if r.study_id == "c"
        else r
        for r in rows
    ]
    assert groups(studies, rows, 0)[0].pooled.k == 3


def test_results_of_unknown_time_are_not_pooled():
    """Three results that nobody dated are shown and not pooled."""
    studies, rows = three(trial)
    rows = [replace(r, time_days=None, time_words=None) for r in rows]
    (group,) = groups(studies, rows, 0)
    assert group.pooled is None
    assert "time of measurement" in group.why_not_pooled


def test_a_definition_is_the_same_in_other_capitals():
    """Responders are pooled by the words of the definition, not by their typing."""
    studies, rows = three(study)
    rows[0] = replace(rows[0], definition="Half  the pain")
    assert groups(studies, rows, 2)[0].pooled.k == 3


CODES = st.fixed_dictionaries(
    {
        "route": st.none() | st.sampled_from(sorted(vocabulary.ROUTES)),
        "form": st.none() | st.sampled_from(sorted(vocabulary.FORMS)),
        "dose_class": st.none() | st.sampled_from(sorted(vocabulary.DOSE_CLASSES)),
    }
)


@settings(deadline=None)
@given(st.lists(CODES, min_size=6, max_size=6))
def test_a_pool_never_mixes_codes(codes):
    """Whatever is coded, studies in a pool share every code, and each is known."""
    studies, rows = three(study, "abcdef")
    studies = [replace(s, **c) for s, c in zip(studies, codes, strict=True)]
    by_id = dict(zip("abcdef", codes, strict=True))
    for group in groups(studies, rows, 2):
        if group.pooled is not None:
            shared = {tuple(by_id[row.study_id].values()) for row in group.rows}
            assert len(shared) == 1
            assert not shared & {(None,)}
            assert not set(next(iter(shared))) & {
                None,
                "unspecified",
                "various",
                "other",
            }


@pytest.mark.parametrize("kind", ["active", "active_placebo"])
def test_an_active_comparator_is_alike_by_its_name(kind):
    """Two treatments are the same only by the same words; without words nobody knows."""

    def trait(name=None):
        return comparator_trait(trial(comparator_kind=kind, comparator=name), QUESTION)

    one, same, other = map(trait, ("Midazolam 5 mg", "midazolam  5 mg", "midazolam"))
    assert one.value == same.value
    assert one.value != other.value
    assert one.words == "against Midazolam 5 mg"
    assert trait().value is None


def test_another_drugs_comparator_is_told_in_words():
    """The same drug given otherwise is named as the question names the drug."""
    question = shipped_question("lidocaine-neuropathic")
    made = trial(comparator_kind="lidocaine_other_regimen")
    assert (
        comparator_trait(made, question).words
        == "against another regimen of intravenous lidocaine"
    )


@pytest.mark.parametrize("name", ["scale", "scale_low", "scale_high"])
def test_a_scale_is_known_with_its_name_and_both_ends(name):
    """A scale of which a part is missing is not known."""
    assert scale_trait(result("R1")).value == "rating 0 to 10"
    assert scale_trait(result("R1", **{name: None})).value is None
