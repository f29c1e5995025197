"""The sheet of one pooled result."""

from __future__ import annotations

from dataclasses import replace

from ketaevidence.effects import Effects
from ketaevidence.pooling import Pooled
from ketaevidence.present import words
from ketaevidence.present.forest.footers import intervals_of_effects, printed_notes
from ketaevidence.present.forest.sheet import Block, Line, Sheet, totals
from ketaevidence.present.forest.statements import (
    heterogeneity_line,
    method_line,
    overall_line,
)
from ketaevidence.present.forest.studies import (
    NO_WAY_BACK,
    PROPORTIONS,
    Reader,
    can_be_read,
    family_of,
    is_share,
    lines_of,
    reader,
)
from ketaevidence.present.forest.wishes import Wishes


def frame_of(effects: Effects, level: float) -> Sheet:
    """Give the sheet of some effects without its rows: axis, titles, colours."""
    share = is_share(effects)
    name = effects.measure_name
    short = name.partition(" (")[0]
    return Sheet(
        title=short,
        effect_title="Per cent" if share else short,
        axis_label=f"{short} [per cent]" if share else name,
        blocks=(),
        null_value=null_of(effects),
        decimals=0 if share else 2,
        family=family_of(effects),
        level=words.level_percent(level),
        limits=(0.0, 100.0) if share else None,
        is_log=effects.scale == "log" and not share,
    )


def null_of(effects: Effects) -> float | None:
    """Give the value of no difference on the scale that people read."""
    null = effects.null_value
    return None if null is None else float(effects.back_transform(null))


def factor_of(effects: Effects) -> float:
    """Give what leads from back-transformed values to those that are printed."""
    return 100.0 if effects.measure in PROPORTIONS and can_be_read(effects) else 1.0


def pooled_name(k: int) -> str:
    """Name the row of a pooled result."""
    return f"Pooled ({words.counted(k, 'study', 'studies')})"


def summary_of(pooled: Pooled, read: Reader, lines: list[Line]) -> Line | None:
    """Give the row of a pooled result, if it is one and can be read."""
    if pooled.k < 2 or not pooled.effects.has_own_way_back:
        return None
    ci = (read(pooled.ci_lb), read(pooled.ci_ub))
    cells = totals(lines)
    return Line(pooled_name(pooled.k), read(pooled.estimate), ci, cells, 100.0)


def prediction_of(pooled: Pooled, read: Reader) -> tuple[float, float] | None:
    """Give the prediction interval, if there is one and it can be read."""
    if pooled.k < 2 or pooled.pi_lb is None or pooled.pi_ub is None:
        return None
    if pooled.method in {"EE", "FE"} or not pooled.effects.has_own_way_back:
        return None
    return read(pooled.pi_lb), read(pooled.pi_ub)


def notes_of(pooled: Pooled, null: float | None, asked: Wishes) -> tuple[str, ...]:
    """Say under a pooled result how its studies differ and how it was tested."""
    if pooled.k == 1:
        return ("One study only: shown as it is, nothing is pooled.",)
    if not pooled.effects.has_own_way_back:
        return (NO_WAY_BACK,)
    interval = asked.interval_of(pooled)
    spread = heterogeneity_line(pooled, asked.style, interval)
    test = overall_line(null, pooled.zval, pooled.ddf, pooled.pval, asked.style)
    return (
        *([spread] if spread and not asked.hides("heterogeneity") else ()),
        *([test] if test and not asked.hides("tests") else ()),
    )


def sheet_of_pooled(pooled: Pooled, asked: Wishes) -> Sheet:
    """Set out the studies of one pooled result."""
    effects = pooled.effects
    is_drawn = effects.has_own_way_back and pooled.k > 1
    weights = [float(weight) if is_drawn else None for weight in pooled.weights]
    lines = lines_of(effects, pooled.level, weights, asked)
    sheet = frame_of(effects, pooled.level)
    read = reader(pooled, factor_of(effects))
    summary = summary_of(pooled, read, lines)
    block = Block(
        None,
        tuple(lines),
        summary,
        prediction_of(pooled, read),
        notes_of(pooled, sheet.null_value, asked),
        is_pooled=summary is not None,
    )
    interval = asked.interval_of(pooled)
    spread = heterogeneity_line(pooled, asked.style, interval)
    return replace(
        sheet,
        blocks=(block,),
        heterogeneity=(spread,) if spread and is_drawn else (),
        methods=(
            *((method_line(pooled),) if is_drawn else ()),
            intervals_of_effects(effects),
            *printed_notes(
                (
                    *effects.notes,
                    *(pooled.notes if is_drawn else ()),
                    *(interval.notes if interval else ()),
                )
            ),
        ),
    )
