"""GOSH: the pools of all subsets of the studies, as a picture of their density."""

from ketaevidence.present.gosh.plot import GoshPlot, gosh_plot

__all__ = ["GoshPlot", "gosh_plot"]
