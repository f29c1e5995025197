"""Two documents are compared place by place, exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.synthesis.differences import ABSENT, differences


def only(before, after):
    """Give the one difference that there is."""
    (found,) = differences(before, after)
    return found


@given(st.dictionaries(st.text(), st.lists(st.floats(allow_nan=False)), max_size=4))
def test_a_document_does_not_differ_from_itself(document):
    """Equal documents have no difference."""
    assert list(differences(document, document)) == []


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_every_other_number_is_a_difference(one, two):
    """Two numbers differ unless they are the same number, and the change is told."""
    found = list(differences({"a": [one]}, {"a": [two]}))
    assert bool(found) is (one != two)
    assert all(place.by == two - one for place in found)


def test_the_place_is_named_to_the_last_step():
    """A difference names every map and list that leads to it."""
    found = only({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}})
    assert found.place == ("a", "b", "2")
    assert str(found) == "a > b > 2: 2, now 3"


@pytest.mark.parametrize(
    ("before", "after", "is_rounding"),
    [
        (0.1 + 0.2, 0.3, True),
        (1.0, 1.0 + 9e-13, True),
        (1.0, 1.0 + 2e-12, False),
        (0.0, 1e-300, False),
        (True, 1, False),
        ("1", 1, False),
    ],
)
def test_rounding_is_told_from_another_number(before, after, is_rounding):
    """Only numbers closer than 1e-12 of their size are equal to rounding."""
    assert only(before, after).is_rounding is is_rounding


def test_nothing_is_nothing_however_it_is_written():
    """A name that is missing and one that holds nothing are the same."""
    assert list(differences({"a": None}, {})) == []
    assert only({}, {"a": 1}).before is ABSENT
    assert only([1], [1, 2]).place == ("2",)


def test_a_list_that_became_a_map_is_one_difference():
    """Other kinds of value differ as a whole."""
    assert only({"a": []}, {"a": {}}).after == {}
