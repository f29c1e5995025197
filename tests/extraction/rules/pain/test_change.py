"""Changes of pain and differences between arms, with their sign and interval."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.rules.pain.change import (
    read_mean_difference,
    read_pain_change,
)
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def found(text):
    """Give the changes and differences of a text, and check their quotes."""
    one = Record(title="Pain", pmid="1", sections=(Section(text),))
    view, question = View.of(one), shipped_question()
    read = [*read_pain_change(view, question), *read_mean_difference(view, question)]
    assert all(one.text[c.start : c.end] == c.quote for c in read)
    return read


def values(text):
    """Give (field, value, spread) of each."""
    return [
        (
            c.field,
            c.value,
            c.spread if c.spread_low is None else (c.spread_low, c.spread_high),
        )
        for c in found(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # trap 59
        ("The reduction in pain was 2.4 ± 0.5.", [(-2.4, 0.5)]),
        ("A reduction in VAS score of 5.8 (SE 0.3) was seen.", [(-5.8, 0.3)]),
        ("The mean improvement in pain scores was 2.4 cm vs an increase of 0.2 cm.", [(-2.4, None), (0.2, None)]),
        ("Pain decreased by 11.6 points with A, by 11.9 points with B, and by 8.7 points with C.", [(-11.6, None), (-11.9, None), (-8.7, None)]),
        ("The mean change in pain was 16.4 mm (SD 19) compared with 0.3 mm (SD 7) with B.", [(16.4, 19), (0.3, 7)]),
        ("Mean changes in VAS scores for pain were alike (A, -51.8 mm; B, -50.9 mm).", [(-51.8, None), (-50.9, None)]),
        ("The pain score changed by \u22121.2 ± 0.5.", [(-1.2, 0.5)]),
        ("Pain reduction was greater with A (-1.6 ± 0.9) than with B (-1.4 ± 0.8).", [(-1.6, 0.9), (-1.4, 0.8)]),
        ("Pain decreased by 34 (11-51) mm with A, and 24 (12-38) mm with B.", [(-34, (-51, -11)), (-24, (-38, -12))]),
        ("A mean 14.2 mm reduction on the VAS for pain (95% CI 5.1 - 23.3 mm) was seen.", [(-14.2, (-23.3, -5.1))]),
        ("There was no difference in the change of VAS pain: A (-23.7 mm [95% CI -31 to -16]), B (-16.2 mm [95% CI -24 to -8]).", [(-23.7, (-31, -16)), (-16.2, (-24, -8))]),
        ("Relief of pain on walking (-32.1, - 28.9, and -20.4 mm change on the VAS) differed.", [(-32.1, None), (-28.9, None), (-20.4, None)]),
        ("The mean change in score was greater for pain (-5.1 vs. -3.2).", [(-5.1, None), (-3.2, None)]),
    ],
)  # fmt: skip
def test_less_pain_is_a_negative_change(text, expected):
    """The words or the printed sign say which way; an interval turns with its value."""
    assert values(text) == [("pain_change", *item) for item in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mean difference in pain scores was -1.8 (95% CI -3.4 to -0.2).", [(-1.8, (-3.4, -0.2))]),
        ("Pain was lower with A (mean difference [95% CI], -0.9 [-1.6, -0.2]).", [(-0.9, (-1.6, -0.2))]),
        ("Pain differed (mean difference 1.2 points, p = 0.01, 95% CI 0.3 to 2.1).", [(1.2, (0.3, 2.1))]),
        ("Pain scores were alike. Median (95% CI) difference between groups was 0.64 (-1.3 to 2.4).", [(0.64, (-1.3, 2.4))]),
        ("The treatment difference for pain was -5.2 mm (95% CI -9.7 to -0.3).", [(-5.2, (-9.7, -0.3))]),
        ("The pain score was 27 mm vs. 31 mm; difference -4 mm (95% CI: -14 mm - +6 mm).", [(-4, (-14, 6))]),
        ("Pain scores were 1.6 units lower with A than with B.", [(-1.6, None)]),
        ("A caused more pain of 15.1 mm (p < 0.001), 11.2 mm (p = 0.001), and 7.4 mm at 1, 2, and 3 min.", [(15.1, None), (11.2, None), (7.4, None)]),
        ("The between-group difference in pain was -6.3 points (95% CI -12 to -0.4).", [(-6.3, (-12, -0.4))]),
        ("The difference between the groups in the change in pain was -6.3 points (95% CI -12 to -0.4).", [(-6.3, (-12, -0.4))]),
        ("The difference between ketamine and saline in pain reduction was -1.4 (95% CI -2.1 to -0.5).", [(-1.4, (-2.1, -0.5))]),
        ("The difference between ketamine and saline in the reduction of pain was -1.3 (95% CI -2.2 to -0.4).", [(-1.3, (-2.2, -0.4))]),
    ],
)  # fmt: skip
def test_a_difference_between_arms_is_no_change(text, expected):
    """What separates two arms has a field of its own, and belongs to no arm."""
    assert values(text) == [("mean_difference", *item) for item in expected]
    assert {c.arm for c in found(text)} == {None}


def test_a_pronoun_goes_on_with_the_change_before_it():
    """A pronoun is the change of the sentence before, and "the difference" is of that."""
    text = (
        "All had a reduction of VAS pain of 5.7 (standard error [SE] 0.3). "
        "In CRPS it was 7.1 (SE 0.5, P < 0.001), in the others 5.2 (SE 0.4). "
        "The difference of 1.9 between groups was significant (SE 0.6, P = 0.002)."
    )
    assert values(text) == [
        ("pain_change", -5.7, 0.3),
        ("pain_change", -7.1, 0.5),
        ("pain_change", -5.2, 0.4),
        ("mean_difference", 1.9, 0.6),
    ]
    assert {item.spread_type for item in found(text)} == {"SE"}


@pytest.mark.parametrize(
    "text",
    [
        "Pain scores were 2.4 ± 1.1 and 4.6 ± 1.3.",
        "There was no significant difference in pain scores (3.2 ± 1.1 vs 3.1 ± 1.0).",
        "Pain fell from 7.1 ± 1.2 to 3.3 ± 1.4.",
        "The reduction in morphine was 12 ± 4 mg; pain was alike.",
        "The reduction in disability was 12 ± 4; pain scores were 3 ± 1.",
        "A reduction of at least 2 points in pain scores was a response.",
        "The standardised mean difference for pain was -0.4 (-0.7 to -0.1).",
        "A sample of 40 was needed to detect a difference in pain scores of 1.5 (SD 2.0).",
        "The slopes per week of pain scores differed (-0.3 (-0.4 to -0.2) v -0.1 (-0.2 to 0)).",
    ],
)
def test_levels_and_limits_are_no_changes(text):
    """A number is a change or a difference only where the words say so."""
    assert values(text) == []


def test_an_open_direction_is_a_warning():
    """A number without sign or word for less or more says that it is open."""
    (item,) = found("The mean change in pain scores was 1.4 (SD 0.6).")
    assert "whether pain rose or fell" in item.warnings[0]
    (item,) = found("The mean difference in pain scores was 1.4 (SE 0.6).")
    assert "which arm had less pain" in item.warnings[0]
    (item,) = found("The mean decrease in pain scores was 1.4 (SD 0.6).")
    assert item.warnings == ()


def test_an_estimate_outside_its_interval_is_a_warning():
    """A misprinted interval is read as printed, and marked."""  # trap 71
    (item,) = found("The mean difference in pain scores was 7.9 (95% CI 0.8 to 5.9).")
    assert "the number lies outside its own interval" in item.warnings
