"""The forest plot: every study's effect with its uncertainty, and the pool if any."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ketaevidence.pooling import Pooled
from ketaevidence.present.drawn import Drawn
from ketaevidence.present.forest.draw import draw
from ketaevidence.present.forest.layout import forest_layout
from ketaevidence.present.forest.model import ForestLayout, ForestRow
from ketaevidence.present.forest.words import alt_text
from ketaevidence.synthesis.model import Analysis

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ketaevidence.pooling import Tau2Interval
    from ketaevidence.pooling.counts import PooledProportion, Stratified
    from ketaevidence.pooling.heterogeneity_interval import IntervalMethod
    from ketaevidence.pooling.subgroups import Subgroups


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
            ci_ub, weight and note, on the scale of the axis; with judgements on the
            risk of bias, a column for each domain. Missing is NA.
        """
        import pandas as pd

        rows = [
            {
                "kind": row.kind,
                "group": row.group,
                "label": row.name,
                **{_snake(title): text or None for title, text in row.cells},
                **self._bias(row),
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

    def _bias(self, row: ForestRow) -> dict[str, str | None]:
        """Give the judgements of a row in words."""
        names = [f"bias_{_snake(name)}" for name, _ in self.layout.domains]
        lights = row.lights or (None,) * len(names)
        pairs = zip(names, lights, strict=True)
        return {name: light.word if light else None for name, light in pairs}

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


def forest(  # noqa: PLR0913 (the parts of a plot, each by name)
    what: Pooled | Analysis | Subgroups | PooledProportion | Stratified,
    *,
    title: str | None = None,
    subtitle: str | None = None,
    axis_label: str | None = None,
    show_kept_out: bool = True,
    favours: tuple[str, str] | None = None,
    arms: tuple[str, str] | None = None,
    columns: Mapping[Any, Sequence[object]] | None = None,
    bias: object = None,
    order: str = "given",
    important_difference: tuple[float, float, str] | None = None,
    tau2_interval: IntervalMethod | Tau2Interval | None = None,
    hide: Sequence[str] = (),
    style: str = "default",
) -> Forest:
    """Draw a forest plot of a pooled result, or of an analysis pooled or not.

    Parameters
    ----------
    what
        A pooled result; subgroups; a result that was pooled from counts; or an
        analysis of which some, all or no groups are pooled.
    title, subtitle, axis_label
        The heading (by default the analysis' title or the measure's name), a line
        below it (comparison, follow-up), and the title of the axis with its unit.
    show_kept_out
        Whether studies that were kept out are listed below, each with its reason.
    favours
        What stands left and right of the line of no difference, for example
        ``("Favours ketamine", "Favours placebo")``. An analysis brings its own; a
        pooled result has none unless given here.
    arms
        Names of the first and second arm of a pooled result, for example
        ``("Ketamine", "Placebo")``; "Group 1" and "Group 2" unless given here.
    columns
        Further columns: a title, or a pair of an upper heading and a title, mapped to
        one value for each study in the order of the result.
    bias
        Lights of the risk of bias: a review, what ``Review.bias()`` gives, or a mapping
        from a study's label to its judgement. Of one tool; nothing is worked out.
    order
        ``"given"``, ``"name"``, ``"year"`` (at the end of the label), ``"effect"``
        (smallest first) or ``"weight"`` (largest first); within subgroups. It is stated
        under the plot.
    important_difference
        A difference that matters to patients, drawn as a band: its lower end, its
        upper end on the axis, and who says so.
    tau2_interval
        Also print intervals of tau2 and I2: ``"QP"``, ``"PL"`` or ``"GENQ"``, or what
        :func:`tau2_interval` gave.
    hide
        Parts to leave out: ``"data"``, ``"weights"``, ``"prediction"``,
        ``"heterogeneity"``, ``"tests"``, ``"pooled line"``, ``"important difference"``.
        Caveats and reasons not to pool cannot be left out.
    style
        ``"default"``, ``"revman"``, ``"bmj"``, ``"jama"`` or ``"metafor"``: where
        columns stand, colours, brackets, how p values are printed. It changes no number
        and no method.

    Returns
    -------
    Forest
        With ``figure``, ``axes``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If ``what`` is no such result, or something asked for has no place in it:
        ``favours`` where there is no line of no difference, ``arms`` with an analysis,
        columns of another length, judgements of several tools.

    Notes
    -----
    The area of a square follows the study's weight, and the number of patients where
    the model has no weights. Studies that are shown and not pooled have hollow marks of
    one size. A prediction interval has a row of its own. Totals of patients and events
    are printed where every study has a count.
    The foot of the plot says how the intervals of single studies were made: exact for
    the proportions of an analysis, normal on the scale of analysis for a pooled result.
    Letters that the font DejaVu Sans lacks (Chinese, for one) become boxes in PNG and
    PDF; SVG keeps them as text.

    References
    ----------
    Lewis S, Clarke M (2001). BMJ 322:1479-1480. doi:10.1136/bmj.322.7300.1479
    Guddat C, Grouven U, Bender R, Skipka G (2012). Systematic Reviews 1:34.
    doi:10.1186/2046-4053-1-34

    Examples
    --------
    >>> import ketaevidence as ke
    >>> responders = ke.example_review().analyses()[2]
    >>> plot = ke.forest(responders)
    >>> print(plot.alt_text.splitlines()[0])
    Forest plot, Responders without a comparator: ... shown, none pooled.
    """
    layout = forest_layout(
        what,
        title=title,
        subtitle=subtitle,
        axis_label=axis_label,
        show_kept_out=show_kept_out,
        favours=favours,
        arms=arms,
        columns=columns,
        bias=bias,
        order=order,
        important_difference=important_difference,
        tau2_interval=tau2_interval,
        hide=hide,
        style=style,
    )
    return Forest(layout, *draw(layout))
