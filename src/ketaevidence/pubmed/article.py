"""Read one PubMed element into a Record, always by its absolute place.

A search for "any DOI below" would also find the references' DOIs, so every path is
written out from the record's own root. This reader takes any well-formed record and
defines what a record says; ``pubmed/swift`` reads the usual layout
faster and must agree with it.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ketaevidence.pubmed.facts import (
    further_ids,
    own_doi,
    page_range,
    partial_date,
    version_number,
)
from ketaevidence.pubmed.flatten import flatten
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record
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


def read_article(root: Element, *, references: bool = False) -> Record:
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
    ids = _ids(root.find("PubmedData/ArticleIdList"))
    places = _places(article)
    other_ids = [
        (item.get("Source", ""), flatten(item)) for item in citation.findall("OtherID")
    ]
    issue = "Journal/JournalIssue/"
    authors = article.find("AuthorList")
    return Record(
        title=_text(article, "ArticleTitle") or "",
        pmid=(pmid.text or "").strip(),
        version=version_number(pmid.get("Version", "1")),
        status=citation.get("Status"),
        indexing_method=citation.get("IndexingMethod"),
        vernacular_title=_text(article, "VernacularTitle"),
        sections=_sections(article.find("Abstract")),
        abstract_copyright=_text(article, "Abstract/CopyrightInformation"),
        other_abstracts=_other_abstracts(citation.findall("OtherAbstract")),
        authors=_people(article.findall("AuthorList/Author")),
        has_all_authors=authors is None or authors.get("CompleteYN", "Y") == "Y",
        investigators=_people(citation.findall("InvestigatorList/Investigator")),
        journal=_journal(article, citation),
        volume=_text(article, issue + "Volume"),
        issue=_text(article, issue + "Issue"),
        pages=_pages(article),
        published=_date(article.find(issue + "PubDate")) or PartialDate(),
        published_online=_date(article.find("ArticleDate[@DateType='Electronic']")),
        publication_model=article.get("PubModel"),
        publication_status=_text(root, "PubmedData/PublicationStatus"),
        completed=_date(citation.find("DateCompleted")),
        revised=_date(citation.find("DateRevised")),
        history=_history(root.findall("PubmedData/History/PubMedPubDate")),
        doi=own_doi(places, ids),
        pmcid=next((value for kind, value in ids if kind == "pmc"), None),
        other_ids=further_ids([*(place[:2] for place in places), *ids, *other_ids]),
        languages=_texts(article, "Language"),
        publication_types=_types(
            article.findall("PublicationTypeList/PublicationType")
        ),
        mesh=_mesh(citation.findall("MeshHeadingList/MeshHeading")),
        supplementary_mesh=_supplementary(
            citation.findall("SupplMeshList/SupplMeshName")
        ),
        keywords=_keywords(citation.findall("KeywordList")),
        chemicals=_chemicals(citation.findall("ChemicalList/Chemical")),
        gene_symbols=_texts(citation, "GeneSymbolList/GeneSymbol"),
        people=_people(citation.findall("PersonalNameSubjectList/PersonalNameSubject")),
        grants=_grants(article.findall("GrantList/Grant")),
        registrations=_registrations(article.findall("DataBankList/DataBank")),
        corrections=(
            *_corrections(
                citation.findall("CommentsCorrectionsList/CommentsCorrections")
            ),
            *_older_corrections(citation.findall("CommentsCorrections")),
        ),
        conflict_of_interest=_text(citation, "CoiStatement"),
        notes=_notes(citation.findall("GeneralNote")),
        citation_subsets=_texts(citation, "CitationSubset"),
        space_flight_missions=_texts(citation, "SpaceFlightMission"),
        number_of_references=_text(citation, "NumberOfReferences"),
        references=_references(root.find("PubmedData")) if references else None,
    )


def read_citation_alone(citation: Element) -> Record:
    """Read a ``MedlineCitation`` that stands by itself, as in MEDLINE's older files.

    Raises
    ------
    KeyError, ValueError
        As :func:`read_article`.
    """
    root = Element("PubmedArticle")
    root.append(citation)
    return read_article(root)


def read_book(root: Element, *, references: bool = False) -> Record:
    """Read a ``PubmedBookArticle`` element: a book or one of its chapters.

    Raises
    ------
    KeyError
        If the element has no PMID or no book, named by what is missing.
    ValueError
        If its PMID's version is no number.
    """
    document = _need(root, "BookDocument")
    pmid = _need(document, "PMID")
    book = _need(document, "Book")
    ids = [
        *_ids(document.find("ArticleIdList")),
        *_ids(root.find("PubmedBookData/ArticleIdList")),
    ]
    places = _places(book)
    lists = [*document.findall("AuthorList"), *book.findall("AuthorList")]
    authors = [item for item in lists if item.get("Type", "authors") == "authors"]
    return Record(
        title=_text(document, "ArticleTitle") or _text(book, "BookTitle") or "",
        pmid=(pmid.text or "").strip(),
        version=version_number(pmid.get("Version", "1")),
        kind="book",
        vernacular_title=_text(document, "VernacularTitle"),
        sections=_sections(document.find("Abstract")),
        abstract_copyright=_text(document, "Abstract/CopyrightInformation"),
        authors=_people([person for item in authors for person in item]),
        has_all_authors=all(item.get("CompleteYN", "Y") == "Y" for item in authors),
        investigators=_people(
            [
                person
                for place in (document, book)
                for person in place.findall("InvestigatorList/Investigator")
            ]
        ),
        journal=Journal(title=_text(book, "BookTitle")),
        volume=_text(book, "Volume"),
        pages=_pages(document),
        book=_book(document, book),
        published=_date(book.find("PubDate")) or PartialDate(),
        publication_status=_text(root, "PubmedBookData/PublicationStatus"),
        revised=_date(document.find("DateRevised")),
        history=_history(root.findall("PubmedBookData/History/PubMedPubDate")),
        doi=own_doi(places, ids),
        pmcid=next((value for kind, value in ids if kind == "pmc"), None),
        other_ids=further_ids([*(place[:2] for place in places), *ids]),
        languages=_texts(document, "Language"),
        publication_types=_types(document.findall("PublicationType")),
        keywords=_keywords(document.findall("KeywordList")),
        grants=_grants(document.findall("GrantList/Grant")),
        references=_references(document) if references else None,
    )


def _need(element: Element, path: str) -> Element:
    found = element.find(path)
    if found is None:
        raise KeyError(path)
    return found


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


def _other_abstracts(elements: list[Element]) -> tuple[OtherAbstract, ...]:
    return tuple(
        OtherAbstract(
            kind=element.get("Type", ""),
            language=element.get("Language", "eng"),
            sections=_sections(element),
            copyright=_text(element, "CopyrightInformation"),
        )
        for element in elements
    )


def _people(elements: list[Element]) -> tuple[Author, ...]:
    return tuple(_person(element) for element in elements)


def _person(element: Element) -> Author:
    ids = [
        (item.get("Source", ""), flatten(item))
        for path in ("Identifier", "AffiliationInfo/Identifier")
        for item in element.findall(path)
    ]
    orcid = _text(element, "Identifier[@Source='ORCID']")
    return Author(
        last_name=_text(element, "LastName"),
        fore_name=_text(element, "ForeName") or _older_fore_name(element),
        initials=_text(element, "Initials"),
        suffix=_text(element, "Suffix"),
        collective_name=_text(element, "CollectiveName"),
        orcid=orcid,
        # Before 2015 an affiliation stood in the author itself.
        affiliations=(
            *_texts(element, "AffiliationInfo/Affiliation"),
            *_texts(element, "Affiliation"),
        ),
        other_ids=tuple(p for p in ids if p != ("ORCID", orcid) and p[1]),
        is_equal=element.get("EqualContrib") == "Y",
        is_valid=element.get("ValidYN", "Y") == "Y",
    )


def _older_fore_name(element: Element) -> str | None:
    """Give the first and middle names that MEDLINE's files kept apart before 2002."""
    names = (_text(element, "FirstName"), _text(element, "MiddleName"))
    return " ".join(name for name in names if name) or None


