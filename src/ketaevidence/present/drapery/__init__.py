"""The drapery plot: p of every value of the effect, by study and for the pool."""

from ketaevidence.present.drapery.plot import DraperyPlot, drapery

__all__ = ["DraperyPlot", "drapery"]
