"""Three levels: effects within studies, studies within the field."""

from __future__ import annotations

from ketaevidence.pooling.multilevel.model import Multilevel
from ketaevidence.pooling.multilevel.multilevel import multilevel

__all__ = ["Multilevel", "multilevel"]
