"""Facts on a drug that no study of a review measures, each with its source.

How a drug acts is not what the trials of a review ask. What may be said of it is data:
a table of statements that people entered with the work in which they read each.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from ketaevidence.errors import CurationError
from ketaevidence.question.matching import first_match
from ketaevidence.question.model import Question

_TOPICS: Final = frozenset({"mechanism"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement on a drug, and the work in which a person read it."""

    drug: str
    topic: str
    #: Words of a text that the statement answers, parted by semicolons.
    words: str
    statement: str
    author: str
    year: int
    title: str
    journal: str
    pmid: str | None
    doi: str | None
    url: str | None
    read_in: str | None

    @property
    def label(self) -> str:
        """The work as a reader calls it: first author and year."""
        return f"{self.author.split()[0]} {self.year}"

    def answers(self, words: str) -> bool:
        """Say whether some words name what the statement is about."""
        return any(
            re.search(rf"(?<!\w){re.escape(term.strip())}", words, re.IGNORECASE)
            for term in self.words.split(";")
            if term.strip()
        )


def read_facts(path: str | Path) -> tuple[Fact, ...]:
    """Read a table of facts (CSV) that people entered.

    Parameters
    ----------
    path
        A file with the columns of ``claims/facts.csv``. A statement needs an author, a
        year, a title, and a PMID or a DOI.

    Raises
    ------
    CurationError
        If the file cannot be read, or a row has no source.
    """
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: the facts cannot be read ({error})."
        raise CurationError(msg) from error
    return _read(text, str(path))


@lru_cache(maxsize=1)
def shipped_facts() -> tuple[Fact, ...]:
    """Give the facts that are shipped with this program."""
    text = files(__package__).joinpath("facts.csv").read_text("utf-8")
    return _read(text, "the shipped facts")


def facts_on(question: Question, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Keep the facts whose drug is the question's."""
    return tuple(fact for fact in facts if first_match(question.drug, fact.drug))


def _read(text: str, name: str) -> tuple[Fact, ...]:
    columns = [field.name for field in fields(Fact)]
    rows = csv.DictReader(io.StringIO(text), strict=True)
    try:
        given = list(rows)
    except csv.Error as error:
        msg = f"{name}: not a table ({error})."
        raise CurationError(msg) from error
    if rows.fieldnames is None or list(rows.fieldnames) != columns:
        msg = f"{name}: the columns must be {', '.join(columns)}."
        raise CurationError(msg)
    return tuple(_fact(row, f"{name}, row {n}") for n, row in enumerate(given, start=2))


def _fact(row: dict[str, str | None], place: str) -> Fact:
    cells = {key: (value or "").strip() for key, value in row.items() if key}
    needed = ("drug", "topic", "words", "statement", "author", "year", "title")
    missing = [key for key in needed if not cells.get(key)]
    if not cells.get("pmid") and not cells.get("doi"):
        missing.append("pmid or doi")
    if missing:
        msg = (
            f"{place}: {', '.join(missing)} missing; no fact stands without its source."
        )
        raise CurationError(msg)
    if not re.fullmatch(r"(?:19|20)\d\d", cells["year"]):
        msg = f"{place}: the year {cells['year']!r} is none; write four digits."
        raise CurationError(msg)
    if cells["topic"] not in _TOPICS:
        msg = f"{place}: the topic {cells['topic']!r} is none of {', '.join(_TOPICS)}."
        raise CurationError(msg)
    optional = {
        key: cells.get(key) or None for key in ("pmid", "doi", "url", "read_in")
    }
    return Fact(
        drug=cells["drug"], topic=cells["topic"], words=cells["words"],
        statement=cells["statement"], author=cells["author"], year=int(cells["year"]),
        title=cells["title"], journal=cells.get("journal", ""), **optional,
    )  # fmt: skip
