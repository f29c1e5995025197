"""Pooling counts: Mantel-Haenszel, Peto, binomial-normal, conditional logistic."""

from __future__ import annotations

from ketaevidence.pooling.counts.association import (
    Association,
    Homogeneity,
    association_test,
)
from ketaevidence.pooling.counts.binomial_normal import binomial_normal
from ketaevidence.pooling.counts.conditional import conditional_logistic
from ketaevidence.pooling.counts.conditional_model import ConditionalOddsRatio
from ketaevidence.pooling.counts.mantel_haenszel import mantel_haenszel
from ketaevidence.pooling.counts.peto import peto_odds_ratio
from ketaevidence.pooling.counts.proportion import PooledProportion
from ketaevidence.pooling.counts.stratified import Stratified

__all__ = [
    "Association",
    "ConditionalOddsRatio",
    "Homogeneity",
    "PooledProportion",
    "Stratified",
    "association_test",
    "binomial_normal",
    "conditional_logistic",
    "mantel_haenszel",
    "peto_odds_ratio",
]
