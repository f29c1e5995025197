"""The sheet of an analysis: its groups, pooled or not, and what was kept out."""

from __future__ import annotations

from ketaevidence.pooling import Pooled
from ketaevidence.present import words
from ketaevidence.present.forest.footers import intervals_of_analysis, printed_notes
from ketaevidence.present.forest.of_pooled import (
    notes_of,
    prediction_of,
    summary_of,
)
from ketaevidence.present.forest.sheet import Block, Cell, Line, Sheet
from ketaevidence.present.forest.statements import heterogeneity_line, method_line
from ketaevidence.present.forest.studies import PROPORTIONS, reader
from ketaevidence.present.forest.wishes import Wishes
from ketaevidence.synthesis.model import Analysis, Group

#: What one number of an analysis is called; change without a comparator is no effect.
_EFFECT_TITLES = {
    "randomised_contrast": "Difference",
    "single_arm_change": "Change",
    "responder": "Per cent",
}


def _factor(group: Group, pooled: Pooled) -> float:
    """Give what leads from the pool's own scale to the scale of the rows."""
    effects = pooled.effects
    if effects.measure not in PROPORTIONS or not effects.has_own_way_back:
        return 1.0
    shares = [float(pooled.back_transform(row.yi)) for row in group.rows]
    in_per_cent = any(
        abs(row.estimate - 100 * share) < abs(row.estimate - share)
        for row, share in zip(group.rows, shares, strict=True)
        if share > 0
    )
    return 100.0 if in_per_cent else 1.0


def _lines(
    group: Group, weights: list[float | None], extra: list[list[Cell]], asked: Wishes
) -> tuple[Line, ...]:
    lines = []
    for row, weight, own in zip(group.rows, weights, extra, strict=True):
        told = () if asked.hides("data") else row.columns
        cells = (*own, *(Cell(title, words.clean(text)) for title, text in told))
        lines.append(
            Line(
                row.label, row.estimate, (row.ci_lb, row.ci_ub), cells, weight,
                row.marks, study_id=row.study_id, result_ids=row.result_ids,
            )
        )  # fmt: skip
    return tuple(lines)


def _block(
    group: Group,
    extra: list[list[Cell]],
    analysis: Analysis,
    asked: Wishes,
    *,
    is_alone: bool,
) -> Block:
    pooled = group.pooled
    weights: list[float | None] = [None] * len(group.rows)
    summary, prediction = None, None
    notes: tuple[str, ...] = ()
    if pooled is not None and pooled.k > 1:
        read = reader(pooled, _factor(group, pooled))
        summary, prediction = summary_of(pooled, read, []), prediction_of(pooled, read)
        notes = notes_of(pooled, analysis.null_value, asked)
        if pooled.effects.has_own_way_back:
            weights = [float(weight) for weight in pooled.weights]
    elif pooled is not None:
        notes = ("Not pooled: one study only.",)
    elif group.why_not_pooled:
        notes = (f"Not pooled: {words.clean(group.why_not_pooled)}",)
    elif group.rows:
        notes = ("Not pooled.",)
    heading = None if is_alone and not group.label else group.label
    lines = _lines(group, weights, extra, asked)
    is_pooled = summary is not None
    return Block(heading, lines, summary, prediction, notes, is_pooled=is_pooled)


def sheet_of_analysis(analysis: Analysis, asked: Wishes) -> Sheet:
    """Set out the groups of an analysis and the studies kept out of it."""
    is_alone = len(analysis.groups) == 1
    pooled = [g.pooled for g in analysis.groups if g.pooled and g.pooled.k > 1]
    methods = dict.fromkeys(method_line(p) for p in pooled)
    notes = printed_notes(n for p in pooled for n in (*p.effects.notes, *p.notes))
    extra = asked.cells(len(analysis.rows))
    blocks = []
    for group in analysis.groups:
        own, extra = extra[: len(group.rows)], extra[len(group.rows) :]
        blocks.append(_block(group, own, analysis, asked, is_alone=is_alone))
    spread = [heterogeneity_line(p, asked.style, asked.interval_of(p)) for p in pooled]
    return Sheet(
        title=words.clean(analysis.title),
        effect_title=_EFFECT_TITLES.get(analysis.kind, "Effect"),
        axis_label=words.clean(analysis.axis_label),
        blocks=tuple(block for block in blocks if block.lines),
        null_value=analysis.null_value,
        decimals=analysis.decimals,
        family="dichotomous" if analysis.kind == "responder" else "continuous",
        level=words.level_percent(pooled[0].level if pooled else 0.95),
        favours=analysis.favours,
        limits=analysis.limits,
        important_difference=analysis.important_difference,
        heterogeneity=tuple(line for line in spread if line is not None),
        methods=(*methods, intervals_of_analysis(analysis), *notes),
        kept_out=tuple(
            (words.clean(kept.label), words.sentence(kept.reason))
            for kept in analysis.kept_out
        ),
    )
