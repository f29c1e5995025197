"""The probability of a count when the logit of its proportion varies normally.

One study with x events of n has, given mu and tau, the likelihood

    L = integral of C(n, x) p^x (1 - p)^(n - x) phi(z) dz,  logit(p) = mu + tau z.

The integrand is log-concave in z. It is summed by the trapezoidal rule, on nodes that
lie around its own mode as far as anything is left of it, and so densely that the sum
is the integral: for such functions the rule converges exponentially (Trefethen and
Weideman 2014, doi 10.1137/130932132). Where the usual Gauss-Hermite nodes around the
mode converge slowly (few events, large tau), this does not.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
from scipy.special import expit, gammaln

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.sums import FloatArray

#: The integrand is followed on both sides until exp(-38) of it is left.
TAIL = 38.0

#: Distance of the nodes, as a share of the width of the integrand's top.
SHARE_OF_WIDTH = 0.4

#: And as a share of 1 / tau, which the distance of the singularities goes with. Without
#: events the integrand ends more sharply than its top tells.
SHARE_OF_TAU = 0.25

#: Steps allowed to a mode or an end; a handful is needed.
STEPS = 200

#: How many values of the integrand are computed at once, to bound memory.
BLOCK = 400_000

#: The largest share that is not 1.
BELOW_ONE = float(np.nextafter(1.0, 0.0))


@dataclass(frozen=True, slots=True)
class Counts:
    """Events and totals of the studies that differ, and how many share each.

    Parameters
    ----------
    x, n
        Events and totals, sorted, shape ``(m,)``.
    times
        How many studies have these counts, shape ``(m,)``.
    """

    x: FloatArray
    n: FloatArray
    times: FloatArray


def distinct(x: FloatArray, n: FloatArray) -> Counts:
    """Sort the studies and put equal ones together: order must not matter."""
    pairs, times = np.unique(np.column_stack((n, x)), axis=0, return_counts=True)
    return Counts(pairs[:, 1].copy(), pairs[:, 0].copy(), times.astype(np.float64))


@dataclass(frozen=True, slots=True)
class Curve:
    """The log-likelihood of all studies and its derivatives, shape ``(B,)`` each.

    Parameters
    ----------
    value
        The log-likelihood, less that of every study at its own proportion x/n.
    mu, over_tau
        First derivatives, by mu, and by tau divided by tau: at tau = 0 it has a limit.
    mu_mu, mu_tau, tau_tau
        Second derivatives.
    """

    value: FloatArray
    mu: FloatArray
    over_tau: FloatArray
    mu_mu: FloatArray
    mu_tau: FloatArray
    tau_tau: FloatArray


def curve(counts: Counts, mu: npt.ArrayLike, tau: npt.ArrayLike) -> Curve:
    """Compute the log-likelihood and its derivatives at each (mu, tau)."""
    mus, taus = np.broadcast_arrays(
        np.atleast_1d(np.asarray(mu, dtype=np.float64)),
        np.atleast_1d(np.asarray(tau, dtype=np.float64)),
    )
    m = len(counts.x)
    # One row for each study at each point; alike rows are summed together.
    cells = _Cells(
        np.tile(counts.x, len(mus)),
        np.tile(counts.n, len(mus)),
        np.repeat(mus, m),
        np.repeat(taus, m),
    )
    each = _integrate(cells)
    totals = (each.reshape(len(each), len(mus), m) @ counts.times).astype(np.float64)
    return Curve(*totals)


@dataclass(frozen=True, slots=True)
class _Cells:
    """Studies at points (mu, tau), one study at one point in each row."""

    x: FloatArray
    n: FloatArray
    mu: FloatArray
    tau: FloatArray

    def take(self, rows: npt.NDArray[np.intp]) -> _Cells:
        """Give some of the rows."""
        return _Cells(*(getattr(self, part.name)[rows] for part in fields(self)))

    def modes(self) -> FloatArray:
        """Find z where the integrand is largest, to a thousandth of its width."""
        # The root of z - tau (x - n p) lies between 0 and its value at z = 0.
        edge = self.tau * (self.x - self.n * expit(self.mu))
        low, high = np.minimum(edge, 0.0), np.maximum(edge, 0.0)
        z, moved = np.zeros_like(edge), high - low
        for _ in range(STEPS):
            p = expit(self.mu + self.tau * z)
            slope = z - self.tau * (self.x - self.n * p)
            bend = 1.0 + self.tau**2 * self.n * p * (1.0 - p)
            low, high = np.where(slope < 0, z, low), np.where(slope > 0, z, high)
            step = -slope / bend
            new = z + step
            # Newton's steps alone may swing from side to side for ever.
            is_newton = (new >= low) & (new <= high) & (np.abs(step) <= 0.5 * moved)
            new = np.where(is_newton, new, 0.5 * (low + high))
            if (np.abs(new - z) <= 1e-3 / np.sqrt(bend)).all():
                return new
            moved, z = np.where(is_newton, np.abs(step), high - low), new
        msg = "the mode of a study's likelihood could not be found"
        raise PoolingError(msg)

    def bend(self, z: FloatArray) -> FloatArray:
        """Compute how sharply the logarithm of the integrand bends at z."""
        p = expit(self.mu + self.tau * z)
        return 1.0 + self.tau**2 * self.n * p * (1.0 - p)

    def fall(self, z: FloatArray, step: FloatArray) -> FloatArray:
        """Compute by how much the logarithm changes from z, shape of ``step``.

        With d the change of the logit, p that at z, and s, y = p, x where d < 0, else
        1 - p, n - x: the term x d - n log(1 - p + p exp(d)) is
        -|d| y - n log(1 + s (exp(-|d|) - 1)), which neither overflows nor is the
        difference of large numbers.
        """
        x, n, mu, tau, at = (
            part[:, np.newaxis] for part in (self.x, self.n, self.mu, self.tau, z)
        )
        eta = mu + tau * at
        d = tau * step
        is_up, size = d > 0, np.abs(d)
        share = np.minimum(np.where(is_up, expit(-eta), expit(eta)), BELOW_ONE)
        change = size * np.where(is_up, n - x, x) + n * np.log1p(
            share * np.expm1(-size)
        )
        return np.asarray(-change - step * (at + 0.5 * step), dtype=np.float64)

    def reach(self, z: FloatArray, width: FloatArray, side: float) -> FloatArray:
        """Find how far from the mode something is left, on one side."""
        # The logarithm bends by at least 1 everywhere, so nothing is left beyond this.
        farthest = np.sqrt(2.0 * TAIL) + 1e-2
        reach: FloatArray = np.minimum(farthest * width, farthest)
        for _ in range(STEPS):
            fall = self.fall(z, side * reach[:, np.newaxis])[:, 0]
            is_done = (fall <= -TAIL) | (reach >= farthest)
            if is_done.all():
                return reach
            reach = np.where(is_done, reach, np.minimum(1.3 * reach, farthest))
        msg = "the range of a study's likelihood could not be found"
        raise PoolingError(msg)


def _integrate(cells: _Cells) -> FloatArray:
    """Integrate each row: value and derivatives as in :class:`Curve`, ``(6, rows)``."""
    z = cells.modes()
    width = 1.0 / np.sqrt(cells.bend(z))
    down, up = (cells.reach(z, width, side) for side in (-1.0, 1.0))
    with np.errstate(divide="ignore"):
        step = np.minimum(SHARE_OF_WIDTH * width, SHARE_OF_TAU / cells.tau)
    nodes = np.ceil((down + up) / step).astype(np.intp) + 1
    results = np.empty((len(fields(Curve)), len(z)))
    # Rows that need about as many nodes go together, as many as memory allows.
    order = np.argsort(nodes, kind="stable")
    while order.size:
        rows = order[: max(1, BLOCK // int(nodes[order[0]]))]
        while len(rows) > 1 and len(rows) * int(nodes[rows[-1]]) > 2 * BLOCK:
            rows = rows[: len(rows) // 2]
        order = order[len(rows) :]
        grid = np.linspace(-down[rows], up[rows], int(nodes[rows[-1]]), axis=1)
        results[:, rows] = _sum(cells.take(rows), z[rows], grid)
    return results


def _sum(cells: _Cells, z: FloatArray, grid: FloatArray) -> FloatArray:
    """Add the integrand up over its nodes, ``grid`` being measured from the mode."""
    weights = np.exp(cells.fall(z, grid))
    total = weights.sum(axis=1)
    step = grid[:, 1] - grid[:, 0]
    weights /= total[:, np.newaxis]
    at = z[:, np.newaxis] + grid
    p = expit(cells.mu[:, np.newaxis] + cells.tau[:, np.newaxis] * at)
    n = cells.n[:, np.newaxis]
    r = cells.x[:, np.newaxis] - n * p
    bent = r * r - n * p * (1.0 - p)
    mu = np.vecdot(weights, r)
    tau = np.vecdot(weights, r * at)
    over_tau = np.vecdot(weights, bent)
    eta = cells.mu + cells.tau * z
    top = cells.x * eta - cells.n * np.logaddexp(0.0, eta) - 0.5 * z**2
    return np.array(
        [
            top - _saturated(cells.x, cells.n) + np.log(total * step) - LOG_ROOT_2_PI,
            mu,
            over_tau,
            over_tau - mu**2,
            np.vecdot(weights, bent * at) - mu * tau,
            np.vecdot(weights, bent * at**2) - tau**2,
        ]
    )


#: log(sqrt(2 pi)).
LOG_ROOT_2_PI = 0.5 * float(np.log(2.0 * np.pi))


def _saturated(x: FloatArray, n: FloatArray) -> FloatArray:
    """Compute log-likelihoods at a study's own proportion, without C(n, x)."""
    rest = n - x
    ours = x * np.log(np.maximum(x, 1.0) / n)
    return np.asarray(ours + rest * np.log(np.maximum(rest, 1.0) / n), dtype=np.float64)


def log_constant(counts: Counts) -> float:
    """Compute what :func:`curve` leaves out of the log-likelihood of all studies."""
    x, n = counts.x, counts.n
    ways = gammaln(n + 1.0) - gammaln(x + 1.0) - gammaln(n - x + 1.0)
    return float((ways + _saturated(x, n)) @ counts.times)
