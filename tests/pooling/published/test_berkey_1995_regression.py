"""Berkey CS, Hoaglin DC, Mosteller F, Colditz GA (1995).

A random-effects regression model for meta-analysis. Statistics in Medicine 14:395-411,
doi 10.1002/sim.4780140406.

Log risk ratios of 13 trials of BCG vaccine, with variances smoothed over the trials, on
latitude; empirical Bayes and fixed-effects results of page 408.
"""

import numpy as np
from tests.pooling.published.bcg_places import LATITUDE
from tests.pooling.published.builders import BCG, log_risk_ratios

from ketaevidence.pooling import pool
from ketaevidence.pooling.regression import regress

YI, _ = log_risk_ratios(BCG)
#: Latitude from its mean, as in the article.
FROM_MEAN = {"latitude": np.array(LATITUDE) - 33.46}


def smoothed_variances():
    """Give each trial the mean odds of staying well, over its own patients."""
    a, b, c, d = BCG.T
    return (b / a).mean() / (a + b) + (d / c).mean() / (c + d)


def coefficients(model):
    """Give intercept and slope with their errors, four decimals each."""
    return [(f"{one.estimate:.4f}", f"{one.se:.4f}") for one in model.coefficients]


def test_the_mean_without_latitude_is_as_printed():
    """Empirical Bayes: -0.5429 (0.1842), tau2 0.2682."""
    pooled = pool(YI, smoothed_variances(), method="EB", test="z")
    shown = [f"{x:.4f}" for x in (pooled.estimate, pooled.se, pooled.tau2)]
    assert shown == ["-0.5429", "0.1842", "0.2682"]


def test_the_regression_on_latitude_is_as_printed():
    """Empirical Bayes: -0.6303 (0.1591), -0.0268 (0.0110), tau2 0.1572, 41.4 % less."""
    model = regress(YI, FROM_MEAN, vi=smoothed_variances(), method="EB", test="z")
    assert coefficients(model) == [("-0.6303", "0.1591"), ("-0.0268", "0.0110")]
    assert f"{model.tau2:.4f}" == "0.1572"
    assert f"{model.R2:.1f}" == "41.4"


def test_the_fixed_effects_regression_is_as_printed():
    """Without variance between trials: -0.5949 and -0.0282."""
    model = regress(YI, FROM_MEAN, vi=smoothed_variances(), method="EE", test="z")
    assert [estimate for estimate, _ in coefficients(model)] == ["-0.5949", "-0.0282"]
