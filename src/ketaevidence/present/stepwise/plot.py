"""Leave-one-out and cumulative pools as pictures: one row for each pool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.errors import PresentError
from ketaevidence.pooling.sensitivity import Cumulative, LeaveOneOut
from ketaevidence.present.chart.model import Chart
from ketaevidence.present.stepwise.draw import draw
from ketaevidence.present.stepwise.layout import cumulative_layout, leave_one_out_layout
from ketaevidence.present.stepwise.model import StepwiseLayout

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True)
class LeaveOneOutPlot(Chart):
    """The pool without each study as a picture, with its layout and table.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> ke.leave_one_out_plot(ke.leave_one_out(pooled))
    <LeaveOneOutPlot: 3 pools>
    """

    layout: StepwiseLayout
    source: LeaveOneOut
    axes: Axes

    @property
    def table(self) -> pd.DataFrame:
        """The numbers behind the picture, one row for each study left out.

        Returns
        -------
        pandas.DataFrame
            The columns of ``LeaveOneOut.frame()``, and I2_change: I2 without the study
            minus I2 of all studies [percentage points].
        """
        frame = self.source.frame()
        whole = self.source.pooled.I2
        frame["I2_change"] = frame["I2"] - (float("nan") if whole is None else whole)
        return frame

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        return f"<LeaveOneOutPlot: {len(self.source.slab)} pools>"


@dataclass(frozen=True, slots=True)
class CumulativePlot(Chart):
    """The pool as it grew as a picture, with its layout and table.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> ke.cumulative_plot(ke.cumulative(pooled, order=[2021, 2019, 2020]))
    <CumulativePlot: 3 pools>
    """

    layout: StepwiseLayout
    source: Cumulative
    axes: Axes

    @property
    def table(self) -> pd.DataFrame:
        """The numbers behind the picture, one row for each study as it enters.

        Returns
        -------
        pandas.DataFrame
            The columns of ``Cumulative.frame()``, and is_new and is_stable_from.
        """
        frame = self.source.frame()
        steps = [step for step in self.layout.steps if not step.is_whole]
        frame["is_new"] = [step.is_new for step in steps]
        place = self.layout.stable_from
        frame["is_stable_from"] = [i == place for i in range(len(steps))]
        return frame

    def __repr__(self) -> str:
        """Say what is drawn, short enough for a notebook."""
        return f"<CumulativePlot: {len(self.source.slab)} pools>"


def leave_one_out_plot(
    result: LeaveOneOut,
    *,
    title: str | None = None,
    favours: tuple[str, str] | None = None,
) -> LeaveOneOutPlot:
    """Draw the pool without each study, to see whether one study carries the result.

    Parameters
    ----------
    result
        What :func:`leave_one_out` gave.
    title
        The heading; by default the measure's name.
    favours
        What stands left and right of the line of no difference.

    Returns
    -------
    LeaveOneOutPlot
        With ``figure``, ``axes``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If ``result`` is no leave-one-out, or there is one study only.

    Notes
    -----
    The band is the interval of the pool of all studies, the diamond that pool. Squares
    are of one size: each is a pool, not a study. Filled squares have an interval that
    excludes no difference.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> plot = ke.leave_one_out_plot(ke.leave_one_out(pooled))
    >>> [step.name for step in plot.layout.steps]
    ['Study 1', 'Study 2', 'Study 3', 'All 3 studies']
    """
    if not isinstance(result, LeaveOneOut):
        msg = (
            f"leave_one_out_plot draws the result of leave_one_out(), not "
            f"{type(result).__name__}"
        )
        raise PresentError(msg)
    layout = leave_one_out_layout(result, title=title, favours=favours)
    return LeaveOneOutPlot(layout, result, *draw(layout))


def cumulative_plot(
    result: Cumulative,
    *,
    title: str | None = None,
    new: Sequence[str] = (),
    favours: tuple[str, str] | None = None,
) -> CumulativePlot:
    """Draw the pool as it grew, study by study.

    Parameters
    ----------
    result
        What :func:`cumulative` gave, in its order.
    title
        The heading; by default the measure's name.
    new
        Labels of studies that are new, whose rows are tinted.
    favours
        What stands left and right of the line of no difference.

    Returns
    -------
    CumulativePlot
        With ``figure``, ``axes``, ``layout``, ``table``, ``alt_text`` and ``save``.

    Raises
    ------
    PresentError
        If ``result`` is no cumulative pool, or ``new`` names none of its studies.

    Notes
    -----
    A sign marks the row from which every later interval lies on the same side of no
    difference, or around it. It looks back: the figure is no sequential test, and the
    sign no rule for stopping. The order, and whether studies share a value, is stated.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> plot = ke.cumulative_plot(ke.cumulative(pooled, order=[2021, 2019, 2020]))
    >>> plot.layout.stable_from
    0
    """
    if not isinstance(result, Cumulative):
        msg = (
            f"cumulative_plot draws the result of cumulative(), not "
            f"{type(result).__name__}"
        )
        raise PresentError(msg)
    layout = cumulative_layout(result, title=title, new=new, favours=favours)
    return CumulativePlot(layout, result, *draw(layout))
