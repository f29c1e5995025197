"""Unwanted events: who had which, and statements that there were none."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.outcomes.adverse import (
    NONE_STATED,
    read_adverse_event,
)
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
        ("14 and 6 patients, respectively, had nausea.", [("nausea", 14, None, None), ("nausea", 6, None, None)]),
        ("Three patients complained of nausea (2.4%).", [("nausea", 3, None, 2.4)]),
        ("Adverse events were reported by eleven patients.", [("adverse events", 11, None, None)]),
        ("Only 5 people dropped out due to side effects.", [("dropped out due to side effects", 5, None, None)]),
        ("Bradycardia requiring atropine occurred in 2 of 30 patients.", [("bradycardia", 2, 30, None)]),
        # each count is that of its own clause
        ("Seven patients had no benefit, six stopped because of side effects, and three had long-term relief.", [("stopped because of side effects", 6, None, None)]),
        ("Five patients had relief, two withdrew because of adverse events, and one was lost.", [("withdrew because of adverse events", 2, None, None)]),
        # events in order
        ("Euphoria, dizziness and nausea occurred in 7, 4 and 2 patients, respectively.", [("euphoria", 7, None, None), ("dizziness", 4, None, None), ("nausea", 2, None, None)]),
        ("The rates of vomiting and pruritus were 11% and 4%, respectively.", [("vomiting", None, None, 11), ("pruritus", None, None, 4)]),
        ("The rates of vomiting, oily skin and pruritus were 11%, 8% and 4%, respectively.", [("vomiting", None, None, 11), ("oily skin", None, None, 8), ("pruritus", None, None, 4)]),
        ("Vomiting and pruritus were more frequent (11 [22%] of 50 vs 3 [6%] of 50; 9 [18%] of 50 vs 4 [8%] of 50; respectively).", [("vomiting", 11, 50, 22), ("vomiting", 3, 50, 6), ("pruritus", 9, 50, 18), ("pruritus", 4, 50, 8)]),
        ("Nausea and vomiting occurred in 6 and 3 patients in the unheardol and saline groups, respectively.", [("nausea and vomiting", 6, None, None), ("nausea and vomiting", 3, None, None)]),
        ("In two patients relief was poor and in the other three patients the catheter was removed because of side effects.", [("removed because of side effects", 3, None, None)]),
        ("In 8 (20%) patients unheardol was discontinued for a fall of arterial pressure.", [("discontinued for a fall of arterial pressure", 8, None, 20)]),
        ("The rates of nausea and vomiting were 45% and 35% in the saline group, 25% and 15% in the unheardol group.", [("nausea", None, None, 45), ("vomiting", None, None, 35), ("nausea", None, None, 25), ("vomiting", None, None, 15)]),
        ("Eight patients (2.1%) were admitted for weight, and four patients (1%) experienced rash.", [("rash", 4, None, 1)]),
        ("Five had local adverse effects: 1 (3%) oily lips, 2 (6%) vomiting and 2 (6%) blue skin.", [("local adverse effects", 5, None, None), ("vomiting", 2, None, 6)]),
        ("The commonest adverse events were vomiting (three [9%] patients in the unheardol group) and hyperlipasaemia (two [6%] patients in the saline group).", [("vomiting", 3, None, 9), ("hyperlipasaemia", 2, None, 6)]),
        # harms of the liver, the bladder and the mind
        ("Liver enzymes rose in four patients.", [("liver enzymes rose", 4, None, None)]),
        ("Elevated transaminases were found in 5 of 40 patients.", [("elevated transaminases", 5, 40, None)]),
        ("Cystitis developed in two patients and urinary urgency in three.", [("cystitis", 2, None, None), ("urinary urgency", 3, None, None)]),
        ("Blurred vision was reported by 12% of patients.", [("blurred vision", None, None, 12)]),
        ("Jaundice was seen in one patient.", [("jaundice", 1, None, None)]),
        # what an injection gives
        ("Pain on injection was reported by 14 of 40 patients.", [("pain on injection", 14, 40, None)]),
        ("Injection site pain (12%) was the commonest event.", [("injection site pain", None, None, 12)]),
        ("Withdrawal movements were seen in 9 of 30 patients.", [("withdrawal movements", 9, 30, None)]),
        # "one or more", "at least 1"
        ("Twelve patients had one or more adverse events.", [("adverse events", 12, None, None)]),
        ("31 patients experienced at least 1 adverse event.", [("adverse event", 31, None, None)]),
        # those who left
        ("Forty-eight patients were randomised; 9 discontinued for side effects.", [("discontinued for side effects", 9, None, None)]),
        ("Four patients withdrew (3 because of vomiting and 1 for other reasons).", [("vomiting", 3, None, None)]),
        ("More patients on unheardol (21%) than placebo (14%) withdrew because of diarrhoea.", [("withdrew because of diarrhoea", None, None, 21), ("withdrew because of diarrhoea", None, None, 14)]),
        ("Itching was seen in 7/40 (18%), leading to discontinuation of treatment in 2/40 (5%).", [("itching", 7, 40, 18), ("leading to discontinuation of treatment", 2, 40, 5)]),
        # an abbreviation that the text makes of an event
        ("Patients were watched for emergence agitation (EA). EA occurred in 11 patients (22%).", [("EA", 11, None, 22)]),
        # "it" is the event before; what follows "but" is another
        ("Shivering did not occur in the patients under unheardol, whereas it occurred in 45% of the controls.", [("shivering", None, None, 45)]),
        ("Patients were randomised to unheardol or placebo. Unheardol led to less vomiting (13% vs 30%) but did not change outcome (8% vs 9%).", [("vomiting", None, None, 13), ("vomiting", None, None, 30)]),
        # bare numbers of events
        ("Adverse events were less frequent in patients with unheardol (4 vs. 11).", [("adverse events", 4, None, None), ("adverse events", 11, None, None)]),
        ("Of the patients there were two wound infections and one haematoma.", [("wound infections", 2, None, None), ("haematoma", 1, None, None)]),
        ("Nine adverse events occurred in 6 patients.", [("adverse events", 6, None, None)]),
        ("The rate of side effects in patients was high in both groups (tramadol 64%; placebo 71%).", [("side effects", None, None, 64), ("side effects", None, None, 71)]),
        # an item that is in no table, behind a p value
        ("Nausea (30% vs 12%, p = 0.02) and tears (20% vs 8%, p = 0.04) were seen.", [("nausea", None, None, 30), ("nausea", None, None, 12)]),
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
        "Liver enzymes were measured in three patients.",
        "There were 24.1 bleeds versus 20.3 bleeds per 100 patient years.",
        "Data on side effects of 640 patients were collected.",
        "In patients (62% women, median age 50) unheardol led to weight loss.",
        "The loin pain haematuria syndrome was found in 14 patients.",
        "The monitor found 14% more hypotensive patients.",
        "Grade 3 toxicities were defined beforehand.",
        "At least two complications had to be present.",
        "Toxicity of grade 3 or 4 infections was graded.",
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
    ("title", "text", "expected"),
    [
        # letters within another word name no disease
        ("Intravenous unheardol", "Ulcers were seen in 3 of 20 patients.", [("ulcers", 3, 20, None)]),
        ("Headache after dural puncture for spinal anaesthesia", "Headache occurred in 8 of 90 patients.", [("headache", 8, 90, None)]),
        ("Emergence agitation in children after unheardol anaesthesia", "Agitation was seen in 12% of patients.", [("agitation", None, None, 12)]),
        ("Unheardol for pain on injection of propofol", "Nine (30%) in the saline group (n = 30) had moderate pain.", [("moderate pain", 9, None, 30)]),
    ],
)  # fmt: skip
def test_what_was_done_may_cause_what_the_title_names(title, text, expected):
    """A headache after a dural puncture is a harm, though the title names it."""
    trial = f"Patients were randomised to unheardol or placebo. {text}"
    assert counted(trial, title) == expected


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
        ("No cases of sepsis were noted.", ["sepsis"], 0),
        ("There was no occurrence of fistulas.", ["fistulas"], 0),
        ("No patient withdrew because of adverse events.", ["withdrew because of adverse events"], None),
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
        "Good care requires that pain is relieved without side effects.",
        "It was seen in cells with or without infection.",
    ],
)
def test_other_denials_are_no_statement(text):
    """No difference, and none in some, is not none."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Characteristics of patients with viral pneumonia: a cohort study", "Fever was found in 88% of patients, and 12 (20%) died."),
        ("Prevalence of complaints in miners: a cross-sectional study", "Nausea was reported by 12% of miners, headache by 20%."),
        ("Risk factors of stroke in young adults", "Hypertension was found in 50% of patients and 20% of controls."),
        ("Outcome of burns: a retrospective cohort", "Of 60 patients, 12 died. Sepsis occurred in 15 patients."),
        ("Seed treatment with unheardol", "Growth fell by 20% under stress, and toxicity was seen in 40%."),
        ("Toxoplasmosis of the eye", "Bleeding was seen in 12% of patients."),
    ],
)  # fmt: skip
def test_a_paper_on_a_disease_has_no_events(title, text):
    """What a disease does to people is no harm of a treatment."""
    assert found(text, title) == []


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Unheardectomy in old patients: a retrospective cohort", "Postoperative complications occurred in 12 of 60 patients.", [("postoperative complications", 12, 60, None)]),
        ("Morphine for cancer pain: a survey", "Nausea was reported by 12% of patients.", [("nausea", None, None, 12)]),
        ("A disease of sailors", "Nausea (12%) was the most common treatment-related adverse event.", [("nausea", None, None, 12)]),
        ("A large series", "Patients were randomised to unheardol or placebo. Nausea was reported by 12% of patients.", [("nausea", None, None, 12)]),
    ],
)  # fmt: skip
def test_a_paper_on_a_treatment_has_events(title, text, expected):
    """Trials, and whatever treats by its title, tell of harms."""
    assert counted(text, title) == expected


@pytest.mark.parametrize(
    ("text", "arms"),
    [
        ("Nausea occurred in 6 of 30 patients (20%) with ketamine and in 3 of 29 patients (10%) with saline.", ["ketamine", "saline"]),
        ("Vomiting was seen in 12% under morphine and 4% under placebo.", ["morphine", "placebo"]),
        ("Dizziness was reported by 4 patients receiving oral tramadol and by 2 patients receiving paracetamol.", ["tramadol", "paracetamol"]),
        ("Rash was seen in 14 patients taking tramadol (22%) and in 13 taking buprenorphine (21%).", ["tramadol", "buprenorphine"]),
        ("Nausea occurred in 6 of 30 patients (20%).", [None]),
    ],
)  # fmt: skip
def test_the_arm_is_the_drug_that_the_count_goes_with(text, arms):
    """Where no group is named, the drug right behind the count names the arm."""
    assert [item.arm for item in found(text)] == arms


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
