"""What the command line prints fits the terminal that it is printed on."""

from __future__ import annotations

import pytest
from tests.present import builders

import ketaevidence
from ketaevidence.present.evidence_table import evidence_table
from ketaevidence.present.lines import wrapped
from ketaevidence.present.terminal import (
    analyses_text,
    evidence_text,
    flow_text,
    suggestions_text,
)


def longest(text):
    """Give the length of the longest line."""
    return max(len(line) for line in text.splitlines())


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width):
    """Analyses, table, flow and suggestions of the bundled review fit."""
    review = ketaevidence.example_review()
    snapshot = review.snapshot()
    titles = {record.key: record.title for record in snapshot.records}
    for text in (
        analyses_text(snapshot.analyses, width),
        evidence_text(evidence_table(snapshot), width),
        flow_text(snapshot.flow, width, is_example=True),
        suggestions_text(snapshot.suggestions, titles, width),
    ):
        assert longest(text) <= width


def test_a_pipe_gets_80_columns():
    """Without a width the text is the one for 80 columns."""
    analyses = (builders.change_analysis(),)
    assert analyses_text(analyses) == analyses_text(analyses, 80)


def test_further_lines_are_set_in():
    """A reader sees where an entry begins."""
    lines = wrapped("word " * 40, 50, start="  Study: ", hang="      ")
    assert lines[0].startswith("  Study: word")
    assert all(line.startswith("      word") for line in lines[1:])


def test_a_word_longer_than_the_line_is_not_broken():
    """An address stays whole, so that it can be copied."""
    assert wrapped("x" * 90, 50) == ["x" * 90]


def test_the_flow_of_the_example_does_not_claim_full_texts():
    """The terminal is as honest as the report."""
    text = flow_text(builders.curated(4).flow, is_example=True)
    assert "full texts were not read" in " ".join(text.split())
    assert "not read" not in flow_text(builders.curated(4).flow)
