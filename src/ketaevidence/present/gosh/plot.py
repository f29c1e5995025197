"""GOSH: the pools of all subsets of the studies, as a picture of their density."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.errors import PresentError
from ketaevidence.pooling.sensitivity import Gosh
from ketaevidence.present.chart.ink import DEPTHS, INK, RULE
from ketaevidence.present.chart.model import Chart
from ketaevidence.present.chart.sheet import chart_sheet
from ketaevidence.present.gosh.layout import ACROSS, UP, Cell, GoshLayout, gosh_layout

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class GoshPlot(Chart):
    """A drawn GOSH plot with the layout and the result that it was made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> yi, vi = [-1.6, -0.9, -0.4, -0.5, 0.6, 0.1], [0.5, 0.2, 0.1, 0.04, 0.11, 0.3]
    >>> ke.gosh_plot(ke.gosh(ke.pool(yi, vi, method="DL", test="z")))
    <GoshPlot: 57 subsets>
    """

    layout: GoshLayout
    source: Gosh
    #: One panel, or two: with and without the named study.
    axes: tuple[Axes, ...]

    @property
    def table(self) -> pd.DataFrame:
        """The numbers behind the plot, one row for each subset.

        Returns
        -------
        pandas.DataFrame
            Columns k, estimate, se, tau2, I2, H2, QE, on the scale of analysis.
        """
        return self.source.frame()

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        return f"<GoshPlot: {len(self.source.k):,} subsets>"


def draw(layout: GoshLayout) -> tuple[Figure, tuple[Axes, ...]]:
    """Draw a layout; give the figure and the axes of each panel."""
    sheet = chart_sheet(layout.frame)
    for axes, cloud in zip(sheet.panels, layout.clouds, strict=True):
        for depth, tone in enumerate(DEPTHS):
            _cells(axes, layout, [c for c in cloud.cells if c.depth == depth], tone)
        if layout.frame.null is not None:
            axes.axvline(layout.frame.null, color=RULE, linewidth=0.8, zorder=1)
        if layout.spread is not None:
            axes.plot(layout.pooled, layout.spread, marker="D", markersize=6,
                      markerfacecolor="white", markeredgecolor=INK, clip_on=False,
                      markeredgewidth=1.2, linestyle="none", zorder=5)  # fmt: skip
    return sheet.figure, sheet.panels


def _cells(axes: Axes, layout: GoshLayout, cells: list[Cell], tone: str) -> None:
    """Draw all cells of one shade as one path, which keeps files small."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    if not cells:
        return
    low, high = layout.frame.x.limits
    wide, tall = (high - low) / ACROSS, 100.0 / UP
    corners, codes = [], []
    for cell in cells:
        left, bottom = low + cell.column * wide, cell.row * tall
        corners += [
            (left, bottom), (left + wide, bottom), (left + wide, bottom + tall),
            (left, bottom + tall), (left, bottom),
        ]  # fmt: skip
        codes += [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    axes.add_patch(
        PathPatch(Path(corners, codes), facecolor=tone, linewidth=0, zorder=2)
    )


def gosh_plot(
    result: Gosh, *, study: str | None = None, title: str | None = None
) -> GoshPlot:
    """Draw the pooled value of every subset of the studies against its I2.

    Parameters
    ----------
    result
        What :func:`gosh` gave, for six studies or more.
    study
        A study's label: subsets with it and without it get a panel each.
    title
        The heading; by default the measure's name.

    Returns
    -------
    GoshPlot
        With ``figure``, ``axes``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If ``result`` is another thing, has fewer than six studies, or ``study`` is not
        exactly one of them.

    Notes
    -----
    The plot is divided into 100 by 50 cells; the darker a cell, the more subsets fall
    into it, in even steps of the logarithm. The number of subsets, and the seed if they
    were drawn, stand below.

    References
    ----------
    Olkin I, Dahabreh IJ, Trikalinos TA (2012). Research Synthesis Methods 3:214-223.
    doi:10.1002/jrsm.1053

    Examples
    --------
    >>> import ketaevidence as ke
    >>> yi, vi = [-1.6, -0.9, -0.4, -0.5, 0.6, 0.1], [0.5, 0.2, 0.1, 0.04, 0.11, 0.3]
    >>> subsets = ke.gosh(ke.pool(yi, vi, method="DL", test="z"))
    >>> [cloud.number for cloud in ke.gosh_plot(subsets, study="Study 5").layout.clouds]
    [31, 26]
    """
    if not isinstance(result, Gosh):
        msg = f"gosh_plot draws the result of gosh(), not {type(result).__name__}"
        raise PresentError(msg)
    layout = gosh_layout(result, study=study, title=title)
    return GoshPlot(layout, result, *draw(layout))
