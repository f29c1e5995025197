"""A meta-regression in exact fractions: no rounding until the last step.

The numbers of the reference (effects, variances, moderators) are taken as the fractions
that they are in floating point. Only square roots and tail areas round.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Row = list[Fraction]
Matrix = list[Row]


def inverse(matrix: Matrix) -> Matrix:
    """Invert a matrix by elimination."""
    n = len(matrix)
    rows = [
        [*row, *(Fraction(int(i == j)) for j in range(n))]
        for i, row in enumerate(matrix)
    ]
    for j in range(n):
        pivot = next(i for i in range(j, n) if rows[i][j] != 0)
        rows[j], rows[pivot] = rows[pivot], rows[j]
        rows[j] = [cell / rows[j][j] for cell in rows[j]]
        for i in range(n):
            if i != j and rows[i][j] != 0:
                factor = rows[i][j]
                pairs = zip(rows[i], rows[j], strict=True)
                rows[i] = [a - factor * b for a, b in pairs]
    return [row[n:] for row in rows]


@dataclass(frozen=True)
class Exact:
    """A weighted fit: coefficients, (X'WX)^-1, y'Py, tr(P) and tr(PP)."""

    b: Row
    inverse: Matrix
    rss: Fraction
    trace: Fraction
    trace2: Fraction


def exact_fit(
    y: list[float], v: list[float], x: list[list[float]], tau2: Fraction
) -> Exact:
    """Fit with weights 1 / (v + tau2)."""
    effects = [Fraction(one) for one in y]
    w = [1 / (Fraction(one) + tau2) for one in v]
    rows = [[Fraction(1), *map(Fraction, row)] for row in x]
    p, k = len(rows[0]), len(y)
    information = [
        [sum(w[i] * rows[i][a] * rows[i][b] for i in range(k)) for b in range(p)]
        for a in range(p)
    ]
    inverted = inverse(information)
    score = [sum(w[i] * rows[i][a] * effects[i] for i in range(k)) for a in range(p)]
    b = [sum(inverted[a][c] * score[c] for c in range(p)) for a in range(p)]
    residuals = [
        effects[i] - sum(rows[i][a] * b[a] for a in range(p)) for i in range(k)
    ]
    rss = sum(w[i] * residuals[i] ** 2 for i in range(k))
    half = [
        [sum(row[a] * inverted[a][c] for a in range(p)) for c in range(p)]
        for row in rows
    ]
    left = [
        [
            (w[i] if i == j else 0)
            - w[i] * w[j] * sum(half[i][c] * rows[j][c] for c in range(p))
            for j in range(k)
        ]
        for i in range(k)
    ]
    return Exact(
        b=[Fraction(one) for one in b],
        inverse=inverted,
        rss=Fraction(rss),
        trace=Fraction(sum(left[i][i] for i in range(k))),
        trace2=Fraction(sum(cell**2 for row in left for cell in row)),
    )


def dersimonian_laird(y: list[float], v: list[float], x: list[list[float]]) -> Fraction:
    """Compute tau2 by moments, exactly."""
    at_zero = exact_fit(y, v, x, Fraction(0))
    df = len(y) - len(at_zero.b)
    return max(Fraction(0), (at_zero.rss - df) / at_zero.trace)
