"""A page for every field that the rules read, and none for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketaevidence.extraction.fields import FIELDS

PAGES = Path(__file__).parents[2] / "docs" / "fields"


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_has_a_page_with_its_name(field):
    """A field's page begins with the field's name as its only title."""
    lines = (PAGES / f"{field}.md").read_text("utf-8").splitlines()
    assert lines[0] == f"# {field}"
    assert [line for line in lines if line.startswith("# ")] == [lines[0]]


@pytest.mark.parametrize("field", FIELDS)
def test_every_page_has_the_same_parts(field):
    """A page says what a value is, what is read, what is not, and the warnings."""
    lines = (PAGES / f"{field}.md").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("## ")] == [
        "## Value",
        "## What it reads",
        "## What it refuses",
        "## Warnings",
    ]
    assert lines.count("```pycon") >= 2


def test_no_page_is_of_an_unknown_field():
    """A page of a field that no rule reads is one that was left behind."""
    assert sorted(page.stem for page in PAGES.glob("*.md")) == sorted(FIELDS)
