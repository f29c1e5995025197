"""When patients were last asked for their pain, in invented sentences."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.treatment.follow_up import read_follow_up
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def found(text, title="Ketamine in an invented illness"):
    """Give the candidates of an invented record."""
    record = Record(title=title, pmid="1", sections=(Section(text),))
    return list(read_follow_up(View.of(record), shipped_question()))


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        # trap 77: the last assessment, in all its words
        ("Pain was scored at 1, 3, 6, 13 and 26 months.", 26, "months"),
        ("They were observed for 36 h and followed up at 5 weeks.", 5, "weeks"),
        ("Pain was measured over 10 weeks.", 10, "weeks"),
        ("Pain was better four weeks later.", 4, "weeks"),
        ("Pain scores were recorded in the first 36 h after surgery.", 36, "hours"),
        ("Pain was scored daily until day 9.", 9, "days"),
        ("Pain was assessed at baseline and week 14.", 14, "weeks"),
        ("The mean follow-up was 3.7 years (range 1 to 9 years).", 3.7, "years"),
        ("A 7-month follow-up was done.", 7, "months"),
        ("Pain was scored on days 1-8.", 8, "days"),
        # trap 64: labels that count a unit
        ("Patients were seen at T30, T60 and T150 (days).", 150, "days"),
        ("Pain was scored at T1, T4 and T9 (weeks).", 9, "weeks"),
    ],
)
def test_the_last_assessment_is_read(text, number, unit):
    """Of all times at which something was asked for, the last is the follow-up."""
    (item,) = found(text)
    assert (item.value, item.unit) == (number, unit)
    assert item.status == "stated"


def test_a_title_may_name_the_follow_up():
    """What only the title says is read there."""  # trap 77
    (item,) = found("Pain fell.", "Nerve stimulation: two years' follow-up")
    assert (item.value, item.unit) == (2, "years")
    assert item.section == "title"


@pytest.mark.parametrize(
    "text",
    [
        "Patients with pain for more than 6 months were enrolled.",
        "Patients were recruited over a 3-year period.",
        "A 34-year-old woman came.",
        "Ketamine was infused over 40 min.",
        "The hospital stay was 4.7 days.",
        "The time to relief was 20 min.",
        "Patients gave their score in the previous 24 h.",
        "Pain began 3 weeks ago.",
        "Pain was scored 30 min before incision.",
        "Infusions were separated by 48 hours.",
        "Ketamine was given every 3 weeks.",
    ],
)
def test_other_times_are_no_follow_up(text):
    """Illness, recruitment, age, infusion, stay and latency are not assessments."""
    assert found(text) == []


def test_the_other_times_are_alternatives():
    """A reader sees what else it might have been, the latest first."""
    (item,) = found("Pain was scored at 2, 6 and 12 weeks.")
    assert (item.value, item.alternatives) == (12, ("6 weeks", "2 weeks"))


def test_the_end_of_a_course_is_derived():
    """Where nothing else is told, the outcome is that at the end of treatment."""
    (item,) = found("Ketamine tablets were taken for 6 weeks. Pain fell.")
    assert (item.value, item.unit) == (6, "weeks")
    assert (item.status, item.confidence) == ("derived", "low")
    assert found("A 100-h infusion was given. Pain fell.") == []


@pytest.mark.parametrize("title", ["Ketamine: a systematic review", "Ketamine in rats"])
def test_reviews_and_animals_have_no_follow_up(title):
    """Other studies' follow-up, and that of animals, is left alone."""
    assert found("Pain was scored at 6 months. Rats slept.", title) == []
