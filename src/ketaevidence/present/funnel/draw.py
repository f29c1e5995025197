"""The ink of a funnel plot: shaded regions, two limits, one point for each study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketaevidence.present.chart.ink import GREY, INK, TONES
from ketaevidence.present.chart.sheet import DASHES, chart_sheet
from ketaevidence.present.funnel.model import RADIUS, SHAPES, FunnelLayout

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw(layout: FunnelLayout) -> tuple[Figure, Axes]:
    """Draw a layout; give the figure and the axes."""
    frame = layout.frame
    sheet = chart_sheet(frame)
    (axes,) = sheet.panels
    bottom = frame.y.limits[0]
    null = frame.null
    if null is not None:
        axes.set_facecolor(TONES[-1])
        # From the widest to the narrowest: each covers the middle of the one before.
        nested = zip(reversed(layout.contours), reversed(TONES[:-1]), strict=True)
        for step, ((_, z), tone) in enumerate(nested):
            half = z * bottom
            axes.fill((null, null - half, null + half), (0, bottom, bottom), color=tone,
                      linewidth=0, zorder=0.1 + 0.1 * step)  # fmt: skip
        axes.plot((null, null), (0, bottom), color=GREY, linewidth=1.0, zorder=1)
    middle, half = layout.pooled, layout.pseudo * bottom
    axes.plot((middle, middle), (0, bottom), color=INK, linewidth=1.0,
              linestyle=DASHES["dashed"], zorder=2)  # fmt: skip
    axes.plot((middle - half, middle, middle + half), (bottom, 0, bottom), color=INK,
              linewidth=1.0, linestyle=DASHES["dotted"], zorder=2)  # fmt: skip
    for study in layout.studies:
        axes.plot(study.effect, study.se, marker=SHAPES[study.group],
                  markersize=2 * RADIUS, linestyle="none", markeredgecolor=INK,
                  markerfacecolor="white" if study.group % 2 else INK,
                  markeredgewidth=0.9, clip_on=False, zorder=5)  # fmt: skip
    sheet.names(layout.labels)
    return sheet.figure, axes
