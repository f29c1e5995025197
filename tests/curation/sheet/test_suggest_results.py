"""What rules read, beside the cells of an entered result."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketaevidence.curation.model import Result, Source
from ketaevidence.curation.sheet.suggest_arms import NamedArm
from ketaevidence.curation.sheet.suggest_results import beside_result
from ketaevidence.extraction.model import Candidate

ARMS = [NamedArm("drug", "ketamine"), NamedArm("placebo", "placebo")]
SOURCE = Source(
    url="https://example.org", location="abstract", confidence="primary_abstract"
)
ENTERED = Result(
    "R1", "one2001", "drug", "pain_intensity", "pain intensity", "mean", SOURCE,
    time_words="week 2", value=3.1, spread=1.2, spread_type="SD",
)  # fmt: skip
OTHER = replace(ENTERED, result_id="R2", time_words="week 6", value=4.0)
READ = Candidate(
    "pmid:1", "pain_score", 3.1, "ketamine 3.1 (SD 1.2)", "results", 0, 21, "score",
    "At week 2 it was ketamine 3.1 (SD 1.2).", unit="NRS 0-10", statistic="mean",
    spread=1.2, spread_type="SD", arm="ketamine", time="week 2",
)  # fmt: skip


def columns(result, *readings, others=(ENTERED, OTHER)):
    """Give what stands beside a result, by column."""
    return dict(beside_result(result, others, ARMS, readings))


def test_a_reading_of_the_same_numbers_stands_beside_each_cell_with_its_quote():
    """Value, spread and its type are each shown with the words that prove them."""
    told = columns(ENTERED, READ)
    assert told["value"] == "3.1 — “ketamine 3.1 (SD 1.2)”"
    assert told["spread"].startswith("1.2 — “")
    assert told["spread_type"].startswith("SD — “")
    assert told["scale_high"].startswith("10 — “")
    assert columns(OTHER, READ) == {}


def test_a_reading_that_differs_stands_beside_the_result_of_its_time():
    """A number typed wrongly has the abstract's own beside it."""
    wrong = replace(ENTERED, value=1.3)
    told = columns(wrong, READ, others=(wrong, OTHER))
    assert told["value"].startswith("3.1 — “")


@pytest.mark.parametrize(
    "change",
    [
        {"arm": "placebo"},
        {"arm": None, "value": 9.0},
        {"time": "week 9", "value": 9.0},
        {"time": None, "value": 9.0},
        {"statistic": "median", "value": 9.0},
        {"field": "responders", "value": 3.1, "events": 3, "total": 9},
    ],
)
def test_what_may_be_of_another_result_is_beside_none(change):
    """Another arm, time, statistic or outcome is not the entered result."""
    assert columns(ENTERED, replace(READ, **change)) == {}


def test_a_reading_that_fits_two_results_is_beside_neither():
    """Where the numbers of two results are the same nobody can tell which is meant."""
    twin = replace(ENTERED, result_id="R3")
    both = (ENTERED, twin)
    assert columns(ENTERED, READ, others=both) == columns(twin, READ, others=both) == {}


def test_of_two_harms_with_one_share_the_named_one_is_meant():
    """The words for a harm tell which of two results with the same per cent it is."""
    nausea = replace(
        ENTERED, outcome="adverse_event", outcome_words="nausea", statistic="percent",
        value=None, spread=None, spread_type=None, percent=10.0,
    )  # fmt: skip
    headache = replace(nausea, result_id="R4", outcome_words="headache")
    read = replace(
        READ, field="adverse_event", value="headache", statistic=None, spread=None,
        spread_type=None, percent=10.0, unit=None,
    )  # fmt: skip
    both = (nausea, headache)
    assert columns(nausea, read, others=both) == {}
    assert columns(headache, read, others=both)["percent"].startswith("10 — “")
