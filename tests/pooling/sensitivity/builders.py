"""Pools to look into."""

from __future__ import annotations

import numpy as np
from tests.pooling.builders import quiet

from ketaevidence.effects import effect_sizes

YI = (-1.2, -0.4, 0.1, -0.9, -2.2, -0.5)
VI = (0.25, 0.16, 0.2, 0.09, 0.3, 0.12)
SLAB = ("Ash", "Birch", "Cedar", "Elm", "Fir", "Oak")


def effects(k=6, **more):
    """Give invented effects of up to six studies."""
    return effect_sizes("GEN", yi=YI[:k], vi=VI[:k], slab=SLAB[:k], **more)


def pooled(k=6, **choices):
    """Pool invented effects, by REML and Knapp-Hartung if nothing else is asked."""
    return quiet(effects(k), None, **choices)


def again(rows, **choices):
    """Pool some of the invented studies on their own."""
    rows = list(rows)
    return quiet(np.array(YI)[rows], np.array(VI)[rows], **choices)
