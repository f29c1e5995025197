"""A draft is a result that may enter an analysis, with what makes it like others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ketaevidence.curation.model import Result, Study
from ketaevidence.question.model import Question
from ketaevidence.synthesis.model import KeptOut, Reading

#: Group of everything measured while the drug still acts, whatever the day.
ON_DRUG = "During or at the end of treatment"
UNDATED = "Time of measurement not known"


@dataclass(frozen=True, slots=True)
class Draft:
    """One study's numbers for one analysis, before effects are computed."""

    study: Study
    results: tuple[Result, ...]
    #: The time window's label, or ON_DRUG.
    window: str
    #: What else must be equal for two rows to be pooled (definition, route, ...).
    alike: tuple[str, ...]
    #: Arguments of effect_sizes by metafor's names.
    inputs: Mapping[str, float]
    #: Patients in the row, to choose among reports of the same patients.
    n: int
    columns: tuple[tuple[str, str], ...]
    marks: tuple[str, ...] = ()


def window_of(result: Result, question: Question) -> str:
    """Give the label of the time window that a result belongs to."""
    if result.phase == "on_drug":
        return ON_DRUG
    if result.time_days is None:
        return UNDATED
    window = question.window_of(result.time_days)
    return window.label.capitalize() if window else UNDATED


def kept_out(
    study: Study,
    reason_id: str,
    reason: str,
    results: tuple[Result, ...] = (),
    readings: tuple[Reading, ...] = (),
) -> KeptOut:
    """Say that a study stays out of an analysis, and why."""
    return KeptOut(
        study_id=study.study_id,
        label=study.label,
        result_ids=tuple(result.result_id for result in results),
        reason_id=reason_id,
        reason=reason,
        readings=readings,
    )


def study_stays_out(study: Study, labels: Mapping[str, str]) -> KeptOut | None:
    """Keep out a study that a person kept out, or that reports another's patients."""
    if study.secondary_of is not None:
        first = labels.get(study.secondary_of, study.secondary_of)
        return kept_out(study, "same_patients", f"reports the same patients as {first}")
    if study.kept_out_because is not None:
        return kept_out(study, "kept_out_by_reviewer", study.kept_out_because)
    return None


def number(value: float) -> str:
    """Write a number as short as it was printed (4.0 becomes 4)."""
    return f"{value:g}".replace("-", "−")
