"""What the studies of each sample add up to at a value of tau2.

With w = 1 / (v + tau2), W their sum, b the weighted mean and P = diag(w) - w w' / W:

    rss    y'Py,   the sum of w (y - b)^2; Cochran's Q at tau2 = 0
    gain   y'PPy,  how fast rss falls with tau2
    bend   y'PPPy, half of how fast gain falls
    loss   tr(P) for REML, W for ML
    turn   tr(PP) for REML, the sum of w^2 for ML: how fast loss falls

Twice the derivative of the (restricted) log-likelihood over tau2 is gain - loss.
Nothing large is subtracted from anything nearly as large: the first study has the
largest weight, and its share is kept apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ketaevidence.pooling.batch.rows import down
from ketaevidence.pooling.sums import FloatArray

#: Places of the values in the table of :func:`curve`.
TAU2, GAIN, LOSS, BEND, TURN = range(5)


def curve(
    y: FloatArray, v: FloatArray, tau2: FloatArray, *, restricted: bool
) -> FloatArray:
    """Compute tau2, gain, loss, bend and turn for each sample.

    Parameters
    ----------
    y, v
        Shape ``(k, B)``, or ``(k, 1, B)`` for many values of tau2 at once.
    tau2
        Shape ``(B,)``, or ``(G, B)``.
    restricted
        For REML; False for ML.

    Returns
    -------
    numpy.ndarray
        Shape ``(5, B)`` or ``(5, G, B)``.
    """
    w = v + tau2
    np.reciprocal(w, out=w)
    first, rest = w[0], w[1:]
    sum1 = down(rest)
    total = first + sum1
    part = w * y
    mean = down(part) / total
    projected = y - mean
    projected *= w
    np.multiply(projected, projected, out=part)
    gain = down(part)
    np.multiply(projected, w, out=part)
    centre = down(part) / total
    np.subtract(projected, centre, out=part)
    part *= part
    part *= w
    bend = down(part)
    power = rest * rest
    sum2 = down(power)
    if restricted:
        power *= rest
        sum3 = down(power)
        loss = (sum1 * (first + total) - sum2) / total
        share = first / total
        turn = share * share * (sum1 * sum1 + 2.0 * sum2)
        rest_share = sum2 / total
        turn += sum2 - 2.0 * sum3 / total + rest_share * rest_share
    else:
        loss, turn = total, first * first + sum2
    return np.array([tau2, gain, loss, bend, turn])


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums behind an estimate, each of the shape of tau2.

    Parameters
    ----------
    total
        W, the sum of the weights.
    mean
        b, from the sample's origin.
    rss
        y'Py.
    gain
        y'PPy.
    trace
        tr(P).
    """

    total: FloatArray
    mean: FloatArray
    rss: FloatArray
    gain: FloatArray
    trace: FloatArray


def totals(y: FloatArray, v: FloatArray, tau2: FloatArray | float) -> Totals:
    """Add up each sample at its tau2.

    Parameters
    ----------
    y, v
        Shape ``(k, B)``, or ``(k, 1, B)`` for many values of tau2 at once.
    tau2
        One for all, or shape ``(B,)``, or ``(G, B)``.
    """
    w = v + tau2
    np.reciprocal(w, out=w)
    first, rest = w[0], w[1:]
    sum1 = down(rest)
    total = first + sum1
    part = w * y
    mean = down(part) / total
    residual = y - mean
    projected = w * residual
    np.multiply(projected, residual, out=part)
    rss = down(part)
    projected *= projected
    gain = down(projected)
    sum2 = down(rest * rest)
    trace = (sum1 * (first + total) - sum2) / total
    return Totals(total, mean, rss, gain, trace)


def log_likelihood(
    y: FloatArray, v: FloatArray, tau2: FloatArray, *, restricted: bool
) -> FloatArray:
    """Compute each sample's log-likelihood, up to a constant of its data."""
    found = totals(y, v, tau2)
    spread = v + tau2
    # An absent study must add nothing.
    twice = down(np.log(spread, where=np.isfinite(v), out=np.zeros_like(v)))
    twice += found.rss
    if restricted:
        twice += np.log(found.total)
    return np.asarray(-0.5 * twice, dtype=np.float64)
