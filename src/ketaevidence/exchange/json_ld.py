"""A review as JSON-LD: what data it holds, and the articles that it includes.

In the words of schema.org, so that search engines for data sets find it and a web page
can carry it. It holds citations and names of what was measured; no number, no abstract.

References
----------
schema.org, https://schema.org/Dataset, https://schema.org/ScholarlyArticle.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ketaevidence.curation.vocabulary import words_for
from ketaevidence.exchange.citing import (
    authors_of,
    book_of,
    doi_address,
    fore_name_of,
    journal_of,
    one_line,
    pubmed_address,
    title_of,
)
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.records.integrity import signals
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Author

_CONTEXT = "https://schema.org"


def json_ld(snapshot: Snapshot, included: Sequence[Record]) -> str:
    """Write a review as JSON-LD.

    Parameters
    ----------
    snapshot
        The state of the review.
    included
        The records of its included reports, in the order in which they are written.
    """
    articles = [article(record) for record in included]
    document = {
        "@context": _CONTEXT,
        "@graph": [_data_set(snapshot, articles), *articles],
    }
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def article(record: Record) -> dict[str, Any]:
    """Give a record as a ScholarlyArticle; what it does not have is left out.

    Examples
    --------
    >>> found = article(Record("Ketamine for pain", pmid="1"))
    >>> found["@type"], found["identifier"][0]["value"]
    ('ScholarlyArticle', '1')
    """
    address = pubmed_address(record) or doi_address(record)
    same = [a for a in (doi_address(record),) if a and a != address]
    found: dict[str, Any] = {
        "name": title_of(record),
        "headline": title_of(record),
        "author": [_agent(author) for author in authors_of(record)],
        "datePublished": _date(record),
        "identifier": _identifiers(record),
        "url": address,
        "sameAs": same,
        "isPartOf": _part_of(record),
        "pagination": one_line(record.pages or ""),
        "inLanguage": [one_line(name) for name in record.languages],
        "creativeWorkStatus": "Retracted" if "retracted" in signals(record) else None,
    }
    known = {name: value for name, value in found.items() if value}
    # A name of its own; other tools know it by its address.
    return {"@type": "ScholarlyArticle", "@id": address or f"#{record.key}", **known}


def _data_set(snapshot: Snapshot, articles: list[dict[str, Any]]) -> dict[str, Any]:
    question = snapshot.question
    outcomes = words_for(question)["results"]["outcome"]
    measured = dict.fromkeys(row.outcome for row in snapshot.register.results)
    n = len(articles)
    about = one_line(
        f"{question.title}. {question.sentence} A systematic review with "
        f"{n} included {'report' if n == 1 else 'reports'}; its records, decisions and "
        "results, each with the place where it was read."
    )
    found: dict[str, Any] = {
        "name": one_line(question.title) or one_line(question.name),
        "alternateName": one_line(question.name),
        "description": about,
        "dateModified": snapshot.as_of,
        "variableMeasured": [outcomes.get(name, name) for name in measured],
        "keywords": [n for n in (question.drug.name, question.condition.name) if n],
        "citation": [{"@id": entry["@id"]} for entry in articles],
    }
    known = {name: value for name, value in found.items() if value}
    return {"@type": "Dataset", "@id": "#review", **known}


def _agent(author: Author) -> dict[str, str]:
    if author.collective_name:
        return {"@type": "Organization", "name": one_line(author.collective_name)}
    given, family = fore_name_of(author), one_line(author.last_name or "")
    name = " ".join(part for part in (given, family) if part)
    found = {"@type": "Person", "name": name}
    found |= {"familyName": family} if family else {}
    found |= {"givenName": given} if given else {}
    if author.orcid:
        found["identifier"] = one_line(author.orcid)
    return found


def _date(record: Record) -> str | None:
    """Give the date as ISO 8601 has it; a season gives the year alone."""
    date = record.published
    if date.year is None:
        return None
    parts = [f"{date.year:04d}"]
    if date.month:
        parts.append(f"{date.month:02d}")
        if date.day:
            parts.append(f"{date.day:02d}")
    return "-".join(parts)


def _identifiers(record: Record) -> list[dict[str, str]]:
    names = (("PMID", record.pmid), ("DOI", record.doi), ("PMCID", record.pmcid))
    return [
        {"@type": "PropertyValue", "propertyID": name, "value": one_line(value)}
        for name, value in names
        if value
    ]


def _part_of(record: Record) -> dict[str, Any] | None:
    """Give the journal with its volume and issue, or the book."""
    if record.kind == "book":
        title = book_of(record)
        return {"@type": "Book", "name": title} if title else None
    name = journal_of(record)
    if name is None:
        return None
    journal: dict[str, Any] = {"@type": "Periodical", "name": name}
    if record.journal.issn:
        journal["issn"] = one_line(record.journal.issn)
    for kind, key, value in (
        ("PublicationVolume", "volumeNumber", record.volume),
        ("PublicationIssue", "issueNumber", record.issue),
    ):
        if value:
            journal = {"@type": kind, key: one_line(value), "isPartOf": journal}
    return journal
