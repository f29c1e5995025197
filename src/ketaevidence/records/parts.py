"""The parts of a Record: people, places of publication, subjects, links.

Every part is immutable. What its source does not say is ``None`` or an empty tuple;
a yes or no that PubMed leaves out has the meaning that PubMed's own format gives it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from ketaevidence.records.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an abstract, with the label that the journal gave it."""

    text: str
    label: str | None = None
    #: NLM's own category of the label (BACKGROUND, METHODS, ...).
    category: str | None = None
    #: Whose words these are. A summary by this project is never an abstract.
    written_by: Literal["publisher", "project"] = "publisher"


@dataclass(frozen=True, slots=True)
class OtherAbstract:
    """A further abstract: in another language, for lay readers, or by an agency.

    It is never a part of the record's own abstract, and no rule reads it.
    """

    #: Who wrote it or for whom: Publisher, plain-language-summary, PIP, ...
    kind: str
    language: str | None = None
    sections: tuple[Section, ...] = ()
    copyright: str | None = None


class Author(NamedTuple):
    """One author, editor or investigator: a person, or a group under its own name.

    Like a keyword it is a named tuple: these two are most of what a large file holds,
    and are made several times faster than other immutable objects.
    """

    last_name: str | None = None
    fore_name: str | None = None
    initials: str | None = None
    suffix: str | None = None
    collective_name: str | None = None
    orcid: str | None = None
    affiliations: tuple[str, ...] = ()
    #: (source, value) of further identifiers: of the person, and of the places that
    #: the affiliations name (GRID, ISNI, ROR).
    other_ids: tuple[tuple[str, str], ...] = ()
    #: Whether PubMed marks the author as one of several equal contributors.
    is_equal: bool = False
    #: ``False`` for a name that PubMed keeps only to show how it was misprinted.
    is_valid: bool = True

    @property
    def name(self) -> str:
        """The name as a reference list prints it: last name and initials."""
        if self.collective_name:
            return self.collective_name
        parts = (self.last_name, self.suffix, self.initials or self.fore_name)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal that printed the record."""

    title: str | None = None
    iso_abbreviation: str | None = None
    #: The ISSN of the edition that PubMed cites, and which edition that is.
    issn: str | None = None
    issn_type: str | None = None
    nlm_id: str | None = None
    #: The abbreviation in MEDLINE, and the ISSN that links all editions.
    medline_abbreviation: str | None = None
    issn_linking: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """The book that a record is, or is a chapter of."""

    title: str | None = None
    publisher: str | None = None
    place: str | None = None
    edition: str | None = None
    collection: str | None = None
    volume_title: str | None = None
    medium: str | None = None
    report_number: str | None = None
    isbns: tuple[str, ...] = ()
    editors: tuple[Author, ...] = ()
    #: First and last year of a book that appeared over a time.
    began: PartialDate | None = None
    ended: PartialDate | None = None
    #: When the chapter was contributed.
    contributed: PartialDate | None = None
    #: Where in the book: (("chapter", "12"),).
    locations: tuple[tuple[str, str], ...] = ()
    #: The headings of the chapter's sections.
    contents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicationType:
    """What PubMed says the record is, by identifier and by name."""

    name: str
    ui: str | None = None


@dataclass(frozen=True, slots=True)
class Qualifier:
    """What a subject heading is narrowed to; ``*`` in PubMed is ``is_major`` here."""

    name: str
    ui: str | None = None
    is_major: bool = False
    #: Whether NLM's program set it and no indexer.
    is_automatic: bool = False


@dataclass(frozen=True, slots=True)
class MeshHeading:
    """A subject heading with its qualifiers; ``*`` in PubMed is ``is_major`` here."""

    name: str
    ui: str | None = None
    is_major: bool = False
    qualifiers: tuple[Qualifier, ...] = ()
    #: Whether NLM's program set it and no indexer.
    is_automatic: bool = False
    is_geographic: bool = False


@dataclass(frozen=True, slots=True)
class SupplementaryConcept:
    """A supplementary MeSH term: a rare disease, an organism, a protocol, ..."""

    name: str
    ui: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Chemical:
    """A substance that the record is about; number ``0`` means that it has none."""

    name: str
    ui: str | None = None
    registry_number: str | None = None


class Keyword(NamedTuple):
    """A keyword and who gave it: NOTNLM is the author, NLM and others are agencies."""

    name: str
    owner: str | None = None
    is_major: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """Money that the record says it was made with."""

    agency: str | None = None
    number: str | None = None
    acronym: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Registration:
    """A trial registration or data set that the record names."""

    registry: str
    accession: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A link to a notice or article: an erratum, a retraction, a comment, ..."""

    kind: str
    reference: str
    pmid: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that the record cites, as printed, with the identifiers that it has."""

    citation: str
    #: (type, value) pairs: pubmed, doi, pmc.
    ids: tuple[tuple[str, str], ...] = ()
