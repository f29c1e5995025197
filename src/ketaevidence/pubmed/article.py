"""Read one PubMed element into a Record, always by its absolute place.

A search for "any DOI below" would also find the references' DOIs, so every path is
written out from the record's own root. This reader takes any well-formed record and
defines what a record says; ``pubmed/swift`` reads the usual layout
faster and must agree with it.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ketaevidence.pubmed.article_parts import (
    book_of,
    chemicals_of,
    corrections_of,
    date_of,
    grants_of,
    history_of,
    ids_of,
    journal_of,
    keywords_of,
    mesh_of,
    notes_of,
    older_corrections_of,
    other_abstracts_of,
    pages_of,
    people_of,
    places_of,
    references_of,
    registrations_of,
    required,
    sections_of,
    supplementary_of,
    text_at,
    texts_at,
    types_of,
)
from ketaevidence.pubmed.facts import (
    further_ids,
    own_doi,
    version_number,
)
from ketaevidence.pubmed.flatten import flatten
from ketaevidence.records.dates import PartialDate
from ketaevidence.records.model import Record
from ketaevidence.records.parts import (
    Journal,
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
    citation = required(root, "MedlineCitation")
    article = required(citation, "Article")
    pmid = required(citation, "PMID")
    ids = ids_of(root.find("PubmedData/ArticleIdList"))
    places = places_of(article)
    other_ids = [
        (item.get("Source", ""), flatten(item)) for item in citation.findall("OtherID")
    ]
    issue = "Journal/JournalIssue/"
    authors = article.find("AuthorList")
    return Record(
        title=text_at(article, "ArticleTitle") or "",
        pmid=(pmid.text or "").strip(),
        version=version_number(pmid.get("Version", "1")),
        status=citation.get("Status"),
        indexing_method=citation.get("IndexingMethod"),
        vernacular_title=text_at(article, "VernacularTitle"),
        sections=sections_of(article.find("Abstract")),
        abstract_copyright=text_at(article, "Abstract/CopyrightInformation"),
        other_abstracts=other_abstracts_of(citation.findall("OtherAbstract")),
        authors=people_of(article.findall("AuthorList/Author")),
        has_all_authors=authors is None or authors.get("CompleteYN", "Y") == "Y",
        investigators=people_of(citation.findall("InvestigatorList/Investigator")),
        journal=journal_of(article, citation),
        volume=text_at(article, issue + "Volume"),
        issue=text_at(article, issue + "Issue"),
        pages=pages_of(article),
        published=date_of(article.find(issue + "PubDate")) or PartialDate(),
        published_online=date_of(article.find("ArticleDate[@DateType='Electronic']")),
        publication_model=article.get("PubModel"),
        publication_status=text_at(root, "PubmedData/PublicationStatus"),
        completed=date_of(citation.find("DateCompleted")),
        revised=date_of(citation.find("DateRevised")),
        history=history_of(root.findall("PubmedData/History/PubMedPubDate")),
        doi=own_doi(places, ids),
        pmcid=next((value for kind, value in ids if kind == "pmc"), None),
        other_ids=further_ids([*(place[:2] for place in places), *ids, *other_ids]),
        languages=texts_at(article, "Language"),
        publication_types=types_of(
            article.findall("PublicationTypeList/PublicationType")
        ),
        mesh=mesh_of(citation.findall("MeshHeadingList/MeshHeading")),
        supplementary_mesh=supplementary_of(
            citation.findall("SupplMeshList/SupplMeshName")
        ),
        keywords=keywords_of(citation.findall("KeywordList")),
        chemicals=chemicals_of(citation.findall("ChemicalList/Chemical")),
        gene_symbols=texts_at(citation, "GeneSymbolList/GeneSymbol"),
        people=people_of(
            citation.findall("PersonalNameSubjectList/PersonalNameSubject")
        ),
        grants=grants_of(article.findall("GrantList/Grant")),
        registrations=registrations_of(article.findall("DataBankList/DataBank")),
        corrections=(
            *corrections_of(
                citation.findall("CommentsCorrectionsList/CommentsCorrections")
            ),
            *older_corrections_of(citation.findall("CommentsCorrections")),
        ),
        conflict_of_interest=text_at(citation, "CoiStatement"),
        notes=notes_of(citation.findall("GeneralNote")),
        citation_subsets=texts_at(citation, "CitationSubset"),
        space_flight_missions=texts_at(citation, "SpaceFlightMission"),
        number_of_references=text_at(citation, "NumberOfReferences"),
        references=references_of(root.find("PubmedData")) if references else None,
    )


def read_citation_alone(citation: Element, *, references: bool = False) -> Record:
    """Read a ``MedlineCitation`` that stands by itself, as in MEDLINE's older files.

    Raises
    ------
    KeyError, ValueError
        As :func:`read_article`.
    """
    root = Element("PubmedArticle")
    root.append(citation)
    return read_article(root, references=references)


def read_book(root: Element, *, references: bool = False) -> Record:
    """Read a ``PubmedBookArticle`` element: a book or one of its chapters.

    Raises
    ------
    KeyError
        If the element has no PMID or no book, named by what is missing.
    ValueError
        If its PMID's version is no number.
    """
    document = required(root, "BookDocument")
    pmid = required(document, "PMID")
    book = required(document, "Book")
    ids = [
        *ids_of(document.find("ArticleIdList")),
        *ids_of(root.find("PubmedBookData/ArticleIdList")),
    ]
    places = places_of(book)
    lists = [*document.findall("AuthorList"), *book.findall("AuthorList")]
    authors = [item for item in lists if item.get("Type", "authors") == "authors"]
    return Record(
        title=text_at(document, "ArticleTitle") or text_at(book, "BookTitle") or "",
        pmid=(pmid.text or "").strip(),
        version=version_number(pmid.get("Version", "1")),
        kind="book",
        vernacular_title=text_at(document, "VernacularTitle"),
        sections=sections_of(document.find("Abstract")),
        abstract_copyright=text_at(document, "Abstract/CopyrightInformation"),
        authors=people_of([person for item in authors for person in item]),
        has_all_authors=all(item.get("CompleteYN", "Y") == "Y" for item in authors),
        investigators=people_of(
            [
                person
                for place in (document, book)
                for person in place.findall("InvestigatorList/Investigator")
            ]
        ),
        journal=Journal(title=text_at(book, "BookTitle")),
        volume=text_at(book, "Volume"),
        pages=pages_of(document),
        book=book_of(document, book),
        published=date_of(book.find("PubDate")) or PartialDate(),
        publication_status=text_at(root, "PubmedBookData/PublicationStatus"),
        revised=date_of(document.find("DateRevised")),
        history=history_of(root.findall("PubmedBookData/History/PubMedPubDate")),
        doi=own_doi(places, ids),
        pmcid=next((value for kind, value in ids if kind == "pmc"), None),
        other_ids=further_ids([*(place[:2] for place in places), *ids]),
        languages=texts_at(document, "Language"),
        publication_types=types_of(document.findall("PublicationType")),
        keywords=keywords_of(document.findall("KeywordList")),
        grants=grants_of(document.findall("GrantList/Grant")),
        references=references_of(document) if references else None,
    )
