"""Likelihood, deviance and information criteria."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from ketaevidence.errors import PoolingError
from ketaevidence.pooling import pool

YI, VI = np.array([-1.2, -0.4, 0.3, -2.0]), np.array([0.1, 0.1, 0.2, 0.2])


@pytest.mark.parametrize("method", ["EE", "ML"])
def test_the_likelihood_is_the_density_of_the_effects(method):
    """For EE and ML it is the normal density at the estimate, on the data's scale."""
    pooled = pool(YI, VI, method=method, test="z")
    found = pooled.fit_statistics()
    sd = np.sqrt(VI + pooled.tau2)
    expected = norm.logpdf(YI, pooled.estimate, sd).sum()
    assert found.log_likelihood == pytest.approx(expected, rel=1e-13)
    saturated = norm.logpdf(YI, YI, np.sqrt(VI)).sum()
    assert found.deviance == pytest.approx(-2 * (expected - saturated), rel=1e-12)
    parameters = 1 if method == "EE" else 2
    assert found.aic == pytest.approx(2 * parameters - 2 * expected)
    assert not found.is_restricted


def test_the_restricted_likelihood_is_the_density_of_contrasts():
    """For REML it is the density of any orthonormal contrasts of the effects."""
    pooled = pool(YI, VI, method="REML", test="z")
    found = pooled.fit_statistics()
    contrasts = np.linalg.qr(np.column_stack([np.ones(4), np.eye(4)[:, :3]]))[0][:, 1:]
    spread = contrasts.T @ np.diag(VI + pooled.tau2) @ contrasts
    expected = multivariate_normal.logpdf(contrasts.T @ YI, np.zeros(3), spread)
    assert found.log_likelihood == pytest.approx(expected, rel=1e-12)
    assert found.deviance == pytest.approx(-2 * expected, rel=1e-12)
    assert found.bic == pytest.approx(2 * np.log(3) - 2 * expected)
    assert found.is_restricted


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"method": "DL"}, "a method with a likelihood"),
        ({"method": "ML", "weights": "unweighted"}, "model's own weights"),
    ],
)
def test_where_there_is_no_likelihood_it_is_refused(choices, says):
    """Estimators by moments and weights of the user's choice have none."""
    with pytest.raises(PoolingError, match=says):
        pool(YI, VI, **choices).fit_statistics()
    with pytest.raises(PoolingError, match="two studies or more"):
        pool([0.5], [0.1], method="ML").fit_statistics()
