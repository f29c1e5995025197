"""The command `doctor`: every line says how a thing stands, and what to do about it."""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from tests.pubmed.server import FakePubMed, Fault

import ketaevidence as ke
from ketaevidence.cli import codes
from ketaevidence.cli.doctor import add_doctor_options, run_doctor
from ketaevidence.library import locked
from ketaevidence.review import doctor_machine
from ketaevidence.review.doctor_machine import examine_software, release
from ketaevidence.testing import CannedPubMed

RECORD = {"90000001": {"title": "Ketamine for complex regional pain syndrome"}}


def run(*words):
    """Run the command with the words of its own parser; give its exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    add_doctor_options(parser)
    return run_doctor(parser.parse_args([str(word) for word in words]))


@pytest.fixture
def told(capsys):
    """Give {name: (state, said, to do)} of a run, and its exit code."""

    def look(*words):
        code = run(*words, "--json")
        document = json.loads(capsys.readouterr().out)
        assert document["is_well"] == (code == codes.DONE)
        return code, {
            one["name"]: (one["state"], one["said"], one["todo"])
            for one in document["examined"]
        }

    return look


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Make a review that was refreshed just now."""
    folder = tmp_path_factory.mktemp("doctor") / "R"
    with (
        ke.init_review(folder) as review,
        CannedPubMed(RECORD).client() as client,
    ):
        review.refresh(client=client)
    question = folder / "review.toml"
    text = question.read_text("utf-8")
    question.write_text(text.replace('email = ""', 'email = "a.reader@lab.example"'))
    return folder


@pytest.fixture
def folder(whole, tmp_path):
    """Give a copy of that review, to be spoilt."""
    return shutil.copytree(whole, tmp_path / "R")


def execute(folder, statement, *values):
    """Change a store behind its back."""
    with closing(sqlite3.connect(folder / "library.sqlite")) as connection:
        connection.execute(statement, values)
        connection.commit()


def refreshed(folder, days):
    """Let the last refresh have been so many days ago."""
    then = datetime.now(UTC) - timedelta(days=days)
    execute(folder, "UPDATE run SET at = ?", then.strftime("%Y-%m-%dT%H:%M:%SZ"))


