"""A review's folder: made whole or not at all, and recognised when opened."""

from __future__ import annotations

import pytest

import ketaevidence as ke
from ketaevidence.errors import LibraryError, QuestionError
from ketaevidence.question.load import shipped_question_text


def test_a_new_review_is_two_files(tmp_path):
    """A review starts as its question and its store, and nothing else."""
    with ke.init_review(tmp_path / "r") as review:
        assert len(review.records()) == 0
    assert sorted(p.name for p in (tmp_path / "r").iterdir()) == [
        "library.sqlite",
        "review.toml",
    ]
    assert [p.name for p in tmp_path.iterdir()] == ["r"]


def test_an_empty_folder_may_become_a_review(tmp_path):
    """A folder that is there but empty is used."""
    ke.init_review(tmp_path).close()
    assert (tmp_path / "review.toml").is_file()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    """Nothing is written where something is."""
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(LibraryError, match="something here already"):
        ke.init_review(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_a_missing_place_leaves_nothing_behind(tmp_path):
    """Where no folder can be made, the error says so and nothing is left."""
    with pytest.raises(LibraryError, match="cannot be made"):
        ke.init_review(tmp_path / "no" / "such")
    assert list(tmp_path.iterdir()) == []


def test_another_question_makes_another_review(tmp_path):
    """A question file is checked first and kept in the review's folder."""
    file = tmp_path / "q.toml"
    file.write_text(shipped_question_text().replace("ketamine-crps", "mine"), "utf-8")
    with ke.init_review(tmp_path / "r", question=file) as review:
        assert review.question.name == "mine"
    file.write_text("name = 1", "utf-8")
    with pytest.raises(QuestionError):
        ke.init_review(tmp_path / "s", question=file)
    assert not (tmp_path / "s").exists()


def test_what_is_no_review_is_told_apart(tmp_path):
    """A missing folder and a folder that is no review have their own messages."""
    with pytest.raises(LibraryError, match="no such folder"):
        ke.open_review(tmp_path / "none")
    with pytest.raises(LibraryError, match="is no review"):
        ke.open_review(tmp_path)
