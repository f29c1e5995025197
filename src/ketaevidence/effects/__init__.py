"""Turn what each study reports into one comparable number with its uncertainty.

Arrays or columns go in, a frozen :class:`Effects` comes out. Nothing is imputed, and a
row is left out only by a rule that the settings name: what cannot be computed is an
error that names the study.
"""

from __future__ import annotations

from ketaevidence.effects.alike import join_effects, refuse_unlike, split_alike
from ketaevidence.effects.choices import Design, Kind, ZeroCellRule
from ketaevidence.effects.intervals import (
    Interval,
    effect_interval,
    proportion_interval,
)
from ketaevidence.effects.measures import MEASURES, Measure
from ketaevidence.effects.model import Effects
from ketaevidence.effects.number_needed import NumberNeeded, number_needed_to_treat
from ketaevidence.effects.recover import (
    Recovered,
    recover_correlation,
    recover_mean,
    recover_sd,
)
from ketaevidence.effects.scales import Scale, rescale
from ketaevidence.effects.settings import Settings
from ketaevidence.effects.shared_control import SharedControl, split_shared_control
from ketaevidence.effects.sizes import effect_sizes

__all__ = [
    "MEASURES",
    "Design",
    "Effects",
    "Interval",
    "Kind",
    "Measure",
    "NumberNeeded",
    "Recovered",
    "Scale",
    "Settings",
    "SharedControl",
    "ZeroCellRule",
    "effect_interval",
    "effect_sizes",
    "join_effects",
    "number_needed_to_treat",
    "proportion_interval",
    "recover_correlation",
    "recover_mean",
    "recover_sd",
    "refuse_unlike",
    "rescale",
    "split_alike",
    "split_shared_control",
]
