"""Records as RIS, which Zotero, EndNote, Rayyan, Covidence and ASReview read.

A PMID gets lost in most of them unless it stands where each looks for it: in ``AN``
beside ``DB  - PubMed``, in the address (``UR``), and in a note of its own (``N1``).

The lines are written here and not by rispy, whose writer lets a line break in a title
end the field, or the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

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
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Author

#: What screening tools note in RIS. A record that came from such a file carries it,
#: and it would speak for decisions that were taken there.
_OTHER_TOOLS = ("asreview", "rayyan-", "user-notes")
#: Further notes on a record.
Notes = Callable[[Record], Iterable[str]]


def ris_text(records: Iterable[Record], notes: Notes = lambda _: ()) -> str:
    r"""Write records as RIS.

    Parameters
    ----------
    records
        In the order in which they are written.
    notes
        What else is noted on a record, one text for each ``N1``.

    Returns
    -------
    str
        With CR LF at the end of each line, as the format has it.

    Examples
    --------
    >>> text = ris_text([Record("Ketamine for pain", pmid="1", doi="10.1000/a")])
    >>> print(text.replace("\r", ""))
    TY  - JOUR
    TI  - Ketamine for pain
    DO  - 10.1000/a
    DB  - PubMed
    AN  - 1
    UR  - https://pubmed.ncbi.nlm.nih.gov/1/
    N1  - PMID: 1
    ER  -
    <BLANKLINE>
    <BLANKLINE>
    """
    return "".join(_text(record, notes(record)) for record in records)


def _text(record: Record, notes: Iterable[str]) -> str:
    lines = [
        f"{tag}  - {line}"
        for tag, value in _fields(record, notes)
        if value is not None and (line := one_line(value))
    ]
    return "\r\n".join([*lines, "ER  - ", "", ""])


def _fields(record: Record, notes: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    yield "TY", _kind(record)
    yield "ID", record.local_id
    yield "TI", title_of(record)
    yield from (("AU", _name(author)) for author in authors_of(record))
    yield from _where(record)
    yield "PY", str(record.year) if record.year else None
    yield "DA", _date(record.published)
    yield "VL", record.volume
    yield "IS", record.issue
    first, last = first_and_last_page(record)
    yield "SP", first
    yield "EP", last
    yield from (("LA", language) for language in record.languages)
    yield "DO", record.doi
    yield from _identifiers(record)
    yield from (("KW", name) for name in keywords_of(record))
    yield "AB", abstract_of(record)
    own = [*notes_of(record), *notes, *_kept_notes(record), summary_of(record) or ""]
    yield from (("N1", note) for note in dict.fromkeys(own))


def _kind(record: Record) -> str:
    if record.kind != "book":
        return "JOUR"
    return "BOOK" if book_of(record) is None else "CHAP"


def _name(author: Author) -> str:
    """Write ``Last, First, Suffix``; a comma behind the name marks a group.

    Within a part a comma would begin the next one.
    """
    if author.collective_name:
        return f"{_without_commas(author.collective_name)},"
    parts = [_without_commas(author.last_name or ""), fore_name_of(author)]
    if author.suffix:
        parts.append(_without_commas(author.suffix))
    parts[1] = _without_commas(parts[1])
    while parts and not parts[-1]:
        parts.pop()
    return ", ".join(parts) if parts and parts[0] else " ".join(filter(None, parts))


def _without_commas(name: str) -> str:
    return one_line(name.replace(",", ";"))


def _where(record: Record) -> Iterator[tuple[str, str | None]]:
    if record.kind == "book":
        book = record.book
        yield "T2", book_of(record)
        if book is not None:
            yield from (("A2", _name(editor)) for editor in people_of(book.editors))
            yield "PB", book.publisher
            yield "CY", book.place
            yield "ET", book.edition
            yield from (("SN", isbn) for isbn in book.isbns)
        return
    short = record.journal.iso_abbreviation
    yield "JF", journal_of(record)
    yield "JA", short
    yield "SN", record.journal.issn


def _identifiers(record: Record) -> Iterator[tuple[str, str | None]]:
    if record.pmid:
        yield "DB", "PubMed"
        yield "AN", record.pmid
    # EndNote keeps the number in PubMed Central here.
    yield "C2", record.pmcid
    yield "UR", pubmed_address(record) or doi_address(record)


def _date(published: PartialDate) -> str | None:
    """Write ``2009/09/01/``; a season or a range stands behind the last stroke."""
    if published.year is None or not (published.month or published.words):
        return None
    month = f"{published.month:02d}" if published.month else ""
    day = f"{published.day:02d}" if published.day else ""
    words = one_line(published.words or "").removeprefix(f"{published.year:04d} ")
    return f"{published.year:04d}/{month}/{day}/{words}"


def _kept_notes(record: Record) -> Iterator[str]:
    for _, note in record.notes:
        if not any(name in note.casefold() for name in _OTHER_TOOLS):
            yield one_line(note)
