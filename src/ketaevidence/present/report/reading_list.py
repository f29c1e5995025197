"""The records of a review: in, out, waiting, and what rules read in them."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.extraction.model import Candidate
from ketaevidence.present import words
from ketaevidence.present.basis import stage_words
from ketaevidence.present.inclusion import standings, suggestions_by_key
from ketaevidence.present.readings import field_words, reading
from ketaevidence.present.report.reviewers import conflict_views
from ketaevidence.present.report.sources import Link, links_of
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.records.model import Record
from ketaevidence.screening.decide import Standing
from ketaevidence.screening.model import Decision

#: How many records a list shows, and readings a record; the rest is counted.
MOST_RECORDS, MOST_READINGS = 400, 12
#: How many records have their machine readings printed.
MOST_READ = 60

#: How much of a sentence is shown on each side of a quote [characters].
_AROUND = 160


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record with its standing, and who or what says so."""

    key: str
    title: str
    citation: str
    links: tuple[Link, ...]
    standing: Standing
    decided: str | None
    reason: str | None
    suggestion: str | None
    rule: str | None
    #: Each reviewer's words, where they do not agree and nobody has settled it.
    conflict: tuple[str, ...]
    is_retracted: bool
    is_missing: bool
    summary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One machine reading: a suggestion with the words that it was read from."""

    field: str
    value: str
    #: The sentence before the quote, the quote, and the sentence after it.
    before: str
    quote: str
    after: str
    section: str
    rule: str
    is_projects: bool
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadRecord:
    """One record with what rules read in it."""

    title: str
    links: tuple[Link, ...]
    readings: tuple[ReadingView, ...]
    left_out: int


def record_views(snapshot: Snapshot) -> tuple[RecordView, ...]:
    """Give every record with its standing, in the order of the review."""
    advice = suggestions_by_key(snapshot)
    votes = {found.key: found.votes for found in conflict_views(snapshot)}
    views = []
    for record, standing, decision in standings(snapshot):
        hint = advice.get(record.key)
        by = None
        if decision is not None:
            stage = stage_words(decision.stage, is_example=snapshot.is_example)
            by = f"{decision.by}, {decision.at[:10]}, {stage}"
        views.append(
            RecordView(
                key=record.key,
                title=words.shortened(words.clean(record.title), 400),
                citation=record.citation,
                links=links_of(record.pmid, record.doi, None),
                standing=standing,
                decided=by,
                reason=_reason(decision, snapshot),
                suggestion=f"{hint.verdict}: {hint.reason}" if hint else None,
                rule=hint.rule if hint else None,
                conflict=votes.get(record.key, ()),
                is_retracted=record.is_retracted,
                is_missing=record.key in snapshot.missing,
                summary=_summary(record),
            )
        )
    return tuple(views)


def _reason(decision: Decision | None, snapshot: Snapshot) -> str | None:
    """Give the reason of a decision in the question's own words for it."""
    if decision is None or decision.reason is None:
        return None
    return snapshot.question.exclusion_reasons.get(decision.reason, decision.reason)


def _summary(record: Record) -> tuple[str, ...]:
    """Give this project's own summary; a publisher's abstract is never repeated."""
    return tuple(
        f"{section.label}: {section.text}" if section.label else section.text
        for section in record.sections
        if section.written_by == "project" and section.text
    )


def _reading(candidate: Candidate) -> ReadingView:
    # What PubMed's metadata say has no quote: the whole of it is shown.
    quote = candidate.quote or candidate.sentence or " "
    before, _, after = candidate.sentence.partition(quote)
    # The bar keeps the space next to the quote, which cleaning would trim.
    return ReadingView(
        field=field_words(candidate.field),
        value=words.shortened(reading(candidate), 200),
        before=words.clean(f"{before}|")[:-1][-_AROUND:],
        quote=words.shortened(words.clean(quote), 300),
        after=words.clean(f"|{after}")[1:][:_AROUND],
        section=candidate.section,
        rule=candidate.rule,
        is_projects=candidate.written_by == "project",
        warnings=candidate.warnings,
    )


def read_records(snapshot: Snapshot) -> tuple[ReadRecord, ...]:
    """Give the records in which rules read something, with the readings."""
    found: dict[str, list[Candidate]] = {}
    for candidate in snapshot.candidates:
        found.setdefault(candidate.record_key, []).append(candidate)
    return tuple(
        ReadRecord(
            title=words.shortened(words.clean(record.title), 200),
            links=links_of(record.pmid, record.doi, None),
            readings=tuple(_reading(c) for c in found[record.key][:MOST_READINGS]),
            left_out=max(0, len(found[record.key]) - MOST_READINGS),
        )
        for record in snapshot.records
        if record.key in found
    )
