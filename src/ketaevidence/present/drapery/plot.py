"""The drapery plot: p of every value of the effect, by study and for the pool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.errors import PresentError
from ketaevidence.pooling import Pooled
from ketaevidence.present.chart.ink import BAND, BLACK, GREY, INK, RULE
from ketaevidence.present.chart.model import Chart
from ketaevidence.present.chart.sheet import DASHES, ROW, ChartSheet, chart_sheet
from ketaevidence.present.chart.words import name_of
from ketaevidence.present.drapery.layout import (
    ABOVE,
    GUIDES,
    Drape,
    DraperyLayout,
    drapery_layout,
    height_of,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class DraperyPlot(Chart):
    """A drawn drapery plot with the layout and the pool that it was made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> ke.drapery(pooled)
    <DraperyPlot: 3 studies>
    """

    layout: DraperyLayout
    source: Pooled
    axes: Axes

    @property
    def table(self) -> pd.DataFrame:
        """The numbers behind the plot, one row for each curve, drawn or not.

        Returns
        -------
        pandas.DataFrame
            Columns row (study, pooled, prediction), number (in the plot; NA if not
            drawn), slab, estimate, and the ends of the curve at p = 0.05 and 0.01:
            low_05, high_05, low_01, high_01. All on the scale of analysis.
        """
        import pandas as pd

        layout, effects = self.layout, self.source.effects
        numbers = {
            (drape.name, drape.estimate, drape.unit): i
            for i, drape in enumerate(layout.drapes, 1)
        }
        studies = [
            Drape(name_of(slab), float(y), float(se), None)
            for slab, y, se in zip(effects.slab, effects.yi, effects.se, strict=True)
        ]
        rows = [
            ("study", numbers.get((d.name, d.estimate, d.unit)), d) for d in studies
        ]
        rows.append(("pooled", None, layout.pooled))
        if layout.prediction is not None:
            rows.append(("prediction", None, layout.prediction))
        frame = pd.DataFrame(
            [
                {
                    "row": kind,
                    "number": number,
                    "slab": drape.name if kind == "study" else None,
                    "estimate": drape.estimate,
                    **{
                        f"{side}_{p:.2f}".replace("0.", ""): end
                        for p in GUIDES
                        for side, end in zip(
                            ("low", "high"), drape.ends(p), strict=True
                        )
                    },
                }
                for kind, number, drape in rows
            ]
        )
        kinds = {"row": "string", "number": "Int64", "slab": "string"}
        return frame.astype(
            {name: kinds.get(name, "Float64") for name in frame.columns}
        )

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        return f"<DraperyPlot: {len(self.layout.drapes)} studies>"


def draw(layout: DraperyLayout) -> tuple[Figure, Axes]:
    """Draw a layout; give the figure and the axes."""
    sheet = chart_sheet(layout.frame)
    (axes,) = sheet.panels
    if layout.prediction is not None:
        across, up = _points(layout.prediction)
        axes.fill(across, up, color=BAND, linewidth=0, zorder=0)
    for p in GUIDES:
        axes.axhline(height_of(p), color=GREY, linewidth=0.8, zorder=1,
                     linestyle=DASHES["dashed"])  # fmt: skip
    if layout.frame.null is not None:
        axes.axvline(layout.frame.null, color=BLACK, linewidth=0.8, zorder=1)
    for drape in layout.drapes:
        axes.plot(*_points(drape), color=RULE, linewidth=0.8, zorder=2)
    axes.plot(*_points(layout.pooled), color=INK, linewidth=2.2, zorder=3)
    _numbers(sheet, layout)
    return sheet.figure, axes


def _points(drape: Drape) -> tuple[list[float], list[float]]:
    path = drape.path()
    return [value for value, _ in path], [height_of(p) for _, p in path]


def _numbers(sheet: ChartSheet, layout: DraperyLayout) -> None:
    """Write the studies' numbers above the plot, each led to the top of its curve."""
    frame, top = sheet.frame, sheet.tops[0]
    for number, (drape, mark) in enumerate(
        zip(layout.drapes, layout.marks, strict=True), 1
    ):
        x = frame.plot_left + mark
        peak = frame.plot_left + frame.x.share(drape.estimate) * frame.plot_width
        sheet.write(x, top - ABOVE + ROW / 2 + 2, str(number), ha="center")
        sheet.line((x, peak), (top - ABOVE + ROW + 2, top), color=RULE, linewidth=0.5)


def drapery(
    pooled: Pooled,
    *,
    title: str | None = None,
    favours: tuple[str, str] | None = None,
) -> DraperyPlot:
    """Draw p of every value of the effect: a curve for each study and for the pool.

    Parameters
    ----------
    pooled
        A result of :func:`pool`, of two studies or more.
    title
        The heading; by default the measure's name.
    favours
        What stands left and right of the line of no difference.

    Returns
    -------
    DraperyPlot
        With ``figure``, ``axes``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If ``pooled`` is no pool, or has one study only.

    Notes
    -----
    A study's curve is ``p(m) = 2 (1 - Phi(|yi - m| / se))``; the pool's has the
    distribution of its test (t, or normal), and the shaded one that of its prediction
    interval. The upright axis is even in z, which makes the studies' curves straight.
    Of more than 25 studies the 25 heaviest are drawn.

    References
    ----------
    Rücker G, Schwarzer G (2021). Research Synthesis Methods 12:34-43.
    doi:10.1002/jrsm.1410

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> low, high = ke.drapery(pooled).layout.pooled.ends(0.05)
    >>> print(round(low - pooled.ci_lb, 9), round(high - pooled.ci_ub, 9))
    0.0 0.0
    """
    if not isinstance(pooled, Pooled):
        msg = f"drapery draws the result of pool(), not {type(pooled).__name__}"
        raise PresentError(msg)
    layout = drapery_layout(pooled, title=title, favours=favours)
    return DraperyPlot(layout, pooled, *draw(layout))
