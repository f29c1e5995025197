"""Read a match expression as people write it: ``ketamine AND (crps-terms OR sudeck*)``.

What could be understood in two ways is refused: AND beside OR without parentheses, and
two words side by side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from ketaevidence.errors import QuestionError
from ketaevidence.question.expression import All, AnyOf, Expression, Not, Term
from ketaevidence.question.model import Question, Vocabulary

#: A word that ends so names a vocabulary of the question.
VOCABULARY_ENDING = "-terms"
_TOKEN = re.compile(
    r"\s*(?:(?P<sign>[()])|\"(?P<straight>[^\"]*)\"|“(?P<curly>[^”]*)”"
    r"|(?P<word>[^\s()\"“”]+))"
)
_OPERATORS = ("AND", "OR", "NOT")
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    #: Counted from 1, as an editor does.
    place: int


def named_vocabularies(question: Question) -> dict[str, Vocabulary]:
    """Give the vocabularies of a question by every name that they go by."""
    named = {"drug": question.drug, "condition": question.condition}
    for vocabulary in (question.drug, question.condition):
        if vocabulary.name:
            named[vocabulary.name.lower()] = vocabulary
    return named


def parse_expression(
    text: str, vocabularies: Mapping[str, Vocabulary] | None = None
) -> Expression:
    """Read a match expression.

    Parameters
    ----------
    text
        Words, "quoted phrases", words cut with ``*`` (``sudeck*``), AND, OR, NOT in
        capitals, and parentheses. ``drug-terms`` and ``condition-terms`` stand for the
        question's vocabularies, as do the names that it gives them (``crps-terms``).
    vocabularies
        What may be named so, by names in small letters.

    Raises
    ------
    QuestionError
        If it cannot be understood, or in more than one way; the place is named.

    Examples
    --------
    >>> parse_expression("pain AND sudeck*").parts[1].is_truncated
    True
    """
    parser = _Parser(text, _tokens(text), vocabularies or {})
    expression = parser.chain(0)
    if parser.token.kind != "end":
        parser.refuse("this closing parenthesis was never opened")
    return expression


def _tokens(text: str) -> list[_Token]:
    tokens, position = [], 0
    while match := _TOKEN.match(text, position):
        kind = match.lastgroup or ""
        found, position = match[kind], match.end()
        place = match.start(kind) + 1
        if kind == "word" and found in _OPERATORS:
            kind = "operator"
        elif kind in ("straight", "curly"):
            kind = "phrase"
        tokens.append(_Token(kind, found, place))
    rest = text[position:].strip()
    if rest:
        place = text.index(rest, position) + 1
        _refuse(text, place, "the quotation mark is not closed")
    return [*tokens, _Token("end", "", len(text) + 1)]


class _Parser:
    """The tokens of one expression, read from left to right."""

    def __init__(
        self, text: str, tokens: list[_Token], vocabularies: Mapping[str, Vocabulary]
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._vocabularies = vocabularies
        self._next = 0

    @property
    def token(self) -> _Token:
        """The token that is read next."""
        return self._tokens[self._next]

    def refuse(self, why: str) -> NoReturn:
        """Say what is wrong with the token that is read next."""
        _refuse(self._text, self.token.place, why)

    def chain(self, depth: int) -> Expression:
        """Read items joined by operators of one kind, up to a closing parenthesis."""
        if depth > _DEEPEST:
            self.refuse(f"more than {_DEEPEST} parentheses inside each other")
        parts, joined_by = [self._item(depth)], ""
        while self.token.kind not in ("end", "sign") or self.token.text == "(":
            operator = self.token.text
            if self.token.kind != "operator":
                self.refuse(
                    f"{operator!r} needs AND, OR or NOT in capitals before it, "
                    "or quotation marks around the phrase"
                )
            kind = "OR" if operator == "OR" else "AND"
            if joined_by and kind != joined_by:
                self.refuse("put parentheses: OR stands beside AND or NOT")
            joined_by = kind
            if operator != "NOT":
                self._next += 1
            parts.append(self._item(depth))
        if len(parts) == 1:
            return parts[0]
        return AnyOf(tuple(parts)) if joined_by == "OR" else All(tuple(parts))

    def _item(self, depth: int) -> Expression:
        token = self.token
        if (token.kind, token.text) == ("operator", "NOT"):
            self._next += 1
            if (self.token.kind, self.token.text) == ("operator", "NOT"):
                self.refuse("NOT stands twice")
            return Not(self._item(depth))
        if (token.kind, token.text) == ("sign", "("):
            self._next += 1
            inner = self.chain(depth + 1)
            if self.token.text != ")":
                self.refuse("a parenthesis is not closed")
            self._next += 1
            return inner
        if token.kind not in ("word", "phrase"):
            self.refuse("a word or a phrase is missing here")
        term = self._term(token)
        self._next += 1
        return term

    def _term(self, token: _Token) -> Term:
        lowered = token.text.lower()
        if token.kind == "word" and lowered.endswith(VOCABULARY_ENDING):
            vocabulary = self._vocabularies.get(lowered.removesuffix(VOCABULARY_ENDING))
            if vocabulary is None:
                names = sorted(self._vocabularies)
                known = ", ".join(name + VOCABULARY_ENDING for name in names) or "none"
                self.refuse(f"{token.text!r} is no vocabulary here ({known})")
            return Term(vocabulary)
        words = " ".join(token.text.split())
        is_truncated = words.endswith("*")
        words = words.removesuffix("*")
        if "*" in words:
            self.refuse("* may stand at the end of a word or phrase only")
        if token.kind == "word" and ("[" in words or "]" in words):
            self.refuse("field tags such as [tiab] have no meaning here")
        if not any(letter.isalnum() for letter in words):
            self.refuse("a word or a phrase is missing here")
        return Term(Vocabulary((words,)), is_truncated)


def _refuse(text: str, place: int, why: str) -> NoReturn:
    msg = f"match expression {text!r}, at character {place}: {why}."
    raise QuestionError(msg)
