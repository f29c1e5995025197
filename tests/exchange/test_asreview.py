"""Labels of ASReview, under every name that it reads, and in RIS notes."""

from __future__ import annotations

import pytest
from tests.exchange.builders import ris, table

from ketaevidence.errors import ReadError
from ketaevidence.exchange.aliases import LABEL_COLUMNS
from ketaevidence.exchange.asreview import read_table
from ketaevidence.exchange.reading import read_export
from ketaevidence.exchange.rows import Vote
from ketaevidence.exchange.tables import read_csv


def rows_of(*rows):
    """Read a table."""
    return read_table(read_csv(table(*rows), "a.csv")).rows


@pytest.mark.parametrize("column", LABEL_COLUMNS)
def test_every_name_of_the_label_is_read(column):
    """A label counts under each column name that ASReview itself accepts."""
    found = rows_of(("title", column), ("a", "1"), ("b", "0"), ("c", ""))
    assert [[v.verdict for v in row.votes] for row in found] == [
        ["include"],
        ["exclude"],
        [],
    ]


@pytest.mark.parametrize(
    ("label", "verdict"),
    [
        ("1", "include"),
        ("1.0", "include"),
        ("yes", "include"),
        ("N", "exclude"),
        ("0.0", "exclude"),
        ("", None),
        ("nan", None),
        ("Maybe", None),
    ],
)
def test_a_label_is_a_verdict_or_none(label, verdict):
    """A blank label is a record that nobody has seen, never an exclusion."""
    (row,) = rows_of(("title", "included"), ("a", label))
    assert [vote.verdict for vote in row.votes] == ([verdict] if verdict else [])
    assert bool(row.undecided) == (verdict is None)


def test_the_labels_made_in_asreview_outrank_those_it_was_given():
    """Where both stand in a file, what was decided in ASReview counts."""
    (row,) = rows_of(("title", "included", "asreview_label"), ("a", "1", "0"))
    assert row.votes == (Vote("exclude"),)


def test_who_when_and_why_come_along():
    """Time (UTC), person and note of the export are those of the decision."""
    head = (
        "title",
        "asreview_label",
        "asreview_time",
        "asreview_note",
        "asreview_user_name",
    )
    (row,) = rows_of(head, ("a", "0", "2026-01-02 03:04:05", "rats", "Anna"))
    assert row.votes == (
        Vote("exclude", by="Anna", at="2026-01-02T03:04:05Z", reason="rats"),
    )


@pytest.mark.parametrize(
    ("head", "cells", "told"),
    [
        (("title", "x"), ("a", "1"), "no column of labels"),
        (
            ("title", "label", "included"),
            ("a", "1", "0"),
            "label and included may each|included and label may each",
        ),
        (("title", "label"), ("a", "2"), "row 2: column label: '2' is no label"),
        (
            ("title", "label", "pmid"),
            ("a", "1", "1.9E+07"),
            "row 2: column pmid: '1.9E\\+07' is a PMID that a spreadsheet",
        ),
        (("title", "label", "pmid"), ("a", "1", "1,96E7"), "spreadsheet"),
        (("title", "label", "pmid"), ("a", "1", "PMC123"), "is no PMID"),
        (("title", "label", "pmid", "pubmed_id"), ("a", "1", "1", "2"), "two PMIDs"),
        (
            ("title", "asreview_label", "asreview_time"),
            ("a", "1", "1/2/2026 3:04"),
            "a spreadsheet has changed it",
        ),
    ],
)
def test_what_a_spreadsheet_changed_is_refused_by_name(head, cells, told):
    """A mangled cell is named with row, column and remedy; nothing is repaired."""
    with pytest.raises(ReadError, match=told):
        rows_of(head, cells)


def test_all_mangled_rows_are_named_together():
    """A person hears of every bad row at once, up to a number."""
    bad = [("a", "1", "1.9E7")] * 12
    with pytest.raises(ReadError, match=r"row 2: .*row 9: .*and 4 more"):
        rows_of(("title", "label", "pmid"), *bad)


def test_labels_in_ris_notes_are_read(tmp_path):
    """Relevant, irrelevant and not seen are told apart, with time and person."""
    path = tmp_path / "a.ris"
    path.write_bytes(
        ris(
            (
                "A",
                [
                    "N1  - ASReview_relevant",
                    'N1  - asreview_time: "2026-01-02 03:04:05"',
                    'N1  - asreview_user_name: "Ann\\u00e9"',
                    "AN  - PMID: 90000001",
                ],
            ),
            ("B", ["N1  - <p>ASReview_irrelevant</p>", "DO  - 10.1000/B"]),
            ("C", ["N1  - ASReview_not_seen"]),
            ("D", ["N1  - about ASReview_relevant things"]),
        )
    )
    one, two, three, four = read_export(path).rows
    assert (one.pmid, one.votes) == (
        "90000001",
        (Vote("include", by="Anné", at="2026-01-02T03:04:05Z"),),
    )
    assert (two.doi, two.votes) == ("10.1000/b", (Vote("exclude"),))
    assert (three.votes, three.undecided) == ((), ("not seen",))
    assert (four.votes, four.undecided) == ((), ("no label",))
