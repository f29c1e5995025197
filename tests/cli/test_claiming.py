"""The command `claims`: a text in, answers or a file out, mistakes in one line."""

from __future__ import annotations

import argparse
import io
import json

import pytest

from ketaevidence.cli.claiming import add_claims_options, run_claims
from ketaevidence.cli.parser import parser
from ketaevidence.errors import CurationError, UsageError

TEXT = "Ketamine improves function in CRPS."


def run(*words, **more):
    """Run the command with the words of its own parser."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    add_claims_options(parser)
    options = parser.parse_args([str(word) for word in words])
    return run_claims(options)


@pytest.fixture
def page(tmp_path):
    """A text in a file."""
    path = tmp_path / "page.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_a_text_alone_is_held_against_the_bundled_review(page, capsys):
    """One word is the file; the answers go to stdout."""
    run(page)
    out = capsys.readouterr().out
    assert "1. CONTRADICTED: “improves function”" in out
    assert "PMID 19604642" in out


def test_json_and_a_file(page, tmp_path, capsys):
    """One document on stdout; with --out only where it went."""
    run(page, "--json")
    assert (
        json.loads(capsys.readouterr().out)["answers"][0]["verdict"] == "contradicted"
    )
    target = tmp_path / "claims.html"
    run(page, "--out", target)
    assert capsys.readouterr().out == f"Wrote {target}.\n"
    assert target.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_mistakes_end_before_the_review_is_opened(page, tmp_path):
    """A wrong ending, no file, no text in UTF-8: one sentence each."""
    with pytest.raises(UsageError, match=r"\.md, \.html or \.json"):
        run(page, "--out", "claims.pdf")
    with pytest.raises(UsageError, match="give the file that holds the text"):
        run(tmp_path / "none.txt")
    broken = tmp_path / "latin.txt"
    broken.write_bytes(b"caf\xe9")
    with pytest.raises(UsageError, match="not UTF-8 at byte 3"):
        run(broken)


def test_the_standard_input_is_a_file_too(monkeypatch):
    """A dash reads what another program writes; nothing is refused."""
    empty = io.TextIOWrapper(io.BytesIO(b" \n"), "utf-8")
    monkeypatch.setattr("sys.stdin", empty)
    with pytest.raises(CurationError, match="no words to read"):
        run("-")


def test_options_may_stand_between_folder_and_file():
    """`claims R --out x FILE` is read as it is meant."""
    told = parser().parse_args(["claims", "R", "--out", "x.md", "FILE"])
    assert (told.folder, told.out, told.file) == ("R", "x.md", "FILE")
