"""Van Houwelingen HC, Arends LR, Stijnen T (2002). Advanced methods in meta-analysis.

Statistics in Medicine 21:589-624, doi 10.1002/sim.1040: BCG vaccine, counts of table I,
results of pages 596 to 599. The models in two dimensions are not part of this package.
"""

import math

import pytest
from tests.pooling.published.builders import BCG, log_odds_ratios

from ketaevidence.pooling import pool, tau2_interval


@pytest.mark.parametrize(
    ("method", "shown"),
    # The article prints 0.703 for the upper bound 0.70235 of the fixed-effects model.
    [("EE", ("0.647", "0.595", "0.702")), ("ML", ("0.476", "0.336", "0.675"))],
)
def test_the_odds_ratio_is_as_printed(method, shown):
    """Fixed and random effects (ML) give odds ratio and interval (pages 596, 597)."""
    pooled = pool(*log_odds_ratios(BCG), method=method, test="z")
    numbers = (pooled.estimate, pooled.ci_lb, pooled.ci_ub)
    assert tuple(f"{math.exp(x):.3f}" for x in numbers) == shown


def test_tau2_and_its_profile_likelihood_interval_are_as_printed():
    """tau2 is 0.302 with a 95 % interval from 0.12 to 0.89 (page 597)."""
    pooled = pool(*log_odds_ratios(BCG), method="ML", test="z")
    found = tau2_interval(pooled, method="PL").tau2
    assert f"{pooled.tau2:.3f}" == "0.302"
    assert (f"{found.lb:.2f}", f"{found.ub:.2f}") == ("0.12", "0.89")


def test_the_range_of_true_effects_is_as_printed():
    """The mean -/+ 1.96 tau runs from -1.820 to 0.336 (page 599)."""
    pooled = pool(*log_odds_ratios(BCG), method="ML", test="z")
    half = 1.959964 * pooled.tau
    assert f"{pooled.estimate - half:.3f}" == "-1.820"
    assert f"{pooled.estimate + half:.3f}" == "0.336"
