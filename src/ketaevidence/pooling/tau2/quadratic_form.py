"""The exact distribution of a generalised Q: a weighted sum of squared normals."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.sums import FloatArray
from ketaevidence.pooling.tau2.sample import AnySample

ComplexArray = npt.NDArray[np.complex128]

#: How far the path of integration leans to the left of the vertical.
_LEAN = math.pi / 6

#: First step along the path; it is halved until the sum stays what it is.
_STEP = 1 / 12

#: Halvings allowed, and how much the last one may still change the probability.
_HALVINGS, _SAME = 6, 1e-12

#: Terms below exp(-40) of a probability of 1 do not count.
_NEGLIGIBLE = -40.0


@dataclass(frozen=True, slots=True)
class GeneralisedQ:
    """Q = y'Py with fixed weights, and how it varies when tau2 is the true one.

    Parameters
    ----------
    observed
        Q of the studies.
    weights
        a, one above 0 for each study, shape ``(k,)``.
    v
        Sampling variances, shape ``(k,)``.
    basis
        Orthonormal columns that span diag(sqrt(a)) X, shape ``(k, p)``.
    """

    observed: float
    weights: FloatArray
    v: FloatArray
    basis: FloatArray

    @property
    def df(self) -> int:
        """Number of squared normals: studies minus coefficients."""
        return int(self.basis.shape[0] - self.basis.shape[1])

    def below(self, tau2: float) -> float:
        """Give the probability of a Q up to the observed one.

        Notes
        -----
        Q is a sum of independent chi-squares with 1 df times the positive eigenvalues
        l of S^(1/2) P S^(1/2), S = diag(v + tau2). Its Laplace transform is the product
        of (1 + 2 s l)^(-1/2), and that needs no eigenvalues: with d = a (v + tau2), D =
        diag(1 + 2 s d) and U the basis, the product of (1 + 2 s l) is det(D) det(U'
        D^-1 U). The inversion integral is summed by the trapezoidal rule along a
        hyperbola through the saddle point of the integrand, which leans towards the cut
        on the negative axis, so that terms fall off exponentially and the sum converges
        geometrically.

        References
        ----------
        Rice SO (1980). SIAM Journal on Scientific and Statistical Computing 1:438-448.
        """
        spectrum = self.weights * (self.v + tau2)
        # In units of the observed Q the path stays near 1, whatever the weights.
        scaled = spectrum / self.observed
        start = self._saddle(scaled)
        width = self._width(scaled, start)
        step, last = _STEP, math.nan
        for _ in range(_HALVINGS):
            found = self._integral(scaled, start, width, step)
            if abs(found - last) <= _SAME:
                return min(max(found, 0.0), 1.0)
            step, last = step / 2, found
        msg = (
            "the distribution of the generalised Q cannot be computed for these "
            "weights; check the weights and variances for errors of unit"
        )
        raise PoolingError(msg)

    def _log_transform(self, d: FloatArray, s: ComplexArray) -> ComplexArray:
        """Compute log of the Laplace transform at each s, shape ``(n,)``."""
        grown = 1.0 + 2.0 * s[:, np.newaxis] * d
        middle = np.einsum("kp,nk,kq->npq", self.basis, 1.0 / grown, self.basis)
        # Rows and eigenvalues all stay on one side of 0: principal logarithms add up.
        own = np.linalg.eigvals(middle) if middle.shape[-1] > 1 else middle[..., 0]
        total = np.log(grown).sum(axis=1) + np.log(own).sum(axis=1)
        return np.asarray(-0.5 * total, dtype=np.complex128)

    def _slope(self, d: FloatArray, s: float) -> float:
        """Compute the derivative of s + log transform - log s."""
        r = 1.0 / (1.0 + 2.0 * s * d)
        middle = (self.basis.T * r) @ self.basis
        turned = (self.basis.T * (2.0 * d * r**2)) @ self.basis
        fall = float((2.0 * d * r).sum() - np.trace(np.linalg.solve(middle, turned)))
        return 1.0 - 0.5 * fall - 1.0 / s

    def _saddle(self, d: FloatArray) -> float:
        """Find the lowest point of the integrand right of 0.

        At it 1/s = 1 minus the sum of l / (1 + 2 s l), which lies between 0 and
        df / (2 s): so it lies between 1 and 1 + df / 2.
        """
        high = 1.0 + self.df / 2
        if self._slope(d, 1.0) >= 0:
            return 1.0
        if self._slope(d, high) <= 0:
            return high
        return float(brentq(lambda s: self._slope(d, s), 1.0, high, rtol=1e-6))

    def _width(self, d: FloatArray, s: float) -> float:
        """Tell how wide the integrand is at the saddle point."""
        near = 1e-4 * s
        rise = (self._slope(d, s + near) - self._slope(d, s - near)) / (2 * near)
        # The pole at 0 alone bends it by 1 / s^2.
        return 1.0 / math.sqrt(max(rise, 1.0 / s**2))

    def _integral(
        self, d: FloatArray, start: float, width: float, step: float
    ) -> float:
        end = 2.0
        while True:
            end += 2.0
            u = np.arange(0.0, end, step)
            s = start + width * (
                1j * math.cos(_LEAN) * np.sinh(u) - math.sin(_LEAN) * (np.cosh(u) - 1.0)
            )
            along = width * (
                1j * math.cos(_LEAN) * np.cosh(u) - math.sin(_LEAN) * np.sinh(u)
            )
            height = s + self._log_transform(d, s) - np.log(s) + np.log(along)
            if float(height[-1].real) < _NEGLIGIBLE:
                break
        terms = np.exp(height).imag
        return float(terms.sum() - terms[0] / 2) * step / math.pi


def generalised_q_of(
    sample: AnySample, columns: FloatArray, weights: FloatArray
) -> GeneralisedQ:
    """Take Q from studies, their design and weights, all in the order of the sample.

    Parameters
    ----------
    sample
        The studies.
    columns
        The design, shape ``(k, p)``: a column of ones, or moderators beside it.
    weights
        One weight above 0 for each study, shape ``(k,)``.
    """
    basis = np.linalg.qr(np.sqrt(weights)[:, np.newaxis] * columns)[0]
    return GeneralisedQ(sample.moments(weights).q, weights, sample.v, basis)
