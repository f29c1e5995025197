"""Records as CSL-JSON, which citation processors, pandoc and Zotero read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ketaevidence.exchange.citing import (
    abstract_of,
    authors_of,
    book_of,
    doi_address,
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


def csl_json(records: Iterable[Record]) -> str:
    """Write records as CSL-JSON.

    Examples
    --------
    >>> (item,) = json.loads(csl_json([Record("Ketamine for pain", pmid="1")]))
    >>> item["id"], item["type"], item["PMID"]
    ('pmid:1', 'article-journal', '1')
    """
    items = [csl_item(record) for record in records]
    return json.dumps(items, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def csl_item(record: Record) -> dict[str, Any]:
    """Give a record as CSL's variables; what it does not have is left out."""
    book = record.book
    item: dict[str, Any] = {
        "title": title_of(record),
        "author": _people(authors_of(record)),
        "issued": _date(record.published),
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages,
        "DOI": record.doi,
        "PMID": record.pmid,
        "PMCID": record.pmcid,
        "URL": pubmed_address(record) or doi_address(record),
        "abstract": abstract_of(record),
        "keyword": ", ".join(keywords_of(record)),
        "language": ", ".join(record.languages),
        "note": "\n".join(notes_of(record)),
        "annote": summary_of(record),
    }
    if record.kind != "book" or book is None:
        item |= {
            "container-title": journal_of(record),
            "container-title-short": record.journal.iso_abbreviation,
            "ISSN": record.journal.issn,
        }
    else:
        item |= {
            "container-title": book_of(record),
            "editor": _people(people_of(book.editors)),
            "publisher": book.publisher,
            "publisher-place": book.place,
            "edition": book.edition,
            "ISBN": " ".join(book.isbns),
        }
    known = {
        name: _lines(value) if isinstance(value, str) else value
        for name, value in item.items()
        if value
    }
    return {"id": record.key, "type": _kind(record), **known}


def _kind(record: Record) -> str:
    if record.kind != "book":
        return "article-journal"
    return "book" if book_of(record) is None else "chapter"


def _lines(text: str) -> str:
    return "\n".join(one_line(line) for line in text.split("\n"))


def _people(people: Iterable[Author]) -> list[dict[str, str]]:
    return [_person(author) for author in people]


def _person(author: Author) -> dict[str, str]:
    if author.collective_name:
        return {"literal": one_line(author.collective_name)}
    parts = {
        "family": one_line(author.last_name or ""),
        "given": fore_name_of(author),
        "suffix": one_line(author.suffix or ""),
    }
    return {name: part for name, part in parts.items() if part}


def _date(published: PartialDate) -> dict[str, Any] | None:
    if published.year is None:
        return {"literal": one_line(published.words)} if published.words else None
    known = [published.year]
    if published.month:
        known.append(published.month)
        if published.day:
            known.append(published.day)
    return {"date-parts": [known]}
