"""The command `completion`: what a shell needs to complete commands and options.

The scripts are written from the parser itself, so they know every command, option and
choice of this version. They ask nothing when they run: completing starts no Python.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass

SHELLS = ("bash", "zsh", "fish")
#: How each shell takes the script in, for the help.
_USE = {
    "bash": "ketaevidence completion bash > "
    "~/.local/share/bash-completion/completions/ketaevidence",
    "zsh": "in ~/.zshrc: source <(ketaevidence completion zsh)",
    "fish": "ketaevidence completion fish > "
    "~/.config/fish/completions/ketaevidence.fish",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command."""

    name: str
    help: str
    takes_value: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: the words that lead to it, and what may follow them."""

    #: Empty for the program itself, ``("sheet", "export")`` for a command in a command.
    path: tuple[str, ...]
    options: tuple[Option, ...]
    #: (word, its help) of the commands below it, and of words that it takes in place.
    words: tuple[tuple[str, str], ...]
    #: Whether these words are commands, with options of their own.
    leads_on: bool


def add_completion_options(completion: argparse.ArgumentParser) -> None:
    """Add the options of `completion`."""
    completion.add_argument("shell", choices=SHELLS, help="the shell to write for")


def run_completion(options: argparse.Namespace) -> None:
    """Print the script of a shell."""
    from ketaevidence.cli.parser import parser
    from ketaevidence.cli.reviewing import say

    script = script_for(options.shell, parser())
    use = _USE[options.shell]
    if sys.stdout.isatty() and not options.json:
        sys.stderr.write(f"To use it: {use}\n")
    document = {"shell": options.shell, "script": script, "use": use}
    say(options, script.rstrip("\n"), document)


def script_for(shell: str, parser: argparse.ArgumentParser) -> str:
    """Write the script of a shell.

    Parameters
    ----------
    shell
        One of ``SHELLS``.
    parser
        The program's whole parser.
    """
    commands = tuple(_commands(parser, ()))
    if shell == "fish":
        return _fish(parser.prog, commands)
    script = _bash(parser.prog, commands)
    if shell == "zsh":
        # zsh runs bash's functions through a layer of its own.
        loading = "autoload -U +X compinit && compinit\n"
        loading += "autoload -U +X bashcompinit && bashcompinit\n"
        return loading + script
    return script


def _commands(
    parser: argparse.ArgumentParser, path: tuple[str, ...]
) -> Iterator[Command]:
    """Walk a parser and the parsers of its commands, each before those below it."""
    options: list[Option] = []
    words: list[tuple[str, str]] = []
    below: list[tuple[str, argparse.ArgumentParser]] = []
    # argparse has no public way to ask a parser what it takes.
    for action in parser._actions:  # noqa: SLF001
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            helps = {a.dest: a.help or "" for a in action._choices_actions}  # noqa: SLF001
            for name, inner in action.choices.items():
                words.append((name, helps.get(name, "")))
                below.append((name, inner))
        elif action.option_strings:
            choices = tuple(str(choice) for choice in action.choices or ())
            takes_value = action.nargs != 0
            options += [
                Option(name, _plain(action.help), takes_value, choices)
                for name in action.option_strings
            ]
        else:
            words += [(str(choice), "") for choice in action.choices or ()]
    yield Command(path, tuple(options), tuple(words), leads_on=bool(below))
    for name, inner in below:
        yield from _commands(inner, (*path, name))


def _plain(text: str | None) -> str:
    """Give a help text as one line that no shell reads as anything but text."""
    return " ".join((text or "").replace("'", "’").split())


def _bash(program: str, commands: tuple[Command, ...]) -> str:
    function = f"_{program}"
    steps = [
        f"            '{'/'.join(command.path)}') path='{'/'.join(command.path)}';;"
        for command in commands
        if command.path
    ]
    values = []
    free = []
    offered = []
    for command in commands:
        path = "/".join(command.path)
        for option in command.options:
            if option.choices:
                words = " ".join(option.choices)
                values.append(f"        '{path} {option.name}') words='{words}';;")
            elif option.takes_value:
                free.append(f"'{path} {option.name}'")
        names = " ".join(option.name for option in command.options)
        words = " ".join(word for word, _ in command.words)
        offered.append(f"        '{path}') words='{words}'; options='{names}';;")
    lines = [
        f"# Completion of {program} for bash; `{program} completion bash` prints it.",
        f"{function}() {{",
        '    local word="${COMP_WORDS[COMP_CWORD]}" path="" words="" options="" i',
        "    local before=",
        '    ((COMP_CWORD > 1)) && before="${COMP_WORDS[COMP_CWORD-1]}"',
        "    COMPREPLY=()",
        "    # Which command this is: the words before the cursor that lead to one.",
        "    for ((i = 1; i < COMP_CWORD; i++)); do",
        '        case "${path:+$path/}${COMP_WORDS[i]}" in',
        *steps,
        "        esac",
        "    done",
        "    # After an option that takes a value: its choices, or a file's name.",
        '    case "$path $before" in',
        *values,
        *([f"        {'|'.join(free)}) return;;"] if free else []),
        "    esac",
        '    if [[ -z "$words" ]]; then',
        '        case "$path" in',
        *(f"    {line}" for line in offered),
        "        esac",
        "        # A word that is one of a few stands right after its command.",
        '        [[ -n "$path" && "$before" != "${path##*/}" ]] && words=',
        '        [[ "$word" == -* ]] && words="$options"',
        "    fi",
        "    local IFS=$' \\t\\n'",
        '    COMPREPLY=($(compgen -W "$words" -- "$word"))',
        "}",
        "# Where nothing of ours fits, the shell offers files: folders of reviews.",
        f"complete -o bashdefault -o default -F {function} {program}",
    ]
    return "\n".join(lines) + "\n"


def _fish(program: str, commands: tuple[Command, ...]) -> str:
    lines = [
        f"# Completion of {program} for fish; `{program} completion fish` prints it."
    ]
    for command in commands:
        here = [f"__fish_seen_subcommand_from {word}" for word in command.path]
        among = " ".join(word for word, _ in command.words)
        before = [*here, f"not __fish_seen_subcommand_from {among}"]
        # The program itself takes a command only; elsewhere a file may stand.
        lone = "" if command.path else " -f"
        start = f"{_fish_start(program, before)}{lone}"
        lines += [
            f"{start} -a '{word}' -d '{_plain(told)}'" for word, told in command.words
        ]
        start = _fish_start(program, before if command.leads_on else here)
        lines += [start + _fish_option(option) for option in command.options]
    return "\n".join(lines) + "\n"


def _fish_start(program: str, conditions: list[str]) -> str:
    return f"complete -c {program} -n '{'; and '.join(conditions)}'"


def _fish_option(option: Option) -> str:
    if option.name.startswith("--"):
        text = f" -l '{option.name.removeprefix('--')}'"
    else:
        text = f" -s '{option.name.removeprefix('-')}'"
    text += f" -d '{option.help}'"
    if option.choices:
        return f"{text} -x -a '{' '.join(option.choices)}'"
    return f"{text} -r" if option.takes_value else text
