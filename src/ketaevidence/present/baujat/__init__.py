"""Baujat's plot: which studies make the heterogeneity, and which the result."""

from ketaevidence.present.baujat.plot import BaujatPlot, baujat_plot

__all__ = ["BaujatPlot", "baujat_plot"]
