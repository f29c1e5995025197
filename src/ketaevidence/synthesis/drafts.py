"""A draft is a result that may enter an analysis, with what makes it like others.

Each analysis says which studies it concerns and what a study gives it; going through
the studies is the same for all and stands here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ketaevidence.curation.model import Register, Result, Study
from ketaevidence.curation.vocabulary import (
    RANDOMISED_DESIGNS,
    SYNTHESES,
    UNITS_OF_ANALYSIS,
)
from ketaevidence.integrity.deviation import is_small
from ketaevidence.integrity.rulings import Clearance
from ketaevidence.question.model import Question
from ketaevidence.question.outcomes import plain
from ketaevidence.synthesis.alike import Trait
from ketaevidence.synthesis.model import KeptOut, Reading
from ketaevidence.synthesis.words import when

#: Group of everything measured while the drug still acts, whatever the day.
ON_DRUG: Final = "During or at the end of treatment"
UNDATED: Final = "Time of measurement not known"

#: Reason of rows that an integrity check holds until a person decides.
BLOCKED: Final = "blocked_by_check"

#: "Baseline", but not "change from baseline", which is measured later.
_BEFORE: Final = re.compile(
    r"(?<!from )(?<!since )(?<!to )(?<!v )(?<!vs )(?<!versus )(?<!against )(?<!with )"
    r"\b(?:baseline|before treatment|pre-?treatment)\b(?! to\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """One study's numbers for one analysis, before effects are computed."""

    study: Study
    results: tuple[Result, ...]
    #: The time window's label, ON_DRUG or UNDATED.
    window: str
    #: What else must be equal and known for two rows to be pooled.
    alike: tuple[Trait, ...]
    #: Arguments of effect_sizes by metafor's names.
    inputs: Mapping[str, float]
    #: Patients in the row, to choose among reports of the same patients.
    n: int
    columns: tuple[tuple[str, str], ...]
    marks: tuple[str, ...] = ()
    #: Marks on a row so doubtful that it is shown and never pooled.
    doubts: tuple[str, ...] = ()


