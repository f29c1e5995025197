"""The multiverse as one picture: every result above the choices that made it."""

from ketaevidence.present.multiverse.plot import MultiversePlot, multiverse_plot

__all__ = ["MultiversePlot", "multiverse_plot"]
