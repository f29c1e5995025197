"""Uncontrolled change: pain after treatment minus pain before, in one group.

Such change mixes the drug with its placebo response, regression to the mean and the
natural course. It is never called an effect of ketamine.
"""

from __future__ import annotations

from math import sqrt

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

MEASURE = "GEN"


def draft_changes(
    register: Register, studies: tuple[Study, ...], question: Question
) -> tuple[list[Draft], list[KeptOut]]:
    """Find mean changes with their uncertainty, and what stands in the way.

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
        The drafts, and every uncontrolled study that gives none with the reason.
    """
    labels = {study.study_id: study.label for study in register.studies}
    drafts: list[Draft] = []
    out: list[KeptOut] = []
    for study in studies:
        if study.is_randomised or study.design in SYNTHESES:
            continue
        stays_out = study_stays_out(study, labels)
        if stays_out is not None:
            out.append(stays_out)
            continue
        rows = tuple(
            result
            for result in register.results_of(study.study_id)
            if result.outcome == "pain_intensity"
        )
        usable = [row for row in rows if _is_usable(row)]
        drafts += [_draft(study, row, question) for row in usable]
        if not usable:
            out.append(_why_not(study, rows))
    return drafts, out


def _is_usable(row: Result) -> bool:
    return (
        row.statistic == "mean_change"
        and row.value is not None
        and row.kept_out_because is None
        and row.unit_of_analysis == "patient"
        and row.spread_type in ("SD", "SE")
        and bool(row.spread)
        and row.n is not None
        and row.scale_high is not None
    )


def _draft(study: Study, row: Result, question: Question) -> Draft:
    spread, n, value = row.spread or 0.0, row.n or 0, row.value or 0.0
    is_se = row.spread_type == "SE"
    error = spread if is_se else spread / sqrt(n)
    return Draft(
        study=study,
        results=(row,),
        window=window_of(row, question),
        alike=(study.route or "", f"{row.scale_low}-{row.scale_high}"),
        inputs={"yi": value, "sei": error},
        n=n,
        columns=(
            ("Patients", str(n)),
            ("Change", f"{number(value)} ({row.spread_type} {number(spread)})"),
            ("Time", row.time_words or "not stated"),
        ),
        marks=() if is_se else ("SE from the SD",),
    )


def _why_not(study: Study, rows: tuple[Result, ...]) -> KeptOut:
    if not rows:
        return kept_out(study, "no_result", "no result on pain intensity was found")
    by_kind = {row.statistic: row for row in reversed(rows)}
    means = tuple(r for r in rows if r.statistic == "mean" and r.value is not None)
    if any(row.phase == "before" for row in means) and len(means) > 1:
        return _before_and_after(study, means)
    if "mean_change" in by_kind:
        row = by_kind["mean_change"]
        reason = row.kept_out_because or "its spread or number of patients is missing"
        return kept_out(study, "mean_change", f"mean change: {reason}", (row,))
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
    if any(row.spread is None for row in means):
        reason = "means before and after treatment without their spread"
        return kept_out(study, "no_spread", reason, means)
    if any(row.spread_type not in ("SD", "SE") for row in means):
        printed = ", ".join(
            f"{number(r.value or 0)} ± {number(r.spread or 0)}" for r in means
        )
        reason = (
            f"means before and after ({printed}), but the source does not say what ± "
            "is, nor how the two go together (the correlation)"
        )
        return kept_out(study, "spread_unspecified", reason, means)
    reason = (
        "means before and after treatment, but not how the two go together (the "
        "correlation); it is not guessed"
    )
    return kept_out(study, "no_correlation", reason, means)
