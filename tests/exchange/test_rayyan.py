"""Decisions in Rayyan's notes: each person's, with reasons, and never a guess."""

from __future__ import annotations

import pytest
from tests.exchange.builders import inclusion, table

from ketaevidence.errors import ReadError
from ketaevidence.exchange.rayyan import read_table
from ketaevidence.exchange.rows import Vote
from ketaevidence.exchange.tables import read_csv


def read(notes):
    """Read one article with these notes."""
    raw = table(
        ("key", "title", "year", "pubmed_id", "notes"),
        ("rayyan-1", "T", "2020", "", notes),
    )
    (row,) = read_table(read_csv(raw, "articles.csv")).rows
    return row


def test_each_person_decides_for_themselves():
    """Two people's decisions are two votes; the reasons belong to who excluded."""
    row = read(
        inclusion(Anna="Included", **{"Ben B.": "Excluded"})
        + " | RAYYAN-LABELS: rct,crps | RAYYAN-EXCLUSION-REASONS: wrong population,foreign language"
        + ' | USER-NOTES: {""Ben B.""=>[""see text""]}'
    )
    assert row.votes == (
        Vote("include", by="Anna"),
        Vote("exclude", by="Ben B.", reason="wrong population,foreign language"),
    )
    assert row.undecided == ()


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        ("", "no decision in the notes"),
        ("Own note of the database", "no decision in the notes"),
        ("RAYYAN-LABELS: rct", "no decision in the notes"),
        (inclusion(Anna="Maybe"), "Anna: Maybe"),
        ("RAYYAN-INCLUSION: {}", "nobody decided"),
    ],
)
def test_no_verdict_is_no_decision(notes, told):
    """Maybe, a label and silence are not a decision, and say so."""
    row = read(notes)
    assert (row.votes, row.undecided) == ((), (told,))


def test_maybe_of_one_leaves_the_others_decision():
    """One person's maybe is listed; the other's decision is taken."""
    row = read(inclusion(Anna="Maybe", Ben="Included"))
    assert (row.votes, row.undecided) == (
        (Vote("include", by="Ben"),),
        ("Anna: Maybe",),
    )


def test_what_was_decided_last_stands_last():
    """In notes that went through Rayyan twice the later part counts, without old reasons."""
    old = inclusion(Anna="Included") + " | RAYYAN-EXCLUSION-REASONS: old | "
    assert read(old + inclusion(Anna="Excluded")).votes == (Vote("exclude", by="Anna"),)


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        ("RAYYAN-INCLUSION: {Anna=>Included}", "has been changed"),
        ("RAYYAN-INCLUSION: {“Anna”=>“Included”}", "has been changed"),
        (inclusion(Anna="Included")[:-3], "has been changed"),
        (inclusion(Anna="Perhaps"), "Anna's 'Perhaps'"),
    ],
)
def test_changed_notes_are_refused(notes, told):
    """Notes that a spreadsheet or a hand has changed are named, not half read."""
    with pytest.raises(ReadError, match=told):
        read(notes)


def test_a_file_without_notes_says_what_to_export():
    """An export without decisions is refused with what is missing."""
    with pytest.raises(ReadError, match="with its decisions"):
        read_table(read_csv(table(("title", "year"), ("T", "2020")), "articles.csv"))
