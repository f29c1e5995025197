"""What an estimator of tau2 asks of the studies, with or without moderators."""

from __future__ import annotations

from typing import Protocol

import numpy.typing as npt

from ketaevidence.pooling.sums import FloatArray, Moments


class AnySums(Protocol):
    """Sums over the studies at ``B`` values of tau2; every one falls as tau2 grows.

    P = W - W X (X'WX)^-1 X'W with W = diag(1 / (v + tau2)) and X the design: a column
    of ones, or the moderators beside it.
    """

    @property
    def weights(self) -> FloatArray:
        """1 / (v + tau2), shape ``(B, k)``."""

    @property
    def rss(self) -> FloatArray:
        """y'Py, shape ``(B,)``."""

    @property
    def rss2(self) -> FloatArray:
        """y'PPy, shape ``(B,)``: how fast ``rss`` falls."""

    @property
    def rss3(self) -> FloatArray:
        """y'PPPy, shape ``(B,)``: half of how fast ``rss2`` falls."""

    @property
    def trace(self) -> FloatArray:
        """tr(P), shape ``(B,)``."""

    @property
    def trace2(self) -> FloatArray:
        """tr(PP), shape ``(B,)``: how fast ``trace`` falls."""


class AnySample(Protocol):
    """Studies in units of their own, most precise first, with their design."""

    @property
    def k(self) -> int:
        """Number of studies."""

    @property
    def p(self) -> int:
        """Number of coefficients, 1 without moderators."""

    @property
    def y(self) -> FloatArray:
        """Effects, shape ``(k,)``."""

    @property
    def v(self) -> FloatArray:
        """Variances, shape ``(k,)``, ascending."""

    def sums(self, tau2: npt.ArrayLike) -> AnySums:
        """Add up the studies at each value of tau2, shape ``(B,)``."""

    def moments(self, weights: FloatArray) -> Moments:
        """Add up the studies with fixed weights, shape ``(k,)``."""

    def log_likelihood(self, tau2: npt.ArrayLike, *, restricted: bool) -> FloatArray:
        """Compute the log-likelihood at each tau2, up to a constant of the data."""

    def residual_spread(self) -> float:
        """Compute the residual variance of ordinary least squares."""
