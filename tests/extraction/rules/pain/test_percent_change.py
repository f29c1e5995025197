"""Percent changes of pain; shares of people and definitions are none."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.pain.percent_change import read_percent_change
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def values(text):
    """Give (value, spread) of each percent change, and check the quotes."""
    one = Record(title="Pain", pmid="1", sections=(Section(text),))
    read = list(read_percent_change(View.of(one), shipped_question()))
    assert all(one.text[c.start : c.end] == c.quote for c in read)
    return [(c.value, c.spread) for c in read]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # trap 65
        ("Pain decreased by 73.6% and 95.7%, respectively.", [(-73.6, None), (-95.7, None)]),
        ("Pain scores were 46% lower with A and 17% less after a day.", [(-46, None), (-17, None)]),
        ("A 34% reduction in pain intensity was seen.", [(-34, None)]),
        ("The mean pain reduction was 61.5% at 3 months, and at last review, it was 48.5%.", [(-61.5, None), (-48.5, None)]),
        ("Results were best for nerve pain, with 74% and 61% pain reduction, respectively.", [(-74, None), (-61, None)]),
        ("The VAS for pain fell (reduction 82% ± 19%).", [(-82, 19)]),
        ("The percentage decrease of VAS pain was 92 ± 14%.", [(-92, 14)]),
        ("Pain scores fell by 31% with A and rose by 16% with B.", [(-31, None), (16, None)]),
        ("A reduced pain by 41 percent, against a 23 percent reduction of pain with B.", [(-41, None), (-23, None)]),
        ("The intensity of pain decreased more (38%) with A.", [(-38, None)]),
        ("The spray led to a 57% decrease in perceived pain.", [(-57, None)]),
    ],
)  # fmt: skip
def test_percent_changes_of_pain_are_signed(text, expected):
    """Less pain is negative, and a row has the way of its first."""
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # trap 72
        "A reduction in pain of at least 50% was a response.",
        "A reduction in pain of 30% or more was seen in 61%.",
        "A ≥ 50% reduction in pain was reached by 12 of 30 patients (40%).",
        "Pain was reduced in 62% of patients.",
        "Pain decreased, and 62% of the patients were pleased.",
        "Patients who achieved a 50% reduction in pain were counted.",
        "The proportion who got drugs when the pain score was told was 6.4% more.",
        "The incidence of pain was reduced by 38%.",
        "Function improved by 48% and pain was alike.",
        "A 48% improvement in function and less pain were seen.",
        "Pain relief was complete in 62%.",
        "Morphine for pain decreased by 34%.",
        "Pain was seen in 12% and 14%.",
        "",
    ],
)
def test_shares_of_people_and_limits_are_no_change(text):
    """A percentage is a change of pain only where the words say by how much."""
    assert values(text) == []


def test_a_drug_right_behind_a_percentage_names_its_arm():
    """Each of three arms has its own percentage."""  # trap 65
    text = "Pain was reduced by 63% with ketamine, 44% with alfentanil and 21% with placebo."
    one = Record(title="Pain", pmid="1", sections=(Section(text),))
    read = list(read_percent_change(View.of(one), shipped_question()))
    assert [c.arm for c in read] == ["ketamine", "alfentanil", "placebo"]


def test_the_quote_of_a_percentage_holds_pain():
    """The words from pain on prove the percentage."""
    text = "Pain was reduced by 63% with ketamine and 21% with placebo."
    one = Record(title="Pain", pmid="1", sections=(Section(text),))
    read = list(read_percent_change(View.of(one), shipped_question()))
    assert [c.quote for c in read] == [
        "Pain was reduced by 63%",
        "Pain was reduced by 63% with ketamine and 21%",
    ]
