"""Meta-regression by textbook formulas: whole matrices, and exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np


def projection(x, w):
    """Give P = W - W X (X'WX)^-1 X'W and (X'WX)^-1 with whole matrices."""
    weights = np.diag(w)
    inverse = np.linalg.inv(x.T @ weights @ x)
    return weights - weights @ x @ inverse @ x.T @ weights, inverse


def exact_inverse(matrix):
    """Invert a matrix of fractions by elimination."""
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
            if i != j:
                factor = rows[i][j]
                rows[i] = [
                    a - factor * b for a, b in zip(rows[i], rows[j], strict=True)
                ]
    return [row[n:] for row in rows]


def exact_sums(y, v, x, tau2):
    """Compute y'Py, y'PPy, y'PPPy, tr(P), tr(PP), b and its variances in fractions."""
    k, p = x.shape
    effects = [Fraction(float(one)) for one in y]
    w = [1 / (Fraction(float(one)) + Fraction(tau2)) for one in v]
    rows = [[Fraction(float(cell)) for cell in row] for row in x]
    inverse = exact_inverse(
        [
            [sum(w[i] * rows[i][a] * rows[i][b] for i in range(k)) for b in range(p)]
            for a in range(p)
        ]
    )
    half = [
        [sum(row[a] * inverse[a][c] for a in range(p)) for c in range(p)]
        for row in rows
    ]
    whole = [
        [
            (w[i] if i == j else 0)
            - w[i] * w[j] * sum(half[i][c] * rows[j][c] for c in range(p))
            for j in range(k)
        ]
        for i in range(k)
    ]

    def times(vector):
        return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in whole]

    once = times(effects)
    twice = times(once)
    score = [sum(w[i] * rows[i][a] * effects[i] for i in range(k)) for a in range(p)]
    return {
        "rss": float(sum(a * b for a, b in zip(effects, once, strict=True))),
        "rss2": float(sum(a * a for a in once)),
        "rss3": float(sum(a * b for a, b in zip(once, twice, strict=True))),
        "trace": float(sum(whole[i][i] for i in range(k))),
        "trace2": float(sum(cell**2 for row in whole for cell in row)),
        "b": [float(sum(inverse[a][c] * score[c] for c in range(p))) for a in range(p)],
        "variances": [float(inverse[a][a]) for a in range(p)],
        "leverage": [
            float(w[i] * sum(half[i][c] * rows[i][c] for c in range(p)))
            for i in range(k)
        ],
    }