def contents(folder):
    """Give every file of a folder with its bytes."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_review_in_order_has_no_problem_and_is_left_alone(folder, told):
    """Everything is looked at, code 0, and no byte of the folder changes."""
    before = contents(folder)
    code, lines = told(folder)
    assert code == codes.DONE
    assert {state for state, *_ in lines.values()} <= {"ok", "note"}
    wanted = {
        "Python",
        "SQLite",
        "numpy",
        "folder",
        "question",
        "email",
        "lock",
        "form",
    }
    assert wanted | {"store", "room", "age", "quarantine", "versions", "key"} <= set(
        lines
    )
    assert "a.reader@lab.example" in lines["email"][1]
    assert contents(folder) == before


def test_without_a_folder_only_the_machine_is_looked_at(told):
    """The packages, the key and nothing of a review."""
    code, lines = told()
    assert code == codes.DONE
    assert "key" in lines
    assert "folder" not in lines


def test_the_key_is_told_to_be_there_and_never_shown(told, monkeypatch):
    """Neither a good key nor a broken one is printed."""
    monkeypatch.setenv("NCBI_API_KEY", "5ecret" * 6)
    _, lines = told()
    assert lines["key"][0] == "ok"
    assert "is set" in lines["key"][1]
    assert "5ecret" not in json.dumps(lines)
    monkeypatch.setenv("NCBI_API_KEY", "5ecret key")
    code, lines = told()
    assert (code, lines["settings"][0]) == (codes.FAILED, "problem")
    assert "5ecret" not in json.dumps(lines)


def test_another_address_than_pubmeds_is_a_note(told, monkeypatch):
    """A mirror that was left in the environment is told."""
    monkeypatch.setenv("KETAEVIDENCE_EUTILS_URL", "https://mirror.example/e/")
    _, lines = told()
    assert lines["address"][0] == "note"
    assert "mirror.example" in lines["address"][1]


def test_pubmed_is_asked_only_when_it_is_wanted(whole, told, monkeypatch):
    """One question with --online; none without it; an outage is a problem."""
    with FakePubMed({}) as pubmed:
        monkeypatch.setenv("KETAEVIDENCE_EUTILS_URL", pubmed.url)
        told(whole)
        assert pubmed.requests == []
        code, lines = told(whole, "--online")
        assert (code, lines["pubmed"][0]) == (codes.DONE, "ok")
        (asked,) = pubmed.requests
        assert asked["email"] == "a.reader@lab.example"
        pubmed.always = Fault("captive")
        code, lines = told(whole, "--online")
        assert (code, lines["pubmed"][0]) == (codes.FAILED, "problem")
        before = len(pubmed.requests)
        code, lines = told("--online")
        assert (code, len(pubmed.requests)) == (codes.FAILED, before)
        assert "--email" in lines["pubmed"][2]


@pytest.mark.parametrize(
    ("spoil", "name", "words"),
    [
        (shutil.rmtree, "folder", "no such folder"),
        (lambda f: (shutil.rmtree(f), f.write_text("x")), "folder", "this is a file"),
        (lambda f: (f / "review.toml").write_text("name ="), "question", "not valid TOML"),
        (lambda f: (f / "review.toml").unlink(), "question", "cannot be read"),
        (lambda f: (f / "library.sqlite").unlink(), "form", "cannot be read"),
        (lambda f: (f / "library.sqlite").write_bytes(b""), "form", "no store"),
        (lambda f: (f / "library.sqlite").write_text("x" * 500), "form", "no store"),
        (lambda f: execute(f, "PRAGMA application_id=7"), "form", "no store"),
        (lambda f: execute(f, "PRAGMA user_version=999"), "form", "newer"),
        (lambda f: (f / "library.sqlite-journal").write_text("x"), "form", "cut off"),
        (lambda f: execute(f, "UPDATE revision SET raw = x'00'"), "store", "pmid:90000001"),
        (lambda f: refreshed(f, 40), "age", "40 days ago"),
        (lambda f: refreshed(f, -3), "age", "is still to come"),
        (lambda f: execute(f, "UPDATE attempt SET status = 'failed', why = 'no network'"), "attempt", "no network"),
        (lambda f: execute(f, "UPDATE attempt SET status = 'running'"), "attempt", "has not ended"),
    ],
)  # fmt: skip
def test_what_is_spoilt_is_named_with_what_to_do(folder, told, spoil, name, words):
    """Each problem is one line that says what, and a second that says what to do."""
    spoil(folder)
    code, lines = told(folder)
    assert code == codes.FAILED
    state, said, todo = lines[name]
    assert state == "problem"
    assert words in said
    assert todo


def test_a_review_may_set_its_own_rhythm(folder, told):
    """An age that a monthly review would mind is right where refreshes are rarer."""
    refreshed(folder, 40)
    with (folder / "review.toml").open("a") as file:
        file.write("\n[living]\nrefresh_days = 90\n")
    code, lines = told(folder)
    assert (code, lines["age"][0]) == (codes.DONE, "ok")


def test_what_is_worth_knowing_is_a_note_and_no_failure(tmp_path, told):
    """Never refreshed, no address, a run under way: notes with what to do, code 0."""
    ke.init_review(tmp_path / "R").close()
    with locked(tmp_path / "R", "process 7 since noon"):
        before = contents(tmp_path / "R")
        code, lines = told(tmp_path / "R")
        assert contents(tmp_path / "R") == before
    assert code == codes.DONE
    notes = {name for name, (state, *_) in lines.items() if state == "note"}
    assert {"email", "lock", "age"} <= notes
    assert all(lines[name][2] for name in notes)
    assert "process 7 since noon" in lines["lock"][1]


def test_a_store_of_an_older_form_is_not_migrated_by_looking(folder, told):
    """The next command brings it forward; looking leaves the file as it is."""
    form = folder / "library.sqlite"
    execute(folder, "PRAGMA user_version=0")
    before = form.read_bytes()
    _, lines = told(folder)
    assert lines["form"][0] == "note"
    assert "has form 0" in lines["form"][1]
    assert form.read_bytes() == before


def test_pieces_in_quarantine_are_counted(folder, told, tmp_path):
    """What came and cannot be read is a note with where to look."""
    file = tmp_path / "a.nbib"
    file.write_text("PMID- 90000002\nTI  - A title\n\nPMID- 90000003\n")
    with ke.open_review(folder) as review, pytest.warns(ke.BrokenRecordWarning):
        review.import_files([file], source="A colleague")
    _, lines = told(folder)
    assert lines["quarantine"][:2] == (
        "note",
        "1 piece is in quarantine: they came and are no readable record.",
    )


def test_versions_are_compared_as_numbers():
    """1.10 is later than 1.9, and a last zero says nothing."""
    assert release("1.10") > release("1.9.9")
    assert release("2.0.0") == release("2")
    assert release("3.1.0rc2") == release("3.1")


def test_what_is_too_old_or_missing_is_named_with_its_command(monkeypatch):
    """A package below its floor and one that is missing are problems; a spare is not."""
    needed = [
        "numpy>=999.1",
        "no-such-package>=2",
        "no-such-speed>=2; platform_machine in 'x86_64'",
        "pytest>=999; extra == 'dev'",
        "tqdm>=1",
    ]
    monkeypatch.setattr(doctor_machine, "requires", lambda _name: needed)
    found = {one.name: one for one in examine_software()}
    assert found["numpy"].is_problem
    assert found["numpy"].todo == 'pip install "numpy>=999.1"'
    assert found["no-such-package"].is_problem
    assert found["no-such-speed"].state == "note"
    assert found["tqdm"].state == "ok"
    assert "pytest" not in found


def test_the_text_has_a_state_on_every_line_and_a_sum(folder, capsys):
    """People read: ok, note or problem, what to do under it, and how many there are."""
    (folder / "review.toml").write_text("name =")
    assert run(folder) == codes.FAILED
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith("1 problem, ")
    starts = {line.split()[0] for line in lines if line and not line.startswith(" ")}
    assert {"ok", "problem"} <= starts <= {"ok", "note", "problem", "1"}
    assert any(line.startswith("         To do: ") for line in lines)
    assert max(map(len, lines)) <= 80 + len(str(folder))
