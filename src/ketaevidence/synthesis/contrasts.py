"""Randomised contrasts: ketamine against its comparator, in one trial at a time."""

from __future__ import annotations

from itertools import groupby
from math import sqrt

from scipy.special import ndtri

from ketaevidence.curation.model import Register, Result, Study
from ketaevidence.question.model import Question
from ketaevidence.synthesis.drafts import (
    Draft,
    kept_out,
    number,
    study_stays_out,
    window_of,
)
from ketaevidence.synthesis.model import KeptOut, Reading

MEASURE = "MD"


def draft_contrasts(
    register: Register, studies: tuple[Study, ...], question: Question
) -> tuple[list[Draft], list[KeptOut]]:
    """Find the randomised contrasts on pain intensity, and what stands in the way.

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
        The drafts, and every randomised study that gives none with the reason.
    """
    labels = {study.study_id: study.label for study in register.studies}
    drafts: list[Draft] = []
    out: list[KeptOut] = []
    for study in studies:
        if not study.is_randomised:
            continue
        stays_out = study_stays_out(study, labels)
        if stays_out is not None:
            out.append(stays_out)
            continue
        found, reasons = _contrasts_of(study, register, question)
        drafts += found
        out += reasons
        if not found and not reasons:
            out.append(_no_means(study, register))
    return drafts, out


def _contrasts_of(
    study: Study, register: Register, question: Question
) -> tuple[list[Draft], list[KeptOut]]:
    rows = [
        result
        for result in register.results_of(study.study_id)
        if (result.outcome, result.statistic) == ("pain_intensity", "mean")
        and result.value is not None
        and result.phase != "before"
        and _role(register, result) in ("intervention", "comparator")
    ]
    drafts, out = [], []
    rows.sort(key=_moment)
    for _, at_one_time in groupby(rows, key=_moment):
        pair = {_role(register, result): result for result in at_one_time}
        if set(pair) != {"intervention", "comparator"}:
            continue
        ketamine, control = pair["intervention"], pair["comparator"]
        problem = _problem(study, ketamine, control, question)
        if problem is None:
            drafts.append(_draft(study, ketamine, control, question))
        else:
            out.append(problem)
    return drafts, out


def _moment(result: Result) -> tuple[float, str]:
    days = result.time_days
    return (float("inf") if days is None else days, result.time_words or "")


def _role(register: Register, result: Result) -> str:
    return register.arm(result.study_id, result.arm_id).role


def _problem(
    study: Study, ketamine: Result, control: Result, question: Question
) -> KeptOut | None:
    pair = (ketamine, control)
    for result in pair:
        if result.kept_out_because:
            return kept_out(
                study, "kept_out_by_reviewer", result.kept_out_because, pair
            )
    scales = {(r.scale_low, r.scale_high) for r in pair}
    if len(scales) != 1 or None in next(iter(scales)):
        reason = "the arms' pain scales are not known to be the same"
        return kept_out(study, "scale", reason, pair)
    if any(r.n is None or r.spread is None for r in pair):
        reason = f"means at {_when(ketamine)} without the spread or number of patients"
        return kept_out(study, "no_spread", reason, pair)
    if any(r.spread_type not in ("SD", "SE") for r in pair):
        reason = (
            f"the source gives {_printed(ketamine)} against {_printed(control)} at "
            f"{_when(ketamine)} and does not say whether ± is a standard error, a "
            "standard deviation or an interval; the answer changes the weight of the "
            "trial, so a person must decide first"
        )
        readings = _readings(ketamine, control, question.pooling.level)
        return kept_out(study, "spread_unspecified", reason, pair, readings)
    return None


def _readings(ketamine: Result, control: Result, level: float) -> tuple[Reading, ...]:
    """Work out what each reading of a plus-minus sign would mean.

    As standard errors, the error of the difference is sqrt(s1^2 + s2^2); as standard
    deviations, sqrt(s1^2/n1 + s2^2/n2); as half-widths of intervals at the review's
    level, each is divided by the normal quantile first.
    """
    if ketamine.value is None or control.value is None:
        return ()
    if not (ketamine.spread and control.spread and ketamine.n and control.n):
        return ()
    z = float(ndtri(0.5 + level / 2))
    s1, s2 = ketamine.spread, control.spread
    errors = {
        "± is the standard error": sqrt(s1**2 + s2**2),
        "± is the standard deviation": sqrt(s1**2 / ketamine.n + s2**2 / control.n),
        f"± is half a {level:.0%} interval": sqrt((s1 / z) ** 2 + (s2 / z) ** 2),
    }
    difference = ketamine.value - control.value
    return tuple(
        Reading(words, difference, difference - z * error, difference + z * error)
        for words, error in errors.items()
    )


def _draft(
    study: Study, ketamine: Result, control: Result, question: Question
) -> Draft:
    inputs = {
        f"{name}{arm}i": value
        for arm, result in ((1, ketamine), (2, control))
        for name, value in (
            ("m", result.value or 0.0),
            ("sd", _sd(result)),
            ("n", float(result.n or 0)),
        )
    }
    return Draft(
        study=study,
        results=(ketamine, control),
        window=window_of(ketamine, question),
        alike=(study.route or "", f"{ketamine.scale_low}-{ketamine.scale_high}"),
        inputs=inputs,
        n=(ketamine.n or 0) + (control.n or 0),
        columns=(
            ("Ketamine", f"{_printed(ketamine)} (n {ketamine.n})"),
            ("Comparator", f"{_printed(control)} (n {control.n})"),
            ("Time", _when(ketamine)),
        ),
        marks=tuple(
            f"SD from the SE ({r.result_id})" for r in (ketamine, control) if _is_se(r)
        ),
    )


def _is_se(result: Result) -> bool:
    return result.spread_type == "SE"


def _sd(result: Result) -> float:
    """Give the SD of an arm; from a standard error it is SE times sqrt(n)."""
    spread, n = result.spread or 0.0, result.n or 0
    return spread * sqrt(n) if _is_se(result) else spread


def _printed(result: Result) -> str:
    return f"{number(result.value or 0.0)} ± {number(result.spread or 0.0)}"


def _when(result: Result) -> str:
    return result.time_words or "a time that is not stated"


def _no_means(study: Study, register: Register) -> KeptOut:
    rows = tuple(
        r for r in register.results_of(study.study_id) if r.outcome == "pain_intensity"
    )
    tested = [row for row in rows if row.p_value]
    if tested:
        printed = "; ".join(f"{r.time_words}: p {r.p_value}" for r in tested)
        reason = f"no means with their spread are reported, only tests ({printed})"
        return kept_out(study, "test_only", reason, tuple(tested))
    if rows:
        reason = "no means with their spread are reported for both arms"
        return kept_out(study, "no_means", reason, rows)
    return kept_out(study, "no_result", "no result on pain intensity was found")
