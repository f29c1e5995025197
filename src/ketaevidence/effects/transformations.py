"""From the scale of analysis back to the scale that people read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from ketaevidence.effects.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Transformation:
    """A scale on which effects are analysed, and the way back.

    Parameters
    ----------
    name
        What was done to the numbers, in words.
    inverse
        The way back; None where it needs the number of patients as well.
    """

    name: str
    inverse: Callable[[FloatArray], FloatArray] | None


def _same(values: FloatArray) -> FloatArray:
    return values


def _exp(values: FloatArray) -> FloatArray:
    with np.errstate(over="ignore", under="ignore"):
        return np.asarray(np.exp(values), dtype=np.float64)


def _expit(values: FloatArray) -> FloatArray:
    return np.asarray(expit(values), dtype=np.float64)


def _inverse_arcsine(values: FloatArray) -> FloatArray:
    # The ends of the scale are 0 and 1; an interval may reach beyond them.
    return np.asarray(np.sin(np.clip(values, 0, np.pi / 2)) ** 2, dtype=np.float64)


def freeman_tukey(events: FloatArray, total: FloatArray) -> FloatArray:
    """Transform a proportion by the mean of two arcsines (Freeman, Tukey 1950)."""
    lower = np.arcsin(np.sqrt(events / (total + 1)))
    upper = np.arcsin(np.sqrt((events + 1) / (total + 1)))
    return np.asarray((lower + upper) / 2, dtype=np.float64)


def inverse_freeman_tukey(values: FloatArray, total: FloatArray) -> FloatArray:
    """Turn a Freeman-Tukey value back into a proportion of ``total`` patients.

    With t = 2y: p = (1 - sgn(cos t) sqrt(1 - (sin t + (sin t - 1/sin t)/n)^2)) / 2
    (Miller 1978). Outside the values that 0/n and n/n have, it is 0 and 1.
    """
    values, total = np.broadcast_arrays(values, total)
    least, most = freeman_tukey(0 * total, total), freeman_tukey(total, total)
    inside = (values > least) & (values < most)
    # Anything inside does in place of what is at an end and is set below.
    t = 2 * np.where(inside, values, np.pi / 4)
    sine = np.sin(t)
    root = np.clip(1 - (sine + (sine - 1 / sine) / total) ** 2, 0, None)
    share = 0.5 * (1 - np.sign(np.cos(t)) * np.sqrt(root))
    share = np.where(values <= least, 0.0, np.where(values >= most, 1.0, share))
    return np.asarray(np.where(np.isnan(values), np.nan, share), dtype=np.float64)


#: Every scale of analysis, by its short name.
TRANSFORMATIONS = {
    "none": Transformation("none", _same),
    "log": Transformation("natural logarithm", _exp),
    "logit": Transformation("logit", _expit),
    "arcsine": Transformation("arcsine of the square root", _inverse_arcsine),
    "freeman-tukey": Transformation("Freeman-Tukey double arcsine", None),
}
