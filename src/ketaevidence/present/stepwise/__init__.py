"""Leave-one-out and cumulative pools as pictures: one row for each pool."""

from ketaevidence.present.stepwise.plot import (
    CumulativePlot,
    LeaveOneOutPlot,
    cumulative_plot,
    leave_one_out_plot,
)

__all__ = [
    "CumulativePlot",
    "LeaveOneOutPlot",
    "cumulative_plot",
    "leave_one_out_plot",
]
