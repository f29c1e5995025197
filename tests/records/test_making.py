"""What is made the quick way is what the class itself makes."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, astuple, fields

import pytest

from ketaevidence.records.making import maker
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section


def test_what_is_made_equals_what_the_class_makes():
    """A record made from its values is equal to one made with its names, and as fixed."""
    usual = Record(title="A title", pmid="1", sections=(Section("Text."),))
    made = maker(Record)(getattr(usual, field.name) for field in fields(Record))
    assert made == usual
    assert hash(made) == hash(usual)
    assert astuple(made) == astuple(usual)
    with pytest.raises(FrozenInstanceError):
        made.title = "Another"


@pytest.mark.parametrize("values", [(), ("text", None), ("text", None, None, "x", 1)])
def test_every_value_has_to_be_given(values):
    """Too few or too many values are an error, not a record that lacks a field."""
    with pytest.raises(ValueError, match="zip"):
        maker(Section)(values)
