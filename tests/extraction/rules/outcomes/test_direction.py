"""In whose favour pain was, as conclusions and results say it."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.outcomes.direction import (
    FAVOURS_COMPARATOR,
    FAVOURS_INTERVENTION,
    MIXED,
    NO_DIFFERENCE,
    read_direction,
)
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section

TITLE = "Unheardol versus oldocaine for postoperative pain"


def found(results, conclusions="", title=TITLE):
    """Give the directions of a record, and check their quotes."""
    parts = (("RESULTS", results), ("CONCLUSIONS", conclusions))
    sections = tuple(Section(text, label=label) for label, text in parts if text)
    one = Record(title=title, pmid="1", sections=sections)
    read = list(read_direction(View.of(one), shipped_question()))
    assert all(one.text[c.start : c.end] == c.quote for c in read)
    return read


def direction(results, conclusions="", title=TITLE):
    """Give the one direction, or ``None``."""
    values = [item.value for item in found(results, conclusions, title)]
    assert len(values) <= 1
    return values[0] if values else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pain scores were significantly lower in the unheardol group than in the placebo group.", FAVOURS_INTERVENTION),
        ("Unheardol provided better analgesia than saline.", FAVOURS_INTERVENTION),
        ("The placebo group had more pain than the unheardol group.", FAVOURS_INTERVENTION),
        ("Pain was significantly reduced from baseline.", FAVOURS_INTERVENTION),
        ("Pain was significantly lower in the control group.", FAVOURS_COMPARATOR),
        ("In the oldocaine group pain relief was greater than in the other group.", FAVOURS_COMPARATOR),
        ("There was no significant difference in pain scores between the groups.", NO_DIFFERENCE),
        ("Pain relief was similar in both groups.", NO_DIFFERENCE),
        ("Unheardol did not reduce pain compared with placebo.", NO_DIFFERENCE),
        ("Unheardol is as effective as oldocaine in relieving pain.", NO_DIFFERENCE),
        ("Pain decreased in both groups.", NO_DIFFERENCE),
    ],
)  # fmt: skip
def test_the_words_say_in_whose_favour(text, expected):
    """Comparative words and denials decide, with the arm that they speak of."""
    assert direction(text) == expected


@pytest.mark.parametrize(
    ("results", "conclusions", "expected"),
    [
        ("Pain was lower in the unheardol group at 2 h than with placebo. Pain did not differ at 24 h between groups.", "Unheardol relieved pain better than placebo.", FAVOURS_INTERVENTION),
        ("Pain was lower in the unheardol group at 2 h than with placebo. Pain did not differ at 24 h between groups.", "", MIXED),
        ("Pain did not differ between the groups.", "Unheardol is effective for pain.", NO_DIFFERENCE),
        ("Pain decreased in both groups.", "Unheardol gives effective relief of pain.", FAVOURS_INTERVENTION),
    ],
)  # fmt: skip
def test_conclusions_and_comparisons_weigh_most(results, conclusions, expected):
    """Conclusions come before results, and comparisons before changes."""
    assert direction(results, conclusions) == expected


def test_a_later_clause_goes_on_with_pain():
    """Behind "but" the subject is left out: it is still pain."""
    text = "Pain was lower than with oldocaine at 1 h, but did not differ between groups later."
    (item,) = found(text)
    assert (item.value, item.alternatives) == (
        MIXED,
        (FAVOURS_INTERVENTION, NO_DIFFERENCE),
    )


def test_a_gain_that_ends_is_not_plainly_no_difference():
    """Less pain at first and none later is in favour, with a second look."""
    text = "Pain was lower at week 3 (3.8 vs 6.1). At 10 weeks there was no difference in pain."
    (item,) = found(text, "Unheardol relieved pain for three weeks.")
    assert item.value in {FAVOURS_INTERVENTION, MIXED}
    assert item.confidence == "low"
    assert NO_DIFFERENCE in item.alternatives


@pytest.mark.parametrize(
    "text",
    [
        "Seven patients had no benefit, six stopped because of side effects, and three had long-term relief.",
        "Blood pressure was lower in the unheardol group than in the placebo group.",
        "Morphine consumption was lower with unheardol.",
        "Pain was measured with a lower limit of 0.",
        "Pain at baseline was similar in both groups.",
        "The aim was to compare pain relief between the groups.",
    ],
)
def test_what_compares_no_pain_gives_no_answer(text):
    """Where nothing tells how strong pain was, there is no direction."""
    assert direction(text) is None


@pytest.mark.parametrize(
    "title",
    ["Unheardol for pain: study protocol for a randomised trial", "Unheardol for pain in rats", "Unheardol for pain: a narrative review"],
)  # fmt: skip
def test_protocols_animals_and_reviews_give_no_answer(title):
    """No study of patients, no direction."""
    text = "Wistar rats were used. Patients will be randomised. Pain was lower than with placebo."
    assert direction(text, "", title) is None


def test_the_quote_is_the_clause_and_other_answers_are_told():
    """The clause that decided is quoted; what disagrees is an alternative."""
    (item,) = found(
        "Pain did not differ at 24 h, but pain was lower than with placebo at 2 h."
    )
    assert item.value == MIXED
    assert item.alternatives
    (item,) = found(
        "Sleep was good.", "In short, pain was lower than with placebo; sleep was good."
    )
    assert item.quote == "In short, pain was lower than with placebo"
    assert item.status == "derived"


@pytest.mark.parametrize("text", ["", "pain " * 500, "pain, but " * 300, "no pain " * 300, "(pain " * 400])  # fmt: skip
def test_any_text_is_read_without_an_error(text):
    """Whatever the text, there is at most one answer."""
    assert len(found(text, text)) <= 1
