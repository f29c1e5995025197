"""Read a table that somebody exported, or re-saved in a spreadsheet: CSV, TSV, XLSX.

Nothing is repaired by guessing. What a spreadsheet has changed beyond doubt is refused
with the row, the column and what to do.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ketaevidence.curation.sheet.safe import spreadsheet_plain
from ketaevidence.errors import ReadError
from ketaevidence.exchange.aliases import OWN_COLUMN, column_key

_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}
#: Excel may write the separator above the table.
_DECLARED: Final = re.compile(r"sep=(.)\r?\n")
#: What belongs to no text, and tells UTF-16 without a mark.
_NUL: Final = "\x00"
#: A larger table than this was made to fill the memory [bytes].
_MOST_BYTES: Final = 1 << 28
_WORKBOOK: Final = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row, by the keys of its columns; the number is the spreadsheet's."""

    number: int
    cells: dict[str, str]

    def first(self, names: Iterable[str]) -> str:
        """Give the first cell among some columns that is not blank, or nothing."""
        return next((c for n in names if (c := self.cells.get(n, "").strip())), "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as text: nothing in it has been interpreted."""

    name: str
    #: The columns' names as :func:`column_key` compares them.
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    #: What a reader should know of how the file was read.
    remarks: tuple[str, ...] = ()

    def has(self, *names: str) -> bool:
        """Say whether the table has one of these columns."""
        return any(name in self.columns for name in names)


def read_csv(raw: bytes, name: str) -> Table:
    """Read a table of text with commas, semicolons or tabs.

    Parameters
    ----------
    raw
        The file's bytes.
    name
        The file's name, for messages.

    Raises
    ------
    ReadError
        If the bytes are no UTF-8, quotation marks are not closed, a row has more or
        fewer cells than the header, or two columns have one name.
    """
    text = _decoded(raw, name)
    declared = _DECLARED.match(text)
    if declared:
        text = text[declared.end() :]
    separator = declared[1] if declared else _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        msg = (
            f"{name}: the table cannot be read near line {reader.line_num} ({error}); "
            "export it again."
        )
        raise ReadError(msg) from error
    remarks: tuple[str, ...] = ()
    if separator == ";":
        remarks = ("The cells are separated by semicolons.",)
    return _table(name, lines, remarks)


def read_xlsx(raw: bytes, name: str) -> Table:
    """Read the one sheet of a workbook that holds something.

    Raises
    ------
    ReadError
        If the file is no workbook, is absurdly large, or has no or several such sheets.
    """
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > _MOST_BYTES:
            msg = f"{name}: the workbook unpacks to {size} bytes; refused."
            raise ReadError(msg)
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        try:
            sheets = [
                rows
                for sheet in book.worksheets
                if (rows := [[_text(v) for v in row] for row in sheet.values])
            ]
        finally:
            book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        msg = f"{name}: this is no workbook that can be read ({error})."
        raise ReadError(msg) from error
    filled = [rows for rows in sheets if any(any(row) for row in rows)]
    if len(filled) != 1:
        msg = (
            f"{name}: {len(filled)} sheets of this workbook hold something; leave the "
            "one with the decisions."
        )
        raise ReadError(msg)
    return _table(name, filled[0], ())


def is_workbook(raw: bytes) -> bool:
    """Say whether a file is a workbook: a zip that holds what every workbook holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _WORKBOOK in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _decoded(raw: bytes, name: str) -> str:
    if len(raw) > _MOST_BYTES:
        msg = f"{name}: the file is {len(raw)} bytes long, which no export is; refused."
        raise ReadError(msg)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _NUL
        cause: Exception | None = error
    else:
        cause = None
    if _NUL in text:
        msg = (
            f"{name}: the file is not in UTF-8. In Excel, save it as “CSV UTF-8”; or "
            "export it again and leave it unopened."
        )
        raise ReadError(msg) from cause
    return text


def _separator(text: str) -> str:
    """Give the separator under which the header falls into the most cells."""
    header = text.partition("\n")[0]
    return max(_SEPARATORS, key=header.count)


def _table(
    name: str, lines: Sequence[Sequence[str]], remarks: tuple[str, ...]
) -> Table:
    filled = [(n, row) for n, row in enumerate(lines, 1) if any(c.strip() for c in row)]
    if not filled:
        msg = f"{name}: the table is empty."
        raise ReadError(msg)
    header = [column_key(cell) for cell in filled[0][1]]
    while header and not header[-1]:
        header.pop()
    twice = sorted({c for c in header if c and header.count(c) > 1})
    if twice:
        msg = f"{name}: two columns are named {', '.join(twice)}; leave one of each."
        raise ReadError(msg)
    rows = []
    for number, row in filled[1:]:
        if len(row) < len(header) or any(cell.strip() for cell in row[len(header) :]):
            msg = (
                f"{name}, row {number}: {len(row)} cells under {len(header)} column "
                "names; the table is damaged, export it again."
            )
            raise ReadError(msg)
        # A file of ours has an apostrophe before what a spreadsheet would run.
        cells = map(spreadsheet_plain, row) if OWN_COLUMN in header else row
        rows.append(TableRow(number, dict(zip(header, cells, strict=False))))
    return Table(name, tuple(c for c in header if c), tuple(rows), remarks)


def _text(value: object) -> str:
    """Give a workbook's cell as the text that a person sees in it."""
    import datetime as dt

    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return str(value)
