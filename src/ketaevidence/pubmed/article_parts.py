"""Read the parts of one PubMed element: people, dates, identifiers, subjects, links."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ketaevidence.pubmed.facts import (
    page_range,
    partial_date,
)
from ketaevidence.pubmed.flatten import flatten
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.parts import (
    Author,
    Book,
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
    Registration,
    Section,
    SupplementaryConcept,
)


def required(element: Element, path: str) -> Element:
    """Give an element that a record cannot be without.

    Raises
    ------
    KeyError
        If it is not there, with its path.
    """
    found = element.find(path)
    if found is None:
        raise KeyError(path)
    return found


def text_at(element: Element, path: str) -> str | None:
    """Give the text of the element at a path, or ``None`` if there is none."""
    found = element.find(path)
    return (flatten(found) or None) if found is not None else None


def texts_at(element: Element, path: str) -> tuple[str, ...]:
    """Give the texts of all elements at a path."""
    return tuple(text for item in element.findall(path) if (text := flatten(item)))


def sections_of(abstract: Element | None) -> tuple[Section, ...]:
    """Read the sections of an abstract."""
    if abstract is None:
        return ()
    return tuple(
        Section(text, element.get("Label"), element.get("NlmCategory"))
        for element in abstract.findall("AbstractText")
        if (text := flatten(element))
    )


def other_abstracts_of(elements: list[Element]) -> tuple[OtherAbstract, ...]:
    """Read the further abstracts."""
    return tuple(
        OtherAbstract(
            kind=element.get("Type", ""),
            language=element.get("Language", "eng"),
            sections=sections_of(element),
            copyright=text_at(element, "CopyrightInformation"),
        )
        for element in elements
    )


def people_of(elements: list[Element]) -> tuple[Author, ...]:
    """Read authors, editors, investigators or people written about."""
    return tuple(_person(element) for element in elements)


def _person(element: Element) -> Author:
    ids = [
        (item.get("Source", ""), flatten(item))
        for path in ("Identifier", "AffiliationInfo/Identifier")
        for item in element.findall(path)
    ]
    orcid = text_at(element, "Identifier[@Source='ORCID']")
    return Author(
        last_name=text_at(element, "LastName"),
        fore_name=text_at(element, "ForeName") or _older_fore_name(element),
        initials=text_at(element, "Initials"),
        suffix=text_at(element, "Suffix"),
        collective_name=text_at(element, "CollectiveName"),
        orcid=orcid,
        # Before 2015 an affiliation stood in the author itself.
        affiliations=(
            *texts_at(element, "AffiliationInfo/Affiliation"),
            *texts_at(element, "Affiliation"),
        ),
        other_ids=tuple(p for p in ids if p != ("ORCID", orcid) and p[1]),
        is_equal=element.get("EqualContrib") == "Y",
        is_valid=element.get("ValidYN", "Y") == "Y",
    )


def _older_fore_name(element: Element) -> str | None:
    """Give the first and middle names that MEDLINE's files kept apart before 2002."""
    names = (text_at(element, "FirstName"), text_at(element, "MiddleName"))
    return " ".join(name for name in names if name) or None


def journal_of(article: Element, citation: Element) -> Journal:
    """Read the journal, from the article and from what NLM says of it."""
    issn = article.find("Journal/ISSN")
    info = "MedlineJournalInfo/"
    return Journal(
        title=text_at(article, "Journal/Title"),
        iso_abbreviation=text_at(article, "Journal/ISOAbbreviation"),
        issn=text_at(article, "Journal/ISSN"),
        issn_type=issn.get("IssnType") if issn is not None else None,
        nlm_id=text_at(citation, info + "NlmUniqueID"),
        medline_abbreviation=text_at(citation, info + "MedlineTA"),
        issn_linking=text_at(citation, info + "ISSNLinking"),
        country=text_at(citation, info + "Country"),
    )


def book_of(document: Element, book: Element) -> Book:
    """Read the book that a document is, or is a chapter of."""
    return Book(
        title=text_at(book, "BookTitle"),
        publisher=text_at(book, "Publisher/PublisherName"),
        place=text_at(book, "Publisher/PublisherLocation"),
        edition=text_at(book, "Edition"),
        collection=text_at(book, "CollectionTitle"),
        volume_title=text_at(book, "VolumeTitle"),
        medium=text_at(book, "Medium"),
        report_number=text_at(book, "ReportNumber"),
        isbns=texts_at(book, "Isbn"),
        editors=people_of(
            [
                person
                for place in (document, book)
                for person in place.findall("AuthorList[@Type='editors']/Author")
            ]
        ),
        began=date_of(book.find("BeginningDate")),
        ended=date_of(book.find("EndingDate")),
        contributed=date_of(document.find("ContributionDate")),
        locations=tuple(
            (label.get("Type", ""), flatten(label))
            for label in document.findall("LocationLabel")
        ),
        contents=tuple(
            text
            for section in document.findall("Sections//Section")
            if (text := text_at(section, "SectionTitle"))
        ),
    )


def pages_of(element: Element) -> str | None:
    """Read the pages."""
    return page_range(
        text_at(element, "Pagination/MedlinePgn"),
        text_at(element, "Pagination/StartPage"),
        text_at(element, "Pagination/EndPage"),
    )


