"""Standard errors that hold when studies give several effects: cluster-robust, CR2."""

from __future__ import annotations

from ketaevidence.pooling.clusters.model import Robust, RobustCoefficient
from ketaevidence.pooling.clusters.robust import cluster_robust

__all__ = ["Robust", "RobustCoefficient", "cluster_robust"]
