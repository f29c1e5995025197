"""How a cell of a table comes from a Record: lists become one text, dates stay partial.

A cell whose text is empty counts as missing; the columns see to that. These functions
run for every record of a file, so they do no more than they must.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Author, Section

#: Between the parts of a cell that lists names or numbers.
SEPARATOR = "; "
#: Between sentences, which may hold a semicolon themselves: one a line.
LINE = "\n"
#: A column of whole numbers holds every number of so many digits.
_DIGITS = 18
_join = SEPARATOR.join


@lru_cache(8192)
def day(date: PartialDate | None) -> str | None:
    """Give a date as far as it is known; a file has few, again and again."""
    return str(date) if date is not None else None


@lru_cache(8192)
def first_day(date: PartialDate) -> str | None:
    """Give the first day that a partial date can mean."""
    span = date.span
    return span[0].isoformat() if span else None


@lru_cache(8192)
def last_day(date: PartialDate) -> str | None:
    """Give the last day that a partial date can mean."""
    span = date.span
    return span[1].isoformat() if span else None


def history(record: Record) -> str:
    """Give the days of PubMed's history, each after what happened."""
    return _join([f"{status} {day(date)}" for status, date in record.history])


def abstract(record: Record) -> str:
    """Give the publisher's abstract, a section a line; no summary by this project."""
    return _lines(s for s in record.sections if s.written_by == "publisher")


def other_abstracts(record: Record) -> str:
    """Give further abstracts, an empty line between two, with kind and language."""
    return "\n\n".join(
        [
            f"{other.kind} ({other.language or 'language unknown'}): "
            f"{_lines(other.sections)}"
            for other in record.other_abstracts
        ]
    )


def _lines(sections: Iterable[Section]) -> str:
    return LINE.join([f"{s.label}: {s.text}" if s.label else s.text for s in sections])


def names(people: Iterable[Author]) -> str:
    """Give the names of people and groups as a reference list prints them."""
    return _join([person.name for person in people])


def affiliations(record: Record) -> str:
    """Give the authors' affiliations, each once, one a line."""
    return LINE.join(
        dict.fromkeys(
            [place for person in record.authors for place in person.affiliations]
        )
    )


def orcids(record: Record) -> str:
    """Give the ORCIDs of those authors who have one, as PubMed writes them."""
    return _join([person.orcid for person in record.authors if person.orcid])


def corrections(record: Record) -> str:
    """Give the links to notices and other articles, with their kind and PMID."""
    return _join(
        [
            f"{link.kind}: {link.reference}"
            + (f" (PMID {link.pmid})" if link.pmid else "")
            for link in record.corrections
        ]
    )


def grants(record: Record) -> str:
    """Give the grants: number, acronym, agency and country as far as named."""
    parts = [(g.number, g.acronym, g.agency, g.country) for g in record.grants]
    return _join([", ".join(filter(None, grant)) for grant in parts])


def pairs(given: Iterable[tuple[str, str]], separator: str = SEPARATOR) -> str:
    """Give (kind, value) pairs as "kind: value"."""
    return separator.join([f"{kind}: {value}" for kind, value in given])


def whole_number(text: str | None) -> int | None:
    """Give a count that stands as text; what is no plain number is missing."""
    if text and text.isascii() and text.isdecimal() and len(text) <= _DIGITS:
        return int(text)
    return None
