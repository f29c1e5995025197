"""Tables that people exported or re-saved are read as they stand, or refused by name."""

from __future__ import annotations

import datetime as dt
import io
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.errors import ReadError
from ketaevidence.exchange.tables import is_workbook, read_csv, read_xlsx


def workbook(*sheets):
    """Give the bytes of a workbook with these sheets of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        b"Title,Published Year\na,2020\n",
        b"\xef\xbb\xbfTitle,Published Year\r\na,2020\r\n",
        b"Title;Published Year\na;2020\n",
        b"Title\tPublished Year\na\t2020\n",
        b"sep=;\r\nTitle;Published Year\r\na;2020\r\n",
        b"title,published_year,,\na,2020,,\n,,,\n",
    ],
    ids=["commas", "byte-order mark", "semicolons", "tabs", "declared", "padded"],
)
def test_a_table_is_read_however_a_spreadsheet_lays_it_out(raw):
    """Mark, separator, line ends and padding change nothing in what is read."""
    table = read_csv(raw, "t.csv")
    assert table.columns == ("title", "published_year")
    assert [(row.number, row.cells["title"]) for row in table.rows] == [(2, "a")]


def test_semicolons_are_told():
    """A file that a spreadsheet has saved anew says so."""
    assert "semicolons" in read_csv(b"a;b\n1;2\n", "t.csv").remarks[0]
    assert read_csv(b"a,b\n1,2\n", "t.csv").remarks == ()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "is empty"),
        (b"\n ,\n", "is empty"),
        ("título,a\nx,1\n".encode("latin-1"), "not in UTF-8"),
        ("title,a\nx,1\n".encode("utf-16"), "not in UTF-8"),
        (b'title,a\n"x,1\n', "cannot be read near line 2"),
        (b"title,Title\nx,y\n", "two columns are named title"),
        (b"title,a\nx\n", "row 2: 1 cells under 2"),
        (b"title,a\nx,1,2\n", "row 2: 3 cells under 2"),
    ],
)
def test_a_damaged_table_is_refused(raw, told):
    """What cannot be read without a guess is an error with the place."""
    with pytest.raises(ReadError, match=told):
        read_csv(raw, "t.csv")


def test_a_workbook_is_read_as_people_see_it():
    """Numbers stay whole, times stay times, what is blank is blank."""
    moment = dt.datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001 (a workbook has no zones)
    raw = workbook(
        [["PMID", "when", "x"], [19604642, moment, None], ["19604643", None, 1.0]], []
    )
    assert is_workbook(raw)
    table = read_xlsx(raw, "t.xlsx")
    assert [row.cells for row in table.rows] == [
        {"pmid": "19604642", "when": "2026-01-02 03:04:05", "x": ""},
        {"pmid": "19604643", "when": "", "x": "1"},
    ]


def test_two_sheets_are_not_chosen_from():
    """A workbook with two filled sheets is refused, and so is what is no workbook."""
    raw = workbook([["a"], ["1"]], [["a"], ["2"]])
    with pytest.raises(ReadError, match="2 sheets"):
        read_xlsx(raw, "t.xlsx")
    assert not is_workbook(b"title,a\n")
    with pytest.raises(ReadError, match="no workbook"):
        read_xlsx(b"PK\x03\x04 nothing", "t.xlsx")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_one_error(raw):
    """Nothing that a file may hold ends a reading in another way."""
    with suppress(ReadError):
        assert all(row.cells for row in read_csv(raw, "t.csv").rows)
