"""The engine under the sensitivity analyses: thousands of pools in one go."""

from __future__ import annotations

from ketaevidence.pooling.batch.fit import METHODS, Fits, fit
from ketaevidence.pooling.batch.inference import (
    TESTS,
    Inferences,
    cochran_p,
    infer,
    quantiles,
    shares,
)
from ketaevidence.pooling.batch.rows import (
    Draws,
    Rule,
    Samples,
    Studies,
    Subsets,
    studies_of,
)

__all__ = [
    "METHODS",
    "TESTS",
    "Draws",
    "Fits",
    "Inferences",
    "Rule",
    "Samples",
    "Studies",
    "Subsets",
    "cochran_p",
    "fit",
    "infer",
    "quantiles",
    "shares",
    "studies_of",
]
