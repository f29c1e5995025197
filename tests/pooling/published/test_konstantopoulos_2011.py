"""Konstantopoulos S (2011). Fixed effects and variance components in three levels.

Research Synthesis Methods 2:61-76, doi 10.1002/jrsm.35: school calendars, 56 effects in
11 districts; results of pages 70 and 71. Those by REML are no part of the article; they
are what the metafor project gives for these data.
"""

import pytest
from tests.pooling.published.r_data import metadat

from ketaevidence.pooling import pool
from ketaevidence.pooling.multilevel import multilevel


@pytest.fixture(scope="module")
def schools():
    """Give the columns of the 56 schools."""
    return metadat("dat.konstantopoulos2011")


def test_two_levels_are_as_printed(schools):
    """Mean and tau2 with their standard errors, by REML (page 70, table 4)."""
    pooled = pool(schools["yi"], schools["vi"], method="REML", test="z")
    numbers = (pooled.estimate, pooled.se, pooled.tau2, pooled.se_tau2)
    shown = ("0.1279", "0.0439", "0.0884", "0.0202")
    assert tuple(f"{x:.4f}" for x in numbers) == shown


def test_three_levels_are_as_printed(schools):
    """Mean, standard error and both variances, by ML (page 71, table 5)."""
    pooled = multilevel(
        schools["yi"],
        schools["vi"],
        cluster=schools["district"],
        method="ML",
        test="z",
    )
    numbers = (
        pooled.estimate,
        pooled.se,
        pooled.sigma2_between,
        pooled.sigma2_within,
    )
    shown = ("0.1845", "0.0805", "0.0577", "0.0329")
    assert tuple(f"{x:.4f}" for x in numbers) == shown
    assert (f"{pooled.pi_lb:.4f}", f"{pooled.pi_ub:.4f}") == ("-0.4262", "0.7951")


def test_restricted_likelihood_is_as_metafor_gives_it(schools):
    """REML: mean, variances with profile-likelihood intervals, their correlation."""
    pooled = multilevel(
        schools["yi"], schools["vi"], cluster=schools["district"], test="z"
    )
    between, within = pooled.between_interval, pooled.within_interval
    shown = {
        "0.1847": pooled.estimate,
        "0.0846": pooled.se,
        "0.0651": pooled.sigma2_between,
        "0.0222": between.lb,
        "0.2072": between.ub,
        "0.0327": pooled.sigma2_within,
        "0.0163": within.lb,
        "0.0628": within.ub,
        "0.6653": pooled.correlation,
        "-7.9587": pooled.log_likelihood,
    }
    assert {text: f"{x:.4f}" for text, x in shown.items()} == {t: t for t in shown}
