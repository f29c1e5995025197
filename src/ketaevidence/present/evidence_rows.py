"""The rows of the evidence table: one per study, or per record not yet extracted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ketaevidence.curation.inclusion import studies_by_record
from ketaevidence.curation.model import Study
from ketaevidence.curation.vocabulary import (
    COMPARATOR_KINDS,
    DESIGNS,
    DOSE_CLASSES,
)
from ketaevidence.extraction.model import Candidate
from ketaevidence.present import words
from ketaevidence.present.basis import stage_words
from ketaevidence.present.bias_words import NOT_ASSESSED, bias_of_study
from ketaevidence.present.evidence_status import (
    IN_CONFLICT,
    NOT_EXTRACTED,
    SUGGESTED,
    status_of,
)
from ketaevidence.present.findings import notes_by_study
from ketaevidence.present.inclusion import (
    included_studies,
    standings,
    suggestions_by_key,
)
from ketaevidence.present.links import doi_link, pubmed_link, web_link
from ketaevidence.present.readings import reading
from ketaevidence.present.screening_lines import vote_words
from ketaevidence.present.side_by_side import disagreement_views
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.records.model import Record
from ketaevidence.screening.decide import Standing
from ketaevidence.screening.model import Conflict

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

#: Why a record that nobody has entered is in no pool.
_UNCONFIRMED = "no value has been confirmed by a person yet"


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line of the evidence table; what is not known is ``None``."""

    study: str
    year: int | None
    design: str | None
    status: str
    #: Patients analysed, or else enrolled, or else with the condition.
    n: int | None
    #: The same in words: of how many enrolled, and how many with the condition.
    patients: str | None
    arms: str | None
    condition: str | None
    route: str | None
    drug_form: str | None
    dose: str | None
    #: The kind of dose and of comparator, in the words of the register's vocabulary.
    dose_class: str | None
    duration: str | None
    co_interventions: str | None
    comparator: str | None
    comparator_kind: str | None
    pain_scale: str | None
    follow_up: str | None
    main_result: str | None
    pooled_in: str | None
    not_pooled_because: str | None
    #: What integrity checks ask about its values, and how people settled it.
    checks: str | None
    #: What several sources state that cannot both be, and who chose which and why.
    sources_disagree: str | None
    #: Each judgement with tool, version, result and domains, or "not assessed".
    risk_of_bias: str | None
    pmid: str | None
    doi: str | None
    source: str | None


def _text(value: object) -> str | None:
    return None if value is None else words.clean(value) or None


def _coded(code: str | None, names: Mapping[str, str]) -> str | None:
    return None if code is None else _text(names.get(code, code.replace("_", " ")))


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


def _patients(study: Study) -> str | None:
    """Say which number of patients is which; never two numbers as if they were one."""
    analysed, enrolled = study.n_analysed, study.n_enrolled
    n = _n(study)
    if n is None:
        return None
    if analysed is not None and enrolled is not None:
        is_all = analysed == enrolled
        text = f"{n} enrolled and analysed" if is_all else f"{n} analysed of {enrolled}"
    elif analysed is not None:
        text = f"{n} analysed"
    elif enrolled is not None:
        text = f"{n} enrolled"
    else:
        return f"{n} with the condition"
    if study.n_crps is not None and study.n_crps < n:
        text += f"; {study.n_crps} with the condition"
    return text


