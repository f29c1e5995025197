"""The ink of a timeline: one line a study, years across, bars of what awaits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketaevidence.present.canvas import (
    GREY,
    INK,
    MARGIN,
    PALE,
    SMALL_LINE,
    WHITE,
    Canvas,
    mark,
)
from ketaevidence.present.legend import draw_keys
from ketaevidence.present.pen import RULE
from ketaevidence.present.timeline.layout import BARS, TimelineLayout

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw(layout: TimelineLayout) -> tuple[Figure, Axes]:
    """Draw a layout; give the figure, and the axes of years."""
    canvas = Canvas(layout.wide, layout.high)
    canvas.title(layout.title_lines)
    head = layout.plot_top - SMALL_LINE / 2 - 4
    canvas.write(layout.n_right, head, "Patients", ha="right", weight="bold")
    if layout.funding_left is not None:
        canvas.write(layout.funding_left, head, layout.funding_head, weight="bold")
    axes = canvas.window(
        layout.plot_left, layout.plot_top, layout.plot_wide, layout.plot_high
    )
    axes.set_xlim(*layout.limits)
    axes.set_ylim(layout.plot_high, 0)
    _lines(canvas, layout)
    _marks(axes, layout)
    _axis(canvas, axes, layout)
    if layout.bars:
        _bars(canvas, axes, layout)
    draw_keys(canvas, layout.keys)
    canvas.lines(MARGIN, layout.notes_top, layout.note_lines, color=GREY)
    return canvas.figure, axes


def _lines(canvas: Canvas, layout: TimelineLayout) -> None:
    for row in layout.rows:
        y = layout.plot_top + row.middle
        top = y - len(row.lines) * SMALL_LINE / 2
        if row.entry is None:
            canvas.lines(MARGIN, top, row.lines, weight="bold")
            continue
        canvas.lines(MARGIN, top, row.lines)
        color = GREY if row.entry.n is None else "black"
        canvas.write(layout.n_right, y, row.n_text, ha="right", color=color)
        if layout.funding_left is not None:
            top = y - len(row.funding) * SMALL_LINE / 2
            canvas.lines(layout.funding_left, top, row.funding)


def _marks(axes: Axes, layout: TimelineLayout) -> None:
    for row in layout.entries:
        entry = row.entry
        if entry is None:
            continue
        axes.plot(layout.limits, (row.middle,) * 2, color=PALE, linewidth=0.6, zorder=0)
        mark(
            axes, row.x, row.middle, entry.mark.shape, row.area,
            face=INK if entry.mark.is_filled else WHITE, is_dotted=entry.n is None,
        )  # fmt: skip


def _axis(canvas: Canvas, axes: Axes, layout: TimelineLayout) -> None:
    low, high = layout.limits
    bottom = layout.plot_top + layout.plot_high
    end = layout.plot_left + layout.plot_wide
    canvas.path([(layout.plot_left, bottom), (end, bottom)], color=RULE)
    for position, text in layout.ticks:
        share = (position - low) / (high - low)
        x = layout.plot_left + share * layout.plot_wide
        canvas.write(x, bottom + SMALL_LINE / 2 + 4, text, ha="center")
        canvas.path([(x, bottom), (x, bottom + 3)], color=RULE)
        axes.axvline(position, color=PALE, linewidth=0.6, zorder=0)


def _bars(canvas: Canvas, axes: Axes, layout: TimelineLayout) -> None:
    """Draw how many records await, year by year, as bars on the axis."""
    top = layout.plot_top + layout.rows_high + 5
    canvas.lines(MARGIN, top, ("Awaiting a decision",), weight="bold")
    most = max(bar.n for bar in layout.bars)
    words = f"{layout.awaiting:,} in all; {most:,} at most in one year"
    canvas.lines(MARGIN, top + SMALL_LINE, (words,), color=GREY)
    low, high = layout.limits
    wide = min(0.8, 14 * (high - low) / layout.plot_wide)
    for bar in layout.bars:
        axes.bar(
            bar.x, -bar.n / most * (BARS - 4), width=wide, bottom=layout.plot_high,
            facecolor=WHITE, edgecolor=INK, linewidth=0.8, hatch="////", zorder=3,
        )  # fmt: skip
