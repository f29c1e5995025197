"""How far a pooled effect rests on single studies and on the choices that were open."""

from __future__ import annotations

from ketaevidence.pooling.sensitivity.baujat import Baujat, baujat
from ketaevidence.pooling.sensitivity.bootstrap import Bootstrap, Interval, bootstrap
from ketaevidence.pooling.sensitivity.correlation import (
    CorrelationGrid,
    correlation_grid,
)
from ketaevidence.pooling.sensitivity.cumulative import Cumulative, cumulative
from ketaevidence.pooling.sensitivity.gosh import Gosh, gosh
from ketaevidence.pooling.sensitivity.influence import Influence, influence
from ketaevidence.pooling.sensitivity.leave_one_out import LeaveOneOut, leave_one_out
from ketaevidence.pooling.sensitivity.multiverse import Multiverse, multiverse
from ketaevidence.pooling.sensitivity.residuals import (
    Residuals,
    ShrunkenEffects,
    shrunken_effects,
    standardized_residuals,
)

__all__ = [
    "Baujat",
    "Bootstrap",
    "CorrelationGrid",
    "Cumulative",
    "Gosh",
    "Influence",
    "Interval",
    "LeaveOneOut",
    "Multiverse",
    "Residuals",
    "ShrunkenEffects",
    "baujat",
    "bootstrap",
    "correlation_grid",
    "cumulative",
    "gosh",
    "influence",
    "leave_one_out",
    "multiverse",
    "shrunken_effects",
    "standardized_residuals",
]
