"""What Biopython says of the parts of a record: people, dates, subjects, ids."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from traced import Node, every_field

from ketaevidence.records.dates import PartialDate
from ketaevidence.records.parts import (
    Author,
    Chemical,
    Correction,
    Grant,
    Journal,
    Keyword,
    MeshHeading,
    OtherAbstract,
    PublicationType,
    Qualifier,
    Reference,
    Section,
)


def version_of(citation: Node) -> int:
    """Give the version of the record, which some files say in two places.

    Raises
    ------
    ValueError
        If the two places differ.
    """
    version = citation.one("PMID").attribute("Version")
    repeated = citation.attribute("VersionID")
    if repeated not in (None, version):
        msg = f"{citation.path}: the versions {version} and {repeated}"
        raise ValueError(msg)
    return int(version)


def sections_of(nodes: list[Node]) -> tuple[Section, ...]:
    """Give the sections of an abstract, with ``None`` for a text that is empty."""
    return tuple(
        every_field(
            Section,
            text=node.text(),
            label=node.attribute("Label"),
            category=node.attribute("NlmCategory"),
            written_by="publisher",
        )
        for node in nodes
    )


def other_abstract_of(node: Node) -> OtherAbstract:
    """Give one further abstract."""
    return every_field(
        OtherAbstract,
        kind=node.attribute("Type"),
        language=node.attribute("Language"),
        sections=sections_of(node.many("AbstractText")),
        copyright=node.text("CopyrightInformation"),
    )


def people_of(nodes: list[Node]) -> tuple[Author, ...]:
    """Give authors, investigators or the people that a work is about."""
    return tuple(map(person_of, nodes))


def person_of(node: Node) -> Author:
    """Give one person or group; PubMed marks only authors as equal or valid."""
    own = [(i.attribute("Source"), i.text()) for i in node.many("Identifier")]
    places = node.many("AffiliationInfo", "Identifier")
    orcid = next((value for source, value in own if source == "ORCID"), None)
    if orcid is not None:
        own.remove(("ORCID", orcid))
    is_subject = node.path.endswith("PersonalNameSubject")
    is_author = node.path.endswith("/Author")
    return every_field(
        Author,
        last_name=node.text("LastName"),
        fore_name=node.text("ForeName"),
        initials=node.text("Initials"),
        suffix=node.text("Suffix"),
        collective_name=node.text("CollectiveName"),
        orcid=orcid,
        affiliations=node.texts("AffiliationInfo", "Affiliation"),
        other_ids=(*own, *((i.attribute("Source"), i.text()) for i in places)),
        is_equal=is_author and node.attribute("EqualContrib") == "Y",
        is_valid=is_subject or node.attribute("ValidYN") == "Y",
    )


def journal_of(node: Node, info: Node | None) -> Journal:
    """Give the journal, as the article and as MEDLINE name it."""
    issn = node.one("ISSN")
    return every_field(
        Journal,
        title=node.text("Title"),
        iso_abbreviation=node.text("ISOAbbreviation"),
        issn=node.text("ISSN"),
        issn_type=issn.attribute("IssnType") if issn else None,
        nlm_id=info.text("NlmUniqueID") if info else None,
        medline_abbreviation=info.text("MedlineTA") if info else None,
        issn_linking=info.text("ISSNLinking") if info else None,
        country=info.text("Country") if info else None,
    )


def locations_of(document: Node) -> tuple[tuple[str, str], ...]:
    """Give (type, label) of every place of a chapter in its book."""
    return tuple(
        (label.attribute("Type") or "", label.text() or "")
        for label in document.many("LocationLabel")
    )


def contents_of(nodes: list[Node]) -> tuple[str | None, ...]:
    """Give the headings of a chapter, those inside others after them."""
    titles: list[str | None] = []
    for node in nodes:
        titles += (node.text("SectionTitle"), *contents_of(node.many("Section")))
    return tuple(titles)


def pages_of(node: Node) -> str | None:
    """Give the pages as printed, or else from the first to the last."""
    first = node.text("Pagination", "StartPage")
    last = node.text("Pagination", "EndPage")
    printed = node.text("Pagination", "MedlinePgn")
    return printed or "-".join(page for page in (first, last) if page) or None


def date_of(node: Node | None) -> PartialDate | None:
    """Give a date as PartialDate promises: plain parts, or the words as printed."""
    if node is None:
        return None
    names = ("Year", "Month", "Day", "Season", "MedlineDate")
    year, month, day, season, words = map(node.text, names)
    number = None
    for pattern in ("%m", "%b", "%B"):
        try:
            number = datetime.strptime(month or "", pattern).month  # noqa: DTZ007 (only the month is kept)
        except ValueError:
            continue
    unclear = season or (month if number is None else None)
    if words is None and unclear:
        words = f"{year} {unclear}"
    found = re.search("[0-9]{4}", year or words or "")
    return every_field(
        PartialDate,
        year=int(found.group()) if found else None,
        month=number,
        day=int(day) if day else None,
        words=words,
    )


def online_of(nodes: list[Node]) -> PartialDate | None:
    """Give the first electronic date."""
    dates = [date_of(n) for n in nodes if n.attribute("DateType") == "Electronic"]
    return dates[0] if dates else None


def history_of(nodes: list[Node]) -> tuple[tuple[str | None, PartialDate | None], ...]:
    """Give PubMed's own dates of the record."""
    return tuple((node.attribute("PubStatus"), date_of(node)) for node in nodes)


