"""Every place where a text counts people, and nothing that counts something else."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.mentions.counts import counts
from ketaevidence.extraction.mentions.people import people
from ketaevidence.extraction.text import View
from ketaevidence.records.model import Record


def counted(text):
    """Give number and noun of every count of people."""
    view = View.of(Record(title=text, pmid="1"))
    return [(one.value, one.noun) for one in view.once(people)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sixty patients and 20 healthy controls", [(60, "patients"), (20, "controls")]),
        ("40 type 2 diabetic patients", [(40, "patients")]),
        ("25 (12 male) patients", [(25, "patients"), (12, "male")]),
        ("56 male and 44 female subjects", [(56, "male"), (44, "subjects")]),
        ("1 234 patients", [(1234, "patients")]),
        ("1,204 participants", [(1204, "participants")]),
        ("a 60-patient trial", [(60, "patient")]),
        ("22 first-episode, drug-naive psychotic patients", [(22, "patients")]),
        ("12 of the 30 patients", [(30, "patients")]),
        ("34 American Society of Anesthesiologists (ASA) class I patients", [(34, "patients")]),
        ("patients (n = 70) with pain", [(70, "patients")]),
        ("of 891 patients, 687 completed the study", [(891, "patients"), (687, "")]),
    ],
)  # fmt: skip
def test_people_are_counted_with_their_noun(text, found):
    """A number, describing words and a word for people are one mention."""
    assert counted(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "20 patient-years", "40 patients' eyes", "60-70% of adults", "10-20 patients",
        "group 1 patients", "day 3 patients", "study 2 patients", "> 60 patients",
        "60 visits of patients", "in 2011, ten polls", "5 mg per patients", "0.5 patients",
        "children 3-6 years old", "p<0.05 patients", "one hundred clinics recruited patients",
    ],
)  # fmt: skip
def test_other_numbers_count_no_people(text):
    """Labels, ranges, ages, limits and parts of numbers count nobody."""
    assert counted(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one hundred and thirty-seven", [137]),
        ("twelve and ten", [12, 10]),
        ("1,000 or 1 000 or 12 345 678", [1000, 1000, 12345678]),
        ("0.5, 12%, 3/4, 1998", [1998]),
    ],
)
def test_numbers_are_read_whole(text, found):
    """Digits and number words give whole numbers, never parts of one."""
    view = View.of(Record(title=text, pmid="1"))
    assert [count.value for count in view.once(counts)] == found
