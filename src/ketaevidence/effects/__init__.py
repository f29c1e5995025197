"""Turn what each study reports into one comparable number with its uncertainty.

Arrays or columns go in, a frozen :class:`Effects` comes out. Nothing is imputed and
no row is dropped: what cannot be computed is an error that names the study.
"""

from __future__ import annotations

from ketaevidence.effects.intervals import (
    Interval,
    effect_interval,
    proportion_interval,
)
from ketaevidence.effects.measures import MEASURES, Measure
from ketaevidence.effects.model import Effects
from ketaevidence.effects.settings import Settings
from ketaevidence.effects.sizes import effect_sizes

__all__ = [
    "MEASURES",
    "Effects",
    "Interval",
    "Measure",
    "Settings",
    "effect_interval",
    "effect_sizes",
    "proportion_interval",
]
