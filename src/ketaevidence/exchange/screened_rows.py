"""A record as a row for a screening tool: what it shows, and what identifies it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ketaevidence.exchange.aliases import OWN_COLUMN
from ketaevidence.exchange.citing import (
    abstract_of,
    authors_of,
    doi_address,
    journal_of,
    keywords_of,
    pubmed_address,
    title_of,
)
from ketaevidence.records.model import Record
from ketaevidence.screening.model import Decision, Stage
from ketaevidence.screening.settling import by_record, newest_of_each, settled


@dataclass(frozen=True, slots=True)
class Screened:
    """Records with the decisions on them, as a tool that screens is given them."""

    records: tuple[Record, ...]
    #: Every decision of the review, oldest first.
    decisions: tuple[Decision, ...]
    #: How many people have to decide alike.
    reviewers: int
    #: The review's reasons for excluding a report: words by short name.
    reasons: Mapping[str, str]

    def settled(self, stage: Stage) -> Mapping[str, Decision]:
        """Give what settles each record at a stage; one in conflict is not among them.

        What people of a review of two decided alike is one of their decisions, and
        says who that was.
        """
        return settled(self.decisions, stage, self.reviewers)

    def votes(self, stage: Stage) -> Mapping[str, Sequence[Decision]]:
        """Give the newest decision of each person on each record."""
        return {
            key: newest_of_each(own)
            for key, own in by_record(self.decisions, stage).items()
        }


def fields_of(record: Record) -> dict[str, object]:
    """Give what every tool shows of a record, by plain names."""
    published = record.published
    return {
        "title": title_of(record),
        "abstract": abstract_of(record),
        "authors": "; ".join(a.name for a in authors_of(record)),
        "keywords": "; ".join(keywords_of(record)),
        "year": record.year,
        "month": published.month,
        "day": published.day,
        "journal": journal_of(record),
        "issn": record.journal.issn,
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.pages,
        "doi": record.doi,
        "url": pubmed_address(record) or doi_address(record),
        "language": ", ".join(record.languages),
        "pmid": record.pmid,
        "pmcid": record.pmcid,
        OWN_COLUMN: record.key,
    }


def in_columns(
    columns: Iterable[str], values: Mapping[str, object]
) -> Sequence[object]:
    """Give a row's values in the order of a tool's columns; others stay empty."""
    return [values.get(name) for name in columns]
