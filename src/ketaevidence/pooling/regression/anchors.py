"""Weighted least squares from anchor studies: exact also beside a dominant study.

With as many studies as coefficients the model fits exactly: those are the anchors, the
heaviest studies that tell the moderators apart. Every other study is then compared
with what the anchors foretell for it. In the weighted rows the design is ``[I; C] R``
(the anchors first), and what it leaves over is spanned by ``[-C'; I]``. All sums below
follow from C, whose entries stay near 1 or below, and none of them subtracts large
numbers: 1 - h of a study that determines its own fitted value keeps all its digits.
With a mean alone the anchor is the most precise study.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.sums import FloatArray

#: A difference from what the anchors foretell counts as none when it is this many
#: times the rounding of the numbers it was made of.
ROUNDING = 16 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Anchored:
    """A design with weights, seen from its anchors, for ``B`` sets of weights at once.

    Parameters
    ----------
    root
        Square roots of the weights, shape ``(B, k)``.
    anchors
        Row of the anchor of each coefficient, shape ``(B, p)``.
    others
        C: each weighted row as a combination of the anchors' rows, shape
        ``(B, k, p)``; zero for the anchors themselves.
    is_other
        Which studies are no anchors, shape ``(B, k)``.
    gram
        G = C'C, shape ``(B, p, p)``.
    inner
        F = (I + G)^-1.
    log_pivots
        log |det R|, shape ``(B,)``.
    """

    root: FloatArray
    anchors: npt.NDArray[np.intp]
    others: FloatArray
    is_other: npt.NDArray[np.bool_]
    gram: FloatArray
    inner: FloatArray
    log_pivots: FloatArray

    @property
    def _batch(self) -> npt.NDArray[np.intp]:
        return np.arange(len(self.root))[:, np.newaxis]

    def at_anchors(self, rows: FloatArray) -> FloatArray:
        """Take the anchors' entries of one row of numbers per batch."""
        return np.asarray(rows[self._batch, self.anchors], dtype=np.float64)

    def residuals(self, y: FloatArray) -> FloatArray:
        """Compute (I - H) sqrt(w) y, shape ``(B, k)``; y is ``(k,)`` or ``(B, k)``."""
        z = self.root * y
        at = self.at_anchors(z)
        foretold = np.einsum("bkp,bp->bk", self.others, at)
        apart = np.where(self.is_other, z - foretold, 0.0)
        size = np.einsum("bkp,bp->bk", np.abs(self.others), np.abs(at))
        apart[np.abs(apart) <= ROUNDING * (np.abs(z) + size)] = 0.0
        pull = np.einsum("bkp,bk->bp", self.others, apart)
        shift = np.einsum("bpq,bq->bp", self.inner, pull)
        left = apart - np.einsum("bkp,bp->bk", self.others, shift)
        left[self._batch, self.anchors] = -np.einsum("bkp,bk->bp", self.others, left)
        return np.asarray(left, dtype=np.float64)

    def freedom(self) -> FloatArray:
        """Compute 1 - h of each study, shape ``(B, k)``."""
        leverage = np.einsum("bkp,bkp->bk", self.others @ self.inner, self.others)
        free = np.where(self.is_other, 1.0 - leverage, 0.0)
        free[self._batch, self.anchors] = np.einsum(
            "bpq,bqp->bp", self.gram, self.inner
        )
        return np.asarray(free, dtype=np.float64)

    def crossed_trace(self, first: FloatArray, second: FloatArray) -> FloatArray:
        """Compute tr(M D M E) with M = I - H and diagonals D, E of shape ``(B, k)``.

        Four parts, each the trace of a product of two positive matrices: anchors with
        anchors, anchors with others (twice), and others with others.
        """
        middle = self.others @ self.inner
        leverage = np.einsum("bkp,bkp->bk", middle, self.others)
        kept = self.gram @ self.inner
        at_first, at_second = self.at_anchors(first), self.at_anchors(second)
        first_others, second_others = (
            np.where(self.is_other, diagonal, 0.0) for diagonal in (first, second)
        )
        left = _weighted_gram(middle, first_others)
        right = _weighted_gram(self.others, second_others)
        right_inner = self.inner @ right @ self.inner
        crossed = np.einsum("bpq,bqp->b", left, right)
        others = (first_others * second_others * (1.0 - 2.0 * leverage)).sum(axis=1)
        mixed = np.einsum("bpp,bp->b", left, at_second)
        mixed = mixed + np.einsum("bpp,bp->b", right_inner, at_first)
        anchors = np.einsum("bpq,bqp,bp,bq->b", kept, kept, at_first, at_second)
        return np.asarray(others + crossed + mixed + anchors, dtype=np.float64)

    def log_determinant(self) -> FloatArray:
        """Compute log det(X'WX), shape ``(B,)``."""
        grown = np.linalg.slogdet(np.eye(self.gram.shape[-1]) + self.gram)[1]
        return np.asarray(2.0 * self.log_pivots + grown, dtype=np.float64)


def _weighted_gram(rows: FloatArray, diagonal: FloatArray) -> FloatArray:
    weighted = rows * diagonal[:, :, np.newaxis]
    return np.asarray(weighted.transpose(0, 2, 1) @ rows, dtype=np.float64)


def anchor(design: FloatArray, weights: FloatArray) -> Anchored:
    """Choose the anchors by elimination with row pivots and express the rest in them.

    Parameters
    ----------
    design
        Columns of the model on comparable scales, shape ``(k, p)``.
    weights
        Weights above 0, shape ``(B, k)``.
    """
    root = np.sqrt(weights)
    rows = root[:, :, np.newaxis] * design
    batches, k, p = rows.shape
    batch = np.arange(batches)
    is_other = np.ones((batches, k), dtype=bool)
    anchors = np.empty((batches, p), dtype=np.intp)
    log_pivots = np.zeros(batches)
    for j in range(p):
        row = np.where(is_other, np.abs(rows[:, :, j]), -1.0).argmax(axis=1)
        at = rows[batch, row]
        pivot = at[:, j]
        if not (pivot != 0.0).all():
            msg = (
                "the moderators cannot be told apart with these weights; "
                "check the variances for errors of unit"
            )
            raise PoolingError(msg)
        share = rows[:, :, j] / pivot[:, np.newaxis]
        rows -= share[:, :, np.newaxis] * at[:, np.newaxis, :]
        rows[:, :, j] = share
        rows[batch, row] = 0.0
        rows[batch, row, j] = 1.0
        is_other[batch, row] = False
        anchors[:, j] = row
        log_pivots += np.log(np.abs(pivot))
    rows[batch[:, np.newaxis], anchors] = 0.0
    gram = rows.transpose(0, 2, 1) @ rows
    inner = np.linalg.inv(np.eye(p) + gram)
    inner = (inner + inner.transpose(0, 2, 1)) / 2
    return Anchored(root, anchors, rows, is_other, gram, inner, log_pivots)
