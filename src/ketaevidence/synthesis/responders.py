"""Responders in groups without a comparator: how many, by whose definition."""

from __future__ import annotations

from ketaevidence.curation.model import Register, Result, Study
from ketaevidence.curation.vocabulary import SYNTHESES
from ketaevidence.question.model import Question
from ketaevidence.synthesis.drafts import (
    Draft,
    kept_out,
    number,
    study_stays_out,
    window_of,
)
from ketaevidence.synthesis.model import KeptOut

MEASURE = "PLO"


def draft_responders(
    register: Register, studies: tuple[Study, ...], question: Question
) -> tuple[list[Draft], list[KeptOut]]:
    """Find counted responders of uncontrolled groups, and what stands in the way.

    Parameters
    ----------
    register
        The review's register.
    studies
        The included studies.
    question
        The review's question, with its time windows.

    Returns
    -------
    tuple
        The drafts, and every study with responder results that gives none.
    """
    labels = {study.study_id: study.label for study in register.studies}
    drafts: list[Draft] = []
    out: list[KeptOut] = []
    for study in studies:
        if study.is_randomised or study.design in SYNTHESES:
            continue
        rows = [
            result
            for result in register.results_of(study.study_id)
            if result.outcome == "responder"
        ]
        if not rows:
            continue
        stays_out = study_stays_out(study, labels)
        if stays_out is not None:
            out.append(stays_out)
            continue
        for row in rows:
            problem = _problem(study, row, register)
            if problem is None:
                drafts.append(_draft(study, row, question))
            else:
                out.append(problem)
    return drafts, out


def whole_numbers_for(percent: float, total: int) -> tuple[int, ...]:
    """Give the counts of ``total`` that print as ``percent``.

    A percentage without decimals stands for every count that rounds to it; one with
    decimals is taken to the decimals that it has.

    Notes
    -----
    The idea of checking a printed number against the whole numbers that can make it
    is the GRIM test (Brown and Heathers 2017, doi:10.1177/1948550616673876).
    """
    decimals = len(f"{percent:g}".partition(".")[2])
    half = 0.5 * 10.0**-decimals
    # Rounding conventions differ at exactly one half; both neighbours are accepted.
    slack = 1e-9
    return tuple(
        count
        for count in range(total + 1)
        if abs(100 * count / total - percent) <= half + slack
    )


def _problem(  # noqa: PLR0911 (one return for each reason)
    study: Study, row: Result, register: Register
) -> KeptOut | None:
    rows = (row,)
    when = row.time_words or "a time that is not stated"
    if row.kept_out_because:
        reason = f"{when}: {row.kept_out_because}"
        return kept_out(study, "kept_out_by_reviewer", reason, rows)
    if register.arm(row.study_id, row.arm_id).role == "subgroup":
        reason = f"{when}: a subgroup, no treatment arm"
        return kept_out(study, "subgroup", reason, rows)
    if row.unit_of_analysis != "patient":
        reason = f"{when}: counted per {row.unit_of_analysis}, not per patient"
        return kept_out(study, "unit", reason, rows)
    if row.estimator not in (None, "count"):
        reason = (
            f"{when}: {number(row.percent or 0)} % is an estimate from survival curves "
            "(Kaplan-Meier) or a model, not a count of patients"
        )
        return kept_out(study, "not_a_count", reason, rows)
    if row.events is None or row.total is None:
        percent = "a proportion" if row.percent is None else f"{number(row.percent)} %"
        reason = f"{when}: {percent} without the number of patients behind it"
        return kept_out(study, "no_count", reason, rows)
    if not row.definition:
        reason = f"{when}: the source does not say who counts as a responder"
        return kept_out(study, "no_definition", reason, rows)
    return _contradiction(study, row, when)


def _contradiction(study: Study, row: Result, when: str) -> KeptOut | None:
    if row.percent is None or row.events is None or row.total is None:
        return None
    possible = whole_numbers_for(row.percent, row.total)
    if row.events in possible and (row.status == "stated" or len(possible) == 1):
        return None
    said = f"{number(row.percent)} % of {row.total}"
    if row.events in possible:
        told = ", ".join(map(str, possible))
        reason = f"{when}: {said} could be any of {told} patients"
    else:
        reason = f"{when}: {row.events} patients are not {said}"
    return kept_out(study, "percent_does_not_fit", reason, (row,))


def _draft(study: Study, row: Result, question: Question) -> Draft:
    events, total = row.events or 0, row.total or 0
    marks = []
    if row.status == "derived":
        marks.append("count derived, not printed by the source")
    if row.source.confidence == "secondary":
        marks.append("read in a secondary source")
    return Draft(
        study=study,
        results=(row,),
        window=window_of(row, question),
        alike=(study.route or "", row.definition or ""),
        inputs={"xi": float(events), "ni": float(total)},
        n=total,
        columns=(
            ("Responders", f"{events}/{total}"),
            ("Definition", row.definition or ""),
            ("Time", row.time_words or "not stated"),
        ),
        marks=tuple(marks),
    )
