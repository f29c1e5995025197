"""Numbers and outside texts as people read them."""

from __future__ import annotations

import math

import pytest

from ketaevidence.present import words


@pytest.mark.parametrize("value", [math.nan, None])
def test_a_number_that_does_not_exist_is_said_in_words(value):
    """No reader ever meets the letters nan."""
    assert words.number(value, 2) == "not estimable"
    assert "nan" not in words.interval(value, 1.0, 1)


def test_negative_numbers_carry_a_true_minus_and_zero_carries_none():
    """The minus is typographic, and minus zero is zero."""
    assert words.number(-1.25, 1) == "\u22121.2"
    assert words.number(-0.001, 2) == "0.00"


def test_a_p_value_is_never_rounded_across_a_line():
    """A p of 0.0496 does not turn into 0.05, nor 0.0004 into 0.000."""
    assert words.p_value(0.0496) == "0.050"
    assert words.p_equals(0.0004) == "p < 0.001"
    assert words.p_equals(1.0) == "p > 0.99"


def test_hidden_characters_of_outside_texts_are_taken_out():
    """Direction overrides, control characters and line breaks cannot mislead."""
    assert words.clean("a\u202eb\x1b[31m\x00\nc") == "ab[31m c"


def test_text_of_other_scripts_stays():
    """Names with accents, Greek or Chinese letters are shown as they are."""
    assert words.clean("Müller 中村 τ²") == "Müller 中村 τ²"
