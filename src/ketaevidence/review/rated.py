"""How certain people are of the evidence on each outcome."""

from __future__ import annotations

from ketaevidence.review.judged import Judged


class Rated(Judged):
    """A review that keeps people's ratings of certainty."""
