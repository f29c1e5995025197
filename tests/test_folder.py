"""A review's folder: made whole or not at all, and recognised when opened."""

from __future__ import annotations

import pytest

import ketaevidence as ke
from ketaevidence.cli import main
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
    with pytest.raises(LibraryError, match=r"no folder .*no to make it in; make that"):
        ke.init_review(tmp_path / "no" / "such")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="cannot be made"):
        ke.init_review(tmp_path / "file" / "such")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_file_in_place_of_a_folder_is_called_a_file(tmp_path):
    """Who names a file of the review is told that the folder is wanted."""
    with ke.init_review(tmp_path / "r"):
        pass
    with pytest.raises(LibraryError, match=r"this is a file.*Name the folder"):
        ke.open_review(tmp_path / "r" / "review.toml")


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


def test_the_bundled_review_in_a_folder_is_the_bundled_review(tmp_path):
    """Until somebody goes on with it, its report is the same to the byte."""
    with ke.init_review(tmp_path / "r", example=True) as review:
        mine = review.report(tmp_path / "mine.html").read_bytes()
        assert review.other_sources()
        assert len(review.decisions()) == 91
    bundled = ke.example_review().report(tmp_path / "bundled.html").read_bytes()
    assert mine == bundled


def test_people_go_on_from_the_bundled_review(tmp_path):
    """What they do is kept, and the report no longer tells of the project alone."""
    with ke.init_review(tmp_path / "r", example=True) as review:
        review.choose_source("R029", 2, by="A. Reader", reason="the full text")
    with ke.open_review(tmp_path / "r") as review:
        (found,) = [d for d in review.disagreements() if d.key == "R029"]
        assert found.choice.by == "A. Reader"
        text = review.report(tmp_path / "r.html").read_text("utf-8")
        assert "This review goes on from the one that came bundled" in text
        assert "those of the bundled review from abstracts" in text
        assert "Every decision and entry of this bundled review" not in text
        assert "ketaevidence report FOLDER" in text
    assert not [d for d in ke.example_review().disagreements() if d.choice is not None]


def test_the_command_starts_from_the_bundled_review(tmp_path, capsys):
    """`init --example` says what it holds; with --question it is refused."""
    place = str(tmp_path / "r")
    assert main(["init", place, "--example"]) == 0
    assert "It holds the bundled review: 59 records and " in capsys.readouterr().out
    assert main(["init", place, "--example"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(SystemExit) as stop:
        main(["init", f"{place}2", "--example", "--question", "q.toml"])
    assert stop.value.code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["r"]


def test_the_bundled_review_is_made_whole_or_not_at_all(tmp_path, monkeypatch):
    """Nothing is left where its files cannot be taken in, or a question contradicts."""

    def fail(_library):
        message = "invented"
        raise LibraryError(message)

    monkeypatch.setattr("ketaevidence.folder.fill", fail)
    with pytest.raises(LibraryError, match="invented"):
        ke.init_review(tmp_path / "r", example=True)
    with pytest.raises(LibraryError, match="has its own question"):
        ke.init_review(tmp_path / "r", example=True, question="q.toml")
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(LibraryError, match="something here already"):
        ke.init_review(tmp_path, example=True)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_what_is_no_review_is_told_apart(tmp_path):
    """A missing folder and a folder that is no review have their own messages."""
    with pytest.raises(LibraryError, match="no such folder"):
        ke.open_review(tmp_path / "none")
    with pytest.raises(LibraryError, match="is no review"):
        ke.open_review(tmp_path)
