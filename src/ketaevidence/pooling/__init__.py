"""Combine the effects of several studies, and say how sure one can be.

Effects go in, a frozen :class:`Pooled` comes out, with everything a reader asks of
a pooled number and the choices that made it.
"""

from __future__ import annotations

from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.pool import pool

__all__ = ["Pooled", "pool"]
