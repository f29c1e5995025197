"""What every reference format says of a record: one line of text, links, the abstract.

A summary by this project is no abstract and is never written into a field for one.
That PubMed marks a record as retracted, or as under concern, is said in a note, for a
list of references outlives the search in which it was seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from ketaevidence.present.words import visible
from ketaevidence.records.integrity import signals
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Author

#: Signs of a DOI that need no escape in an address.
_PLAIN_IN_DOI: Final = "/:;().,_-<>"
_SPACES: Final = re.compile(" +")
_PAGES: Final = re.compile(r"(\w+)[-\u2013](\w+)")
_CAUTIONS: Final = {
    "retracted": "PubMed marks this publication as retracted.",
    "concern": "PubMed links this publication to an expression of concern.",
}


def one_line(text: str) -> str:
    r"""Give a text as one line, without what hides in it or ends a line anywhere.

    Examples
    --------
    >>> one_line("Ketamine\r\nER  - \u202epain")
    'Ketamine ER - pain'
    """
    return _SPACES.sub(" ", visible(text)).strip()


def title_of(record: Record) -> str:
    """Give a record's title; every format needs one."""
    return one_line(record.title) or "[No title]"


def pubmed_address(record: Record) -> str | None:
    """Give the address of a record in PubMed, if it has a PMID."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{record.pmid}/" if record.pmid else None


def doi_address(record: Record) -> str | None:
    """Give the address that a record's DOI leads to."""
    if not record.doi:
        return None
    return f"https://doi.org/{quote(one_line(record.doi), safe=_PLAIN_IN_DOI)}"


def abstract_of(record: Record) -> str | None:
    """Give the publisher's abstract as one line; ``None`` where there is none."""
    parts = [
        f"{section.label}: {section.text}" if section.label else section.text
        for section in record.sections
        if section.written_by == "publisher"
    ]
    return one_line(" ".join(parts)) or None


def authors_of(record: Record) -> tuple[Author, ...]:
    """Give the authors, without names that PubMed keeps to show a misprint."""
    return people_of(author for author in record.authors if author.is_valid)


def people_of(people: Iterable[Author]) -> tuple[Author, ...]:
    """Give the people and groups of whom any name can be seen."""
    return tuple(person for person in people if one_line(person.name))


def fore_name_of(author: Author) -> str:
    """Give a person's fore name, or the initials as names are written: ``M. J.``."""
    if author.fore_name:
        return one_line(author.fore_name)
    return " ".join(f"{letter}." for letter in one_line(author.initials or ""))


def journal_of(record: Record) -> str | None:
    """Give the journal's name, or else its abbreviation."""
    journal = record.journal
    name = journal.title or journal.iso_abbreviation or journal.medline_abbreviation
    return one_line(name or "") or None


def book_of(record: Record) -> str | None:
    """Give the title of the book of which a record is a chapter."""
    if record.kind != "book" or record.book is None or not record.book.title:
        return None
    title = one_line(record.book.title)
    return title if title.casefold() != title_of(record).casefold() else None


def first_and_last_page(record: Record) -> tuple[str | None, str | None]:
    """Give the first and the last page, as printed; one field where it is no range.

    Examples
    --------
    >>> first_and_last_page(Record("A title", pages="304-11"))
    ('304', '11')
    >>> first_and_last_page(Record("A title", pages="S1, S5"))
    ('S1, S5', None)
    """
    pages = one_line(record.pages or "")
    match = _PAGES.fullmatch(pages)
    return (match[1], match[2]) if match else (pages or None, None)


def notes_of(record: Record) -> Iterator[str]:
    """Yield what stands in a note: the PMID, a warning, registrations."""
    if record.pmid:
        yield f"PMID: {record.pmid}"
    found = signals(record)
    yield from (words for name, words in _CAUTIONS.items() if name in found)
    for registration in record.registrations:
        yield one_line(f"{registration.registry}: {registration.accession}")


def summary_of(record: Record) -> str | None:
    """Give a summary by this project, which says of itself that it is no abstract."""
    words = " ".join(s.text for s in record.sections if s.written_by == "project")
    return (
        f"Summary by a review, not the abstract: {one_line(words)}" if words else None
    )


def keywords_of(record: Record) -> tuple[str, ...]:
    """Give keywords and subject headings, each once."""
    names = [keyword.name for keyword in record.keywords]
    names += [heading.name for heading in record.mesh]
    return tuple(dict.fromkeys(name for text in names if (name := one_line(text))))
