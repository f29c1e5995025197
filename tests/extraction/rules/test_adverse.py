"""Unwanted events: who had which, and statements that there were none."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.adverse import NONE_STATED, read_adverse_event
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section

TITLE = "Unheardol for chronic pain"


def found(text, title=TITLE):
    """Give the events of a text, and check their quotes."""
    one = Record(title=title, pmid="1", sections=(Section(text),))
    read = list(read_adverse_event(View.of(one), shipped_question()))
    assert all(one.text[c.start : c.end] == c.quote for c in read)
    return read


def counted(text, title=TITLE):
    """Give (name, events, total, percent) of every event that is counted."""
    return [
        (c.value, c.events, c.total, c.percent)
        for c in found(text, title)
        if c.statistic is None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # trap 73
        ("Psychomimetic effects were more common with unheardol (75% versus 17%).", [("psychomimetic effects", None, None, 75), ("psychomimetic effects", None, None, 17)]),
        ("Nausea occurred in one subject (4%) with placebo and three (12%) with unheardol.", [("nausea", 1, None, 4), ("nausea", 3, None, 12)]),
        ("Six patients were treated. Three of these patients developed delirium.", [("delirium", 3, None, None)]),
        ("None of the 13 patients had respiratory depression.", [("respiratory depression", 0, 13, None)]),
        ("Apnoea was seen in 0/30 and 2/30.", [("apnoea", 0, 30, None), ("apnoea", 2, 30, None)]),
        ("Five patients, all in the unheardol group, had urinary retention.", [("urinary retention", 5, None, None)]),
        # trap 74: the order of the arms is the text's
        ("Nausea was seen in the placebo and unheardol groups (27% and 31%).", [("nausea", None, None, 27), ("nausea", None, None, 31)]),
        # lists
        ("Adverse events were nausea (5%), vomiting (3%) and dizziness (n = 2).", [("nausea", None, None, 5), ("vomiting", None, None, 3), ("dizziness", 2, None, None)]),
        ("Nausea and vomiting occurred in 40% of patients.", [("nausea and vomiting", None, None, 40)]),
        ("Mild sedation was seen in 9% and proctitis in two patients.", [("mild sedation", None, None, 9), ("proctitis", 2, None, None)]),
        ("12 and 5 patients, respectively, experienced nausea.", [("nausea", 12, None, None), ("nausea", 5, None, None)]),
        ("Two patients complained of nausea (1.7%).", [("nausea", 2, None, 1.7)]),
        ("Adverse events were reported by nine patients.", [("adverse events", 9, None, None)]),
        ("Only 4 patients dropped out due to side effects.", [("dropped out due to side effects", 4, None, None)]),
        ("Bradycardia requiring atropine occurred in 2 of 30 patients.", [("bradycardia", 2, 30, None)]),
    ],
)  # fmt: skip
def test_people_with_an_event_are_counted(text, expected):
    """Each count stands with the event as the text names it."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nausea was rare; 30% of patients needed morphine.",
        "The incidence of nausea was reduced by 40%.",
        "Nausea fell from 60% to 20%.",
        "Nausea occurs in 30% of all patients after surgery.",
        "20% of the patients did not experience nausea.",
        "Patients with a history of vomiting (12%) were excluded.",
        "Ninety patients were randomised to prevent nausea.",
        "The purpose was to compare nausea in 60 patients.",
        "Previous studies found vomiting in 40% of patients.",
        "The nausea score was 12% lower.",
        "At study entry, 12 patients (20%) had hypertension.",
        "Five of 8 patients with infection reported relief of pain.",
        "86% of deaths were due to cancer.",
    ],
)
def test_other_counts_are_no_events(text):
    """Needs, changes, what is known, plans and diseases are no events."""
    assert counted(text) == []


def test_the_disease_of_the_title_is_no_harm():
    """In a trial on migraine a headache is what people came with."""
    text = "At two hours 40% of patients had a headache."
    assert counted(text, "Unheardol for migraine") == []
    assert counted(text, "Unheardol for knee pain") == [("headache", None, None, 40)]


@pytest.mark.parametrize(
    ("text", "names", "events"),
    [
        # trap 73: a statement is never 0 of N
        ("No serious adverse events occurred.", ["serious adverse events"], None),
        ("It was given without side effects.", ["side effects"], None),
        ("Complications were not observed.", ["complications"], None),
        ("No patient had side effects.", ["side effects"], None),
        ("There were no reports of hypotension, nausea or rash.", ["hypotension", "nausea", "rash"], 0),
        ("No respiratory depression was seen.", ["respiratory depression"], 0),
    ],
)  # fmt: skip
def test_that_there_were_none_is_a_statement(text, names, events):
    """A statement of none has no total, whoever was studied."""
    items = found(f"Sixty patients were enrolled. {text}")
    assert [item.value for item in items] == names
    for item in items:
        assert (item.statistic, item.events, item.total) == (NONE_STATED, events, None)


@pytest.mark.parametrize(
    "text",
    [
        "There was no difference in side effects.",
        "If no side effects occurred, the dose was raised.",
        "It is not free from side effects.",
        "It had no adverse effects on memory.",
        "Sixty of 90 patients had no nausea.",
    ],
)
def test_other_denials_are_no_statement(text):
    """No difference, and none in some, is not none."""
    assert found(text) == []


def test_a_review_has_no_events_of_its_own():
    """What other studies saw is theirs."""
    title = "Side effects of unheardol: a systematic review"
    assert (
        found("We searched MEDLINE. Nausea was seen in 12 of 40 patients.", title) == []
    )


@pytest.mark.parametrize("text", ["", "nausea " * 400, "nausea (5%), " * 200, "5% of patients " * 150 + "nausea", "no " * 900 + "nausea"])  # fmt: skip
def test_any_text_is_read_without_an_error(text):
    """Whatever the text, each quote is where it says."""
    assert len(found(text)) <= 400