def _entered(study: Study, snapshot: Snapshot, notes: Iterable[str]) -> EvidenceRow:
    places, reasons = places_and_reasons(study, snapshot)
    return EvidenceRow(
        study=words.clean(study.label),
        year=study.year,
        design=_text(DESIGNS.get(study.design, study.design)),
        status=status_of(study, snapshot.register.results_of(study.study_id)),
        n=_n(study),
        patients=_patients(study),
        arms=_text(study.arms_words),
        condition=_text(study.condition),
        route=_text(study.route),
        drug_form=_text(study.drug_form),
        dose=_text(study.dose),
        dose_class=_coded(study.dose_class, DOSE_CLASSES),
        duration=_text(study.duration),
        co_interventions=_text(study.co_interventions),
        comparator=_text(study.comparator),
        comparator_kind=_coded(study.comparator_kind, COMPARATOR_KINDS),
        pain_scale=_text(study.pain_scale),
        follow_up=_text(study.follow_up),
        main_result=_text(study.finding),
        pooled_in=_text(_joined(places)),
        not_pooled_because=_text(_joined(reasons)),
        checks=_text(_joined(notes, " ")),
        sources_disagree=_text(
            _joined(
                (
                    f"{view.about}: {view.words}"
                    for view in disagreement_views(snapshot, [study.study_id])
                ),
                " ",
            )
        ),
        risk_of_bias=bias_of_study(study.study_id, snapshot.bias, snapshot.register),
        pmid=study.pmid if pubmed_link(study.pmid) else None,
        doi=_text(study.doi),
        source=web_link(study.source.url)
        or pubmed_link(study.pmid)
        or doi_link(study.doi)
        or _text(study.source.location),
    )


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


def _suggested(
    record: Record, status: str, found: list[Candidate], reason: str
) -> EvidenceRow:
    design = _first(found, _FIELDS["design"])
    key = str(design.value) if design else None
    n = _whole(_first(found, _FIELDS["n"]))
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
        n=n,
        patients=None if n is None else f"{n}, read by a rule",
        dose_class=None,
        comparator_kind=None,
        co_interventions=None,
        main_result=_pain(found),
        pooled_in=None,
        not_pooled_because=_text(reason),
        checks=None,
        sources_disagree=None,
        risk_of_bias=NOT_ASSESSED,
        pmid=record.pmid if pubmed_link(record.pmid) else None,
        doi=_text(record.doi),
        source=pubmed_link(record.pmid) or doi_link(record.doi),
        **texts,
    )


def _votes(conflict: Conflict, snapshot: Snapshot) -> str:
    names = snapshot.question.exclusion_reasons
    votes = "; ".join(vote_words(decision, names) for decision in conflict.decisions)
    stage = stage_words(conflict.stage, is_example=snapshot.is_example)
    return f"reviewers do not agree {stage} ({votes}); it awaits a decision"


def evidence_rows(snapshot: Snapshot) -> tuple[EvidenceRow, ...]:
    """Give the evidence table's rows: studies, then records not yet entered.

    A record that a person included has a row until its study is in the register, so
    that nothing included is out of sight; an undecided record has one if a rule
    suggests it, or if reviewers do not agree on it.
    """
    notes = notes_by_study(snapshot)
    known = tuple(
        _entered(study, snapshot, notes.get(study.study_id, ()))
        for study in included_studies(snapshot)
    )
    entered = studies_by_record(snapshot.register)
    found: dict[str, list[Candidate]] = {}
    for candidate in snapshot.candidates:
        found.setdefault(candidate.record_key, []).append(candidate)
    suggested = suggestions_by_key(snapshot)
    open_conflicts = {found.record_key: found for found in snapshot.conflicts}
    status: dict[Standing, str] = {"included": NOT_EXTRACTED, "awaiting": SUGGESTED}
    rows = []
    for record, standing, _ in standings(snapshot):
        if standing not in status or record.key in entered:
            continue
        advice = suggested.get(record.key)
        is_likely = advice is not None and advice.verdict in {"include", "unclear"}
        conflict = open_conflicts.get(record.key)
        if standing == "awaiting" and not is_likely and conflict is None:
            continue
        word, reason = status[standing], _UNCONFIRMED
        if conflict is not None:
            word, reason = IN_CONFLICT, _votes(conflict, snapshot)
        rows.append(_suggested(record, word, found.get(record.key, []), reason))
    return known + tuple(rows)
