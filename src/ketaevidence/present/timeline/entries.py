"""What a timeline shows: studies, reports not yet entered, protocols, what awaits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from ketaevidence.curation.inclusion import studies_by_record, study_keys
from ketaevidence.curation.model import Study
from ketaevidence.curation.vocabulary import DESIGNS
from ketaevidence.present.design_marks import DesignMark, mark_of
from ketaevidence.present.inclusion import included_studies, standings
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.study_facts import funding_by_record, patients_of, year_of
from ketaevidence.present.words import clean
from ketaevidence.records.model import Record

Section = Literal["entered", "not_entered", "protocol"]
#: What people read above each section, in this order.
SECTIONS: dict[Section, str] = {
    "entered": "Included",
    "not_entered": "Included, not yet entered",
    "protocol": "Protocols without results",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline; what is not known is ``None``."""

    section: Section
    label: str
    year: int | None
    n: int | None
    mark: DesignMark
    design: str | None
    #: Who paid, as a person entered it, or else as a rule read it.
    funding: str | None
    #: The study whose patients it tells of again: no study of its own.
    again: str | None = None
    #: Whether nobody has confirmed who paid.
    is_funding_read: bool = True


def entries_of(snapshot: Snapshot) -> tuple[Entry, ...]:
    """Give every line, by section and year; those without a year last."""
    records = {record.key: record for record in snapshot.records}
    paid = funding_by_record(snapshot)
    included = included_studies(snapshot)
    known = {study.study_id for study in included}
    labels = {study.study_id: clean(study.label) for study in snapshot.register.studies}
    found = [
        replace(
            _of_study("entered", study, records, paid),
            again=labels.get(study.secondary_of or ""),
        )
        for study in included
    ]
    entered = studies_by_record(snapshot.register)
    found += [
        _of_record(record, paid)
        for record, standing, _ in standings(snapshot)
        if standing == "included" and record.key not in entered
    ]
    found += [
        _of_study("protocol", study, records, paid)
        for study in snapshot.register.studies
        if study.design == "protocol" and study.study_id not in known
    ]
    order = list(SECTIONS)
    return tuple(
        sorted(
            found,
            key=lambda one: (
                order.index(one.section), one.year is None, one.year or 0, one.label,
            ),
        )
    )  # fmt: skip


def awaiting_by_year(snapshot: Snapshot) -> tuple[tuple[int | None, int], ...]:
    """Count the records that nobody has decided on, by year; without a year last."""
    years = Counter(
        record.year
        for record, standing, _ in standings(snapshot)
        if standing == "awaiting"
    )
    return tuple(
        sorted(years.items(), key=lambda item: (item[0] is None, item[0] or 0))
    )


def _of_study(
    section: Section,
    study: Study,
    records: dict[str, Record],
    paid: dict[str, str],
) -> Entry:
    entered = clean(study.funding or "")
    funding = [paid[key] for key in study_keys(study) if key in paid]
    return Entry(
        section,
        clean(study.label) or study.study_id,
        year_of(study, records),
        patients_of(study),
        mark_of(study.design),
        DESIGNS.get(study.design, clean(study.design)),
        entered or (funding[0] if funding else None),
        is_funding_read=not entered,
    )


def _of_record(record: Record, paid: dict[str, str]) -> Entry:
    author = record.authors[0].name if record.authors else record.title
    name = f"{author} {record.year}" if record.year else author
    return Entry(
        "not_entered", clean(name) or record.key, record.year, None, mark_of(None),
        None, paid.get(record.key),
    )  # fmt: skip
