"""Numbers with their spread, in every form of print."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.fold import fold
from ketaevidence.extraction.rules.pain.values import spread_further_on, values_in


def read(text):
    """Give (number, spread, kind) of each value of a text."""
    return [
        (v.number, v.spread if v.low is None else (v.low, v.high), v.kind)
        for v in values_in(fold(text))
    ]


@pytest.mark.parametrize(
    ("printed", "number", "spread", "kind"),
    [
        # trap 55
        ("2.7 ± 0.5", 2.7, 0.5, None),
        ("2.7+/-0.5", 2.7, 0.5, None),
        ("2.7 +/- 0.5", 2.7, 0.5, None),
        ("2.7 +- 0.5", 2.7, 0.5, None),
        ("7+/-1", 7, 1, None),
        ("2.7 (±0.5)", 2.7, 0.5, None),
        ("2.7 mm ± 0.5 mm", 2.7, 0.5, None),
        ("2.7 ± SD 0.5", 2.7, 0.5, "SD"),
        ("2.7 ± 0.5 (SE)", 2.7, 0.5, "SE"),
        # trap 56
        ("21.3 (SD 6.4)", 21.3, 6.4, "SD"),
        ("21.3 (SD = 6.4)", 21.3, 6.4, "SD"),
        ("21.3 [SD, 6.4]", 21.3, 6.4, "SD"),
        ("21.3 ([SD] 6.4)", 21.3, 6.4, "SD"),
        ("21.3 (standard deviation (SD) 6.4)", 21.3, 6.4, "SD"),
        ("21.3 (SD 6.4, n = 31)", 21.3, 6.4, "SD"),
        ("21.3 (SE 0.4)", 21.3, 0.4, "SE"),
        ("21.3 (0.4 SEM)", 21.3, 0.4, "SE"),
        ("0.9; standard deviation 1.3", 0.9, 1.3, "SD"),
        ("0.9, SD = 1.3", 0.9, 1.3, "SD"),
        ("21.3 (6.4)", 21.3, 6.4, None),
        ("21.3 [6.4]", 21.3, 6.4, None),
        # trap 57
        ("8 (IQR = 3)", 8, 3, "IQR"),
        ("8 (IQR, 6-9)", 8, (6, 9), "IQR"),
        ("8 (interquartile range [IQR] 6 to 9)", 8, (6, 9), "IQR"),
        ("8 (25th-75th percentile, 6-9)", 8, (6, 9), "IQR"),
        ("3.5 [0\u20135.5]", 3.5, (0, 5.5), None),
        ("3 (range 1 to 6)", 3, (1, 6), "range"),
        ("3 (2, 6)", 3, (2, 6), None),
        # traps 67 and 71
        ("\u22121.6 points (95% CI, \u22122.9 to \u22120.3 points)", -1.6, (-2.9, -0.3), "CI"),
        ("-1.6 (95% confidence interval (CI): -2.9, -0.3)", -1.6, (-2.9, -0.3), "CI"),
        ("-1.6 mm; 95% CI -2.9\u20130.3", -1.6, (-2.9, 0.3), "CI"),
        ("-1.6 (-2.9--0.3)", -1.6, (-2.9, -0.3), None),
        ("-1.6 [95% CI: -2.9 mm - +0.3 mm]", -1.6, (-2.9, 0.3), "CI"),
        ("2.3 (95% Cl 1.8-2.8)", 2.3, (1.8, 2.8), "CI"),
        # trap 66
        ("18\u00b75 \u00b1 3\u00b72", 18.5, 3.2, None),
        ("3,4 \u00b1 1,2", 3.4, 1.2, None),
        ("3,4 \u00b1 1,2.", 3.4, 1.2, None),
        ("5.1 (0. 4)", 5.1, 0.4, None),
        ("5.1 (2. 3)", 5.1, 2.3, None),
        ("5.1 ± 0. 4", 5.1, 0.4, None),
        ("5.1 (SD 0. 4)", 5.1, 0.4, "SD"),
        ("81% ± 12%", 81, 12, None),
        # Two kinds, or a number of standard deviations.
        ("2.7 ± 0.5 SD/SEM", 2.7, 0.5, "open"),
        ("2.7 (standard deviation [SEM] 0.5)", 2.7, 0.5, "open"),
        ("2.7 (0.5 SD, SEM)", 2.7, 0.5, "open"),
        ("2.7 (SD 0.5; SEM 0.1)", 2.7, 0.5, "SD"),
        ("2.7 ± 2 SD", 2.7, 2, "open"),
        ("81 ± 12%", 81, 12, None),
    ],
)  # fmt: skip
def test_a_number_is_read_with_its_spread(printed, number, spread, kind):
    """Each way of printing a number with its spread gives the same value."""
    assert read(f"It was {printed} then.") == [(number, spread, kind)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ratio\u22121.4 was", []),  # trap 67
        ("CI-0.8\u20132.6 was", []),
        ("week-2 and T3", []),
        ("it was 0. 4 then", []),
        ("it was 12.34567 then", []),
        # trap 66: a list, or a decimal comma?
        ("it was 7,2 then", []),
        ("it was 7,2 (1,1) then", []),
        ("it was 7,2 (SD 1,1) then", []),
        ("on days 1,2,3 then", []),
        ("it was 3.1 (IQR 2,6) then", [(3.1, None, None)]),
        ("it was 3.1 (2,6) then", [(3.1, None, None)]),
        ("9" * 400, []),
        ("", []),
    ],
)
def test_a_part_of_a_word_or_number_is_no_value(text, expected):
    """A number begins where nothing is joined to it, and is read to its end."""
    assert read(text) == expected


def test_a_hyphen_between_two_values_is_no_minus():
    """The hyphen of "6.6 ± 1.4-2.1 ± 0.8" stands for "to"."""
    assert read("from 6.6 ± 1.4\u20132.1 ± 0.8") == [(6.6, 1.4, None), (2.1, 0.8, None)]


def test_a_range_may_stand_for_a_number():
    """A range like "7-9" keeps both ends."""
    (value,) = values_in("from the 7-9 range")
    assert (value.number, value.number_high, value.form) == (7, 9, "range")


@pytest.mark.parametrize(
    ("printed", "top"), [("6/10", 10), ("6 of 10", 10), ("60 out of 100", 100)]
)
def test_a_value_may_name_the_top_of_its_scale(printed, top):
    """Six of ten ("6/10") is six on a scale up to ten."""
    (value,) = values_in(f"it was {printed} then")
    assert (value.top, value.spread) == (top, None)


def test_an_interval_may_stand_behind_some_words():
    """The interval of a difference may follow the words that say what it is."""
    words = "a fall of 13 mm in the score (95% CI 6 to 20 mm, p = 0.01)"
    (value, *_) = values_in(words)
    assert (value.low, value.high) == (None, None)
    value = spread_further_on(words, value)
    assert (value.low, value.high, value.kind) == (6, 20, "CI")


@pytest.mark.parametrize(
    ("printed", "warning"),
    [
        ("7,2 ± 1,1", "printed with a decimal comma"),
        ("5.1 (0. 4)", "a number is printed with a space in it"),
        ("5.1 (0.4)", ""),
    ],
)
def test_odd_print_is_told(printed, warning):
    """A decimal comma and a split number are read with a warning."""  # trap 66
    (value,) = values_in(f"it was {printed} then")
    assert value.warning == warning
