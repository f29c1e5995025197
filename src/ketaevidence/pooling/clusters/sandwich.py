"""Cluster-robust variances: what the residuals of whole clusters say.

A fit with columns X, weights W and working variances Phi (diagonal) gives b = M X'W y
with M = (X'WX)^-1 and residuals e = (I - H) y. Cluster c adds s_c = M X_c'W_c A_c e_c
to b, and V = sum of s_c s_c'. Nothing that is computed is larger than a cluster.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketaevidence.pooling.sums import FloatArray

#: Below this share of its own variance, a cluster's residual counts as none: the
#: cluster determines its fitted value alone.
DETERMINED = 1e-9


@dataclass(frozen=True, slots=True)
class Fit:
    """A fit as the sandwich sees it.

    Parameters
    ----------
    x
        Columns, shape ``(k, p)``.
    w
        Weights of the fit, shape ``(k,)``.
    phi
        Variances of the working model, vi + tau2, shape ``(k,)``.
    residuals
        y - X b, shape ``(k,)``.
    clusters
        Rows of each cluster.
    contrasts
        Coefficients of interest as rows, shape ``(q, p)``.
    is_inverse
        Whether the weights are the inverse variances, up to a factor.
    """

    x: FloatArray
    w: FloatArray
    phi: FloatArray
    residuals: FloatArray
    clusters: tuple[npt.NDArray[np.intp], ...]
    contrasts: FloatArray
    is_inverse: bool

    def bread(self) -> FloatArray:
        """Compute M = (X'WX)^-1 from a triangular factor, shape ``(p, p)``."""
        factor = np.linalg.qr(self.x * np.sqrt(self.w)[:, np.newaxis], mode="r")
        root = np.linalg.inv(factor)
        return np.asarray(root @ root.T, dtype=np.float64)

    def filling(self) -> FloatArray:
        """Compute M X'W Phi W X M, the covariance of b under the working model."""
        bread = self.bread()
        weighted = (self.x * self.w[:, np.newaxis]) @ bread
        return np.asarray(
            weighted.T @ (weighted * self.phi[:, np.newaxis]), dtype=np.float64
        )


@dataclass(frozen=True, slots=True)
class Sandwich:
    """The cluster-robust covariance of the contrasts and what its test needs.

    Parameters
    ----------
    scores
        Contribution of each cluster to each contrast, shape ``(J, q)``; the covariance
        is scores' scores.
    carriers
        a_c = A_c W_c X_c M C' of every study, shape ``(k, q)``.
    determined
        Number of the clusters that determine a fitted value alone.
    """

    scores: FloatArray
    carriers: FloatArray
    determined: tuple[int, ...]

    @property
    def covariance(self) -> FloatArray:
        """Covariance of the contrasts, shape ``(q, q)``."""
        return np.asarray(self.scores.T @ self.scores, dtype=np.float64)


def _by_size(
    clusters: tuple[npt.NDArray[np.intp], ...],
) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    """Group the clusters by size: their numbers, and their rows as a table."""
    sizes = np.array([len(rows) for rows in clusters])
    for size in np.unique(sizes):
        numbers = np.flatnonzero(sizes == size)
        yield numbers, np.stack([clusters[number] for number in numbers])


def _scaled_variance(fit: Fit, rows: npt.NDArray[np.intp]) -> FloatArray:
    """Compute the working variance of the residuals over Phi, shape ``(J, n, n)``.

    Phi^-1/2 (I - H) Phi (I - H)' Phi^-1/2 of each cluster: I where the fit takes
    nothing up, 0 where the cluster determines its own fitted value.
    """
    x, phi, w = fit.x[rows], fit.phi[rows], fit.w[rows]
    scaled = x / np.sqrt(phi)[:, :, np.newaxis]
    taken = scaled @ fit.filling() @ scaled.transpose(0, 2, 1)
    if not fit.is_inverse:
        # Cross terms H Phi + Phi H'; with inverse variances each equals the last one.
        pulled = scaled @ fit.bread() @ scaled.transpose(0, 2, 1)
        share = w * phi
        cross = pulled * share[:, np.newaxis, :]
        taken = cross + cross.transpose(0, 2, 1) - taken
    return np.asarray(np.eye(rows.shape[1]) - taken, dtype=np.float64)


def _adjustments(
    fit: Fit, rows: npt.NDArray[np.intp]
) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Compute A of each cluster, A Var(e) A = Phi, shape ``(J, n, n)``.

    A = D' B^(+1/2) D with D'D = Phi and B = D Var(e) D', the symmetrical square root
    taken from singular values of a factor of B, so that variances of very different
    size in one cluster do no harm.
    """
    root_phi = np.sqrt(fit.phi[rows])
    values, vectors = np.linalg.eigh(_scaled_variance(fit, rows))
    is_left = values > DETERMINED
    values = np.where(is_left, values, 0.0)
    factor = (
        fit.phi[rows][:, :, np.newaxis] * vectors * np.sqrt(values)[:, np.newaxis, :]
    )
    left, sizes, _ = np.linalg.svd(factor)
    # Singular values descend; as many of the last are 0 as directions are determined.
    count = is_left.sum(axis=1, keepdims=True)
    is_kept = np.arange(rows.shape[1]) < count
    inverse = np.where(is_kept, 1.0, 0.0) / np.where(is_kept, sizes, 1.0)
    half = root_phi[:, :, np.newaxis] * left
    adjusted = (half * inverse[:, np.newaxis, :]) @ half.transpose(0, 2, 1)
    return adjusted, np.asarray(~is_left.all(axis=1), dtype=np.bool_)


def sandwich(fit: Fit, *, is_adjusted: bool) -> Sandwich:
    """Add up the clusters, with (CR2) or without the adjustment of their residuals."""
    j, q = len(fit.clusters), len(fit.contrasts)
    scores, carriers = np.zeros((j, q)), np.zeros((len(fit.w), q))
    determined: list[int] = []
    reach = (fit.x * fit.w[:, np.newaxis]) @ fit.bread() @ fit.contrasts.T
    for numbers, rows in _by_size(fit.clusters):
        carried = reach[rows]
        if is_adjusted:
            adjusted, is_determined = _adjustments(fit, rows)
            carried = adjusted @ carried
            determined += [int(number) for number in numbers[is_determined]]
        carriers[rows] = carried
        scores[numbers] = np.einsum("jnq,jn->jq", carried, fit.residuals[rows])
    return Sandwich(scores, carriers, tuple(sorted(determined)))


def _low_rank(fit: Fit, carriers: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Give Y, shape ``(J, r, q)``, and K with G_s'Phi G_t = [s = t] D_s - Y_s'K Y_t.

    G_s is cluster s as a function of all effects: (I - H)' A_s W_s X_s M C'.
    """
    bread = fit.bread()
    pairs = [(fit.x[rows], carriers[rows], rows) for rows in fit.clusters]
    u = np.stack([x.T @ a for x, a, _ in pairs])
    if fit.is_inverse:
        return u, fit.filling()
    share = fit.w * fit.phi
    v = np.stack([x.T @ (a * share[rows, np.newaxis]) for x, a, rows in pairs])
    zero = np.zeros_like(bread)
    kernel = np.block([[-fit.filling(), bread], [bread, zero]])
    return np.concatenate((u, v), axis=1), np.asarray(kernel, dtype=np.float64)


def spread_of_spread(fit: Fit, carriers: FloatArray) -> tuple[FloatArray, float]:
    """Compute the mean of the robust covariance and the size of its variance.

    Returns
    -------
    tuple
        E(V) under the working model, shape ``(q, q)``, and the sum over all entries of
        Var(V) for normal effects, the sum over s, t of (tr P_st)^2 + tr(P_st P_st) with
        P_st = G_s'Phi G_t.
    """
    y, kernel = _low_rank(fit, carriers)
    own = np.stack(
        [
            carriers[rows].T @ (carriers[rows] * fit.phi[rows, np.newaxis])
            for rows in fit.clusters
        ]
    )
    pulled = np.einsum("rs,jsq->jrq", kernel, y)
    same = own - np.einsum("jrq,jrp->jqp", y, pulled)
    total = (np.einsum("jqq->j", same) ** 2).sum()
    total += np.einsum("jqp,jpq->", same, same)
    # Pairs of clusters: each with the sum over all later ones, so that only positive
    # numbers are added and the cost stays linear.
    products = np.einsum("jrq,jsp->jrqsp", y, y)
    later = np.zeros_like(products)
    later[:-1] = np.cumsum(products[:0:-1], axis=0)[::-1]
    pairs = np.einsum("jrq,jsp,jrqsp->", pulled, pulled, later)
    pairs += np.einsum("jra,jsb,jrbsa->", pulled, pulled, later)
    return same.sum(axis=0), float(total + 2 * pairs)
