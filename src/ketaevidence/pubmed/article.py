"""Read one PubMed element into a Record, always by its absolute place.

A search for "any DOI below" would also find the references' DOIs, so every path is
written out from the record's own root.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from ketaevidence.pubmed.flatten import flatten
from ketaevidence.records.model import (
    Author,
    Correction,
    Journal,
    MeshHeading,
    PartialDate,
    PublicationType,
    Record,
    Registration,
    Section,
)

_MONTH_NAMES = (
    "jan", "feb", "mar", "apr", "may", "jun",
    "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_YEAR_FIRST = re.compile(r"\d{4}")


def read_article(root: Element) -> Record:
    """Read a ``PubmedArticle`` element.

    Raises
    ------
    KeyError
        If the element has no PMID or no citation, named by what is missing.
    ValueError
        If its PMID's version is no number.
    """
    citation = _need(root, "MedlineCitation")
    article = _need(citation, "Article")
    pmid = _need(citation, "PMID")
    ids = _own_ids(root.find("PubmedData/ArticleIdList"))
    return Record(
        title=_text(article, "ArticleTitle") or "",
        pmid=(pmid.text or "").strip(),
        version=_version(pmid),
        status=citation.get("Status"),
        vernacular_title=_text(article, "VernacularTitle"),
        sections=_sections(article.find("Abstract")),
        authors=_authors(article.findall("AuthorList")),
        journal=_journal(article, citation),
        volume=_text(article, "Journal/JournalIssue/Volume"),
        issue=_text(article, "Journal/JournalIssue/Issue"),
        pages=_pages(article),
        published=_date(article.find("Journal/JournalIssue/PubDate")) or PartialDate(),
        published_online=_date(article.find("ArticleDate[@DateType='Electronic']")),
        revised=_date(citation.find("DateRevised")),
        history=_history(root.findall("PubmedData/History/PubMedPubDate")),
        doi=_doi(article, ids),
        pmcid=dict(reversed(ids)).get("pmc"),
        other_ids=_further(article, ids),
        languages=_texts(article, "Language"),
        publication_types=_types(
            article.findall("PublicationTypeList/PublicationType")
        ),
        mesh=_mesh(citation.findall("MeshHeadingList/MeshHeading")),
        keywords=_texts(citation, "KeywordList/Keyword"),
        registrations=_registrations(article.findall("DataBankList/DataBank")),
        corrections=_corrections(
            citation.findall("CommentsCorrectionsList/CommentsCorrections")
        ),
    )


def read_book(root: Element) -> Record:
    """Read a ``PubmedBookArticle`` element: a book or one of its chapters.

    Raises
    ------
    KeyError
        If the element has no PMID or no book, named by what is missing.
    """
    document = _need(root, "BookDocument")
    pmid = _need(document, "PMID")
    book = _need(document, "Book")
    ids = _own_ids(document.find("ArticleIdList"))
    title = _text(document, "ArticleTitle") or _text(book, "BookTitle") or ""
    authors = [
        element
        for element in (*document.findall("AuthorList"), *book.findall("AuthorList"))
        if element.get("Type", "authors") == "authors"
    ]
    return Record(
        title=title,
        pmid=(pmid.text or "").strip(),
        version=_version(pmid),
        kind="book",
        vernacular_title=_text(document, "VernacularTitle"),
        sections=_sections(document.find("Abstract")),
        authors=_authors(authors),
        journal=Journal(title=_text(book, "BookTitle")),
        volume=_text(book, "Volume"),
        pages=_pages(document),
        published=_date(book.find("PubDate")) or PartialDate(),
        revised=_date(document.find("DateRevised")),
        history=_history(root.findall("PubmedBookData/History/PubMedPubDate")),
        doi=dict(reversed(ids)).get("doi"),
        other_ids=tuple(pair for pair in ids if pair[0] not in ("pubmed", "doi")),
        languages=_texts(document, "Language"),
        publication_types=_types(document.findall("PublicationType")),
        keywords=_texts(document, "KeywordList/Keyword"),
    )


def _need(element: Element, path: str) -> Element:
    found = element.find(path)
    if found is None:
        raise KeyError(path)
    return found


def _version(pmid: Element) -> int:
    version = pmid.get("Version", "1")
    if not (version.isascii() and version.isdecimal() and 1 <= len(version) <= 4):
        msg = f"the version {version[:20]!r} of its PMID is no number"
        raise ValueError(msg)
    return max(1, int(version))


def _text(element: Element, path: str) -> str | None:
    found = element.find(path)
    return (flatten(found) or None) if found is not None else None


def _texts(element: Element, path: str) -> tuple[str, ...]:
    return tuple(text for item in element.findall(path) if (text := flatten(item)))


def _sections(abstract: Element | None) -> tuple[Section, ...]:
    if abstract is None:
        return ()
    return tuple(
        Section(text, element.get("Label"), element.get("NlmCategory"))
        for element in abstract.findall("AbstractText")
        if (text := flatten(element))
    )


def _authors(lists: list[Element]) -> tuple[Author, ...]:
    return tuple(
        Author(
            last_name=_text(element, "LastName"),
            fore_name=_text(element, "ForeName"),
            initials=_text(element, "Initials"),
            suffix=_text(element, "Suffix"),
            collective_name=_text(element, "CollectiveName"),
            orcid=_text(element, "Identifier[@Source='ORCID']"),
            affiliations=_texts(element, "AffiliationInfo/Affiliation"),
        )
        for author_list in lists
        for element in author_list.findall("Author")
    )


def _journal(article: Element, citation: Element) -> Journal:
    return Journal(
        title=_text(article, "Journal/Title"),
        iso_abbreviation=_text(article, "Journal/ISOAbbreviation"),
        issn=_text(article, "Journal/ISSN"),
        nlm_id=_text(citation, "MedlineJournalInfo/NlmUniqueID"),
    )


def _pages(element: Element) -> str | None:
    printed = _text(element, "Pagination/MedlinePgn")
    if printed:
        return printed
    first = _text(element, "Pagination/StartPage")
    last = _text(element, "Pagination/EndPage")
    return f"{first}-{last}" if first and last else first


def _date(element: Element | None) -> PartialDate | None:
    if element is None:
        return None
    words = _text(element, "MedlineDate")
    year = _text(element, "Year")
    season = _text(element, "Season")
    month = _text(element, "Month")
    number = _month_number(month)
    if words is None and (season or (month and number is None)):
        words = " ".join(part for part in (year, season or month) if part)
    found = _YEAR_FIRST.search(year or words or "")
    day = _text(element, "Day")
    return PartialDate(
        year=int(found[0]) if found else None,
        month=number,
        day=int(day) if day and day.isdecimal() else None,
        words=words,
    )


def _month_number(month: str | None) -> int | None:
    if month is None:
        return None
    if month.isdecimal():
        return int(month) if 1 <= int(month) <= 12 else None
    # Exactly a month's name: "Jan-Feb" is a range, and stays in words.
    return _MONTHS.get(month[:3].lower()) if month.isalpha() else None


def _history(elements: list[Element]) -> tuple[tuple[str, PartialDate], ...]:
    return tuple(
        (element.get("PubStatus", ""), date)
        for element in elements
        if (date := _date(element)) is not None
    )


def _own_ids(element: Element | None) -> list[tuple[str, str]]:
    if element is None:
        return []
    return [
        (item.get("IdType", "pubmed"), text)
        for item in element.findall("ArticleId")
        if (text := flatten(item))
    ]


def _doi(article: Element, ids: list[tuple[str, str]]) -> str | None:
    for element in article.findall("ELocationID[@EIdType='doi']"):
        if element.get("ValidYN", "Y") == "Y" and (text := flatten(element)):
            return text
    return dict(reversed(ids)).get("doi")


def _further(
    article: Element, ids: list[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    places = [
        (element.get("EIdType", ""), flatten(element))
        for element in article.findall("ELocationID")
    ]
    pairs = [*places, *ids]
    known = ("pubmed", "doi", "pmc")
    return tuple(dict.fromkeys(p for p in pairs if p[0] not in known and p[1]))


def _types(elements: list[Element]) -> tuple[PublicationType, ...]:
    return tuple(
        PublicationType(name=flatten(element), ui=element.get("UI"))
        for element in elements
    )


def _mesh(elements: list[Element]) -> tuple[MeshHeading, ...]:
    headings = []
    for element in elements:
        name = _need(element, "DescriptorName")
        qualifiers = tuple(
            (flatten(item), item.get("UI"), item.get("MajorTopicYN") == "Y")
            for item in element.findall("QualifierName")
        )
        headings.append(
            MeshHeading(
                name=flatten(name),
                ui=name.get("UI"),
                is_major=name.get("MajorTopicYN") == "Y",
                qualifiers=qualifiers,
            )
        )
    return tuple(headings)


def _registrations(elements: list[Element]) -> tuple[Registration, ...]:
    return tuple(
        Registration(_text(element, "DataBankName") or "", flatten(number))
        for element in elements
        for number in element.findall("AccessionNumberList/AccessionNumber")
    )


def _corrections(elements: list[Element]) -> tuple[Correction, ...]:
    return tuple(
        Correction(
            kind=element.get("RefType", ""),
            reference=_text(element, "RefSource") or "",
            pmid=_text(element, "PMID"),
        )
        for element in elements
        if element.get("RefType") != "Cites"
    )
