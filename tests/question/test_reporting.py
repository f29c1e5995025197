"""What people state for readers: read strictly, written down again, empty if unsaid."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketaevidence.errors import QuestionError
from ketaevidence.question.as_toml import question_text
from ketaevidence.question.load import (
    parse_question,
    shipped_question,
    shipped_question_text,
)
from ketaevidence.question.reporting import LivingPlan, SearchReport

TEXT = shipped_question_text()


def _with(table: str) -> str:
    return f"{TEXT}\n{table}\n"


def test_what_is_left_out_or_blank_is_not_stated():
    """An older file without the tables, and one with empty texts, state nothing."""
    assert shipped_question().living == LivingPlan()
    assert shipped_question().search_report == SearchReport()
    blank = parse_question(_with('[living]\nfunding = "  "'), "blank.toml")
    assert blank.living.funding is None


def test_everything_that_can_be_stated_reads_back_the_same():
    """Each field survives being written down as a question file."""
    living = LivingPlan(90, *(f"“{n}” = [x]" for n in "abcdefghi"))
    search = SearchReport(*(f"text {n}" for n in "abcdefghij"))
    question = replace(shipped_question(), living=living, search_report=search)
    assert parse_question(question_text(question), "again.toml") == question


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("[living]\nrefresh_days = 0", r"\[living\]: refresh_days is 0; write whole"),
        ("[living]\nrefresh_days = true", "refresh_days is True"),
        ("[living]\nrefresh_days = 30.5", r"refresh_days is 30\.5"),
        ("[living]\nfunding = 5", "funding is 5; write a text in quotes"),
        ("[living]\nfunds = 'x'", r"unknown: living\.funds"),
        ("[search_report]\nlimits = ['none']", r"limits is \['none'\]; write a text"),
    ],
)
def test_what_has_no_meaning_is_refused(table, told):
    """The file, the table, the name and the value are in the message."""
    with pytest.raises(QuestionError, match=rf"test\.toml: .*{told}"):
        parse_question(_with(table), "test.toml")
