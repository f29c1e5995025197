"""Studies of every kind for property tests."""

from __future__ import annotations

import warnings

import numpy as np
from hypothesis import strategies as st

from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling import pool
from ketaevidence.pooling.choices import METHODS

EFFECT = st.floats(-10, 10, allow_subnormal=False).map(lambda y: round(y, 4))
VARIANCE = st.floats(-3, 3).map(lambda power: 10**power)
STUDIES = st.lists(st.tuples(EFFECT, VARIANCE), min_size=2, max_size=15)

#: Every method, and those with random effects.
ANY_METHOD = st.sampled_from(sorted(METHODS))
RANDOM_METHOD = st.sampled_from(sorted(set(METHODS) - {"EE"}))


def columns(studies):
    """Split pairs into effects and variances."""
    return np.array([y for y, _ in studies]), np.array([v for _, v in studies])


def quiet(yi, vi, **choices):
    """Pool without the Knapp-Hartung caveat; GENQ with weights 1 / sqrt(vi)."""
    if choices.get("method") == "GENQ":
        choices.setdefault("weights", 1 / np.sqrt(vi))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        return pool(yi, vi, **choices)


def allowed_tests(method):
    """Name the tests that a method allows."""
    floored = [] if method == "EE" else ["knha", "knha-se", "knha-ci"]
    return ["z", "t", *floored]


def projection(weights):
    """Build P = A - a a' / sum(a) as a matrix, apart from the package."""
    return np.diag(weights) - np.outer(weights, weights) / weights.sum()
