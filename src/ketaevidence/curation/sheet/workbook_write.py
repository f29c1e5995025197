"""Write the sheet as an Excel workbook: lists, colours, quotes, and no formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from ketaevidence.curation.sheet.definitions import DEFINITIONS
from ketaevidence.curation.sheet.layout import (
    BESIDE,
    KEYS,
    KNOWN_SOURCE,
    KNOWN_SOURCE_MEANS,
    STATE,
    STATES,
    SUGGESTED,
    TABLES,
    Sheet,
    SheetRow,
    columns,
    key_of_cells,
    source_number,
)
from ketaevidence.curation.sheet.origin import about
from ketaevidence.curation.sheet.same_bytes import without_times
from ketaevidence.curation.sheet.workbook_read import ABOUT
from ketaevidence.curation.tabular import columns_of
from ketaevidence.curation.vocabulary import Words
from ketaevidence.errors import CurationError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LISTS: Final = "Lists"
#: Fills: what rules read, the columns that nobody changes, the header.
_MACHINE, _FIXED, _HEADER = "FFF4CC", "E8EBEF", "1F3552"
#: Fill of what another source states of the row above.
_OTHER = "DDEBF7"
#: No cell of Excel holds more [characters].
_LONGEST: Final = 32_767
#: The widest column [characters], and the most lines that a row shows.
_WIDEST, _MOST_LINES = 44, 4
#: Rows for which a list of allowed words is offered below the last one.
_SPARE = 200
_INTRODUCTION: Final = """\
This workbook is the register of a review: studies, their arms, their results.
Change cells, and import the workbook again: ketaevidence sheet import REVIEW FILE \
--by NAME --reason WHY. Every changed cell is told; nothing is taken if one is wrong.
Yellow is what rules read in the abstracts, with the words they read. It is never \
taken over by itself: copy it, or set the row to 'confirmed'.
Grey cells say which row it is. A row that you delete stays in the register.
Blue rows are what another source states of the row above. To add one, copy the row \
beneath itself, write 'other source' in its first cell, change the numbers that \
differ, and say in the four columns of the source where you read them. Which source \
counts is not chosen here but with: ketaevidence sources REVIEW.
Leave blank what the source does not state. A plus-minus that nobody explains is \
'unspecified'.
"""


def write_workbook(sheet: Sheet) -> bytes:
    """Write the sheet as the bytes of an .xlsx file.

    Raises
    ------
    CurationError
        If a text cannot stand in a cell of Excel; its place is named.
    """
    from openpyxl import Workbook

    book = Workbook()
    front = book.active
    assert front is not None  # noqa: S101 (a new workbook has a sheet)
    _write_introduction(front)
    lists = book.create_sheet(_LISTS)
    ranges = _write_lists(lists, sheet.words)
    for table in TABLES:
        _write_table(book.create_sheet(table.capitalize()), table, sheet, ranges)
    _write_definitions(book.create_sheet("Definitions"), sheet.words)
    _write_about(book.create_sheet(ABOUT), sheet)
    for hidden in (_LISTS, ABOUT):
        book[hidden].sheet_state = "hidden"
    # The lists come last for those who show hidden sheets.
    book.move_sheet(_LISTS, len(book.sheetnames))
    written = io.BytesIO()
    book.save(written)
    return without_times(written.getvalue())


def _write_introduction(page: Worksheet) -> None:
    from openpyxl.styles import Alignment, Font

    page.title = "Read me"
    page.column_dimensions["A"].width = 100
    lines = [*_INTRODUCTION.splitlines(), "", f"The column {STATE!r} says:"]
    lines += [f"{state}: {words}." for state, words in STATES.items()]
    lines.append(f"{KNOWN_SOURCE} and so on: {KNOWN_SOURCE_MEANS}.")
    for number, line in enumerate(lines, start=1):
        cell: Any = page.cell(number, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    page["A1"].font = Font(bold=True)


def _write_lists(page: Worksheet, words: Words) -> dict[tuple[str, str], str]:
    """Write each vocabulary as a column; give its range, by table and column."""
    from openpyxl.utils import get_column_letter

    ranges = {}
    lists = {(table, STATE): tuple(STATES) for table in TABLES}
    lists |= {
        (table, name): tuple(codes)
        for table, by_column in words.items()
        for name, codes in by_column.items()
        if codes
    }
    for number, (place, offered) in enumerate(lists.items(), start=1):
        letter = get_column_letter(number)
        page.cell(1, number, "/".join(place))
        for row, word in enumerate(offered, start=2):
            page.cell(row, number, word)
        ranges[place] = f"{_LISTS}!${letter}$2:${letter}${len(offered) + 1}"
    return ranges


def _write_table(
    page: Worksheet, table: str, sheet: Sheet, ranges: Mapping[tuple[str, str], str]
) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    shown = {column for name, _, column in sheet.beside if name == table}
    headings: list[str] = [STATE]
    for name in columns(table):
        headings += [name, f"{name}{BESIDE}"] if name in shown else [name]
    for number, heading in enumerate(headings, start=1):
        cell: Any = page.cell(1, number, heading)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_HEADER)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        words = DEFINITIONS[table].get(heading)
        if words:
            cell.comment = Comment(words, "ketaevidence", width=260, height=90)
        width = _width(heading, table, sheet)
        page.column_dimensions[get_column_letter(number)].width = width
    rows = sheet.tables.get(table, ())
    for row_number, row in enumerate(rows, start=2):
        texts = [_shown(table, row, heading, sheet) for heading in headings]
        page.row_dimensions[row_number].height = _height(texts)
        for number, (heading, text) in enumerate(
            zip(headings, texts, strict=True), start=1
        ):
            _fill_cell(page.cell(row_number, number), table, row, heading, text)
    page.freeze_panes = page.cell(2, 2 + len(KEYS[table])).coordinate
    page.auto_filter.ref = f"A1:{page.cell(1, len(headings)).coordinate}"
    _offer_lists(page, table, headings, len(rows), ranges)


def _width(heading: str, table: str, sheet: Sheet) -> int:
    """Give a column's width: what stands in it, but no wider than reads well."""
    if heading.endswith(BESIDE):
        return _WIDEST
    rows = sheet.tables.get(table, ())
    texts = (_shown(table, row, heading, sheet) for row in rows)
    longest = max((len(text) for text in texts), default=0)
    return min(max(longest + 2, len(heading) + 3), _WIDEST)


