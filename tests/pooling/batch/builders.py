"""Samples, easy and hard, and their likelihood computed another way."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from ketaevidence.pooling.batch import METHODS

ANY_METHOD = st.sampled_from(METHODS)

#: Samples whose likelihood has two or three maxima, and the place of the highest.
SEVERAL_MAXIMA = {
    "REML, 0 is the highest of two": (
        "REML", [-7.14, -0.75, -0.61, -0.39, 12.29], [6.27, 0.54, 0.08, 0.1, 22.06],
        2, 0.0,
    ),
    "REML, 0 is the lower of two": (
        "REML", [0.17, 0.6, -2.48, -0.4, 15.98], [0.16, 0.02, 1.02, 0.08, 21.38],
        2, 1.11789015227166,
    ),
    "REML, the highest of three": (
        "REML", [0.6, 0.57, -0.95, -17.44], [0.02, 0.03, 0.33, 29.08],
        3, 0.6475762202100855,
    ),
    "ML, 0 is the highest of two": (
        "ML", [-0.25, -0.35, 3.04, 5.67], [0.63, 0.05, 2.2, 5.9], 2, 0.0,
    ),
    "ML, the highest of three": (
        "ML", [1.64, 0.22, 16.77, 0.28, 18.36], [0.2, 0.02, 17.53, 0.03, 30.9],
        3, 46.06418285043937,
    ),
}  # fmt: skip


def wide(seed, k, size, *, powers=(-3.0, 3.0)):
    """Draw samples whose variances span many powers of ten, shape (k, size)."""
    draw = np.random.default_rng(seed)
    v = 10.0 ** draw.uniform(*powers, (k, size))
    spread = np.sqrt(v + draw.choice([0.0, 0.1, 10.0], size))
    return draw.normal(0.0, 1.0, (k, size)) * spread, v


def slope(y, v, tau2, *, restricted):
    """Compute twice the slope of the log-likelihood over tau2, without rounding."""
    t = Fraction(tau2)
    w = [1 / (Fraction(x) + t) for x in v]
    total = sum(w)
    mean = sum(a * Fraction(x) for a, x in zip(w, y, strict=True)) / total
    squares = sum((a * (Fraction(x) - mean)) ** 2 for a, x in zip(w, y, strict=True))
    trace = total - (sum(a * a for a in w) / total if restricted else 0)
    return squares - trace


def log_likelihood(y, v, tau2, *, restricted):
    """Compute the log-likelihood with matrices."""
    y, spread = np.asarray(y), np.diag(np.asarray(v) + tau2)
    inverse, ones = np.linalg.inv(spread), np.ones(len(y))
    information = ones @ inverse @ ones
    residual = y - (ones @ inverse @ y) / information
    twice = np.linalg.slogdet(spread)[1] + residual @ inverse @ residual
    return -0.5 * (twice + (np.log(information) if restricted else 0.0))
