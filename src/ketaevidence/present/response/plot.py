"""Effects against dose and against time, one panel for each kind of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.curation.model import Register
from ketaevidence.errors import PresentError
from ketaevidence.present.drawn import Drawn
from ketaevidence.present.response.draw import draw
from ketaevidence.present.response.layout import (
    Across,
    PlacedPoint,
    ResponseLayout,
    response_layout,
)
from ketaevidence.present.response.points import (
    Place,
    by_dose_class,
    given,
    panels_of,
    weeks_of,
)
from ketaevidence.present.response.table import response_table
from ketaevidence.present.response.words import name_of
from ketaevidence.present.review_state import HasSnapshot, snapshot_of
from ketaevidence.present.snapshot import Snapshot
from ketaevidence.present.words import (
    clause,
    clean,
    counted,
    estimate,
    plain,
    shortened,
)
from ketaevidence.synthesis.model import Analysis

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ASKED = Snapshot | HasSnapshot | Analysis


@dataclass(frozen=True, slots=True)
class Response(Drawn):
    """Drawn effects against dose or time, with the layout that they were made from.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> ke.time_response(ke.example_review())
    <Response: Effects by time; 3 panels, 5 effects>
    """

    layout: ResponseLayout
    #: The matplotlib figure, for whoever wants to add to it.
    figure: Figure
    #: The axes of the panels that have points, from top to bottom.
    axes: tuple[Axes, ...]

    @property
    def title(self) -> str:
        """The picture's heading."""
        return self.layout.title

    @property
    def table(self) -> pd.DataFrame:
        """The numbers behind the picture: shown, without a place, and kept out.

        Returns
        -------
        pandas.DataFrame
            Columns analysis, number (in the picture), study_id, label, x (weeks, dose,
            or the place of a dose class), estimate, ci_lb, ci_ub, vi, design, phase,
            group, why_not_shown. Missing is NA.
        """
        return response_table(self.layout)

    @property
    def alt_text(self) -> str:
        """The picture in sentences, one for each effect."""
        shown = sum(len(panel.points) for panel in self.layout.panels)
        told = [f"{self.title}: {counted(shown, 'effect')}."]
        for panel in self.layout.panels:
            analysis = panel.panel.analysis
            told.append(f"{clean(analysis.title)}: {clause(analysis.axis_label)}.")
            told += [self._told(p, analysis.decimals) for p in panel.points]
            told += panel.notes
        return "\n".join([*told, *self.layout.notes])

    def _told(self, placed: PlacedPoint, decimals: int) -> str:
        point, row = placed.point, placed.point.row
        classes = self.layout.classes
        if classes:
            where = classes[int(point.x)]
        else:
            unit = self.layout.x_label.partition(" [")[2].rstrip("]")
            x = round(point.x, 1) if point.x >= 1 else float(f"{point.x:.2g}")
            where = f"{plain(x)} {unit}"
        effect = estimate(row.estimate, row.ci_lb, row.ci_ub, decimals)
        return (
            f"{shortened(name_of(point), 160)}: {where}: {effect}; "
            f"{clause(point.mark.name)}; {_PHASES[point.phase]}."
        )

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        panels = counted(len(self.layout.panels), "panel")
        shown = sum(len(panel.points) for panel in self.layout.panels)
        return f"<Response: {self.title}; {panels}, {counted(shown, 'effect')}>"


_PHASES = {
    "on_drug": "on drug",
    "off_drug": "after treatment",
    "before": "before treatment",
    "unclear": "on or off drug not clear",
}


