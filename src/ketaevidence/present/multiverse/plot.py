"""The picture of a multiverse: a curve of results, and a grid of choices under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.errors import PresentError
from ketaevidence.pooling.sensitivity import Multiverse
from ketaevidence.present.drawn import Drawn
from ketaevidence.present.multiverse.draw import draw
from ketaevidence.present.multiverse.layout import MultiverseLayout, multiverse_layout
from ketaevidence.present.words import plain

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class MultiversePlot(Drawn):
    """A drawn multiverse with the layout and the table that it was made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> es = ke.effect_sizes("MC", yi=[-1.2, -0.4, 0.1], vi=[0.25, 0.16, 0.2])
    >>> worlds = ke.multiverse(es, methods=["EE", "DL"], tests=["z", "t"])
    >>> ke.multiverse_plot(worlds)
    <MultiversePlot: 4 combinations>
    """

    layout: MultiverseLayout
    #: The table behind the picture, with the combinations that have no result.
    source: Multiverse
    #: The matplotlib figure, for whoever wants to add to it.
    figure: Figure
    #: The axes of the results, and of the choices below them.
    axes: tuple[Axes, Axes]

    @property
    def title(self) -> str:
        """The picture's heading."""
        return self.layout.title

    @property
    def table(self) -> pd.DataFrame:
        """The numbers behind the picture, one row for each combination."""
        return self.source.frame()

    @property
    def alt_text(self) -> str:
        """The picture in sentences, one per line, for readers who do not see it."""
        worlds = self.layout.worlds
        low, high = (plain(worlds[place].estimate, 2) for place in (0, -1))
        told = [f"{self.layout.title}: from {low} to {high}."]
        for name, options in self.layout.rows:
            for option in options:
                chosen = [
                    world.estimate
                    for world in worlds
                    if (name, option) in world.choices
                ]
                if chosen:
                    ends = plain(min(chosen), 2), plain(max(chosen), 2)
                    told.append(f"{name}, {option}: {ends[0]} to {ends[1]}.")
        return "\n".join([*told, *self.layout.notes])

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        return f"<MultiversePlot: {len(self.layout.worlds)} combinations>"


def multiverse_plot(result: Multiverse, *, title: str | None = None) -> MultiversePlot:
    """Draw a multiverse: every result in order, above the choices that made it.

    Parameters
    ----------
    result
        What :func:`multiverse` gave.
    title
        The heading; by default the measure's name.

    Returns
    -------
    MultiversePlot
        With ``figure``, ``axes``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If ``result`` is no multiverse, or has no result at all.

    Notes
    -----
    A specification curve (Simonsohn, Simmons and Nelson 2020,
    doi 10.1038/s41562-020-0912-z). Intervals that reach far beyond the others are cut,
    with an arrow. Ratios stand on a logarithmic axis.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> es = ke.effect_sizes("MC", yi=[-1.2, -0.4, 0.1], vi=[0.25, 0.16, 0.2])
    >>> plot = ke.multiverse_plot(ke.multiverse(es, methods=["EE", "DL"], tests=["z"]))
    >>> plot.layout.rows
    (('Estimator', ('EE', 'DL')),)
    """
    if not isinstance(result, Multiverse):
        msg = f"multiverse_plot draws a Multiverse, not {type(result).__name__}"
        raise PresentError(msg)
    layout = multiverse_layout(result, title)
    return MultiversePlot(layout, result, *draw(layout))
