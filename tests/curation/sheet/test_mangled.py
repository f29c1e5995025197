"""What a spreadsheet made of a text is refused; what a person may mean is not."""

from __future__ import annotations

import pytest
from tests.curation.sheet import builders
from tests.curation.sheet.test_files import saved
from tests.curation.sheet.test_merge import edited, merged, refused

from ketaevidence.curation.sheet.layout import CONFIRMED
from ketaevidence.curation.sheet.mangled import mangled
from ketaevidence.curation.sheet.workbook_read import read_workbook
from ketaevidence.errors import CurationError


@pytest.mark.parametrize(
    "text",
    ["03-Jan", "3-Apr", "05.Jan", "Jan-03", "01-Mar-26", "3/4/2026", "03.04.2026",
     "2026-04-03 00:00:00", "1.9E7", "1.96E+07", "1,96E+07", "19E6"],
)  # fmt: skip
def test_dates_and_rounded_numbers_are_told(text):
    """Each is what a spreadsheet writes by itself."""
    assert mangled(text) is not None


@pytest.mark.parametrize(
    "text",
    ["1-3", "week 3", "3 months", "January 2020", "2020", "0.001", "<0.001", "1e-5",
     "10.1016/j.pain.2009.06.023", "3-7 mg/kg/h", "May", "E7"],
)  # fmt: skip
def test_what_a_person_writes_is_left_alone(text):
    """Ranges, years, DOIs and small numbers are text like any other."""
    assert mangled(text) is None


@pytest.mark.parametrize(
    ("table", "cells", "told"),
    [
        ("results", {"time_words": "03-Jan"}, "is a date that a spreadsheet made"),
        ("studies", {"pmid": "9.0E7"}, "'9.0E7' was rounded by a spreadsheet"),
        ("studies", {"pmid": "90000001.0"}, "allowed: a PMID"),
        ("studies", {"doi": "https://doi.org/10.1/x"}, "allowed: a DOI that begins"),
        ("results", {"events": "11"}, "11 is not possible; allowed: 0 to 10"),
        ("results", {"ci_level": "95"}, "allowed: a fraction between 0 and 1"),
    ],
)
def test_it_is_named_by_sheet_row_and_column(table, cells, told):
    """Also what reads well and cannot be in the register is told by its row."""
    message = refused(edited(table, 0, **cells))
    (column,) = cells
    assert f"{table}, row 2, column {column}" in message
    assert told in message


def test_a_cell_that_was_so_before_is_no_edit():
    """A register that holds such a text goes out and comes back as it is."""
    odd = builders.register(notes="03-Jan")
    assert merged(builders.sheet(odd), odd).rows == ()


def test_a_new_row_is_looked_at_too():
    """A row that a person confirms may have been through a spreadsheet."""
    new = edited("results", 0, state=CONFIRMED, result_id="r9", time_words="03-Jan")
    assert "row 2, column time_words: '03-Jan' is a date" in refused(new)


def test_a_percentage_that_excel_made_a_share_is_refused(tmp_path):
    """Typing 85% gives 0.85 in a cell that shows 85%; the message has both."""
    from openpyxl import load_workbook

    path = saved(tmp_path)
    book = load_workbook(path)
    page = book["Results"]
    heading = [c.value for c in page[1]].index("percent") + 1
    page.cell(2, heading).value, page.cell(2, heading).number_format = 0.85, "0%"
    book.save(path)
    with pytest.raises(
        CurationError, match=r"row 2, column percent: .*85% and keeps 0.85"
    ):
        read_workbook(path)
