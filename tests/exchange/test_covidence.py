"""Covidence's lists: what standing on each means, and the reason in the notes."""

from __future__ import annotations

import pytest
from tests.exchange.builders import table

from ketaevidence.errors import ReadError
from ketaevidence.exchange.covidence import LISTS, read_table
from ketaevidence.exchange.tables import read_csv

HEAD = (
    "Title",
    "Authors",
    "Published Year",
    "Accession Number",
    "DOI",
    "Ref",
    "Covidence #",
    "Study",
    "Notes",
    "Tags",
)


def read(listed=None, notes="", name="export.csv", accession=""):
    """Read a list of one study."""
    row = (
        "T",
        "Muster, E",
        "2020",
        accession,
        "10.1000/a",
        "1",
        "#1581",
        "Muster 2020",
        notes,
        "",
    )
    return read_table(read_csv(table(HEAD, row), name), listed)


@pytest.mark.parametrize("listed", LISTS)
def test_the_list_says_what_was_decided(listed):
    """Each list is a stage and a verdict; the list to be screened is none."""
    notes = "Exclusion reason: Wrong study design; " if listed == "excluded" else ""
    (row,) = read(listed, notes).rows
    found = [(v.stage, v.verdict, v.reason) for v in row.votes]
    assert (
        found
        == {
            "screen": [],
            "irrelevant": [("title_abstract", "exclude", None)],
            "select": [("title_abstract", "include", None)],
            "excluded": [
                ("title_abstract", "include", None),
                ("full_text", "exclude", "Wrong study design"),
            ],
            "included": [
                ("title_abstract", "include", None),
                ("full_text", "include", None),
            ],
        }[listed]
    )
    assert bool(row.undecided) == (listed == "screen")


def test_covidences_own_file_name_says_the_list():
    """A file under the name that Covidence gives it needs no more words."""
    export = read(name="review_211650_irrelevant_csv_20240303130132.csv")
    assert export.rows[0].votes[0].verdict == "exclude"
    assert "'irrelevant'" in export.remarks[-1]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, "do not say inside which list"),
        ({"listed": "done"}, "none of Covidence's lists"),
        (
            {"listed": "included", "name": "review_1_excluded_csv_2.csv"},
            "by its name this is the list 'excluded'",
        ),
        (
            {"listed": "included", "notes": "Exclusion reason: Wrong dose;"},
            "give a reason for exclusion",
        ),
    ],
)
def test_a_list_is_never_guessed(more, told):
    """No list, a wrong list and notes that contradict it are refused."""
    with pytest.raises(ReadError, match=told):
        read(**more)


def test_an_accession_number_is_a_pmid_only_where_it_says_so():
    """A bare number is some database's; a PMID is one that is called so."""
    assert read("select", accession="PMID: 19604642").rows[0].pmid == "19604642"
    assert read("select", accession="107520452. Language: English").rows[0].pmid is None


def test_what_follows_the_reason_is_no_part_of_it():
    """Reviewers' own notes behind the reason are left out of it; two reasons are told."""
    (row,) = read(
        "excluded", "Exclusion reason: Wrong dose; (2026-01-02)(Select): A: look"
    ).rows
    assert row.votes[1].reason == "Wrong dose"
    (row,) = read("excluded", "Exclusion reason: One; Exclusion reason: Two;").rows
    assert row.votes[1].reason == "One, Two"
