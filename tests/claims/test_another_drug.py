"""Another drug, another condition: nothing of ketamine is in the rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.claims.builders import (
    GROUP,
    TRIAL,
    checked,
    contrast,
    event,
    helped,
    only,
    state,
)

from ketaevidence.claims.check import check_state
from ketaevidence.claims.facts import read_facts
from ketaevidence.errors import CurationError

EASES = "Velatrine eases pain."


def test_a_trial_whose_interval_is_on_one_side_supports_it():
    """One trial, and it says that it is one."""
    answer = only(EASES, state([TRIAL], [contrast(0, -2.0, -0.5)]))
    assert answer.verdict == "supported"
    assert "That is one randomised trial of 40 people." in answer.because


def test_an_interval_on_both_sides_settles_nothing():
    """No clear difference is not "no difference"."""
    answer = only(EASES, state([TRIAL], [contrast(0, -1.0, 0.5)]))
    assert answer.verdict == "not_quantified"


def test_more_pain_with_the_drug_contradicts_it():
    """An interval on the other side speaks against the claim."""
    answer = only(EASES, state([TRIAL], [contrast(0, 0.5, 2.0)]))
    assert answer.verdict == "contradicted"


def test_no_better_than_another_treatment_is_no_contradiction():
    """Both may work."""
    active = {**TRIAL, "comparator_kind": "active"}
    answer = only(EASES, state([active], [contrast(0, 0.5, 2.0)]))
    assert answer.verdict == "not_quantified"


def test_a_group_without_a_comparator_never_supports_an_effect():
    """However large the change, it is partly at most."""
    change = contrast(0, -9, -7, arm_id="k", statistic="mean_change", value=-8.0)
    assert only(EASES, state([GROUP], [change])).verdict == "partly"


@pytest.mark.parametrize("row", [helped(1, 19, 20), contrast(1, -9, -7, arm_id="k",
                         statistic="mean_change", value=-8.0)])  # fmt: skip
def test_a_study_without_a_comparator_turns_no_trial(row):
    """A contradicted claim stays contradicted when a lucky series is added."""
    trial = [contrast(0, 0.5, 2.0)]
    assert only(EASES, state([TRIAL], trial)).verdict == "contradicted"
    after = only(EASES, state([TRIAL, GROUP], [*trial, row]))
    assert after.verdict == "contradicted"
    assert {one.study_id for one in after.evidence} == {"s0", "s1"}


def test_a_study_on_something_else_changes_no_answer():
    """Counts of nausea are nothing to pain."""
    before = only(EASES, state([TRIAL], [contrast(0, -2.0, -0.5)]))
    rows = [contrast(0, -2.0, -0.5), event(1, "nausea", events=2, total=20)]
    assert only(EASES, state([TRIAL, GROUP], rows)).verdict == before.verdict


def test_what_a_person_kept_out_counts_for_nothing():
    """It is shown with the person's reason."""
    row = contrast(0, -2.0, -0.5, kept_out_because="numbers look copied")
    answer = only(EASES, state([TRIAL], [row]))
    assert answer.verdict == "not_quantified"
    (one,) = answer.evidence
    assert (one.stance, "numbers look copied" in one.says) == ("kept_out", True)


def test_excluded_studies_are_not_asked():
    """A study that people excluded says nothing."""
    review = state([TRIAL], [contrast(0, -2.0, -0.5)])
    *before, last = review.decisions
    out = replace(last, verdict="exclude", reason="wrong_drug")
    answer = only(EASES, replace(review, decisions=(*before, out)))
    assert answer.verdict == "unverifiable"


def test_the_registers_own_words_for_harm_are_known():
    """A harm that no table has is found by the words of the register."""
    rows = [event(0, "green sight", events=3, total=20)]
    answer = only("Velatrine may cause green sight.", state([GROUP], rows))
    assert (answer.claim.key, answer.verdict) == ("green sight", "supported")


def test_a_harm_that_is_never_mentioned_is_an_omission():
    """Kidney injury was counted; the text speaks of drowsiness."""
    rows = [event(0, "kidney injury", events=1, total=20)]
    check = checked("Velatrine may cause drowsiness.", state([GROUP], rows))
    assert [one.what for one in check.omissions] == [
        "Serious, and reported: kidney injury. The text does not name it."
    ]


