"""Randomised contrasts: the drug against its comparator, in one trial at a time."""

from __future__ import annotations

from typing import Final

from ketaevidence.curation.model import Register, Result, Study
from ketaevidence.curation.vocabulary import DESIGNS, SYNTHESES, other_regimen
from ketaevidence.integrity.deviation import is_small, standard_deviation
from ketaevidence.question.model import Question, Vocabulary
from ketaevidence.question.outcomes import plain
from ketaevidence.synthesis.alike import (
    comparator_trait,
    pain_trait,
    phase_trait,
    scale_trait,
    study_traits,
)
from ketaevidence.synthesis.drafts import (
    Draft,
    Evidence,
    Found,
    is_before,
    is_randomised,
    kept_out,
    mean_problem,
    window_of,
    window_trait,
)
from ketaevidence.synthesis.model import KeptOut
from ketaevidence.synthesis.population import cohort_problem
from ketaevidence.synthesis.spreads import (
    SMALL_SD,
    conversion_mark,
    readings,
    spread_problem,
)
from ketaevidence.synthesis.words import capital, listed, notes_of, printed, when

#: Why a randomised trial of another design gives no contrast of two groups.
_DESIGN_REASONS: Final = {
    "rct_crossover": (
        "crossover",
        (
            "a crossover trial needs the paired difference of each patient, which is "
            "not reported here"
        ),
    ),
    "rct_other": (
        "no_treatment_contrast",
        "no treatment contrast: chance did not decide who got {drug} and who did not",
    ),
}
_OTHER_ROLE: Final = {"intervention": "comparator", "comparator": "intervention"}


def _concerns(study: Study, register: Register) -> bool:  # noqa: ARG001 (Evidence)
    return is_randomised(study) and study.design not in SYNTHESES


def _of_study(study: Study, register: Register, question: Question) -> Found:
    """Find a trial's contrasts on pain intensity, one for each outcome and time."""
    problem = _design_problem(study, question.drug)
    if problem is not None:
        return [], [problem]
    rows = [
        row
        for row in register.results_of(study.study_id)
        if (row.outcome, row.statistic) == ("pain_intensity", "mean")
        and row.value is not None
        and row.phase != "before"
        and _role(register, row) in _OTHER_ROLE
    ]
    if not rows:
        return [], [_no_means(study, register)]
    moments: dict[tuple[str, ...], list[Result]] = {}
    for row in sorted(rows, key=_days):
        moments.setdefault(_same_measurement(row), []).append(row)
    drafts: list[Draft] = []
    out: list[KeptOut] = []
    for together in moments.values():
        draft, reasons = _contrast(study, together, register, question)
        drafts += draft
        out += reasons
    return drafts, out


CONTRASTS: Final = Evidence("MD", _concerns, _of_study)


def _design_problem(study: Study, drug: Vocabulary) -> KeptOut | None:
    if study.design in _DESIGN_REASONS:
        reason_id, reason = _DESIGN_REASONS[study.design]
        return kept_out(study, reason_id, reason.format(drug=drug.words))
    if study.design != "rct_parallel":
        design = DESIGNS.get(study.design, study.design)
        reason = f"its design ({design}) gives no contrast of two separate groups"
        return kept_out(study, "not_parallel", reason)
    if study.comparator_kind == other_regimen(drug):
        name = drug.words
        reason = f"it compares regimens of {name}; no group went without {name}"
        return kept_out(study, "no_treatment_contrast", reason)
    return None


def _days(row: Result) -> float:
    return float("inf") if row.time_days is None else row.time_days


def _same_measurement(row: Result) -> tuple[str, ...]:
    """Give what two arms must share before one may be subtracted from the other."""
    return (
        str(row.time_days),
        plain(row.time_words or ""),
        row.phase,
        plain(row.outcome_words),
        plain(row.scale or ""),
        f"{row.scale_low} to {row.scale_high}",
        row.unit_of_analysis,
    )


def _role(register: Register, row: Result) -> str:
    return register.arm(row.study_id, row.arm_id).role


def _contrast(
    study: Study, rows: list[Result], register: Register, question: Question
) -> Found:
    """Pair the arms of one measurement, or say of every row why it has no pair."""
    fit: dict[str, list[Result]] = {}
    unfit: dict[tuple[str, str], list[Result]] = {}
    for row in rows:
        problem = mean_problem(row)
        if problem is None:
            fit.setdefault(_role(register, row), []).append(row)
        else:
            unfit.setdefault(problem, []).append(row)
    # A fit arm whose only partners are unfit is told of with them.
    lacking = set(_OTHER_ROLE) - set(fit)
    lone = tuple(row for found in fit.values() for row in found) if lacking else ()
    out: list[KeptOut] = []
    is_told = False
    for why, found in unfit.items():
        explains = any(_role(register, row) in lacking for row in found)
        out.append(kept_out(study, *why, (*found, *lone) if explains else tuple(found)))
        is_told = is_told or explains
    if not fit or is_told:
        return [], out
    problem_of_fit = _pairing_problem(study, fit, register, question.drug)
    if problem_of_fit is not None:
        return [], [*out, problem_of_fit]
    treated, control = fit["intervention"][0], fit["comparator"][0]
    stays_out = _problem(study, treated, control, question)
    if stays_out is not None:
        return [], [*out, stays_out]
    return [_draft(study, treated, control, question)], out


