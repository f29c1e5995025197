"""The pages of the documentation, and a reader who does what they say.

A page is worked through from top to bottom in one empty folder, as somebody would who
follows it. Its blocks tell what to do with them:

- a fenced block of ``console`` holds commands. Where a line begins with ``$``, only such
  lines are commands and what stands between them is what they print; ``...`` stands for
  anything;
- a comment before a block changes what is done with it:
  ``<!-- file: NAME -->`` the block is that file, and is saved;
  ``<!-- given: NAME ... -->`` the reader has these files; they lie in tests/docs/given;
  ``<!-- ends with N -->`` the last command of the block ends with this exit code;
  ``<!-- needs PubMed -->`` a PubMed of canned answers stands in for the real one;
  ``<!-- not here: WHY -->`` it is not run, and counted;
- a block of ``python`` (without prompts) is run; blocks with prompts are doctests, which
  pytest runs by itself.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from pathlib import Path

from ketaevidence.cli import main

ROOT = Path(__file__).parents[2]
GIVEN = Path(__file__).parent / "given"
PROGRAM = "ketaevidence"

_FENCE = re.compile(r"^(?P<fence>```+|~~~+)(?P<language>[^\n`]*)$")
_COMMENT = re.compile(r"^<!-- (?P<said>.+?) -->$")
#: What .ci/run does in an environment of its own.
_ELSEWHERE = ("the main job", "the tests")
_SAME = OutputChecker()


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page, with the comments right before it."""

    page: str
    line: int
    language: str
    said: tuple[str, ...]
    text: str

    def told(self, word: str) -> str | None:
        """Give what follows a word among the comments; None if nobody says it."""
        for said in self.said:
            if said == word or said.startswith((f"{word} ", f"{word}: ")):
                return said.removeprefix(word).lstrip(": ")
        return None

    @property
    def is_left_out(self) -> bool:
        """Whether the page says that this block cannot be run offline, or here."""
        said_so = self.told("not here") is not None
        return said_so or any(said in _ELSEWHERE for said in self.said)

    @property
    def needs_pubmed(self) -> bool:
        """Whether the page says that PubMed is asked here."""
        return self.told("needs PubMed") is not None

    @property
    def is_file(self) -> bool:
        """Whether the block is a file that the reader saves."""
        return self.told("file") is not None

    @property
    def place(self) -> str:
        """Say where the block stands."""
        return f"{self.page}:{self.line}"


@dataclass(frozen=True, slots=True)
class Command:
    """One command, and what the page shows that it prints (None: nothing is shown)."""

    words: tuple[str, ...]
    shown: str | None


def pages(*patterns: str) -> list[Path]:
    """Give the pages that match, in the order of their names."""
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern))


def blocks(path: Path) -> Iterator[Block]:
    """Give the fenced blocks of a page in their order."""
    name = path.relative_to(ROOT).as_posix()
    said: list[str] = []
    lines = enumerate(path.read_text("utf-8").splitlines(), start=1)
    for number, line in lines:
        opened = _FENCE.match(line)
        if opened:
            fence, inside = opened["fence"], []
            for _, inner in lines:
                if inner.rstrip() == fence:
                    break
                inside.append(inner)
            text = "\n".join(inside)
            yield Block(name, number, opened["language"].strip(), tuple(said), text)
        if comment := _COMMENT.match(line.strip()):
            said.append(comment["said"])
        elif line.strip():
            said = []


def commands(block: Block) -> list[Command]:
    """Give the commands of a console block."""
    joined = re.sub(r"\\\n\s*", " ", block.text)
    lines = joined.splitlines()
    if not any(line.startswith("$ ") for line in lines):
        every = (shlex.split(line, comments=True) for line in lines)
        return [Command(tuple(words), None) for words in every if words]
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        elif found:
            found[-1][1].append(line)
    return [
        Command(tuple(shlex.split(line, comments=True)), "\n".join(shown).strip())
        for line, shown in found
    ]


def run(command: Command, place: str, code: int = 0) -> None:
    """Run a command as the shell would, and compare what it prints and ends with."""
    program, *words = command.words
    assert program == PROGRAM, f"{place}: only {PROGRAM} is run here, not {program}"
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            ended = main(words)
        except SystemExit as stop:
            ended = int(stop.code or 0)
    what = f"{place}: {shlex.join(command.words)}"
    assert ended == code, f"{what}\nended with {ended}, not {code}\n{err.getvalue()}"
    if command.shown:
        printed = (out.getvalue() + err.getvalue()).strip()
        alike = _SAME.check_output(
            command.shown, printed, ELLIPSIS | NORMALIZE_WHITESPACE
        )
        assert alike, (
            f"{what}\nprinted\n{printed}\n\nand the page shows\n{command.shown}"
        )


def follow(path: Path, pubmed: AbstractContextManager[object]) -> list[Block]:
    """Do what a page says in the current folder; give the blocks that were left out.

    ``pubmed`` is entered around the blocks that need it.
    """
    left_out = []
    names: dict[str, object] = {}
    for block in blocks(path):
        for name in (block.told("given") or "").split():
            shutil.copy(GIVEN / name, name)
        if block.is_file:
            Path(block.told("file") or "").write_text(block.text + "\n", "utf-8")
        elif block.is_left_out:
            left_out.append(block)
        elif block.language == "python":
            # What the page prints for everybody to copy, in the folder it speaks of.
            exec(compile(block.text, block.place, "exec"), names)  # noqa: S102
        elif block.language == "console":
            asked = commands(block)
            last = int(block.told("ends with") or 0)
            with pubmed if block.needs_pubmed else contextlib.nullcontext():
                for command in asked:
                    run(command, block.place, last if command is asked[-1] else 0)
    return left_out