def date_of(element: Element | None) -> PartialDate | None:
    """Read a date as far as it is given."""
    if element is None:
        return None
    return partial_date(
        text_at(element, "Year"),
        text_at(element, "Month"),
        text_at(element, "Day"),
        text_at(element, "Season"),
        words=text_at(element, "MedlineDate"),
    )


def history_of(elements: list[Element]) -> tuple[tuple[str, PartialDate], ...]:
    """Read PubMed's history of the record."""
    return tuple(
        (element.get("PubStatus", ""), date)
        for element in elements
        if (date := date_of(element)) is not None
    )


def ids_of(element: Element | None) -> list[tuple[str, str]]:
    """Read (type, value) of the identifiers in a list."""
    if element is None:
        return []
    return [
        (item.get("IdType", "pubmed"), text)
        for item in element.findall("ArticleId")
        if (text := flatten(item))
    ]


def places_of(article: Element) -> list[tuple[str, str, bool]]:
    """Read (type, value, is_valid) of the electronic locations."""
    return [
        (item.get("EIdType", ""), flatten(item), item.get("ValidYN", "Y") == "Y")
        for item in article.findall("ELocationID")
    ]


def types_of(elements: list[Element]) -> tuple[PublicationType, ...]:
    """Read the publication types."""
    return tuple(
        PublicationType(name=flatten(element), ui=element.get("UI"))
        for element in elements
    )


def mesh_of(elements: list[Element]) -> tuple[MeshHeading, ...]:
    """Read the subject headings."""
    headings = []
    for element in elements:
        name = required(element, "DescriptorName")
        qualifiers = tuple(
            Qualifier(
                name=flatten(item),
                ui=item.get("UI"),
                is_major=item.get("MajorTopicYN") == "Y",
                is_automatic=item.get("AutoHM") == "Y",
            )
            for item in element.findall("QualifierName")
        )
        headings.append(
            MeshHeading(
                name=flatten(name),
                ui=name.get("UI"),
                is_major=name.get("MajorTopicYN") == "Y",
                qualifiers=qualifiers,
                is_automatic=name.get("AutoHM") == "Y",
                is_geographic=name.get("Type") == "Geographic",
            )
        )
    return tuple(headings)


def supplementary_of(elements: list[Element]) -> tuple[SupplementaryConcept, ...]:
    """Read the supplementary headings."""
    return tuple(
        SupplementaryConcept(flatten(item), item.get("UI"), item.get("Type"))
        for item in elements
    )


def keywords_of(lists: list[Element]) -> tuple[Keyword, ...]:
    """Read the keywords of every owner."""
    return tuple(
        Keyword(text, words.get("Owner", "NLM"), item.get("MajorTopicYN") == "Y")
        for words in lists
        for item in words.findall("Keyword")
        if (text := flatten(item))
    )


def chemicals_of(elements: list[Element]) -> tuple[Chemical, ...]:
    """Read the substances."""
    chemicals = []
    for element in elements:
        name = required(element, "NameOfSubstance")
        number = text_at(element, "RegistryNumber")
        chemicals.append(Chemical(flatten(name), name.get("UI"), number))
    return tuple(chemicals)


def grants_of(elements: list[Element]) -> tuple[Grant, ...]:
    """Read the grants."""
    return tuple(
        Grant(
            agency=text_at(element, "Agency"),
            number=text_at(element, "GrantID"),
            acronym=text_at(element, "Acronym"),
            country=text_at(element, "Country"),
        )
        for element in elements
    )


def registrations_of(elements: list[Element]) -> tuple[Registration, ...]:
    """Read the trial registrations and data sets."""
    return tuple(
        Registration(text_at(element, "DataBankName") or "", flatten(number))
        for element in elements
        for number in element.findall("AccessionNumberList/AccessionNumber")
    )


def corrections_of(elements: list[Element]) -> tuple[Correction, ...]:
    """Read the links to notices and comments, but not what is cited."""
    return tuple(
        Correction(
            kind=element.get("RefType", ""),
            reference=text_at(element, "RefSource") or "",
            pmid=text_at(element, "PMID"),
            note=text_at(element, "Note"),
        )
        for element in elements
        if element.get("RefType") != "Cites"
    )


def older_corrections_of(elements: list[Element]) -> tuple[Correction, ...]:
    """Read links in MEDLINE's older form, where the element's name is the kind."""
    return tuple(
        Correction(
            kind=link.tag,
            reference=text_at(link, "RefSource") or "",
            pmid=text_at(link, "PMID"),
            note=text_at(link, "Note"),
        )
        for element in elements
        for link in element
    )


def notes_of(elements: list[Element]) -> tuple[tuple[str, str], ...]:
    """Read (owner, text) of the notes."""
    return tuple(
        (element.get("Owner", "NLM"), flatten(element)) for element in elements
    )


def references_of(place: Element | None) -> tuple[Reference, ...]:
    """Read the works that a record cites."""
    if place is None:
        return ()
    return tuple(
        Reference(
            citation=text_at(element, "Citation") or "",
            ids=tuple(ids_of(element.find("ArticleIdList"))),
        )
        # A list may hold lists, one for each part of a paper.
        for element in place.findall("ReferenceList//Reference")
    )
