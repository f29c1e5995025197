"""The funnel plot: effects against their standard errors, with contours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.errors import PresentError
from ketaevidence.pooling import Pooled
from ketaevidence.present.chart.model import Chart
from ketaevidence.present.funnel.draw import draw
from ketaevidence.present.funnel.layout import funnel_layout
from ketaevidence.present.funnel.model import FunnelLayout, Naming

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True)
class FunnelPlot(Chart):
    """A drawn funnel plot with the layout and the pool that it was made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> yi = [-1.6, -0.9, -0.4, -0.5, -1.1, -0.2, -0.8, -0.3, -1.3, -0.6]
    >>> vi = [0.5, 0.2, 0.1, 0.04, 0.3, 0.05, 0.21, 0.02, 0.4, 0.11]
    >>> ke.funnel(ke.pool(yi, vi))
    <FunnelPlot: 10 studies>
    """

    layout: FunnelLayout
    source: Pooled
    axes: Axes

    @property
    def table(self) -> pd.DataFrame:
        """The numbers behind the plot, one row for each study.

        Returns
        -------
        pandas.DataFrame
            Columns slab, group, yi and sei (scale of analysis), read_as (as people
            read it), pval (the study alone against no difference), is_inside (between
            the pseudo-confidence limits). Missing is NA.
        """
        import pandas as pd

        layout, effects = self.layout, self.source.effects
        back = effects.has_own_way_back
        rows = [
            {
                "slab": study.name,
                "group": layout.groups[study.group] if layout.groups else None,
                "yi": study.effect,
                "sei": study.se,
                "read_as": float(effects.back_transform(study.effect))
                if back
                else None,
                "pval": study.p,
                "is_inside": study.is_inside,
            }
            for study in layout.studies
        ]
        kinds = {"slab": "string", "group": "string", "is_inside": "boolean"}
        frame = pd.DataFrame(rows)
        return frame.astype(
            {name: kinds.get(name, "Float64") for name in frame.columns}
        )

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        return f"<FunnelPlot: {len(self.layout.studies)} studies>"


def funnel(  # noqa: PLR0913 (each is one choice of the figure)
    pooled: Pooled,
    *,
    title: str | None = None,
    allow_few: bool = False,
    groups: Sequence[object] | None = None,
    names: Naming = "outside",
    favours: tuple[str, str] | None = None,
) -> FunnelPlot:
    """Draw effects against their standard errors, to see whether small studies differ.

    Parameters
    ----------
    pooled
        A result of :func:`pool`, of ten studies or more.
    title
        The heading; by default the measure's name.
    allow_few
        Draw three to nine studies all the same, with a caution in the figure.
    groups
        One name for each study, shape ``(k,)``; each group, of at most five, gets a
        shape of its own.
    names
        Which studies are named: ``"outside"`` the pseudo-confidence limits, ``"all"``
        that find room, or ``"none"``.
    favours
        What stands left and right of the line of no difference.

    Returns
    -------
    FunnelPlot
        With ``figure``, ``axes``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If ``pooled`` is no pool, has fewer than ten studies (three, if few are
        allowed), or a choice does not exist or fit.

    Notes
    -----
    Shaded regions stand around the value of no difference (null -/+ z se, with z of
    p = 0.10, 0.05 and 0.01), and the pseudo 95% limits around the pooled value
    (estimate -/+ 1.96 se). Measures without a value of no difference have no regions.
    Ratios stand on a logarithmic axis. Asymmetry is not the same as publication bias.

    References
    ----------
    Peters JL, Sutton AJ, Jones DR, Abrams KR, Rushton L (2008). Journal of Clinical
    Epidemiology 61:991-996. doi:10.1016/j.jclinepi.2007.11.010
    Sterne JAC and others (2011). BMJ 343:d4002. doi:10.1136/bmj.d4002

    Examples
    --------
    >>> import ketaevidence as ke
    >>> yi = [-1.6, -0.9, -0.4, -0.5, -1.1, -0.2, -0.8, -0.3, -1.3, -0.6]
    >>> vi = [0.5, 0.2, 0.1, 0.04, 0.3, 0.05, 0.21, 0.02, 0.4, 0.11]
    >>> plot = ke.funnel(ke.pool(yi, vi, method="DL", test="z"))
    >>> int(plot.table["is_inside"].sum())
    10
    """
    if not isinstance(pooled, Pooled):
        msg = f"funnel draws the result of pool(), not {type(pooled).__name__}"
        raise PresentError(msg)
    layout = funnel_layout(
        pooled,
        title=title,
        allow_few=allow_few,
        groups=groups,
        names=names,
        favours=favours,
    )
    return FunnelPlot(layout, pooled, *draw(layout))
