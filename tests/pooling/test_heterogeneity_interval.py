"""Intervals of tau2, tau, I2 and H2."""

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.stats import chi2
from tests.pooling.builders import STUDIES, columns

from ketaevidence.errors import PoolingError
from ketaevidence.pooling import pool, tau2_interval
from ketaevidence.pooling.sums import make_sample

APART = (np.array([-1.2, -0.4, 0.3, -2.0]), np.array([0.1, 0.1, 0.2, 0.2]))
CLOSE = ([0.1, 0.10001, 0.1, 0.10002, 0.1], [0.1, 0.1, 0.2, 0.1, 0.3])

#: Studies whose profile likelihood leaves the interval between its two maxima.
GAP = ([-5.4, 0.9, -5.5, -1.7, 1.8], [4.273, 0.802, 2.593, 0.011, 3.815])


def q_at(yi, vi, tau2):
    """Compute the generalised Q."""
    w = 1 / (vi + tau2)
    return float((w * (yi - (w * yi).sum() / w.sum()) ** 2).sum())


@settings(max_examples=25)
@given(STUDIES)
def test_q_at_the_bounds_is_the_chi_squared_quantile(studies):
    """At each bound above 0, Q is the quantile; the interval holds Paule-Mandel's."""
    yi, vi = columns(studies)
    pooled = pool(yi, vi, method="PM", test="z")
    found = tau2_interval(pooled)
    df = len(yi) - 1
    low, high = chi2.ppf([0.025, 0.975], df)
    if found.is_empty:
        assert low * (1 + 1e-9) > pooled.QE
        assert (found.tau2, found.tau, found.I2, found.H2) == (None,) * 4
        return
    assert found.tau2.lb <= pooled.tau2 <= found.tau2.ub
    sample = make_sample(yi, vi)
    square = sample.unit**2
    assert sample.sums(found.tau2.ub / square).rss[0] == pytest.approx(low, rel=1e-8)
    if found.tau2.lb > 0:
        q = sample.sums(found.tau2.lb / square).rss[0]
        assert q == pytest.approx(high, rel=1e-8)
    else:
        assert high * (1 + 1e-9) >= pooled.QE


@settings(max_examples=25)
@given(STUDIES)
def test_a_profile_likelihood_interval_holds_its_estimate(studies):
    """The likelihood at both bounds is 1.92 below its maximum, or the bound is 0."""
    yi, vi = columns(studies)
    sample = make_sample(yi, vi)
    square = sample.unit**2
    for method in ("ML", "REML"):
        pooled = pool(yi, vi, method=method, test="z")
        found = tau2_interval(pooled, method="PL")
        assert found.tau2.lb <= pooled.tau2 <= found.tau2.ub
        values = np.array([pooled.tau2, *found.tau2]) / square
        heights = sample.log_likelihood(values, restricted=method == "REML")
        drop = chi2.ppf(0.95, 1) / 2
        assert heights[0] - heights[2] == pytest.approx(drop, abs=1e-6)
        if found.tau2.lb > 0:
            assert heights[0] - heights[1] == pytest.approx(drop, abs=1e-6)
        else:
            assert heights[0] - heights[1] <= drop + 1e-9


@pytest.mark.parametrize("method", ["QP", "PL"])
def test_the_other_intervals_follow_from_tau2(method):
    """Tau is the root of tau2; I2 and H2 compare it with the typical variance."""
    pooled = pool(*APART, i2="Q")
    found = tau2_interval(pooled, method=method)
    for end in ("lb", "ub"):
        tau2 = getattr(found.tau2, end)
        assert getattr(found.tau, end) == pytest.approx(np.sqrt(tau2))
        assert getattr(found.I2, end) == pytest.approx(100 * tau2 / (tau2 + pooled.vt))
        assert getattr(found.H2, end) == pytest.approx(1 + tau2 / pooled.vt)
    assert found.settings["I2"].startswith("tau2-based")
    assert found.settings["estimator"] == "REML"