def _pairing_problem(
    study: Study, fit: dict[str, list[Result]], register: Register, drug: Vocabulary
) -> KeptOut | None:
    names_of = {"intervention": drug.words, "comparator": "the comparator"}
    rows = tuple(row for found in fit.values() for row in found)
    what = f"{rows[0].outcome_words} at {when(rows[0])}"
    for role, found in fit.items():
        if len(found) < 2:
            continue
        arms = dict.fromkeys(row.arm_id for row in found)
        names = [f"“{register.arm(study.study_id, arm).label}”" for arm in arms]
        ids = listed([row.result_id for row in found])
        advice = "a person must say which counts, by keeping the others out"
        if len(arms) > 1:
            told = f"{len(arms)} arms of {names_of[role]}, {listed(names)}"
            reason = f"{what}: {told}; {advice}"
            return kept_out(study, "several_arms", reason, rows)
        reason = f"{what}: several results of {names[0]} ({ids}); {advice}"
        return kept_out(study, "several_results", reason, rows)
    if len(fit) == 1:
        (role,) = fit
        reason = (
            f"{what}: {names_of[role]} has no partner: no result of "
            f"{names_of[_OTHER_ROLE[role]]} with the same outcome, scale, time, "
            "phase and unit"
        )
        return kept_out(study, "no_partner", reason, rows)
    return None


def _problem(
    study: Study, treated: Result, control: Result, question: Question
) -> KeptOut | None:
    pair = (treated, control)
    n = (treated.n or 0) + (control.n or 0)
    mixed = cohort_problem(study, n, question)
    if mixed is not None:
        return kept_out(study, *mixed, pair)
    if None in (treated.scale, treated.scale_low, treated.scale_high):
        reason = "the arms' pain scale or its ends are not known"
        return kept_out(study, "scale", reason, pair)
    for row in pair:
        problem = spread_problem(row)
        if problem is not None:
            return kept_out(study, *problem, pair)
    if any(row.spread_type == "unspecified" for row in pair):
        reason = (
            f"the source gives {printed(treated)} against {printed(control)} at "
            f"{when(treated)} and does not say whether ± is a standard error, a "
            "standard deviation or an interval; the answer changes the weight of the "
            "trial, so a person must decide first"
        )
        shown = readings(pair, question.pooling.level)
        note = notes_of(pair)
        return kept_out(study, "spread_unspecified", reason, pair, shown, note=note)
    return None


def _draft(study: Study, treated: Result, control: Result, question: Question) -> Draft:
    pair = (treated, control)
    inputs = {
        f"{name}{arm}i": value
        for arm, row in enumerate(pair, start=1)
        for name, value in (
            ("m", row.value or 0.0),
            ("sd", standard_deviation(row) or 0.0),
            ("n", float(row.n or 0)),
        )
    }
    window = window_of(treated, question)
    return Draft(
        study=study,
        results=pair,
        window=window,
        alike=(
            window_trait(window),
            phase_trait(treated),
            *study_traits(study, question),
            comparator_trait(study, question),
            pain_trait(treated),
            scale_trait(treated),
        ),
        inputs=inputs,
        n=(treated.n or 0) + (control.n or 0),
        columns=(
            (capital(question.drug.words), f"{printed(treated)} (n {treated.n})"),
            ("Comparator", f"{printed(control)} (n {control.n})"),
            ("Time", when(treated)),
        ),
        marks=tuple(mark for row in pair if (mark := conversion_mark(row))),
        doubts=(SMALL_SD,) if any(is_small(row) for row in pair) else (),
    )


def _no_means(study: Study, register: Register) -> KeptOut:
    rows = tuple(
        r for r in register.results_of(study.study_id) if r.outcome == "pain_intensity"
    )
    tested = [row for row in rows if row.p_value]
    if tested:
        told = "; ".join(f"{when(r)}: p {r.p_value}" for r in tested)
        reason = f"no means with their spread are reported, only tests ({told})"
        return kept_out(study, "test_only", reason, tuple(tested))
    if rows and all(is_before(row) for row in rows):
        reason = "only pain before treatment is reported"
        return kept_out(study, "baseline", reason, rows)
    if rows:
        reason = "no means with their spread are reported for both arms"
        return kept_out(study, "no_means", reason, rows)
    return kept_out(study, "no_result", "no result on pain intensity was found")
