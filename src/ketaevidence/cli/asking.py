"""Ask a person at a terminal, and take only an answer that was offered."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

#: What shows a text, and what asks for a line; tests put their own here.
Show = Callable[[str], None]
Ask = Callable[[str], str]


class EndedError(Exception):
    """The person ended the session, or the input ended."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a session is held."""

    show: Show
    ask: Ask
    width: int = 80
    colour: bool = False

    def choose(self, question: str, answers: Mapping[str, str]) -> str:
        """Ask until one of the answers is given; its first letter is enough.

        Parameters
        ----------
        question
            What is asked.
        answers
            What each key does, in words: ``{"i": "include"}``.

        Raises
        ------
        EndedError
            If the input ends.
        """
        offered = ", ".join(f"[{key}] {words}" for key, words in answers.items())
        while True:
            given = self.line(f"{question}: {offered} > ").strip().lower()
            if given in answers:
                return given
            self.show(f"{given!r} is none of {', '.join(answers)}.")

    def line(self, question: str) -> str:
        """Ask for a line of text.

        Raises
        ------
        EndedError
            If the input ends.
        """
        try:
            return self.ask(question)
        except EOFError as error:
            raise EndedError from error


def here(width: int) -> Terminal:
    """Give the terminal that the program was started in."""

    def show(text: str) -> None:
        sys.stdout.write(f"{text}\n")

    return Terminal(show, input, width, colour=sys.stdout.isatty())
