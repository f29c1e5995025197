"""One section of the report per analysis: figure, numbers, and why not pooled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.errors import PresentError
from ketaevidence.present import words
from ketaevidence.present.answers import decisions_on
from ketaevidence.present.forest.draw import draw
from ketaevidence.present.forest.layout import forest_layout
from ketaevidence.present.forest.model import ForestLayout
from ketaevidence.present.forest.plot import Forest
from ketaevidence.present.forest.words import data_cells
from ketaevidence.present.report.answer import Answer, answer
from ketaevidence.present.report.bias import bias_lines
from ketaevidence.present.report.figures import markup_of
from ketaevidence.present.report.steadiness import SteadinessView, steadiness_views
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.synthesis.model import Analysis, KeptOut, Reading

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One way to read an ambiguous number, and what would follow."""

    assumption: str
    estimate: str
    interval: str
    #: The standard deviations that the reading would mean; empty if not worked out.
    implied_sd: str
    is_plausible: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class KeptOutView:
    """A study that was kept out, with the readings of its ambiguous numbers."""

    label: str
    study_id: str
    reason: str
    readings: tuple[ReadingRow, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class ResultView:
    """Everything that one analysis shows."""

    anchor: str
    title: str
    meaning: str
    caution: str | None
    #: The forest plot; ``None`` where no study can be drawn, or none is wanted.
    svg: Markup | None
    #: Its width as it was laid out [points].
    width: int
    #: Why the risk of bias does not stand beside the rows, where it was judged.
    without_lights: str | None
    head: tuple[str, ...]
    body: tuple[tuple[str, ...], ...]
    heterogeneity: tuple[str, ...]
    #: (group, why it is not pooled) pairs.
    groups_not_pooled: tuple[tuple[str, str], ...]
    kept_out: tuple[KeptOutView, ...]
    important_difference: str | None
    #: Marks of each row of the body, to stand under its name.
    marks: tuple[tuple[str, ...], ...]
    #: (study, what people decided on its numbers) of every row that is shown.
    decisions: tuple[tuple[str, str], ...]
    #: (study, how its risk of bias was judged) of every row that is shown.
    bias: tuple[tuple[str, str], ...]
    answer: Answer
    #: How far each pooled result rests on single studies and choices.
    steadiness: tuple[SteadinessView, ...]


def _readings(rows: tuple[Reading, ...]) -> tuple[ReadingRow, ...]:
    return tuple(
        ReadingRow(
            words.sentence(row.assumption).rstrip("."),
            words.number(row.estimate, 2),
            words.interval(row.ci_lb, row.ci_ub, 2),
            " and ".join(words.number(sd, 2) for sd in row.implied_sd),
            row.plausible,
            words.sentence(row.note) if row.note else None,
        )
        for row in rows
    )


def _kept_out(item: KeptOut) -> KeptOutView:
    return KeptOutView(
        item.label,
        item.study_id,
        words.sentence(item.reason),
        _readings(item.readings),
        words.sentence(item.note) if item.note else None,
    )


def _groups_not_pooled(analysis: Analysis) -> tuple[tuple[str, str], ...]:
    return tuple(
        (group.label, words.sentence(group.why_not_pooled or "No reason was recorded"))
        for group in analysis.groups
        if group.rows and (group.pooled is None or group.pooled.k < 2)
    )


def _layout(analysis: Analysis, snapshot: Snapshot) -> tuple[ForestLayout, str | None]:
    """Lay the plot out, with the lights of the risk of bias where they fit.

    Lights of two tools, or two on one row, fit into no plot; the section on the risk
    of bias has them all.
    """
    if snapshot.bias:
        try:
            return forest_layout(analysis, show_kept_out=False, bias=snapshot), None
        except PresentError as error:
            why = words.sentence(str(error))
            return forest_layout(analysis, show_kept_out=False), why
    return forest_layout(analysis, show_kept_out=False), None


def result_view(
    analysis: Analysis, position: int, snapshot: Snapshot, *, with_figures: bool = True
) -> ResultView:
    """Gather what the section of one analysis shows; draw its figures."""
    anchor = f"result-{position}"
    layout, without_lights = _layout(analysis, snapshot)
    svg, width = None, 0
    if with_figures and not layout.empty_because:
        drawn = Forest(layout, *draw(layout))
        svg = markup_of(drawn, f"plot-{position}")
        width = round(drawn.figure.get_size_inches()[0] * 72)
    head, body = data_cells(layout, with_marks=False)
    marks = [row.marks for row in layout.rows if row.kind not in {"heading", "note"}]
    return ResultView(
        anchor=anchor,
        title=analysis.title,
        meaning=words.sentence(analysis.meaning),
        caution=words.sentence(analysis.caution) if analysis.caution else None,
        svg=svg,
        width=width,
        without_lights=without_lights,
        head=head,
        body=() if layout.empty_because else body,
        heterogeneity=layout.heterogeneity,
        groups_not_pooled=_groups_not_pooled(analysis),
        kept_out=tuple(_kept_out(item) for item in analysis.kept_out),
        important_difference=layout.band.label if layout.band else None,
        marks=tuple(marks),
        decisions=tuple(
            (words.clean(row.label), said)
            for row in analysis.rows
            for said in decisions_on(row.result_ids, snapshot)
        ),
        bias=bias_lines(analysis, snapshot),
        answer=answer(analysis, layout, snapshot, anchor),
        steadiness=steadiness_views(
            analysis, position, snapshot, with_figures=with_figures
        ),
    )
