"""Tests, intervals and shares of many pools at once."""

import numpy as np
import pytest
from tests.pooling.batch.builders import wide
from tests.pooling.builders import quiet

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.batch import (
    TESTS,
    Samples,
    cochran_p,
    fit,
    infer,
    quantiles,
    shares,
)


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("test", TESTS)
def test_every_test_is_that_of_the_single_pool(test, level):
    """z, t, Knapp-Hartung and both floors agree with pool() for any number of studies."""
    y, v = wide(4, 7, 12, powers=(-1.0, 1.0))
    for i in range(12):
        v[2 + i % 6 :, i] = np.inf
    fits = fit(Samples(y, v), "DL")
    found = infer(fits, test, level)
    p = cochran_p(fits)
    for i in range(12):
        is_in = np.isfinite(v[:, i])
        alone = quiet(y[is_in, i], v[is_in, i], method="DL", test=test, level=level)
        for name in ("se", "zval", "pval", "ci_lb", "ci_ub"):
            theirs = getattr(alone, name)
            assert getattr(found, name)[i] == pytest.approx(theirs, rel=1e-9), name
        assert found.scale[i] == pytest.approx(alone.s2w)
        assert found.ddf[i] == (np.inf if alone.ddf is None else alone.ddf)
        assert p[i] == pytest.approx(alone.QEp)


@pytest.mark.parametrize("from_q", [True, False])
def test_shares_are_those_of_the_single_pool(from_q):
    """I2 and H2 agree with pool() in both definitions."""
    y, v = wide(4, 7, 12, powers=(-1.0, 1.0))
    i2, h2 = shares(fit(Samples(y, v), "REML"), from_q=from_q)
    for i in range(12):
        alone = quiet(y[:, i], v[:, i], i2="Q" if from_q else "tau2")
        assert i2[i] == pytest.approx(alone.I2, rel=1e-9)
        assert h2[i] == pytest.approx(alone.H2, rel=1e-9)


def test_one_study_has_its_own_normal_interval():
    """Whatever the test, a single study is judged by its own variance."""
    fits = fit(Samples(np.array([[2.0]]), np.array([[0.25]])), "REML")
    for test in TESTS:
        found = infer(fits, test, 0.95)
        assert found.ci_lb[0] == pytest.approx(2.0 - 1.959963984540054 * 0.5)
        assert (found.ddf[0], found.scale[0]) == (np.inf, 1.0)
    i2, h2 = shares(fits, from_q=True)
    assert np.isnan([i2[0], h2[0]]).all()


def test_equal_effects_have_a_knapp_hartung_interval_without_width():
    """Nothing to judge by: no statistic at 0, an infinite one elsewhere."""
    y, v = np.array([[0.0, 1.0], [0.0, 1.0]]), np.ones((2, 2))
    found = infer(fit(Samples(y, v), "DL"), "knha", 0.95)
    assert np.isnan(found.zval[0])
    assert np.isnan(found.pval[0])
    assert (found.zval[1], found.pval[1]) == (np.inf, 0.0)
    assert (found.ci_lb == found.ci_ub).all()


def test_many_degrees_of_freedom_share_their_quantiles():
    """More pools than a handful get the same quantiles as a few."""
    ddf = np.tile([1.0, 5.0, np.inf], 40)
    few = quantiles(0.9, ddf[:3])
    assert np.array_equal(quantiles(0.9, ddf), np.tile(few, 40))
    assert few == pytest.approx([6.313751514675, 2.015048372669, 1.644853626951])


def test_an_unknown_test_is_refused():
    """A test that a batch does not know is named."""
    fits = fit(Samples(np.array([[2.0]]), np.array([[0.25]])), "REML")
    with pytest.raises(PoolingError, match="'hksj' cannot be computed in batches"):
        infer(fits, "hksj", 0.95)
