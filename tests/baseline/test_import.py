"""A review takes in what matches from PubMed's files on disk, all of it or nothing."""

from __future__ import annotations

import pytest
from tests.baseline.builders import deletion, hit, miss, write

import ketaevidence as ke
from ketaevidence.baseline.ledger import LEDGER_FOLDER
from ketaevidence.errors import LibraryError, LockedError, QuestionError, ReadError
from ketaevidence.library import locked

MATCH = "ketamine AND crps-terms"


@pytest.fixture
def review(tmp_path):
    """Start an empty review."""
    with ke.init_review(tmp_path / "r") as review:
        yield review


def take_in(review, folder, **more):
    """Import a folder with the usual words."""
    return review.import_baseline(
        folder, **{"match": MATCH, "source": "PubMed", **more}
    )


def test_what_matches_comes_in_and_is_counted(review, tmp_path):
    """The counts say what was read, what matched and what became of it."""
    pubmed = tmp_path / "pubmed"
    write(pubmed, 1, hit(1), hit(2), hit(3), hit(4), miss(5))
    write(pubmed, 2, hit(1, 2), miss(2), deletion((3, 1)), "<PubmedArticle>x</PubmedArticle>")  # fmt: skip
    told = []
    count = take_in(review, pubmed, progress=lambda *done: told.append(done))
    assert {(r.pmid, r.version) for r in review.records()} == {("4", 1), ("1", 2)}
    assert (count.files, count.read, count.matched) == (2, 7, 2)
    assert (count.ceased, count.left_out, count.deleted) == (0, 1, 1)
    assert (count.taken_in.new, count.taken_in.broken) == (2, 1)
    assert told == [(1, 2), (2, 2)]
    assert not (review.folder / LEDGER_FOLDER).exists()


def test_later_files_revise_and_withdraw(review, tmp_path):
    """Update files alone bring newest forms to the review, and mark what is deleted."""
    write(tmp_path / "a", 1, hit(1), hit(2), hit(3))
    take_in(review, tmp_path / "a")
    write(tmp_path / "b", 2, hit(1, title="Ketamine, CRPS, again"), miss(2), miss(9))
    write(tmp_path / "b", 3, deletion((3, 1), (9, 1)))
    count = take_in(review, tmp_path / "b", processes=2)
    assert (count.taken_in.revised, count.ceased, count.taken_in.withdrawn) == (2, 1, 1)
    titles = {record.pmid: record.title for record in review.records()}
    assert titles["1"] == "Ketamine, CRPS, again"
    assert titles["2"] == "Sheep"
    assert "3" in titles, "a record once seen is never lost"
    assert "9" not in titles


def test_the_same_files_again_change_nothing(review, tmp_path):
    """A second import of the same files finds everything unchanged."""
    write(tmp_path / "a", 1, hit(1))
    take_in(review, tmp_path / "a")
    again = take_in(review, tmp_path / "a")
    assert (again.taken_in.new, again.taken_in.revised, again.taken_in.unchanged) == (0, 0, 1)  # fmt: skip


def test_several_places_are_one_sequence(review, tmp_path):
    """The baseline and the updates may stand in two folders."""
    write(tmp_path / "a" / "baseline", 1, hit(1))
    write(tmp_path / "b" / "updatefiles", 2, deletion((1, 1)))
    count = take_in(review, [tmp_path / "a", str(tmp_path / "b")])
    assert (count.files, count.deleted, len(review.records())) == (2, 1, 0)


@pytest.mark.parametrize(
    ("more", "error", "told"),
    [
        ({"match": "ketamine crps"}, QuestionError, "needs AND"),
        ({"match": "x-terms"}, QuestionError, "no vocabulary"),
        ({"source": " "}, LibraryError, "where the records are from"),
        ({}, ReadError, r"n0002\.xml\.gz.*damaged or cut short"),
    ],
)
def test_what_is_wrong_takes_nothing_in(review, tmp_path, more, error, told):
    """Any mistake is one line, and the review is as it was."""
    write(tmp_path / "a", 1, hit(1))
    write(tmp_path / "a", 2, data=b"\x1f\x8b\x08\x00cut")
    with pytest.raises(error, match=told):
        take_in(review, tmp_path / "a", **more)
    assert len(review.records()) == 0
    assert review._library.runs() == ()


def test_a_review_that_is_at_work_is_left_alone(review, tmp_path):
    """While another run holds the review, nothing is done."""
    write(tmp_path / "a", 1, hit(1))
    with locked(review.folder, "tests"), pytest.raises(LockedError):
        take_in(review, tmp_path / "a")


def test_a_review_without_a_folder_can_import(tmp_path):
    """The bundled review takes records in too; nothing is left on the disk."""
    write(tmp_path / "a", 1, hit(1))
    with ke.example_review() as review:
        before = len(review.records())
        assert take_in(review, tmp_path / "a").taken_in.new == 1
        assert len(review.records()) == before + 1
