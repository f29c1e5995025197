"""What a treatment is compared with and what goes along; invented sentences."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.treatment.co_treatment import (
    read_co_intervention,
    read_comparator,
)
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def read(reader, title, text):
    """Give the values that a reader reads, and check their quotes."""
    one = Record(title=title, pmid="1", sections=(Section(text),))
    found = list(reader(View.of(one), shipped_question()))
    assert all(one.text[c.start : c.end] == c.quote for c in found)
    return [c.value for c in found]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Ketamine for pain", "A placebo-controlled trial.", ["placebo"]),
        ("Ketamine for pain", "They received ketamine or normal saline.", ["saline"]),
        ("Ketamine versus midazolam for pain", "", ["midazolam"]),
        ("Comparison of tramadol, morphine and ketorolac", "", ["morphine", "ketorolac"]),
        ("Ketamine for pain", "The lorazepam group had more pain.", ["lorazepam"]),
        ("Ketamine for pain", "They received ketamine 5 mg or lorazepam 2 mg.", ["lorazepam"]),
        ("Ketamine for pain", "The others got no treatment.", ["no treatment"]),
        ("Ketamine for pain", "The others had usual care or a sham block.", ["usual care", "sham"]),
        ("Exercise for pain", "The others were on a waiting list.", ["waiting list"]),
        # what is no comparator
        ("Ketamine for pain", "Ketamine 5 mg in 10 ml of saline was given.", []),
        ("Ketamine for pain", "There was no placebo.", []),
        ("Ketamine for pain", "Ketamine was added to bupivacaine.", []),
        ("Ketamine for pain", "All patients received fentanyl.", []),
        ("Ketamine for pain: a systematic review", "They got ketamine or placebo.", []),
        ("", "", []),
    ],
)  # fmt: skip
def test_the_comparator_is_what_the_other_patients_got(title, text, expected):
    """Placebo, another drug or none; no diluent, and nothing that all patients get."""
    assert read(read_comparator, title, text) == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Ketamine for pain", "All patients received clonidine and midazolam.", ["clonidine", "midazolam"]),
        ("Ketamine for pain", "Ketamine was added to bupivacaine.", ["bupivacaine"]),
        ("Ketamine for pain", "Anaesthesia was induced with propofol.", ["propofol"]),
        ("Ketamine for pain", "They had patient-controlled analgesia with morphine.", ["morphine"]),
        ("Bupivacaine versus bupivacaine plus dexamethasone", "", []),
        ("Pain of bupivacaine or bupivacaine plus dexamethasone", "", ["bupivacaine"]),
        # what does not go along
        ("Ketamine for pain", "Rescue morphine was given to all patients if needed.", []),
        ("Ketamine for pain", "They received ketamine or lorazepam.", []),
        ("Exercise for pain", "They walked.", []),
        ("Ketamine for pain: a systematic review", "All patients received clonidine.", []),
        ("", "", []),
    ],
)  # fmt: skip
def test_what_goes_along_is_given_to_all(title, text, expected):
    """What both arms get is told from the drug, its comparator and rescue."""
    assert read(read_co_intervention, title, text) == expected
