"""The sheets of results that were pooled from counts, without effects of studies."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from ketaevidence.effects import proportion_interval
from ketaevidence.pooling.counts import PooledProportion, Stratified
from ketaevidence.present import words
from ketaevidence.present.forest.footers import (
    EXACT,
    intervals_of_effects,
    printed_notes,
)
from ketaevidence.present.forest.of_pooled import frame_of, pooled_name
from ketaevidence.present.forest.sheet import Block, Cell, Line, Sheet, totals
from ketaevidence.present.forest.statements import overall_line, spread_parts
from ketaevidence.present.forest.studies import lines_of
from ketaevidence.present.forest.wishes import Wishes

_STRATIFIED = {
    "MH": "Mantel-Haenszel: one effect for all studies, pooled from their counts",
    "Peto": "Peto's method: one odds ratio for all studies, pooled from their counts",
}


def _kept(lines: list[str | None], asked: Wishes) -> tuple[str, ...]:
    """Keep the lines on heterogeneity and on the test that were not left out."""
    parts = ("heterogeneity", "tests")
    return tuple(
        line
        for part, line in zip(parts, lines, strict=True)
        if line and not asked.hides(part)
    )


def sheet_of_proportion(pooled: PooledProportion, asked: Wishes) -> Sheet:
    """Set out a proportion pooled by the binomial-normal model."""
    lines = []
    extra = asked.cells(pooled.k)
    for i, name in enumerate(pooled.slab):
        x, n = int(pooled.xi[i]), int(pooled.ni[i])
        exact = proportion_interval(x, n, pooled.level)
        own = (
            Cell("Events", words.plain(x), amount=float(x)),
            Cell("n", words.plain(n), amount=float(n)),
        )
        cells = (*extra[i], *(() if asked.hides("data") else own))
        ci = (100 * exact.lb, 100 * exact.ub)
        lines.append(Line(name, 100 * x / n, ci, cells, size=float(n)))
    summary, prediction = None, None
    notes: tuple[str, ...] = ("One study only: nothing is pooled.",)
    if pooled.k > 1:
        low, middle, high = 100 * pooled.back_transform(
            [pooled.ci_lb, pooled.estimate, pooled.ci_ub]
        )
        ends = (float(low), float(high))
        name = pooled_name(pooled.k)
        summary = Line(name, float(middle), ends, totals(lines))
        if pooled.pi_lb is not None and pooled.pi_ub is not None:
            span = 100 * pooled.back_transform([pooled.pi_lb, pooled.pi_ub])
            prediction = (float(span[0]), float(span[1]))
        notes = _kept([_spread(pooled, asked), None], asked)
    block = Block(
        None, tuple(lines), summary, prediction, notes, is_pooled=pooled.k > 1
    )
    name = (
        "One proportion for all studies (binomial model)"
        if pooled.tau2 is None
        else "Binomial-normal model, maximum likelihood (random logits)"
    )
    interval = "t interval" if pooled.ddf is not None else "normal (Wald) interval"
    level = words.level_percent(pooled.level)
    return Sheet(
        title="Proportion",
        effect_title="Per cent",
        axis_label="Proportion [per cent]",
        blocks=(block,),
        null_value=None,
        decimals=0,
        family="dichotomous",
        level=level,
        limits=(0.0, 100.0),
        heterogeneity=tuple(
            note for note in notes if note.startswith(asked.style.heterogeneity)
        ),
        methods=(
            *((f"{name}; {interval}; confidence level {level}.",) if summary else ()),
            "Area of squares: number of patients; this model gives studies no weights.",
            EXACT,
            *printed_notes(pooled.notes if summary else ()),
        ),
    )


def _spread(pooled: PooledProportion, asked: Wishes) -> str | None:
    """Say how far the proportions differ beyond chance."""
    tau2 = spread_parts(pooled.tau2, None, (None, 0, None), asked.style)
    parts = [f"{tau2} on the logit scale"] if tau2 else []
    if pooled.QE_LRT is not None:
        chi = words.number(pooled.QE_LRT, 2)
        p = asked.style.p_equals(pooled.QE_LRTp)
        parts.append(f"likelihood ratio χ² = {chi}, df = {pooled.QE_df}, {p}")
    return f"{asked.style.heterogeneity}: {'; '.join(parts)}" if parts else None


def sheet_of_stratified(pooled: Stratified, asked: Wishes) -> Sheet:
    """Set out counts pooled by Mantel-Haenszel or by Peto.

    A study without an effect of its own has a row and no square.
    """
    effects = pooled.effects
    has_own = np.isfinite(pooled.yi)
    extra = asked.cells(pooled.k)
    plain = replace(asked, columns={})
    weights = [float(weight) for weight in pooled.weights]
    own = iter(lines_of(effects, pooled.level, [None] * effects.k, plain))
    shown = [next(own) if has else None for has in has_own]
    blanks = next((line.cells for line in shown if line is not None), ())
    lines = []
    for i, (line, name) in enumerate(zip(shown, pooled.slab, strict=True)):
        if line is None:
            empty = tuple(Cell(cell.title, "", cell.group) for cell in blanks)
            mark = ("no effect of its own: no event, or events in all",)
            line = Line(name, None, None, empty, marks=mark)  # noqa: PLW2901
        weight = weights[i] if math.isfinite(weights[i]) else None
        lines.append(replace(line, cells=(*extra[i], *line.cells), weight=weight))
    sheet = frame_of(effects, pooled.level)
    back = effects.back_transform
    low, middle, high = back([pooled.ci_lb, pooled.estimate, pooled.ci_ub])
    summary = None
    notes: tuple[str, ...] = ("One study only: shown as it is, nothing is pooled.",)
    if pooled.k > 1:
        ends = (float(low), float(high))
        name = pooled_name(pooled.k)
        summary = Line(name, float(middle), ends, totals(lines), 100.0)
        q = (pooled.QE, pooled.QE_df, pooled.QEp)
        told = spread_parts(None, pooled.I2, q, asked.style)
        spread = f"{asked.style.heterogeneity}: {told}" if told else None
        test = overall_line(
            sheet.null_value, pooled.zval, None, pooled.pval, asked.style
        )
        notes = _kept([spread, test], asked)
    else:
        lines = [replace(line, weight=None) for line in lines]
    block = Block(None, tuple(lines), summary, None, notes, is_pooled=pooled.k > 1)
    method = _STRATIFIED.get(pooled.method, pooled.method)
    return replace(
        sheet,
        blocks=(block,),
        heterogeneity=tuple(
            note for note in notes if note.startswith(asked.style.heterogeneity)
        ),
        methods=(
            *((f"{method}; confidence level {sheet.level}.",) if summary else ()),
            intervals_of_effects(effects),
            *printed_notes(pooled.notes),
        ),
    )
