"""The ink of repeated pools: squares on lines, a diamond for all studies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketaevidence.present.chart.ink import BAND, BLACK, INK, MARGIN, SHEET, SMALL, TONES
from ketaevidence.present.chart.sheet import DASHES, ROW, ChartSheet, chart_sheet
from ketaevidence.present.stepwise.model import STABLE_SIGN, Step, StepwiseLayout
from ketaevidence.present.type_metrics import LEADING, width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw(layout: StepwiseLayout) -> tuple[Figure, Axes]:
    """Draw a layout; give the figure and the axes."""
    sheet = chart_sheet(layout.frame)
    (axes,) = sheet.panels
    _lines(axes, layout)
    _heads(sheet, layout)
    for i, step in enumerate(layout.steps):
        if step.is_new:
            _tint(sheet, step)
        _texts(sheet, layout, step, is_stable=i == layout.stable_from)
        _marks(axes, layout, step)
    return sheet.figure, axes


def _lines(axes: Axes, layout: StepwiseLayout) -> None:
    bottom = layout.steps[-1].y
    if layout.band:
        axes.fill_betweenx((0, layout.frame.plot_height), *layout.band, color=BAND,
                           linewidth=0, zorder=0)  # fmt: skip
    if layout.frame.null is not None:
        axes.axvline(layout.frame.null, color=BLACK, linewidth=0.7, zorder=1)
    axes.plot((layout.steps[-1].estimate,) * 2, (0, bottom), color=INK, linewidth=0.8,
              linestyle=DASHES["dashed"], zorder=1)  # fmt: skip


def _heads(sheet: ChartSheet, layout: StepwiseLayout) -> None:
    top = sheet.tops[0]
    for i, lines in enumerate(layout.heads):
        for up, text in enumerate(reversed(lines)):
            x = MARGIN if i == 0 else layout.columns[i - 1]
            y = top - 6 - (up + 0.5) * ROW
            sheet.write(x, y, text, weight="bold", ha="right" if i else "left")
    sheet.line((MARGIN, SHEET - MARGIN), (top - 3,) * 2, color=BLACK, linewidth=0.8)


def _tint(sheet: ChartSheet, step: Step) -> None:
    from matplotlib.patches import Rectangle

    bottom = sheet.tops[0] + step.y + step.height / 2
    sheet.figure.add_artist(
        Rectangle(
            (MARGIN / SHEET, 1 - bottom / sheet.height),
            1 - 2 * MARGIN / SHEET, step.height / sheet.height,
            facecolor=TONES[2], linewidth=0, zorder=-1,
        )
    )  # fmt: skip


def _texts(
    sheet: ChartSheet, layout: StepwiseLayout, step: Step, *, is_stable: bool
) -> None:
    middle = sheet.tops[0] + step.y
    weight = "bold" if step.is_whole else "normal"
    first = middle - (len(step.lines) - 1) / 2 * SMALL * LEADING
    if is_stable:
        sheet.write(MARGIN, first, STABLE_SIGN, color=INK)
    indent = MARGIN + width(f"{STABLE_SIGN} ", SMALL)
    for i, line in enumerate(step.lines):
        sheet.write(indent, first + i * SMALL * LEADING, line, weight=weight)
    for end, text in zip(layout.columns, step.texts, strict=True):
        if text:
            sheet.write(end, middle, text, ha="right", weight=weight)


def _marks(axes: Axes, layout: StepwiseLayout, step: Step) -> None:
    low, high = layout.frame.x.limits
    ends = max(step.ci[0], low), min(step.ci[1], high)
    if step.is_whole:
        middle, half = step.estimate, 5.0
        axes.fill((ends[0], middle, ends[1], middle),
                  (step.y, step.y - half, step.y, step.y + half), facecolor=INK,
                  edgecolor=INK, linewidth=0.8, clip_on=False, zorder=5)  # fmt: skip
    else:
        axes.plot(ends, (step.y,) * 2, color=INK, linewidth=1.0,
                  solid_capstyle="butt", zorder=3)  # fmt: skip
        axes.plot(step.estimate, step.y, marker="s", markersize=4.5, linestyle="none",
                  markerfacecolor="white" if step.side == 0 else INK,
                  markeredgecolor=INK, markeredgewidth=0.9, clip_on=False,
                  zorder=5)  # fmt: skip
    for end, is_cut, sign in (
        (low, step.ci[0] < low, "<"),
        (high, step.ci[1] > high, ">"),
    ):
        if is_cut:
            axes.plot(end, step.y, marker=sign, markersize=4.2, color=INK,
                      markeredgewidth=0, clip_on=False, zorder=4)  # fmt: skip
