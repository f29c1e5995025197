"""Sort drafts into groups, compute their effects, and pool what is alike."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ketaevidence.curation.model import Register, Study
from ketaevidence.effects import (
    Effects,
    effect_interval,
    effect_sizes,
    proportion_interval,
)
from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling import pool
from ketaevidence.question.model import PoolingPlan, Question
from ketaevidence.synthesis import change, contrasts, responders
from ketaevidence.synthesis.drafts import ON_DRUG, UNDATED, Draft, kept_out
from ketaevidence.synthesis.model import Analysis, EffectRow, Group, KeptOut


def analyse(
    studies: tuple[Study, ...], register: Register, question: Question
) -> tuple[Analysis, ...]:
    """Make the review's three analyses of pain, each of one kind of evidence.

    Randomised contrasts, uncontrolled change and responders of single arms are
    separate analyses. What cannot be shown or pooled is listed with its reason.

    Parameters
    ----------
    studies
        The studies that people included.
    register
        The confirmed studies, arms and results.
    question
        The review's question, with time windows and pooling plan.

    Returns
    -------
    tuple of Analysis
        Always three, also where one has no row.
    """
    important = _important_difference(question)
    parts = (
        (contrasts.MEASURE, contrasts.draft_contrasts),
        (change.MEASURE, change.draft_changes),
        (responders.MEASURE, responders.draft_responders),
    )
    found = []
    for measure, draft in parts:
        drafts, out = draft(register, studies, question)
        groups, repeated = _groups(drafts, measure, question)
        found.append((groups, tuple(out) + repeated))
    return (
        Analysis(
            kind="randomised_contrast",
            title="Ketamine against a comparator: randomised trials",
            meaning=(
                "Difference in mean pain between ketamine and its comparator, in "
                "points; below zero means less pain with ketamine."
            ),
            axis_label="Mean difference in pain [points]",
            null_value=0.0,
            favours=("Favours ketamine", "Favours comparator"),
            groups=found[0][0],
            kept_out=found[0][1],
            decimals=2,
            important_difference=important,
        ),
        Analysis(
            kind="single_arm_change",
            title="Change in pain without a comparator",
            meaning=(
                "Mean pain after treatment minus mean pain before it, in points; below "
                "zero means less pain afterwards."
            ),
            axis_label="Mean change in pain [points]",
            null_value=0.0,
            favours=("Less pain afterwards", "More pain afterwards"),
            groups=found[1][0],
            kept_out=found[1][1],
            caution=(
                "Uncontrolled change mixes the drug with the placebo response, "
                "regression to the mean and the natural course. It is not an effect of "
                "ketamine and is never pooled with randomised trials."
            ),
        ),
        Analysis(
            kind="responder",
            title="Responders without a comparator",
            meaning=(
                "Patients of each hundred who met the study's own definition of a "
                "responder."
            ),
            axis_label="Responders [%]",
            null_value=None,
            favours=None,
            groups=found[2][0],
            kept_out=found[2][1],
            caution=(
                "Without a comparator nobody knows how many would have responded "
                "anyway, and each study defines response in its own way."
            ),
            decimals=0,
            limits=(0.0, 100.0),
        ),
    )


def _important_difference(question: Question) -> tuple[float, float, str] | None:
    points = question.important_difference
    if points is None:
        return None
    return (-points, points, question.important_difference_source or "")


def _groups(
    drafts: Sequence[Draft], measure: str, question: Question
) -> tuple[tuple[Group, ...], tuple[KeptOut, ...]]:
    order = [ON_DRUG, *(w.label.capitalize() for w in question.windows), UNDATED]
    groups: list[Group] = []
    repeated: list[KeptOut] = []
    for window in order:
        chosen, again = _one_per_cohort([d for d in drafts if d.window == window])
        repeated += again
        if chosen:
            groups += _window_groups(chosen, window, measure, question.pooling)
    return tuple(groups), tuple(repeated)


def _one_per_cohort(drafts: list[Draft]) -> tuple[list[Draft], list[KeptOut]]:
    """Of rows on the same patients in one window, keep the one with most patients."""
    chosen: dict[str, Draft] = {}
    again: list[KeptOut] = []
    # Python's sort is stable: of two equal rows the one entered first stays.
    for draft in sorted(drafts, key=lambda d: -d.n):
        family = draft.study.cohort_family
        if family in chosen:
            first = chosen[family]
            reason = f"the same or overlapping patients as {first.study.label}"
            if first.study.study_id == draft.study.study_id:
                reason = "another result of the same patients in the same time window"
            again.append(kept_out(draft.study, "same_patients", reason, draft.results))
        else:
            chosen[family] = draft
    return [d for d in drafts if any(d is kept for kept in chosen.values())], again


def _window_groups(
    drafts: list[Draft], window: str, measure: str, plan: PoolingPlan
) -> list[Group]:
    """Pool rows that are alike where there are enough; show the others side by side."""
    by_kind: dict[tuple[str, ...], list[Draft]] = {}
    for draft in drafts:
        by_kind.setdefault(draft.alike, []).append(draft)
    enough = [d for d in by_kind.values() if len(d) >= plan.minimum_studies]
    rest = [d for d in drafts if not any(d in alike for alike in enough)]
    groups = [_pooled_group(alike, window, measure, plan) for alike in enough]
    if rest:
        shown = _Shown.of(rest, measure, plan.level)
        reason = _why_not_pooled(rest, plan)
        groups.append(Group(window, shown.rows, None, reason))
    return groups


def _pooled_group(
    drafts: list[Draft], window: str, measure: str, plan: PoolingPlan
) -> Group:
    shown = _Shown.of(drafts, measure, plan.level)
    # Caveats stand in pooled.notes, which every table and figure prints; a warning
    # would speak to the person at the keyboard and not to the report's reader.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        pooled = pool(
            shown.effects,
            method=plan.method,  # type: ignore[arg-type]  # checked by question.load
            test=plan.test,  # type: ignore[arg-type]
            level=plan.level,
        )
    return Group(f"{window}: {', '.join(drafts[0].alike)}", shown.rows, pooled)


def _why_not_pooled(drafts: list[Draft], plan: PoolingPlan) -> str:
    kinds = len({draft.alike for draft in drafts})
    if len(drafts) == 1:
        return "there is one study only"
    if kinds == len(drafts):
        return (
            f"the {len(drafts)} studies differ in how they measured or treated, and "
            "unlike things are not pooled"
        )
    return (
        f"there are fewer than {plan.minimum_studies} alike studies, the least that "
        "this review pools"
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """The rows of a group with the effects behind them."""

    rows: tuple[EffectRow, ...]
    effects: Effects

    @classmethod
    def of(cls, drafts: list[Draft], measure: str, level: float) -> _Shown:
        names = drafts[0].inputs
        table: dict[str, Any] = {
            name: [draft.inputs[name] for draft in drafts] for name in names
        }
        columns: dict[str, Any] = dict(zip(names, names, strict=True))
        effects = effect_sizes(
            measure,
            table,
            slab=[draft.study.label for draft in drafts],
            **columns,
        )
        rows = tuple(
            _row(draft, float(yi), float(vi), measure, level)
            for draft, yi, vi in zip(drafts, effects.yi, effects.vi, strict=True)
        )
        return cls(rows, effects)


def _row(draft: Draft, yi: float, vi: float, measure: str, level: float) -> EffectRow:
    if measure == responders.MEASURE:
        events, total = int(draft.inputs["xi"]), int(draft.inputs["ni"])
        exact = proportion_interval(events, total, level)
        estimate, low, high = (
            100 * value for value in (events / total, exact.lb, exact.ub)
        )
    else:
        estimate = yi
        low, high = effect_interval(yi, vi, level)
    return EffectRow(
        study_id=draft.study.study_id,
        label=draft.study.label,
        result_ids=tuple(result.result_id for result in draft.results),
        yi=yi,
        vi=vi,
        estimate=estimate,
        ci_lb=low,
        ci_ub=high,
        columns=draft.columns,
        marks=draft.marks,
    )
