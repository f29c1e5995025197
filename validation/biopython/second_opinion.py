"""What Biopython's reader says of a PubMed record, in the words of our Record.

It is written from PubMed's DTD and from what the fields of Record promise, and shares
no code with the reader that it checks. Every path of Biopython's answer that is looked
at is noted, so that what nobody reads can be found.
"""

from __future__ import annotations

from typing import Any

from parts_said import (
    chemical_of,
    contents_of,
    correction_of,
    date_of,
    doi_of,
    further_of,
    grants_of,
    heading_of,
    history_of,
    ids_of,
    journal_of,
    keywords_of,
    locations_of,
    online_of,
    other_abstract_of,
    pages_of,
    people_of,
    places_of,
    references_of,
    sections_of,
    types_of,
    version_of,
)
from traced import Node, every_field

from ketaevidence.records.model import Record
from ketaevidence.records.parts import (
    Book,
    Journal,
    Registration,
    SupplementaryConcept,
)


def opinion(answer: Any, kind: str, read: set[str]) -> Record:
    """Give what Biopython says of a record, its cited works included.

    Parameters
    ----------
    answer
        One item of Biopython's ``PubmedArticle`` or ``PubmedBookArticle``.
    kind
        Which of the two.
    read
        Takes in every path that is looked at.
    """
    node = Node(answer, kind, read)
    return _book_record(node) if kind == "PubmedBookArticle" else _article(node)


def _article(root: Node) -> Record:
    citation = root.one("MedlineCitation")
    paper = citation.one("Article")
    issue = paper.one("Journal", "JournalIssue")
    ids = ids_of(root.many("PubmedData", "ArticleIdList", "ArticleId"))
    places = paper.many("ELocationID")
    # AuthorList is there for its attribute too.
    complete = [item.attribute("CompleteYN") for item in paper.many("AuthorList")]
    other = [(i.attribute("Source"), i.text()) for i in citation.many("OtherID")]
    return every_field(
        Record,
        title=paper.text("ArticleTitle") or "",
        pmid=citation.text("PMID"),
        version=version_of(citation),
        local_id=None,
        kind="article",
        status=citation.attribute("Status"),
        indexing_method=citation.attribute("IndexingMethod"),
        vernacular_title=paper.text("VernacularTitle"),
        sections=sections_of(paper.many("Abstract", "AbstractText")),
        abstract_copyright=paper.text("Abstract", "CopyrightInformation"),
        other_abstracts=tuple(map(other_abstract_of, citation.many("OtherAbstract"))),
        authors=people_of(paper.many("AuthorList", "Author")),
        has_all_authors="N" not in complete,
        investigators=people_of(citation.many("InvestigatorList", "Investigator")),
        journal=journal_of(paper.one("Journal"), citation.one("MedlineJournalInfo")),
        volume=issue.text("Volume"),
        issue=issue.text("Issue"),
        pages=pages_of(paper),
        book=None,
        published=date_of(issue.one("PubDate")),
        published_online=online_of(paper.many("ArticleDate")),
        publication_model=paper.attribute("PubModel"),
        publication_status=root.text("PubmedData", "PublicationStatus"),
        completed=date_of(citation.one("DateCompleted")),
        revised=date_of(citation.one("DateRevised")),
        history=history_of(root.many("PubmedData", "History", "PubMedPubDate")),
        doi=doi_of(places, ids),
        pmcid=dict(reversed(ids)).get("pmc"),
        other_ids=further_of([*places_of(places), *ids, *other]),
        languages=paper.texts("Language"),
        publication_types=types_of(
            paper.many("PublicationTypeList", "PublicationType")
        ),
        mesh=tuple(map(heading_of, citation.many("MeshHeadingList", "MeshHeading"))),
        supplementary_mesh=tuple(
            every_field(
                SupplementaryConcept,
                name=item.text(),
                ui=item.attribute("UI"),
                kind=item.attribute("Type"),
            )
            for item in citation.many("SupplMeshList", "SupplMeshName")
        ),
        keywords=keywords_of(citation.many("KeywordList")),
        chemicals=tuple(map(chemical_of, citation.many("ChemicalList", "Chemical"))),
        gene_symbols=citation.texts("GeneSymbolList", "GeneSymbol"),
        people=people_of(
            citation.many("PersonalNameSubjectList", "PersonalNameSubject")
        ),
        grants=grants_of(paper.many("GrantList", "Grant")),
        registrations=tuple(
            every_field(
                Registration,
                registry=bank.text("DataBankName"),
                accession=number,
            )
            for bank in paper.many("DataBankList", "DataBank")
            for number in bank.texts("AccessionNumberList", "AccessionNumber")
        ),
        corrections=tuple(
            map(
                correction_of,
                citation.many("CommentsCorrectionsList", "CommentsCorrections"),
            )
        ),
        conflict_of_interest=citation.text("CoiStatement"),
        notes=tuple(
            (note.attribute("Owner"), note.text())
            for note in citation.many("GeneralNote")
        ),
        citation_subsets=citation.texts("CitationSubset"),
        space_flight_missions=citation.texts("SpaceFlightMission"),
        number_of_references=citation.text("NumberOfReferences"),
        references=references_of(root.many("PubmedData", "ReferenceList")),
    )


