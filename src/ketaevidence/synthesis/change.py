"""Uncontrolled change: pain after treatment minus pain before, in one group.

Such change mixes the drug with its placebo response, regression to the mean and the
natural course. It is never called an effect of ketamine.
"""

from __future__ import annotations

from math import sqrt
from typing import Final

from ketaevidence.curation.model import Register, Result, Study
from ketaevidence.integrity.deviation import is_small, standard_deviation
from ketaevidence.question.model import Question
from ketaevidence.synthesis.alike import (
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
    is_uncontrolled,
    kept_out,
    mean_problem,
    window_of,
    window_trait,
)
from ketaevidence.synthesis.model import KeptOut
from ketaevidence.synthesis.population import arm_problem
from ketaevidence.synthesis.spreads import (
    SMALL_SD,
    readings,
    spread_problem,
)
from ketaevidence.synthesis.words import notes_of, number, printed, when

MORE_PAIN: Final = "a positive change means more pain"

#: How a spread is called beside the change.
_SPREAD_WORDS: Final = {"SD": "SD", "SE": "SE", "CI_half_width": "half-width of CI"}
_MARKS: Final = {
    "SD": ("SE from the SD",),
    "CI_half_width": ("SE from half of the interval",),
}


def _concerns(study: Study, register: Register) -> bool:  # noqa: ARG001 (Evidence)
    return is_uncontrolled(study)


def _of_study(study: Study, register: Register, question: Question) -> Found:
    """Find a study's mean changes with their uncertainty."""
    rows = tuple(
        row
        for row in register.results_of(study.study_id)
        if row.outcome == "pain_intensity"
    )
    changes = [row for row in rows if row.statistic == "mean_change"]
    drafts: list[Draft] = []
    out: list[KeptOut] = []
    for row in changes:
        problem = _problem(study, row, register, question)
        if problem is None:
            drafts.append(_draft(study, row, question))
        else:
            out.append(problem)
    if not changes:
        out.append(_why_not(study, rows))
    return drafts, out


#: Pain after treatment is the first moment and pain before it the second.
CHANGE: Final = Evidence("MC", _concerns, _of_study)


def _problem(
    study: Study, row: Result, register: Register, question: Question
) -> KeptOut | None:
    arm = register.arm(row.study_id, row.arm_id)
    reason = mean_problem(row)
    if reason is None:
        whose = arm_problem(study, arm, row.n, register, question)
        reason = whose and (whose[0], f"{when(row)}: {whose[1]}")
    if reason is None and (row.value is None or row.spread is None or row.n is None):
        told = f"{when(row)}: its size, spread or number of patients is missing"
        reason = ("mean_change", f"mean change at {told}")
    if reason is None and None in (row.scale, row.scale_low, row.scale_high):
        reason = ("scale", f"{when(row)}: the pain scale or its ends are not known")
    if reason is None:
        reason = spread_problem(row)
    if reason is not None:
        return kept_out(study, *reason, (row,))
    if row.spread_type == "unspecified":
        words = (
            f"mean change {printed(row)} at {when(row)}, but the source does not say "
            "what ± is"
        )
        shown = readings((row,), question.pooling.level)
        note = notes_of((row,))
        return kept_out(study, "spread_unspecified", words, (row,), shown, note=note)
    return None


def _draft(study: Study, row: Result, question: Question) -> Draft:
    spread, n, value = row.spread or 0.0, row.n or 0, row.value or 0.0
    kind = row.spread_type or ""
    error = (
        spread if kind == "SE" else (standard_deviation(row) or 0.0) / sqrt(max(n, 1))
    )
    window = window_of(row, question)
    marks = _MARKS.get(kind, ())
    return Draft(
        study=study,
        results=(row,),
        window=window,
        alike=(
            window_trait(window),
            phase_trait(row),
            *study_traits(study, question),
            pain_trait(row),
            scale_trait(row),
        ),
        inputs={"yi": value, "sei": error},
        n=n,
        columns=(
            ("Patients", str(n)),
            ("Change", f"{number(value)} ({_SPREAD_WORDS[kind]} {number(spread)})"),
            ("Time", row.time_words or "not stated"),
        ),
        # Sources print a fall in pain as a positive "reduction"; entered so, it would
        # stand on the wrong side without this mark.
        marks=(*marks, MORE_PAIN) if value > 0 else marks,
        doubts=(SMALL_SD,) if is_small(row) else (),
    )


def _why_not(  # noqa: PLR0911 (one return for each reason)
    study: Study, rows: tuple[Result, ...]
) -> KeptOut:
    if not rows:
        return kept_out(study, "no_result", "no result on pain intensity was found")
    if all(row.kept_out_because for row in rows):
        reasons = "; ".join(dict.fromkeys(row.kept_out_because or "" for row in rows))
        return kept_out(study, "kept_out_by_reviewer", reasons, rows)
    by_kind = {row.statistic: row for row in reversed(rows)}
    means = tuple(r for r in rows if r.statistic == "mean" and r.value is not None)
    if any(is_before(row) for row in means) and len(means) > 1:
        return _before_and_after(study, means)
    if means and all(is_before(row) for row in means):
        reason = "only pain before treatment is reported"
        return kept_out(study, "baseline", reason, means)
    if means:
        reason = "means after treatment without the pain before it"
        return kept_out(study, "no_baseline", reason, means)
    for kind, reason_id, reason in (
        ("median", "median", "medians are reported; they are not turned into means"),
        (
            "mean_range",
            "mean_range",
            "ranges of means over several items are reported, without their spread",
        ),
        ("statement", "statement", "the result is stated in words, without numbers"),
        ("test_only", "test_only", "only a test is reported, without means"),
    ):
        if kind in by_kind:
            words = by_kind[kind].statement
            told = f" (“{words}”)" if kind == "statement" and words else ""
            return kept_out(study, reason_id, reason + told, (by_kind[kind],))
    return kept_out(
        study, "no_change", "no mean change with its spread is reported", rows
    )


def _before_and_after(study: Study, means: tuple[Result, ...]) -> KeptOut:
    told = ", ".join(printed(row) for row in means)
    if any(row.spread is None for row in means):
        reason = "means before and after treatment without their spread"
        return kept_out(study, "no_spread", reason, means)
    if any(row.spread_type == "unspecified" for row in means):
        reason = (
            f"means before and after ({told}), but the source does not say what ± "
            "is, nor how the two go together (the correlation)"
        )
        note = notes_of(means)
        return kept_out(study, "spread_unspecified", reason, means, note=note)
    if any(row.spread_type == "IQR_width" for row in means):
        reason = (
            f"means before and after ({told}): interquartile range: not turned into "
            "an SD"
        )
        return kept_out(study, "iqr", reason, means)
    reason = (
        "means before and after treatment, but not how the two go together (the "
        "correlation); it is not guessed"
    )
    return kept_out(study, "no_correlation", reason, means)
