"""`ketaevidence table`: every kind of file, and what a review puts into it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document
from openpyxl import load_workbook

import ketaevidence as ke
from ketaevidence.cli import main
from ketaevidence.errors import PresentError


@pytest.fixture(scope="module")
def review():
    """Give the bundled review, on which one person has kept one more study out."""
    with ke.example_review() as review:
        study = replace(review.register.study("correll2004"), kept_out_because="told")
        review.enter([study], by="A. Reader", reason="x", at="2026-11-20T09:00:00Z")
        yield review


def test_a_word_file_comes_from_the_same_command_as_csv(tmp_path, capsys):
    """The name's ending is enough."""
    path = tmp_path / "evidence.docx"
    assert main(["table", "--out", str(path)]) == 0
    assert capsys.readouterr().out == f"Wrote {path}.\n"
    assert path.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_workbook_is_not_printed_on_a_terminal(capsys, kind):
    """It is refused as wrong usage, and the error says what to do."""
    assert main(["table", "--format", kind]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"--format {kind} needs --out FILE" in err


def test_an_unknown_ending_is_refused_before_anything_is_written(review, tmp_path):
    """The folder stays empty, and the error names every ending."""
    with pytest.raises(PresentError, match="csv, html, md, tex, xlsx, docx"):
        review.write_evidence_table(tmp_path / "evidence.pdf")
    assert list(tmp_path.iterdir()) == []


def test_who_kept_a_study_out_and_when_is_the_one_who_last_said_so(review):
    """Not the one who first entered the study."""
    table = review.excluded_studies().set_index("study")
    kept = table.loc["Correll 2004"]
    assert (kept["reason"], kept["by"], kept["on"]) == (
        "told",
        "A. Reader",
        "2026-11-20",
    )
    assert table.loc["Lin 1998", "by"] == "ketaevidence project"


def test_every_file_of_a_review_tells_of_the_same_studies(review, tmp_path):
    """The workbook and the Word file have the same rows and the same excluded ones."""
    book = load_workbook(review.write_evidence_table(tmp_path / "e.xlsx"))
    path = review.write_evidence_table(tmp_path / "e.docx")
    tables = Document(io.BytesIO(path.read_bytes())).tables
    studies = [row[0].value for row in book["Evidence"].iter_rows(min_row=2)]
    assert "Sigtermans 2009" in studies
    assert [row.cells[0].text for row in tables[0].rows][1:] == studies
    out = [row[0].value for row in book["Excluded studies"].iter_rows(min_row=2)]
    assert "Correll 2004" in out
    assert [row.cells[0].text for row in tables[-1].rows][1:] == out
    assert "R001" in {row[1].value for row in book["Sources"].iter_rows(min_row=2)}
