"""Doses bound to their drugs, and amounts that are no doses; invented sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.extraction.rules.treatment.dose import field_of, read_dose
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section

ASKED = shipped_question()


def found(text, title="X", label=None):
    """Give the candidates of an invented text."""
    one = Record(title=title, pmid="1", sections=(Section(text, label=label),))
    return list(read_dose(View.of(one), ASKED))


def doses(text, title="X", label=None):
    """Give (drug, low, high, unit) of every dose."""
    return [(c.arm, c.value, c.value_high, c.unit) for c in found(text, title, label)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They received ketamine 0.4 mg/kg intravenously.", [("ketamine", 0.4, None, "mg/kg")]),
        ("They received 7 mg of oral racemic ketamine.", [("ketamine", 7, None, "mg")]),
        ("Ketamine hydrochloride was given at a dose of 7 mg.", [("ketamine", 7, None, "mg")]),
        # trap 45: the nearest drug of the coordination
        ("Ketamine (6 mg), morphine (0.6 mg) or saline was injected.", [("ketamine", 6, None, "mg"), ("morphine", 0.6, None, "mg")]),
        ("They got 0.2 mg.kg-1 morphine or 0.6 mg.kg-1 ketamine.", [("morphine", 0.2, None, "mg/kg"), ("ketamine", 0.6, None, "mg/kg")]),
        ("Ketamine, 2 mg oral risperidone or both were given.", [("risperidone", 2, None, "mg")]),
        ("Adding 90 ug fentanyl to 3 mg or 5 mg epidural morphine.", [("fentanyl", 90, None, "ug"), ("morphine", 3, None, "mg"), ("morphine", 5, None, "mg")]),
        ("Rofecoxib 40 mg and ketamine were given.", [("rofecoxib", 40, None, "mg")]),
        ("Diclofenac 40 mg/misoprostol 150 mcg was taken.", [("diclofenac", 40, None, "mg"), ("misoprostol", 150, None, "ug")]),
        # what stands between an amount and its drug
        ("They got 8 mg intravenous (IV) ketamine.", [("ketamine", 8, None, "mg")]),
        ("They got 12 mg OROS® hydromorphone.", [("hydromorphone", 12, None, "mg")]),
        ("They had 40-mg amitriptyline/day.", [("amitriptyline", 40, None, "mg")]),
        ("Fentanyl was given at the smallest rate (25 microg/hr).", [("fentanyl", 25, None, "ug/h")]),
        ("Naproxen (400 mg b.d., n = 51) was given.", [("naproxen", 400, None, "mg")]),
        ("They had 3 mg of 0.2% preservative free morphine.", [("morphine", 3, None, "mg"), ("morphine", 0.2, None, "%")]),
        ("Sevoflurane 6 Vol% was used.", [("sevoflurane", 6, None, "%")]),
        ("Vitamin D 3000 IE/day was given.", [("vitamin d", 3000, None, "IU/day")]),
        ("Bupivacaine 4 mg ml-1 0.2-0.4 mg kg-1 was used.", [("bupivacaine", 4, None, "mg/ml"), ("bupivacaine", 0.2, 0.4, "mg/kg")]),
        ("A daily 600 mg dose of gabapentin was given.", [("gabapentin", 600, None, "mg/day")]),
        ("Ketamine doses of 0, 3 or 9 mg/kg were given.", [("ketamine", 3, None, "mg/kg"), ("ketamine", 9, None, "mg/kg")]),
        ("They got ropivacaine 60 mg in 15 ml of saline.", [("ropivacaine", 60, None, "mg"), ("ropivacaine", 15, None, "ml")]),
        # chains
        ("Ketamine 0.4 mg/kg bolus, followed by 0.2 mg/kg/h.", [("ketamine", 0.4, None, "mg/kg"), ("ketamine", 0.2, None, "mg/kg/h")]),
        ("Ketamine (n = 12) 0.4 mg/kg just before the cuff was inflated, followed by 3 mg/h.", [("ketamine", 0.4, None, "mg/kg"), ("ketamine", 3, None, "mg/h")]),
        ("They had 12 ml of 0.3 % ropivacaine and 4 mL h−1 of 0.15% ropivacaine.", [("ropivacaine", 12, None, "ml"), ("ropivacaine", 0.3, None, "%"), ("ropivacaine", 4, None, "ml/h"), ("ropivacaine", 0.15, None, "%")]),
        ("0.5 ml/kg (arm A), 0.3 ml/kg (arm B) and 0.7 ml/kg (arm D) of a 0.25% levobupivacaine solution.", [("levobupivacaine", 0.5, None, "ml/kg"), ("levobupivacaine", 0.3, None, "ml/kg"), ("levobupivacaine", 0.7, None, "ml/kg"), ("levobupivacaine", 0.25, None, "%")]),
        # the groups of one drug, each behind its dose
        ("The dose of ketamine was 0.4 mg/kg in group A and 2 mg/kg in group B.", [("ketamine", 0.4, None, "mg/kg"), ("ketamine", 2, None, "mg/kg")]),
        ("They received ketamine 0.4 mg/kg in the first group, 2 mg/kg in the second group.", [("ketamine", 0.4, None, "mg/kg"), ("ketamine", 2, None, "mg/kg")]),
        ("Ketamine 0.4 mg/kg in group A and 2 mg/kg unheardol in group B were given.", [("ketamine", 0.4, None, "mg/kg"), ("unheardol", 2, None, "mg/kg")]),
        ("Remifentanil plus methadone (MET) (0.2 mg/kg over 15 min).", [("methadone", 0.2, None, "mg/kg")]),
        # trap 42: ranges; trap 43: lists
        ("Ketamine was titrated from 15-45 mg/hr.", [("ketamine", 15, 45, "mg/h")]),
        ("Ketamine 0.2, 0.4 or 0.6 mg/kg was given.", [("ketamine", 0.2, None, "mg/kg"), ("ketamine", 0.4, None, "mg/kg"), ("ketamine", 0.6, None, "mg/kg")]),
        ("A daily dose of 200 mg gabapentin was given.", [("gabapentin", 200, None, "mg/day")]),
        # trap 44: respectively
        ("Saline and ketamine (4 and 6 mg, respectively) were given.", [("ketamine", 6, None, "mg")]),
        ("Morphine and ketamine 4 and 6 mg, respectively, were given.", [("morphine", 4, None, "mg"), ("ketamine", 6, None, "mg")]),
        ("2 and 6 mg of morphine and ketamine, respectively, were given.", [("morphine", 2, None, "mg"), ("ketamine", 6, None, "mg")]),
        ("Morphine, fentanyl and ketamine (4 and 6 mg, respectively) were given.", []),
    ],
)  # fmt: skip
def test_an_amount_belongs_to_its_own_drug(text, expected):
    """Each amount is bound to the drug that the words bind it to, or to none."""
    assert doses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "They received unheardolib 5 mg twice daily.",
            [("unheardolib", 5, None, "mg")],
        ),
        ("They received 5 mg of oral ABX-594.", [("abx-594", 5, None, "mg")]),
        ("Ketamine with 5 mg unheardol was given.", [("unheardol", 5, None, "mg")]),
        ("They took unheardol 5 mg ketamine.", [("unheardol", 5, None, "mg")]),
        ("Ketamine and an unheard-of thing (5 mg) were given.", []),
        ("Unheardol/ketamine 5 mg was given.", []),
        ("Protein 5 mg and creatinine 7 mg were seen in group ABC 9 mg.", []),
    ],
)
def test_a_drug_that_no_table_has_keeps_its_dose(text, expected):
    """An unknown name beside an amount is taken for the drug, never for ketamine."""
    assert doses(text) == expected
    assert all(c.confidence == "medium" for c in found(text))


@pytest.mark.parametrize(
    "text",
    [
        # trap 47: use and need
        "Ketamine consumption was 50 mg.", "They required 31 mg of morphine.",
        "The total amount of morphine used was 39 mg.", "The group used 47 mg of morphine.",
        "Total morphine doses were 66 ± 20 mg.", "Morphine 12 ± 4 mg was enough.",
        # trap 46: levels and targets
        "Ketamine was infused to 80 and 120 ng/ml.", "Ketamine 90 ng ml−1 was aimed at.",
        "Propofol was set to a target of 3 µg/ml.", "Plasma morphine was 7 mg/ml.",
        # eligibility and earlier treatment
        "Patients taking > 60 mg of morphine per day were left out.",
        "Eligible patients took morphine 60 mg/day.",
        "They had been taking at least 60 mg of morphine.",
        # rescue
        "Rescue morphine 3 mg was given.", "If pain persisted, 3 mg of morphine was given.",
        "Oxycodone 5 mg was given as required for pain.",
        # no dose at all
        "The ED50 of fentanyl was 14 µg.", "Nausea was seen with ketamine (20%).",
        "Fentanyl in 5 ml was given with 60% nitrous oxide.", "Saline 10 ml was injected.",
        "They were given placebo 5 mg.", "Opioids 5 mg were given.",
        "Blood loss in the ibuprofen group was 900 ml vs 700 ml.",
        "Urinary sucrose and morphine 59 mg/h was excreted.",
        "Equal to 10 mg.", "Morphine up to > 7 mg.",
    ],
)  # fmt: skip
def test_an_amount_that_nobody_was_given_is_no_dose(text):
    """Consumption, levels, entry criteria, rescue and fluids give no dose."""
    assert doses(text) == []


def test_a_review_and_other_peoples_studies_give_no_dose():
    """Doses in reviews, and in a background that cites, are not this study's."""
    said = "Ketamine 5 mg was given."
    assert doses(said, "Ketamine: a systematic review") == []
    assert doses(said, label="BACKGROUND") == []
    assert doses("This study compared ketamine 5 mg with rest.", label="BACKGROUND")
    assert doses(said, label="METHODS")


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("The dose was raised to 12 mg/h.", "Ketamine in pain", [("ketamine", 12, None, "mg/h")]),
        ("The rate went from 4 mg/h (per 70 kg) to 16 mg/h.", "Ketamine in pain", [("ketamine", 4, None, "mg/h/70kg"), ("ketamine", 16, None, "mg/h")]),
        ("The dose was raised to 12 mg/h.", "Ketamine or morphine in pain", []),
        ("The dose was raised to 12 mg/h.", "Pain", []),
        ("They ran 12 mg/h.", "Ketamine in pain", []),
        ("The infusion was 30 ml/h.", "Ketamine in pain", []),
    ],
)  # fmt: skip
def test_the_dose_takes_up_the_only_drug(text, title, expected):
    """A sentence on "the dose" speaks of the one drug of the title, if it is one."""
    assert doses(text, title) == expected


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("Ketamine was infused, not to exceed 30 mg/h.", "maximum"),
        ("Ketamine up to 300 mg/day was given.", "maximum"),
        ("Ketamine 0.3 mg/kg/h with a maximum of 30 mg/h was given.", "maximum"),
        ("Ketamine 30 mg/h was given.", None),
    ],
)
def test_a_cap_is_marked(text, limit):
    """A limit of the dose is a candidate of its own that says so."""  # trap 42
    assert found(text)[-1].value in {30, 300}
    assert found(text)[-1].statistic == limit


