"""The ink of a forest plot: thin lines, one dark hue, aligned figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketaevidence.present.forest.marks import plot_area, row_marks, vertical_lines
from ketaevidence.present.forest.model import ForestLayout, ForestRow
from ketaevidence.present.forest.paper import Paper, paper
from ketaevidence.present.forest.placing import PlacedColumn, parts
from ketaevidence.present.pen import (
    BAND,
    BLACK,
    GAP,
    GREY,
    INK,
    LINE,
    MARGIN,
    RULE,
    SMALL,
    TEXT,
    TITLE,
    Pen,
    blank,
)
from ketaevidence.present.risk_of_bias.lamp import draw_key, lamp
from ketaevidence.present.type_metrics import LEADING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["BLACK", "GREY", "INK", "RULE", "Pen", "draw"]


def draw(layout: ForestLayout) -> tuple[Figure, Axes]:
    """Draw a layout; give the figure and the axes that hold the plot."""
    sheet = paper(layout)
    figure = blank(sheet)
    pen = Pen(figure, sheet)
    for line in sheet.title:
        pen.write(line.x, line.y, line.text, size=TITLE, weight="bold")
    for line in sheet.subtitle:
        pen.write(line.x, line.y, line.text, size=SMALL, color=GREY)
    axes = plot_area(figure, layout, sheet)
    if layout.empty_because:
        axes.set_axis_off()
        pen.write(MARGIN, sheet.rows_top + TEXT, layout.empty_because, style="italic")
    else:
        _header(pen, sheet)
        for row in layout.rows:
            _row_text(pen, sheet, layout, row)
            row_marks(axes, layout, row)
        vertical_lines(axes, layout, sheet)
        _axis(pen, sheet)
    _notes(pen, sheet, layout)
    return figure, axes


def _header(pen: Pen, sheet: Paper) -> None:
    bottom = sheet.rows_top - 5
    for placed in sheet.columns:
        x, align = _edge(placed)
        title = placed.column.title
        middle = bottom - (title.count("\n") + 1) * TEXT * LEADING / 2
        pen.write(x, middle, title, weight="bold", ha=align)
    for text, left, right, middle in sheet.groups:
        pen.write((left + right) / 2, middle, text, weight="bold", ha="center")
        pen.rule(sheet.groups_bottom, RULE, 0.6, (left, right))
    pen.rule(sheet.rows_top - 3, BLACK, 0.8)


def _edge(placed: PlacedColumn) -> tuple[float, str]:
    """Give where the texts of a column stand, and by which side."""
    if placed.column.align == "right":
        return placed.left + placed.width, "right"
    if placed.column.align == "center":
        return placed.left + placed.width / 2, "center"
    return placed.left, "left"


def _row_text(pen: Pen, sheet: Paper, layout: ForestLayout, row: ForestRow) -> None:
    y = sheet.rows_top + row.y * LINE
    if row.kind in {"heading", "note"}:
        is_heading = row.kind == "heading"
        pen.write(
            MARGIN, y + (2 if is_heading else 0), row.texts[0],
            weight="bold" if is_heading else "normal",
            size=TEXT if is_heading else SMALL,
            color=BLACK if is_heading else GREY,
        )  # fmt: skip
        return
    weight = "bold" if row.kind == "summary" else "normal"
    color = GREY if row.kind == "prediction" else BLACK
    lights = iter(row.lights)
    for placed in sheet.columns:
        x, align = _edge(placed)
        if placed.column.kind == "bias":
            shown = next(lights, None)
            if shown is not None:
                lamp(pen, x, y, shown)
            continue
        text = row.texts[placed.index]
        if not text:
            continue
        pieces = None
        if placed.column.align == "interval":
            pieces = parts(text, layout.style.brackets)
        if pieces is None:
            pen.write(x, y, text, ha=align, weight=weight, color=color)
            continue
        for piece, stop in zip(pieces, placed.stops, strict=True):
            if piece:
                pen.write(x + stop, y, piece, ha="right", weight=weight, color=color)


def _axis(pen: Pen, sheet: Paper) -> None:
    label = () if sheet.axis_label is None else (sheet.axis_label,)
    for one in (*sheet.ticks, *label):
        pen.write(one.x, one.y, one.text, size=SMALL, ha=one.align)
    style: dict[str, Any] = {"size": SMALL, "weight": "bold", "color": INK}
    for one in sheet.favours:
        pen.write(one.x, one.y, one.text, ha=one.align, **style)


def _notes(pen: Pen, sheet: Paper, layout: ForestLayout) -> None:
    small = SMALL * LEADING
    y = sheet.notes_top
    for i, note in enumerate(sheet.notes):
        is_band = i == 0 and layout.band is not None
        if is_band:
            pen.box(MARGIN, y + 1, 10, small - 2, facecolor=BAND, edgecolor=RULE,
                    linewidth=0.5)  # fmt: skip
        for line in note:
            x = MARGIN + (14 if is_band else 0)
            pen.write(x, y + small / 2, line, size=SMALL, color=GREY)
            y += small
        y += 2
    draw_key(pen, sheet.key, sheet.key_top)
    if not sheet.kept:
        return
    y = sheet.kept_top
    pen.rule(y - 3)
    place = "pool" if layout.pooled_lines else "plot"
    title = f"Not pooled: kept out of this {place}"
    pen.write(MARGIN, y + small / 2 + 1, title, size=SMALL, weight="bold")
    y += small + 5
    for names, reasons in sheet.kept:
        for i, name in enumerate(names):
            pen.write(MARGIN, y + (i + 0.5) * small, name, size=SMALL)
        x = MARGIN + sheet.kept_name_width + GAP
        for i, reason in enumerate(reasons):
            pen.write(x, y + (i + 0.5) * small, reason, size=SMALL, color=GREY)
        y += max(len(names), len(reasons)) * small + 3
