"""Read a record in the usual layout from its own bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
from ketaevidence.records.making import maker
from ketaevidence.records.model import Record
from ketaevidence.records.parts import OtherAbstract, Section

#: Texts of the head, and of the body, that are one element each.
_HEAD_TEXTS = (
    "volume", "issue", "words", "year", "season", "month", "day",
    "journal", "abbreviation", "issn",
)  # fmt: skip
_BODY_TEXTS = (
    "vernacular", "country", "medline", "nlm_id", "linking", "cited", "interest",
    "status",
)  # fmt: skip
_ONLINE, _COMPLETED, _REVISED = (
    (f"{name}_year", f"{name}_month", f"{name}_day")
    for name in ("online", "completed", "revised")
)
_made_of = maker(Record)


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
    texts: dict[str, Any] = {
        "title": title,
        "sections": (),
        "abstract_copyright": None,
        "authors": (),
        "has_all_authors": True,
    }
    at = places.end()
    if places["abstract"]:
        end = _found(text, "</Abstract>", at)
        found = _abstract(text[at:end])
        texts["sections"], texts["abstract_copyright"] = found
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


def _abstract(text: str) -> tuple[tuple[Section, ...], str | None]:
    """Read sections and copyright line."""
    text = text.rstrip("\n ")
    owner: str | None = None
    if text.endswith("</CopyrightInformation>"):
        text, _, last = text.rpartition("<CopyrightInformation>")
        owner = free_text(last.removesuffix("</CopyrightInformation>"))
    before, *parts = text.split("<AbstractText")
    if owner == "" or before.strip("\n "):
        raise UnusualError
    return tuple(map(_section, parts)), owner


def _other_abstracts(text: str | None) -> tuple[OtherAbstract, ...]:
    if not text:
        return ()
    parts = patterns.OTHER_ABSTRACT.split(text)
    if any(parts[::4]):
        raise UnusualError
    return tuple(
        OtherAbstract(kind, language, *_abstract(inner))
        for kind, language, inner in zip(*(parts[i::4] for i in (1, 2, 3)), strict=True)
    )


def _section(text: str) -> Section:
    """Read a section from behind the name of its element on."""
    label = category = None
    content, end, after = text.rpartition("</AbstractText>")
    if content.startswith(">"):
        content = content[1:]
    else:
        opening = _matched(patterns.SECTION, content, 0)
        label, category = opening.groups()
        content = content[opening.end() :]
    content = free_text(content)
    if not (content and end) or after.strip("\n "):
        raise UnusualError
    return Section(content, label, category)


def _record(
    head: re.Match[str],
    places: re.Match[str],
    body: re.Match[str],
    texts: Mapping[str, Any],
) -> Record:
    (
        volume, issue, words, year, season, month, day, journal, abbreviation, issn,
        pages, first, last,
        vernacular, country, medline, nlm_id, linking, cited, interest, status,
    ) = tidy_or_none(
        head.group(*_HEAD_TEXTS)
        + places.group("pages", "first", "last")
        + body.group(*_BODY_TEXTS)
    )  # fmt: skip
    standing, indexing = lists.standing(head["attributes"])
    locations = lists.locations(places["locations"])
    ids = lists.ids(body["ids"])
    others = lists.other_ids(body["other_ids"])
    # Every field in its order, which is the order in which a record is made.
    values = {
        "title": texts["title"],
        "pmid": head["pmid"],
        "version": max(1, int(head["version"])),
        "local_id": None,
        "kind": "article",
        "status": standing,
        "indexing_method": indexing,
        "vernacular_title": vernacular,
        "sections": texts["sections"],
        "abstract_copyright": texts["abstract_copyright"],
        "other_abstracts": _other_abstracts(body["abstracts"]),
        "authors": texts["authors"],
        "has_all_authors": texts["has_all_authors"],
        "investigators": lists.investigators(body["investigators"]),
        "journal": lists.journal(
            journal,
            abbreviation,
            issn,
            head["issn_type"],
            nlm_id,
            medline,
            linking,
            country,
        ),
        "volume": volume,
        "issue": issue,
        "pages": page_range(pages, first, last),
        "book": None,
        "published": lists.any_date(year, month, day, season, words),
        "published_online": lists.day(*body.group(*_ONLINE)),
        "publication_model": head["model"],
        "publication_status": status,
        "completed": lists.day(*head.group(*_COMPLETED)),
        "revised": lists.day(*head.group(*_REVISED)),
        "history": lists.history(body["history"]),
        "doi": own_doi(locations, ids),
        "pmcid": next((value for kind, value in ids if kind == "pmc"), None),
        "other_ids": further_ids([*(place[:2] for place in locations), *ids, *others]),
        "languages": lists.leaves(body["languages"]),
        "publication_types": lists.types(body["types"]),
        "mesh": lists.mesh(body["mesh"]),
        "supplementary_mesh": lists.supplements(body["supplements"]),
        "keywords": lists.keywords(body["keywords"], body["owner"]),
        "chemicals": lists.chemicals(body["chemicals"]),
        "gene_symbols": lists.leaves(body["genes"]),
        "people": (),
        "grants": lists.grants(body["grants"]),
        "registrations": lists.registrations(body["banks"]),
        "corrections": lists.corrections(body["links"]),
        "conflict_of_interest": interest,
        "notes": (),
        "citation_subsets": lists.leaves(body["subsets"]),
        "space_flight_missions": (),
        "number_of_references": cited,
        "references": None,
    }
    return _made_of(values.values())
