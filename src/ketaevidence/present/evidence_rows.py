"""The rows of the evidence table: one per study, or per record not yet extracted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketaevidence.curation.inclusion import studies_by_record
from ketaevidence.curation.model import Study
from ketaevidence.curation.vocabulary import DESIGNS
from ketaevidence.extraction.model import Candidate
from ketaevidence.present import words
from ketaevidence.present.inclusion import (
    included_studies,
    standings,
    suggestions_by_key,
)
from ketaevidence.present.links import doi_link, pubmed_link, web_link
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.records.model import Record
from ketaevidence.screening.decide import Standing

CONFIRMED = "confirmed"
SUGGESTED = "suggested, not confirmed"
NOT_EXTRACTED = "included, not yet extracted"

#: Fields of machine readings that fill a column, the most telling first.
_FIELDS: dict[str, tuple[str, ...]] = {
    "design": ("design",),
    "n": ("n_analysed", "n_enrolled", "n_total", "n", "sample_size"),
    "arms": ("n_arm", "arms", "arm"),
    "condition": ("crps_type", "condition"),
    "route": ("route",),
    "drug_form": ("drug_form", "form"),
    "dose": ("dose",),
    "duration": ("duration", "treatment_duration"),
    "comparator": ("comparator",),
    "pain_scale": ("pain_scale", "scale"),
    "follow_up": ("follow_up", "followup"),
}

#: Short names of the drug's forms, in words.
_FORMS = {
    "S": "S-ketamine",
    "R": "R-ketamine",
    "racemic": "racemic ketamine",
}


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line of the evidence table; what is not known is ``None``."""

    study: str
    year: int | None
    design: str | None
    status: str
    n: int | None
    arms: str | None
    condition: str | None
    route: str | None
    drug_form: str | None
    dose: str | None
    duration: str | None
    co_interventions: str | None
    comparator: str | None
    pain_scale: str | None
    follow_up: str | None
    main_result: str | None
    pooled_in: str | None
    not_pooled_because: str | None
    pmid: str | None
    doi: str | None
    source: str | None


def _text(value: object) -> str | None:
    return None if value is None else words.clean(value) or None


def _joined(parts: Iterable[str], between: str = "; ") -> str | None:
    return between.join(dict.fromkeys(part for part in parts if part)) or None


def places_and_reasons(study: Study, snapshot: Snapshot) -> tuple[list[str], list[str]]:
    """Give where a study is pooled or shown, and every reason why it is not pooled."""
    study_id, places = study.study_id, []
    reasons = [study.kept_out_because] if study.kept_out_because else []
    for analysis in snapshot.analyses:
        for group in analysis.groups:
            if not any(row.study_id == study_id for row in group.rows):
                continue
            is_pooled = group.pooled is not None and group.pooled.k > 1
            word = "Pooled in" if is_pooled else "Shown, not pooled, in"
            places.append(f"{word}: {analysis.title} ({group.label})")
            if group.why_not_pooled and not is_pooled:
                reasons.append(group.why_not_pooled)
        reasons += [k.reason for k in analysis.kept_out if k.study_id == study_id]
    return places, list(dict.fromkeys(words.clean(reason) for reason in reasons))


def _n(study: Study) -> int | None:
    if study.n_analysed is not None:
        return study.n_analysed
    return study.n_enrolled if study.n_enrolled is not None else study.n_crps


def _confirmed(study: Study, snapshot: Snapshot) -> EvidenceRow:
    places, reasons = places_and_reasons(study, snapshot)
    return EvidenceRow(
        study=words.clean(study.label),
        year=study.year,
        design=_text(DESIGNS.get(study.design, study.design)),
        status=CONFIRMED,
        n=_n(study),
        arms=_text(study.arms_words),
        condition=_text(study.condition),
        route=_text(study.route),
        drug_form=_text(study.drug_form),
        dose=_text(study.dose),
        duration=_text(study.duration),
        co_interventions=_text(study.co_interventions),
        comparator=_text(study.comparator),
        pain_scale=_text(study.pain_scale),
        follow_up=_text(study.follow_up),
        main_result=_text(study.finding),
        pooled_in=_text(_joined(places)),
        not_pooled_because=_text(_joined(reasons)),
        pmid=study.pmid if pubmed_link(study.pmid) else None,
        doi=_text(study.doi),
        source=web_link(study.source.url)
        or pubmed_link(study.pmid)
        or doi_link(study.doi)
        or _text(study.source.location),
    )