@pytest.mark.parametrize(
    ("unit", "field"),
    [("mg", "dose"), ("mg/kg/day", "dose"), ("ml", "dose"), ("mg/h", "infusion_rate"),
     ("ug/kg/min", "infusion_rate"), ("mg/h/70kg", "infusion_rate"), ("%", "concentration"),
     ("mg/ml", "concentration"), ("IU", "dose"), ("mg/g", "concentration")],
)  # fmt: skip
def test_the_unit_says_which_field_an_amount_is_of(unit, field):
    """Per hour is a rate, per volume a strength, and the rest doses, per day too."""
    assert field_of(unit) == field


def test_a_dose_is_told_once():
    """The same amount in the conclusions, or as a range of what was listed, is no news."""
    text = "Ketamine 5 or 10 mg was given. Ketamine 5 to 10 mg helped. Ketamine 10 mg daily helped."
    assert doses(text) == [("ketamine", 5, None, "mg"), ("ketamine", 10, None, "mg")]


def test_a_spread_of_a_dose_is_kept():
    """A mean dose keeps what stands behind plus-minus, of a kind that nobody said."""
    (item,) = found(
        "The ketamine dose at the end of the infusion was 21.4 ± 1.8 mg/h/70 kg."
    )
    assert (item.value, item.spread, item.spread_type) == (21.4, 1.8, "unspecified")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tenoxicam was given to two arms, before (20 mg by mouth) or after (30 mg i.v.) the operation.", [20, 30]),
        ("Valproate was given to patients with headache (loading dose 12 mg/kg, followed by 4 mg/kg).", [12, 4]),
        # what stands in a bracket behind another thing is of that thing
        ("Patients were given vitamin D and with calcium (400 mg).", []),
        # what it came to is no dose
        ("The total doses of propofol administered were as follows: 350 mg in one group.", []),
        ("Morphine requirements were similar in the control (28 mg) and bupivacaine (27 mg) groups.", []),
    ],
)  # fmt: skip
def test_a_sentence_that_gives_one_drug_gives_its_doses(text, expected):
    """Amounts behind the one drug that is given are its own, sums are not."""
    assert [c.value for c in found(text)] == expected


