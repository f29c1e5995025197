"""Maximum likelihood (ML) and restricted maximum likelihood (REML)."""

from __future__ import annotations

import numpy as np

from ketaevidence.pooling.sums import FloatArray
from ketaevidence.pooling.tau2.model import Heterogeneity
from ketaevidence.pooling.tau2.peaks import Peaks, peaks
from ketaevidence.pooling.tau2.sample import AnySample

#: Two log-likelihoods closer than this are a tie, and the smaller tau2 is taken.
TIE = 1e-12


def highest(sample: AnySample, found: Peaks, *, restricted: bool) -> float:
    """Give the highest of all maxima of the likelihood."""
    if len(found.maxima) == 1:
        return found.maxima[0]
    heights: FloatArray = sample.log_likelihood(
        np.array(found.maxima), restricted=restricted
    )
    return found.maxima[int(np.flatnonzero(heights >= heights.max() - TIE)[0])]


def maximum_likelihood(sample: AnySample) -> Heterogeneity:
    """Estimate tau2 by ML: the highest of all maxima of the likelihood.

    Notes
    -----
    The tau2 >= 0 with the highest -1/2 [sum log(vi + tau2) + y'Py]; its standard error
    is sqrt(2 / sum(wi^2)).

    References
    ----------
    Viechtbauer W (2005). Journal of Educational and Behavioral Statistics
    30:261-293. doi:10.3102/10769986030003261
    """
    found = peaks(sample, restricted=False)
    tau2 = highest(sample, found, restricted=False)
    square = float(((1 / (sample.v + tau2)) ** 2).sum())
    return Heterogeneity(tau2, float(np.sqrt(2.0 / square)), len(found.maxima))


def restricted_maximum_likelihood(sample: AnySample) -> Heterogeneity:
    """Estimate tau2 by REML: the highest of all maxima of the restricted likelihood.

    Notes
    -----
    The tau2 >= 0 with the highest -1/2 [sum log(vi + tau2) + log det(X'WX) + y'Py]; its
    standard error is sqrt(2 / tr(PP)).

    References
    ----------
    Viechtbauer W (2005). Journal of Educational and Behavioral Statistics
    30:261-293. doi:10.3102/10769986030003261
    """
    found = peaks(sample, restricted=True)
    tau2 = highest(sample, found, restricted=True)
    square = float(sample.sums(tau2).trace2[0])
    return Heterogeneity(tau2, float(np.sqrt(2.0 / square)), len(found.maxima))
