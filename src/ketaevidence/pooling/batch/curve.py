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

from ketaevidence.pooling.sums import FloatArray

#: Places of the values in the table of :func:`curve`.
TAU2, GAIN, LOSS, BEND, TURN = range(5)

_add = np.add.reduce


def _two(array: FloatArray) -> FloatArray:
    """Double a lone column.

    numpy adds a lone column in another order than one of several, and a sample's sums
    must not depend on the company it is computed in.
    """
    return np.concatenate((array, array), axis=-1)


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
    if tau2.shape[-1] == 1:
        both = curve(_two(y), _two(v), _two(tau2), restricted=restricted)
        return both[..., :1]
    w = v + tau2
    np.reciprocal(w, out=w)
    first, rest = w[0], w[1:]
    sum1 = _add(rest, axis=0)
    total = first + sum1
    part = w * y
    mean = _add(part, axis=0) / total
    projected = y - mean
    projected *= w
    np.multiply(projected, projected, out=part)
    gain = _add(part, axis=0)
    np.multiply(projected, w, out=part)
    centre = _add(part, axis=0) / total
    np.subtract(projected, centre, out=part)
    part *= part
    part *= w
    bend = _add(part, axis=0)
    power = rest * rest
    sum2 = _add(power, axis=0)
    if restricted:
        power *= rest
        sum3 = _add(power, axis=0)
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
    """The sums behind an estimate, each of shape ``(B,)``.

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
    """Add up each sample at its tau2, shapes ``(k, B)`` and ``(B,)``."""
    if y.shape[1] == 1:
        one = totals(_two(y), _two(v), tau2)
        return Totals(
            one.total[:1], one.mean[:1], one.rss[:1], one.gain[:1], one.trace[:1]
        )
    w = v + tau2
    np.reciprocal(w, out=w)
    first, rest = w[0], w[1:]
    sum1 = _add(rest, axis=0)
    total = first + sum1
    part = w * y
    mean = _add(part, axis=0) / total
    residual = y - mean
    projected = w * residual
    np.multiply(projected, residual, out=part)
    rss = _add(part, axis=0)
    projected *= projected
    gain = _add(projected, axis=0)
    sum2 = _add(rest * rest, axis=0)
    trace = (sum1 * (first + total) - sum2) / total
    return Totals(total, mean, rss, gain, trace)


def log_likelihood(
    y: FloatArray, v: FloatArray, tau2: FloatArray, *, restricted: bool
) -> FloatArray:
    """Compute each sample's log-likelihood, up to a constant of its data."""
    if len(tau2) == 1:
        return log_likelihood(_two(y), _two(v), _two(tau2), restricted=restricted)[:1]
    found = totals(y, v, tau2)
    spread = v + tau2
    # An absent study must add nothing.
    twice = _add(np.log(spread, where=np.isfinite(v), out=np.zeros_like(v)), axis=0)
    twice += found.rss
    if restricted:
        twice += np.log(found.total)
    return np.asarray(-0.5 * twice, dtype=np.float64)
