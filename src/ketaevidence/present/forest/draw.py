"""The ink of a forest plot: thin lines, one dark hue, aligned figures."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ketaevidence.present.forest.model import ForestLayout, ForestRow
from ketaevidence.present.forest.paper import (
    GAP,
    LINE,
    MARGIN,
    SMALL,
    TEXT,
    TITLE,
    Paper,
    PlacedColumn,
    paper,
    parts,
)
from ketaevidence.present.type_metrics import FAMILY, LEADING, width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: A stretch of rows, from top to bottom [lines].
Stretch = tuple[float, float]
#: Contrast with white: ink 12.5, text 17.4, notes 8.5, rules 4.7 (WCAG 2).
INK, BLACK, GREY, RULE, BAND = "#1f3552", "#1a1a1a", "#4d4d4d", "#737373", "#e3e6ea"


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes text at a place given in points from the top left."""

    figure: Figure
    sheet: Paper

    def write(self, x: float, y: float, text: str, **style: Any) -> None:
        """Write lines around the height ``y``; nothing is read as mathematics.

        Every line stands on its own baseline, so that texts of one row are level
        whatever their letters reach up or down to.
        """
        style = {"size": TEXT, "color": BLACK, **style}
        lines = text.split("\n")
        lead = style["size"] * LEADING
        for i, line in enumerate(lines):
            base = y + (i - (len(lines) - 1) / 2) * lead + 0.36 * style["size"]
            self.figure.text(
                x / self.sheet.width,
                1 - base / self.sheet.height,
                line,
                family=FAMILY,
                va="baseline",
                parse_math=False,
                **style,
            )

    def rule(self, y: float, color: str = RULE, weight: float = 0.6) -> None:
        """Draw a thin line across the sheet."""
        from matplotlib.lines import Line2D

        high = 1 - y / self.sheet.height
        ends = (MARGIN / self.sheet.width, 1 - MARGIN / self.sheet.width)
        self.figure.add_artist(
            Line2D(ends, (high, high), color=color, linewidth=weight)
        )


