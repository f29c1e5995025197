"""The evidence profile: what people rated in its columns, and nothing rated by us."""

from __future__ import annotations

import csv
import io

import pytest

import ketaevidence as ke
from ketaevidence.exchange.gradepro import gradepro_csv
from ketaevidence.present.summary_of_findings import summary_of_findings


@pytest.fixture(scope="module")
def tables():
    """Give the profile before and after one outcome is rated."""
    review = ke.example_review()
    texts = []
    for again in (False, True):
        if again:
            row = review.summary_of_findings().loc[1, "row_id"]
            review.rate_certainty(
                row,
                rating="very low",
                start="low",
                domains={"imprecision": -1, "risk_of_bias": 0, "large_effect": 0},
                support={"imprecision": "=an invented sentence"},
                by="A. Reader",
                reason="invented",
            )
        snapshot = review.snapshot()
        found = summary_of_findings(snapshot, snapshot.certainty, most=None)
        texts.append(gradepro_csv(found, snapshot.certainty))
    return [list(csv.DictReader(io.StringIO(text))) for text in texts]


def test_without_a_rating_every_domain_says_that_nobody_rated(tables):
    """No cell of an outcome that nobody rated looks like a judgement."""
    before, _ = tables
    domains = ("Starts as", "Risk of bias", "Imprecision", "Other considerations")
    rows = [row for row in before if row["Kind of evidence"]]
    assert len(rows) == 5
    assert {row[name] for row in rows for name in domains} == {"not rated by a person"}


def test_a_rating_stands_under_its_domains(tables):
    """Levels are in GRADE's words; a domain that nobody spoke of says so."""
    before, after = tables
    row = after[1]
    assert row["Starts as"] == "low"
    assert row["Imprecision"] == "serious"
    assert row["Risk of bias"] == "not serious"
    assert row["Indirectness"] == "not stated"
    assert row["Other considerations"] == "a large effect: none"
    assert row["Certainty"].endswith("Very low")
    assert row["Rated by"] == "A. Reader"
    assert "invented sentence" in row["Footnotes"]
    assert after[2] == before[2]


def test_the_notes_stand_under_the_table(tables):
    """What every table of findings says under it is said here too."""
    before, _ = tables
    assert any("Only people rate it" in row["Outcome"] for row in before)