def _journal(article: Element, citation: Element) -> Journal:
    issn = article.find("Journal/ISSN")
    info = "MedlineJournalInfo/"
    return Journal(
        title=_text(article, "Journal/Title"),
        iso_abbreviation=_text(article, "Journal/ISOAbbreviation"),
        issn=_text(article, "Journal/ISSN"),
        issn_type=issn.get("IssnType") if issn is not None else None,
        nlm_id=_text(citation, info + "NlmUniqueID"),
        medline_abbreviation=_text(citation, info + "MedlineTA"),
        issn_linking=_text(citation, info + "ISSNLinking"),
        country=_text(citation, info + "Country"),
    )


def _book(document: Element, book: Element) -> Book:
    return Book(
        title=_text(book, "BookTitle"),
        publisher=_text(book, "Publisher/PublisherName"),
        place=_text(book, "Publisher/PublisherLocation"),
        edition=_text(book, "Edition"),
        collection=_text(book, "CollectionTitle"),
        volume_title=_text(book, "VolumeTitle"),
        medium=_text(book, "Medium"),
        report_number=_text(book, "ReportNumber"),
        isbns=_texts(book, "Isbn"),
        editors=_people(
            [
                person
                for place in (document, book)
                for person in place.findall("AuthorList[@Type='editors']/Author")
            ]
        ),
        began=_date(book.find("BeginningDate")),
        ended=_date(book.find("EndingDate")),
        contributed=_date(document.find("ContributionDate")),
        locations=tuple(
            (label.get("Type", ""), flatten(label))
            for label in document.findall("LocationLabel")
        ),
        contents=tuple(
            text
            for section in document.findall("Sections//Section")
            if (text := _text(section, "SectionTitle"))
        ),
    )


