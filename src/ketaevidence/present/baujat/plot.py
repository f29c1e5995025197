"""Baujat's plot: which studies make the heterogeneity, and which the result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.errors import PresentError
from ketaevidence.pooling.sensitivity import Baujat
from ketaevidence.present.baujat.layout import RADIUS, BaujatLayout, baujat_layout
from ketaevidence.present.chart.ink import INK
from ketaevidence.present.chart.model import Chart
from ketaevidence.present.chart.sheet import chart_sheet

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class BaujatPlot(Chart):
    """A drawn Baujat plot with the layout and the result that it was made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> yi, vi = [-1.6, -0.9, -0.4, -0.5, 0.6], [0.5, 0.2, 0.1, 0.04, 0.11]
    >>> ke.baujat_plot(ke.baujat(ke.pool(yi, vi, test="t")))
    <BaujatPlot: 5 studies>
    """

    layout: BaujatLayout
    source: Baujat
    axes: Axes

    @property
    def table(self) -> pd.DataFrame:
        """The numbers behind the plot: columns slab, contribution, influence."""
        return self.source.frame()

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        return f"<BaujatPlot: {len(self.layout.points)} studies>"


def draw(layout: BaujatLayout) -> tuple[Figure, Axes]:
    """Draw a layout; give the figure and the axes."""
    sheet = chart_sheet(layout.frame)
    (axes,) = sheet.panels
    for _, x, y in layout.points:
        axes.plot(x, y, marker="o", markersize=2 * RADIUS, color=INK,
                  markeredgecolor="white", markeredgewidth=0.5, linestyle="none",
                  clip_on=False, zorder=5)  # fmt: skip
    sheet.names(layout.labels)
    return sheet.figure, axes


def baujat_plot(result: Baujat, *, title: str | None = None) -> BaujatPlot:
    """Draw which studies make the heterogeneity and which move the pooled value.

    Parameters
    ----------
    result
        What :func:`baujat` gave, for five studies or more.
    title
        The heading; by default the measure's name.

    Returns
    -------
    BaujatPlot
        With ``figure``, ``axes``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If ``result`` is another thing, has fewer than five studies, or a coordinate is
        not defined.

    References
    ----------
    Baujat B, Mahé C, Pignon JP, Hill C (2002). Statistics in Medicine 21:2641-2652.
    doi:10.1002/sim.1221

    Examples
    --------
    >>> import ketaevidence as ke
    >>> yi, vi = [-1.6, -0.9, -0.4, -0.5, 0.6], [0.5, 0.2, 0.1, 0.04, 0.11]
    >>> plot = ke.baujat_plot(ke.baujat(ke.pool(yi, vi, method="EE", test="z")))
    >>> print(max(plot.layout.points, key=lambda point: point[1])[0])
    Study 5
    """
    if not isinstance(result, Baujat):
        msg = f"baujat_plot draws the result of baujat(), not {type(result).__name__}"
        raise PresentError(msg)
    layout = baujat_layout(result, title=title)
    return BaujatPlot(layout, result, *draw(layout))
