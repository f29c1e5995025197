"""The [digest] table of a question file: what may be said, and what is refused."""

from __future__ import annotations

import pytest

from ketaevidence.errors import QuestionError
from ketaevidence.question.load import (
    parse_question,
    shipped_question,
    shipped_question_text,
)
from ketaevidence.question.model import DigestPlan

TEXT = shipped_question_text()


def test_the_shipped_question_says_the_defaults():
    """What is written in the shipped file is what an older file without it means."""
    assert shipped_question().digest == DigestPlan()
    before, _, _ = TEXT.partition("[digest]")
    assert parse_question(before, "old.toml").digest == DigestPlan()
    part = parse_question(f"{before}[digest]\npoints = 0.5\n", "part.toml")
    assert part.digest == DigestPlan(points=0.5)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("points = 1.0", "points = 0", "points is 0; write a number above 0"),
        ("points = 1.0", "points = true", "points is True"),
        ("percent = 10 ", "percent = nan ", "percent is nan"),
        ("percent = 10 ", 'percent = "ten" ', "percent is 'ten'"),
        ("crossing_null = true", "crossing_null = 1", "crossing_null is 1; write true"),
        ("crossing_null", "crossing_nul", "unknown: digest.crossing_nul"),
    ],
)
def test_a_threshold_that_has_no_meaning_is_refused(old, new, told):
    """The file, the table, the name and the value are in the message."""
    assert old in TEXT
    with pytest.raises(QuestionError, match=rf"test\.toml: .*{told}"):
        parse_question(TEXT.replace(old, new, 1), "test.toml")
