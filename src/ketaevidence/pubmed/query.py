"""Build a PubMed search from parts, and print exactly what will be sent.

PubMed works through a search from left to right, so every mixture of AND, OR and NOT
is bracketed. Nothing is rewritten: ``str(query)`` is the search, letter by letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketaevidence.errors import PubMedQueryError
from ketaevidence.pubmed.tags import is_tag

#: PubMed ignores a truncation after fewer letters than this (PubMed Help).
_LETTERS_BEFORE_STAR = 4
#: What may stand without quotes: letters, digits, and one truncation at the end.
_WORD = re.compile(r"\w+\*?")
_OPERATORS = frozenset({"and", "or", "not"})
_STARRED = re.compile(r"([^\s*]*)\*")
_QUOTED = re.compile(r'"[^"]*"')


class Query:
    """A search, or a part of one, that combines with others by ``&`` and ``|``.

    Free text is taken wherever a query is: ``Term("ketamine", "tiab") & "crps"``.

    Examples
    --------
    >>> drug = Term("ketamine", "tiab") | Term("S(+)-ketamine", "tiab")
    >>> str(drug & Mesh("Causalgia"))
    '(ketamine[tiab] OR "S(+)-ketamine"[tiab]) AND "Causalgia"[mh]'
    >>> str(drug.but_not(Term("review", "pt")))
    '(ketamine[tiab] OR "S(+)-ketamine"[tiab]) NOT review[pt]'
    """

    __slots__ = ()

    def __and__(self, other: Query | str) -> Query:
        """Find what matches both."""
        return _Joined("AND", (self, as_query(other)))

    def __rand__(self, other: str) -> Query:
        """Find what matches both."""
        return _Joined("AND", (as_query(other), self))

    def __or__(self, other: Query | str) -> Query:
        """Find what matches either."""
        return _Joined("OR", (self, as_query(other)))

    def __ror__(self, other: str) -> Query:
        """Find what matches either."""
        return _Joined("OR", (as_query(other), self))

    def but_not(self, other: Query | str) -> Query:
        """Find what matches this and not the other."""
        return _Joined("NOT", (self, as_query(other)))

    def within(self, operator: str) -> str:
        """Print the query as one part of another under this operator."""
        del operator
        return str(self)


@dataclass(frozen=True, slots=True)
class Term(Query):
    """A word or phrase as it must stand in the record.

    A phrase is quoted, so PubMed does not take it apart; ``*`` at the end of a word
    finds every ending. Free text that PubMed shall interpret is a plain string.

    Parameters
    ----------
    text
        The word or phrase.
    tag
        PubMed's field tag, such as ``"tiab"`` (title and abstract) or ``"au"``;
        ``None`` looks in all fields.

    Raises
    ------
    PubMedQueryError
        If the text is empty or cannot be quoted, or PubMed knows no such field.

    Examples
    --------
    >>> str(Term("reflex sympathetic dystroph*", "tiab"))
    '"reflex sympathetic dystroph*"[tiab]'
    """

    text: str
    tag: str | None = None

    def __post_init__(self) -> None:
        """Refuse what PubMed would read as something else."""
        _text(self.text)
        _check_tag(self.tag)

    def __str__(self) -> str:
        """Print the term, quoted where it must be."""
        text = _text(self.text)
        if not _WORD.fullmatch(text) or text.casefold() in _OPERATORS:
            text = f'"{text}"'
        return text if self.tag is None else f"{text}[{self.tag}]"


@dataclass(frozen=True, slots=True)
class Mesh(Query):
    """A subject heading of PubMed's thesaurus, with the narrower ones below it.

    Parameters
    ----------
    name
        The heading, ``"Complex Regional Pain Syndromes"``, or with a subheading,
        ``"Ketamine/adverse effects"``.
    major
        Only where it is a main topic of the article.
    narrower
        Whether the headings below it are found too.

    Raises
    ------
    PubMedQueryError
        If the heading is empty or cut off by a ``*``.

    Examples
    --------
    >>> str(Mesh("Complex Regional Pain Syndromes", narrower=False))
    '"Complex Regional Pain Syndromes"[mh:noexp]'
    """

    name: str
    major: bool = False
    narrower: bool = True

    def __post_init__(self) -> None:
        """Refuse an empty or truncated heading."""
        if "*" in _text(self.name):
            msg = f"The subject heading {self.name!r} holds a *; write it in full."
            raise PubMedQueryError(msg)

    def __str__(self) -> str:
        """Print the heading, always quoted."""
        tag = "majr" if self.major else "mh"
        return f'"{_text(self.name)}"[{tag}{"" if self.narrower else ":noexp"}]'


@dataclass(frozen=True, slots=True)
class Between(Query):
    """A range of dates or PMIDs, both ends included.

    Examples
    --------
    >>> str(Between("2020", "2025/06", "dp"))
    '2020:2025/06[dp]'
    """

    first: str
    last: str
    tag: str

    def __post_init__(self) -> None:
        """Refuse what is no number or date (year/month/day)."""
        _check_tag(self.tag)
        for end in (self.first, self.last):
            if not re.fullmatch(r"[0-9]+(/[0-9]{1,2}){0,2}", end):
                msg = (
                    f"The range's end {end!r} is neither a number nor a date such as "
                    "2025, 2025/06 or 2025/06/30."
                )
                raise PubMedQueryError(msg)

    def __str__(self) -> str:
        """Print the range."""
        return f"{self.first}:{self.last}[{self.tag}]"


@dataclass(frozen=True, slots=True)
class FreeText(Query):
    """A search in the words of its author, sent as it is.

    PubMed maps its words to subject headings by rules of its own; every search keeps
    PubMed's translation.

    Raises
    ------
    PubMedQueryError
        If it is empty, or its quotes or brackets do not close.
    """

    text: str

    def __post_init__(self) -> None:
        """Refuse a text that would run into its neighbours."""
        text = _plain(self.text)
        if text.count('"') % 2:
            msg = f"The search {_shown(text)} opens a quote that it does not close."
            raise PubMedQueryError(msg)
        depth = 0
        for character in _QUOTED.sub("", text):
            depth += (character == "(") - (character == ")")
            if depth < 0:
                break
        if depth:
            msg = f"The search {_shown(text)} has a bracket without its partner."
            raise PubMedQueryError(msg)

    def __str__(self) -> str:
        """Print the text, on one line."""
        return _plain(self.text)

    def within(self, operator: str) -> str:
        """Print the text in brackets, unless it is one word."""
        del operator
        text = str(self)
        bare = _WORD.fullmatch(text) and text.casefold() not in _OPERATORS
        return text if bare else f"({text})"


@dataclass(frozen=True, slots=True)
class _Joined(Query):
    """Parts under one operator."""

    operator: str
    parts: tuple[Query, ...]

    def __str__(self) -> str:
        """Print the parts with the operator between them."""
        return f" {self.operator} ".join(
            part.within(self.operator) for part in self.parts
        )

    def within(self, operator: str) -> str:
        """Print the parts, in brackets unless they may run on."""
        # a AND (b AND c) is a AND b AND c; with NOT the order of work matters.
        same = operator == self.operator and operator != "NOT"
        return str(self) if same else f"({self})"


def as_query(search: Query | str) -> Query:
    """Take free text for a query; give a query as it is.

    Raises
    ------
    PubMedQueryError
        If the text is empty, or its quotes or brackets do not close.
    """
    return search if isinstance(search, Query) else FreeText(search)


def _plain(text: str) -> str:
    """Give a text on one line; refuse an empty one and control characters."""
    words = " ".join(text.split())
    if not words or not any(character.isalnum() for character in words):
        msg = "The search is empty: PubMed needs at least one word to look for."
        raise PubMedQueryError(msg)
    if not words.isprintable():
        msg = f"The search {_shown(words)} holds a control character; remove it."
        raise PubMedQueryError(msg)
    return words


def _text(text: str) -> str:
    words = _plain(text)
    if len(words) > 1 and words[0] == words[-1] == '"':
        words = _plain(words[1:-1])
    if '"' in words:
        msg = f"The term {_shown(words)} holds a quote; PubMed cannot look for one."
        raise PubMedQueryError(msg)
    for stem in _STARRED.findall(words):
        if len(stem) < _LETTERS_BEFORE_STAR:
            msg = (
                f"The term {_shown(words)} is cut off after {len(stem)} letters; "
                f"PubMed needs at least {_LETTERS_BEFORE_STAR} before a *."
            )
            raise PubMedQueryError(msg)
    return words


def _check_tag(tag: str | None) -> None:
    if tag is not None and not is_tag(tag):
        msg = (
            f"PubMed knows no field [{tag}] and would search everything instead; use "
            "one of its tags, such as tiab, ti, mh, au or dp."
        )
        raise PubMedQueryError(msg)


def _shown(text: str) -> str:
    return ascii(text if len(text) <= 80 else f"{text[:77]}...")
