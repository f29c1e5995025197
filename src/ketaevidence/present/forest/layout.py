"""Where everything in a forest plot stands, worked out before anything is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ketaevidence.present import words
from ketaevidence.present.forest.headings import columns_of
from ketaevidence.present.forest.model import (
    Band,
    ForestColumn,
    ForestLayout,
    ForestRow,
    PooledLine,
)
from ketaevidence.present.forest.scale import axis_of
from ketaevidence.present.forest.setting_out import sheet_of
from ketaevidence.present.forest.sheet import Block, Line, Sheet
from ketaevidence.present.forest.wishes import wishes
from ketaevidence.present.pen import PAGE, SMALL, TEXT
from ketaevidence.present.risk_of_bias.signs import legend_of
from ketaevidence.present.type_metrics import fitted, wrapped

#: Room of a study's name, of a column's text and of a note before a new line [points].
_NAME_ROOM, _CELL_ROOM, _NOTE_ROOM = 170.0, 100.0, PAGE - 40.0
#: Height of a row with one line, of each further line, and of a heading [lines].
_ROW, _MORE, _HEADING = 1.0, 0.68, 1.3
#: Largest and smallest side of a square [lines]; its area follows the weight.
LARGEST_MARKER, SMALLEST_MARKER = 0.66, 0.24
#: Side of the mark of a study that is shown and not pooled [lines].
HOLLOW_MARKER = 0.42
#: Footnote letters as DejaVu Sans has them.
_LETTERS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"


def _letter(index: int) -> str:
    if index < len(_LETTERS):
        return _LETTERS[index]
    return f"[{index + 1}]"


@dataclass(slots=True)
class _Rows:
    """Rows under construction: each new one is placed under those before it."""

    sheet: Sheet
    limits: tuple[float, float]
    columns: tuple[ForestColumn, ...]
    notes: tuple[str, ...]
    #: The greatest weight, where all blocks enter one pool; else of each block.
    heaviest: float | None
    rows: list[ForestRow] = field(default_factory=list)
    top: float = 0.0

    def add(self, row: ForestRow, least: float = _ROW) -> None:
        lines = max(text.count("\n") for text in row.texts) if row.texts else 0
        height = least + _MORE * lines
        self.rows.append(replace(row, y=self.top + height / 2, height=height))
        self.top += height

    def texts(
        self, name: str, line: Line | None = None, effect: str = "", weight: str = ""
    ) -> tuple[str, ...]:
        """Give one text for each column, in the order of the columns."""
        cells = {cell.key: cell.text for cell in line.cells} if line else {}
        fixed = {"study": name, "effect": effect, "weight": weight, "bias": ""}
        return tuple(
            fitted(words.clean(cells.get(column.key, "")), TEXT, _CELL_ROOM)
            if column.kind == "data"
            else fixed[column.kind]
            for column in self.columns
        )

    def cells(self, line: Line) -> tuple[tuple[str, str], ...]:
        """Give what stands in the columns, whole."""
        known = {cell.key: words.clean(cell.text) for cell in line.cells}
        keys = [column.key for column in self.columns if column.kind == "data"]
        return tuple((key, known.get(key, "")) for key in keys)

    def effect(self, line: Line) -> str:
        if line.estimate is None or line.ci is None:
            return words.NOT_ESTIMABLE
        value = words.number(line.estimate, self.sheet.decimals)
        return f"{value} {self.span(line.ci)}"

    def span(self, ci: tuple[float, float]) -> str:
        return self.sheet.style.interval(*ci, self.sheet.decimals)

    def clipped(self, ci: tuple[float, float] | None) -> tuple[bool, bool]:
        return (False, False) if ci is None else (
            ci[0] < self.limits[0], ci[1] > self.limits[1]
        )  # fmt: skip


def _size(line: Line) -> float | None:
    return line.weight if line.size is None else line.size


def _heaviest(lines: Iterable[Line]) -> float:
    return max((_size(line) or 0.0 for line in lines), default=0.0)


def _marker(line: Line, block: Block, heaviest: float) -> float:
    size = _size(line)
    if not block.is_pooled or size is None:
        return HOLLOW_MARKER
    share = math.sqrt(max(size, 0.0) / heaviest) if heaviest > 0 else 1.0
    return max(SMALLEST_MARKER, LARGEST_MARKER * share)


def _study(rows: _Rows, line: Line, block: Block, heaviest: float) -> None:
    name = words.clean(line.name)
    marks = tuple(words.clean(mark) for mark in line.marks)
    letters = "\u2009".join(_letter(rows.notes.index(mark)) for mark in marks)
    label = fitted(name, TEXT, _NAME_ROOM) + (f"\u2009{letters}" if letters else "")
    weight = "" if line.weight is None else words.percent(line.weight, 1)
    rows.add(
        ForestRow(
            "study", 0.0, 0.0, rows.texts(label, line, rows.effect(line), weight),
            name, line.estimate, line.ci, line.weight,
            _marker(line, block, heaviest), rows.clipped(line.ci),
            hollow=not block.is_pooled, cells=rows.cells(line), marks=marks,
            group=block.heading, lights=line.lights,
        )
    )  # fmt: skip


def _summary(rows: _Rows, block: Block) -> None:
    if block.summary is None:
        return
    line = block.summary
    weight = "" if line.weight is None else words.percent(line.weight, 1)
    rows.add(
        ForestRow(
            "summary", 0.0, 0.0, rows.texts(line.name, line, rows.effect(line), weight),
            line.name, line.estimate, line.ci, line.weight,
            clipped=rows.clipped(line.ci), cells=rows.cells(line), group=block.heading,
        )
    )  # fmt: skip
    if block.prediction is None:
        return
    texts = rows.texts("Prediction interval", effect=rows.span(block.prediction))
    rows.add(
        ForestRow(
            "prediction", 0.0, 0.0, texts, "Prediction interval",
            ci=block.prediction, clipped=rows.clipped(block.prediction),
            group=block.heading,
        )
    )  # fmt: skip


def _spanning(
    rows: _Rows, kind: Literal["heading", "note"], text: str, group: str | None
) -> None:
    """Add a row whose text runs across the columns."""
    is_heading = kind == "heading"
    told = words.clean(text)
    size = TEXT if is_heading else SMALL
    shown = (
        fitted(told, size, _NOTE_ROOM, bold=True)
        if is_heading
        else "\n".join(wrapped(told, size, _NOTE_ROOM))
    )
    texts = (shown, *[""] * (len(rows.columns) - 1))
    row = ForestRow(kind, 0.0, 0.0, texts, told, group=group)
    rows.add(row, _HEADING if is_heading else 0.9)


def _place(rows: _Rows, block: Block) -> PooledLine | None:
    """Place the rows of one block; give its dashed line where it is pooled."""
    if block.heading:
        _spanning(rows, "heading", block.heading, words.clean(block.heading))
    top = 0.0 if block.is_overall else rows.top
    heaviest = _heaviest(block.lines) if rows.heaviest is None else rows.heaviest
    for line in block.lines:
        _study(rows, line, block, heaviest)
    _summary(rows, block)
    bottom = next((r.y for r in reversed(rows.rows) if r.kind == "summary"), top)
    for note in block.notes:
        _spanning(rows, "note", note, block.heading)
    if block.summary is None or not block.has_line or block.summary.estimate is None:
        return None
    return PooledLine(block.summary.estimate, top, bottom)


def _axis(sheet: Sheet) -> tuple[tuple[float, float], tuple[tuple[float, str], ...]]:
    """Choose the ends of the axis and its ticks."""
    wide = [block.prediction for block in sheet.blocks if block.prediction]
    sums = [block.summary for block in sheet.blocks if block.summary]
    band = sheet.important_difference
    anchors: list[float | None] = [sheet.null_value]
    anchors += [end for line in sums if line.ci for end in line.ci]
    anchors += band[:2] if band else []
    return axis_of(
        [line.estimate for line in sheet.lines],
        [line.ci for line in sheet.lines if line.ci] + wide,
        anchors,
        is_log=sheet.is_log,
        limits=sheet.limits,
    )


def forest_layout(what: object, **asked: Any) -> ForestLayout:
    """Lay out a forest plot: what stands where, which mark it gets and what it says.

    Parameters
    ----------
    what
        A pooled result, subgroups, or an analysis of which some, all or no groups are
        pooled.
    **asked
        What :func:`ketaevidence.forest` takes by name.

    Returns
    -------
    ForestLayout
        Rows in lines from the top, effects on the axis that people read.

    Raises
    ------
    PresentError
        If ``what`` is no such result, or something asked for has no place in it.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> es = ke.effect_sizes("GEN", yi=[-1.2, -0.4], vi=[0.25, 0.16], slab=["A", "B"])
    >>> layout = forest_layout(ke.pool(es, method="EE", test="z"))
    >>> [row.kind for row in layout.rows]
    ['study', 'study', 'summary', 'note', 'note']
    """
    return laid_out(sheet_of(what, wishes(**asked)))


def laid_out(sheet: Sheet) -> ForestLayout:
    """Place the rows of a sheet, of whatever result; ``draw.draw`` puts it in ink.

    Examples
    --------
    >>> line = Line("Without Birch 1991", -1.2, (-2.0, -0.4))
    >>> sheet = Sheet("Invented", "Effect", "Effect", (Block(None, (line,)),), 0.0, 2)
    >>> laid_out(sheet).rows[0].texts
    ('Without Birch 1991', '−1.20 (−2.00 to −0.40)')
    """
    lines = sheet.lines
    marks = tuple(dict.fromkeys(words.clean(m) for line in lines for m in line.marks))
    limits, ticks = _axis(sheet) if lines else ((0.0, 1.0), ())
    # The studies of subgroups are in one pool: their squares compare across groups.
    is_one = any(block.is_overall for block in sheet.blocks)
    heaviest = _heaviest(lines) if is_one else None
    rows = _Rows(sheet, limits, columns_of(sheet), marks, heaviest)
    dashes = [_place(rows, block) for block in sheet.blocks]
    band = sheet.important_difference
    return ForestLayout(
        title=sheet.title,
        columns=rows.columns,
        rows=tuple(rows.rows) if lines else (),
        height=rows.top,
        limits=limits,
        ticks=ticks,
        axis_label=sheet.axis_label,
        is_log=sheet.is_log,
        decimals=sheet.decimals,
        null_value=sheet.null_value,
        favours=sheet.favours,
        pooled_lines=tuple(dash for dash in dashes if dash),
        band=Band(band[0], band[1], _band_label(band)) if band and lines else None,
        heterogeneity=sheet.heterogeneity,
        footers=_footers(sheet, rows.rows, marks),
        kept_out=sheet.kept_out,
        empty_because=None
        if lines
        else "No study gives a number that can be shown here.",
        subtitle=sheet.subtitle,
        family=sheet.family,
        style=sheet.style,
        domains=sheet.domains,
        tool=sheet.tool,
        legend=legend_of(light for line in lines for light in line.lights),
    )


def _footers(
    sheet: Sheet, rows: Sequence[ForestRow], marks: Sequence[str]
) -> tuple[str, ...]:
    """Gather what is said under the plot: methods, order, signs, tool, footnotes."""
    told = [*(words.clean(method) for method in sheet.methods)]
    told += [sheet.order] if sheet.order else []
    if any(row.hollow for row in rows):
        told.append("Hollow marks: shown, not pooled; their size means nothing.")
    if any(True in row.clipped for row in rows):
        told.append("Arrow: the interval goes on beyond the axis.")
    if sheet.domains:
        names = "; ".join(
            f"{name}: {words.clause(title)}" for name, title in sheet.domains
        )
        told.append(f"Risk of bias by {sheet.tool}, as people judged it. {names}.")
        if any(None in line.lights or not line.lights for line in sheet.lines):
            told.append("No sign: nobody judged it by this tool.")
    return (
        *told,
        *(f"{_letter(i)}\u2009{words.sentence(m)}" for i, m in enumerate(marks)),
    )


def _band_label(band: tuple[float, float, str]) -> str:
    decimals = words.decimals_of(*band[:2])
    span = words.interval(band[0], band[1], decimals)
    source = words.clean(band[2])
    return f"Grey band: difference that matters to patients, {span} ({source})"
