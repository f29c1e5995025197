"""Signs are written in one way, and no character moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.extraction.fold import fold

signs = st.text(
    st.sampled_from("+-/ ±<>=or≤≥·−–—.5aS()\u00a0\u2009μµ５，") | st.characters(),
    max_size=60,
)


@given(signs)
def test_folding_keeps_every_place(text):
    """Whatever the text, the folded one has the same length and the same digits."""
    folded = fold(text)
    assert len(folded) == len(text)
    for before, after in zip(text, folded, strict=True):
        if before.isascii() and before.isalnum() and after != before:
            # Only the letters of "< or =" give way to a sign and its filling.
            assert before.lower() in "orequalt"
            assert after == " "


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("2.68 +/- 0.51", "2.68 ±   0.51"),  # trap 55
        ("7+/-1", "7±  1"),
        ("7 +-1", "7 ± 1"),
        ("S(+)-ketamine", "S(+)-ketamine"),
        ("CRPS+- or not", "CRPS+- or not"),
        ("18·5", "18.5"),  # trap 66
        ("mg·kg−1·h−1", "mg·kg-1·h-1"),  # trap 39
        ("−1.83", "-1.83"),  # trap 67
        ("0.1–31.9", "0.1-31.9"),
        ("5\u00a0μg", "5 µg"),  # trap 40
        ("P </= .05", "P ≤   .05"),  # trap 68
        ("VAS > or = 4", "VAS ≥      4"),
        ("p ⩽ 0.05", "p ≤ 0.05"),
        ("patients’", "patients'"),
    ],
)
def test_signs_are_written_in_one_way(printed, folded):
    """One plus-minus, one minus, one micro sign, one space, one decimal point."""
    assert fold(printed) == folded
