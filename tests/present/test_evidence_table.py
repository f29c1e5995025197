"""The evidence table, and tables as files."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pandas as pd
import pytest
from tests.present import builders

from ketaevidence.errors import PresentError
from ketaevidence.present.evidence_status import STATUSES, status_of
from ketaevidence.present.evidence_table import COLUMNS, evidence_table
from ketaevidence.present.readings import field_words, reading
from ketaevidence.present.table_formats import (
    spreadsheet_safe,
    table_text,
    to_csv,
    to_html,
    to_markdown,
)


def test_one_row_per_included_study_and_none_for_excluded_ones():
    """The newest full-text decisions say who is in."""
    table = evidence_table(builders.curated(6))
    assert list(table.columns) == list(COLUMNS)
    assert len(table) == 5
    assert set(table["status"]) == {"entered; read in abstract or registration"}
    assert builders.invented(5) not in set(table["study"])


def _from(confidence, **changes):
    source = replace(builders.result(0).source, confidence=confidence)
    return builders.result(0, source=source, **changes)


@pytest.mark.parametrize(
    ("own", "results", "status"),
    [
        ("primary_abstract", [], "entered; no result found"),
        ("primary_abstract", ["primary_abstract", "derived"],
         "entered; read in abstract or registration"),
        ("primary_abstract", ["secondary"], "entered; partly from a secondary source"),
        ("secondary", ["secondary", "derived"], "entered; secondary source"),
        ("primary_fulltext_fragment", ["primary_fulltext_fragment"],
         "entered; read in a part of the full text"),
    ],
)  # fmt: skip
def test_the_status_says_how_near_an_entry_is_to_the_studys_own_words(
    own, results, status
):
    """No entry is called confirmed; a secondary source is called one."""
    source = replace(builders.study(0).source, confidence=own)
    study = builders.study(0, source=source)
    told = status_of(study, [_from(confidence) for confidence in results])
    assert told == status
    assert told in STATUSES


def test_a_result_that_was_not_found_is_no_result():
    """A row that says "not found" does not raise the status."""
    row = _from("primary_abstract", statistic="not_found", value=None, spread=None)
    assert status_of(builders.study(0), [row]) == "entered; no result found"


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"n_enrolled": 26, "n_analysed": 19}, "19 analysed of 26"),
        ({"n_enrolled": 20, "n_analysed": 20}, "20 enrolled and analysed"),
        ({"n_enrolled": 60, "n_analysed": None}, "60 enrolled"),
        ({"n_enrolled": 49, "n_analysed": 49, "n_crps": 18},
         "49 enrolled and analysed; 18 with the condition"),
        ({"n_enrolled": None, "n_crps": 6}, "6 with the condition"),
    ],
)  # fmt: skip
def test_numbers_of_patients_say_who_is_counted(numbers, words):
    """Enrolled, analysed and affected patients are never one bare number."""
    base = builders.curated(3)
    study = builders.study(0, **numbers)
    register = replace(base.register, studies=(study, *base.register.studies[1:]))
    table = evidence_table(replace(base, register=register, analyses=()))
    assert table.loc[0, "patients"] == words


def test_machine_readings_are_in_words_and_not_in_codes():
    """A person reads "Patients in all" and "Randomised trial", not a variable's name."""
    design = builders.candidate(0, "design", "rct_parallel", "randomised")
    assert reading(design) == "Randomised trial, parallel groups"
    assert field_words("n_total") == "Patients in all"


def test_an_included_record_without_a_study_keeps_its_row():
    """What a person included is in the table before its study is in the register."""
    base = builders.curated(6)
    register = replace(base.register, studies=base.register.studies[1:])
    table = evidence_table(replace(base, register=register, analyses=()))
    assert len(table) == 5
    assert table["status"].iloc[-1] == "included, not yet extracted"


def test_a_newer_decision_overrules_an_older_one():
    """A study excluded today is out, whatever was decided before."""
    base = builders.curated(6)
    later = builders.decided(0, "exclude", at="2001-03-01T00:00:00Z", reason="x")
    table = evidence_table(replace(base, decisions=(*base.decisions, later)))
    assert len(table) == 4