def test_another_regimen_is_told_in_words():
    """No code of the register stands where a reader is told what the others got."""
    kind = {**TRIAL, "comparator_kind": "velatrine_other_regimen"}
    row = contrast(0, -9, -7, arm_id="k", statistic="mean_change", value=-8.0)
    (shown,) = only(EASES, state([kind], [row])).evidence
    assert shown.setting.startswith("randomised, against another regimen of velatrine")
    (cited,) = checked(
        "A trial of velatrine (PMID 90000000).", state([kind], [])
    ).answers
    assert "against another regimen of velatrine" in " ".join(cited.because)


@pytest.mark.parametrize("words", ["psychomimetic effects", "kidney injury"])
def test_names_of_harms_need_no_verb_that_agrees(words):
    """Singular or plural, what the text leaves out reads as English."""
    check = checked(EASES, state([GROUP], [event(0, words, events=1, total=20)]))
    (told,) = [one.what for one in check.omissions if words in one.what]
    assert told.endswith(f"eported: {words}. The text does not name it.")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Velatrine works by blocking NMDA receptors.", {"mechanism"}),
        ("Velatrine works mainly by blocking receptors of pain.", {"mechanism"}),
        (
            "Velatrine works by blocking receptors and eases pain.",
            {"mechanism", "effect"},
        ),
        ("Velatrine works by reducing pain.", {"effect"}),
        ("Velatrine works.", {"effect"}),
        ("Velatrine works by the second week.", {"effect"}),
    ],
)
def test_how_it_works_is_no_claim_that_it_works(text, kinds):
    """“Works by blocking” says how; an outcome of its own is still a claim."""
    found = {a.claim.kind for a in checked(text, state([GROUP], [])).answers}
    assert found == kinds


def test_words_are_never_counted():
    """The words "none seen" are no nought of twenty."""
    rows = [event(0, "nausea", statistic="statement", statement="none seen")]
    answer = only("Velatrine does not cause nausea.", state([GROUP], rows))
    assert answer.verdict == "not_quantified"


def test_journals_of_like_names_are_told_apart():
    """One name is found; another that only looks alike is offered beside."""
    review = state(
        [TRIAL, GROUP], [], journals=("Annals of Numbness", "Numbness Letters")
    )
    found = only("A trial of velatrine was published in Annals of Numbness.", review)
    assert (found.verdict, found.evidence[0].study_id) == ("supported", "s0")
    lost = only("A trial of velatrine was published in Numbness Reports.", review)
    assert lost.verdict == "unverifiable"
    assert "Annals of Numbness (Appleby 1990)" in " ".join(lost.because)


def test_facts_are_data_with_a_source(tmp_path):
    """A person's fact on another drug answers; one without a source is refused."""
    head = "drug,topic,words,statement,author,year,title,journal,pmid,doi,url,read_in\n"
    row = (
        "velatrine,mechanism,marlin channel,Velatrine blocks it.,Doe A,2001,A,J,{},,,\n"
    )
    path = tmp_path / "facts.csv"
    path.write_text(head + row.format("90000009"), "utf-8")
    text = "Velatrine blocks the marlin channel."
    review = state([GROUP], [])
    (told,) = check_state(text, review, facts=read_facts(path)).answers
    assert (told.verdict, told.evidence[0].pmid) == ("supported", "90000009")
    assert only(text, review).verdict == "unverifiable"
    path.write_text(head + row.format(""), "utf-8")
    with pytest.raises(CurationError, match=r"row 2: pmid or doi missing"):
        read_facts(path)


def test_falling_shares_contradict_a_cure():
    """Half of those helped at first were no more helped later."""
    rows = [helped(0, 16, 20), helped(0, 8, 20, result_id="H9", time_days=180.0,
                                      time_words="month 6")]  # fmt: skip
    answer = only("Velatrine is a permanent answer.", state([GROUP], rows))
    assert (answer.claim.kind, answer.verdict) == ("permanence", "contradicted")
    assert "week 4 80% and month 6 40%" in answer.because[0]


def test_an_empty_review_knows_nothing():
    """No study, no verdict but that it cannot be verified."""
    check = checked(f"{EASES} It is safe. It cures.", state([], []))
    assert {a.verdict for a in check.answers} == {"unverifiable"}
    assert (check.records, check.studies) == (0, 0)
