"""A question that is written down reads back as the same question."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.errors import QuestionError
from ketaevidence.question.as_toml import question_text
from ketaevidence.question.load import (
    parse_question,
    shipped_question,
    shipped_question_text,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def test_a_text_that_says_the_same_is_given_as_it_stands():
    """Comments of the question's own file are kept."""
    text = shipped_question_text()
    given = question_text(shipped_question(), ["no toml [", "name = 'x'", text])
    assert given == text


@settings(max_examples=60)
@given(TEXT, st.dictionaries(TEXT, TEXT, max_size=3), st.booleans())
def test_any_text_survives_being_written_down(title, reasons, is_set):
    """Whatever a title or a reason holds, the question reads back the same."""
    changed = replace(
        shipped_question(),
        title=title,
        inclusion=(title, *reasons),
        exclusion_reasons=MappingProxyType(reasons),
        important_difference=1.5 if is_set else None,
        important_difference_source=title if is_set else None,
        reviewers=2,
    )
    text = question_text(changed, [shipped_question_text()])
    assert parse_question(text, "x") == changed


def test_what_no_file_can_say_is_refused():
    """A question that would read back as another one is not written down."""
    blank = replace(shipped_question(), pubmed_search="two  spaces")
    with pytest.raises(QuestionError, match="no question file can say"):
        question_text(blank)