@pytest.mark.parametrize("method", ["QP", "PL"])
def test_a_higher_level_is_wider(method):
    """The interval of a higher level holds that of a lower one; the level is echoed."""
    pooled = pool(*APART, level=0.9)
    narrow, wide = tau2_interval(pooled, method=method), None
    assert narrow.level == 0.9
    wide = tau2_interval(pooled, method=method, level=0.99)
    assert wide.tau2.lb <= narrow.tau2.lb < narrow.tau2.ub < wide.tau2.ub


def test_an_empty_set_is_called_empty():
    """Where no tau2 fits, there is no interval, and a note says why."""
    found = tau2_interval(pool(*CLOSE, test="z"))
    assert found.is_empty
    assert found.tau2 is None
    assert "The interval is empty" in found.notes[0]
    assert "none" in str(found)
    assert found.frame()["lb"].isna().all()


def test_an_estimate_outside_its_interval_is_pointed_out():
    """A Q-profile interval need not hold the estimate of another method."""
    yi, vi = [-1.1, 1.2, 0.7, 0.6, 0.1], [6.337, 0.004, 6.232, 0.018, 0.049]
    pooled = pool(yi, vi, method="HE", test="z")
    found = tau2_interval(pooled)
    assert not found.tau2.lb <= pooled.tau2 <= found.tau2.ub
    assert "The estimate by HE" in found.notes[0]


def test_a_likelihood_with_a_gap_is_told():
    """Between two maxima the likelihood may fall out of the interval; a note says so."""
    pooled = pool(*GAP, method="ML", test="z")
    found = tau2_interval(pooled, method="PL")
    assert any("several maxima" in note for note in found.notes)
    assert found.tau2.lb == 0
    sample = make_sample(*map(np.array, GAP))
    between = np.array([0.1, 0.5, pooled.tau2]) / sample.unit**2
    heights = sample.log_likelihood(between, restricted=False)
    assert (heights[:2] < heights[2] - chi2.ppf(0.95, 1) / 2).any()


def test_one_study_has_no_interval():
    """One study says nothing about differences between studies."""
    found = tau2_interval(pool([0.5], [0.1]))
    assert (found.tau2, found.I2, found.estimate, found.is_empty) == (None,) * 3 + (
        False,
    )
    assert "One study says nothing" in found.notes[0]


@pytest.mark.parametrize(
    ("choices", "asked", "says"),
    [
        ({"method": "EE", "test": "z"}, {}, "tau2 is 0 by definition"),
        ({"method": "DL"}, {"method": "PL"}, "needs a likelihood.*by DL"),
        ({}, {"method": "BT"}, "'BT' is not on offer; choose QP, PL, GENQ"),
        ({}, {"level": 95}, "between 0 and 1"),
    ],
)
def test_what_has_no_interval_is_refused(choices, asked, says):
    """Equal effects, estimators without a likelihood and unknown methods are errors."""
    with pytest.raises(PoolingError, match=says):
        tau2_interval(pool(*APART, **choices), **asked)


def test_moderators_leave_fewer_degrees_of_freedom():
    """With a moderator, Q about the fitted effects takes the quantiles of k - p df."""
    yi, vi = np.array([0.1, 0.9, 1.2, 2.4, 2.2, 4.1]), np.full(6, 0.1)
    x = np.arange(6.0)
    found = tau2_interval(pool(yi, vi, mods={"x": x}, method="PM", test="z"))
    design = np.column_stack([np.ones(6), x])
    left = yi - design @ np.linalg.lstsq(design, yi, rcond=None)[0]
    # With equal variances, Q is the residual sum of squares over vi + tau2.
    bounds = left @ left / chi2.ppf([0.975, 0.025], 4) - 0.1
    assert found.tau2.lb == pytest.approx(max(0.0, bounds[0]), abs=1e-12)
    assert found.tau2.ub == pytest.approx(bounds[1], rel=1e-9)
