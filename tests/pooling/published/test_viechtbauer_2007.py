"""Viechtbauer W (2007). Confidence intervals for the amount of heterogeneity.

Statistics in Medicine 26:37-52, doi 10.1002/sim.2514: nine trials of diuretics in
pregnancy, counts of table I (from Collins and others 1985, British Medical Journal
290:17-23), results of table II, page 44.
"""

import pytest
from tests.pooling.published.builders import four_fold, log_odds_ratios

from ketaevidence.pooling import pool, tau2_interval

DIURETICS = four_fold(
    [14, 21, 14, 6, 12, 138, 15, 6, 65],
    [131, 385, 57, 38, 1011, 1370, 506, 108, 153],
    [14, 17, 24, 18, 35, 175, 20, 2, 40],
    [136, 134, 48, 40, 760, 1336, 524, 103, 102],
)


@pytest.mark.parametrize(
    ("method", "printed"),
    [("DL", "0.230"), ("ML", "0.239"), ("REML", "0.301"), ("SJ", "0.456")],
)
def test_the_estimates_are_as_printed(method, printed):
    """Four estimators give tau2 as printed."""
    pooled = pool(*log_odds_ratios(DIURETICS), method=method, test="z")
    assert f"{pooled.tau2:.3f}" == printed


@pytest.mark.parametrize(
    ("method", "interval", "lb", "ub"),
    [
        ("DL", "QP", "0.072", "2.203"),
        ("ML", "PL", "0.027", "1.131"),
        ("REML", "PL", "0.043", "1.475"),
    ],
)
def test_the_intervals_are_as_printed(method, interval, lb, ub):
    """Q-profile and both profile likelihoods give the bounds of tau2 as printed."""
    pooled = pool(*log_odds_ratios(DIURETICS), method=method, test="z")
    found = tau2_interval(pooled, method=interval).tau2
    assert (f"{found.lb:.3f}", f"{found.ub:.3f}") == (lb, ub)


@pytest.mark.parametrize(
    ("method", "lb", "ub"), [("ML", "-0.101", "0.578"), ("REML", "-0.131", "0.732")]
)
def test_the_standard_errors_of_tau2_are_those_behind_the_wald_intervals(
    method, lb, ub
):
    """tau2 -/+ 1.96 standard errors are the Wald intervals as printed."""
    pooled = pool(*log_odds_ratios(DIURETICS), method=method, test="z")
    half = 1.96 * pooled.se_tau2
    assert f"{pooled.tau2 - half:.3f}" == lb
    assert f"{pooled.tau2 + half:.3f}" == ub
