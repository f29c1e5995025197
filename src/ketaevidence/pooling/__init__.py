"""Combine the effects of several studies, and say how sure one can be.

Effects go in, a frozen :class:`Pooled` comes out, with everything a reader asks of
a pooled number and the choices that made it.
"""

from __future__ import annotations

from ketaevidence.pooling.henmi import HenmiCopas, henmi_copas
from ketaevidence.pooling.heterogeneity_interval import Tau2Interval, tau2_interval
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.pool import pool

__all__ = [
    "HenmiCopas",
    "Pooled",
    "Tau2Interval",
    "henmi_copas",
    "pool",
    "tau2_interval",
]
