"""The rows of the evidence table: one per study, or per record not yet extracted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ketaevidence.curation.inclusion import studies_by_record, study_keys
from ketaevidence.curation.model import Study
from ketaevidence.curation.vocabulary import (
    DESIGNS,
    ROUTES,
)
from ketaevidence.extraction.model import Candidate
from ketaevidence.present import evidence_cells as cells
from ketaevidence.present import words
from ketaevidence.present.basis import stage_words
from ketaevidence.present.bias_words import NOT_ASSESSED, bias_of_study
from ketaevidence.present.evidence_readings import (
    beside_entry,
    cells_read,
    first_reading,
    pain_read,
    patients_read,
)
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
from ketaevidence.present.screening_lines import vote_words
from ketaevidence.present.side_by_side import disagreement_views
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.study_facts import patients_of
from ketaevidence.records.model import Record
from ketaevidence.screening.decide import Standing
from ketaevidence.screening.model import Conflict

#: Why a record that nobody has entered is in no pool.
_UNCONFIRMED = "no value has been confirmed by a person yet"


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line of the evidence table; what is not known is ``None``.

    ``None`` says that nothing is entered: whether the study reports it is not known.
    What a person looked for and did not find is said in words.
    """

    study: str
    year: int | None
    design: str | None
    #: Number in a register of trials, as entered; else as a rule read it, and marked.
    registration: str | None
    status: str
    condition: str | None
    #: By which criteria CRPS was diagnosed, as a rule read it, and marked.
    diagnostic_criteria: str | None
    #: Patients analysed, or else enrolled, or else with the condition.
    n: int | None
    #: The same in words: of how many enrolled, and how many with the condition.
    patients: str | None
    arms: str | None
    drug_form: str | None
    route: str | None
    dose: str | None
    #: The kind of dose and of comparator, in the words of the register's vocabulary.
    dose_class: str | None
    duration: str | None
    #: How many treatments and how often, as a rule read it, and marked.
    sessions: str | None
    co_interventions: str | None
    comparator: str | None
    comparator_kind: str | None
    pain_scale: str | None
    follow_up: str | None
    #: What the study found, in the words of the one who entered it.
    main_result: str | None
    #: Every number that the analyses make of it, with its interval.
    estimates: str | None
    #: What a person looked for and did not find, and where.
    not_found: str | None
    pooled_in: str | None
    not_pooled_because: str | None
    harms: str | None
    #: Each judgement with tool, version, result and domains, or "not assessed".
    risk_of_bias: str | None
    #: What integrity checks ask about its values, and how people settled it.
    checks: str | None
    #: What several sources state that cannot both be, and who chose which and why.
    sources_disagree: str | None
    #: What PubMed says of its reports: retracted, under concern, corrected.
    notices: str | None
    #: Who paid, as a rule read it, and marked.
    funding: str | None
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


def _entered(
    study: Study,
    snapshot: Snapshot,
    notes: Iterable[str],
    records: Sequence[Record],
    found: Sequence[Candidate],
) -> EvidenceRow:
    places, reasons = places_and_reasons(study, snapshot)
    register, codes = snapshot.register, snapshot.register.words["studies"]
    apart = disagreement_views(snapshot, [study.study_id])
    read = beside_entry(found)
    return EvidenceRow(
        study=words.clean(study.label),
        year=study.year,
        design=_text(DESIGNS.get(study.design, study.design)),
        registration=_text(study.registration) or read["registration"],
        status=status_of(study, register.results_of(study.study_id)),
        condition=_text(study.condition),
        diagnostic_criteria=_text(study.diagnostic_criteria)
        or read["diagnostic_criteria"],
        n=patients_of(study),
        patients=cells.patients_words(study),
        arms=cells.arms_of(study, register),
        drug_form=_text(study.drug_form) or _coded(study.form, codes["form"]),
        route=_coded(study.route, ROUTES),
        dose=_text(study.dose),
        dose_class=_coded(study.dose_class, codes["dose_class"]),
        duration=_text(study.duration),
        sessions=_text(study.sessions) or read["sessions"],
        co_interventions=_text(study.co_interventions),
        comparator=_text(study.comparator),
        comparator_kind=_coded(study.comparator_kind, codes["comparator_kind"]),
        pain_scale=_text(study.pain_scale),
        follow_up=_text(study.follow_up),
        main_result=_text(study.finding),
        estimates=_text(_joined(cells.estimates_of(study.study_id, snapshot), " ")),
        not_found=_text(_joined(cells.not_found(study.study_id, register))),
        pooled_in=_text(_joined(places)),
        not_pooled_because=_text(_joined(reasons)),
        harms=_text(cells.harms_of(study, snapshot, apart)),
        risk_of_bias=bias_of_study(study.study_id, snapshot.bias, register),
        checks=_text(_joined(notes, " ")),
        sources_disagree=_text(
            _joined((f"{view.about}: {view.words}" for view in apart), " ")
        ),
        notices=cells.notices_on(records, snapshot),
        funding=_text(study.funding) or read["funding"],
        pmid=study.pmid if pubmed_link(study.pmid) else None,
        doi=_text(study.doi),
        source=web_link(study.source.url)
        or pubmed_link(study.pmid)
        or doi_link(study.doi)
        or _text(study.source.location),
    )


def _suggested(
    record: Record,
    status: str,
    found: Sequence[Candidate],
    reason: str,
    snapshot: Snapshot,
) -> EvidenceRow:
    design = first_reading(found, ("design",))
    key = str(design.value) if design else None
    n = patients_read(found)
    first = record.authors[0] if record.authors else None
    author = (first.last_name or first.name) if first else record.title
    name = f"{author} {record.year}" if record.year else author
    return EvidenceRow(
        study=words.shortened(words.clean(name), 80),
        year=record.year,
        design=_text(DESIGNS.get(key, key)) if key else None,
        status=status,
        n=n,
        patients=None if n is None else f"{n}, read by a rule",
        dose_class=None,
        comparator_kind=None,
        main_result=pain_read(found),
        estimates=None,
        not_found=None,
        pooled_in=None,
        not_pooled_because=_text(reason),
        risk_of_bias=NOT_ASSESSED,
        checks=None,
        sources_disagree=None,
        notices=cells.notices_on([record], snapshot),
        pmid=record.pmid if pubmed_link(record.pmid) else None,
        doi=_text(record.doi),
        source=pubmed_link(record.pmid) or doi_link(record.doi),
        **cells_read(found),
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
    records = {record.key: record for record in snapshot.records}
    found: dict[str, list[Candidate]] = {}
    for candidate in snapshot.candidates:
        found.setdefault(candidate.record_key, []).append(candidate)
    known = tuple(
        _entered(
            study,
            snapshot,
            notes.get(study.study_id, ()),
            [records[key] for key in study_keys(study) if key in records],
            [item for key in study_keys(study) for item in found.get(key, ())],
        )
        for study in included_studies(snapshot)
    )
    entered = studies_by_record(snapshot.register)
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
        mine = found.get(record.key, [])
        rows.append(_suggested(record, word, mine, reason, snapshot))
    return known + tuple(rows)
