"""The evidence table as an Excel workbook: texts and numbers, and no formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from ketaevidence.curation.sheet.same_bytes import without_times
from ketaevidence.present.tables.columns import GROUPS, STUDY, Column
from ketaevidence.present.tables.document import EvidenceDocument, TextTable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

#: Columns that hold whole numbers; a PMID is text, as leading zeros and digits matter.
_WHOLE: Final = frozenset({"year", "n"})
#: Fill of the headings.
_HEADER: Final = "1F3552"
#: Width of a column for each step that it wants [characters].
_STEP: Final = 12
#: Height of a line, and of the highest row that is opened at once [points].
_LINE, _HIGHEST = 13.5, 270.0
#: Columns that can be read on one page, printed small.
_FITTING: Final = 10
#: No cell of Excel holds more [characters].
_LONGEST: Final = 32_767
_CUT: Final = " … (cut: a cell of Excel holds no more; the CSV has it all)"
#: Sheets of the workbook, in order.
SHEETS: Final = ("Read me", "Evidence", "Excluded studies", "Sources")


def to_xlsx(document: EvidenceDocument) -> bytes:
    """Write the evidence table as the bytes of an .xlsx file.

    Returns
    -------
    bytes
        A workbook with the sheets of ``SHEETS``. No cell is a formula, and the same
        document gives the same bytes.
    """
    from openpyxl import Workbook

    book = Workbook()
    front = book.active
    assert front is not None  # noqa: S101 (a new workbook has a sheet)
    _write_front(front, document)
    tables = (document.evidence, document.excluded, document.sources)
    for name, table in zip(SHEETS[1:], tables, strict=True):
        _write_table(book.create_sheet(name), table)
    book.properties.title = document.title
    book.properties.creator = "ketaevidence"
    return _bytes_of(book)


def _bytes_of(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return without_times(written.getvalue())


def _write_front(page: Worksheet, document: EvidenceDocument) -> None:
    """Write what the workbook is, what to know, and what each column means."""
    from openpyxl.styles import Alignment

    page.title = SHEETS[0]
    page.column_dimensions["A"].width = 30
    page.column_dimensions["B"].width = 110
    top = Alignment(vertical="top", wrap_text=True)
    _put(page.cell(1, 1), document.title)
    page["A1"].font = _letters(size=14)
    rows: list[tuple[str, str]] = [*document.facts, ("", "")]
    rows += [("To know" if i == 0 else "", n) for i, n in enumerate(document.notes)]
    rows += [("", ""), *_contents(document), ("", ""), ("Column", "Meaning")]
    rows += [(STUDY.heading, STUDY.meaning)]
    rows += [
        (column.heading, f"{group.title}: {column.meaning}")
        for group in GROUPS
        for column in group.columns
    ]
    for number, (what, text) in enumerate(rows, start=3):
        _put(page.cell(number, 1), what)
        _put(page.cell(number, 2), text)
        page.cell(number, 1).font = _letters()
        for place in (1, 2):
            page.cell(number, place).alignment = top
        page.row_dimensions[number].height = _height([(text, 110)])
    _fit_to_width(page)


def _letters(color: str | None = None, *, size: int = 11) -> Font:
    """Give bold letters, of the font that the other cells have."""
    from openpyxl.styles import Font

    return Font(name="Calibri", bold=True, size=size, color=color)


def _fit_to_width(page: Worksheet) -> None:
    """Print all columns on one page, on as many pages as the rows need."""
    from openpyxl.worksheet.properties import PageSetupProperties

    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToHeight = 0


def _contents(document: EvidenceDocument) -> list[tuple[str, str]]:
    tables = (document.evidence, document.excluded, document.sources)
    told = (
        "One row for each study, or report not yet entered.",
        "What was excluded with a reason, and what is kept out of every pool: by whom.",
        "Every value that was entered of the included studies, with its place.",
    )
    return [
        (f"Sheet “{name}”", f"{words} Rows: {len(table.rows)}.")
        for name, table, words in zip(SHEETS[1:], tables, told, strict=True)
    ]


def _write_table(page: Worksheet, table: TextTable) -> None:
    from openpyxl.styles import Alignment, PatternFill
    from openpyxl.utils import get_column_letter

    top = Alignment(vertical="top", wrap_text=True)
    for number, column in enumerate(table.columns, start=1):
        head: Any = page.cell(1, number)
        _put(head, column.heading)
        head.font = _letters("FFFFFF")
        head.fill = PatternFill("solid", fgColor=_HEADER)
        head.alignment = top
        page.column_dimensions[get_column_letter(number)].width = _width(column)
    for row_number, row in enumerate(table.rows, start=2):
        for number, (column, text) in enumerate(
            zip(table.columns, row, strict=True), start=1
        ):
            _put(page.cell(row_number, number), text, is_number=column.name in _WHOLE)
            page.cell(row_number, number).alignment = top
        page.cell(row_number, 1).font = _letters()
        cells = zip(row, map(_width, table.columns), strict=True)
        page.row_dimensions[row_number].height = _height(list(cells))
    last = page.cell(len(table.rows) + 1, len(table.columns)).coordinate
    page.auto_filter.ref = f"A1:{last}"
    page.freeze_panes = "B2"
    page.print_title_rows = "1:1"
    page.print_title_cols = "A:A"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    if len(table.columns) <= _FITTING:
        _fit_to_width(page)


def _width(column: Column) -> int:
    return 8 if column.name in _WHOLE else max(_STEP * column.width, 14)


def _height(cells: Sequence[tuple[str, int]]) -> float:
    """Give the height of a row [points] for (text, width) pairs, up to a limit."""
    lines = max((-(-len(text) // max(width - 2, 1)) or 1 for text, width in cells))
    return min(_LINE * lines + 2, _HIGHEST)


def _put(cell: Any, text: str, *, is_number: bool = False) -> None:
    """Write a whole number as one, and any text as text that Excel cannot run."""
    if not text:
        return
    if is_number:
        cell.value = int(text)
        return
    if len(text) > _LONGEST:
        text = text[: _LONGEST - len(_CUT)] + _CUT
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
