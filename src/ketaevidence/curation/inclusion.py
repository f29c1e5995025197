"""Which studies of the register are in the review, by people's decisions on reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ketaevidence.curation.model import Register, Study
from ketaevidence.screening.decide import standings
from ketaevidence.screening.model import Decision


def study_keys(study: Study) -> tuple[str, ...]:
    """Give the keys under which a study's record may stand in the review."""
    keys = [
        study.record_key,
        f"pmid:{study.pmid}" if study.pmid else None,
        f"doi:{study.doi.lower()}" if study.doi else None,
    ]
    return tuple(dict.fromkeys(key for key in keys if key))


def studies_by_record(register: Register) -> dict[str, str]:
    """Give the study that each record reports, by the record's key.

    A secondary report belongs to the study whose patients it tells of again.
    """
    return {
        key: study.secondary_of or study.study_id
        for study in register.studies
        for key in study_keys(study)
    }


def included_studies(
    register: Register, record_keys: Iterable[str], decisions: Sequence[Decision]
) -> tuple[Study, ...]:
    """Give the studies of which a report is included.

    A study whose report is not among the records is not in: its report was never
    judged, and the flow would not count it.
    """
    where = standings(record_keys, decisions)
    return tuple(
        study
        for study in register.studies
        if any(where[key][0] == "included" for key in study_keys(study) if key in where)
    )
