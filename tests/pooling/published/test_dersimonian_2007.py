"""DerSimonian R, Kacker R (2007). Random-effects model for meta-analysis: an update.

Contemporary Clinical Trials 28:105-114, doi 10.1016/j.cct.2006.04.004: six trials of
aspirin in pregnancy (CLASP), counts of table 2, results of tables 3 and 4, pages 111-112.
"""

import numpy as np
import pytest
from tests.pooling.published.builders import four_fold, log_odds_ratios

from ketaevidence.pooling import pool

CLASP = four_fold(
    [5, 5, 12, 69, 9, 313],
    [156, 303, 565, 1570, 103, 4659],
    [8, 17, 9, 94, 11, 352],
    [74, 303, 477, 1565, 105, 4650],
)


@pytest.mark.parametrize(
    ("method", "tau", "mu", "se"),
    [
        ("PM", "0.3681", "-0.3811", "0.2060"),
        ("HE", "0.4410", "-0.4035", "0.2327"),
        ("DL", "0.2323", "-0.3240", "0.1540"),
    ],
)
def test_one_step_estimates_are_as_printed(method, tau, mu, se):
    """Paule-Mandel, Cochran's ANOVA (HE) and DL give tau, effect and standard error."""
    pooled = pool(*log_odds_ratios(CLASP), method=method, test="z")
    assert f"{pooled.tau:.4f}" == tau
    assert f"{pooled.estimate:.4f}" == mu
    assert f"{pooled.se:.4f}" == se


@pytest.mark.parametrize(
    ("first", "tau", "mu"), [("HE", "0.3831", "-0.3861"), ("DL", "0.3254", "-0.3655")]
)
def test_two_step_estimates_are_as_printed(first, tau, mu):
    """A second step with weights 1 / (vi + tau2) gives the printed tau and effect."""
    yi, vi = log_odds_ratios(CLASP)
    start = pool(yi, vi, method=first, test="z").tau2
    second = pool(yi, vi, method="GENQ", weights=1 / (vi + start), test="z")
    assert f"{second.tau:.4f}" == tau
    # The article pools with the weights of the second step.
    weights = 1 / (vi + second.tau2)
    pooled = pool(yi, vi, method="GENQ", weights=weights, test="z")
    assert f"{pooled.estimate:.4f}" == mu


def test_dl_is_the_generalised_q_with_inverse_variances():
    """GENQ with weights 1 / vi is DerSimonian and Laird's estimator."""
    yi, vi = log_odds_ratios(CLASP)
    dl = pool(yi, vi, method="DL", test="z")
    genq = pool(yi, vi, method="GENQ", weights=1 / vi, test="z")
    assert np.isclose(genq.tau2, dl.tau2, rtol=1e-12)
