"""A decision comes back from the store as it was put in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.screening.builders import AT, vote

from ketaevidence.errors import ScreeningError
from ketaevidence.question.load import shipped_question
from ketaevidence.screening.decide import check_decision
from ketaevidence.screening.model import Decision
from ketaevidence.screening.stored import RESOLUTION_MARK, from_row, to_row

WORDS = st.text(min_size=1).filter(str.strip)
REASONS = st.none() | WORDS.filter(lambda words: not words.startswith(RESOLUTION_MARK))


@given(REASONS, st.none() | WORDS)
def test_a_decision_comes_back_as_it_was_put_in(reason, why):
    """Reason and settling words are told apart, whatever letters they hold."""
    made = Decision("pmid:1", "full_text", "exclude", "A", AT, reason, why)
    back = from_row(to_row(made), reviewers=2)
    assert (back.reason, back.reviewers) == (reason, 2)
    assert back.resolution == (None if why is None else " ".join(why.split()))


def test_a_kept_resolution_is_plain_to_read():
    """Who opens the store reads why a conflict was settled, and how."""
    row = to_row(vote("pmid:1", "exclude", reason="animal", resolution="the\nmethods"))
    assert row.reason == "resolution: the methods\nanimal"


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (vote("pmid:1", reason="resolution: mine"), "marks what settles"),
        (vote("pmid:1", resolution="  "), "does not say why"),
    ],
)
def test_nobody_settles_by_accident(decision, told):
    """The words that mark a settling decision are refused elsewhere, and need a why."""
    with pytest.raises(ScreeningError, match=told):
        check_decision(decision, {}, shipped_question())
