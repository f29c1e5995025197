"""Groups of studies side by side, and the test between them.

Effects and the group of each study go in, a frozen :class:`Subgroups` comes out.
"""

from __future__ import annotations

from ketaevidence.pooling.subgroups.model import Group, Subgroups
from ketaevidence.pooling.subgroups.subgroups import subgroups

__all__ = ["Group", "Subgroups", "subgroups"]
