"""How far a pooled result rests on single studies, on its order, and on choices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ketaevidence.pooling import Pooled
from ketaevidence.pooling.sensitivity import cumulative, leave_one_out
from ketaevidence.present import words
from ketaevidence.present.chart.words import pool_line
from ketaevidence.present.funnel import funnel
from ketaevidence.present.report.figures import FigureView, Table, figure_view
from ketaevidence.present.report.other_choices import ChoiceRow, other_choices
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.stepwise import cumulative_plot, leave_one_out_plot
from ketaevidence.present.stepwise.plot import CumulativePlot, LeaveOneOutPlot
from ketaevidence.synthesis.model import Analysis, Group

#: Fewest studies of which leaving one out, or adding one, still leaves a pool.
_FEWEST = 3
#: Fewest studies of a funnel plot (Sterne and others 2011, doi:10.1136/bmj.d4002).
_FEWEST_FOR_FUNNEL = 10


@dataclass(frozen=True, slots=True)
class SteadinessView:
    """What the report shows beneath one pooled result."""

    label: str
    #: How it was pooled, and every caveat of it.
    method: str
    caveats: tuple[str, ...]
    choices: tuple[ChoiceRow, ...]
    figures: tuple[FigureView, ...]
    #: Figures that are not drawn, and why, in sentences.
    not_drawn: tuple[str, ...]


def steadiness_views(
    analysis: Analysis, position: int, snapshot: Snapshot, *, with_figures: bool
) -> tuple[SteadinessView, ...]:
    """Gather it for every pooled group of an analysis.

    Parameters
    ----------
    analysis
        One analysis, at its ``position`` in the report.
    snapshot
        The state that it belongs to.
    with_figures
        Whether figures are drawn; the table of choices is made anyway.
    """
    found = []
    for number, group in enumerate(analysis.groups, start=1):
        pooled = group.pooled
        if pooled is None or pooled.k < 2:
            continue
        prefix = f"steady-{position}-{number}"
        figures = (
            tuple(_figures(analysis, group, pooled, prefix, snapshot))
            if with_figures
            else ()
        )
        found.append(
            SteadinessView(
                label=words.clean(group.label),
                method=pool_line(pooled),
                caveats=tuple(map(words.sentence, pooled.notes)),
                choices=other_choices(analysis, group, snapshot),
                figures=figures,
                not_drawn=tuple(_not_drawn(group, pooled, snapshot)),
            )
        )
    return tuple(found)


def _years(group: Group, snapshot: Snapshot) -> tuple[list[int], list[str]]:
    """Give the year of each study, and which studies have none."""
    known = {study.study_id: study.year for study in snapshot.register.studies}
    years = [known.get(row.study_id) for row in group.rows]
    missing = [
        words.clean(row.label)
        for row, year in zip(group.rows, years, strict=True)
        if year is None
    ]
    return [year for year in years if year is not None], missing


def _figures(
    analysis: Analysis, group: Group, pooled: Pooled, prefix: str, snapshot: Snapshot
) -> Iterator[FigureView]:
    label = words.clean(group.label)
    # A pool has no sides where there is no value of no difference.
    favours = analysis.favours if analysis.null_value is not None else None
    if pooled.k >= _FEWEST:
        title = f"Without each study: {label}"
        yield figure_view(
            lambda: leave_one_out_plot(
                leave_one_out(pooled), title=title, favours=favours
            ),
            f"{prefix}-without",
            title,
            table=_steps,
        )
        years, missing = _years(group, snapshot)
        if not missing:
            grown = f"As studies came, by year: {label}"
            yield figure_view(
                lambda: cumulative_plot(
                    cumulative(pooled, order=years), title=grown, favours=favours
                ),
                f"{prefix}-grown",
                grown,
                table=_steps,
            )
    if pooled.k >= _FEWEST_FOR_FUNNEL:
        shape = f"Funnel plot: {label}"
        yield figure_view(
            lambda: funnel(pooled, title=shape, favours=favours),
            f"{prefix}-funnel",
            shape,
            caption="Small studies that lie to one side have several possible reasons; "
            "unpublished studies are one of them.",
        )


def _not_drawn(group: Group, pooled: Pooled, snapshot: Snapshot) -> Iterator[str]:
    studies = words.counted(pooled.k, "study", "studies")
    if pooled.k < _FEWEST:
        yield f"Nothing is left out one by one: {studies} are too few for it."
    elif missing := _years(group, snapshot)[1]:
        yield (
            "Not shown as it grew by year: no year is entered for "
            f"{', '.join(missing)}."
        )
    if pooled.k < _FEWEST_FOR_FUNNEL:
        yield (
            f"No funnel plot and no test of asymmetry: with {studies}, fewer than "
            f"{_FEWEST_FOR_FUNNEL}, chance alone would draw a pattern."
        )


def _steps(plot: LeaveOneOutPlot | CumulativePlot) -> Table:
    """Give the rows of the picture as it prints them, on the scale that people read."""
    heads = [" ".join(lines) for lines in plot.layout.heads]
    return heads, [(step.name, *step.texts) for step in plot.layout.steps]
