"""Where every number comes from: study by study, as entered, with place and link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ketaevidence.curation.model import Register, Result, Source, Study
from ketaevidence.curation.vocabulary import (
    CONFIDENCES,
    OUTCOMES,
    PHASES,
    STATUSES,
)
from ketaevidence.present import words
from ketaevidence.present.links import doi_link, pubmed_link, web_link
from ketaevidence.present.printed import printed

#: What the checks say of a result, by result_id.
Notes = Mapping[str, Sequence[str]]
_NO_NOTES: Final[Notes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Link:
    """A safe address with the words to click on."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value as it was entered, and how far it can be trusted."""

    result_id: str
    study: str
    study_id: str
    outcome: str
    arm: str
    time: str
    value: str
    definition: str | None
    quote: str | None
    location: str | None
    link: Link | None
    confidence: str
    status: str
    #: "derived" or "inferred" where the source does not print the value itself.
    mark: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class StudySources:
    """One study with all its values and links."""

    study_id: str
    label: str
    citation: str
    links: tuple[Link, ...]
    confidence: str
    location: str | None
    note: str | None
    values: tuple[Value, ...]


def links_of(pmid: str | None, doi: str | None, url: str | None) -> tuple[Link, ...]:
    """Give the links of a study or record that are safe to print."""
    found = (
        (pubmed_link(pmid), f"PubMed {pmid}"),
        (doi_link(doi), f"doi:{doi}"),
        (web_link(url), "Source read"),
    )
    links: dict[str, Link] = {}
    for href, text in found:
        if href is not None:
            links.setdefault(href, Link(href, words.clean(text)))
    return tuple(links.values())


def _arm(result: Result, register: Register) -> str:
    for arm in register.arms:
        if (arm.study_id, arm.arm_id) == (result.study_id, result.arm_id):
            return arm.label
    return result.arm_id


def _time(result: Result) -> str:
    phase = "" if result.phase == "unclear" else PHASES.get(result.phase, "")
    parts = [result.time_words or "time not stated", phase]
    return "; ".join(part for part in parts if part)


def _source_link(source: Source) -> Link | None:
    href = web_link(source.url)
    return Link(href, "Source") if href else None


def value_of(
    result: Result, label: str, register: Register, checked: Sequence[str] = ()
) -> Value:
    """Gather one result with its place in the source, and what checks say of it."""
    notes = [result.kept_out_because and f"Kept out: {result.kept_out_because}"]
    notes += [result.notes, *checked]
    outcome = OUTCOMES.get(result.outcome, result.outcome)
    source = result.source
    return Value(
        result_id=result.result_id,
        study=label,
        study_id=result.study_id,
        outcome=f"{outcome}: {result.outcome_words}"
        if result.outcome != "adverse_event"
        else result.outcome_words,
        arm=_arm(result, register) + (f" (n = {result.n})" if result.n else ""),
        time=_time(result),
        value=printed(result) + (f" [{result.scale}]" if result.scale else ""),
        definition=result.definition,
        quote=source.quote,
        location=source.location,
        link=_source_link(source),
        confidence=CONFIDENCES.get(source.confidence, source.confidence),
        status=STATUSES.get(result.status, result.status),
        mark=None if result.status == "stated" else result.status,
        note=" ".join(words.sentence(n) for n in notes if n) or None,
    )


def study_sources(
    study: Study, register: Register, notes: Notes = _NO_NOTES
) -> StudySources:
    """Gather every value of one study."""
    parts = (
        study.first_author,
        str(study.year) if study.year else None,
        study.title,
        study.journal,
        study.citation,
    )
    return StudySources(
        study_id=study.study_id,
        label=study.label,
        citation=". ".join(words.clean(p).rstrip(".") for p in parts if p) + ".",
        links=links_of(study.pmid, study.doi, study.source.url),
        confidence=CONFIDENCES.get(study.source.confidence, study.source.confidence),
        location=study.source.location,
        note=study.notes,
        values=tuple(
            value_of(result, study.label, register, notes.get(result.result_id, ()))
            for result in register.results_of(study.study_id)
            if result.statistic != "not_found"
        ),
    )


def adverse_events(
    studies: tuple[Study, ...], register: Register, notes: Notes = _NO_NOTES
) -> tuple[Value, ...]:
    """Gather every adverse event that the included studies report."""
    labels = {study.study_id: study.label for study in studies}
    return tuple(
        value_of(
            result,
            labels[result.study_id],
            register,
            notes.get(result.result_id, ()),
        )
        for result in register.results
        if result.outcome == "adverse_event" and result.study_id in labels
    )