def _height(texts: Sequence[str]) -> float:
    """Give a row's height [points] for its longest text, up to a few lines."""
    longest = max((len(text) for text in texts), default=0)
    return 15.0 * min(-(-longest // _WIDEST) or 1, _MOST_LINES)


def _shown(table: str, row: SheetRow, heading: str, sheet: Sheet) -> str:
    """Give the text of a cell: the row's state, its value, or what rules read."""
    name = heading.removesuffix(BESIDE)
    if heading == STATE:
        return row.state
    if heading != name and source_number(row.state) is not None:
        return ""
    if heading != name:
        return sheet.beside.get((table, key_of_cells(table, row.cells), name), "")
    return row.cells.get(name, "")


def _fill_cell(cell: Any, table: str, row: SheetRow, heading: str, text: str) -> None:
    from openpyxl.styles import Alignment, PatternFill

    kinds = {column.name: column.kind for column in columns_of(TABLES[table])}
    place = f"{table}, {key_of_cells(table, row.cells)}, {heading}"
    _put(cell, text, kinds.get(heading, str), place)
    cell.alignment = Alignment(vertical="top", wrap_text=len(text) > _WIDEST)
    if row.state == SUGGESTED or (heading.endswith(BESIDE) and text):
        cell.fill = PatternFill("solid", fgColor=_MACHINE)
    elif source_number(row.state) is not None:
        cell.fill = PatternFill("solid", fgColor=_OTHER)
    elif heading in KEYS[table]:
        cell.fill = PatternFill("solid", fgColor=_FIXED)


def _put(cell: Any, text: str, kind: type, place: str) -> None:
    """Write a number as a number, and any text as text that Excel cannot run."""
    from openpyxl.utils.exceptions import IllegalCharacterError

    if not text:
        return
    if len(text) > _LONGEST:
        msg = f"{place}: {len(text)} characters; a cell of Excel holds {_LONGEST}."
        raise CurationError(msg)
    if kind in {int, float}:
        number = float(text)
        # A number that Excel would print otherwise stays text, digit for digit.
        if f"{number:.15g}" == text or str(int(number)) == text:
            cell.value = int(number) if number.is_integer() else number
            return
    try:
        cell.value = text
    except IllegalCharacterError as error:
        msg = f"{place}: {text!r} holds a character that Excel cannot; take it out."
        raise CurationError(msg) from error
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True


def _offer_lists(
    page: Worksheet,
    table: str,
    headings: Sequence[str],
    rows: int,
    ranges: Mapping[tuple[str, str], str],
) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for number, heading in enumerate(headings, start=1):
        source = ranges.get((table, heading))
        if source is None:
            continue
        offered = DataValidation(
            type="list",
            formula1=source,
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="Not in the list",
            error=f"{heading}: choose one of the list.",
        )
        letter = get_column_letter(number)
        offered.add(f"{letter}2:{letter}{rows + _SPARE}")
        page.add_data_validation(offered)


def _write_definitions(page: Worksheet, lists: Words) -> None:
    from openpyxl.styles import Alignment, Font

    rows = [("table", "column", "meaning", "allowed")]
    for table, defined in DEFINITIONS.items():
        for column, meaning in defined.items():
            words: Mapping[str, str] = lists[table].get(column, {})
            allowed = "; ".join(f"{word} ({said})" for word, said in words.items())
            rows.append((table, column, meaning, allowed))
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = page.cell(number, place, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for letter, width in zip("ABCD", (10, 20, 60, 90), strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"


def _write_about(page: Worksheet, sheet: Sheet) -> None:
    for number, (name, value) in enumerate(about(sheet).items(), start=1):
        page.cell(number, 1, name)
        _put(page.cell(number, 2), value, str, name)