def test_a_drug_known_by_one_amount_is_known_in_every_sentence():
    """One "unheardol 5 mg" shows what unheardol is, for the sentences that follow too."""
    text = (
        "They received unheardol 6 mg. In a second part, unheardol was administered "
        "without food in single doses of 24 mg to 48 mg."
    )
    assert [(c.value, c.value_high) for c in found(text)] == [(6, None), (24, 48)]


def test_the_quote_shows_drug_and_amount():
    """The words that bind an amount to its drug are the quote."""
    (item,) = found("Then they received ketamine at a dose of 7 mg, and rest.")
    assert item.quote == "ketamine at a dose of 7 mg"
    assert item.confidence == "high"


pieces = st.sampled_from(
    ["ketamine", "morphine", "5", "0.5", "mg", "mg/kg", "ml", "%", "of", "and", ",", "(", ")",
     "received", "±", "to", "-", "respectively", "then", "kg-1", "h(-1)", "unheardol", "."]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(pieces, max_size=60).map(" ".join)))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_with_exact_quotes(text):
    """Whatever the text, each candidate's quote stands at its place."""
    one = Record(title="Ketamine", pmid="1", sections=(Section(text),))
    for item in read_dose(View.of(one), ASKED):
        assert one.text[item.start : item.end] == item.quote


@pytest.mark.parametrize(
    "piece",
    ["5 mg, ", "5, ", "5-", "ketamine ", "ketamine 5 mg ", "mg/kg/", "0. 5 ", "5 mg of ",
     "respectively 5 mg and ketamine ", "kg-1 ", "1,234,"],
)  # fmt: skip
def test_hostile_text_is_read_to_its_end(piece):
    """A text made of one piece over and over takes no longer than it is long."""
    text = (piece * 20_000)[:40_000]
    one = Record(title=text[:500], pmid="1", sections=(Section(text),))
    for item in read_dose(View.of(one), ASKED):
        assert one.text[item.start : item.end] == item.quote
