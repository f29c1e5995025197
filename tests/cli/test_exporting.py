"""The command `export`."""

from __future__ import annotations

import argparse
import json

import pytest

from ketaevidence.cli.exporting import add_export_options, run_export
from ketaevidence.errors import UsageError
from ketaevidence.review.exported import export_formats


def run(*words):
    """Run the command with these words."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    add_export_options(parser)
    return run_export(parser.parse_args(words))


def test_the_formats_are_listed_with_what_each_is_for(capsys):
    """--list names every format, its ending, and its purpose."""
    run("--list")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:2] == ["ris", ".ris"]
    assert any(line.startswith("metafor") and " folder " in line for line in lines)
    run("--list", "--json")
    formats = json.loads(capsys.readouterr().out)["formats"]
    assert len(formats) == len(lines)


def test_a_format_is_written_and_its_place_told(capsys, tmp_path):
    """The bundled review is written where no folder is named."""
    path = tmp_path / "included.bib"
    run("--format", "bibtex", "--out", str(path), "--which", "included")
    assert capsys.readouterr().out == f"Wrote {path}.\n"
    assert path.read_text("utf-8").startswith("@article{")


def test_every_format_is_offered_and_no_other(capsys):
    """What the shell completes after --format is what --list shows, in its order."""
    parser = argparse.ArgumentParser()
    add_export_options(parser)
    (action,) = (a for a in parser._actions if "--format" in a.option_strings)
    assert tuple(action.choices) == tuple(name for name, _, _ in export_formats())
    with pytest.raises(SystemExit):
        parser.parse_args(["--format", "docx"])
    assert "invalid choice: 'docx'" in capsys.readouterr().err


def test_without_a_format_or_a_place_it_says_what_is_missing():
    """One line says what to give and where the formats are listed."""
    with pytest.raises(UsageError, match="--list shows the formats"):
        run("--format", "ris")
    with pytest.raises(UsageError, match="--out PATH"):
        run()
