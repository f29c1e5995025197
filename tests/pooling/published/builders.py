"""Counts as articles print them, and their effects by the textbook formulas."""

from __future__ import annotations

import numpy as np

#: BCG vaccine against tuberculosis, 13 trials: ill and not ill of the vaccinated, ill and
#: not ill of the others (Colditz and others 1994, JAMA 271:698-702,
#: doi 10.1001/jama.1994.03510330076038; printed with these counts by van Houwelingen and
#: others 2002, doi 10.1002/sim.1040, table I).
BCG = np.array(
    [
        [4, 119, 11, 128],
        [6, 300, 29, 274],
        [3, 228, 11, 209],
        [62, 13536, 248, 12619],
        [33, 5036, 47, 5761],
        [180, 1361, 372, 1079],
        [8, 2537, 10, 619],
        [505, 87886, 499, 87892],
        [29, 7470, 45, 7232],
        [17, 1699, 65, 1600],
        [186, 50448, 141, 27197],
        [5, 2493, 3, 2338],
        [27, 16886, 29, 17825],
    ],
    dtype=float,
)


def log_odds_ratios(table):
    """Give log odds ratios and their variances."""
    a, b, c, d = table.T
    return np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


def log_risk_ratios(table):
    """Give log risk ratios and their variances."""
    a, b, c, d = table.T
    n1, n2 = a + b, c + d
    return np.log(a / n1 / (c / n2)), 1 / a - 1 / n1 + 1 / c - 1 / n2


def risk_differences(table):
    """Give risk differences and their variances."""
    a, b, c, d = table.T
    n1, n2 = a + b, c + d
    return a / n1 - c / n2, a * b / n1**3 + c * d / n2**3


def four_fold(events1, total1, events2, total2):
    """Put events and totals of two groups into one table of counts."""
    a, n1, c, n2 = (
        np.array(x, dtype=float) for x in (events1, total1, events2, total2)
    )
    return np.column_stack([a, n1 - a, c, n2 - c])
