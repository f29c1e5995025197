"""The sheet of groups of studies side by side, with all of them together below."""

from __future__ import annotations

from dataclasses import replace

from ketaevidence.errors import PresentError
from ketaevidence.pooling.subgroups import Subgroups
from ketaevidence.pooling.subgroups.model import Group
from ketaevidence.present import words
from ketaevidence.present.forest.footers import intervals_of_effects, printed_notes
from ketaevidence.present.forest.of_pooled import (
    factor_of,
    frame_of,
    notes_of,
    null_of,
    prediction_of,
    summary_of,
)
from ketaevidence.present.forest.sheet import Block, Line, Sheet, totals
from ketaevidence.present.forest.statements import (
    between_line,
    method_line_of,
    overall_line,
    spread_parts,
)
from ketaevidence.present.forest.studies import Reader, lines_of, reader
from ketaevidence.present.forest.wishes import Wishes

#: What a square and a printed weight mean, where a study is in two pools.
_WEIGHTS = "Weights and squares: of the pool of all studies."
_COMMON = "One variance between studies (τ²) for all subgroups, from a meta-regression."
_SEPARATE = "Each subgroup has a variance between studies (τ²) of its own."


def _notes(group: Group, found: Subgroups, asked: Wishes) -> tuple[str, ...]:
    if group.k < 2:
        return ("One study only: its own result stands for the subgroup.",)
    own = group.tau2 if found.tau2 == "separate" else None
    if found.overall.method == "EE":
        own = None
    q = (group.QE, group.QE_df, group.QEp)
    told = spread_parts(own, group.I2, q, asked.style)
    spread = f"{asked.style.heterogeneity}: {told}" if told else None
    null = null_of(found.overall.effects)
    test = overall_line(null, group.zval, group.ddf, group.pval, asked.style)
    return (
        *([spread] if spread and not asked.hides("heterogeneity") else ()),
        *([test] if test and not asked.hides("tests") else ()),
    )


def _block(
    group: Group,
    lines: list[Line],
    read: Reader,
    found: Subgroups,
    asked: Wishes,
) -> Block:
    summary, prediction = None, None
    own = [lines[row] for row in group.rows]
    if group.k > 1:
        weight = sum(line.weight or 0.0 for line in own)
        ci = (read(group.ci_lb), read(group.ci_ub))
        name = f"Subgroup ({words.counted(group.k, 'study', 'studies')})"
        summary = Line(name, read(group.estimate), ci, totals(own), weight)
        is_random = found.overall.method not in {"EE", "FE"}
        if is_random and group.pi_lb is not None and group.pi_ub is not None:
            prediction = (read(group.pi_lb), read(group.pi_ub))
    return Block(
        words.clean(group.name),
        tuple(own),
        summary,
        prediction,
        _notes(group, found, asked),
        is_pooled=True,
        has_line=False,
    )


def sheet_of_subgroups(found: Subgroups, asked: Wishes) -> Sheet:
    """Set out subgroups, the pool of all studies, and the test between groups."""
    overall = found.overall
    effects = overall.effects
    if not effects.has_own_way_back:
        msg = (
            "subgroups pooled on the Freeman-Tukey scale cannot be drawn: their "
            "results have no way back to per cent of their own; pool on the logit "
            "scale instead (measure 'PLO')"
        )
        raise PresentError(msg)
    weights = [float(weight) for weight in overall.weights]
    lines = lines_of(effects, overall.level, weights, asked)
    sheet = frame_of(effects, overall.level)
    read = reader(overall, factor_of(effects))
    blocks = [_block(g, lines, read, found, asked) for g in found.groups]
    between = between_line(found, asked.style)
    closing = Block(
        "All studies",
        (),
        summary_of(overall, read, lines),
        prediction_of(overall, read),
        (
            *notes_of(overall, sheet.null_value, asked),
            *([between] if between and not asked.hides("tests") else ()),
        ),
        is_pooled=True,
        is_overall=True,
    )
    spread = _COMMON if found.tau2 == "common" else _SEPARATE
    test = str(found.settings["test_asked"])
    return replace(
        sheet,
        title=f"{sheet.title} by {words.clean(found.by)}",
        blocks=(*blocks, closing),
        heterogeneity=tuple(
            note for note in closing.notes if note.startswith(asked.style.heterogeneity)
        ),
        methods=(
            method_line_of(overall.method, test, overall.level),
            *((spread,) if overall.method != "EE" else ()),
            _WEIGHTS,
            intervals_of_effects(effects),
            *printed_notes((*effects.notes, *found.notes, *overall.notes)),
        ),
    )
