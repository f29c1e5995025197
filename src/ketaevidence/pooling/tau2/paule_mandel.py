"""Paule-Mandel and empirical Bayes: the tau2 at which Q is what it should be."""

from __future__ import annotations

import numpy as np

from ketaevidence.pooling.tau2.model import Heterogeneity
from ketaevidence.pooling.tau2.roots import q_equals
from ketaevidence.pooling.tau2.sample import AnySample


def paule_mandel(sample: AnySample) -> Heterogeneity:
    """Estimate tau2 so that the generalised Q equals its expectation (PM, EB).

    Paule and Mandel's estimator and Morris' empirical Bayes estimator are one.

    Notes
    -----
    sum wi (yi - estimate)^2 = k - p with wi = 1 / (vi + tau2); 0 where the left side
    is smaller already at tau2 = 0. Its standard error is sqrt(2 / (k - p)) k / sum(wi).

    References
    ----------
    Paule RC, Mandel J (1982). Journal of Research of the National Bureau of
    Standards 87:377-385. doi:10.6028/jres.087.022
    Morris CN (1983). Journal of the American Statistical Association 78:47-55.
    doi:10.1080/01621459.1983.10477920
    """
    df = sample.k - sample.p
    root = float(q_equals(sample, df)[0])
    tau2 = 0.0 if np.isnan(root) else root
    total = float((1 / (sample.v + tau2)).sum())
    return Heterogeneity(tau2, float(np.sqrt(2 / df)) * sample.k / total)
