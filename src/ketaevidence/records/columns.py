"""The columns of every table of records: name, type, meaning, and where it comes from.

One list serves ``Records.frame``, ``read_frame`` and the Parquet writer, and
docs/records.md prints it, so that no two of them can differ.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from ketaevidence.errors import PresentError
from ketaevidence.records import cells
from ketaevidence.records.cells import day, pairs
from ketaevidence.records.model import Record

if TYPE_CHECKING:
    import pandas as pd

#: Records are taken up in so many at a time, and let go.
_BATCH = 500
_join = cells.SEPARATOR.join

Cell = str | int | bool | None
Dtype = Literal["string", "Int64", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what a cell means, and how it comes from a Record."""

    name: str
    meaning: str
    #: The fields of the Record that the cell depends on, and no others.
    fields: tuple[str, ...]
    cell: Callable[[Record], Cell]
    dtype: Dtype = "string"

    def cells(self, records: Sequence[Record]) -> list[Cell]:
        """Give the column's cells; a text of no characters is missing."""
        if self.dtype == "string":
            return [text or None for text in map(self.cell, records)]
        return list(map(self.cell, records))


def _field(name: str, meaning: str, dtype: Dtype = "string") -> Column:
    """Declare a column that is a field of the Record as it stands."""
    return Column(name, meaning, (name,), attrgetter(name), dtype)


def _journal(name: str, part: str, meaning: str) -> Column:
    return Column(name, meaning, ("journal",), attrgetter(f"journal.{part}"))


#: Every column, in the order of the table.
COLUMNS = (
    Column(
        "key",
        "What identifies the record: its PMID, else its DOI, else its own identifier.",
        ("pmid", "doi", "local_id"),
        attrgetter("key"),
    ),
    _field("pmid", "The PMID; text, never a number."),
    _field(
        "version", "The version of the PMID; 1 where the source names none.", "Int64"
    ),
    _field("local_id", "The identifier that the source file gave the record."),
    _field("kind", "article or book; a chapter is a book."),
    _field("title", "The title, in English where PubMed has it."),
    _field("vernacular_title", "The title in the original language."),
    Column(
        "abstract",
        "The publisher's abstract, a section a line, its label in front.",
        ("sections",),
        cells.abstract,
    ),
    _field("abstract_copyright", "Who holds the rights in the abstract."),
    Column(
        "other_abstracts",
        "Abstracts in other languages or for other readers, an empty line between "
        "two; kind and language in front.",
        ("other_abstracts",),
        cells.other_abstracts,
    ),
    Column(
        "authors",
        "The authors' last names and initials, or a group's name.",
        ("authors",),
        lambda record: cells.names(record.authors),
    ),
    _field(
        "has_all_authors",
        "False where PubMed XML says that its list of authors is not complete.",
        "boolean",
    ),
    Column(
        "orcids",
        "ORCIDs of those authors who have one, as PubMed writes them.",
        ("authors",),
        cells.orcids,
    ),
    Column(
        "affiliations",
        "The authors' affiliations, each once, one a line.",
        ("authors",),
        cells.affiliations,
    ),
    Column(
        "investigators",
        "Members of a group that wrote the record, who are no authors.",
        ("investigators",),
        lambda record: cells.names(record.investigators),
    ),
    _journal("journal", "title", "The journal's full title, or the book's title."),
    _journal(
        "journal_abbreviation", "iso_abbreviation", "The journal's title in short."
    ),
    _journal("issn", "issn", "The ISSN of the edition that PubMed cites."),
    _journal("issn_linking", "issn_linking", "The ISSN that links all editions."),
    _journal("nlm_id", "nlm_id", "The journal's number in NLM's catalogue."),
    _journal("journal_country", "country", "The country in which it is published."),
    _field("volume", "The volume; text."),
    _field("issue", "The issue; text."),
    _field("pages", "The pages as MEDLINE prints them (304-11), or an article number."),
    Column(
        "book_title",
        "The book that the record is, or is a chapter of.",
        ("book",),
        lambda record: record.book.title if record.book is not None else None,
    ),
    Column(
        "year",
        "The year of publication.",
        ("published",),
        attrgetter("published.year"),
        "Int64",
    ),
    Column(
        "published",
        "When it was published, as far as known: 2009-09, or words (1979 Jan-Feb).",
        ("published",),
        lambda record: day(record.published),
    ),
    Column(
        "published_first",
        "The first day that published can mean (2009-09-01).",
        ("published",),
        lambda record: cells.first_day(record.published),
    ),
    Column(
        "published_last",
        "The last day that published can mean (2009-09-30).",
        ("published",),
        lambda record: cells.last_day(record.published),
    ),
    Column(
        "published_online",
        "When it was first online, as far as known.",
        ("published_online",),
        lambda record: day(record.published_online),
    ),
    _field("publication_model", "How it came out: Print, Electronic, ..."),
    _field("publication_status", "ppublish, epublish or aheadofprint."),
    _field("status", "Where PubMed is with the record: MEDLINE, Publisher, ..."),
    _field("indexing_method", "How it was indexed: Manual, Curated or Automated."),
    Column(
        "completed",
        "When NLM finished indexing it.",
        ("completed",),
        lambda record: day(record.completed),
    ),
    Column(
        "revised",
        "When NLM last changed the record.",
        ("revised",),
        lambda record: day(record.revised),
    ),
    Column(
        "history",
        "Days of PubMed's history: received 2009-01-31; entrez 2009-02-03.",
        ("history",),
        cells.history,
    ),
    _field("doi", "The DOI."),
    _field("pmcid", "The number in PubMed Central."),
    Column(
        "other_ids",
        "Further identifiers with their kind: pii: S0000-0000(00)00000-0.",
        ("other_ids",),
        lambda record: pairs(record.other_ids),
    ),
    Column(
        "languages",
        "The languages of the full text, as PubMed writes them (eng).",
        ("languages",),
        lambda record: _join(record.languages),
    ),
    Column(
        "publication_types",
        "What PubMed says it is: Randomized Controlled Trial, Review, ...",
        ("publication_types",),
        lambda record: _join([kind.name for kind in record.publication_types]),
    ),
    Column(
        "mesh",
        "The MeSH headings, without qualifiers.",
        ("mesh",),
        lambda record: _join([heading.name for heading in record.mesh]),
    ),
    Column(
        "supplementary_mesh",
        "Supplementary MeSH terms: rare diseases, organisms, protocols.",
        ("supplementary_mesh",),
        lambda record: _join([term.name for term in record.supplementary_mesh]),
    ),
    Column(
        "keywords",
        "Keywords, of authors and of agencies.",
        ("keywords",),
        lambda record: _join([keyword.name for keyword in record.keywords]),
    ),
    Column(
        "chemicals",
        "The substances that it is about.",
        ("chemicals",),
        lambda record: _join([chemical.name for chemical in record.chemicals]),
    ),
    Column(
        "gene_symbols",
        "Symbols of genes; in records of 1991 to 1995 only.",
        ("gene_symbols",),
        lambda record: _join(record.gene_symbols),
    ),
    Column(
        "people",
        "People whom it is about.",
        ("people",),
        lambda record: cells.names(record.people),
    ),
    Column(
        "grants",
        "Grants: number, acronym, agency, country, as far as named.",
        ("grants",),
        cells.grants,
    ),
    Column(
        "registrations",
        "Numbers of trial registrations and data sets.",
        ("registrations",),
        lambda record: _join([entry.accession for entry in record.registrations]),
    ),
    Column(
        "corrections",
        "Links to notices and articles: RetractionIn: citation (PMID 1).",
        ("corrections",),
        cells.corrections,
    ),
    Column(
        "is_retracted",
        "Whether PubMed marks the record itself as retracted.",
        ("publication_types", "corrections"),
        attrgetter("is_retracted"),
        "boolean",
    ),
    _field("conflict_of_interest", "The statement on conflicts of interest."),
    Column(
        "notes",
        "Notes by those who made the record, one a line, their owner in front.",
        ("notes",),
        lambda record: pairs(record.notes, cells.LINE),
    ),
    Column(
        "citation_subsets",
        "NLM's codes for groups of journals (AIM, IM, ...).",
        ("citation_subsets",),
        lambda record: _join(record.citation_subsets),
    ),
    Column(
        "space_flight_missions",
        "Missions in space that it is about.",
        ("space_flight_missions",),
        lambda record: _join(record.space_flight_missions),
    ),
    Column(
        "number_of_references",
        "How many works it cites, by NLM's count; in old records only.",
        ("number_of_references",),
        lambda record: cells.whole_number(record.number_of_references),
        "Int64",
    ),
)