def _value(candidate: Candidate) -> str:
    """Write the value itself, with as many decimals as its spread has."""
    value, high, spread = candidate.value, candidate.value_high, candidate.spread
    if candidate.events is not None and candidate.total is not None:
        return f"{candidate.events} of {candidate.total}"
    if not isinstance(value, int | float):
        text = words.clean(value)
        return _FORMS.get(text, text) if candidate.field == "drug_form" else text
    decimals = words.decimals_of(value, high, spread)
    text = words.plain(value, decimals)
    if high is not None:
        text += f" to {words.plain(high, decimals)}"
    if spread is not None:
        kind = (candidate.spread_type or "unspecified").replace("_", " ")
        width = words.plain(spread, decimals)
        is_named = kind != "unspecified"
        text += f" ({kind} {width})" if is_named else f" ± {width} (kind not stated)"
    return text


def reading(candidate: Candidate) -> str:
    """Write a machine reading: its value with spread, unit, arm and time."""
    text = _value(candidate)
    if candidate.unit and candidate.unit not in text:
        text += f" {words.clean(candidate.unit)}"
    about = [words.clean(part) for part in (candidate.arm, candidate.time) if part]
    return f"{text}, {', '.join(about)}" if about else text


def _first(found: list[Candidate], names: tuple[str, ...]) -> Candidate | None:
    for name in names:
        for item in found:
            if item.field == name:
                return item
    return None


def _all(found: list[Candidate], names: tuple[str, ...]) -> str | None:
    """Give the distinct readings of the first field that has any, at most three."""
    for name in names:
        texts = list(dict.fromkeys(reading(c) for c in found if c.field == name))
        if texts:
            more = f" (and {len(texts) - 3} more)" if len(texts) > 3 else ""
            return "; ".join(texts[:3]) + more
    return None


def _pain(found: list[Candidate]) -> str | None:
    parts = [
        f"{reading(item)}: “{words.shortened(words.clean(item.quote), 160)}”"
        for item in found
        if item.field.startswith("pain") and item.field != "pain_scale"
    ]
    return _joined(parts[:3])


def _whole(item: Candidate | None) -> int | None:
    if item is None:
        return None
    try:
        number = float(item.value)
    except (TypeError, ValueError):
        return None
    return int(number) if number.is_integer() else None


def _suggested(record: Record, status: str, found: list[Candidate]) -> EvidenceRow:
    design = _first(found, _FIELDS["design"])
    key = str(design.value) if design else None
    author = record.authors[0].name if record.authors else record.title
    name = f"{author} {record.year}" if record.year else author
    texts = {
        column: _all(found, names)
        for column, names in _FIELDS.items()
        if column not in {"design", "n"}
    }
    return EvidenceRow(
        study=words.shortened(words.clean(name), 80),
        year=record.year,
        design=_text(DESIGNS.get(key, key)) if key else None,
        status=status,
        n=_whole(_first(found, _FIELDS["n"])),
        co_interventions=None,
        main_result=_pain(found),
        pooled_in=None,
        not_pooled_because="no value has been confirmed by a person yet",
        pmid=record.pmid if pubmed_link(record.pmid) else None,
        doi=_text(record.doi),
        source=pubmed_link(record.pmid) or doi_link(record.doi),
        **texts,
    )


def evidence_rows(snapshot: Snapshot) -> tuple[EvidenceRow, ...]:
    """Give the evidence table's rows: studies, then records not yet entered.

    A record that a person included has a row until its study is in the register, so
    that nothing included is out of sight; an undecided record has one if a rule
    suggests it.
    """
    confirmed = tuple(
        _confirmed(study, snapshot) for study in included_studies(snapshot)
    )
    entered = studies_by_record(snapshot.register)
    found: dict[str, list[Candidate]] = {}
    for candidate in snapshot.candidates:
        found.setdefault(candidate.record_key, []).append(candidate)
    suggested = suggestions_by_key(snapshot)
    status: dict[Standing, str] = {"included": NOT_EXTRACTED, "awaiting": SUGGESTED}
    rows = []
    for record, standing, _ in standings(snapshot):
        if standing not in status or record.key in entered:
            continue
        advice = suggested.get(record.key)
        is_likely = advice is not None and advice.verdict in {"include", "unclear"}
        if standing == "awaiting" and not is_likely:
            continue
        rows.append(_suggested(record, status[standing], found.get(record.key, [])))
    return confirmed + tuple(rows)
