"""Read RIS, in which reference managers and databases hand records on.

RIS says much less than PubMed: above all, its type of reference is no publication type,
so that a record from RIS never counts as a trial, or as retracted, by its type.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from ketaevidence.errors import ReadError
from ketaevidence.pubmed.ris_fields import Fields, read_fields
from ketaevidence.pubmed.ris_values import (
    author,
    doi,
    issn,
    keyword,
    pages,
    pmcid,
    pmids,
    published,
)
from ketaevidence.pubmed.slices import Slice
from ketaevidence.pubmed.text_slices import Piece, numbered_lines
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Book, Journal, Section

_START = re.compile(r"^\ufeff?TY  -", re.MULTILINE)
_START_LINE = re.compile(rb"TY  -")
_END_LINE = re.compile(rb"ER  -")
#: What Ovid and the Cochrane Library print above each record.
_HEADING = re.compile(
    rb"\s*(?:\d+\.|<\d+>|Record #\d+ of \d+|(?:Provider|Content): .*)\s*", re.DOTALL
)
_CHAPTERS = frozenset({"CHAP", "ECHAP"})
_BOOKS = _CHAPTERS | {"BOOK", "EBOOK", "EDBOOK"}
#: EBSCO prints this behind the abstract.
_COPYRIGHT = "Copyright of "


def is_ris(text: str) -> bool:
    """Say whether a text looks like RIS."""
    return not text.lstrip().startswith("<") and _START.search(text[:5000]) is not None


def ris_slices(chunks: Iterable[bytes], name: str) -> Iterator[Slice]:
    """Yield every record of a RIS file, in the file's order.

    A record goes from its ``TY`` line to its ``ER`` line. White space between records,
    and the numbers and headings that Ovid and the Cochrane Library set above them,
    belong to none.

    Parameters
    ----------
    chunks
        The decompressed file, in parts of any size; one record and one part are held
        at a time.
    name
        The file's name, for messages.

    Yields
    ------
    Slice
        Records of the kind ``RIS``, and pieces with a problem.

    Raises
    ------
    ReadError
        If the file is in UTF-16 or holds an absurdly large piece.
    """
    record, junk = Piece(name), Piece(name)
    for offset, line in numbered_lines(chunks, name):
        if _START_LINE.match(line):
            yield from _broken(junk, record)
            record.add(offset, line)
        elif record:
            record.add(offset, line)
            if _END_LINE.match(line):
                yield from record.take("RIS")
        elif _HEADING.fullmatch(line):
            yield from _broken(junk, record)
        elif junk or line.strip():
            junk.add(offset, line)
    yield from _broken(junk, record)


def _broken(junk: Piece, record: Piece) -> Iterator[Slice]:
    yield from junk.take(None, "it is no RIS record: it does not start with TY")
    yield from record.take(None, "its end (ER) is missing")


def read_ris(raw: bytes, name: str) -> Record:
    """Read one RIS record.

    Parameters
    ----------
    raw
        The record's own bytes, from its ``TY`` line to its ``ER`` line.
    name
        The file's name, for messages.

    Returns
    -------
    Record
        Without publication types and with a PMID only if a field says that it is one.
        Where the record has no PMID and no DOI, its ``local_id`` is its accession
        number, or else made from its own text.

    Raises
    ------
    ReadError
        If the bytes are no UTF-8 or no RIS, the record has no title, or its fields
        name several PMIDs.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        msg = f"{name}: a RIS record is not in UTF-8; save the file as UTF-8."
        raise ReadError(msg) from error
    fields = read_fields(text, name)
    title = fields.first("TI", "T1", "CT", "BT")
    if title is None:
        msg = f"{name}: a RIS record has no title (TI, T1); export the file again."
        raise ReadError(msg)
    numbers = pmids(fields)
    if len(numbers) > 1:
        msg = (
            f"{name}: the RIS record {title[:60]!r} names several PMIDs "
            f"({', '.join(numbers)}); leave only its own."
        )
        raise ReadError(msg)
    return _record(title, numbers[0] if numbers else None, fields, text)


def _record(title: str, pmid: str | None, fields: Fields, text: str) -> Record:
    is_book = fields.first("TY") in _BOOKS
    texts = tuple(dict.fromkeys((*fields.all("AB"), *fields.all("N2"))))
    copyrights = [words for words in texts if words.startswith(_COPYRIGHT)]
    accession, own_doi = fields.first("AN"), doi(fields)
    return Record(
        title=title,
        pmid=pmid,
        local_id=_own_name(fields) or (None if pmid or own_doi else _made_up(text)),
        kind="book" if is_book else "article",
        sections=tuple(Section(words) for words in texts if words not in copyrights),
        abstract_copyright=copyrights[0] if copyrights else None,
        authors=tuple(
            author(line)
            for line in dict.fromkeys((*fields.all("A1"), *fields.all("AU")))
        ),
        journal=_journal(fields),
        volume=fields.first("VL"),
        issue=fields.first("IS"),
        pages=pages(fields.first("SP"), fields.first("EP")),
        book=_book(fields) if is_book else None,
        published=published(fields.first("PY", "Y1"), fields.first("DA")),
        doi=own_doi,
        pmcid=pmcid(fields),
        other_ids=(
            (("accession", accession),) if accession and accession != pmid else ()
        ),
        languages=fields.all("LA"),
        keywords=tuple(keyword(line) for line in fields.all("KW")),
        notes=tuple(("", line) for line in fields.all("N1")),
    )


def _journal(fields: Fields) -> Journal:
    title = fields.first("JF", "T2", "JO", "JA", "J2")
    short = fields.first("JA", "J2", "JO")
    return Journal(
        title=title,
        iso_abbreviation=short if short != title else None,
        issn=issn(fields.all("SN")),
    )


def _book(fields: Fields) -> Book:
    is_chapter = fields.first("TY") in _CHAPTERS
    return Book(
        # Behind a whole book's title, T2 is the series in which it is.
        title=fields.first("T2" if is_chapter else "TI", "BT", "T1"),
        collection=fields.first("T3" if is_chapter else "T2"),
        publisher=fields.first("PB"),
        place=fields.first("CY"),
        edition=fields.first("ET"),
        isbns=fields.all("SN"),
        editors=tuple(author(line) for line in fields.all("A2")),
    )


def _own_name(fields: Fields) -> str | None:
    """Give the name that its source gave the record.

    A bare number counts the records of one library or of one database, and another's
    record can have the same; it names nothing alone.
    """
    record_id, accession = fields.first("ID"), fields.first("AN")
    database = fields.first("DB")
    if record_id and not record_id.isdecimal():
        return record_id
    if accession and not accession.isdecimal():
        return accession
    return f"{database} {accession}" if accession and database else None


def _made_up(text: str) -> str:
    """Name a record after its own text, so that its name is always the same."""
    lines = (line.strip() for line in text.splitlines())
    content = "\n".join(line for line in lines if line)
    return f"ris-{hashlib.sha256(content.encode()).hexdigest()[:16]}"
