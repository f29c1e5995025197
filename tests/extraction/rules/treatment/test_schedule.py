"""How long, how many times and how often a treatment is given; invented sentences."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.treatment.duration import read_duration
from ketaevidence.extraction.rules.treatment.schedule import (
    read_frequency,
    read_sessions,
)
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def found(reader, text, title="Ketamine in an invented illness"):
    """Give the candidates of one reader."""
    record = Record(title=title, pmid="1", sections=(Section(text),))
    return list(reader(View.of(record), shipped_question()))


def values(reader, text, title="Ketamine in an invented illness"):
    """Give the values of one reader."""
    return [item.value for item in found(reader, text, title)]


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        # trap 53: words for a length
        ("A 4.3-day intravenous infusion of ketamine was given.", 4.3, "days"),
        ("They had a 110-h infusion of ketamine.", 110, "hours"),
        ("They had a six-day ketamine infusion.", 6, "days"),
        ("Ketamine was infused over 3 hours.", 3, "hours"),
        ("Tablets were taken for 8 weeks.", 8, "weeks"),
        ("Patients got 9 days of treatment with ketamine.", 9, "days"),
        ("The treatment period was twelve weeks.", 12, "weeks"),
        ("Ketamine was infused for 3 h (20 ml/h) daily for 11 days.", 11, "days"),
        ("A 12-week, randomized, double-blind trial was done.", 12, "weeks"),
        ("They did a 7-week home exercise program.", 7, "weeks"),
    ],
)
def test_the_length_of_a_course_is_read(text, number, unit):
    """A course outranks its single infusions, and a unit is written in one way."""
    (item,) = found(read_duration, text)
    assert (item.value, item.unit) == (number, unit)


@pytest.mark.parametrize(
    "text",
    [
        "Patients with pain for 6 years were treated.",
        "A 34-year-old woman got ketamine.",
        "Patients were followed for 12 months.",
        "Patients were recruited over a 2-year period.",
        "Relief lasted for 5 weeks.",
        "Ketamine was given every 2 weeks.",
        "There was a 5-day washout.",
        "Ketamine relieved pain within 1 hour of administration.",
        "Pain was scored 24 and 48 h after ketamine.",
        "They had morphine by PCA for 24 h.",
    ],
)
def test_other_lengths_are_no_course(text):
    """Illness, age, follow-up, recruitment, relief and rescue last for themselves."""
    assert values(read_duration, text) == []


def test_other_lengths_of_treatment_are_alternatives():
    """The first said in the methods is read, and the others are kept."""
    text = "One group took it for 6 weeks. The other group took it for 10 weeks."
    (item,) = found(read_duration, text)
    assert (item.value, item.alternatives) == (6, ("10 weeks",))


@pytest.mark.parametrize(
    ("text", "n"),
    [
        # trap 52: schedules as counts
        (
            "Patients received 3 continuous intravenous infusions separated by 16 days.",
            3,
        ),
        ("Patients were randomized to receive two intramuscular injections.", 2),
        ("Six sessions were given over three weeks.", 6),
        ("Treatment consisted of nine 2-hour sessions.", 9),
        ("They were infused for 3 h daily for 11 days.", 11),
        ("Each got a single dose of ketamine.", 1),
        ("Each received an intravenous bolus.", 1),
        ("The cream was tried on two occasions.", 2),
        ("Seven sessions of treatment were given.", 7),
        ("Ketamine infusions were given on 9 consecutive days.", 9),
        ("Ketamine was injected on twelve separate occasions.", 12),
    ],
)
def test_treatments_of_one_patient_are_counted(text, n):
    """Infusions, sessions, occasions; days of daily treatment are derived."""
    (item,) = found(read_sessions, text)
    assert item.value == n
    assert (item.status == "derived") == ("daily for" in text)


@pytest.mark.parametrize(
    "text",
    [
        "In 63 children 277 infusions were given.",
        "Patients were randomized to four treatments.",
        "Three doses of ketamine (1, 2 and 3 mg) were compared.",
        "There were two sessions weekly.",
        "Pain was assessed on five occasions.",
        "Blood was drawn on 9 consecutive days.",
        "A total of 58 infusions were performed in 29 patients.",
        "Of 60 patients with infusions 20 slept.",
        "A single-blind study was done.",
        "A single patient had infusions.",
    ],
)
def test_other_counts_are_no_sessions(text):
    """Everybody's infusions, arms, dose levels and assessments are not a patient's."""
    assert values(read_sessions, text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ketamine 5 mg was taken twice daily.", "twice daily"),
        ("Ketamine was infused every 2 weeks.", "every 2 weeks"),  # trap 52
        ("Tablets of 10 mg were taken three times a day.", "three times a day"),
        ("They received ketamine 10 mg b.i.d. for a week.", "b.i.d."),
        ("They had injections 12 hourly.", "12 hourly"),
        ("Weekly sessions were held.", "Weekly"),
        (
            "Ketamine was given daily, later ketamine was given twice daily.",
            "twice daily",
        ),
    ],
)
def test_how_often_is_read_in_the_words_of_the_text(text, words):
    """The words that say most about the treatment are kept as they are printed."""
    assert values(read_frequency, text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Pain was scored twice daily.",
        "Activities of daily living were better.",
        "They had headaches three times a week.",
        "Blood was taken; nausea was recorded every 4 hours.",
        "The daily pain score fell.",
    ],
)
def test_how_often_something_was_measured_is_no_frequency(text):
    """Assessments, attacks and everyday life are not treatment."""
    assert values(read_frequency, text) == []


def test_a_review_has_no_schedule():
    """Other studies' courses are not this record's."""
    title = "Ketamine: a systematic review"
    text = "Patients received three infusions daily for 5 days of treatment."
    for reader in (read_duration, read_sessions, read_frequency):
        assert values(reader, text, title) == []
