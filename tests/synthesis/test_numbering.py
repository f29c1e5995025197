"""Which number a version gets, by what differs from the one before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.synthesis.frozen import INPUTS, NUMBERS
from ketaevidence.synthesis.numbering import change_between, next_number

CHANGES = ("data", "settings", "software", "cosmetic", "search")
STATE = {
    **{name: {"x": 1.0} for name in (*INPUTS, *NUMBERS)},
    "question": {"title": "a"},
    "software": {"numpy": "1"},
    "search": {"newest": None},
}


def changed(*names):
    """Give the state with other values in some sections."""
    return {**STATE, **{name: {"other": 2} for name in names}}


@pytest.mark.parametrize(
    ("sections", "change"),
    [
        ((), None),
        (("search",), "search"),
        (("software",), "search"),
        (("question", "search"), "cosmetic"),
        (("question", "analyses"), "settings"),
        (("software", "analyses"), "software"),
        (("flow",), "software"),
        *(((name, "question", "analyses"), "data") for name in INPUTS),
    ],
)
def test_a_change_is_named_by_what_lies_deepest(sections, change):
    """Data before settings, settings before software, and cosmetics last."""
    assert change_between(STATE, changed(*sections)) == change


def test_rounding_is_no_change():
    """A number that was rounded differently makes no version."""
    assert change_between(STATE, {**STATE, "analyses": {"x": 1.0 + 1e-15}}) is None


@given(
    st.tuples(st.integers(2000, 2100), st.integers(0, 99), st.integers(0, 99)),
    st.integers(1990, 2110),
    st.sampled_from(CHANGES),
)
def test_numbers_only_rise(last, year, change):
    """The next version's number is higher, and its year never lower."""
    following = next_number(".".join(map(str, last)), year, change)
    assert tuple(map(int, following.split("."))) > last


@pytest.mark.parametrize("change", CHANGES)
def test_one_place_rises_and_those_behind_it_begin_anew(change):
    """Data, settings and software raise DATA; the others COSMETIC; a new year YEAR."""
    rises = "2026.4.0" if change in ("data", "settings", "software") else "2026.3.2"
    assert next_number("2026.3.1", 2026, change) == rises
    assert next_number("2026.3.1", 2027, change) == "2027.0.0"
    assert next_number(None, 2026, change) == "2026.0.0"
