"""Amounts in every printing: which number, which unit, and what is left alone."""

from __future__ import annotations

import pytest

from ketaevidence.extraction.fold import fold
from ketaevidence.extraction.rules.treatment.amounts import (
    COMMA,
    NO_EXPONENT,
    SPLIT,
    canonical,
    rows,
    units,
)


def read(text):
    """Give (low, high, unit) of every amount."""
    found = [amount for row in rows(fold(text)) for amount in row.amounts]
    return [(amount.low, amount.high, amount.unit) for amount in found]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        # trap 39: exponents
        ("7 mg kg-1", "mg/kg"), ("7 mg.kg-1", "mg/kg"), ("7 mg·kg−1·h−1", "mg/kg/h"),
        ("7 micro g.kg-1 min-1", "ug/kg/min"), ("7 microg kg(-1) min(-1)", "ug/kg/min"),
        ("7 microg x kg(-1) x min(-1)", "ug/kg/min"), ("7 mg ml−1", "mg/ml"),
        ("7 mg h-1", "mg/h"), ("7mg kg-1h-1", "mg/kg/h"), ("7 mg kg⁻¹ h⁻¹", "mg/kg/h"),
        ("7 μg.kg^(- 1).h^(- 1)", "ug/kg/h"), ("7 ml. kg-1. h-1", "ml/kg/h"),
        # trap 40: micrograms
        ("7 µg", "ug"), ("7 μg", "ug"), ("7 mcg", "ug"), ("7 mug", "ug"), ("7 microg", "ug"),
        ("7 micrograms", "ug"), ("7 mic/kg", "ug/kg"), ("7 γ/kg/min", "ug/kg/min"),
        # trap 41: per 70 kg
        ("7 mg/h/70 kg", "mg/h/70kg"), ("7 mg/h (per 70 kg)", "mg/h/70kg"),
        ("7 mg/70 kg/h", "mg/h/70kg"),
        ("7 mg/kg body weight", "mg/kg"), ("7 mg per kg of body weight per day", "mg/kg/day"),
        ("7 mg/kg/hr", "mg/kg/h"), ("7 mg/24 h", "mg/day"), ("7 mg daily", "mg/day"),
        ("7 mg a day", "mg/day"), ("7 mg once daily", "mg"), ("7-mg tablets", "mg"),
        ("7 cc", "ml"), ("7 mL/hour", "ml/h"), ("7 IU", "IU"), ("7 U", "units"),
        ("7 mg/m2", "mg/m2"), ("7%", "%"), ("7 per cent", "%"), ("7 mg/kg.h", "mg/kg/h"),
        ("7 nmol", "nmol"), ("7 grams", "g"), ("7 mg./ml.", "mg/ml"),
    ],
)  # fmt: skip
def test_a_unit_has_one_spelling(text, unit):
    """Whatever signs and words a unit is printed with, it reads the same."""
    assert read(text) == [(7.0, None, unit)]
    assert units(fold(text)) == [(0, text.endswith("%"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # trap 42: ranges
        ("30 mg/day-90 mg/day", [(30, 90, "mg/day")]),
        ("0.2 to 0.45 mg/kg/h", [(0.2, 0.45, "mg/kg/h")]),
        ("20--60 micrograms/h", [(20, 60, "ug/h")]),
        ("between 5 and 15 mg", [(5, 15, "mg")]),
        ("from 5 to 15 mg", [(5, 15, "mg")]),
        # trap 43: one unit for a list
        ("0.25, 0.40, or 0.55 mg/kg", [(0.25, None, "mg/kg"), (0.4, None, "mg/kg"), (0.55, None, "mg/kg")]),
        ("5,10,20 mg", [(5, None, "mg"), (10, None, "mg"), (20, None, "mg")]),
        ("7.5/325 mg", [(7.5, None, "mg"), (325, None, "mg")]),
        # trap 44: steps, not a range
        ("went from 0.1 mg/kg to 0.3 mg/kg and 0.5 mg/kg", [(0.1, None, "mg/kg"), (0.3, None, "mg/kg"), (0.5, None, "mg/kg")]),
        # numbers that count something else
        ("group 1, 5 mg", [(5, None, "mg")]), ("n=5, 10 mg", [(10, None, "mg")]),
        ("in 2011, 5 mg", [(5, None, "mg")]), ("XY 40180 and 50 mg", [(50, None, "mg")]),
        ("T 6-7 and 2 mg", [(2, None, "mg")]),
        ("1,250 or 2,500 mg", [(1250, None, "mg"), (2500, None, "mg")]),
        ("50 mg/fictoprofen 9 mg", [(50, None, "mg"), (9, None, "mg")]),
    ],
)  # fmt: skip
def test_lists_and_ranges_keep_their_numbers(text, expected):
    """A range stays one, a list shares its unit, and a count joins neither."""
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "199 mg/dl", "7 mg/litre", "7 mg/tablet", "7 mg/cm3", "46 mg · h/L", "7 mmol/l",
        "7 kg", "22 G", "> 60 mg", "≤ 5 mg", "±5 mg", "(-25 mg", "1.000 mg", "1 500 mg",
        "15 to 5 mg", "T7mg", "7 mgs/foo", "", "9" * 500,
    ],
)  # fmt: skip
def test_what_may_be_another_number_is_left_alone(text):
    """Other units, limits, signed and ambiguous numbers are no amounts."""
    assert read(text) == []


def test_a_spread_belongs_to_its_amount():
    """What follows plus-minus is the spread of the amount before it."""  # trap 41
    ((row,),) = [rows(fold("was 21.4 +/- 1.8 mg/h/70 kg"))]
    (amount,) = row.amounts
    assert (amount.low, amount.spread, amount.unit) == (21.4, 1.8, "mg/h/70kg")


@pytest.mark.parametrize(
    ("text", "number", "warning"),
    [
        ("0. 3 mg/kg", 0.3, SPLIT), ("0,3 mg/kg", 0.3, COMMA), ("1,5 mg/kg", 1.5, COMMA),
        ("0.3 mg.kg", 0.3, NO_EXPONENT),  # trap 48
    ],
)  # fmt: skip
def test_a_misprint_is_read_with_a_warning(text, number, warning):
    """A split number, a decimal comma and a lost exponent are said to be such."""
    ((row,),) = [rows(text)]
    assert (row.amounts[0].low, row.amounts[0].unit) == (number, "mg/kg")
    assert row.amounts[0].warnings == (warning,)


def test_places_are_those_of_the_text():
    """Every row and amount can be cut from the words that it was read from."""
    words = "first 5, 10 or 20 mg and then 3 mg/h"
    first, second = rows(words)
    assert words[first.start : first.end] == "5, 10 or 20 mg"
    assert words[second.start : second.end] == "3 mg/h"
    assert [words[a.start : a.end] for a in first.amounts] == ["5", "10", "20 mg"]


def test_a_unit_must_begin_with_an_amount():
    """What is no unit is refused rather than guessed."""
    with pytest.raises(ValueError, match="does not begin"):
        canonical("per day")
