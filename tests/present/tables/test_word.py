"""The Word document: structure that a screen reader and a journal's style can use."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from ketaevidence.present.tables.columns import GROUPS
from ketaevidence.present.tables.word import to_docx


@pytest.fixture(scope="module")
def data(hostile):
    """Give the bytes of a document of hostile texts."""
    return to_docx(hostile)


@pytest.fixture(scope="module")
def paper(data):
    """Give the document, read back."""
    return Document(io.BytesIO(data))


def test_headings_are_real_and_no_level_is_skipped(paper):
    """Word's own navigation lists them."""
    styles = [p.style.name for p in paper.paragraphs if "Heading" in p.style.name]
    assert styles == ["Heading 1", "Heading 2", "Heading 2", "Heading 2"]


def test_each_group_of_columns_is_a_table_with_the_study_in_front(paper, hostile):
    """Twenty columns do not fit on a page; no column and no row is lost."""
    tables = paper.tables
    assert len(tables) == len(GROUPS) + 1
    for table, group in zip(tables, GROUPS, strict=False):
        texts = [cell.text for cell in table.rows[0].cells]
        assert texts == ["Study", *(column.heading for column in group.columns)]
        assert len(table.rows) == 1 + len(hostile.evidence.rows)
    names = [row[0] for row in hostile.evidence.of_group(GROUPS[0]).rows]
    assert [row.cells[0].text for row in tables[0].rows][1:] == names


def test_the_heading_of_a_table_repeats_and_no_row_is_cut_by_a_page(paper):
    """Only the first row is a heading; every row holds together."""
    for table in paper.tables:
        heads = [r._tr.find(f".//{qn('w:tblHeader')}") is not None for r in table.rows]
        assert heads == [True] + [False] * (len(table.rows) - 1)
        assert all(
            row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows
        )


def test_each_table_has_a_numbered_caption_and_words_for_those_who_cannot_see_it(paper):
    """Word counts the captions; the alternative text names the columns."""
    captions = [p for p in paper.paragraphs if p.style.name == "Caption"]
    assert len(captions) == len(paper.tables)
    for number, caption in enumerate(captions, start=1):
        field = caption._p.find(qn("w:fldSimple"))
        assert field.get(qn("w:instr")) == r"SEQ Table \* ARABIC"
        assert field.find(f".//{qn('w:t')}").text == str(number)
        assert caption.paragraph_format.keep_with_next
    for table in paper.tables:
        said = table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert "Columns: Study, " in said


def test_the_tables_lie_on_a4_paper_on_its_side_and_fit_on_it(paper):
    """No table is wider than the page between its margins."""
    first, second = paper.sections
    assert (first.orientation, second.orientation) == (
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
    )
    assert (round(second.page_width.cm, 1), round(second.page_height.cm, 1)) == (
        29.7,
        21.0,
    )
    room = second.page_width - second.left_margin - second.right_margin
    for table in paper.tables:
        assert sum(column.width for column in table.columns) <= room * 1.002


def test_excluded_studies_are_in_it_with_reason_name_day_and_pmid(paper, hostile):
    """They have the last table."""
    last = paper.tables[-1]
    headings = [cell.text for cell in last.rows[0].cells]
    assert headings == ["Study", "Title", "Where", "Reason", "By", "On", "PMID"]
    assert len(last.rows) == 1 + len(hostile.excluded.rows)


def test_the_same_document_is_the_same_bytes(hostile, data):
    """No time of writing stands in the file, in its parts or in its properties."""
    assert to_docx(hostile) == data
    parts = zipfile.ZipFile(io.BytesIO(data))
    assert {part.date_time for part in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    told = parts.read("docProps/core.xml").decode()
    assert told.count("2000-01-01T00:00:00Z") == 2


def test_an_empty_review_is_readable_without_a_table(empty):
    """It says that there is no study, and that none was excluded."""
    paper = Document(io.BytesIO(to_docx(empty)))
    texts = " ".join(paragraph.text for paragraph in paper.paragraphs)
    assert paper.tables == []
    assert "No study yet" in texts
    assert "None was excluded with a reason." in texts