def _book_record(root: Node) -> Record:
    document = root.one("BookDocument")
    book = document.one("Book")
    ids = ids_of(document.many("ArticleIdList", "ArticleId"))
    ids += ids_of(root.many("PubmedBookData", "ArticleIdList", "ArticleId"))
    places = book.many("ELocationID")
    lists = [*document.many("AuthorList"), *book.many("AuthorList")]
    authors = [a for a in lists if (a.attribute("Type") or "authors") == "authors"]
    editors = [a for a in lists if a.attribute("Type") == "editors"]
    people = [*document.many("InvestigatorList"), *book.many("InvestigatorList")]
    name = book.text("BookTitle")
    return every_field(
        Record,
        title=document.text("ArticleTitle") or name or "",
        pmid=document.text("PMID"),
        version=int(document.one("PMID").attribute("Version")),
        local_id=None,
        kind="book",
        status=None,
        indexing_method=None,
        vernacular_title=document.text("VernacularTitle"),
        sections=sections_of(document.many("Abstract", "AbstractText")),
        abstract_copyright=document.text("Abstract", "CopyrightInformation"),
        other_abstracts=(),
        authors=people_of([p for item in authors for p in item.many("Author")]),
        has_all_authors="N" not in [item.attribute("CompleteYN") for item in authors],
        investigators=people_of(
            [p for item in people for p in item.many("Investigator")]
        ),
        # A chapter stands in its book as an article in its journal.
        journal=Journal(title=name),
        volume=book.text("Volume"),
        issue=None,
        pages=pages_of(document),
        book=every_field(
            Book,
            title=name,
            publisher=book.text("Publisher", "PublisherName"),
            place=book.text("Publisher", "PublisherLocation"),
            edition=book.text("Edition"),
            collection=book.text("CollectionTitle"),
            volume_title=book.text("VolumeTitle"),
            medium=book.text("Medium"),
            report_number=book.text("ReportNumber"),
            isbns=book.texts("Isbn"),
            editors=people_of([p for item in editors for p in item.many("Author")]),
            began=date_of(book.one("BeginningDate")),
            ended=date_of(book.one("EndingDate")),
            contributed=date_of(document.one("ContributionDate")),
            locations=locations_of(document),
            contents=contents_of(document.many("Sections", "Section")),
        ),
        published=date_of(book.one("PubDate")),
        published_online=None,
        publication_model=None,
        publication_status=root.text("PubmedBookData", "PublicationStatus"),
        completed=None,
        revised=date_of(document.one("DateRevised")),
        history=history_of(root.many("PubmedBookData", "History", "PubMedPubDate")),
        doi=doi_of(places, ids),
        pmcid=dict(reversed(ids)).get("pmc"),
        other_ids=further_of([*places_of(places), *ids]),
        languages=document.texts("Language"),
        publication_types=types_of(document.many("PublicationType")),
        mesh=(),
        supplementary_mesh=(),
        keywords=keywords_of(document.many("KeywordList")),
        chemicals=(),
        gene_symbols=(),
        people=(),
        grants=grants_of(document.many("GrantList", "Grant")),
        registrations=(),
        corrections=(),
        conflict_of_interest=None,
        notes=(),
        citation_subsets=(),
        space_flight_missions=(),
        number_of_references=None,
        references=references_of(document.many("ReferenceList")),
    )