#: Fields of the Record that no column shows, and why.
LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "references": "they are a table of their own, and are read only when asked for",
    }
)

_BY_NAME = {column.name: column for column in COLUMNS}


def named(columns: Iterable[str] | None) -> tuple[Column, ...]:
    """Give the columns of these names, in this order; all of them for ``None``.

    Raises
    ------
    PresentError
        If a name is none of a column or stands twice, or there is none.
    """
    if columns is None:
        return COLUMNS
    names = (columns,) if isinstance(columns, str) else tuple(columns)
    for name in names:
        if name not in _BY_NAME:
            msg = f"there is no column {name!r}; there are: {', '.join(_BY_NAME)}."
            raise PresentError(msg)
        if names.count(name) > 1:
            msg = f"the column {name!r} is named more than once; name it once."
            raise PresentError(msg)
    if not names:
        msg = "no column is named; name one, or leave columns out to have all."
        raise PresentError(msg)
    return tuple(_BY_NAME[name] for name in names)


def take(
    records: Iterator[Record], columns: Sequence[Column], most: int = sys.maxsize
) -> list[list[Cell]]:
    """Give the cells of the next records, column by column, and keep no Record.

    Parameters
    ----------
    records
        They are taken from here, and no more than are wanted.
    columns
        What is wanted of them.
    most
        How many records to take at most.

    Returns
    -------
    list of list
        One list for each column, empty where there is no record left.
    """
    table: list[list[Cell]] = [[] for _ in columns]
    while most and (batch := list(islice(records, min(most, _BATCH)))):
        for column, found in zip(columns, table, strict=True):
            found.extend(column.cells(batch))
        most -= len(batch)
    return table


def frame_of(
    records: Iterable[Record], columns: Sequence[Column] = COLUMNS
) -> pd.DataFrame:
    """Give one row per record, each column in its type; what is missing is ``NA``."""
    import pandas as pd

    table = take(iter(records), columns)
    return pd.DataFrame(
        {
            column.name: pd.Series(found, dtype=column.dtype)
            for column, found in zip(columns, table, strict=True)
        }
    )
