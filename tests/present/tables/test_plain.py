"""CSV that no spreadsheet runs, and Markdown that stays a table."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from ketaevidence.curation.sheet.safe import spreadsheet_safe
from ketaevidence.present.evidence_table import COLUMNS
from ketaevidence.present.tables.plain import evidence_csv, to_csv, to_markdown


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+x", "-x", "@x", "\tx", "\rx", "\nx", "|x", "%x", "＝1", "  =1",
     "-1 to 2"],
)  # fmt: skip
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


def test_the_evidence_as_csv_has_the_names_of_the_data_and_one_line_a_row(hostile):
    """Another program reads it back, and no cell of it is a formula."""
    rows = list(csv.reader(io.StringIO(evidence_csv(hostile))))
    assert rows[0] == list(COLUMNS)
    assert len(rows) == 1 + len(hostile.evidence.rows)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_markdown_keeps_one_line_a_row_and_escapes_every_mark(hostile):
    """A pipe, a tag, an entity and a star in a cell stay in the cell."""
    text = to_markdown(hostile)
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(lines) == 2 + len(hostile.evidence.rows)
    bars = {line.replace(r"\|", "").count("|") for line in lines}
    assert bars == {len(COLUMNS) + 1}
    assert "<script" not in text.replace(r"\<", "")
    assert r"a\|b \*c\* \`d\` \<i\>e\</i\>" in text


def test_an_empty_review_is_a_table_without_rows(empty):
    """Headings alone are readable."""
    assert evidence_csv(empty) == ",".join(COLUMNS) + "\n"
    assert to_markdown(empty).count("\n| ") == 2