def draw(layout: ForestLayout) -> tuple[Figure, Axes]:
    """Draw a layout; give the figure and the axes that hold the plot."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    sheet = paper(layout)
    figure = Figure(figsize=(sheet.width / 72, sheet.height / 72), dpi=144)
    FigureCanvasAgg(figure)
    figure.patch.set_facecolor("white")
    pen = Pen(figure, sheet)
    for i, line in enumerate(sheet.title):
        y = MARGIN + (i + 0.5) * TITLE * LEADING
        pen.write(MARGIN, y, line, size=TITLE, weight="bold")
    axes = _axes(figure, layout, sheet)
    if layout.empty_because:
        axes.set_axis_off()
        pen.write(MARGIN, sheet.rows_top + TEXT, layout.empty_because, style="italic")
    else:
        _header(pen)
        for row in layout.rows:
            _row_text(pen, row)
            _row_marks(axes, layout, row)
        _lines(axes, layout, sheet)
        _axis(axes, pen, layout)
    _notes(pen, layout)
    return figure, axes


def _axes(figure: Figure, layout: ForestLayout, sheet: Paper) -> Axes:
    height = max(layout.height, 1.0) * LINE
    top = 1 - sheet.rows_top / sheet.height
    box = (
        sheet.plot_left / sheet.width,
        top - height / sheet.height,
        sheet.plot_width / sheet.width,
        height / sheet.height,
    )
    axes = figure.add_axes(box, label="plot")
    axes.set_facecolor("none")
    if layout.is_log:
        axes.set_xscale("log")
    axes.set_xlim(*layout.limits)
    axes.set_ylim(max(layout.height, 1.0), 0)
    axes.set_yticks([])
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    return axes


def _header(pen: Pen) -> None:
    sheet = pen.sheet
    bottom = sheet.rows_top - 5
    for placed in sheet.columns:
        end = placed.column.align == "right"
        x = placed.left + (placed.width if end else 0.0)
        title = placed.column.title
        middle = bottom - (title.count("\n") + 1) * TEXT * LEADING / 2
        pen.write(x, middle, title, weight="bold", ha="right" if end else "left")
    pen.rule(sheet.rows_top - 3, BLACK, 0.8)


def _row_text(pen: Pen, row: ForestRow) -> None:
    y = pen.sheet.rows_top + row.y * LINE
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
    for placed in pen.sheet.columns:
        text = row.texts[placed.index]
        if not text:
            continue
        if placed.column.align == "interval":
            _interval(pen, placed, y, text, weight=weight, color=color)
            continue
        end = placed.column.align == "right"
        x = placed.left + (placed.width if end else 0.0)
        align = "right" if end else "left"
        pen.write(x, y, text, ha=align, weight=weight, color=color)


def _interval(
    pen: Pen, placed: PlacedColumn, y: float, text: str, **style: Any
) -> None:
    pieces = parts(text)
    if pieces is None:
        pen.write(placed.left, y, text, **style)
        return
    for piece, stop in zip(pieces, placed.stops, strict=True):
        if piece:
            pen.write(placed.left + stop, y, piece, ha="right", **style)


def _row_marks(axes: Axes, layout: ForestLayout, row: ForestRow) -> None:
    if row.ci is None:
        return
    low, high = layout.limits
    ends = (max(row.ci[0], low), min(row.ci[1], high))
    if row.kind == "summary" and row.estimate is not None:
        _diamond(axes, row, ends)
        return
    color = GREY if row.kind == "prediction" else INK
    if ends[0] <= ends[1]:
        axes.plot(ends, (row.y, row.y), color=color, linewidth=1.0, clip_on=False,
                  solid_capstyle="butt", zorder=3)  # fmt: skip
    for end, is_cut, sign in zip(ends, row.clipped, "<>", strict=True):
        if is_cut:
            axes.plot(end, row.y, marker=sign, markersize=4.2, color=color,
                      markeredgewidth=0, clip_on=False, zorder=4)  # fmt: skip
        elif row.kind == "prediction":
            axes.plot(end, row.y, marker="|", markersize=6, color=color,
                      markeredgewidth=1.0, clip_on=False, zorder=4)  # fmt: skip
    if row.kind == "study" and row.estimate is not None:
        if not low <= row.estimate <= high:
            return
        face = "white" if row.hollow else INK
        axes.plot(row.estimate, row.y, marker="s", markersize=row.marker * LINE,
                  markerfacecolor=face, markeredgecolor=INK, linestyle="none",
                  markeredgewidth=1.0 if row.hollow else 0.0, clip_on=False,
                  zorder=5)  # fmt: skip


def _diamond(axes: Axes, row: ForestRow, ends: tuple[float, float]) -> None:
    from matplotlib.patches import Polygon

    middle = min(max(row.estimate or 0.0, ends[0]), ends[1])
    half = 0.34
    corners = [(ends[0], row.y), (middle, row.y - half), (ends[1], row.y),
               (middle, row.y + half)]  # fmt: skip
    axes.add_patch(
        Polygon(corners, closed=True, facecolor=INK, edgecolor=INK, linewidth=0.8,
                clip_on=False, zorder=5)
    )  # fmt: skip


def _stretches(layout: ForestLayout, sheet: Paper, x: float) -> list[Stretch]:
    """Give the stretches of rows where a line at ``x`` crosses no text."""
    free, top = [], 0.0
    place = sheet.plot_left + sheet.plot_width * _share(layout, x)
    for row in layout.rows:
        if row.kind not in {"heading", "note"}:
            continue
        size = SMALL if row.kind == "note" else TEXT
        end = MARGIN + width(row.texts[0], size, bold=row.kind == "heading")
        if end > place - 4:
            free.append((top, row.y - row.height / 2))
            top = row.y + row.height / 2
    free.append((top, layout.height))
    return [(a, b) for a, b in free if b - a > 0.5]


def _lines(axes: Axes, layout: ForestLayout, sheet: Paper) -> None:
    from matplotlib.patches import Rectangle

    low, high = layout.limits
    if layout.band:
        left, right = max(layout.band.low, low), min(layout.band.high, high)
        for top, bottom in _stretches(layout, sheet, left) if left < right else ():
            axes.add_patch(
                Rectangle((left, top), right - left, bottom - top, color=BAND,
                          linewidth=0, zorder=0)
            )  # fmt: skip
    null = layout.null_value
    if null is not None and low <= null <= high:
        for ends in _stretches(layout, sheet, null):
            axes.plot((null, null), ends, color=BLACK, linewidth=0.7, zorder=2)
    for line in layout.pooled_lines:
        if low <= line.x <= high:
            axes.plot((line.x, line.x), (line.top, line.bottom), color=INK,
                      linewidth=0.8, dashes=(4, 2.5), zorder=1)  # fmt: skip


def _axis(axes: Axes, pen: Pen, layout: ForestLayout) -> None:
    from matplotlib.ticker import NullFormatter, NullLocator

    sheet = pen.sheet
    axes.set_xticks([position for position, _ in layout.ticks])
    axes.set_xticklabels([""] * len(layout.ticks))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(axis="x", length=3, width=0.7, color=BLACK)
    axes.spines["bottom"].set_linewidth(0.7)
    axes.spines["bottom"].set_position(("outward", 2))
    for position, text in layout.ticks:
        x = sheet.plot_left + sheet.plot_width * _share(layout, position)
        pen.write(x, sheet.axis_top + 8, text, size=SMALL, ha="center")
    small = SMALL * LEADING
    y = sheet.axis_top + 14 + small / 2
    middle = sheet.plot_left + sheet.plot_width / 2
    _beside(pen, middle, y, layout.axis_label)
    if layout.favours and layout.null_value is not None:
        _favours(pen, layout, y + small)


def _share(layout: ForestLayout, value: float) -> float:
    low, high = layout.limits
    if layout.is_log:
        return (math.log(value) - math.log(low)) / (math.log(high) - math.log(low))
    return (value - low) / (high - low)


def _beside(pen: Pen, middle: float, y: float, text: str) -> None:
    """Write a centred text, moved inwards where it would leave the sheet."""
    half = width(text, SMALL) / 2
    x = min(max(middle, MARGIN + half), pen.sheet.width - MARGIN - half)
    pen.write(x, y, text, size=SMALL, ha="center")


def _favours(pen: Pen, layout: ForestLayout, y: float) -> None:
    """Write which side favours what, on either side of the null line."""
    if layout.favours is None or layout.null_value is None:
        return
    share = min(max(_share(layout, layout.null_value), 0.0), 1.0)
    null = pen.sheet.plot_left + pen.sheet.plot_width * share
    left, right = f"← {layout.favours[0]}", f"{layout.favours[1]} →"
    style: dict[str, Any] = {"size": SMALL, "weight": "bold", "color": INK}
    start = max(null - 6, MARGIN + width(left, SMALL, bold=True))
    stop = min(null + 6, pen.sheet.width - MARGIN - width(right, SMALL, bold=True))
    pen.write(start, y, left, ha="right", **style)
    pen.write(max(stop, start + 12), y, right, ha="left", **style)


def _notes(pen: Pen, layout: ForestLayout) -> None:
    from matplotlib.patches import Rectangle

    sheet, small = pen.sheet, SMALL * LEADING
    y = sheet.notes_top
    for i, note in enumerate(sheet.notes):
        is_band = i == 0 and layout.band is not None
        if is_band:
            pen.figure.add_artist(
                Rectangle(
                    (MARGIN / sheet.width, 1 - (y + small - 1) / sheet.height),
                    10 / sheet.width, (small - 2) / sheet.height,
                    facecolor=BAND, edgecolor=RULE, linewidth=0.5,
                )
            )  # fmt: skip
        for line in note:
            x = MARGIN + (14 if is_band else 0)
            pen.write(x, y + small / 2, line, size=SMALL, color=GREY)
            y += small
        y += 2
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
