"""Records as BibTeX, for LaTeX and for Zotero.

A key is made of the record alone, so that it is the same in every export: the first
author, the year, and the PMID or else a part of a checksum.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from ketaevidence.exchange.citing import (
    abstract_of,
    authors_of,
    book_of,
    doi_address,
    first_and_last_page,
    fore_name_of,
    journal_of,
    keywords_of,
    notes_of,
    one_line,
    people_of,
    pubmed_address,
    summary_of,
    title_of,
)
from ketaevidence.exchange.latex import latex
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Author

#: BibTeX's own names of the months.
_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun",
    "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_LONGEST_NAME: Final = 40
#: What would end a field that is read to the letter.
_IN_ADDRESS: Final = str.maketrans(
    {"{": "%7B", "}": "%7D", "\\": "%5C", '"': "%22", " ": "%20"}
)


def bibtex_text(records: Iterable[Record]) -> str:
    """Write records as BibTeX, in UTF-8.

    Examples
    --------
    >>> from ketaevidence.records.dates import PartialDate
    >>> print(bibtex_text([Record("Ketamine for pain", pmid="1", doi="10.1000/a_b",
    ...     authors=(Author("Müller", "A. B."),), published=PartialDate(2020, 5))]))
    @article{Muller2020-1,
      author = {Müller, A. B.},
      title = {{Ketamine for pain}},
      year = {2020},
      month = may,
      doi = {10.1000/a_b},
      pmid = {1},
      url = {https://pubmed.ncbi.nlm.nih.gov/1/},
      note = {PMID: 1}
    }
    <BLANKLINE>
    """
    return "\n".join(_entry(record) for record in records)


def citation_key(record: Record) -> str:
    """Give the key by which a text cites a record: ``Sigtermans2009-19604642``."""
    name = "Anonymous"
    for author in authors_of(record)[:1]:
        plain = unicodedata.normalize(
            "NFKD", author.last_name or author.collective_name or ""
        )
        letters = "".join(c for c in plain if c.isascii() and c.isalnum())
        name = letters[:_LONGEST_NAME] or name
    checksum = hashlib.sha256(record.key.encode("utf-8", "replace")).hexdigest()
    return f"{name}{record.year or ''}-{record.pmid or checksum[:10]}"


def _entry(record: Record) -> str:
    kind = "article"
    if record.kind == "book":
        kind = "book" if book_of(record) is None else "incollection"
    fields = ",\n".join(
        f"  {name} = {value}" for name, value in _fields(record) if value is not None
    )
    return f"@{kind}{{{citation_key(record)},\n{fields}\n}}\n"


def _fields(record: Record) -> Iterator[tuple[str, str | None]]:
    yield "author", _names(authors_of(record))
    # Two pairs of braces keep the capitals of names and drugs.
    yield "title", f"{{{_braced(title_of(record))}}}"
    yield from _where(record)
    yield "year", _braced(str(record.year) if record.year else None)
    month = record.published.month
    yield "month", _MONTHS[month - 1] if month else None
    yield "volume", _braced(record.volume)
    yield "number", _braced(record.issue)
    first, last = first_and_last_page(record)
    yield "pages", _braced("--".join(page for page in (first, last) if page))
    # These are read to the letter: nothing in them is escaped as in a text.
    yield "doi", _verbatim(record.doi)
    yield "pmid", _verbatim(record.pmid)
    yield "pmcid", _verbatim(record.pmcid)
    yield "url", _verbatim(pubmed_address(record) or doi_address(record))
    yield "keywords", _braced("; ".join(keywords_of(record)))
    yield "abstract", _braced(abstract_of(record))
    yield "note", _braced(" ".join(_sentences(notes_of(record))))
    # No style prints this one.
    yield "annote", _braced(summary_of(record))


def _where(record: Record) -> Iterator[tuple[str, str | None]]:
    book = record.book
    if record.kind != "book" or book is None:
        yield "journal", _braced(journal_of(record))
        yield "issn", _verbatim(record.journal.issn)
        return
    chapter_of = book_of(record)
    yield "booktitle", f"{{{_braced(chapter_of)}}}" if chapter_of else None
    yield "editor", _names(people_of(book.editors))
    yield "publisher", _braced(book.publisher)
    yield "address", _braced(book.place)
    yield "edition", _braced(book.edition)
    yield "isbn", _verbatim(", ".join(book.isbns))


def _braced(text: str | None) -> str | None:
    line = one_line(text or "")
    return f"{{{latex(line)}}}" if line else None


def _verbatim(text: str | None) -> str | None:
    line = one_line(text or "")
    return f"{{{line.translate(_IN_ADDRESS)}}}" if line else None


def _sentences(notes: Iterable[str]) -> list[str]:
    """Part several notes by full stops; a single one stays as it is."""
    texts = list(notes)
    if len(texts) == 1:
        return texts
    return [text if text.endswith(".") else f"{text}." for text in texts]


def _names(people: Iterable[Author]) -> str | None:
    told = " and ".join(name for person in people if (name := _name(person)))
    return f"{{{told}}}" if told else None


def _name(author: Author) -> str:
    """Write ``Last, Suffix, First``; a group's name in braces is not taken apart."""
    if author.collective_name:
        whole = latex(one_line(author.collective_name))
        return f"{{{whole}}}" if whole else ""
    last = _part(author.last_name or "")
    parts = (last, _part(author.suffix or ""), _part(fore_name_of(author)))
    return ", ".join(part for part in parts if part)


def _part(text: str) -> str:
    """Give a part of a name; braces keep what BibTeX would take for a separator."""
    line = one_line(text)
    is_split = "," in line or "and" in line.casefold().split()
    return f"{{{latex(line)}}}" if is_split else latex(line)
