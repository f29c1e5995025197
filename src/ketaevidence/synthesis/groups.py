"""Compute the effects of drafts, sort them into groups, and pool what is alike."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import TYPE_CHECKING, Any, Final, cast

from ketaevidence.effects import (
    Effects,
    effect_interval,
    effect_sizes,
    proportion_interval,
)
from ketaevidence.errors import EffectError, PoolingError, PoolingWarning
from ketaevidence.pooling import pool
from ketaevidence.question.model import PoolingPlan, Question
from ketaevidence.synthesis.alike import are_known, differences, label_of
from ketaevidence.synthesis.drafts import ON_DRUG, UNDATED, Draft, kept_out
from ketaevidence.synthesis.model import EffectRow, Group, KeptOut

if TYPE_CHECKING:
    from ketaevidence.pooling.choices import Method, Test

#: Effects nearer to each other than this share of the smallest standard error differ
#: in how they were rounded and not in what was found.
_EQUAL: Final = 1e-9


@dataclass(frozen=True, slots=True)
class _Shown:
    """A draft with its effect as it is shown."""

    draft: Draft
    row: EffectRow


def sort_into_groups(
    drafts: Sequence[Draft], measure: str, question: Question
) -> tuple[tuple[Group, ...], tuple[KeptOut, ...]]:
    """Sort drafts by time window and pool those that are alike.

    Parameters
    ----------
    drafts
        What may be shown.
    measure
        Name of the effect size, as effect_sizes has it.
    question
        The review's question, with its time windows and pooling plan.

    Returns
    -------
    tuple
        The groups in the order of time, and what was kept out on the way.
    """
    plan = question.pooling
    shown, out = _computed(drafts, measure, plan.level)
    order = [ON_DRUG, *(w.label.capitalize() for w in question.windows), UNDATED]
    groups: list[Group] = []
    for window in dict.fromkeys(order):
        chosen, again = _one_per_cohort([s for s in shown if s.draft.window == window])
        out += again
        if chosen:
            groups += _window_groups(chosen, window, measure, plan)
    return tuple(groups), tuple(out)


def _computed(
    drafts: Sequence[Draft], measure: str, level: float
) -> tuple[list[_Shown], list[KeptOut]]:
    """Compute each effect by itself, so that a bad row stops no other."""
    shown: list[_Shown] = []
    out: list[KeptOut] = []
    for draft in drafts:
        try:
            shown.append(_Shown(draft, _row(draft, measure, level)))
        except (EffectError, ArithmeticError) as error:
            reason = f"its effect cannot be computed: {error}"
            out.append(kept_out(draft.study, "no_effect", reason, draft.results))
    return shown, out


def _row(draft: Draft, measure: str, level: float) -> EffectRow:
    effects = _effects([draft], measure)
    yi, vi = float(effects.yi[0]), float(effects.vi[0])
    if not (isfinite(yi) and isfinite(vi) and vi > 0):
        msg = f"the effect {yi:g} has the variance {vi:g}, which is not above 0"
        raise EffectError(msg)
    if "xi" in draft.inputs:
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
        marks=(*draft.marks, *draft.doubts),
    )


def _effects(drafts: Sequence[Draft], measure: str) -> Effects:
    names = tuple(drafts[0].inputs)
    table: dict[str, Any] = {
        name: [draft.inputs[name] for draft in drafts] for name in names
    }
    columns: dict[str, Any] = dict(zip(names, names, strict=True))
    slab = [draft.study.label for draft in drafts]
    return effect_sizes(measure, table, slab=slab, **columns)


def _one_per_cohort(shown: list[_Shown]) -> tuple[list[_Shown], list[KeptOut]]:
    """Of rows on the same patients in one window, keep the one with most patients."""
    chosen: dict[str, _Shown] = {}
    again: list[KeptOut] = []
    # Python's sort is stable: of two equal rows the one entered first stays.
    for item in sorted(shown, key=lambda s: -s.draft.n):
        draft = item.draft
        family = draft.study.cohort_family
        if family in chosen:
            first = chosen[family].draft
            reason = f"the same or overlapping patients as {first.study.label}"
            if first.study.study_id == draft.study.study_id:
                reason = "another result of the same patients in the same time window"
            again.append(kept_out(draft.study, "same_patients", reason, draft.results))
        else:
            chosen[family] = item
    return [s for s in shown if any(s is kept for kept in chosen.values())], again


def _window_groups(
    shown: list[_Shown], window: str, measure: str, plan: PoolingPlan
) -> list[Group]:
    """Pool rows that are alike where there are enough; show the others side by side."""
    by_kind: dict[tuple[str | None, ...], list[_Shown]] = {}
    for item in shown:
        if are_known(item.draft.alike) and not item.draft.doubts:
            key = tuple(trait.value for trait in item.draft.alike)
            by_kind.setdefault(key, []).append(item)
    enough = [alike for alike in by_kind.values() if len(alike) >= plan.minimum_studies]
    pooled = [item for alike in enough for item in alike]
    rest = [s for s in shown if not any(s is other for other in pooled)]
    groups = [_pooled_group(alike, window, measure, plan) for alike in enough]
    if rest:
        reason = _why_not_pooled(rest, pooled, plan)
        groups.append(Group(window, tuple(item.row for item in rest), None, reason))
    return groups


def _pooled_group(
    shown: list[_Shown], window: str, measure: str, plan: PoolingPlan
) -> Group:
    rows = tuple(item.row for item in shown)
    # The window is a trait as well; it heads the label already.
    label = f"{window}: {label_of(shown[0].draft.alike)}".removesuffix(": ")
    if plan.test == "knha" and _are_equal(rows):
        # Knapp and Hartung take the width from how far effects lie apart.
        reason = "all effects are equal, so the interval cannot be judged"
        return Group(label, rows, None, reason)
    # Caveats stand in pooled.notes, which every table and figure prints; a warning
    # would speak to the person at the keyboard and not to the report's reader.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        try:
            pooled = pool(
                _effects([item.draft for item in shown], measure),
                # Both are checked where the question is read.
                method=cast("Method", plan.method),
                test=cast("Test", plan.test),
                level=plan.level,
            )
        except (EffectError, PoolingError, ArithmeticError) as error:
            return Group(label, rows, None, f"they cannot be pooled: {error}")
    return Group(label, rows, pooled)


def _are_equal(rows: Sequence[EffectRow]) -> bool:
    effects = [row.yi for row in rows]
    smallest = sqrt(min(row.vi for row in rows))
    return max(effects) - min(effects) <= _EQUAL * smallest


def _listed(names: Sequence[str]) -> str:
    """Write names as a sentence does: "route, form of ketamine and dose class"."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _why_not_pooled(rest: list[_Shown], pooled: list[_Shown], plan: PoolingPlan) -> str:
    """Name in plain words what differs, what is unknown, and what is doubtful."""
    if len(rest) == 1 and not pooled:
        return "there is one study only"
    differ, unknown = differences([s.draft.alike for s in (*rest, *pooled)])
    doubts = dict.fromkeys(doubt for item in rest for doubt in item.draft.doubts)
    parts = []
    if differ:
        parts.append(f"the studies differ in {_listed(differ)}")
    if unknown:
        verb = "is" if len(unknown) == 1 else "are"
        parts.append(f"{_listed(unknown)} {verb} not known for every study")
    parts += [f"in doubt: {doubt}" for doubt in doubts]
    if not parts:
        return (
            f"there are fewer than {plan.minimum_studies} alike studies, the least "
            "that this review pools"
        )
    return "; ".join(parts)
