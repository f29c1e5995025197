"""L'Abbé's plot: how often an event occurred in one group and in the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.effects import Effects
from ketaevidence.errors import PresentError
from ketaevidence.pooling import Pooled
from ketaevidence.present.chart.ink import BLACK, INK
from ketaevidence.present.chart.model import Chart
from ketaevidence.present.chart.sheet import DASHES, chart_sheet
from ketaevidence.present.labbe.layout import LabbeLayout, labbe_layout

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class LabbePlot(Chart):
    """A drawn L'Abbé plot with the layout and the counts that it was made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> es = ke.effect_sizes("RR", ai=[8, 6], n1i=[20, 20], ci=[3, 4], n2i=[20, 20])
    >>> ke.labbe(es)
    <LabbePlot: 2 studies>
    """

    layout: LabbeLayout
    source: Effects | Pooled
    axes: Axes

    @property
    def table(self) -> pd.DataFrame:
        """The numbers behind the plot, one row for each study.

        Returns
        -------
        pandas.DataFrame
            Columns slab, events_1, n_1, risk_1, events_2, n_2, risk_2 (risks in per
            cent) and weight [per cent], NA where nothing is pooled.
        """
        import pandas as pd

        rows = [
            {
                "slab": study.name,
                "events_1": study.events[0],
                "n_1": study.patients[0],
                "risk_1": study.risks[0],
                "events_2": study.events[1],
                "n_2": study.patients[1],
                "risk_2": study.risks[1],
                "weight": study.size if self.layout.is_pooled else None,
            }
            for study in self.layout.studies
        ]
        frame = pd.DataFrame(rows)
        return frame.astype(
            {name: "string" if name == "slab" else "Float64" for name in frame.columns}
        )

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        n = len(self.layout.studies)
        return f"<LabbePlot: {n} {'study' if n == 1 else 'studies'}>"


def draw(layout: LabbeLayout) -> tuple[Figure, Axes]:
    """Draw a layout; give the figure and the axes."""
    from matplotlib.colors import to_rgba

    sheet = chart_sheet(layout.frame)
    (axes,) = sheet.panels
    end = layout.frame.x.limits[1]
    axes.plot((0, end), (0, end), color=BLACK, linewidth=0.8, zorder=1)
    if layout.curve:
        across, up = zip(*layout.curve, strict=True)
        axes.plot(across, up, color=INK, linewidth=1.0, linestyle=DASHES["dashed"],
                  zorder=2)  # fmt: skip
    # The largest first, so that none hides a smaller one.
    for study in sorted(layout.studies, key=lambda study: -study.radius):
        first, second = study.risks
        axes.plot(second, first, marker="o", markersize=2 * study.radius,
                  markerfacecolor=to_rgba(INK, 0.3), markeredgecolor=INK,
                  markeredgewidth=0.8, linestyle="none", clip_on=False,
                  zorder=5)  # fmt: skip
    sheet.names(layout.labels)
    return sheet.figure, axes


def labbe(
    what: Effects | Pooled,
    *,
    title: str | None = None,
    arms: tuple[str, str] | None = None,
    event: str | None = None,
) -> LabbePlot:
    """Draw how often an event occurred in one group against the other, by study.

    Parameters
    ----------
    what
        Effects of events in two groups (``RR``, ``OR``, ``RD``, ``PETO``, ``AS``) with
        their counts, or a pool of such effects, which adds the pooled curve.
    title
        The heading; by default the measure's name.
    arms
        Names of groups 1 and 2, for example ``("Ketamine", "Placebo")``.
    event
        What occurred, for example ``"30% pain relief"``.

    Returns
    -------
    LabbePlot
        With ``figure``, ``axes``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If ``what`` is something else, the outcome is not binary, or counts are missing.

    Notes
    -----
    Group 2 stands across, group 1 upright, both in per cent and to the same scale; the
    points are the counts as reported. The dashed curve is where the pooled effect
    leads from every risk in group 2.

    References
    ----------
    L'Abbé KA, Detsky AS, O'Rourke K (1987). Annals of Internal Medicine 107:224-233.
    doi:10.7326/0003-4819-107-2-224

    Examples
    --------
    >>> import ketaevidence as ke
    >>> es = ke.effect_sizes("RR", ai=[8, 6], n1i=[20, 20], ci=[3, 4], n2i=[20, 20])
    >>> plot = ke.labbe(es, arms=("Ketamine", "Placebo"), event="relief")
    >>> print(plot.layout.sentences[0])
    Study 1: Ketamine 8 of 20 (40%), Placebo 3 of 20 (15%).
    """
    if not isinstance(what, Effects | Pooled):
        msg = (
            "labbe draws effects of two groups or a pool of them, not "
            f"{type(what).__name__}"
        )
        raise PresentError(msg)
    layout = labbe_layout(what, title=title, arms=arms, event=event)
    return LabbePlot(layout, what, *draw(layout))
