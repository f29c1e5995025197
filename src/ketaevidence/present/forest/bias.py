"""Which judgement on the risk of bias belongs to which row of a forest plot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ketaevidence.curation.bias import BiasJudgement
from ketaevidence.curation.bias_tools import BiasTool
from ketaevidence.curation.model import Register
from ketaevidence.errors import PresentError
from ketaevidence.present import words
from ketaevidence.present.bias_words import judgements_of
from ketaevidence.present.forest.sheet import Block, Line, Sheet
from ketaevidence.present.review_state import HasSnapshot, snapshot_of
from ketaevidence.present.risk_of_bias.one_tool import one_tool
from ketaevidence.present.risk_of_bias.signs import lights_of
from ketaevidence.present.snapshot import Snapshot

#: What stands over the columns of lights.
HEADING = "Risk of bias"
OVERALL = "All"
_NOBODY = "Risk of bias: nobody judged it in the studies of this plot."
#: What to do where judgements of several tools were given.
_CHOOSE = "choose one by bias=review.bias(tool=..., version=...)"


def with_bias(sheet: Sheet, given: object) -> Sheet:
    """Put the lights of a tool beside the rows that were judged.

    Parameters
    ----------
    sheet
        What the plot shows.
    given
        A review, judgements, or a mapping from a study's label or identifier to the
        judgement that belongs beside it.

    Raises
    ------
    PresentError
        If the judgements are of several tools, fit no row, or leave open which of
        several belongs to a row. A review may have none on these rows: that is said.
    """
    if given is None or not sheet.lines:
        return sheet
    register, by_name, judgements = _read(given)
    blocks, used = [], []
    for block in sheet.blocks:
        lines = []
        for line in block.lines:
            made = _made(line, register, by_name, judgements)
            if made is not None:
                used.append(made)
            lights = () if made is None else lights_of(made)
            lines.append(replace(line, lights=lights))
        blocks.append(replace(block, lines=tuple(lines)))
    if not used and register is not None:
        return replace(sheet, methods=(*sheet.methods, _NOBODY))
    if not used:
        msg = (
            "none of the judgements given as bias= is about a study of this plot; name "
            "them by the plot's labels: bias={'Author 2009': judgement}"
        )
        raise PresentError(msg)
    tool = one_tool(used, "bias=", advice=_CHOOSE)
    return _told(replace(sheet, blocks=tuple(blocks)), tool)


def _read(
    given: object,
) -> tuple[Register | None, Mapping[str, BiasJudgement], Sequence[BiasJudgement]]:
    if isinstance(given, Snapshot | HasSnapshot):
        state = snapshot_of(given, "bias=")
        return state.register, {}, state.bias
    if isinstance(given, Mapping):
        for name, made in given.items():
            if not isinstance(made, BiasJudgement):
                raise _refusal((name, made))
        return None, {words.clean(name): made for name, made in given.items()}, ()
    if isinstance(given, Iterable) and not isinstance(given, str):
        judgements = tuple(given)
        for made in judgements:
            if not isinstance(made, BiasJudgement):
                raise _refusal(made)
        return None, {}, judgements
    raise _refusal(given)


def _refusal(what: object) -> PresentError:
    msg = (
        f"bias= takes a review, what Review.bias() gives, or a mapping from a study to "
        f"its judgement, not {words.shortened(repr(what), 60)}"
    )
    return PresentError(msg)


def _made(
    line: Line,
    register: Register | None,
    by_name: Mapping[str, BiasJudgement],
    judgements: Sequence[BiasJudgement],
) -> BiasJudgement | None:
    """Find the one judgement that is about a row, or none."""
    names = {words.clean(line.name)} | ({line.study_id} if line.study_id else set())
    for name in names & set(by_name):
        return by_name[name]
    if register is not None:
        names |= {
            study.study_id
            for study in register.studies
            if words.clean(study.label) in names
        }
    found = [made for made in judgements if made.study_id in names]
    if register is not None and line.study_id and line.result_ids:
        found = list(judgements_of(line.result_ids, line.study_id, found, register))
    if len(found) > 1 and len({(m.tool, m.version) for m in found}) == 1:
        told = ", ".join(made.judged or "the study" for made in found)
        msg = (
            f"{line.name} has {len(found)} judgements ({told}) and its row can show "
            f"one: choose by bias={{{line.name!r}: judgement, ...}}"
        )
        raise PresentError(msg)
    if len(found) > 1:
        one_tool(found, f"bias=, {line.name}", advice=_CHOOSE)
    return found[0] if found else None


def _told(sheet: Sheet, tool: BiasTool) -> Sheet:
    """Name the columns, and leave the whole out where nobody judged it."""
    rows = [line.lights for line in sheet.lines if line.lights]
    has_whole = any(lights[-1] is not None for lights in rows)
    domains = [(domain.name, domain.title) for domain in tool.domains]
    if has_whole:
        domains.append((OVERALL, "the whole"))

    def cut(block: Block) -> Block:
        lines = [
            line if has_whole else replace(line, lights=line.lights[:-1])
            for line in block.lines
        ]
        return replace(block, lines=tuple(lines))

    blocks = tuple(cut(block) for block in sheet.blocks)
    return replace(sheet, blocks=blocks, domains=tuple(domains), tool=tool.title)
