"""Responders: who had relief of pain, and what only looks like it."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.outcomes.responders import read_responders
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section

TITLE = "Unheardol for chronic pain"


def found(text, title=TITLE):
    """Give the responders of a text, and check their quotes."""
    one = Record(title=title, pmid="1", sections=(Section(text),))
    read = list(read_responders(View.of(one), shipped_question()))
    assert all(one.text[c.start : c.end] == c.quote for c in read)
    return read


def numbers(text, title=TITLE):
    """Give (events, total, percent) of every count of responders."""
    return [(c.events, c.total, c.percent) for c in found(text, title)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # trap 72
        ("Pain relief was seen in 26 of 31 patients (84%).", [(26, 31, 84)]),
        ("Good analgesia was obtained in 28% [26 of 93].", [(26, 93, 28)]),
        ("Of 34 patients, 32 were pain free.", [(32, 34, None)]),
        ("All 14 patients had complete relief of pain.", [(14, 14, None)]),
        ("Headache relief was reported by 38 percent vs. 7 percent.", [(None, None, 38), (None, None, 7)]),
        ("The response rates were 34%, 45% and 58% for placebo, 1 mg and 5 mg.", [(None, None, 34), (None, None, 45), (None, None, 58)]),
        ("There were 28 responders (61%) with unheardol and 15 responders (38%) with placebo.", [(28, None, 61), (15, None, 38)]),
        ("19 (51%) and 3 (8%) were pain free.", [(19, None, 51), (3, None, 8)]),
        ("Seventy per cent of patients reported mild or no pain.", [(None, None, 70)]),
        ("The treatment was effective in 21 (91%) out of 23 patients.", [(21, 23, 91)]),
        ("Pain improved in 62 per cent of patients.", [(None, None, 62)]),
        ("More patients were pain free with unheardol than with placebo (41% vs. 12%).", [(None, None, 41), (None, None, 12)]),
        ("62% of the patients rated the treatment as good or excellent.", [(None, None, 62)]),
        ("In seven patients the pain relief was rated good and in three it was rated poor.", [(7, None, None)]),
        ("68 per cent reported improvement in pain, with 44 per cent pain free.", [(None, None, 68), (None, None, 44)]),
        ("52% of patients had complete relief of hand pain and 61% had complete relief of foot pain.", [(None, None, 52), (None, None, 61)]),
        ("27 of the 36 (75%) continue to have adequate pain relief.", [(27, 36, 75)]),
        ("Eight showed a greater than 30% decrease in pain.", [(8, None, None)]),
        ("Overall, 40% (14 of 35 patients) of the sample reported at least a 30% reduction in pain.", [(14, 35, 40)]),
        ("12/16 (75%) participants in one arm rated their pain as 'much better', against only 3/15 (20%).", [(12, 16, 75), (3, 15, 20)]),
        ("39% had a ≥30% reduction in pain, compared to 21% of placebo patients.", [(None, None, 39), (None, None, 21)]),
        ("More patients with unheardol (61%) than with placebo (22%) had a reduction in pain of 50% or more.", [(None, None, 61), (None, None, 22)]),
        ("No pain to mild pain was reported in 126 (91%).", [(126, None, 91)]),
        # What is in brackets only defines the outcome; its counts may follow.
        ("The headache response rate (from severe to mild or no pain) was 81% in attacks (810 of 1,000).", [(810, 1000, 81)]),
        # Criteria by their names, and letters of the text's own.
        ("The MCII for pain was reached in 80% (A) and 60% (B).", [(None, None, 80), (None, None, 60)]),
        ("ACR20 response was 41% with placebo and 59% with unheardol.", [(None, None, 41), (None, None, 59)]),
        ("A low score (NRS ≤3) was seen in 78% and 52%.", [(None, None, 78), (None, None, 52)]),
        ("Pain-free (PF) attacks were counted. The rate of PF attacks was 26% with A and 31% with B.", [(None, None, 26), (None, None, 31)]),
        # A week and a definition are no people.
        ("Response rates were higher at week 14 (23% versus 1%).", [(None, None, 23), (None, None, 1)]),
        ("The 50% responder rate was 52% versus 23%.", [(None, None, 52), (None, None, 23)]),
        ("34% had at least 30% improvement in pain at week 12 compared with 19%.", [(None, None, 34), (None, None, 19)]),
        ("The outcome was good in 130 patients (65%), moderate in 30 (15%) and poor in 40 (20%).", [(130, None, 65), (30, None, 15)]),
    ],
)  # fmt: skip
def test_people_with_relief_are_counted(text, expected):
    """Events, total and percentage are those of the people who had relief."""
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("At least 50% pain relief was achieved by 12 of 30 patients.", "At least 50% pain relief", [(12, 30, None)]),
        ("Two patients had a reduction in pain of more than 50%.", "reduction in pain", [(2, None, None)]),
        ("40% of patients had a pain reduction of 30% or more.", "pain reduction", [(None, None, 40)]),
        ("Complete relief was seen in 9 of 12 patients.", "Complete relief", [(9, 12, None)]),
        ("Pain relief of at least 30% was seen in 14 of 32 patients.", "Pain relief of at least 30%", [(14, 32, None)]),
        ("Pain relief by more than 50 % was reported by 14 patients.", "Pain relief by more than 50 %", [(14, None, None)]),
        ("14 of 32 patients had a reduction in pain intensity of 30% or more.", "reduction in pain intensity of 30% or more", [(14, 32, None)]),
    ],
)  # fmt: skip
def test_the_definition_is_the_unit_and_never_the_rate(text, unit, expected):
    """The number in a definition is no share of people."""  # trap 72
    assert numbers(text) == expected
    assert unit in found(text)[0].unit


@pytest.mark.parametrize(
    "text",
    [
        # trap 74, 75: numbers that are not people
        "Pain relief came at a VAS of 3/10.",
        "Pain fell by 63% with unheardol and by 20% with placebo.",
        "Pain reduction was 67% at six months.",
        "Pain relief with 0.25% unheardocaine was better.",
        # trap 76: an odds ratio and a number needed to treat are no share
        "The NNT for 50% pain relief was 3.5.",
        # lack of relief, and relief that is meant
        "No relief of pain was seen in 30 of 60 patients.",
        "Thirty of 60 patients had no relief.",
        "Inadequate analgesia was seen in 12%.",
        "40% of the patients needed morphine for pain relief.",
        "12 of 30 patients had severe pain.",
        # others
        "Pain relief was good, and 3 of 20 patients vomited.",
        "A withdrawal response was seen in 5 of 30 patients.",
        "The response rate of the questionnaire was 75% (300/400).",
        "Intubation was successful in 29 of 30 patients.",
        "We studied the relief of pain in 60 patients.",
        "A previous study showed pain relief in 40% of patients.",
        "Pain relief (n = 30) was compared with no treatment (n = 30).",
        "Reasons for leaving were pain relief with other drugs (8%) and costs (5%).",
        "Pain relief was measured, and the response to 7% CO2.",
        "Controls matched for pain relief modality were found for 80 (89%) of these patients.",
        "Eighty percent of nurses reported adequate pain control.",
        "The success rate of SA was 87%.",
        "Seven patients had operations seeking relief of pain.",
        "The efficacy of pain relief was assessed in 42 patients.",
        "Pain of VAS >4 was found in 20%.",
    ],
)
def test_other_counts_are_no_responders(text):
    """Definitions, changes, harms, needs and failures are no response."""
    assert numbers(text) == []


@pytest.mark.parametrize(
    "title",
    ["Unheardol for pain: a systematic review", "Unheardol for pain: study protocol for a randomised trial"],
)  # fmt: skip
def test_reviews_and_protocols_have_no_responders(title):
    """Numbers of other studies, or of none yet, are no results."""
    text = "Patients will be randomised. We searched MEDLINE. Pain relief was seen in 26 of 31 patients."
    assert numbers(text, title) == []


def test_a_percentage_that_does_not_fit_is_a_warning():
    """Counts and percentage that disagree are shown as such."""
    (item,) = found("Pain relief was seen in 12 of 30 patients (75%).")
    assert "12 of 30 is 40.0 %" in item.warnings[0]
    (item,) = found("Pain relief was seen in 12 of 30 patients (40%).")
    assert item.warnings == ()


def test_the_value_is_the_events_or_else_the_percentage():
    """Where only a percentage is printed, no events are made up."""
    (item,) = found("Pain relief was seen in 12 of 30 patients (40%).")
    assert item.value == 12
    (item,) = found("Pain relief was seen in 40% of patients.")
    assert (item.value, item.events, item.total) == (40, None, None)


def test_the_quote_holds_outcome_and_count():
    """The quote proves what was counted."""
    (item,) = found("In the end, pain relief was seen in 12 of 30 patients.")
    assert item.quote == "pain relief was seen in 12 of 30 patients"
