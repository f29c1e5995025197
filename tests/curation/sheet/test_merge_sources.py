"""Rows of other sources in the sheet: laid beneath their rows, merged, never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.curation.sheet import builders
from tests.curation.sheet.test_files import cells, saved, written
from tests.curation.test_sources import other

from ketaevidence.curation.model import Source
from ketaevidence.curation.sheet.csv_form import read_csv, write_csv
from ketaevidence.curation.sheet.layout import (
    OTHER,
    Sheet,
    SheetRow,
    source_cells,
    source_number,
    source_state,
)
from ketaevidence.curation.sheet.merge import merge
from ketaevidence.curation.sheet.workbook_read import read_workbook
from ketaevidence.errors import CurationError

BASE = builders.register()
KNOWN = other(value="3.1", notes="=1+1")
STUDY = other("smith2020", "studies", dose="up to 30 mg/h")
ARM = other("smith2020/k", "arms", n="11")


def row_of(known, state=None, **changed):
    """Lay a source out as a row of the sheet, with cells changed."""
    rows = {
        "studies": BASE.studies[0],
        "arms": BASE.arms[0],
        "results": BASE.results[0],
    }
    laid = source_cells(known, rows[known.table])
    state = state or source_state(known.number, counts=False)
    return SheetRow(state, {**laid, **changed}, 9)


def sheet(*rows):
    """Give the sheet of the register with (table, row) of other sources."""
    made = builders.sheet(BASE)
    tables = {
        table: (*made.tables[table], *(row for name, row in rows if name == table))
        for table in made.tables
    }
    return Sheet(made.review, 0, tables, {})


def merged(made, now=(KNOWN,), base=(KNOWN,)):
    """Merge with what other sources state."""
    return merge(
        made, BASE, BASE, review="invented", base_sources=base, now_sources=now
    )


def refused(made, **more):
    """Give the message of a sheet that is not taken."""
    with pytest.raises(CurationError) as error:
        merged(made, **more)
    return str(error.value)


def test_both_forms_give_rows_of_sources_back(tmp_path):
    """State, cells and source of every table's rows come back, formulas as text."""
    made = sheet(
        ("results", row_of(KNOWN, state=source_state(2, counts=True))),
        ("studies", row_of(STUDY)),
        ("arms", row_of(ARM)),
        ("results", row_of(other(value="9"), state=OTHER)),
    )
    assert cells(read_workbook(saved(tmp_path, made))) == cells(made)
    assert cells(read_csv(written(tmp_path, write_csv(made)))) == cells(made)


def test_a_sheet_without_edits_changes_no_source():
    """What was exported and not touched is no change, chosen or not."""
    made = sheet(
        ("results", row_of(KNOWN, state="source 2 (counts)")),
        ("studies", row_of(STUDY)),
        ("arms", row_of(ARM)),
    )
    every = (KNOWN, STUDY, ARM)
    done = merged(made, now=every, base=every)
    assert (done.changes, done.new, done.left_out, done.sources) == ((), (), (), ())


def test_a_new_source_gets_the_next_number():
    """It is told, and what it states is kept without what the row says already."""
    words = {"outcome_words": "pain", "n": "10", "statistic": "mean"}
    row = row_of(other(value="9", source=Source(None, "page 7", "secondary")),
                 state=OTHER, **words)  # fmt: skip
    done = merged(sheet(("results", row_of(KNOWN)), ("results", row)))
    assert done.new == (("results", "r1, source 3"),)
    (made,) = done.sources
    assert (made.number, made.cells) == (3, (("value", "9"),))
    assert made.source.location == "page 7"


def test_a_changed_cell_of_a_source_is_told_and_taken():
    """Its number and its place can be corrected like any cell."""
    row = row_of(KNOWN, value="3.2", source_location="Table 2")
    done = merged(sheet(("results", row)))
    assert [(c.key, c.column, c.after) for c in done.changes] == [
        ("r1, source 2", "source_location", "Table 2"),
        ("r1, source 2", "value", "3.2"),
    ]
    (made,) = done.sources
    assert dict(made.cells) == {"value": "3.2", "notes": "=1+1"}
    assert made.source.location == "Table 2"


def test_two_peoples_edits_of_one_sources_cell_are_for_a_person():
    """Nothing is taken, and both values are named."""
    later = replace(KNOWN, cells=(("value", "3.4"), ("notes", "=1+1")))
    told = refused(sheet(("results", row_of(KNOWN, value="3.2"))), now=(later,))
    assert "results, row 9, column value" in told
    assert "'3.2'" in told
    assert "'3.4'" in told


def test_a_source_that_is_not_in_the_sheet_stays():
    """A deleted row deletes nothing, and is told."""
    done = merged(sheet())
    assert done.left_out == (("results", "r1, source 2"),)
    assert done.sources == ()


@pytest.mark.parametrize(
    ("table", "row", "told"),
    [
        ("results", row_of(KNOWN, state="source 7"), "no such source; allowed: a source as exported, or 'other source'"),
        ("results", row_of(KNOWN, state=OTHER), "has this source already, as source 2"),
        ("results", row_of(KNOWN, state=OTHER, result_id="r9"), "the register has no r9"),
        ("results", row_of(KNOWN, state=OTHER, value="2,9"), "row 9, column value: '2,9' cannot be read"),
        ("results", row_of(KNOWN, state=OTHER, statistic="average"), "row 9, column statistic: 'average' is not possible"),
        ("results", row_of(KNOWN, state=OTHER, time_words="03-Jan"), "row 9, column time_words: '03-Jan' is a date"),
        ("results", row_of(KNOWN, state=OTHER, source_confidence=""), "row 9, column source_confidence: blank"),
        ("results", row_of(KNOWN, arm_id="p"), "which row it is cannot be changed"),
        ("results", row_of(KNOWN, state="source two"), "allowed: entered, suggested, confirmed, other source"),
        ("arms", row_of(ARM, state=OTHER), "no columns for the source of an arm"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_row(table, row, told):
    """Sheet, row, column and what is allowed are named; nothing is taken."""
    assert told in refused(sheet((table, row)), now=(KNOWN, ARM), base=(KNOWN, ARM))


def test_a_source_that_is_there_twice_is_refused():
    """Of two rows of one source nobody can say which is meant."""
    twice = sheet(("results", row_of(KNOWN)), ("results", row_of(KNOWN, value="4")))
    assert "source 2 of r1 is there twice" in refused(twice)


def test_a_row_and_another_source_of_it_can_come_in_one_sheet():
    """A new row may be contradicted from the start."""
    base = builders.sheet(BASE)
    fresh = {**base.tables["results"][0].cells, "result_id": "r3"}
    rows = (
        ("results", SheetRow("confirmed", fresh, 8)),
        ("results", row_of(KNOWN, state=OTHER, result_id="r3")),
    )
    done = merged(sheet(("results", row_of(KNOWN)), *rows))
    assert done.new == (("results", "r3"), ("results", "r3, source 2"))


def test_the_first_cell_says_which_source_it_is():
    """Only a source's own state names a number."""
    assert source_number(source_state(12, counts=True)) == 12
    assert source_number("other source") is None
    assert source_number("source") is None
