"""What figures need of a study beyond its row: its size, its year, who paid."""

from __future__ import annotations

from collections.abc import Mapping

from ketaevidence.curation.inclusion import study_keys
from ketaevidence.curation.model import Study
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.words import clean
from ketaevidence.records.model import Record

#: What ``patients_of`` counts, for the foot of a figure.
WHICH_PATIENTS = "Patients: analysed, or else enrolled, or else with the condition."


def patients_of(study: Study) -> int | None:
    """Give the patients analysed, or else enrolled, or else with the condition.

    The same number as in the evidence table.
    """
    if study.n_analysed is not None:
        return study.n_analysed
    return study.n_enrolled if study.n_enrolled is not None else study.n_crps


def year_of(study: Study, records: Mapping[str, Record]) -> int | None:
    """Give the year of a study, or else of its record; ``None`` if neither has one."""
    if study.year is not None:
        return study.year
    years = (records[key].year for key in study_keys(study) if key in records)
    return next((year for year in years if year is not None), None)


def funding_by_record(snapshot: Snapshot) -> dict[str, str]:
    """Give what rules read of who paid, by record: read by a rule, not confirmed."""
    found: dict[str, list[str]] = {}
    for candidate in snapshot.candidates:
        if candidate.field == "funding":
            found.setdefault(candidate.record_key, []).append(clean(candidate.value))
    return {key: "; ".join(dict.fromkeys(texts)) for key, texts in found.items()}
