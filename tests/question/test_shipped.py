"""The questions that come with the program, by name, on the page, and in `init`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ketaevidence as ke
from ketaevidence.cli import main
from ketaevidence.errors import QuestionError
from ketaevidence.question.load import known_names, shipped_question
from ketaevidence.question.matching import beginning, first_match
from ketaevidence.question.model import Vocabulary
from ketaevidence.question.shipped import shipped_names, shipped_text

PAGE = Path(__file__).parents[2] / "docs" / "question.md"
SEARCHED = re.compile(r'(?:"([^"]+)"|([\w+-]+\*?))\[(\w+)\]')


@pytest.mark.parametrize("name", shipped_names())
def test_a_question_goes_by_the_name_that_its_file_gives_it(name):
    """`--question NAME` starts the review whose file says this name."""
    assert shipped_question(name).name == name


@pytest.mark.parametrize("name", shipped_names())
def test_a_search_is_whole(name):
    """Parentheses and quotes close, and every term has its field."""
    search = shipped_question(name).pubmed_search
    assert search.count("(") == search.count(")")
    assert search.count('"') % 2 == 0
    left = re.sub(r"\b(?:AND|OR)\b|[()\s]", "", SEARCHED.sub("", search))
    assert not left, left


@pytest.mark.parametrize("name", shipped_names()[1:])
def test_what_the_search_asks_for_the_rules_know(name):
    """A title that the search finds by a drug's word is not excluded for lack of it."""
    question = shipped_question(name)
    drug_part = question.pubmed_search.split(" AND ")[0]
    for phrase, word, field in SEARCHED.findall(drug_part):
        said = phrase or word
        if field == "mh":
            assert said.lower() in {m.lower() for m in question.drug.mesh}
        elif said.endswith("*"):
            begun = beginning(Vocabulary((said[:-1],)))
            assert any(begun.search(term) for term in question.drug.terms), said
        else:
            assert first_match(question.drug, said), said


@pytest.mark.parametrize("name", shipped_names())
def test_every_day_of_follow_up_has_one_window(name):
    """No whole day of ten years falls between two windows."""
    windows = shipped_question(name).windows
    for day in range(3651):
        assert sum(w.from_days <= day <= w.to_days for w in windows) == 1


def test_every_name_that_a_file_may_hold_is_on_the_page():
    """docs/question.md tells of each key, and of none that there is not."""
    text = PAGE.read_text("utf-8")
    told = {
        name for code in re.findall(r"`([^`\n]+)`", text) for name in [code.strip("[]")]
    }
    tables = {name.partition(".")[0] for name in told if "." in name}
    missing = [n for n in known_names() if n not in told | tables]
    assert not missing
    known = set(known_names())
    own = {n for n in told if re.fullmatch(r"[a-z_]+\.[a-z_]+", n) and n not in known}
    assert own <= {"review.toml", "ours.toml"}


def test_init_lists_the_questions(capsys):
    """`init --questions` names each with its title, without a folder."""
    from argparse import Namespace

    from ketaevidence.cli.reviewing import run_init

    run_init(Namespace(questions=True, folder=None, json=False))
    out = capsys.readouterr().out
    for name in shipped_names():
        assert f"{name}" in out
        assert shipped_question(name).title in out


def test_init_takes_a_name_or_a_file(tmp_path):
    """A name that comes with the program, or a path; the file is copied as it stands."""
    for given in ("bisphosphonates-crps", tmp_path / "own.toml"):
        text = shipped_text("bisphosphonates-crps")
        (tmp_path / "own.toml").write_text(text, "utf-8")
        folder = tmp_path / f"R{len(str(given))}"
        with ke.init_review(folder, question=given) as review:
            assert review.question == shipped_question("bisphosphonates-crps")
        assert (folder / "review.toml").read_text("utf-8") == text


def test_a_question_that_there_is_not_is_told_with_those_that_there_are(
    tmp_path, capsys
):
    """One line names what was given and the names that would do; nothing is made."""
    folder = tmp_path / "R"
    assert main(["init", str(folder), "--question", "lidocain"]) == 1
    err = capsys.readouterr().err
    assert "'lidocain'" in err
    assert "lidocaine-neuropathic" in err
    assert not folder.exists()
    with pytest.raises(QuestionError, match="no question that comes with"):
        shipped_text("nothing")
