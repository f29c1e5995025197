"""CR2 with whole matrices, apart from the package: for what R cannot be asked.

The columns are made orthonormal first, so that raw calendar years cost no digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh
from scipy.special import fdtrc, stdtr

Array = NDArray[np.float64]

#: A variance that is too small by more than this share is not given.
TOO_SHORT = 0.05

#: Eigenvalues below this share of the largest possible are 0 with rounding.
ZERO = 1e-9


@dataclass(frozen=True)
class Dense:
    """A fit with whole matrices, in an orthonormal basis.

    ``to_raw`` turns coefficients of the basis into those of the raw columns;
    ``carriers`` holds the rows of each cluster and A_c W_c X_c M.
    """

    coefficients: Array
    bread: Array
    to_raw: Array
    residuals: Array
    left: Array
    working: Array
    carriers: list[tuple[NDArray[np.intp], Array]]

    def variance(self, contrasts: Array) -> tuple[Array, Array, float]:
        """Give V of the contrasts, its mean, and the summed variance of its entries."""
        scores = np.array(
            [self.residuals[rows] @ a @ contrasts.T for rows, a in self.carriers]
        )
        whole = [self.left[rows].T @ a @ contrasts.T for rows, a in self.carriers]
        mean = sum(g.T @ self.working @ g for g in whole)
        spread = 0.0
        for first in whole:
            for second in whole:
                both = first.T @ self.working @ second
                spread += np.trace(both) ** 2 + np.trace(both @ both)
        return scores.T @ scores, np.asarray(mean), float(spread)


def dense_fit(y: Array, v: Array, x: Array, cluster: Array, tau2: float) -> Dense:
    """Fit with weights 1 / (v + tau2); x has no column of ones."""
    k = len(y)
    basis, change = np.linalg.qr(np.column_stack([np.ones(k), x - x.mean(axis=0)]))
    # Raw coefficients from those of the basis: undo the QR, then the centring.
    to_raw = np.linalg.inv(change)
    to_raw[0] -= x.mean(axis=0) @ to_raw[1:]
    phi = v + tau2
    w, working = np.diag(1 / phi), np.diag(phi)
    bread = np.linalg.inv(basis.T @ w @ basis)
    left = np.eye(k) - basis @ bread @ basis.T @ w
    carriers = []
    for label in np.unique(cluster):
        rows = np.flatnonzero(cluster == label)
        root = np.diag(np.sqrt(phi[rows]))
        within = root @ (left[rows] @ working @ left[rows].T) @ root
        values, vectors = eigh(within)
        kept = values > ZERO * phi[rows].max() ** 2
        power = (vectors[:, kept] / np.sqrt(values[kept])) @ vectors[:, kept].T
        adjusted = root @ power @ root
        carrier = adjusted @ w[np.ix_(rows, rows)] @ basis[rows] @ bread
        carriers.append((rows, carrier))
    coefficients = bread @ basis.T @ w @ y
    return Dense(coefficients, bread, to_raw, left @ y, left, working, carriers)


def dense_numbers(fit: Dense, names: list[str]) -> dict[str, float | None]:
    """Compute every CR2 number by the names of the cells; None where V is too small."""
    found: dict[str, float | None] = {}
    lost = []
    for j, name in enumerate(names):
        row = fit.to_raw[j : j + 1]
        covariance, mean, spread = fit.variance(row)
        is_lost = mean[0, 0] < (1 - TOO_SHORT) * float((row @ fit.bread @ row.T)[0, 0])
        lost.append(is_lost)
        se = float(np.sqrt(covariance[0, 0]))
        df = 2 * float(mean[0, 0]) ** 2 / spread
        t = abs(float((row @ fit.coefficients)[0])) / se if se > 0 else np.inf
        numbers = {"CR2 se": se, "CR2 df": df, "CR2 p": 2 * float(stdtr(df, -t))}
        for cell, value in numbers.items():
            found[f"{cell} of {name}"] = None if is_lost else value
    omnibus = None if any(lost[1:]) else _hotelling(fit)
    cells = ("CR2 F", "CR2 F_ddf", "CR2 Fp")
    return found | dict(zip(cells, omnibus or (None,) * 3, strict=True))


def _hotelling(fit: Dense) -> tuple[float, float, float] | None:
    # The slopes are 0 when the coefficients of the basis beside the first are.
    q = len(fit.coefficients) - 1
    slopes = np.eye(q + 1)[1:]
    covariance, mean, _ = fit.variance(slopes)
    values, vectors = eigh(mean)
    _, _, spread = fit.variance((vectors / np.sqrt(values)) @ vectors.T @ slopes)
    eta = q * (q + 1) / spread
    if eta <= q - 1:
        return None
    at = slopes @ fit.coefficients
    df = eta - q + 1
    f = df / (eta * q) * float(at @ np.linalg.solve(covariance, at))
    return f, df, float(fdtrc(q, df, f))
