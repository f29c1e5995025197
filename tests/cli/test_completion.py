"""Completion: the shell is offered what the parser takes, and nothing else."""

from __future__ import annotations

import argparse
import shutil
import subprocess

import pytest

from ketaevidence.cli.completion import (
    SHELLS,
    add_completion_options,
    run_completion,
    script_for,
)
from ketaevidence.cli.parser import parser

BASH = shutil.which("bash")


def small_parser():
    """A program with a command, a command in a command, choices and hostile help."""
    program = argparse.ArgumentParser(prog="small")
    commands = program.add_subparsers()
    table = commands.add_parser("table", help="it's $(touch x) `y`")
    table.add_argument("folder", nargs="?")
    table.add_argument("--format", choices=("csv", "html"), help='don\'t; rm -rf "z"')
    table.add_argument("--out")
    table.add_argument("--all", action="store_true")
    sheet = commands.add_parser("sheet")
    sheet.add_argument("action", choices=("export", "import"))
    sheet.add_argument("--dry-run", action="store_true")
    inner = commands.add_parser("remote").add_subparsers()
    inner.add_parser("add").add_argument("--name", choices=("a", "b"))
    return program


def completed(script, program, lines):
    """Give what bash offers at the end of each line, asked in one shell."""
    asking = "".join(
        f"COMP_WORDS=({' '.join(repr(word) for word in [program, *words])}); "
        f"COMP_CWORD={len(words)}; COMPREPLY=(); _{program}; "
        'echo "${COMPREPLY[*]}"\n'
        for words in lines
    )
    told = subprocess.run(
        [BASH, "--norc", "-c", f"{script}\n{asking}"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stderr == ""
    return [line.split() for line in told.stdout.splitlines()]


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
def test_bash_offers_commands_options_and_choices():
    """The word before the cursor decides: commands, options, or an option's choices."""
    cases = {
        ("",): ["table", "sheet", "remote"],
        ("ta",): ["table"],
        ("-",): ["-h", "--help"],
        ("table", "--f"): ["--format"],
        ("table", "--format", ""): ["csv", "html"],
        ("table", "R", "--format", "h"): ["html"],
        # A file's name, or a folder's: left to the shell.
        ("table", "--out", ""): [],
        ("table", ""): [],
        ("table", "--all", "--o"): ["--out"],
        ("sheet", ""): ["export", "import"],
        ("sheet", "export", ""): [],
        ("sheet", "export", "--d"): ["--dry-run"],
        ("remote", ""): ["add"],
        ("remote", "add", "--name", ""): ["a", "b"],
        # A folder that is called like a command is a folder.
        ("table", "sheet", "--f"): ["--format"],
    }
    script = script_for("bash", small_parser())
    assert completed(script, "small", [*cases]) == [*cases.values()]


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
def test_every_command_of_the_program_is_offered():
    """What `--help` lists is what completion offers first."""
    (offered,) = completed(script_for("bash", parser()), "ketaevidence", [[""]])
    (commands,) = (
        action.choices
        for action in parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    assert offered == [*commands]
    assert len(offered) > 15


def test_help_texts_run_nothing_in_any_shell():
    """An apostrophe or a command in a help text stays text."""
    for shell in SHELLS:
        script = script_for(shell, small_parser())
        code = [
            line for line in script.splitlines() if not line.strip().startswith("#")
        ]
        assert all(line.count("'") % 2 == 0 for line in code)
    fish = script_for("fish", small_parser())
    assert "-d 'it’s $(touch x) `y`'" in fish


def test_fish_and_zsh_know_the_same_words():
    """In zsh bash's function runs; fish has a line for each option and its choices."""
    zsh = script_for("zsh", small_parser())
    assert zsh.endswith(script_for("bash", small_parser()))
    assert "bashcompinit" in zsh
    fish = script_for("fish", small_parser())
    table = "'__fish_seen_subcommand_from table'"
    assert f"complete -c small -n {table} -l 'all'" in fish
    assert "-l 'format' -d 'don’t; rm -rf \"z\"' -x -a 'csv html'" in fish


def test_the_command_prints_the_script(capsys):
    """One word chooses the shell; the script is all that stdout gets."""
    words = argparse.ArgumentParser()
    words.add_argument("--json", action="store_true")
    add_completion_options(words)
    run_completion(words.parse_args(["bash"]))
    out, err = capsys.readouterr()
    assert out == script_for("bash", parser())
    assert err == ""
