"""Bayesian random effects by exact integration, for pools of few studies."""

from __future__ import annotations

from ketaevidence.pooling.bayes.normal_normal import bayes
from ketaevidence.pooling.bayes.posterior import Beyond, Marginal, Posterior

__all__ = ["Beyond", "Marginal", "Posterior", "bayes"]
