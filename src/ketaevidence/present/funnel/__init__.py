"""The funnel plot: effects against their standard errors, with contours."""

from ketaevidence.present.funnel.plot import FunnelPlot, funnel

__all__ = ["FunnelPlot", "funnel"]
