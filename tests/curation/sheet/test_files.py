"""The workbook and the CSV folder hold the sheet, and give it back as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.curation.sheet import builders

from ketaevidence.curation.sheet.csv_form import read_csv, write_csv
from ketaevidence.curation.sheet.definitions import DEFINITIONS
from ketaevidence.curation.sheet.layout import FORM, STATE, TABLES, columns
from ketaevidence.curation.sheet.workbook_read import read_workbook
from ketaevidence.curation.sheet.workbook_write import write_workbook
from ketaevidence.errors import CurationError

BESIDE = {("studies", "smith2020", "n_enrolled"): "20 — “Twenty adults”"}
SHEET = builders.sheet(builders.register(), beside=BESIDE)


def saved(place, made=SHEET):
    """Write a workbook."""
    path = place / "sheet.xlsx"
    path.write_bytes(write_workbook(made))
    return path


def written(place, files):
    """Write a folder of CSV files."""
    for name, text in files.items():
        (place / name).write_text(text, "utf-8")
    return place


def spoilt(place, cell, value, table="Results"):
    """Change one cell of a workbook, by the name of its column and its row."""
    path = saved(place)
    book = load_workbook(path)
    page = book[table]
    heading = [c.value for c in page[1]].index(cell) + 1
    page.cell(2, heading).value = value
    book.save(path)
    return path


def cells(made):
    """Give everything a sheet holds but the numbers of its rows."""
    return {
        table: [(row.state, row.cells) for row in rows]
        for table, rows in made.tables.items()
    }


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")),
    min_size=1,
    max_size=40,
).filter(str.strip)


@given(texts, st.floats(-1e6, 1e6).map(lambda x: round(x, 6) + 0.0))
@settings(max_examples=25, deadline=None)
def test_both_forms_give_back_what_was_written(tmp_path_factory, text, value):
    """Any text, formulas and apostrophes included, and any number come back."""
    place = tmp_path_factory.mktemp("sheet")
    made = builders.sheet(builders.register(value=value, title=text, notes=f"={text}"))
    assert cells(read_workbook(saved(place, made))) == cells(made)
    assert cells(read_csv(written(place, write_csv(made)))) == cells(made)


def test_the_origin_comes_back(tmp_path):
    """Review, form and newest entry stand in both."""
    made = replace(SHEET, last_entry=41, beside={})
    for read in (
        read_workbook(saved(tmp_path, made)),
        read_csv(written(tmp_path, write_csv(made))),
    ):
        assert (read.review, read.form, read.last_entry) == ("invented", FORM, 41)


def test_no_cell_of_the_workbook_is_a_formula(tmp_path):
    """Text that starts like a formula is text, marked so for Excel; PMIDs are text."""
    made = builders.sheet(builders.register(title="=1+1", notes="@cmd"))
    book = load_workbook(saved(tmp_path, made))
    found = {}
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                found[cell.value] = cell
    assert found["=1+1"].quotePrefix
    assert found["@cmd"].quotePrefix
    assert found["90000001"].data_type == "s"
    assert found[2.5].data_type == "n"


def test_the_workbook_helps_the_person(tmp_path):
    """Lists of allowed words, frozen headings, coloured suggestions, definitions."""
    book = load_workbook(saved(tmp_path))
    results, studies = book["Results"], book["Studies"]
    offered = {
        v.formula1: str(v.sqref) for v in results.data_validations.dataValidation
    }
    assert any(ref.startswith("Lists!") for ref in offered)
    assert len(offered) == 9
    assert results.freeze_panes == "C2"
    headings = [cell.value for cell in studies[1]]
    beside = studies.cell(2, headings.index("n_enrolled suggested") + 1)
    assert beside.value == "20 — “Twenty adults”"
    assert beside.fill.fgColor.rgb.endswith("FFF4CC")
    assert book["Lists"].sheet_state == "hidden"
    assert book["Definitions"].max_row == 1 + sum(map(len, DEFINITIONS.values()))


def test_every_column_is_defined():
    """The definitions speak of every column, and of no other."""
    for table in TABLES:
        assert set(DEFINITIONS[table]) == set(columns(table))


def test_the_same_sheet_gives_the_same_bytes():
    """No time of writing stands in the workbook."""
    assert write_workbook(SHEET) == write_workbook(SHEET)


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("value", "=1+1", "results, row 2, column value: a formula"),
        ("value", "#REF!", "Excel's error"),
        ("time_words", __import__("datetime").date(2026, 3, 4), "made a date of it"),
    ],
)
def test_what_excel_made_of_a_cell_is_refused(tmp_path, cell, value, told):
    """Formulas, errors and dates are named by sheet, row and column."""
    with pytest.raises(CurationError, match=told):
        read_workbook(spoilt(tmp_path, cell, value))


def test_a_number_in_a_text_cell_is_its_digits(tmp_path):
    """A PMID that a person typed as a number is that number, digit for digit."""
    read = read_workbook(spoilt(tmp_path, "pmid", 19604642, table="Studies"))
    assert read.tables["studies"][0].cells["pmid"] == "19604642"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda b: b.remove(b["Arms"]), "the sheet 'Arms' is missing"),
        (lambda b: b.remove(b["About"]), "does not say which review"),
        (lambda b: b["Arms"].delete_cols(2), "the column 'study_id' is missing"),
        (lambda b: b["Arms"].cell(1, 20, "mood"), "the column 'mood' is unknown"),
    ],
)
def test_a_workbook_without_its_parts_is_refused(tmp_path, change, told):
    """Missing sheets, and missing or unknown columns, are named."""
    path = saved(tmp_path)
    book = load_workbook(path)
    change(book)
    book.save(path)
    with pytest.raises(CurationError, match=told):
        read_workbook(path)


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    """One clear error, whatever the bytes."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 no")
    with pytest.raises(CurationError, match="not a workbook"):
        read_workbook(path)
    with pytest.raises(CurationError, match="not a workbook"):
        read_workbook(tmp_path / "none.xlsx")


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("studies.csv", lambda t: t.replace(",", ";"), "separated by semicolons"),
        ("arms.csv", lambda t: t.replace("\n", ",x\n", 1), "'x' is unknown"),
        ("about.csv", lambda t: t.replace("last_entry", "x"), "does not say which"),
    ],
)
def test_what_a_spreadsheet_did_to_a_csv_is_refused(tmp_path, name, change, told):
    """Semicolons and foreign columns are named, and nothing is guessed."""
    files = write_csv(SHEET)
    files[name] = change(files[name])
    with pytest.raises(CurationError, match=told):
        read_csv(written(tmp_path, files))


def test_a_byte_order_mark_is_no_character(tmp_path):
    """Excel's CSV UTF-8 begins with one."""
    files = write_csv(SHEET)
    files["arms.csv"] = "\ufeff" + files["arms.csv"]
    read = read_csv(written(tmp_path, files))
    assert cells(read) == cells(SHEET)
    assert files["arms.csv"].startswith(f"\ufeff{STATE},")


def test_a_csv_that_is_not_utf8_is_refused(tmp_path):
    """The message says how to save it."""
    written(tmp_path, write_csv(SHEET))
    (tmp_path / "arms.csv").write_bytes(b"row\xff")
    with pytest.raises(CurationError, match="CSV UTF-8"):
        read_csv(tmp_path)


def test_a_text_that_excel_cannot_hold_is_named():
    """Too long a text and a control character are refused with their place."""
    long = builders.sheet(builders.register(notes="x" * 40_000))
    with pytest.raises(CurationError, match="studies, smith2020, notes: 40000"):
        write_workbook(long)
    odd = builders.sheet(builders.register(notes="a\x07b"))
    with pytest.raises(CurationError, match="studies, smith2020, notes"):
        write_workbook(odd)
