"""L'Abbé's plot: how often an event occurred in one group and in the other."""

from ketaevidence.present.labbe.plot import LabbePlot, labbe

__all__ = ["LabbePlot", "labbe"]