Found = tuple[list[Draft], list[KeptOut]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One kind of evidence: its measure, its studies, and what each gives."""

    #: Name of the effect size, as effect_sizes has it.
    measure: str
    #: Whether a study belongs to this analysis, shown or kept out.
    concerns: Callable[[Study, Register], bool]
    of_study: Callable[[Study, Register, Question], Found]


def collect(  # noqa: PLR0913 (what is known of reports and rows beside the review)
    evidence: Evidence,
    studies: tuple[Study, ...],
    register: Register,
    question: Question,
    *,
    struck: Mapping[str, str],
    warned: Mapping[str, str],
    checked: Clearance,
) -> Found:
    """Find one kind of evidence in the included studies, and what stands in the way.

    Parameters
    ----------
    evidence
        The kind of evidence.
    studies
        The included studies.
    register
        The review's register.
    question
        The review's question, with its time windows.
    struck, warned
        Words by study_id on what became of its report since: retracted, or under an
        expression of concern.
    checked
        What the integrity checks and people say of results.

    Returns
    -------
    tuple
        The drafts, and every study that gives none with the reason.
    """
    labels = {study.study_id: study.label for study in register.studies}
    drafts: list[Draft] = []
    out: list[KeptOut] = []
    for study in studies:
        if not evidence.concerns(study, register):
            continue
        stays_out = _study_stays_out(study, labels, struck)
        if stays_out is not None:
            out.append(stays_out)
            continue
        found, reasons = evidence.of_study(study, register, question)
        if study.study_id in warned:
            mark = warned[study.study_id]
            found = [replace(draft, marks=(*draft.marks, mark)) for draft in found]
        let_in, held = _let_in(found, checked)
        drafts += let_in
        out += [*reasons, *held]
    return drafts, out


def _let_in(found: list[Draft], checked: Clearance) -> Found:
    """Hold what a check blocks, and mark what a person accepted in spite of one.

    Only what would be shown comes here: a row that is out for another reason keeps
    that reason.
    """
    let_in: list[Draft] = []
    held: list[KeptOut] = []
    for draft in found:
        keys = [row.result_id for row in draft.results]
        why = dict.fromkeys(checked.blocked[k] for k in keys if k in checked.blocked)
        if why:
            words = "; ".join(why)
            held.append(kept_out(draft.study, BLOCKED, words, draft.results))
            continue
        said = dict.fromkeys(word for k in keys for word in checked.accepted.get(k, ()))
        small = {row.result_id for row in draft.results if is_small(row)}
        doubts = () if small and small <= checked.believed else draft.doubts
        let_in.append(replace(draft, marks=(*draft.marks, *said), doubts=doubts))
    return let_in, held


def is_randomised(study: Study) -> bool:
    """Tell whether chance decided who got what, by design or the register's word."""
    return bool(study.is_randomised) or study.design in RANDOMISED_DESIGNS


def is_uncontrolled(study: Study) -> bool:
    """Tell whether a study's own patients were treated, none of them by chance."""
    return not is_randomised(study) and study.design not in SYNTHESES


def is_before(row: Result) -> bool:
    """Tell whether a result was measured before treatment."""
    if row.phase == "before" or (row.time_days is not None and row.time_days <= 0):
        return True
    words = row.time_words or ""
    if row.time_days is not None:
        return plain(words) in ("baseline", "at baseline")
    return bool(_BEFORE.search(words))


def row_problem(row: Result) -> tuple[str, str] | None:
    """Say why a row enters no analysis, whatever its numbers are.

    Returns
    -------
    tuple of str, or None
        A short name of the reason and the reason in words.
    """
    if row.kept_out_because:
        return "kept_out_by_reviewer", f"{when(row)}: {row.kept_out_because}"
    if is_before(row):
        return "baseline", f"{when(row)}: measured before treatment"
    if row.unit_of_analysis != "patient":
        unit = UNITS_OF_ANALYSIS.get(row.unit_of_analysis, row.unit_of_analysis)
        return "unit", f"{when(row)}: the row is about {unit}, not about all patients"
    if row.status == "inferred":
        reason = f"{when(row)}: inferred by a reader, not stated by the source"
        return "inferred", reason
    return None


def mean_problem(row: Result) -> tuple[str, str] | None:
    """Say why a mean or a mean change enters no analysis."""
    if row.estimator not in (None, "count"):
        reason = f"{when(row)}: estimated by a model, not measured in the patients"
        return row_problem(row) or ("model", reason)
    return row_problem(row)


def window_of(result: Result, question: Question) -> str:
    """Give the label of the time window that a result belongs to."""
    if result.phase == "on_drug":
        return ON_DRUG
    if result.time_days is None:
        return UNDATED
    window = question.window_of(result.time_days)
    return window.label.capitalize() if window else UNDATED


def window_trait(window: str) -> Trait:
    """Give the time as a trait: results of unknown times are like no others."""
    return Trait("time of measurement", None if window == UNDATED else window)


def kept_out(  # noqa: PLR0913 (a reason has its name, words, rows and readings)
    study: Study,
    reason_id: str,
    reason: str,
    results: tuple[Result, ...] = (),
    readings: tuple[Reading, ...] = (),
    *,
    note: str | None = None,
) -> KeptOut:
    """Say that a study stays out of an analysis, and why."""
    return KeptOut(
        study_id=study.study_id,
        label=study.label,
        result_ids=tuple(result.result_id for result in results),
        reason_id=reason_id,
        reason=reason,
        readings=readings,
        note=note,
    )


def _study_stays_out(
    study: Study, labels: Mapping[str, str], struck: Mapping[str, str]
) -> KeptOut | None:
    """Keep out a struck study, another's patients, and what a person kept out."""
    # A retraction comes first: no other reason matters beside it.
    if study.study_id in struck:
        return kept_out(study, "retracted", struck[study.study_id])
    if study.secondary_of is not None:
        first = labels.get(study.secondary_of, study.secondary_of)
        return kept_out(study, "same_patients", f"reports the same patients as {first}")
    if study.kept_out_because is not None:
        return kept_out(study, "kept_out_by_reviewer", study.kept_out_because)
    return None
