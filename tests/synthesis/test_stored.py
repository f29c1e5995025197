"""Frozen numbers are read back as the pooled results that they were."""

from __future__ import annotations

import json

import pytest
from tests.synthesis.test_movement import BASE, state

from ketaevidence.errors import LibraryError
from ketaevidence.synthesis.frozen import keyed, plain
from ketaevidence.synthesis.movement import are_equal
from ketaevidence.synthesis.pools import pools_of
from ketaevidence.synthesis.premises import Premises
from ketaevidence.synthesis.stored import stored_pools


def frozen(premises: Premises):
    """Give the parts of a frozen document that pooled results are read from."""
    analyses = {}
    for analysis in premises.analyses():
        groups = keyed(analysis.groups, lambda group: group.label)
        for group, document in zip(analysis.groups, groups.values(), strict=True):
            document["rows"] = keyed(group.rows, lambda row: row.study_id)
        analyses[analysis.kind] = {"groups": groups}
    rows = keyed(premises.register.results, lambda row: row.result_id)
    return {"layout": 1, "analyses": analyses, "register": {"results": plain(rows)}}


def test_numbers_come_back_as_they_were():
    """Every number of a pooled result survives freezing, to the last bit."""
    premises = state(BASE)
    (now,) = pools_of(premises.analyses(), premises.register)
    (then,) = stored_pools(json.dumps(frozen(premises)), "version 2026.0.0")
    assert then == now
    assert are_equal(then, now)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"layout": 2}, "laid out as 2"),
        ({"analyses": {"responder": {"groups": {"g": {}}}}}, "cannot be read"),
        ({"register": None}, "cannot be read"),
    ],
)
def test_numbers_that_cannot_be_read_are_refused(change, told):
    """A layout of another time, or damage, is an error with the version's name."""
    text = json.dumps({**frozen(state(BASE)), **change})
    with pytest.raises(LibraryError, match=f"version 9: .*{told}"):
        stored_pools(text, "version 9")
    with pytest.raises(LibraryError, match="cannot be read"):
        stored_pools("", "version 9")