def _pages(element: Element) -> str | None:
    return page_range(
        _text(element, "Pagination/MedlinePgn"),
        _text(element, "Pagination/StartPage"),
        _text(element, "Pagination/EndPage"),
    )


def _date(element: Element | None) -> PartialDate | None:
    if element is None:
        return None
    return partial_date(
        _text(element, "Year"),
        _text(element, "Month"),
        _text(element, "Day"),
        _text(element, "Season"),
        words=_text(element, "MedlineDate"),
    )


def _history(elements: list[Element]) -> tuple[tuple[str, PartialDate], ...]:
    return tuple(
        (element.get("PubStatus", ""), date)
        for element in elements
        if (date := _date(element)) is not None
    )


def _ids(element: Element | None) -> list[tuple[str, str]]:
    if element is None:
        return []
    return [
        (item.get("IdType", "pubmed"), text)
        for item in element.findall("ArticleId")
        if (text := flatten(item))
    ]


def _places(article: Element) -> list[tuple[str, str, bool]]:
    return [
        (item.get("EIdType", ""), flatten(item), item.get("ValidYN", "Y") == "Y")
        for item in article.findall("ELocationID")
    ]


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


def _supplementary(elements: list[Element]) -> tuple[SupplementaryConcept, ...]:
    return tuple(
        SupplementaryConcept(flatten(item), item.get("UI"), item.get("Type"))
        for item in elements
    )


def _keywords(lists: list[Element]) -> tuple[Keyword, ...]:
    return tuple(
        Keyword(text, words.get("Owner", "NLM"), item.get("MajorTopicYN") == "Y")
        for words in lists
        for item in words.findall("Keyword")
        if (text := flatten(item))
    )


def _chemicals(elements: list[Element]) -> tuple[Chemical, ...]:
    chemicals = []
    for element in elements:
        name = _need(element, "NameOfSubstance")
        number = _text(element, "RegistryNumber")
        chemicals.append(Chemical(flatten(name), name.get("UI"), number))
    return tuple(chemicals)


def _grants(elements: list[Element]) -> tuple[Grant, ...]:
    return tuple(
        Grant(
            agency=_text(element, "Agency"),
            number=_text(element, "GrantID"),
            acronym=_text(element, "Acronym"),
            country=_text(element, "Country"),
        )
        for element in elements
    )


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
            note=_text(element, "Note"),
        )
        for element in elements
        if element.get("RefType") != "Cites"
    )


def _older_corrections(elements: list[Element]) -> tuple[Correction, ...]:
    """Read links in MEDLINE's older form, where the element's name is the kind."""
    return tuple(
        Correction(
            kind=link.tag,
            reference=_text(link, "RefSource") or "",
            pmid=_text(link, "PMID"),
            note=_text(link, "Note"),
        )
        for element in elements
        for link in element
    )


def _notes(elements: list[Element]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (element.get("Owner", "NLM"), flatten(element)) for element in elements
    )


def _references(place: Element | None) -> tuple[Reference, ...]:
    if place is None:
        return ()
    return tuple(
        Reference(
            citation=_text(element, "Citation") or "",
            ids=tuple(_ids(element.find("ArticleIdList"))),
        )
        # A list may hold lists, one for each part of a paper.
        for element in place.findall("ReferenceList//Reference")
    )
