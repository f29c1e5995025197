"""A state becomes one plain document, and the same state the same text."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.question.load import shipped_question
from ketaevidence.synthesis.differences import differences
from ketaevidence.synthesis.frozen import canonical, keyed, plain, settings_of

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=10,
)


@settings(max_examples=100)
@given(JSON)
def test_numbers_and_texts_read_back_as_they_were(value):
    """Nothing is lost or rounded on the way to the canonical text and back."""
    back = json.loads(canonical({"value": plain(value)}))
    assert back == {"value": value}
    assert list(differences(back, {"value": value})) == []


def test_what_has_no_place_in_json_becomes_a_text_and_no_number():
    """Infinity and "not a number" stay what they are, under their names."""
    assert plain((float("nan"), float("-inf"))) == ["nan", "-inf"]


def test_arrays_and_dataclasses_become_lists_and_maps():
    """NumPy's numbers are plain numbers, and a part of a dataclass has its name."""

    @dataclass(frozen=True)
    class Part:
        x: np.ndarray
        y: frozenset[str]

    found = plain(Part(np.array([1.0, 2.5]), frozenset({"b", "a"})))
    assert found == {"x": [1.0, 2.5], "y": ["a", "b"]}
    assert type(plain(np.float64(0.1))) is float
    assert type(plain(np.int64(3))) is int


def test_what_cannot_be_frozen_is_not_dropped():
    """A value of an unknown kind is an error and no gap."""
    with pytest.raises(TypeError, match="no plain form"):
        plain(object())


def test_items_of_one_name_are_all_kept():
    """A name that comes again is numbered, so that no row overwrites another."""
    assert keyed(["a", "b", "a"], str) == {"a": "a", "b": "b", "a (2)": "a"}
    assert keyed(["a (2)", "a", "a"], str) == {"a (2)": "a (2)", "a": "a", "a (3)": "a"}


def test_nobodys_address_is_among_the_settings():
    """The e-mail address for PubMed is no setting of the numbers."""
    assert "email" not in settings_of(shipped_question())
