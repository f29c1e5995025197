"""The traffic light and the summary bars of the risk of bias."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.present import words
from ketaevidence.present.drawn import Drawn
from ketaevidence.present.risk_of_bias.bars_layout import (
    NOBODY,
    BarsLayout,
    Segment,
    bars_layout,
)
from ketaevidence.present.risk_of_bias.ink import draw_bars, draw_traffic
from ketaevidence.present.risk_of_bias.rows import judged_by
from ketaevidence.present.risk_of_bias.signs import Light
from ketaevidence.present.risk_of_bias.traffic_layout import (
    TrafficLayout,
    traffic_layout,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

#: Said of what nobody judged.
_NOT_JUDGED = "not judged"


def _word(shown: Light | None) -> str:
    return _NOT_JUDGED if shown is None else shown.word


@dataclass(frozen=True, slots=True)
class TrafficLight(Drawn):
    """A drawn traffic light with the layout and the table that it was made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> review = ke.example_review()
    >>> made = review.judge_bias(
    ...     "sigtermans2009", tool="rob2", outcome="pain_intensity", time_days=84,
    ...     domains=dict.fromkeys(["D1", "D2", "D3", "D4", "D5"], "Low"),
    ...     by="A. Reader", reason="invented for this example")
    >>> ke.traffic_light([made]).table.columns.tolist()[:3]
    ['study', 'study_id', 'judged']
    """

    layout: TrafficLayout
    #: The matplotlib figure, for whoever wants to add to it.
    figure: Figure

    @property
    def title(self) -> str:
        """The figure's heading, with the tool."""
        return f"{self.layout.title}: {words.clean(self.layout.tool)}"

    @property
    def table(self) -> pd.DataFrame:
        """The judgements, one row for each.

        Returns
        -------
        pandas.DataFrame
            Columns study, study_id, judged, then each domain by its name, and Overall
            where somebody judged it. What nobody judged is NA.
        """
        import pandas as pd

        names = [name for name, _ in self.layout.columns]
        rows = [
            {
                "study": one.row.study,
                "study_id": one.row.study_id,
                "judged": one.row.judged,
                **{
                    name: None if shown is None else shown.word
                    for name, shown in zip(names, one.row.lights, strict=True)
                },
            }
            for one in self.layout.rows
        ]
        return pd.DataFrame(rows).astype("string")

    @property
    def alt_text(self) -> str:
        """The figure in sentences, one per line, for readers who do not see it."""
        names = [name for name, _ in self.layout.columns]
        n = words.counted(len(self.layout.rows), "judgement")
        lines = [f"{self.title}: {n}."]
        for one in self.layout.rows:
            said = zip(names, one.row.lights, strict=True)
            told = ", ".join(f"{name} {_word(shown)}" for name, shown in said)
            lines.append(f"{one.row.study}, {words.clause(one.row.judged)}: {told}.")
        return "\n".join([*lines, *(" ".join(note) for note in self.layout.notes)])

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        rows = words.counted(len(self.layout.rows), "row")
        return f"<TrafficLight: {words.clean(self.layout.tool)}, {rows}>"


@dataclass(frozen=True, slots=True)
class BiasBars(Drawn):
    """Drawn summary bars with the layout and the table that they were made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> review = ke.example_review()
    >>> made = review.judge_bias(
    ...     "sigtermans2009", tool="rob2", outcome="pain_intensity", time_days=84,
    ...     domains=dict.fromkeys(["D1", "D2", "D3", "D4", "D5"], "Low"),
    ...     by="A. Reader", reason="invented for this example")
    >>> ke.bias_bars([made])
    <BiasBars: ...>
    """

    layout: BarsLayout
    #: The matplotlib figure, for whoever wants to add to it.
    figure: Figure

    @property
    def title(self) -> str:
        """The figure's heading, with the tool."""
        return f"{self.layout.title}: {words.clean(self.layout.tool)}"

    @property
    def table(self) -> pd.DataFrame:
        """The shares, one row for each judgement of each domain.

        Returns
        -------
        pandas.DataFrame
            Columns domain, title, judgement, count (judged rows) and percent (of all
            rows, by their weights). The share that nobody judged has its own row.
        """
        import pandas as pd

        rows = [
            (bar.name, bar.title, _share(part), part.count, part.percent)
            for bar in self.layout.bars
            for part in bar.segments
        ]
        head = ["domain", "title", "judgement", "count", "percent"]
        return pd.DataFrame(rows, columns=head).astype(
            dict.fromkeys(head[:3], "string") | {"count": "Int64", "percent": "Float64"}
        )

    @property
    def alt_text(self) -> str:
        """The figure in sentences, one per line, for readers who do not see it."""
        lines = [f"{self.title}.", self.layout.weights]
        for bar in self.layout.bars:
            told = ", ".join(
                f"{_share(part)} {words.percent(part.percent)}" for part in bar.segments
            )
            lines.append(f"{words.capital(bar.title)}: {told}.")
        return "\n".join(lines)

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        bars = words.counted(len(self.layout.bars), "bar")
        return f"<BiasBars: {words.clean(self.layout.tool)}, {bars}>"


