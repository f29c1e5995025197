"""Rows of the register shown as evidence, with the place where they were read."""

from __future__ import annotations

from typing import Final

from ketaevidence.claims.basis import SOURCES_DISAGREE, Row
from ketaevidence.claims.model import Evidence, Stance
from ketaevidence.curation.vocabulary import DESIGNS

#: In which order evidence is listed: what decides first, what was not counted last.
_ORDER: Final = {"for": 0, "against": 0, "unclear": 1, "beside": 2, "kept_out": 3}


def by_stance(evidence: list[Evidence]) -> tuple[Evidence, ...]:
    """Put what decides first; else the order stays."""
    return tuple(sorted(evidence, key=lambda one: _ORDER[one.stance]))


def evidence_of(row: Row, as_stance: Stance | None = None, says: str = "") -> Evidence:
    """Show a row as evidence, with the place where its first result was read."""
    study, source = row.study, row.result.source
    chosen: Stance = as_stance or row.stance
    if row.kept == SOURCES_DISAGREE and row.result.outcome == "adverse_event":
        # Whichever source is right, each says that it happened.
        says = "; ".join(part for part in (says, row.kept) if part)
    elif row.kept and row.setting != "synthesis":
        chosen, says = "kept_out", f"not counted: {row.kept}"
    said = "; ".join(part for part in (says, row.note) if part)
    return Evidence(
        stance=chosen,
        label=study.label,
        setting=setting_words(row),
        says=said,
        results=row.results,
        patients=study.n_analysed or study.n_enrolled,
        study_id=study.study_id,
        record_key=study.record_key,
        pmid=study.pmid,
        doi=study.doi,
        url=source.url,
        read_in=source.location or study.source.location,
    )


def setting_words(row: Row) -> str:
    """Say what kind of evidence a row is."""
    study = row.study
    if row.setting == "synthesis":
        condition = study.condition or "condition not recorded"
        return f"{DESIGNS[study.design].lower()}; {condition}"
    arm = f"; {row.arm}" if row.arm else ""
    if study.is_randomised and row.comparator:
        return f"randomised, against {row.comparator}{arm}"
    return f"{DESIGNS.get(study.design, study.design).lower()}, no comparator{arm}"
