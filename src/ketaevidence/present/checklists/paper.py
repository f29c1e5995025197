"""A checklist as a Word document, to be handed in with a manuscript."""

from __future__ import annotations

from typing import Final

from ketaevidence.present.checklists.model import COLUMNS, Checklist
from ketaevidence.present.tables.columns import Column
from ketaevidence.present.tables.document import TextTable
from ketaevidence.present.tables.word import _add_table, _bytes_of, _dress, _turn

#: The columns that a page has room for, with how wide each wants to be.
_SHOWN: Final = {
    "item": 0,
    "topic": 3,
    "asks": 4,
    "state": 1,
    "answer": 9,
    "enter": 5,
}
#: Characters that no XML file may hold, in a form that cleaning lets pass.
_NO_XML: Final = {0xFFFE: None, 0xFFFF: None}


def to_docx(found: Checklist) -> bytes:
    """Write a checklist as the bytes of a .docx file.

    Returns
    -------
    bytes
        A document with real headings and one table whose headings repeat. The same
        checklist gives the same bytes.
    """
    from docx import Document

    paper = Document()
    title = found.title.translate(_NO_XML)
    _dress(paper, title)
    paper.add_heading(title, level=1)
    for text in (*found.facts, found.counts):
        paper.add_paragraph(text.translate(_NO_XML), style="List Bullet")
    paper.add_heading("How to read it", level=2)
    for note in found.notes:
        paper.add_paragraph(note)
    paper.add_heading("Reference", level=2)
    paper.add_paragraph(found.reference)
    _turn(paper)
    paper.add_heading("Items", level=2)
    _add_table(
        paper, _table(found), 1, f"{found.called}, as far as the review fills it"
    )
    return _bytes_of(paper)


def _table(found: Checklist) -> TextTable:
    columns = tuple(
        Column(name, COLUMNS[name], COLUMNS[name], width)
        for name, width in _SHOWN.items()
    )
    places = [list(COLUMNS).index(name) for name in _SHOWN]
    rows = tuple(
        tuple(answer.cells[place].translate(_NO_XML) for place in places)
        for answer in found.answers
    )
    return TextTable(f"{found.called} checklist", columns, rows)