def ids_of(nodes: list[Node]) -> list[tuple[str | None, str | None]]:
    """Give (type, value) of identifiers."""
    return [(node.attribute("IdType"), node.text()) for node in nodes]


def places_of(nodes: list[Node]) -> list[tuple[str | None, str | None]]:
    """Give (type, value) of electronic locations."""
    return [(node.attribute("EIdType"), node.text()) for node in nodes]


def doi_of(places: list[Node], ids: list[tuple[str | None, str | None]]) -> str | None:
    """Give the DOI: a valid one of the article, or else that of PubMed's list."""
    valid = [p for p in places if p.attribute("ValidYN") == "Y"]
    found = [value for kind, value in [*places_of(valid), *ids] if kind == "doi"]
    return next(filter(None, found), None)


def further_of(pairs: list[tuple[Any, Any]]) -> tuple[tuple[str, str], ...]:
    """Give each identifier once that a Record has no field of its own for."""
    kept: list[tuple[str, str]] = []
    for kind, value in pairs:
        if kind not in ("pubmed", "doi", "pmc") and (kind, value) not in kept:
            kept.append((kind, value))
    return tuple(kept)


def types_of(nodes: list[Node]) -> tuple[PublicationType, ...]:
    """Give the publication types."""
    return tuple(
        every_field(PublicationType, name=node.text(), ui=node.attribute("UI"))
        for node in nodes
    )


def heading_of(node: Node) -> MeshHeading:
    """Give one subject heading with its qualifiers."""
    name = node.one("DescriptorName")
    return every_field(
        MeshHeading,
        name=name.text(),
        ui=name.attribute("UI"),
        is_major=name.attribute("MajorTopicYN") == "Y",
        qualifiers=tuple(
            every_field(
                Qualifier,
                name=item.text(),
                ui=item.attribute("UI"),
                is_major=item.attribute("MajorTopicYN") == "Y",
                is_automatic=item.attribute("AutoHM") == "Y",
            )
            for item in node.many("QualifierName")
        ),
        is_automatic=name.attribute("AutoHM") == "Y",
        is_geographic=name.attribute("Type") == "Geographic",
    )


def keywords_of(lists: list[Node]) -> tuple[Keyword, ...]:
    """Give the keywords of all lists, each with the owner of its list."""
    return tuple(
        every_field(
            Keyword,
            name=node.text(),
            owner=words.attribute("Owner"),
            is_major=node.attribute("MajorTopicYN") == "Y",
        )
        for words in lists
        for node in words.many("Keyword")
    )


def chemical_of(node: Node) -> Chemical:
    """Give one substance."""
    name = node.one("NameOfSubstance")
    return every_field(
        Chemical,
        name=name.text(),
        ui=name.attribute("UI"),
        registry_number=node.text("RegistryNumber"),
    )


def grants_of(nodes: list[Node]) -> tuple[Grant, ...]:
    """Give the grants."""
    return tuple(
        every_field(
            Grant,
            agency=node.text("Agency"),
            number=node.text("GrantID"),
            acronym=node.text("Acronym"),
            country=node.text("Country"),
        )
        for node in nodes
    )


def correction_of(node: Node) -> Correction:
    """Give one link to a notice or another work."""
    return every_field(
        Correction,
        kind=node.attribute("RefType"),
        reference=node.text("RefSource") or "",
        pmid=node.text("PMID"),
        note=node.text("Note"),
    )


def references_of(lists: list[Node]) -> tuple[Reference, ...]:
    """Give the cited works of lists, and of the lists in them."""
    found: list[Reference] = []
    for node in lists:
        for item in node.many("Reference"):
            ids = tuple(ids_of(item.many("ArticleIdList", "ArticleId")))
            citation = item.text("Citation") or ""
            found.append(every_field(Reference, citation=citation, ids=ids))
        found += references_of(node.many("ReferenceList"))
    return tuple(found)
