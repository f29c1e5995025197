"""The arms that a text names, and which of them a value belongs to."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.extraction.mentions.arms import arm_at, arms
from ketaevidence.extraction.mentions.word_set import word_set
from ketaevidence.extraction.text import View
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def view_of(text):
    """Lay out a text."""
    return View.of(Record(title="X", pmid="1", sections=(Section(text),)))


def bound(text, *values):
    """Give the arm of each value, at its first place behind the one before."""
    view = view_of(text)
    position, found = 0, []
    for value in values:
        start = view.folded.index(value, position)
        position = start + len(value)
        sentence = next(s for s in view.sentences if s.start <= start < s.end)
        found.append(arm_at(view, sentence, start, position))
    return found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Pain fell in the ketamine group and the placebo group.", ["ketamine", "placebo"]),
        ("The ketamine, saline and control groups were alike.", ["ketamine", "saline", "control"]),
        ("Groups A, B and C were alike.", ["group A", "group B", "group C"]),
        ("Group 1 and group 2 were alike.", ["group 1", "group 2"]),
        ("The S(+)-ketamine group slept.", ["S(+)-ketamine"]),
        ("Patients had ketamine 0.5 mg/kg (n = 20) or saline (n = 21).", ["ketamine", "saline"]),
        ("The active treatment arm and the sham arm were alike.", ["active treatment", "sham"]),
        ("The routine monitoring group slept.", ["routine monitoring"]),
        ("Both groups, each group and the age group; the right arm hurt.", []),
        ("Patients got 320 mg of unheardol [n = 31], 5 mg (n = 22), or placebo (n = 30).", ["unheardol", "placebo"]),
        ("Patients treated with plaster had placebo; plaster was cheap.", ["placebo"]),
        ("Group 1 and 40 of 43 patients in group 2 slept.", ["group 1", "group 2"]),
    ],
)  # fmt: skip
def test_arms_are_named_as_the_text_names_them(text, names):
    """Words before "group", labels behind it and names before a size are arms."""
    assert [arm.name for arm in view_of(text).once(arms)] == names


def test_a_known_name_is_a_mention_without_the_word_group():
    """Once "ketamine group" is named, "with ketamine" is that arm; its dose is not."""
    text = "There was a ketamine group. Pain was 2 with ketamine. Ketamine dose was 3."
    assert [arm.name for arm in view_of(text).once(arms)] == ["ketamine", "ketamine"]


def test_an_arm_has_its_size_where_the_text_gives_it():
    """A size in brackets or behind "n =" belongs to the name before it."""
    text = "Group A (n = 20), the drug group (30 patients) and n = 25 for placebo."
    assert [(a.name, a.size) for a in view_of(text).once(arms)] == [
        ("group A", 20), ("drug", 30), ("placebo", 25),
    ]  # fmt: skip


KP = "Patients were in a ketamine group or a placebo group. "


@pytest.mark.parametrize(
    ("text", "values", "names"),
    [
        # directly behind, directly before
        ("Pain was 2.7 in the ketamine group and 4.2 in the placebo group.", ("2.7", "4.2"), ["ketamine", "placebo"]),
        (KP + "Scores were ketamine 2.7 ± 0.5, placebo 5.4 ± 0.6.", ("2.7", "5.4"), ["ketamine", "placebo"]),
        (KP + "Pain was 3.3 with ketamine compared with 4.4 with placebo.", ("3.3", "4.4"), ["ketamine", "placebo"]),
        ("Pain fell in group A (from 6.2 to 3.1) and in group B (from 6.3 to 5.9).", ("6.2", "3.1", "6.3", "5.9"), ["group A", "group A", "group B", "group B"]),
        ("Scores rose more in group 2 (41.3 ± 0.6) than in group 1 (38.2 ± 0.8).", ("41.3", "38.2"), ["group 2", "group 1"]),
        ("Three patients (15%) in the ketamine group and one (5%) in the placebo group slept.", ("15%", "5%"), ["ketamine", "placebo"]),
        ("Relief was seen in groups H1 (31 %) and H2 (26 %).", ("31", "26"), ["group H1", "group H2"]),
        # what the clause is about
        ("In the saline group, pain was 5.1 at 24 h.", ("5.1",), ["saline"]),
        ("The ketamine group fell from 6.5 to 3.1.", ("6.5", "3.1"), ["ketamine", "ketamine"]),
        # trap 44
        (KP + "Pain was 3.1 and 4.2 in ketamine and placebo, respectively.", ("3.1", "4.2"), ["ketamine", "placebo"]),
        ("Groups 1, 2 and 3 had scores of 3.3, 4.4, and 5.5.", ("3.3", "4.4", "5.5"), ["group 1", "group 2", "group 3"]),
        ("At 1 h pain was 3.1 and 4.2 in the drug and sham groups, respectively.", ("3.1", "4.2"), ["drug", "sham"]),
        # trap 74
        ("Relief was seen in the placebo and drug arms (27% [25 of 92] and 31% [30 of 96]).", ("27", "31"), ["placebo", "drug"]),
        ("Five patients, all in the ketamine group, vomited.", ("Five",), ["ketamine"]),
        # compared
        ("The drug group had less pain than the control group (2.7 vs 4.2).", ("2.7", "4.2"), ["drug", "control"]),
        ("It was less with unheardol compared to the placebo group (4.6 vs 3.6).", ("4.6", "3.6"), [None, "placebo"]),
        ("The drug group stayed for 17.5 ± 1.9 hours.", ("17.5",), ["drug"]),
        ("Needle visibility was better in group II (2.9 vs 1.9).", ("2.9", "1.9"), ["group II", None]),
        ("Scores in the fentanyl group were 6.6 ± 0.7 and for patients in the pethidine group were 4.1 ± 0.8.", ("6.6", "4.1"), ["fentanyl", "pethidine"]),
        # drugs that no word "group" makes an arm
        ("Pain was 2.9 (1.1) with ketamine and 5.1 (1.7) with placebo.", ("2.9", "5.1"), ["ketamine", "placebo"]),
        ("Pain was 2.9 under ketamine and 5.1 under midazolam.", ("2.9", "5.1"), ["ketamine", "midazolam"]),
        ("Pain was 2.9 in patients receiving ketamine and 5.1 in those receiving saline.", ("2.9", "5.1"), ["ketamine", "saline"]),
        ("Pain was 2.9 with ketamine at rest.", ("2.9",), [None]),
    ],
)  # fmt: skip
def test_a_value_belongs_to_the_arm_that_the_sentence_binds_it_to(text, values, names):
    """By place, by order or as the subject of the clause, a value has one arm."""
    assert bound(text, *values) == names


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The difference between the drug and the placebo group was 2.4.", "2.4"),
        ("Pain was 2.7 in the drug and placebo groups.", "2.7"),
        ("Pain was 2.7 lower than in the placebo group.", "2.7"),
        ("Pain was 2.7. The drug group slept.", "2.7"),
        ("In the drug group nausea was rare; pain was 2.7 in all.", "2.7"),
        ("Pain was 2.7 on day 3.", "2.7"),
    ],
)
def test_a_value_that_nothing_binds_has_no_arm(text, value):
    """Differences, values of both arms and those of another clause have no arm."""
    assert bound(text, value) == [None]


pieces = st.sampled_from(
    sorted(
        word_set(
            "ketamine placebo group groups A B and vs than in the ( ) n = 20 2.7 ± 0.5 % , .",
            "respectively with arm 1 2 five of compared to",
        )
    )
)


@given(st.lists(pieces, max_size=60).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_any_words_give_arms_with_exact_places(text):
    """Arms come in order, do not overlap, and every value can be asked for."""
    view = view_of(text)
    found = view.once(arms)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(view.folded[a.start : a.end].strip() for a in found)
    for sentence in view.sentences:
        name = arm_at(view, sentence, sentence.start, sentence.end)
        assert name is None or name in {arm.name for arm in found}
