"""Tests, floored Knapp-Hartung, and prediction intervals by name."""

import numpy as np
import pytest
from scipy.stats import norm, t

from ketaevidence.errors import PoolingError
from ketaevidence.pooling import pool

#: Effects that agree closely, so that the Knapp-Hartung scale is below 1, and others.
CLOSE = ([0.1, 0.12, 0.11, 0.13], [0.1, 0.1, 0.2, 0.1])
APART = ([-1.2, -0.4, 0.3, -2.0], [0.1, 0.1, 0.2, 0.2])


def test_a_scale_below_one_is_raised_to_one():
    """knha-se keeps the t distribution and the ordinary error, and says so."""
    floored, ordinary = (pool(*CLOSE, test=test) for test in ("knha-se", "t"))
    assert (floored.se, floored.ci_lb) == (ordinary.se, ordinary.ci_lb)
    assert (floored.s2w, floored.ddf) == (1, 3)
    assert "below 1: it was raised to 1" in floored.notes[0]


def test_the_wider_interval_is_taken():
    """knha-ci is the normal interval where that is wider, and says which it took."""
    floored, normal = (pool(*CLOSE, test=test) for test in ("knha-ci", "z"))
    assert (floored.ci_lb, floored.ci_ub) == (normal.ci_lb, normal.ci_ub)
    assert (floored.s2w, floored.ddf, floored.pval) == (1, None, normal.pval)
    assert "the normal (Wald) interval is wider and was taken" in floored.notes[0]
    two = pool([0.1, 0.5], [0.1, 0.1], test="knha-ci")
    assert two.ddf == 1
    assert any("is the wider one and was taken" in note for note in two.notes)


def test_the_floors_change_nothing_above_one():
    """With a scale above 1 both variants are Knapp-Hartung as it is, without a note."""
    plain = pool(*APART, test="knha")
    for test in ("knha-se", "knha-ci"):
        floored = pool(*APART, test=test)
        assert (floored.ci_lb, floored.ci_ub) == (plain.ci_lb, plain.ci_ub)
        assert floored.notes == plain.notes
        assert floored.settings["test_asked"] == test


@pytest.mark.parametrize("test", ["z", "t", "knha", "knha-se"])
@pytest.mark.parametrize(
    ("name", "quantile"),
    [
        ("z", norm.ppf(0.975)),
        ("t(k-1)", t.ppf(0.975, 3)),
        ("t(k-2)", t.ppf(0.975, 2)),
    ],
)
def test_a_prediction_interval_has_the_error_of_the_test(test, name, quantile):
    """Each named distribution is used with the standard error of the test."""
    pooled = pool(*APART, test=test, prediction=name)
    half = quantile * np.hypot(pooled.se, pooled.tau)
    assert pooled.pi_ub - pooled.estimate == pytest.approx(half, rel=1e-12)
    assert pooled.settings["prediction_asked"] == name
    assert "standard error of the test" in pooled.settings["prediction_interval"]


@pytest.mark.parametrize("test", ["z", "t", "knha-ci"])
def test_hk_predicts_with_the_knapp_hartung_error(test):
    """prediction='HK' is what Knapp-Hartung predicts, whatever the test."""
    own = pool(*APART, test="knha")
    named = pool(*APART, test=test, prediction="HK")
    assert (named.pi_lb, named.pi_ub) == (own.pi_lb, own.pi_ub)


def test_without_a_name_the_test_predicts():
    """By default the prediction interval has the distribution of the test."""
    for test, name in (("z", "z"), ("t", "t(k-1)"), ("knha", "HK")):
        here, there = pool(*APART, test=test), pool(*APART, test=test, prediction=name)
        assert (here.pi_lb, here.pi_ub) == (there.pi_lb, there.pi_ub)


def test_no_prediction_where_none_is_wanted_or_defined():
    """'none', equal effects, and t(k-2) with two studies give no prediction."""
    none = pool(*APART, prediction="none")
    assert (none.pi_lb, none.pi_ub) == (None, None)
    assert none.settings["prediction_interval"] == "none"
    two = pool([0.1, 2.0], [0.1, 0.1], prediction="t(k-2)")
    assert (two.pi_lb, two.pi_ub) == (None, None)
    assert any("needs 3 studies" in note for note in two.notes)
    assert pool(*APART, method="EE", test="z", prediction="none").pi_lb is None
    with pytest.raises(PoolingError, match="no prediction interval"):
        pool(*APART, method="EE", test="z", prediction="z")


@pytest.mark.parametrize("method", ["DL", "REML", "SJ"])
def test_both_definitions_of_i2_are_there(method):
    """I2 and H2 are those that were chosen, and the result has the others too."""
    by_tau2, by_q = (pool(*APART, method=method, i2=i2) for i2 in ("tau2", "Q"))
    assert by_tau2.I2 == by_tau2.I2_from_tau2 == by_q.I2_from_tau2
    assert by_q.I2 == by_q.I2_from_Q == by_tau2.I2_from_Q
    assert by_q.H2 == by_q.H2_from_Q == by_q.QE / 3
    assert by_tau2.H2 == by_tau2.H2_from_tau2 == by_q.H2_from_tau2
    assert pytest.approx(1 + by_tau2.tau2 / by_tau2.vt) == by_tau2.H2
    assert by_q.settings["I2"].startswith("Q-based")
    assert by_tau2.settings["I2"].startswith("tau2-based")


def test_equal_effects_have_i2_from_q_only():
    """With tau2 fixed at 0, I2 can only come from Q."""
    equal = pool(*APART, method="EE", test="z")
    assert (equal.I2_from_tau2, equal.H2_from_tau2) == (None, None)
    assert equal.I2_from_Q == equal.I2
    with pytest.raises(PoolingError, match="I2 can only come from Q"):
        pool(*APART, method="EE", test="z", i2="tau2")
    one = pool([0.5], [0.1])
    values = (one.I2_from_Q, one.I2_from_tau2, one.H2_from_Q, one.H2_from_tau2, one.tau)
    assert values == (None,) * 5
