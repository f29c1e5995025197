"""From any result to the sheet of its forest plot, with what the caller asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ketaevidence.errors import PresentError
from ketaevidence.pooling import Pooled
from ketaevidence.pooling.counts import PooledProportion, Stratified
from ketaevidence.pooling.subgroups import Subgroups
from ketaevidence.present import words
from ketaevidence.present.forest.bias import with_bias
from ketaevidence.present.forest.of_analysis import sheet_of_analysis
from ketaevidence.present.forest.of_counts import (
    sheet_of_proportion,
    sheet_of_stratified,
)
from ketaevidence.present.forest.of_pooled import sheet_of_pooled
from ketaevidence.present.forest.of_subgroups import sheet_of_subgroups
from ketaevidence.present.forest.sheet import Block, Sheet
from ketaevidence.present.forest.studies import decimals_for, in_order, told_order
from ketaevidence.present.forest.wishes import Wishes
from ketaevidence.synthesis.model import Analysis

#: What to draw instead of results that are no forest plot, by the name of their class.
_INSTEAD: Final = {
    "Robust": "draw its .fit; the robust interval stands in its summary",
    "Regression": "draw ke.subgroups() for categories; a slope is no forest plot",
    "Posterior": "draw ke.pool() of the same effects; the posterior has its summary",
    "Effects": "pool them first, with ke.pool()",
    "TrimAndFill": "draw the pool that it was made from",
    "LeaveOneOut": "draw it with ke.leave_one_out_plot()",
    "Cumulative": "draw it with ke.cumulative_plot()",
    "Review": "draw each of its analyses: ke.forest(review.analyses()[0])",
}


def sheet_of(what: object, asked: Wishes) -> Sheet:
    """Set out a result, whatever its kind.

    Raises
    ------
    PresentError
        If it is no result that a forest plot shows, or has no place for what is asked.
    """
    if asked.arms is not None and isinstance(what, Analysis):
        msg = "an analysis names its arms itself; give arms= with a pooled result"
        raise PresentError(msg)
    if asked.tau2_interval is not None and not isinstance(what, Pooled | Analysis):
        msg = "tau2_interval= goes with a result of ke.pool(), or with an analysis"
        raise PresentError(msg)
    if isinstance(what, Analysis):
        sheet = sheet_of_analysis(what, asked)
    elif isinstance(what, Pooled):
        sheet = sheet_of_pooled(what, asked)
    elif isinstance(what, Subgroups):
        sheet = sheet_of_subgroups(what, asked)
    elif isinstance(what, PooledProportion):
        sheet = sheet_of_proportion(what, asked)
    elif isinstance(what, Stratified):
        sheet = sheet_of_stratified(what, asked)
    else:
        raise PresentError(_no_forest(what))
    if not isinstance(what, Analysis):
        sums = [block.summary for block in sheet.blocks if block.summary]
        decimals = decimals_for([*sheet.lines, *sums], sheet.decimals)
        sheet = replace(sheet, decimals=decimals)
    return _finished(sheet, asked)


def _no_forest(what: object) -> str:
    name = type(what).__name__
    todo = _INSTEAD.get(
        name, "pass what ke.pool(), ke.subgroups() or Review.analyses() gives"
    )
    return (
        f"a forest plot shows a pooled result, subgroups or an analysis, not a "
        f"{name}; {todo}"
    )


def _finished(sheet: Sheet, asked: Wishes) -> Sheet:
    """Put in what the caller asked for, and leave out what is not wanted."""
    if asked.favours is not None and sheet.null_value is None:
        msg = f"favours={asked.favours!r}: {sheet.title} has no line of no difference"
        raise PresentError(msg)
    band = asked.important_difference or sheet.important_difference
    if band and sheet.is_log and band[0] <= 0:
        msg = (
            f"important_difference={band!r}: {sheet.title} is a ratio, and its ends "
            "must be above 0"
        )
        raise PresentError(msg)
    blocks = tuple(_ordered(block, asked) for block in sheet.blocks)
    sheet = replace(
        sheet,
        blocks=blocks,
        title=words.clean(asked.title or sheet.title),
        subtitle=asked.subtitle,
        axis_label=asked.axis_label or sheet.axis_label,
        favours=asked.favours or sheet.favours,
        important_difference=None if asked.hides("important difference") else band,
        kept_out=sheet.kept_out if asked.show_kept_out else (),
        order=told_order(asked.order) if len(sheet.lines) > 1 else "",
        style=asked.style,
    )
    return with_bias(sheet, asked.bias)


def _ordered(block: Block, asked: Wishes) -> Block:
    lines = in_order(block.lines, asked.order)
    prediction = None if asked.hides("prediction") else block.prediction
    has_line = block.has_line and not asked.hides("pooled line")
    if asked.hides("weights"):
        # Squares keep their size: what is hidden is the column.
        lines = [
            replace(
                line, weight=None, size=line.weight if line.size is None else line.size
            )
            for line in lines
        ]
    summary = block.summary
    if summary is not None and asked.hides("weights"):
        summary = replace(summary, weight=None)
    return replace(
        block,
        lines=tuple(lines),
        summary=summary,
        prediction=prediction,
        has_line=has_line,
    )
