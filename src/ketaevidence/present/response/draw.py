"""The ink of a dose or time response: points with intervals, and no line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketaevidence.present.canvas import (
    GREY,
    INK,
    MARGIN,
    PALE,
    SMALL_LINE,
    TEXT,
    WHITE,
    Canvas,
    mark,
)
from ketaevidence.present.legend import draw_keys
from ketaevidence.present.pen import BLACK, RULE
from ketaevidence.present.response.layout import (
    NUMBERS,
    PLOT,
    PlacedPanel,
    PlacedPoint,
    ResponseLayout,
)
from ketaevidence.present.response.words import FILLS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw(layout: ResponseLayout) -> tuple[Figure, tuple[Axes, ...]]:
    """Draw a layout; give the figure, and the axes of the panels with points."""
    canvas = Canvas(layout.wide, layout.high)
    canvas.title(layout.title_lines)
    axes = []
    for panel in layout.panels:
        y = canvas.lines(
            MARGIN, panel.top, panel.title_lines, size=TEXT, weight="bold", color=INK
        )
        canvas.lines(MARGIN, y, panel.caution_lines)
        if panel.points:
            axes.append(_panel(canvas, panel, layout.x_label))
        canvas.lines(MARGIN, panel.notes_top, panel.note_lines, color=GREY)
    draw_keys(canvas, layout.keys)
    canvas.lines(MARGIN, layout.notes_top, layout.note_lines, color=GREY)
    return canvas.figure, tuple(axes)


def _panel(canvas: Canvas, panel: PlacedPanel, x_label: str) -> Axes:
    left, top, wide = panel.plot_left, panel.plot_top, panel.plot_wide
    above = top - NUMBERS - len(panel.axis_lines) * SMALL_LINE
    canvas.lines(MARGIN, above, panel.axis_lines, color=GREY)
    axes = canvas.window(left, top, wide, PLOT)
    axes.set_xlim(*panel.x_limits)
    axes.set_ylim(*panel.y_limits)
    _ticks(canvas, axes, panel)
    lines = max(len(lines) for _, lines in panel.x_ticks)
    y = top + PLOT + 7 + lines * SMALL_LINE + SMALL_LINE / 2
    canvas.write(left + wide / 2, y, x_label, ha="center", color=GREY)
    null = panel.panel.analysis.null_value
    if null is not None and panel.y_limits[0] <= null <= panel.y_limits[1]:
        axes.axhline(null, color=BLACK, linewidth=0.7, zorder=1)
    for placed in panel.points:
        _point(axes, placed, panel)
        if panel.is_numbered:
            low, high = panel.x_limits
            x = left + (placed.x - low) / (high - low) * wide
            canvas.write(x, top - NUMBERS / 2, str(placed.number), ha="center")
    for x, y, name in panel.names:
        canvas.lines(x, y, name)
    return axes


def _ticks(canvas: Canvas, axes: Axes, panel: PlacedPanel) -> None:
    left, top, wide = panel.plot_left, panel.plot_top, panel.plot_wide
    bottom = top + PLOT
    canvas.path([(left, bottom), (left + wide, bottom)], color=RULE)
    canvas.path([(left, top), (left, bottom)], color=RULE)
    low, high = panel.x_limits
    for position, lines in panel.x_ticks:
        x = left + (position - low) / (high - low) * wide
        canvas.path([(x, bottom), (x, bottom + 3)], color=RULE)
        canvas.lines(x, bottom + 5, lines, ha="center")
    low, high = panel.y_limits
    for value, text in panel.y_ticks:
        y = bottom - (value - low) / (high - low) * PLOT
        canvas.path([(left - 3, y), (left, y)], color=RULE)
        canvas.write(left - 6, y, text, ha="right")
        axes.axhline(value, color=PALE, linewidth=0.6, zorder=0)


def _point(axes: Axes, placed: PlacedPoint, panel: PlacedPanel) -> None:
    low, high = panel.y_limits
    if placed.ends[0] <= placed.ends[1]:
        axes.plot((placed.x,) * 2, placed.ends, color=INK, linewidth=0.9,
                  solid_capstyle="butt", clip_on=False, zorder=3)  # fmt: skip
    for end, is_cut, sign in zip((low, high), placed.clipped, "v^", strict=True):
        if is_cut:
            axes.plot(placed.x, end, marker=sign, markersize=4.0, color=INK,
                      markeredgewidth=0, clip_on=False, zorder=4)  # fmt: skip
    point = placed.point
    mark(
        axes, placed.x, point.row.estimate, point.mark.shape, placed.area,
        face=FILLS[point.phase],
        # A white rim keeps dark marks apart that stand on each other.
        edge=WHITE if FILLS[point.phase] == INK and not panel.is_numbered else INK,
    )  # fmt: skip
