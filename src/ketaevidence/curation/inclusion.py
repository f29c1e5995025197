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
    """Give the study that each record reports, by the record's key."""
    return {
        key: study.study_id
        for study in register.studies
        for key in reversed(study_keys(study))
    }


def included_studies(
    register: Register, record_keys: Iterable[str], decisions: Sequence[Decision]
) -> tuple[Study, ...]:
    """Give the studies whose report is included.

    A study that has no record in the review is in as well: a person entered it, and
    no decision speaks against it.
    """
    where = standings(record_keys, decisions)
    kept = []
    for study in register.studies:
        known = [where[key][0] for key in study_keys(study) if key in where]
        if not known or known[0] == "included":
            kept.append(study)
    return tuple(kept)
