"""The reference of the commands says what the program does."""

from __future__ import annotations

import contextlib
import io
import re
import shlex

import pytest
from docs.make_commands import GROUPS, PAGE, TOLD, page_with
from docs.make_commands import commands as parsers
from tests.docs.pages import PROGRAM, blocks, commands, pages

from ketaevidence.cli import codes
from ketaevidence.cli.parser import parser

EVERY_PAGE = pages("README.md", "docs/*.md", "docs/how-to/*.md", "docs/methods/*.md")
#: A command of the program in running text.
_IN_TEXT = re.compile(rf"`{PROGRAM} ([^`\n]+)`")


#: Built once: it is asked about some hundreds of command lines.
_PARSER = parser()


#: The options of each command.
_OPTIONS = {
    name: {word for action in one._actions for word in action.option_strings}
    for name, one in parsers().items()
}


def is_understood(words):
    """Tell whether the program understands a command line; nothing is run."""
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            _PARSER.parse_args(words)
        except SystemExit as stop:
            return not stop.code
    return True


def test_the_page_is_made_from_the_program():
    """The page is what `python docs/make_commands.py` writes now."""
    page = PAGE.read_text("utf-8")
    assert page_with(page) == page


def test_every_command_is_on_the_page():
    """Each command has a part of its own, with an example and its exit codes."""
    page = PAGE.read_text("utf-8")
    parts = dict(
        re.findall(r"^### (\w+)\n(.+?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL)
    )
    assert sorted(parts) == sorted(parsers())
    assert sum(map(len, GROUPS.values())) == len(TOLD)
    for name, part in parts.items():
        assert f"\n{PROGRAM} {name}" in part, name
        assert "\nExit codes: 0 done" in part, name


def test_every_exit_code_is_on_the_page():
    """The page names each code that the program can end with."""
    known = {value for name, value in vars(codes).items() if name.isupper()}
    table = PAGE.read_text("utf-8").partition("| exit code |")[2].partition("\n\n")[0]
    rows = "\n".join(re.findall(r"^\| ([\d, ]+) \|", table, re.MULTILINE))
    assert {int(code) for code in re.findall(r"\d+", rows)} == known


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.stem)
def test_every_command_shown_is_understood(page):
    """No page shows a command, an option or a choice that the program lacks."""
    for block in blocks(page):
        shown = commands(block) if block.language in ("console", "bash", "sh") else []
        for command in shown:
            words = [*command.words]
            for sign in (">", "|", "||", "&&"):
                words = words[: words.index(sign)] if sign in words else words
            if words[:1] == [PROGRAM]:
                assert is_understood(words[1:]), f"{block.place}: {shlex.join(words)}"


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.stem)
def test_every_command_named_in_a_sentence_exists(page):
    """A sentence names commands and options that there are."""
    for said in _IN_TEXT.findall(page.read_text("utf-8")):
        name, *words = said.split()
        if name in ("COMMAND", "--version"):
            continue
        assert name in _OPTIONS, f"{page.name}: {said}"
        options = {word for word in words if word.startswith("--")}
        assert options <= _OPTIONS[name], f"{page.name}: {said}"