def _share(part: Segment) -> str:
    return NOBODY if part.light is None else part.light.word


def traffic_light(
    what: object,
    *,
    tool: str | None = None,
    version: str | None = None,
    title: str | None = None,
) -> TrafficLight:
    """Draw how the risk of bias was judged, study by study and domain by domain.

    Parameters
    ----------
    what
        A review (judgements on its included studies), or what ``Review.bias()`` gives.
    tool, version
        Which tool: ``"rob2"``, ``"rob1"`` or ``"robins-i"``, and which version of it.
        Needed where judgements of several were made: a figure shows one.
    title
        The heading; "Risk of bias" by default.

    Returns
    -------
    TrafficLight
        With ``figure``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If there is no judgement, or they are of several tools.

    Notes
    -----
    Every light has a sign and a dark outline beside its colour, so that it reads the
    same in one ink. A judgement on the whole is shown where a person made one, and is
    never worked out from the domains.

    References
    ----------
    McGuinness LA, Higgins JPT (2021). Research Synthesis Methods 12:55-61.
    doi:10.1002/jrsm.1411

    Examples
    --------
    >>> import ketaevidence as ke
    >>> review = ke.example_review()
    >>> made = review.judge_bias(
    ...     "sigtermans2009", tool="rob2", outcome="pain_intensity", time_days=84,
    ...     domains=dict.fromkeys(["D1", "D2", "D3", "D4", "D5"], "Low"),
    ...     by="A. Reader", reason="invented for this example")
    >>> ke.traffic_light([made])
    <TrafficLight: RoB 2, parallel groups (22 August 2019), 1 row>
    """
    layout = traffic_layout(judged_by(what, tool, version, "traffic_light"), title)
    return TrafficLight(layout, draw_traffic(layout))


def bias_bars(
    what: object,
    *,
    weights: object = None,
    tool: str | None = None,
    version: str | None = None,
    title: str | None = None,
) -> BiasBars:
    """Draw how often each judgement on the risk of bias was made in each domain.

    Parameters
    ----------
    what
        A review (judgements on its included studies), or what ``Review.bias()`` gives.
    weights
        None: each judged row counts the same. A pooled result: each study by its
        weight there. Or a mapping from a study's label or identifier to its weight.
        Which it is stands under the figure.
    tool, version
        Which tool, where judgements of several were made: a figure shows one.
    title
        The heading.

    Returns
    -------
    BiasBars
        With ``figure``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If there is no judgement, they are of several tools, a judged study has no
        weight, or weights are given and a study has several judged results.

    Notes
    -----
    What nobody judged is a share of its own, hatched. Bars hide which studies are
    which: show a traffic light beside them.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> review = ke.example_review()
    >>> made = review.judge_bias(
    ...     "sigtermans2009", tool="rob2", outcome="pain_intensity", time_days=84,
    ...     domains=dict.fromkeys(["D1", "D2", "D3", "D4", "D5"], "Low"),
    ...     by="A. Reader", reason="invented for this example")
    >>> ke.bias_bars([made]).layout.weights
    'Unweighted: each of 1 judgement in 1 study counts the same.'
    """
    judged = judged_by(what, tool, version, "bias_bars")
    layout = bars_layout(judged, weights, title)
    return BiasBars(layout, draw_bars(layout))
