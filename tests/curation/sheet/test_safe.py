"""A text that a spreadsheet would run is written so that it does not, and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.curation.sheet.safe import spreadsheet_plain, spreadsheet_safe

risky = st.text(st.sampled_from("'=+-@|% 1.5ae\t"), max_size=12) | st.text(max_size=30)


@given(risky)
def test_every_text_comes_back(text):
    """Whatever the text, apostrophes in front included, it is read as it was."""
    assert spreadsheet_plain(spreadsheet_safe(text)) == text


@given(risky)
def test_nothing_written_starts_a_formula(text):
    """What is written starts with no sign of a formula, unless it is a plain number."""
    written = spreadsheet_safe(text)
    if written.lstrip(" ")[:1] in tuple("=+-@\t\r\n|%"):
        float(written)


@pytest.mark.parametrize("text", ["-1.5", "+2", "-0.003", "60 patients", "'tis"])
def test_what_is_no_formula_stays(text):
    """Numbers with a sign and ordinary words are written as they are."""
    assert spreadsheet_safe(text) == text
