"""Confidence intervals: both ends, the level, and what they are of."""

from __future__ import annotations

import math

import pytest

from ketaevidence.extraction.rules.outcomes.interval import read_confidence_interval
from ketaevidence.extraction.text import View
from ketaevidence.question.load import shipped_question
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def found(text):
    """Give the intervals of a text, and check their quotes."""
    one = Record(title="Pain", pmid="1", sections=(Section(text),))
    read = list(read_confidence_interval(View.of(one), shipped_question()))
    assert all(one.text[c.start : c.end] == c.quote for c in read)
    return read


def ends(text):
    """Give (low, high) of every interval of a text."""
    return [(item.value, item.value_high) for item in found(text)]


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        # trap 71
        ("95% CI, -0.12 to 0.17", -0.12, 0.17), ("95% confidence interval (CI) 51%, 83%", 51, 83),
        ("95% CI [−0.7 to 0.4]", -0.7, 0.4), ("95% CI six to ∞", 6, math.inf),
        ("95% CI 42%, 77%", 42, 77), ("CI = 1.2–3.4", 1.2, 3.4), ("95 percent confidence limits, 2.1-31", 2.1, 31),
        ("95% CI: 1.2; 3.4", 1.2, 3.4), ("95% CI from 3 to 9", 3, 9), ("95% CI was 3 to 9", 3, 9),
        ("95% confidence interval for the difference, -7.1 to 3.2", -7.1, 3.2),
        ("95% CI -£115 to £480", -115, 480), ("95% CI 980-2,465", 980, 2465), ("CI 43,88", 43, 88),
        ("95% ci 4.2-21.1 ng/ml", 4.2, 21.1), ("95%CI=0.5...0.9", 0.5, 0.9),
        # trap 67: what is a minus and what a dash
        ("95% CI -4.3-3.8", -4.3, 3.8), ("95% CI -40--20", -40, -20), ("95% CI − 12, 37", -12, 37),
        ("95% CI -1.3,-0.2", -1.3, -0.2), ("95% CI-0.70–2.46", 0.70, 2.46),
        ("95% CI -15 mm - +5 mm", -15, 5),
        # trap 66
        ("95% CI -2.5 - (-0.3)", -2.5, -0.3), ("95%CI -0.4%–(-0.1%)", -0.4, -0.1), ("95% CI minus 0.4 to 5.0", -0.4, 5),
        ("95% C.I 65.8, 96.6", 65.8, 96.6), ("CI95% = 1.2 to 3.4", 1.2, 3.4), ("CI(95%) 1.2-3.4", 1.2, 3.4),
        ("95% Cl 1.2-3.4", 1.2, 3.4), ("95% confidence interval {CI} 1.2-3.4", 1.2, 3.4), ("95% CI: 1.2∼3.4", 1.2, 3.4),
        ("95% CI 14 231·6–28 907·2", 14231.6, 28907.2), ("OR, 95% CI: 2.6, 1.2-5.8", 1.2, 5.8),
        ("95% CI = 3.4 (1.1-10.9)", 1.1, 10.9),
        ("95% CI 1·2–3·4", 1.2, 3.4), ("95% CI .31-.77", 0.31, 0.77),
    ],
)  # fmt: skip
def test_both_ends_are_read(printed, low, high):
    """However it is printed, an interval has its two ends with their signs."""
    assert ends(f"The difference was notable ({printed}).") == [(low, high)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sensitivity was 87% [79–93%] and specificity 76% [70–82%] (95% CI).", [(79, 93), (70, 82)]),
        ("RR 1.5 (1.1, 2.1) and RD 0.2 (0.1, 0.3), 95% confidence intervals.", [(1.1, 2.1), (0.1, 0.3)]),
        ("Fever was seen in 60% (95% CI 56-64%). CRP rose (87%, 82-92%), as LDH did (69%, 95% CI 57-81%).", [(56, 64), (82, 92), (57, 81)]),
        ("The mean was 12 (95% CI 9-15) and 7.7 mIU/mL (7.0-8.6), ratio 2.9, 2.1-4.2; p<0.01.", [(9, 15), (7.0, 8.6), (2.1, 4.2)]),
        ("Rates were 0.73 (95% CI 0.61-0.85) and 0.52 (0.31-0.77).", [(0.61, 0.85), (0.31, 0.77)]),
        ("Mean (95% CI) use was 54 (41-66) mg and 71 (57-85) mg.", [(41, 66), (57, 85)]),
        ("The odds ratio [95% CI] was 4.1 [2.4, 7.2] for one and 3.7 [1.3, 10.5] for the other.", [(2.4, 7.2), (1.3, 10.5)]),
        ("Effects were 12 and 15 (95% CIs 4–20 and 6–24, respectively).", [(4, 20), (6, 24)]),
        ("The share was 81% (76.3–86.1 95% CI).", [(76.3, 86.1)]),
        ("Eight of 22 (36%; 95% CI 17-59) and two of 20 (10%; 1-32) had it.", [(17, 59), (1, 32)]),
        ("The hazard ratio was 0.8 (95% CI 0.5-1.2). The risk ratio was 1.1 (0.9-1.4).", [(0.5, 1.2), (0.9, 1.4)]),
    ],
)  # fmt: skip
def test_later_brackets_of_a_list_are_intervals(text, expected):
    """Once a list says what its brackets hold, the later ones hold the same."""
    assert ends(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Age was 43 (18-80) years.",
        "The median score was 3 (IQR 2-5); the 95% CI was wide.",
        "The cardiac index (CI) rose by 12% and 9%. CI of 12% and 9% was seen.",
        "Bioequivalence holds if the 90% CI were between 80% and 125%.",
        "The lower limit of the 95% CI was above -5.",
        # trap 76: no interval, and no percentage either
        "The NNT was 3.5 and the OR 2.1.",
    ],
)
def test_other_brackets_are_none(text):
    """Two numbers are an interval only where the text says so."""
    assert ends(text) == []