def time_response(
    review_or_analysis: _ASKED,
    *,
    weeks: Mapping[str, float] | None = None,
    title: str | None = None,
) -> Response:
    """Draw effects against the time at which they were measured.

    Parameters
    ----------
    review_or_analysis
        A review, a snapshot of one, or one analysis.
    weeks
        Weeks since treatment began, by result, study or label; by default the times of
        the register. An analysis alone has no times, so it needs them.
    title
        The heading; by default "Effects by time".

    Returns
    -------
    Response
        With ``figure``, ``axes``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If it is neither, if the review has no analysis, if an analysis comes without
        its times, or if a time is of no effect, negative or no number.

    Notes
    -----
    Randomised contrasts, uncontrolled change and responders each have a panel; they are
    never mixed. Filled marks were measured after treatment, white ones on the drug. No
    line is fitted. A panel without effects says so. Marks at one time stand side by
    side.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> plot = ke.time_response(ke.example_review())
    >>> [len(panel.points) for panel in plot.layout.panels]
    [0, 1, 4]
    """
    analyses, register, level = _asked(review_or_analysis, "time_response")
    if weeks is not None:
        place = given(weeks, "weeks", analyses)
    elif register is None:
        msg = "time_response: an analysis alone has no times; give weeks, or the review"
        raise PresentError(msg)
    else:
        place = weeks_of
    across = Across("Time since treatment began [weeks]", least=1.0, level=level)
    return _drawn(analyses, register, place, across, title or "Effects by time")


def dose_response(
    review_or_analysis: _ASKED,
    *,
    doses: Mapping[str, float] | None = None,
    unit: str | None = None,
    title: str | None = None,
) -> Response:
    """Draw effects against the dose that was given.

    Parameters
    ----------
    review_or_analysis
        A review, a snapshot of one, or one analysis.
    doses
        The total dose of each study, by study or label, all in one unit. Without it the
        effects stand by the register's dose classes: the register holds doses in the
        words of their sources, and no total is worked out of them.
    unit
        The unit of the doses, for example ``"mg"``; needed with them.
    title
        The heading; by default "Effects by dose" or "Effects by dose class".

    Returns
    -------
    Response
        With ``figure``, ``axes``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If it is neither, if the review has no analysis, if an analysis comes without
        doses or doses without a unit, or if a dose is of no effect, negative or no
        number.

    Notes
    -----
    As :func:`time_response`: kinds of evidence are never mixed, no line is fitted.
    Studies without a dose class stand in a column of their own. A milligram of one form
    of ketamine is not a milligram of another: where forms differ, the figure says so.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> plot = ke.dose_response(ke.example_review())
    >>> plot.layout.x_label
    'Dose class'
    """
    analyses, register, level = _asked(review_or_analysis, "dose_response")
    if doses is not None:
        name = clean(unit or "")
        if not name:
            msg = "dose_response: doses need their unit, for example unit='mg'"
            raise PresentError(msg)
        place = given(doses, "doses", analyses)
        notes = (
            "Total doses as given to this figure; the register holds doses in words.",
            *_forms(analyses, register),
        )
        across = Across(f"Total dose [{name}]", notes=notes, level=level)
        return _drawn(analyses, register, place, across, title or "Effects by dose")
    if register is None:
        msg = "dose_response: an analysis alone has no doses; give doses, or the review"
        raise PresentError(msg)
    place, classes = by_dose_class(register, analyses)
    across = Across("Dose class", classes=classes, level=level)
    return _drawn(analyses, register, place, across, title or "Effects by dose class")


def _asked(
    asked: _ASKED, figure: str
) -> tuple[tuple[Analysis, ...], Register | None, float | None]:
    if isinstance(asked, Analysis):
        return (asked,), None, None
    snapshot = snapshot_of(asked, figure)
    if not snapshot.analyses:
        msg = (
            f"{figure}: this review has no analysis yet; include studies and enter "
            "their results first"
        )
        raise PresentError(msg)
    return snapshot.analyses, snapshot.register, snapshot.question.pooling.level


def _forms(
    analyses: tuple[Analysis, ...], register: Register | None
) -> tuple[str, ...]:
    """Warn where milligrams of different forms stand on one axis."""
    shown = {row.study_id for analysis in analyses for row in analysis.rows}
    studies = register.studies if register else ()
    forms = {study.form for study in studies if study.study_id in shown}
    if len(forms) == 1 and forms <= {"S", "R", "racemic"}:
        return ()
    note = (
        "Form of the drug: not the same, or not stated, for all; a milligram of one is "
        "not a milligram of another."
    )
    return (note,)


def _drawn(
    analyses: tuple[Analysis, ...],
    register: Register | None,
    place: Place,
    across: Across,
    title: str,
) -> Response:
    panels = panels_of(analyses, register, place)
    layout = response_layout(panels, across, title=title)
    return Response(layout, *draw(layout))
