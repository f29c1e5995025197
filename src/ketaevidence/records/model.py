"""The Record: one citation as PubMed, a reference manager or this project gives it.

A Record never changes. Its text keeps the source's own wording; a date that PubMed
knows only in part stays partial; what is absent is ``None`` or an empty tuple.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

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
    Reference,
    Registration,
    Section,
    SupplementaryConcept,
)

#: Publication-type identifiers that decide how a record may be used. The identifier
#: is the key because its English name changes (D016440 was renamed in 2026).
RETRACTED_PUBLICATION = "D016441"
RETRACTION_NOTICE = "D016440"
PUBLISHED_ERRATUM = "D016425"
EXPRESSION_OF_CONCERN = "D000075742"
RANDOMIZED_CONTROLLED_TRIAL = "D016449"
SYSTEMATIC_REVIEW = "D000078182"
META_ANALYSIS = "D017418"
REVIEW = "D016454"
CASE_REPORTS = "D002363"
LETTER = "D016422"
COMMENT = "D016420"
EDITORIAL = "D016421"
GUIDELINE = "D016431"
PRACTICE_GUIDELINE = "D017065"
TRIAL_PROTOCOL = "D000078325"

#: PubMed's text format gives names only. Both names of a renamed type are here.
UI_OF_TYPE: Mapping[str, str] = MappingProxyType(
    {
        "Retracted Publication": RETRACTED_PUBLICATION,
        "Retraction of Publication": RETRACTION_NOTICE,
        "Retraction Notice": RETRACTION_NOTICE,
        "Published Erratum": PUBLISHED_ERRATUM,
        "Expression of Concern": EXPRESSION_OF_CONCERN,
        "Randomized Controlled Trial": RANDOMIZED_CONTROLLED_TRIAL,
        "Systematic Review": SYSTEMATIC_REVIEW,
        "Meta-Analysis": META_ANALYSIS,
        "Review": REVIEW,
        "Case Reports": CASE_REPORTS,
        "Letter": LETTER,
        "Comment": COMMENT,
        "Editorial": EDITORIAL,
        "Guideline": GUIDELINE,
        "Practice Guideline": PRACTICE_GUIDELINE,
        "Clinical Trial Protocol": TRIAL_PROTOCOL,
    }
)


@dataclass(frozen=True, slots=True)
class Record:
    """One citation at one revision, with everything that its source says of it.

    ``key`` identifies the record across revisions: its PMID where it has one, else
    its DOI, else the identifier that its source file gave it.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> record = ke.example_review().records().by_key("pmid:19604642")
    >>> record.citation
    'Sigtermans MJ (2009). Pain. 145(3):304-311'
    >>> record.has_abstract
    False
    """

    title: str
    pmid: str | None = None
    version: int = 1
    local_id: str | None = None
    kind: Literal["article", "book"] = "article"
    #: Where PubMed is with the record: MEDLINE, In-Process, Publisher, ...
    status: str | None = None
    #: How it was indexed: Manual, Curated or Automated.
    indexing_method: str | None = None
    vernacular_title: str | None = None
    sections: tuple[Section, ...] = ()
    abstract_copyright: str | None = None
    #: Further abstracts; no part of ``sections``.
    other_abstracts: tuple[OtherAbstract, ...] = ()
    authors: tuple[Author, ...] = ()
    #: Whether PubMed lists every author.
    has_all_authors: bool = True
    #: Members of a group that wrote the record, who are no authors themselves.
    investigators: tuple[Author, ...] = ()
    journal: Journal = Journal()  # noqa: RUF009 (immutable)
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    book: Book | None = None
    published: PartialDate = PartialDate()  # noqa: RUF009 (immutable)
    published_online: PartialDate | None = None
    #: How it came out: Print, Electronic, Print-Electronic, ...
    publication_model: str | None = None
    #: ppublish, epublish, aheadofprint.
    publication_status: str | None = None
    #: When NLM finished indexing the record, and when it last changed it.
    completed: PartialDate | None = None
    revised: PartialDate | None = None
    #: (status, date) pairs of PubMed's history: entrez, pubmed, medline, accepted, ...
    history: tuple[tuple[str, PartialDate], ...] = ()
    doi: str | None = None
    pmcid: str | None = None
    #: (type, value) pairs of the record's own further identifiers.
    other_ids: tuple[tuple[str, str], ...] = ()
    languages: tuple[str, ...] = ()
    publication_types: tuple[PublicationType, ...] = ()
    mesh: tuple[MeshHeading, ...] = ()
    supplementary_mesh: tuple[SupplementaryConcept, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    chemicals: tuple[Chemical, ...] = ()
    gene_symbols: tuple[str, ...] = ()
    #: People whom the record is about.
    people: tuple[Author, ...] = ()
    grants: tuple[Grant, ...] = ()
    registrations: tuple[Registration, ...] = ()
    corrections: tuple[Correction, ...] = ()
    conflict_of_interest: str | None = None
    #: (owner, text) of notes by those who made the record.
    notes: tuple[tuple[str, str], ...] = ()
    citation_subsets: tuple[str, ...] = ()
    space_flight_missions: tuple[str, ...] = ()
    #: How many works NLM counted in the reference list; only old records say.
    number_of_references: str | None = None
    #: What the record cites; ``None`` where the reader was not asked for it.
    references: tuple[Reference, ...] | None = None

    @property
    def key(self) -> str:
        """What identifies this record in a review, as text with its kind in front."""
        if self.pmid is not None:
            return f"pmid:{self.pmid}"
        if self.doi is not None:
            return f"doi:{self.doi.lower()}"
        return f"local:{self.local_id}"

    @property
    def text(self) -> str:
        """Title and abstract as one text: the coordinates of every quote.

        The title, then each section on a line of its own, without labels. A
        candidate's span counts characters of this text.
        """
        return "\n".join([self.title, *(section.text for section in self.sections)])

    @property
    def year(self) -> int | None:
        """The year of publication, where it is known."""
        return self.published.year

    @property
    def citation(self) -> str:
        """The reference as one line: author, year, journal, volume and pages."""
        author = self.authors[0].name if self.authors else "No author named"
        if len(self.authors) > 1:
            author += " et al."
        year = str(self.year) if self.year else "no year"
        journal = self.journal.iso_abbreviation or self.journal.title
        place = self.volume or ""
        if self.issue:
            place += f"({self.issue})"
        if self.pages:
            place += f":{self.pages}" if place else self.pages
        return ". ".join(p for p in (f"{author} ({year})", journal, place) if p)

    @property
    def has_abstract(self) -> bool:
        """Whether the publisher's abstract is here (a project's summary is not one)."""
        return any(section.written_by == "publisher" for section in self.sections)

    def is_of_type(self, *identifiers: str) -> bool:
        """Say whether PubMed gives the record one of these publication types."""
        return any(kind.ui in identifiers for kind in self.publication_types)

    @property
    def is_retracted(self) -> bool:
        """Whether PubMed marks this record itself as retracted."""
        return self.is_of_type(RETRACTED_PUBLICATION) or any(
            link.kind == "RetractionIn" for link in self.corrections
        )
