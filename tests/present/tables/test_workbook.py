"""The workbook: read back as a person's Excel would read it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from ketaevidence.present.tables.document import TextTable
from ketaevidence.present.tables.workbook import SHEETS, to_xlsx


@pytest.fixture(scope="module")
def data(hostile):
    """Give the bytes of a workbook of hostile texts."""
    return to_xlsx(hostile)


@pytest.fixture(scope="module")
def book(data):
    """Give the workbook, read back."""
    return load_workbook(io.BytesIO(data))


def _cells(page):
    return [cell for row in page.iter_rows() for cell in row if cell.value is not None]


def test_the_sheets_are_named_and_complete(book, hostile):
    """Read me, evidence, excluded studies, sources: every row of each."""
    assert tuple(book.sheetnames) == SHEETS
    tables = (hostile.evidence, hostile.excluded, hostile.sources)
    for name, table in zip(SHEETS[1:], tables, strict=True):
        assert book[name].max_row == 1 + len(table.rows)
        headings = [cell.value for cell in book[name][1]]
        assert headings == [column.heading for column in table.columns]


def test_no_cell_is_a_formula_and_hostile_texts_are_kept_as_texts(book):
    """What begins with "=" is shown as it is and is never run."""
    cells = [cell for name in SHEETS for cell in _cells(book[name])]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "=HYPERLINK(1)" in {cell.value for cell in cells}


def test_pmids_are_text_and_years_and_patients_are_numbers(book):
    """A PMID is never rounded; a year can be sorted."""
    page = book["Evidence"]
    place = {cell.value: number for number, cell in enumerate(page[1])}
    row = page[2]
    assert row[place["PMID"]].value == "90000000"
    assert row[place["PMID"]].number_format == "@"
    assert (row[place["Year"]].value, row[place["n"]].value) == (1990, 20)


def test_headings_stay_in_view_and_on_every_printed_page(book):
    """The study and the headings are frozen, texts are wrapped, rows are filtered."""
    for name in SHEETS[1:]:
        page = book[name]
        assert page.freeze_panes == "B2"
        assert page.print_title_rows == "$1:$1"
        assert page.auto_filter.ref.startswith("A1:")
        assert all(cell.alignment.wrap_text for cell in page[1])


def test_the_read_me_has_what_a_reader_needs_before_the_numbers(book, hostile):
    """Question, search, software, no advice, and the meaning of every column."""
    told = {row[0].value: row[1].value for row in book["Read me"].iter_rows(min_row=3)}
    for what, text in hostile.facts:
        assert told[what] == text
    assert told["To know"].startswith("Not medical advice.")
    for column in hostile.evidence.columns:
        assert told[column.heading].endswith(column.meaning)


def test_a_text_that_no_cell_of_excel_holds_is_cut_and_says_so(plain):
    """Nothing is cut in silence."""
    table = plain.evidence
    rows = (("x" * 40_000, *table.rows[0][1:]),)
    long = replace(plain, evidence=TextTable(table.title, table.columns, rows))
    cell = load_workbook(io.BytesIO(to_xlsx(long)))["Evidence"]["A2"].value
    assert len(cell) == 32_767
    assert cell.endswith("(cut: a cell of Excel holds no more; the CSV has it all)")


def test_the_same_document_is_the_same_bytes(hostile, data):
    """No time of writing stands in the file or in its parts."""
    assert to_xlsx(hostile) == data
    parts = zipfile.ZipFile(io.BytesIO(data))
    assert {part.date_time for part in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    told = parts.read("docProps/core.xml").decode()
    assert told.count("2000-01-01T00:00:00Z") == 2


def test_an_empty_review_is_a_workbook_with_headings(empty):
    """Every sheet is there and readable."""
    book = load_workbook(io.BytesIO(to_xlsx(empty)))
    assert [book[name].max_row for name in SHEETS[1:]] == [1, 1, 1]
