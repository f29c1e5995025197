"""The evidence table as a Word document, to be put into a manuscript.

No page is as wide as the table, so each group of columns is a table of its own, with
the study in front and its headings repeated on every page.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from ketaevidence.curation.sheet.same_bytes import without_times
from ketaevidence.present.tables.columns import GROUPS, Column
from ketaevidence.present.tables.document import NOTHING, EvidenceDocument, TextTable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

#: A4 on its side, and its margins [cm].
_LONG, _SHORT, _MARGIN = 29.7, 21.0, 1.5
#: Size of letters in the tables [points].
_SMALL: Final = 8
_HEADER_FILL: Final = "1F3552"
_INK: Final = "1F3552"
#: Columns of the excluded studies that fit on a page.
_EXCLUDED: Final = ("study", "title", "where", "reason", "by", "on", "pmid")


def to_docx(document: EvidenceDocument) -> bytes:
    """Write the evidence table as the bytes of a .docx file.

    Returns
    -------
    bytes
        A document with real headings, numbered captions, and tables whose headings
        repeat. The same document gives the same bytes.
    """
    from docx import Document

    paper = Document()
    _dress(paper, document.title)
    paper.add_heading(document.title, level=1)
    for what, text in document.facts:
        line = paper.add_paragraph()
        line.paragraph_format.space_after = _points(2)
        line.add_run(f"{what}: ").bold = True
        line.add_run(text)
    paper.add_heading("What to know before using it", level=2)
    for note in document.notes:
        paper.add_paragraph(note)
    _turn(paper)
    paper.add_heading("Evidence", level=2)
    if not document.evidence.rows:
        paper.add_paragraph(
            "No study yet: nothing is included, and no rule suggests a record."
        )
    else:
        for number, group in enumerate(GROUPS, start=1):
            table = document.evidence.of_group(group)
            _add_table(paper, table, number, f"{group.title} of each study")
    _add_excluded(paper, document)
    return _bytes_of(paper)


def _add_excluded(paper: Document, document: EvidenceDocument) -> None:
    table = document.excluded
    paper.add_heading(table.title, level=2)
    if not table.rows:
        paper.add_paragraph("None was excluded with a reason.")
        return
    number = len(GROUPS) + 1 if document.evidence.rows else 1
    told = "What was excluded with a reason, and what is kept out of every pool"
    _add_table(paper, table.only(_EXCLUDED), number, told)


def _bytes_of(paper: Document) -> bytes:
    written = io.BytesIO()
    paper.save(written)
    return without_times(written.getvalue())


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)


def _dress(paper: Document, title: str) -> None:
    """Set what the whole document has: names, letters, margins, page numbers."""
    from docx.shared import Cm, RGBColor

    properties = paper.core_properties
    properties.title = title[:255]
    properties.author = properties.last_modified_by = "ketaevidence"
    properties.comments = ""
    properties.language = "en"
    normal: Any = paper.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", _points(10)
    for name, size in (("Heading 1", 18), ("Heading 2", 14), ("Caption", 10)):
        style: Any = paper.styles[name]
        style.font.name, style.font.size = "Calibri", _points(size)
        style.font.color.rgb = RGBColor.from_string(_INK)
    first = paper.sections[0]
    first.page_width, first.page_height = Cm(_SHORT), Cm(_LONG)
    first.left_margin = first.right_margin = Cm(2)
    first.top_margin = first.bottom_margin = Cm(_MARGIN)
    first.footer_distance = Cm(0.7)
    foot = first.footer.paragraphs[0]
    foot.add_run("Page ")
    _add_field(foot, "PAGE", "1")


def _turn(paper: Document) -> None:
    """Begin a section on A4 paper that lies on its side."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Cm

    section = paper.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(_LONG), Cm(_SHORT)
    section.left_margin = section.right_margin = Cm(_MARGIN)
    section.footer_distance = Cm(0.7)
    section.top_margin = section.bottom_margin = Cm(_MARGIN)


def _add_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add what Word counts by itself, with what stands there until it has counted."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 (python-docx has no fields)


def _add_table(paper: Document, table: TextTable, number: int, told: str) -> None:
    from docx.shared import Cm

    caption = paper.add_paragraph(style="Caption")
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before = _points(12)
    caption.add_run("Table ")
    _add_field(caption, r"SEQ Table \* ARABIC", str(number))
    caption.add_run(f". {told} ({NOTHING}: nothing is entered)")
    grid = paper.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    grid.autofit = False
    widths = _widths(table.columns)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    _describe(grid, table, told)
    lines = [[column.heading for column in table.columns], *table.rows]
    for place, cells in enumerate(lines):
        grid._tbl.append(_row(cells, widths, is_head=place == 0))  # noqa: SLF001


def _widths(columns: Sequence[Column]) -> list[float]:
    """Share the width of the page [cm] among columns, as much as each one wants."""
    room = _LONG - 2 * _MARGIN
    wanted = [1.5 + column.width for column in columns]
    return [round(room * one / sum(wanted), 2) for one in wanted]


def _describe(grid: Any, table: TextTable, told: str) -> None:
    """Tell a screen reader what the table is, and that its first column has names."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = grid._tbl.tblPr  # noqa: SLF001 (python-docx has no alternative text)
    columns = ", ".join(column.heading for column in table.columns)
    for tag, text in (
        ("w:tblCaption", table.title),
        ("w:tblDescription", f"{told}. Columns: {columns}. Rows: {len(table.rows)}."),
    ):
        element = OxmlElement(tag)
        element.set(qn("w:val"), text)
        properties.append(element)


def _row(cells: Sequence[str], widths: Sequence[float], *, is_head: bool) -> Any:
    """Make one row, which no page break cuts; as XML, which is many times faster."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def part(parent: Any, tag: str, **attributes: str) -> Any:
        element = OxmlElement(tag)
        for name, value in attributes.items():
            element.set(qn(f"w:{name}"), value)
        parent.append(element)
        return element

    row = OxmlElement("w:tr")
    traits = part(row, "w:trPr")
    part(traits, "w:cantSplit")
    if is_head:
        part(traits, "w:tblHeader")
    for place, (text, width) in enumerate(zip(cells, widths, strict=True)):
        cell = part(row, "w:tc")
        look = part(cell, "w:tcPr")
        part(look, "w:tcW", w=str(round(width * 567)), type="dxa")
        if is_head:
            part(look, "w:shd", val="clear", color="auto", fill=_HEADER_FILL)
        line = part(cell, "w:p")
        part(part(line, "w:pPr"), "w:spacing", before="20", after="20")
        run = part(line, "w:r")
        letters = part(run, "w:rPr")
        if is_head or place == 0:
            part(letters, "w:b")
        if is_head:
            part(letters, "w:color", val="FFFFFF")
        part(letters, "w:sz", val=str(2 * _SMALL))
        words = part(run, "w:t")
        words.text = text or NOTHING
    return row