@pytest.mark.parametrize(
    ("text", "level"),
    [("OR 2 (99% CI 1.1-3.4).", 99), ("OR 2 (90 per cent confidence interval 1.1-3.4).", 90), ("OR 2 (CI 1.1-3.4).", 95),
     ("OR 2 (90% CI 1.1-3.4). OR 3 (CI 2.1-4.4).", 90)],
)  # fmt: skip
def test_the_level_is_the_stated_one(text, level):
    """The level is the last one that the text states, or 95 with a warning."""
    item = found(text)[-1]
    assert item.percent == level
    assert bool(item.warnings) == ("99" not in text and "90" not in text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("The OR was 2.1 (95% CI 1.1-3.4).", "OR"), ("Relative risk 2.1 (95% CI 1.1-3.4).", "RR"), ("HR 2.1 (95% CI 1.1-3.4).", "HR"),
     ("The mean difference was 2.1 (95% CI 1.1-3.4).", "MD"), ("NNT 3 (95% CI 2-5).", "NNT"), ("Relief 60% (95% CI 50-70%).", "%")],
)  # fmt: skip
def test_the_unit_is_what_it_is_of(text, unit):
    """An interval says of which measure it is, or in which unit."""
    assert found(text)[0].unit == unit


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        # trap 71: an interval that excludes its own estimate
        ("The OR was 8.1 (95% CI 0.7-5.8).", "excludes its own estimate"),
        ("The change was 2 (95% CI 3.1 to 1.3).", "above the upper end"),
        ("The OR was 1.43 (95% CI -0.7-2.4).", "minus or a dash"),
        ("The OR was 2.1 (95% CI 1.1-3.4).", None),
        ("Pain fell by 2.1 (95% CI -3.4 to -1.1).", None),
        ("It fell (P = 0.04; 95% CI 1.1-3.4).", None),
    ],
)  # fmt: skip
def test_a_misprint_is_a_warning(text, warned):
    """Intervals are kept as printed; what cannot be right is said."""
    (item,) = found(text)
    assert (
        [warned in " ".join(item.warnings)] == [True] if warned else not item.warnings
    )


@pytest.mark.parametrize("text", ["", "CI", "95% CI " * 400, "95% CI (" * 400, "95% CI 1-" * 300, "1 (2-3) " * 300 + "95% CI 1-2"])  # fmt: skip
def test_any_text_is_read_without_an_error(text):
    """Whatever the text, each quote is where it says."""
    assert len(found(text)) <= 700
