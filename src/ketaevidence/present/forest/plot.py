"""The forest plot: every study's effect with its uncertainty, and the pool if any."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.pooling import Pooled
from ketaevidence.present.drawn import Drawn
from ketaevidence.present.forest.draw import draw
from ketaevidence.present.forest.layout import forest_layout
from ketaevidence.present.forest.model import ForestLayout
from ketaevidence.present.forest.words import alt_text
from ketaevidence.synthesis.model import Analysis

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Forest(Drawn):
    """A drawn forest plot with the layout and the table that it was made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> plot = ke.forest(ke.example_review().analyses()[2])
    >>> plot
    <Forest: Responders without a comparator, 4 rows>
    >>> plot.alt_text.splitlines()[0]
    'Forest plot, Responders without a comparator: 4 studies shown, none pooled.'
    """

    layout: ForestLayout
    #: The matplotlib figure, for whoever wants to add to it.
    figure: Figure
    #: The matplotlib axes with the plot; y counts lines from the top.
    axes: Axes

    @property
    def table(self) -> pd.DataFrame:
        """The numbers behind the plot, one row per study and pooled result.

        Returns
        -------
        pandas.DataFrame
            Columns kind, group, label, the plot's own columns, estimate, ci_lb,
            ci_ub, weight and note, on the scale of the axis. Missing is NA.
        """
        import pandas as pd

        rows = [
            {
                "kind": row.kind,
                "group": row.group,
                "label": row.name,
                **{_snake(title): text or None for title, text in row.cells},
                "estimate": row.estimate,
                "ci_lb": row.ci[0] if row.ci else None,
                "ci_ub": row.ci[1] if row.ci else None,
                "weight": row.weight,
                "note": "; ".join(row.marks) or None,
            }
            for row in self.layout.rows
            if row.kind not in {"heading", "note"}
        ]
        frame = pd.DataFrame(rows)
        numbers = {"estimate", "ci_lb", "ci_ub", "weight"}
        kinds = {c: "Float64" if c in numbers else "string" for c in frame.columns}
        return frame.astype(kinds)

    @property
    def title(self) -> str:
        """The plot's heading."""
        return self.layout.title

    @property
    def alt_text(self) -> str:
        """The plot in sentences, one per line, for readers who do not see it."""
        return alt_text(self.layout)

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        return f"<Forest: {self.layout.title}, {len(self.layout.studies)} rows>"


def _snake(title: str) -> str:
    return re.sub(r"\W+", "_", title.lower()).strip("_")


def forest(
    what: Pooled | Analysis,
    *,
    title: str | None = None,
    show_kept_out: bool = True,
    favours: tuple[str, str] | None = None,
    arms: tuple[str, str] | None = None,
) -> Forest:
    """Draw a forest plot of a pooled result, or of an analysis pooled or not.

    Parameters
    ----------
    what
        A pooled result, or an analysis of which some, all or no groups are pooled.
    title
        The heading; by default the analysis' title or the measure's name.
    show_kept_out
        Whether studies that were kept out are listed below, each with its reason.
    favours
        What stands left and right of the line of no difference, for example
        ``("Favours ketamine", "Favours placebo")``. An analysis brings its own; a
        pooled result has none unless given here.
    arms
        Names of the first and second arm of a pooled result, for example
        ``("Ketamine", "Placebo")``; "Group 1" and "Group 2" unless given here.

    Returns
    -------
    Forest
        With ``figure``, ``axes``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If ``what`` is neither a pooled result nor an analysis, if ``favours`` is given
        where there is no line of no difference, or ``arms`` with an analysis.

    Notes
    -----
    The area of a square follows the study's weight. Studies that are shown and not
    pooled have hollow marks of one size. A prediction interval has a row of its own.
    The foot of the plot says how the intervals of single studies were made: exact for
    the proportions of an analysis, normal on the scale of analysis for a pooled result.
    Letters that the font DejaVu Sans lacks (Chinese, for one) become boxes in PNG and
    PDF; SVG keeps them as text.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> responders = ke.example_review().analyses()[2]
    >>> plot = ke.forest(responders)
    >>> print(plot.alt_text.splitlines()[0])
    Forest plot, Responders without a comparator: ... shown, none pooled.
    """
    layout = forest_layout(
        what, title=title, show_kept_out=show_kept_out, favours=favours, arms=arms
    )
    return Forest(layout, *draw(layout))
