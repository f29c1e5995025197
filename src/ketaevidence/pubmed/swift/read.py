"""Read a record in the usual layout from its own bytes."""

from __future__ import annotations

import re
from typing import Any

from ketaevidence.pubmed.facts import further_ids, own_doi, page_range
from ketaevidence.pubmed.swift import lists, patterns
from ketaevidence.pubmed.swift.layout import (
    UnusualError,
    characters,
    free_text,
    tidy_or_none,
    without_instructions,
)
from ketaevidence.records.model import Record
from ketaevidence.records.parts import Section

#: Texts of the head, and of the body, that are one element each.
_HEAD_TEXTS = (
    "volume", "issue", "words", "year", "season", "month", "day",
    "journal", "abbreviation", "issn",
)  # fmt: skip
_BODY_TEXTS = (
    "vernacular", "country", "medline", "nlm_id", "linking", "cited", "interest",
    "status",
)  # fmt: skip


def read_swiftly(raw: bytes) -> Record | None:
    """Read a ``PubmedArticle`` element, or give ``None``.

    Parameters
    ----------
    raw
        The record's own bytes without its reference list.

    Returns
    -------
    Record or None
        ``None`` if the record is not in the usual layout, or not well-formed.
    """
    try:
        return _read(characters(raw))
    except UnusualError:
        pass
    if b"<?" not in raw:
        return None
    try:
        return _read(characters(without_instructions(raw)))
    except UnusualError:
        return None


def _read(text: str) -> Record:
    head = _matched(patterns.HEAD, text, 0)
    at = head.end()
    title = ""
    if not head["untitled"]:
        end = _found(text, "</ArticleTitle>", at)
        title = free_text(text[at:end])
        at = end + len("</ArticleTitle>")
    places = _matched(patterns.PLACES, text, at)
    texts: dict[str, Any] = {"title": title}
    at = places.end()
    if places["abstract"]:
        end = _found(text, "</Abstract>", at)
        texts |= _abstract(text[at:end])
        at = end + len("</Abstract>")
    opening = patterns.AUTHORS.match(text, at)
    if opening:
        end = _found(text, "</AuthorList>", at)
        texts["authors"] = lists.people(text[opening.end() : end])
        texts["has_all_authors"] = opening[1] == "Y"
        at = end + len("</AuthorList>")
    body = _matched(patterns.BODY, text, at)
    if body.end() != len(text):
        raise UnusualError
    return _record(head, places, body, texts)


def _matched(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str]:
    match = pattern.match(text, at)
    if match is None:
        raise UnusualError
    return match


def _found(text: str, tag: str, at: int) -> int:
    position = text.find(tag, at)
    if position < 0:
        raise UnusualError
    return position


def _abstract(text: str) -> dict[str, Any]:
    """Read sections and copyright line."""
    text = text.rstrip("\n ")
    owner: str | None = None
    if text.endswith("</CopyrightInformation>"):
        text, _, last = text.rpartition("<CopyrightInformation>")
        owner = free_text(last.removesuffix("</CopyrightInformation>"))
    before, *parts = patterns.SECTION.split(text)
    if before.strip("\n ") or owner == "":
        raise UnusualError
    sections = []
    for label, category, rest in zip(*[iter(parts)] * 3, strict=True):
        content, end, after = rest.rpartition("</AbstractText>")
        section = free_text(content)
        if not (section and end) or after.strip("\n "):
            raise UnusualError
        sections.append(Section(section, label, category))
    return {"sections": tuple(sections), "abstract_copyright": owner}


def _record(
    head: re.Match[str],
    places: re.Match[str],
    body: re.Match[str],
    texts: dict[str, Any],
) -> Record:
    volume, issue, words, year, season, month, day, journal, abbreviation, issn = (
        tidy_or_none(head.group(*_HEAD_TEXTS))
    )
    vernacular, country, medline, nlm_id, linking, cited, interest, status = (
        tidy_or_none(body.group(*_BODY_TEXTS))
    )
    standing, indexing = lists.standing(head["attributes"])
    locations = lists.locations(places["locations"])
    ids = lists.ids(body["ids"])
    others = lists.other_ids(body["other_ids"])
    return Record(
        pmid=head["pmid"],
        version=max(1, int(head["version"])),
        status=standing,
        indexing_method=indexing,
        vernacular_title=vernacular,
        journal=lists.journal(
            journal,
            abbreviation,
            issn,
            head["issn_type"],
            nlm_id,
            medline,
            linking,
            country,
        ),
        volume=volume,
        issue=issue,
        pages=page_range(*tidy_or_none(places.group("pages", "first", "last"))),
        published=lists.any_date(year, month, day, season, words),
        published_online=lists.day(
            *body.group("online_year", "online_month", "online_day")
        ),
        publication_model=head["model"],
        publication_status=status,
        completed=lists.day(
            *head.group("completed_year", "completed_month", "completed_day")
        ),
        revised=lists.day(*head.group("revised_year", "revised_month", "revised_day")),
        history=lists.history(body["history"]),
        doi=own_doi(locations, ids),
        pmcid=next((value for kind, value in ids if kind == "pmc"), None),
        other_ids=further_ids([*(place[:2] for place in locations), *ids, *others]),
        languages=lists.leaves(body["languages"]),
        publication_types=lists.types(body["types"]),
        mesh=lists.mesh(body["mesh"]),
        supplementary_mesh=lists.supplements(body["supplements"]),
        keywords=lists.keywords(body["keywords"], body["owner"]),
        chemicals=lists.chemicals(body["chemicals"]),
        gene_symbols=lists.leaves(body["genes"]),
        grants=lists.grants(body["grants"]),
        registrations=lists.registrations(body["banks"]),
        corrections=lists.corrections(body["links"]),
        conflict_of_interest=interest,
        citation_subsets=lists.leaves(body["subsets"]),
        number_of_references=cited,
        **texts,
    )
