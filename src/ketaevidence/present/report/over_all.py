"""Effects of all analyses against time and dose: shown, and never fitted."""

from __future__ import annotations

from ketaevidence.present.report.figures import FigureView, figure_view
from ketaevidence.present.response import dose_response, time_response
from ketaevidence.present.snapshot import Snapshot


def response_figures(snapshot: Snapshot) -> tuple[FigureView, ...]:
    """Draw effects by time and by dose class; nothing where no effect is shown."""
    if not any(analysis.rows for analysis in snapshot.analyses):
        return ()
    return (
        figure_view(lambda: time_response(snapshot), "figure-time", "Effects by time"),
        figure_view(
            lambda: dose_response(snapshot), "figure-dose", "Effects by dose class"
        ),
    )
