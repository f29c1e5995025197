"""Where everything in a forest plot stands, worked out before anything is drawn."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ketaevidence.errors import PresentError
from ketaevidence.pooling import Pooled
from ketaevidence.present import words
from ketaevidence.present.forest.model import (
    Band,
    ForestColumn,
    ForestLayout,
    ForestRow,
    PooledLine,
)
from ketaevidence.present.forest.scale import (
    axis_limits,
    finite,
    linear_ticks,
    log_ticks,
    tick_texts,
)
from ketaevidence.present.forest.sheet import (
    Block,
    Line,
    Sheet,
    sheet_of_analysis,
    sheet_of_pooled,
)
from ketaevidence.synthesis.model import Analysis

#: Characters of a study's name, and of a column's text, before a new line.
_NAME_WIDTH, _CELL_WIDTH, _NOTE_WIDTH = 34, 20, 96
#: Longest number that is set to the right.
_SHORT = 14
#: Most lines of one cell; what is cut is in the data table.
_MOST_LINES = 3
#: Height of a row with one line, of each further line, and of a heading [lines].
_ROW, _MORE, _HEADING = 1.0, 0.68, 1.3
#: Largest and smallest side of a square [lines]; its area follows the weight.
LARGEST_MARKER, SMALLEST_MARKER = 0.66, 0.24
#: Side of the mark of a study that is shown and not pooled [lines].
HOLLOW_MARKER = 0.42
#: Footnote letters as DejaVu Sans has them.
_LETTERS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"


def _wrapped(text: str, width: int) -> str:
    lines = textwrap.wrap(text, width) or [""]
    if len(lines) > _MOST_LINES:
        last = words.shortened(lines[_MOST_LINES - 1] + " " + "x" * width, width)
        lines = [*lines[: _MOST_LINES - 1], last]
    return "\n".join(lines)


def _letter(index: int) -> str:
    if index < len(_LETTERS):
        return _LETTERS[index]
    return f"[{index + 1}]"


@dataclass(slots=True)
class _Rows:
    """Rows under construction: each new one is placed under those before it."""

    sheet: Sheet
    limits: tuple[float, float]
    titles: tuple[str, ...]
    has_weights: bool
    notes: tuple[str, ...]
    rows: list[ForestRow] = field(default_factory=list)
    top: float = 0.0

    def add(self, row: ForestRow, least: float = _ROW) -> None:
        lines = max(text.count("\n") for text in row.texts) if row.texts else 0
        height = least + _MORE * lines
        self.rows.append(replace(row, y=self.top + height / 2, height=height))
        self.top += height

    def texts(
        self, name: str, cells: Sequence[str], effect: str, weight: str
    ) -> tuple[str, ...]:
        tail = (effect, weight) if self.has_weights else (effect,)
        return (name, *cells, *tail)

    def only(self, name: str) -> tuple[str, ...]:
        return self.texts(name, [""] * len(self.titles), "", "")

    def effect(self, line: Line) -> str:
        return words.estimate(line.estimate, *line.ci, self.sheet.decimals)

    def clipped(self, ci: tuple[float, float]) -> tuple[bool, bool]:
        return ci[0] < self.limits[0], ci[1] > self.limits[1]


def _study(rows: _Rows, line: Line, block: Block, heaviest: float) -> None:
    values = {title: words.clean(text) for title, text in line.columns}
    cells = [_wrapped(values.get(title, ""), _CELL_WIDTH) for title in rows.titles]
    name = words.clean(line.name)
    marks = tuple(words.clean(mark) for mark in line.marks)
    letters = "\u2009".join(_letter(rows.notes.index(mark)) for mark in marks)
    label = _wrapped(name, _NAME_WIDTH) + (f"\u2009{letters}" if letters else "")
    weight = "" if line.weight is None else words.percent(line.weight, 1)
    marker = HOLLOW_MARKER
    if block.is_pooled and line.weight is not None:
        share = math.sqrt(max(line.weight, 0.0) / heaviest) if heaviest > 0 else 1.0
        marker = max(SMALLEST_MARKER, LARGEST_MARKER * share)
    rows.add(
        ForestRow(
            "study", 0.0, 0.0, rows.texts(label, cells, rows.effect(line), weight),
            name, line.estimate, line.ci, line.weight, marker, rows.clipped(line.ci),
            hollow=not block.is_pooled,
            cells=tuple((title, values.get(title, "")) for title in rows.titles),
            marks=marks, group=block.heading,
        )
    )  # fmt: skip


def _summary(rows: _Rows, block: Block) -> None:
    if block.summary is None:
        return
    line, blank = block.summary, [""] * len(rows.titles)
    texts = rows.texts(line.name, blank, rows.effect(line), words.percent(100, 1))
    rows.add(
        ForestRow(
            "summary", 0.0, 0.0, texts, line.name, line.estimate, line.ci, 100.0,
            clipped=rows.clipped(line.ci), group=block.heading,
        )
    )  # fmt: skip
    if block.prediction is None:
        return
    span = words.interval(*block.prediction, rows.sheet.decimals)
    texts = rows.texts("Prediction interval", blank, f"({span})", "")
    rows.add(
        ForestRow(
            "prediction", 0.0, 0.0, texts, "Prediction interval",
            ci=block.prediction, clipped=rows.clipped(block.prediction),
            group=block.heading,
        )
    )  # fmt: skip


def _place(rows: _Rows, block: Block) -> PooledLine | None:
    """Place the rows of one block; give its dashed line where it is pooled."""
    if block.heading:
        name = words.clean(block.heading)
        text = "\n".join(textwrap.wrap(name, _NOTE_WIDTH)[:_MOST_LINES])
        heading = ForestRow("heading", 0, 0, rows.only(text), name, group=name)
        rows.add(heading, _HEADING)
    top = rows.top
    heaviest = max((line.weight or 0.0 for line in block.lines), default=0.0)
    for line in block.lines:
        _study(rows, line, block, heaviest)
    _summary(rows, block)
    bottom = next((r.y for r in reversed(rows.rows) if r.kind == "summary"), top)
    for note in block.notes:
        text = "\n".join(textwrap.wrap(words.clean(note), _NOTE_WIDTH))
        rows.add(
            ForestRow("note", 0, 0, rows.only(text), note, group=block.heading), 0.9
        )
    if block.summary is None:
        return None
    return PooledLine(block.summary.estimate, top, bottom)


def _axis(sheet: Sheet) -> tuple[tuple[float, float], tuple[tuple[float, str], ...]]:
    """Choose the ends of the axis and its ticks."""
    lines = [line for block in sheet.blocks for line in block.lines]
    wide = [block.prediction for block in sheet.blocks if block.prediction]
    sums = [block.summary for block in sheet.blocks if block.summary]
    low_high = sheet.limits
    if low_high is None:
        band = sheet.important_difference
        anchors = [sheet.null_value, *(end for s in sums for end in s.ci)]
        anchors += list(band[:2]) if band else []
        turn = math.log if sheet.is_log else float
        shown = finite(line.estimate for line in lines)
        pairs = [line.ci for line in lines] + wide
        low, high = axis_limits(
            [turn(value) for value in shown if value > 0 or not sheet.is_log],
            [(turn(a), turn(b)) for a, b in pairs if a > 0 or not sheet.is_log],
            [turn(a) for a in finite(anchors)],
        )
        low_high = (math.exp(low), math.exp(high)) if sheet.is_log else (low, high)
    ticks = log_ticks(*low_high) if sheet.is_log else linear_ticks(*low_high)
    if sheet.limits is None:
        low_high = (ticks[0], ticks[-1])
    ticks = tuple(t for t in ticks if low_high[0] <= t <= low_high[1])
    texts = tick_texts(ticks, is_log=sheet.is_log)
    return low_high, tuple(zip(ticks, texts, strict=True))


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _alignment(texts: Sequence[str]) -> Literal["left", "right"]:
    """Set short numbers to the right and words to the left."""
    is_short = all(len(text) <= _SHORT for text in texts)
    is_number = all(text[0].isdigit() or text[0] in "−-<" for text in texts)
    return "right" if texts and is_short and is_number else "left"


def _columns(
    sheet: Sheet, titles: Sequence[str], *, has_weights: bool
) -> list[ForestColumn]:
    lines = [line for block in sheet.blocks for line in block.lines]
    columns = [ForestColumn("Study", "left", "left")]
    for title in titles:
        texts = [text for line in lines for name, text in line.columns if name == title]
        align = _alignment([text for text in texts if text])
        columns.append(ForestColumn(title, "left", align))
    level = f"{sheet.level} CI"
    columns.append(
        ForestColumn(f"{sheet.effect_title}\n({level})", "right", "interval")
    )
    if has_weights:
        columns.append(ForestColumn("Weight", "right", "right"))
    return columns


def forest_layout(
    what: Pooled | Analysis,
    *,
    title: str | None = None,
    show_kept_out: bool = True,
    favours: tuple[str, str] | None = None,
    arms: tuple[str, str] | None = None,
) -> ForestLayout:
    """Lay out a forest plot: what stands where, which mark it gets and what it says.

    Parameters
    ----------
    what
        A pooled result, or an analysis of which some, all or no groups are pooled.
    title
        The heading; by default the analysis' title or the measure's name.
    show_kept_out
        Whether studies that were kept out are listed below the plot.
    favours
        What stands left and right of the line of no difference.
    arms
        Names of the two arms of a pooled result.

    Returns
    -------
    ForestLayout
        Rows in lines from the top, effects on the axis that people read.

    Raises
    ------
    PresentError
        If ``what`` is neither a pooled result nor an analysis, or if it has no place
        for ``favours`` or ``arms``.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> es = ke.effect_sizes("GEN", yi=[-1.2, -0.4], vi=[0.25, 0.16], slab=["A", "B"])
    >>> layout = forest_layout(ke.pool(es, method="EE", test="z"))
    >>> [row.kind for row in layout.rows]
    ['study', 'study', 'summary', 'note']
    """
    if isinstance(what, Analysis):
        if arms is not None:
            msg = "an analysis names its arms itself; give arms= with a pooled result"
            raise PresentError(msg)
        sheet = sheet_of_analysis(what, title)
    elif hasattr(what, "effects") and hasattr(what, "back_transform"):
        sheet = sheet_of_pooled(what, title, _pair(arms, "arms"))
    else:
        msg = (
            f"a forest plot shows a pooled result or an analysis, not a "
            f"{type(what).__name__}; pass what ke.pool() or Review.analyses() gives"
        )
        raise PresentError(msg)
    if not show_kept_out:
        sheet = replace(sheet, kept_out=())
    if favours is not None:
        if sheet.null_value is None:
            msg = f"favours={favours!r}: {sheet.title} has no line of no difference"
            raise PresentError(msg)
        sheet = replace(sheet, favours=_pair(favours, "favours"))
    return _laid_out(sheet)


def _pair(given: Sequence[object] | None, name: str) -> tuple[str, str] | None:
    """Refuse anything but two names; clean them for print."""
    if given is None:
        return None
    texts = [words.clean(text) for text in given if isinstance(text, str)]
    if isinstance(given, str) or len(given) != 2 or len(list(filter(None, texts))) != 2:
        msg = f"{name}={given!r} must be two names, such as ('Ketamine', 'Placebo')"
        raise PresentError(msg)
    return texts[0], texts[1]


def _laid_out(sheet: Sheet) -> ForestLayout:
    lines = [line for block in sheet.blocks for line in block.lines]
    titles = _unique(name for line in lines for name, _ in line.columns)
    marks = _unique(words.clean(mark) for line in lines for mark in line.marks)
    limits, ticks = _axis(sheet) if lines else ((0.0, 1.0), ())
    has_weights = any(block.is_pooled for block in sheet.blocks)
    rows = _Rows(sheet, limits, titles, has_weights, marks)
    dashes = [_place(rows, block) for block in sheet.blocks]
    footnotes = [f"{_letter(i)}\u2009{words.sentence(m)}" for i, m in enumerate(marks)]
    has_hollow = any(row.hollow for row in rows.rows)
    signs = ["Hollow marks: shown, not pooled; their size means nothing."] * has_hollow
    if any(True in row.clipped for row in rows.rows):
        signs.append("Arrow: the interval goes on beyond the axis.")
    band = sheet.important_difference
    return ForestLayout(
        title=sheet.title,
        columns=tuple(_columns(sheet, titles, has_weights=has_weights)),
        rows=tuple(rows.rows),
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
        footers=(*(words.clean(m) for m in sheet.methods), *signs, *footnotes),
        kept_out=sheet.kept_out,
        empty_because=None
        if lines
        else "No study gives a number that can be shown here.",
    )


def _band_label(band: tuple[float, float, str]) -> str:
    decimals = words.decimals_of(*band[:2])
    span = words.interval(band[0], band[1], decimals)
    source = words.clean(band[2])
    return f"Grey band: difference that matters to patients, {span} ({source})"
