"""The studies of a review by year: how large, of which design, paid by whom."""

from ketaevidence.present.timeline.plot import Timeline, timeline

__all__ = ["Timeline", "timeline"]
