"""The first minutes: what comes next, what a mistake says, and how work is shown."""

from __future__ import annotations

import io
import shlex
import sys

import pytest

from ketaevidence.cli import codes, main
from ketaevidence.cli.parser import parser
from ketaevidence.cli.progress import progress_bar


class Tty(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self):
        """Say that it is one."""
        return True


@pytest.mark.parametrize("more", [[], ["--example"]])
def test_init_says_what_comes_next_in_commands_that_can_be_copied(
    tmp_path, capsys, more
):
    """Each step that is named is a command of this program, on this very folder."""
    folder = str(tmp_path / "my review")
    assert main(["init", folder, *more]) == codes.DONE
    lines = capsys.readouterr().out.splitlines()
    steps = [line.split("  ")[1] for line in lines[lines.index("Next:") + 1 :]]
    assert len(steps) == 4
    for step in steps:
        program, *words = shlex.split(step)
        assert program == "ketaevidence"
        assert parser().parse_args(words).folder == folder


def test_the_version_comes_with_ncbis_notice(capsys):
    """Name and version first, then where NCBI's disclaimer is; lines fit a terminal."""
    with pytest.raises(SystemExit):
        main(["--version"])
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("ketaevidence ")
    assert rest[-1] == "https://www.ncbi.nlm.nih.gov/home/about/policies/"
    assert max(map(len, rest)) <= 80


@pytest.mark.parametrize("start", [b"%PDF-1.7\nx", b"PK\x03\x04x", b"x\x00y"])
def test_a_file_that_is_no_text_claims_nothing_and_says_so(tmp_path, capsys, start):
    """A PDF or a Word file is refused; it would seem to hold no claim at all."""
    path = tmp_path / "page.txt"
    path.write_bytes(start)
    assert main(["claims", str(path)]) == codes.WRONG_USAGE
    assert "copy the words out" in capsys.readouterr().err


def test_an_unknown_record_is_told_with_what_to_do(capsys):
    """The error names the record and the way on."""
    assert main(["extract", "--record", "123"]) == codes.WRONG_USAGE
    err = capsys.readouterr().err
    assert "pmid:123" in err
    assert "import it first" in err


def test_a_bar_is_for_terminals_only(monkeypatch):
    """On a terminal there is a bar with what and how much; in a log nothing at all."""
    screen = Tty()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress_bar("Screening", "files") as advance:
        advance(2, 4)
    assert "Screening:  50%" in screen.getvalue()
    log = io.StringIO()
    monkeypatch.setattr(sys, "stderr", log)
    with progress_bar("Screening", "files") as advance:
        assert advance is None
    assert log.getvalue() == ""
