"""A secret is shown to no one."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from ketaevidence.pubmed.secret import Secret

VALUE = "0123456789abcdef"


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        ascii,
        "{}".format,
        "{:>40}".format,
        "{!r}".format,
        lambda s: "%s" % s,  # noqa: UP031
        lambda s: f"{[s]} {(s,)} { {'key': s} }",
        lambda s: json.dumps(s, default=repr),
    ],
)
def test_no_printing_shows_the_value(show):
    """However it is printed, stars stand in the value's place."""
    shown = show(Secret(VALUE))
    assert VALUE not in shown
    assert "***" in shown


@pytest.mark.parametrize("keep", [pickle.dumps, json.dumps, copy.copy, copy.deepcopy, "".join, vars])  # fmt: skip
def test_no_copying_takes_the_value_along(keep):
    """It cannot be pickled, written as JSON, copied, joined or looked into."""
    with pytest.raises(TypeError) as caught:
        keep(Secret(VALUE))
    assert VALUE not in str(caught.value)


def test_the_value_is_there_for_the_connection():
    """Only reveal() gives it."""
    assert Secret(VALUE).reveal() == VALUE
