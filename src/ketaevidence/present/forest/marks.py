"""The marks of a forest plot: squares, lines, arrows, diamonds, and what they cross."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketaevidence.present.forest.model import ForestLayout, ForestRow
from ketaevidence.present.forest.paper import Paper
from ketaevidence.present.pen import BAND, BLACK, GREY, LINE, MARGIN, SMALL, TEXT
from ketaevidence.present.type_metrics import width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: A stretch of rows, from top to bottom [lines].
Stretch = tuple[float, float]


def plot_area(figure: Figure, layout: ForestLayout, sheet: Paper) -> Axes:
    """Make the axes of the plot: x is the effect, y counts lines from the top."""
    from matplotlib.ticker import NullFormatter, NullLocator

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
    axes.set_xticks([position for position, _ in layout.ticks])
    axes.set_xticklabels([""] * len(layout.ticks))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(axis="x", length=3, width=0.7, color=BLACK)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_linewidth(0.7)
    axes.spines["bottom"].set_position(("outward", 2))
    return axes


def row_marks(axes: Axes, layout: ForestLayout, row: ForestRow) -> None:
    """Draw what stands in one row of the plot."""
    if row.ci is None:
        return
    low, high = layout.limits
    ends = (max(row.ci[0], low), min(row.ci[1], high))
    style = layout.style
    if row.kind == "summary" and row.estimate is not None:
        _diamond(axes, layout, row, ends)
        return
    color = GREY if row.kind == "prediction" else style.lines
    if ends[0] <= ends[1]:
        axes.plot(ends, (row.y, row.y), color=color, linewidth=1.0, clip_on=False,
                  solid_capstyle="butt", zorder=3)  # fmt: skip
    for end, is_cut, sign in zip((low, high), row.clipped, "<>", strict=True):
        if is_cut:
            axes.plot(end, row.y, marker=sign, markersize=4.2, color=color,
                      markeredgewidth=0, clip_on=False, zorder=4)  # fmt: skip
    if row.kind == "prediction":
        for end, is_cut in zip(ends, row.clipped, strict=True):
            if not is_cut:
                axes.plot(end, row.y, marker="|", markersize=6, color=color,
                          markeredgewidth=1.0, clip_on=False, zorder=4)  # fmt: skip
        return
    if row.estimate is None or not low <= row.estimate <= high:
        return
    square = style.square(layout.family)
    edge = square if row.hollow else style.square_edge or square
    is_edged = row.hollow or style.square_edge is not None
    axes.plot(row.estimate, row.y, marker="s", markersize=row.marker * LINE,
              markerfacecolor="white" if row.hollow else square, markeredgecolor=edge,
              linestyle="none",
              markeredgewidth=(1.0 if row.hollow else 0.5) if is_edged else 0.0,
              clip_on=False, zorder=5)  # fmt: skip


def _diamond(
    axes: Axes, layout: ForestLayout, row: ForestRow, ends: tuple[float, float]
) -> None:
    from matplotlib.patches import Polygon

    middle = min(max(row.estimate or 0.0, ends[0]), ends[1])
    half = 0.34
    corners = [(ends[0], row.y), (middle, row.y - half), (ends[1], row.y),
               (middle, row.y + half)]  # fmt: skip
    style = layout.style
    axes.add_patch(
        Polygon(corners, closed=True, facecolor=style.diamond,
                edgecolor=style.diamond_edge, linewidth=0.8, clip_on=False, zorder=5)
    )  # fmt: skip


def _stretches(
    layout: ForestLayout, sheet: Paper, x: float, ends: Stretch | None = None
) -> list[Stretch]:
    """Give the stretches of rows where a line at ``x`` crosses no text."""
    first, last = ends or (0.0, layout.height)
    free, top = [], first
    place = sheet.place(layout, x)
    for row in layout.rows:
        if row.kind not in {"heading", "note"} or row.y > last:
            continue
        size = SMALL if row.kind == "note" else TEXT
        end = MARGIN + width(row.texts[0], size, bold=row.kind == "heading")
        if end > place - 4:
            free.append((top, row.y - row.height / 2))
            top = max(first, row.y + row.height / 2)
    free.append((top, last))
    return [(a, b) for a, b in free if b - a > 0.5]


def vertical_lines(axes: Axes, layout: ForestLayout, sheet: Paper) -> None:
    """Draw the band of an important difference, the null line and the pooled lines."""
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
            for ends in _stretches(layout, sheet, line.x, (line.top, line.bottom)):
                axes.plot((line.x, line.x), ends, color=layout.style.diamond_edge,
                          linewidth=0.8, dashes=(4, 2.5), zorder=1)  # fmt: skip
