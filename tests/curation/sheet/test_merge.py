"""A sheet is merged cell by cell, all or nothing, and never over another's work."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.curation.sheet import builders

from ketaevidence.curation.sheet.layout import CONFIRMED, SUGGESTED, Sheet, SheetRow
from ketaevidence.curation.sheet.merge import merge
from ketaevidence.errors import CurationError

BASE = builders.register()


def edited(table, row, state=None, of=BASE, **cells):
    """Give a sheet in which somebody changed cells of one row."""
    made = builders.sheet(of)
    rows = list(made.tables[table])
    old = rows[row]
    rows[row] = SheetRow(state or old.state, {**old.cells, **cells}, old.number)
    return Sheet(made.review, 0, {**made.tables, table: tuple(rows)}, {})


def merged(sheet, now=BASE):
    """Merge with the register as it is."""
    return merge(sheet, BASE, now, review="invented")


def refused(sheet, now=BASE):
    """Give the message of a sheet that is not taken."""
    with pytest.raises(CurationError) as error:
        merged(sheet, now)
    return str(error.value)


def test_a_sheet_without_edits_changes_nothing():
    """What was exported and not touched is no change, also against a newer register."""
    done = merged(builders.sheet(BASE), builders.register(value=3.0))
    assert (done.rows, done.changes, done.new, done.left_out) == ((), (), (), ())


def test_a_changed_cell_is_told_and_taken():
    """Only that cell differs in the row that results."""
    done = merged(edited("results", 0, spread_type="SE"))
    (change,) = done.changes
    assert (change.key, change.column) == ("r1", "spread_type")
    assert (change.before, change.after) == ("unspecified", "SE")
    assert done.rows == (replace(BASE.results[0], spread_type="SE"),)


def test_anothers_correction_stands_beside_mine():
    """Two people's edits of different cells of one row are both kept."""
    now = builders.register(value=3.0)
    done = merged(edited("results", 0, spread_type="SE"), now)
    assert done.rows == (replace(now.results[0], spread_type="SE"),)


def test_two_peoples_edits_of_one_cell_are_for_a_person():
    """Nothing is taken, and both values are named."""
    told = refused(edited("results", 0, value="2.9"), builders.register(value=3.0))
    assert "results, row 2, column value" in told
    assert "'2.9'" in told
    assert "'3'" in told


def test_the_same_edit_twice_is_one_edit():
    """Where both wrote the same value, there is nothing left to do."""
    now = builders.register(value=3.0)
    assert merged(edited("results", 0, value="3.00"), now).changes == ()


@pytest.mark.parametrize(
    ("table", "cells", "told"),
    [
        ("results", {"value": "2,9"}, "'2,9' cannot be read; allowed: a number"),
        ("results", {"n": "9.5"}, "'9.5' cannot be read; allowed: a whole number"),
        ("results", {"spread_type": "sd"}, "'sd' is not possible; allowed: SD, SE"),
        ("studies", {"design": ""}, "column design: '' is blank"),
        ("studies", {"design": "rct"}, "allowed: rct_parallel"),
        ("studies", {"study_id": "other"}, "the register has no other"),
        ("studies", {"is_randomised": "maybe"}, "allowed: yes, no or nothing"),
    ],
)
def test_what_is_impossible_is_named_with_what_is_allowed(table, cells, told):
    """Table, row, column, value and the allowed values stand in the message."""
    message = refused(edited(table, 0, **cells))
    assert f"{table}, row 2" in message
    assert told in message


def test_every_problem_is_told_at_once():
    """A person mends a sheet once, not one cell at a time."""
    told = refused(edited("results", 0, value="x", n="y"))
    assert "2 problem(s)" in told


def test_a_suggested_row_is_never_taken():
    """A row that a rule proposed stays out until a person confirms it."""
    row = {"result_id": "new", "study_id": "smith2020", "arm_id": "k"}
    assert merged(edited("results", 0, SUGGESTED, **row)).rows == ()


def test_a_confirmed_row_is_new():
    """A row set to confirmed enters the register under its own key."""
    done = merged(edited("results", 0, CONFIRMED, result_id="r9"))
    assert done.new == (("results", "r9"),)
    assert done.rows == (replace(BASE.results[0], result_id="r9"),)
    assert "is in the register already" in refused(edited("results", 0, CONFIRMED))


def test_a_row_twice_or_of_no_known_state_is_refused():
    """It is not guessed which of two rows counts, or what a state means."""
    assert "there twice" in refused(edited("results", 1, result_id="r1"))
    assert "allowed: entered, suggested, confirmed" in refused(
        edited("results", 0, "perhaps")
    )


def test_a_deleted_row_stays_in_the_register():
    """A row that the sheet lacks is named and kept."""
    made = builders.sheet(BASE)
    less = Sheet(
        "invented", 0, {**made.tables, "results": made.tables["results"][:1]}, {}
    )
    done = merged(less)
    assert done.left_out == (("results", "r2"),)
    assert done.rows == ()


@pytest.mark.parametrize(
    ("changed", "told"),
    [({"form": "0"}, "has the form '0'"), ({"review": "another"}, "'another'")],
)
def test_another_form_or_review_is_refused(changed, told):
    """A sheet of an older form, or of another review, is not guessed at."""
    assert told in refused(replace(builders.sheet(BASE), **changed))


numbers = st.floats(-100, 100).map(lambda x: round(x, 3))


@given(base=numbers, theirs=numbers, mine=numbers)
def test_a_three_way_merge_keeps_both_or_asks(base, theirs, mine):
    """For any three values: mine where only I changed, theirs where only they did."""
    before, now = builders.register(value=base), builders.register(value=theirs)
    made = edited("results", 0, of=before, value=repr(mine))
    if mine != base and theirs not in (base, mine):
        with pytest.raises(CurationError, match="since the export"):
            merge(made, before, now, review="invented")
        return
    done = merge(made, before, now, review="invented")
    wanted = mine if mine != base else theirs
    after = {row.result_id: row for row in (*now.results, *done.rows)}
    assert after["r1"].value == wanted
