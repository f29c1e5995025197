"""Responders in groups without a comparator: how many, by whose definition."""

from __future__ import annotations

from typing import Final

from ketaevidence.curation.model import Register, Result, Study
from ketaevidence.integrity.whole_numbers import whole_numbers_for
from ketaevidence.question.model import Question
from ketaevidence.synthesis.alike import definition_trait, phase_trait, study_traits
from ketaevidence.synthesis.drafts import (
    Draft,
    Evidence,
    Found,
    is_uncontrolled,
    kept_out,
    row_problem,
    window_of,
    window_trait,
)
from ketaevidence.synthesis.model import KeptOut
from ketaevidence.synthesis.population import arm_problem
from ketaevidence.synthesis.words import number, when


def _rows(study: Study, register: Register) -> list[Result]:
    rows = register.results_of(study.study_id)
    return [row for row in rows if row.outcome == "responder"]


def _concerns(study: Study, register: Register) -> bool:
    return is_uncontrolled(study) and bool(_rows(study, register))


def _of_study(study: Study, register: Register, question: Question) -> Found:
    """Find a study's counted responders."""
    drafts: list[Draft] = []
    out: list[KeptOut] = []
    for row in _rows(study, register):
        reason = _problem(study, row, register, question)
        if reason is None:
            drafts.append(_draft(study, row, question))
        else:
            out.append(kept_out(study, *reason, (row,)))
    return drafts, out


RESPONDERS: Final = Evidence("PLO", _concerns, _of_study)


def _problem(
    study: Study, row: Result, register: Register, question: Question
) -> tuple[str, str] | None:
    reason = row_problem(row)
    if reason is None:
        arm = register.arm(row.study_id, row.arm_id)
        n = row.total if row.total is not None else row.n
        whose = arm_problem(study, arm, n, register, question)
        reason = whose and (whose[0], f"{when(row)}: {whose[1]}")
    return reason or _no_count(row) or _contradiction(row)


def _no_count(row: Result) -> tuple[str, str] | None:
    """Say why a row is no number of responders among a number of patients."""
    if row.estimator not in (None, "count"):
        return "not_a_count", (
            f"{when(row)}: {number(row.percent or 0)} % is an estimate from survival "
            "curves (Kaplan-Meier) or a model, not a count of patients"
        )
    if row.events is None or row.total is None:
        percent = "a proportion" if row.percent is None else f"{number(row.percent)} %"
        reason = f"{when(row)}: {percent} without the number of patients behind it"
        return "no_count", reason
    if row.total < 1:
        return "no_count", f"{when(row)}: a proportion of no patients"
    if not row.definition:
        reason = f"{when(row)}: the source does not say who counts as a responder"
        return "no_definition", reason
    return None


def _contradiction(row: Result) -> tuple[str, str] | None:
    """Say when count and percentage do not belong together."""
    if row.percent is None or row.events is None or row.total is None:
        return None
    possible = whole_numbers_for(row.percent, row.total)
    if row.events in possible and (row.status == "stated" or len(possible) == 1):
        return None
    said = f"{number(row.percent)} % of {row.total}"
    if row.events in possible:
        told = f"{possible[0]} to {possible[-1]}"
        reason = f"{when(row)}: {said} could be any number from {told} patients"
    else:
        reason = f"{when(row)}: {row.events} patients are not {said}"
    return "percent_does_not_fit", reason


def _draft(study: Study, row: Result, question: Question) -> Draft:
    events, total = row.events or 0, row.total or 0
    marks = []
    if row.status == "derived":
        marks.append("count derived, not printed by the source")
    if row.source.confidence == "secondary":
        marks.append("read in a secondary source")
    window = window_of(row, question)
    return Draft(
        study=study,
        results=(row,),
        window=window,
        alike=(
            window_trait(window),
            phase_trait(row),
            definition_trait(row, question),
            *study_traits(study, question),
        ),
        inputs={"xi": float(events), "ni": float(total)},
        n=total,
        columns=(
            ("Responders", f"{events}/{total}"),
            ("Definition", row.definition or ""),
            ("Time", row.time_words or "not stated"),
        ),
        marks=tuple(marks),
    )
