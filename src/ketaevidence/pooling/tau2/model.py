"""An estimate of the variance between studies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """An estimate of tau2 in units of the sample.

    Parameters
    ----------
    tau2
        The estimate, never negative.
    se
        Its standard error.
    maxima
        How many local maxima the likelihood has; 1 for estimators without one.
    """

    tau2: float
    se: float
    maxima: int = 1