def test_studies_without_numbers_stay_visible_and_missing_is_na():
    """A study that reports nothing usable has its row, with NA in it."""
    silent = builders.study(0, n_enrolled=None, finding=None, dose=None)
    base = builders.curated(3)
    register = replace(base.register, studies=(silent, *base.register.studies[1:]))
    table = evidence_table(replace(base, register=register, analyses=()))
    row = table.iloc[0]
    assert row["n"] is pd.NA
    assert row["main_result"] is pd.NA
    assert row["pooled_in"] is pd.NA


def test_where_a_study_is_shown_and_why_it_is_not_pooled():
    """The table names the analysis and the reason."""
    table = evidence_table(builders.curated(6)).set_index("study")
    row = table.loc[builders.invented(4)]
    assert row["pooled_in"].startswith("Shown, not pooled, in: Change in pain")
    assert "different kinds of pain" in row["not_pooled_because"]
    pooled = table.loc[builders.invented(0)]
    assert "Pooled in: Patients with relief" in pooled["pooled_in"]


def test_before_anyone_extracts_the_rows_are_suggestions_and_say_so():
    """Machine readings fill the table, labelled, with the words that prove pain."""
    table = evidence_table(builders.fresh(4)).set_index("study")
    first = table.loc["Appleby A 1990"]
    assert first["status"] == "suggested, not confirmed"
    assert (first["n"], first["route"]) == (20, "intravenous")
    assert "“pain was 2.7 (SD 1.1)”" in first["main_result"]
    assert table.loc["Dunmore A 1993", "status"] == "included, not yet extracted"
    assert "Cedarwood A 1992" not in table.index


def test_a_reading_never_names_a_spread_that_the_text_does_not_name():
    """A plus-minus sign in an abstract stays one, and doses keep their unit."""
    vague = builders.candidate(
        0, "pain_score", 2.7, "2.7 ± 0.51", spread=0.51, spread_type="unspecified"
    )
    dose = builders.candidate(0, "dose", 10.0, "x", value_high=20.0, unit="mg/h")
    form = builders.candidate(0, "drug_form", "S", "S(+)-ketamine")
    assert reading(vague) == "2.70 ± 0.51 (kind not stated)"
    assert reading(dose) == "10 to 20 mg/h"
    assert reading(form) == "S-ketamine"


def test_an_empty_review_gives_an_empty_table_with_all_columns():
    """Nothing yet is a table without rows."""
    base = builders.fresh(0)
    table = evidence_table(replace(base, records=(), candidates=(), suggestions=()))
    assert table.shape == (0, len(COLUMNS))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+x",
        "-x",
        "@x",
        "\tx",
        "\rx",
        "\nx",
        "|x",
        "%x",
        "＝1",
        "  =1",
        "-1 to 2",
    ],
)
def test_formulas_are_disarmed_for_spreadsheets(text):
    """A cell that a spreadsheet would run begins with an apostrophe."""
    assert spreadsheet_safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1.5", "+2", "-1e5", "0", "Study 2001", "\u22121.5"])
def test_numbers_and_plain_texts_stay_as_they_are(text):
    """Minus 1.5 stays a number."""
    assert spreadsheet_safe(text) == text


def test_csv_keeps_every_cell_and_leaves_missing_empty():
    """Commas, quotes and line breaks survive; NA is an empty cell."""
    frame = pd.DataFrame({"a": ['x, "y"\nz', "=SUM(A1)"], "b": [1.5, None]})
    rows = list(csv.reader(io.StringIO(to_csv(frame))))
    assert rows[1:] == [['x, "y"\nz', "1.5"], ["'=SUM(A1)", ""]]


def test_html_tables_have_caption_scopes_and_no_markup_from_outside():
    """Every heading has a scope and a script tag is text."""
    frame = pd.DataFrame({"study": [builders.HOSTILE], "n": [3]})
    html = to_html(frame, caption="A & B")
    assert "<caption>A &amp; B</caption>" in html
    assert html.count("<th ") == html.count('scope="')
    assert "<script" not in html


def test_markdown_escapes_what_would_break_the_table():
    """Pipes and tags in a cell stay in the cell."""
    text = to_markdown(pd.DataFrame({"study": ["a|b <i>c</i>"]}))
    assert text.splitlines()[-1] == r"| a\|b \<i\>c\</i\> |"


def test_unknown_formats_are_refused_by_name():
    """The error lists what can be written."""
    with pytest.raises(PresentError, match="csv, html, md"):
        table_text(pd.DataFrame(), "xls", caption="x")
