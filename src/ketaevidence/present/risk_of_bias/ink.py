"""The ink of the figures of the risk of bias."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ketaevidence.present import words
from ketaevidence.present.pen import (
    BLACK,
    GREY,
    MARGIN,
    RULE,
    SMALL,
    TITLE,
    Pen,
    blank,
)
from ketaevidence.present.risk_of_bias.bars_layout import BAR, Bar, BarsLayout
from ketaevidence.present.risk_of_bias.lamp import SIGN, draw_key, lamp
from ketaevidence.present.risk_of_bias.signs import COLOURS, OUTLINE
from ketaevidence.present.risk_of_bias.traffic_layout import TrafficLayout
from ketaevidence.present.type_metrics import LEADING, width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Where the ticks of the bars stand [per cent].
_TICKS = (0, 25, 50, 75, 100)


def _heading(pen: Pen, title: Sequence[str], tool: str) -> None:
    y = MARGIN
    for line in title:
        pen.write(MARGIN, y + TITLE * LEADING / 2, line, size=TITLE, weight="bold")
        y += TITLE * LEADING
    tall = (tool.count("\n") + 1) * SMALL * LEADING
    pen.write(MARGIN, y + tall / 2, tool, size=SMALL, color=GREY)


def _notes(pen: Pen, notes: Sequence[Sequence[str]], top: float) -> None:
    y = top
    for note in notes:
        for line in note:
            pen.write(MARGIN, y + SMALL * LEADING / 2, line, size=SMALL, color=GREY)
            y += SMALL * LEADING
        y += 2


def draw_traffic(layout: TrafficLayout) -> Figure:
    """Draw a traffic light."""
    figure = blank(layout)
    pen = Pen(figure, layout)
    _heading(pen, layout.title_lines, layout.tool)
    pen.write(MARGIN, layout.header, "Study", weight="bold")
    if layout.judged_left is not None:
        pen.write(layout.judged_left, layout.header, "Judged", weight="bold")
    for (name, _), x in zip(layout.columns, layout.places, strict=True):
        pen.write(x, layout.header, name, weight="bold", ha="center")
    pen.rule(layout.rows_top - 3, BLACK, 0.8)
    for row in layout.rows:
        pen.write(MARGIN, row.y, row.name)
        if layout.judged_left is not None:
            pen.write(layout.judged_left, row.y, row.judged, color=GREY)
        for shown, x in zip(row.row.lights, layout.places, strict=True):
            if shown is not None:
                lamp(pen, x, row.y, shown)
    pen.rule(layout.rows_bottom)
    draw_key(pen, layout.key, layout.key_top)
    _notes(pen, layout.notes, layout.notes_top)
    return figure


def draw_bars(layout: BarsLayout) -> Figure:
    """Draw summary bars."""
    figure = blank(layout)
    pen = Pen(figure, layout)
    _heading(pen, layout.title_lines, layout.tool)
    for bar in layout.bars:
        is_whole = bar.label == bar.name
        pen.write(MARGIN, bar.y, bar.label, weight="bold" if is_whole else "normal")
        _bar(pen, layout, bar)
    _axis(pen, layout)
    draw_key(pen, layout.key, layout.key_top)
    _notes(pen, layout.notes, layout.notes_top)
    return figure


def _bar(pen: Pen, layout: BarsLayout, bar: Bar) -> None:
    per_cent = layout.bars_width / 100
    for part in bar.segments:
        fill, ink = (
            ("#ffffff", BLACK) if part.light is None else COLOURS[part.light.style]
        )
        style: dict[str, Any] = {
            "facecolor": fill,
            "edgecolor": OUTLINE,
            "linewidth": 0.7,
        }
        if part.light is None:
            style |= {"hatch": "////", "edgecolor": RULE}
        left, long = layout.bars_left + part.start * per_cent, part.percent * per_cent
        pen.box(left, bar.y - BAR / 2, long, BAR, **style)
        if part.light is None:
            continue
        share = words.percent(part.percent)
        # What does not fit is left out: the sign stands in the key, the number in
        # the table.
        for text in (f"{part.light.sign} {share}", part.light.sign):
            if width(text, SIGN, bold=True) + 4 <= long:
                pen.write(left + long / 2, bar.y, text, size=SIGN, weight="bold",
                          color=ink, ha="center")  # fmt: skip
                break


def _axis(pen: Pen, layout: BarsLayout) -> None:
    y = layout.axis_top
    right = layout.bars_left + layout.bars_width
    pen.rule(y, BLACK, 0.7, (layout.bars_left, right))
    for tick in _TICKS:
        x = layout.bars_left + layout.bars_width * tick / 100
        pen.box(x - 0.35, y, 0.7, 3, facecolor=BLACK, linewidth=0)
        pen.write(x, y + 10, f"{tick}%", size=SMALL, ha="center")
