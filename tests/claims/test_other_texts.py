"""Further invented texts on ketamine in CRPS, with true and false claims."""

from __future__ import annotations

import pytest


def verdicts(check):
    """Give (kind, quote, verdict) of each answer."""
    return [(a.claim.kind, a.claim.quote, a.verdict) for a in check.answers]


def test_a_cure_for_nearly_all_is_contradicted(read):
    """Relief was seen to end, and no counted share comes near 95 per cent."""
    text = "Our ketamine infusions cure CRPS in 95% of patients."
    assert verdicts(read(text)) == [
        ("permanence", "cure", "contradicted"),
        ("share", "95%", "contradicted"),
    ]


def test_a_modest_text_is_supported(read):
    """Not a cure, no gain in function, pain may ease: the review says the same."""
    text = (
        "Ketamine is not a cure for CRPS. It does not improve function. It may ease "
        "pain in CRPS for a while. It can cause liver injury."
    )
    assert verdicts(read(text)) == [
        ("permanence", "cure", "supported"),
        ("effect", "improve function", "supported"),
        ("effect", "ease pain", "supported"),
        ("harm", "liver injury", "supported"),
    ]


def test_times_are_held_against_times(read):
    """Relief within hours and for three months is seen, but without a comparator."""
    text = "With ketamine, relief begins within hours. Relief lasts for three months."
    found = read(text).answers
    assert [(a.claim.kind, a.claim.days, a.verdict) for a in found] == [
        ("speed", 1.0, "partly"),
        ("duration", pytest.approx(91.3, abs=0.1), "partly"),
    ]
    assert "No clear difference from the comparator so late" in " ".join(
        found[1].because
    )


def test_safety_in_several_words(read):
    """Safe, rare and no liver damage: all are contradicted by counts."""
    text = (
        "Ketamine is completely safe. Side effects are rare. "
        "Ketamine does not cause liver damage. Ketamine has no side effects."
    )
    assert [v for _, _, v in verdicts(read(text))] == ["contradicted"] * 4


def test_one_studys_count_is_found_and_not_made_general(read):
    """76 per cent of one series is right of that series."""
    (answer,) = read("In one series on ketamine, 76% had complete relief.").answers
    assert answer.verdict == "supported"
    assert "it is not the share of all" in answer.because[-1]


def test_a_list_of_references_is_looked_up(read):
    """Found, of another condition, of another journal, and unknown."""
    text = (
        "Ketamine for CRPS: references\n"
        "Sigtermans MJ et al. Pain 2009;145(3):304-311. PMID 19604642.\n"
        "Noppers I, et al. Eur J Pain 2011;15(1):26-31. PMID 20685168, CRPS.\n"
        "Goldberg ME, 2005. Pain. PMID 16850072.\n"
        "Nobody AB. Nowhere 2019. PMID 99999999.\n"
    )
    found = read(text).answers
    assert [a.verdict for a in found] == [
        "supported", "contradicted", "contradicted", "unverifiable",
    ]  # fmt: skip
    assert "not about the review's condition" in found[1].because[1]
    assert "it is in Pain Physician" in found[2].because[0]
    assert found[3].because[0].startswith("No record of this review has PMID 99999999")


def test_a_pmid_of_another_paper_is_a_mismatch(read):
    """A PMID that belongs to another author and year does not pass."""
    text = "Ketamine: see Smithers et al. 1997, PMID 19604642."
    (answer,) = read(text).answers
    assert answer.verdict == "contradicted"
    assert "it is of 2009" in answer.because[0]
    assert "its first author is Sigtermans MJ" in answer.because[0]


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Does ketamine help in CRPS?", "it asks"),
        ("Physical therapy restores movement in CRPS.", "another treatment"),
        ("Lidocaine relieves pain.", "another treatment"),
        ("Ketamine also treats depression.", "another condition"),
        ("Ketamine eases pain better than surgery.", "compares"),
        ("Ketamine cut pain by 50%.", "how much less"),
        ("CRPS often follows a broken wrist.", "no claim"),
    ],
)
def test_what_no_rule_can_answer_is_listed(read, sentence, why):
    """A sentence on the drug, the condition or an outcome is never dropped."""
    check = read(f"Ketamine is a drug.\n{sentence}\n")
    (left,) = [one for one in check.not_assessed if one.quote == sentence]
    assert why in left.why


def test_a_text_that_does_not_name_the_drug_claims_nothing(read):
    """What it says may be true of anything."""
    check = read("It cures pain in CRPS. Prices are low.")
    assert check.answers == ()
    assert [one.quote for one in check.not_assessed] == ["It cures pain in CRPS."]
    assert check.omissions == ()


def test_outcomes_without_results_are_unverifiable(read):
    """Sleep was measured by nobody here, and that is said."""
    (answer,) = read("Ketamine improves sleep.").answers
    assert answer.verdict == "unverifiable"
    assert "28 included studies and 59 records" in answer.because[0]


def test_a_mechanism_without_a_cited_fact_is_unverifiable(read):
    """Nobody entered a source for a reset of the nerves."""
    (answer,) = read("Ketamine resets the nervous system.").answers
    assert answer.verdict == "unverifiable"
    assert not any(one.stance == "for" for one in answer.evidence)


def test_a_symptom_is_no_unwanted_effect(read):
    """What is treated, or what the condition does, is not claimed as harm."""
    check = read("Ketamine relieves nausea. CRPS brings swelling.")
    assert not [a for a in check.answers if a.claim.kind == "harm"]


def test_a_heading_makes_a_list_of_harms(read):
    """Words alone under "Side effects" are claims that these happen."""
    check = read("Ketamine\n\nSide effects\n- nausea\n- double vision\n\nOur clinic")
    assert [(a.claim.kind, a.claim.key) for a in check.answers] == [
        ("harm", "nausea or vomiting"),
        ("harm", "double vision"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ketamine reduces pain in CRPS without causing liver damage.",
            [("effect", "reduces pain", "partly"),
             ("harm", "liver damage", "contradicted")],
        ),
        (
            "There is no evidence that ketamine improves function.",
            [("effect", "improves function", "supported")],
        ),
        (
            "Not only does ketamine reduce pain, it also improves mobility.",
            [("effect", "reduce pain", "partly"),
             ("effect", "improves mobility", "contradicted")],
        ),
        (
            "Side effects of ketamine are usually mild.",
            [("safety", "Side effects of ketamine are usually mild", "contradicted")],
        ),
        (
            "A meta-analysis in Current Pain and Headache Reports is on ketamine.",
            [("citation", "Current Pain and Headache Reports", "supported")],
        ),
    ],
)  # fmt: skip
def test_a_not_reaches_as_far_as_it_means(read, text, expected):
    """Denials, lists and names are read as a reader reads them."""
    assert verdicts(read(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ketamine is not safe for everyone.",
        "Insurance covers 80% of the cost of ketamine.",
        "Ketamine reduces the side effects of opioids.",
    ],
)
def test_no_share_and_no_effect_is_made_up(read, text):
    """A number or a word that is not about people helped is no such claim."""
    kinds = {answer.claim.kind for answer in read(text).answers}
    assert not kinds & {"share", "effect"}
