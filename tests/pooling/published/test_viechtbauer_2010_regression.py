"""Viechtbauer W (2010).

Conducting meta-analyses in R with the metafor package. Journal of Statistical Software
36(3):1-48, doi 10.18637/jss.v036.i03.

Log risk ratios of 13 trials of BCG vaccine on latitude and raw calendar year, REML. The
article's search for tau2 stops at a step of 1e-5, which moves the last digits of what is
not compared here (intercept -3.5455, here -3.5454).
"""

import numpy as np
from tests.pooling.published.bcg_places import LATITUDE, YEAR
from tests.pooling.published.builders import BCG, log_risk_ratios

from ketaevidence.pooling.regression import regress


def fitted():
    """Fit the model with two moderators."""
    yi, vi = log_risk_ratios(BCG)
    mods = {"latitude": LATITUDE, "year": YEAR}
    return regress(yi, mods, vi=vi, method="REML", test="z")


def test_latitude_and_raw_year_are_as_printed():
    """Estimate, error, z, p and interval of both slopes, tau2 and Q."""
    model = fitted()
    rows = [
        [f"{getattr(one, name):.4f}" for name in ("estimate", "se", "zval", "pval")]
        + [f"{one.ci_lb:.4f}", f"{one.ci_ub:.4f}"]
        for one in model.coefficients[1:]
    ]
    assert rows == [
        ["-0.0280", "0.0102", "-2.7371", "0.0062", "-0.0481", "-0.0080"],
        ["0.0019", "0.0147", "0.1299", "0.8966", "-0.0269", "0.0307"],
    ]
    shown = [f"{x:.4f}" for x in (model.tau2, model.se_tau2, model.QE, model.QEp)]
    assert shown == ["0.1108", "0.0845", "28.3251", "0.0016"]


def test_predicted_risk_ratios_are_as_printed():
    """Risk ratio and interval at 10, 20 and 30 degrees in 1970."""
    at = fitted().predict({"latitude": [10, 20, 30], "year": 1970})
    rows = np.exp(
        np.column_stack([at.estimate, at.ci_lb, at.ci_ub, at.pi_lb, at.pi_ub])
    )
    assert [[f"{x:.4f}" for x in row] for row in rows] == [
        ["0.9345", "0.5833", "1.4973", "0.4179", "2.0899"],
        ["0.7062", "0.5149", "0.9686", "0.3421", "1.4579"],
        ["0.5337", "0.4196", "0.6789", "0.2663", "1.0697"],
    ]
