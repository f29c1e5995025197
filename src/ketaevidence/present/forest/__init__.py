"""The forest plot: laid out in data units first, then measured, then drawn."""

from ketaevidence.present.forest.plot import Forest, forest

__all__ = ["Forest", "forest"]
