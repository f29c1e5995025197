"""The excluded studies: who took out what, when and why."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from tests.present import builders

from ketaevidence.present.excluded import COLUMNS, excluded_studies, excluded_table


def test_a_report_excluded_at_full_text_has_reason_name_day_and_pmid():
    """The reason is in the question's words, and the PMID is text."""
    table = excluded_table(builders.curated(6))
    row = table.iloc[0]
    assert len(table) == 1
    assert row["where"] == "excluded at full text"
    assert row["reason"] == "No ketamine given"
    assert (row["by"], row["on"]) == ("Dr Invented", "2001-02-03")
    assert (row["pmid"], table["pmid"].dtype) == ("90000005", "string")


def test_reasons_are_written_in_the_words_of_the_question():
    """A reason's short name is not what people read."""
    base = builders.curated(4)
    out = builders.decided(3, "exclude", reason="wrong_drug", at="2001-03-01T00:00:00Z")
    rows = excluded_studies(replace(base, decisions=(*base.decisions, out)))
    assert [row.reason for row in rows] == ["No ketamine given"]
    assert rows[0].on == "2001-03-01"


def test_on_title_and_abstract_only_exclusions_with_a_reason_are_listed():
    """The flow counts the others; nobody can look up a reason that nobody gave."""
    base = builders.curated(3)
    bare = builders.decided(1, "exclude", stage="title_abstract")
    why = replace(bare, record_key="pmid:90000000", reason="wrong_drug")
    rows = excluded_studies(replace(base, decisions=(*base.decisions, bare, why)))
    assert [(row.pmid, row.where) for row in rows] == [
        ("90000002", "excluded at full text"),
        ("90000000", "excluded on title and abstract"),
    ]


def test_a_study_kept_out_of_every_pool_says_so_and_who_kept_it_out():
    """It is in the review; the list does not call it excluded from it."""
    base = builders.curated(3)
    study = builders.study(0, kept_out_because="a case report")
    register = replace(base.register, studies=(study, *base.register.studies[1:]))
    signed = {"s0": ("A. Reader", "2001-04-05T06:07:08Z")}
    row = excluded_studies(replace(base, register=register), signed)[-1]
    assert row.where == "in the review, kept out of every pool"
    assert (row.reason, row.by, row.on) == ("a case report", "A. Reader", "2001-04-05")
    unsigned = excluded_table(replace(base, register=register)).iloc[-1]
    assert unsigned["by"] is pd.NA


def test_a_study_whose_report_is_not_in_the_review_is_not_lost():
    """Nobody decided on it, and that is the reason."""
    base = builders.curated(3)
    apart = builders.study(9, study_id="s9")
    register = replace(base.register, studies=(*base.register.studies, apart))
    row = excluded_studies(replace(base, register=register))[-1]
    assert row.where == "in the register only"
    assert "nobody decided" in row.reason


def test_reports_that_await_a_decision_or_were_not_retrieved_are_not_excluded():
    """What nobody judged is not out."""
    base = builders.curated(3)
    sought = builders.decided(0, "not_retrieved", at="2001-03-01T00:00:00Z")
    rows = excluded_studies(replace(base, decisions=(*base.decisions, sought)))
    assert [row.pmid for row in rows] == ["90000002"]
    undecided = excluded_studies(builders.fresh(3))
    assert undecided == ()


def test_nothing_excluded_is_a_table_with_all_columns():
    """An empty review has an empty list."""
    table = excluded_table(builders.fresh(0))
    assert table.shape == (0, len(COLUMNS))
