"""Pooling: what is answered, what is refused, what is said beside the number."""

import copy
import json
import pickle
import warnings

import numpy as np
import pytest

from ketaevidence.effects import Effects, effect_sizes
from ketaevidence.errors import PoolingError, PoolingWarning
from ketaevidence.pooling import pool

YI, VI = [-1.2, -0.4, 0.3, -2.0], [0.1, 0.1, 0.2, 0.2]


def test_the_default_is_reml_with_knapp_hartung():
    """Without a choice, REML and Knapp-Hartung are used and said."""
    pooled = pool(YI, VI)
    assert (pooled.method, pooled.test, pooled.level) == ("REML", "knha", 0.95)
    assert pooled.settings["method"] == "random effects, restricted maximum likelihood"
    assert json.loads(json.dumps(pooled.settings))["test_asked"] == "knha"


def test_effects_and_numbers_give_the_same():
    """An Effects and its bare numbers pool to the same result."""
    es = effect_sizes("GEN", yi=YI, vi=VI)
    assert pool(es) == pool(YI, VI)
    assert pool(es) != pool(es, level=0.9)


def test_fe_is_another_name_of_ee():
    """FE means the equal-effects model."""
    assert pool(YI, VI, method="FE", test="z") == pool(YI, VI, method="EE", test="z")


def test_equal_effects_have_no_prediction_interval():
    """EE has tau2 = 0 by definition, without a standard error or a prediction."""
    pooled = pool(YI, VI, method="EE", test="t")
    assert (pooled.tau2, pooled.se_tau2, pooled.pi_lb, pooled.pi_ub) == (
        0,
        None,
        None,
        None,
    )
    assert pooled.settings["prediction_interval"] == "none"
    assert pooled.settings["I2"].startswith("Q-based")


def test_one_study_is_not_a_pool():
    """One study comes back with its own interval, whatever was asked, and says so."""
    pooled = pool([0.5], [0.1], slab=["Sigtermans 2009"])
    half = 1.959963984540054 * np.sqrt(0.1)
    assert pooled.ci_lb == pytest.approx(0.5 - half, rel=1e-14)
    assert pooled.test == "z"
    assert pooled.settings["test_asked"] == "knha"
    undefined = (pooled.tau2, pooled.I2, pooled.H2, pooled.pi_lb, pooled.QE)
    assert undefined == (None,) * 5
    assert "one study (Sigtermans 2009) and not a pool" in pooled.notes[0]
    assert list(pooled.weights) == [100.0]


@pytest.mark.parametrize("nothing", [([], []), (np.array([]), np.array([]))])
def test_no_study_is_refused(nothing):
    """There is nothing to pool in nothing."""
    with pytest.raises(PoolingError, match="there are no studies"):
        pool(*nothing)
    empty = Effects("MD", np.array([]), np.array([]), ())
    with pytest.raises(PoolingError, match="no studies to pool"):
        pool(empty)


def test_two_studies_come_with_caveats():
    """With two studies the result says what cannot be judged."""
    pooled = pool([0.1, 2.0], [0.1, 0.1])
    assert pooled.ddf == 1
    assert "heterogeneity (tau2, I2, Q) cannot be judged" in pooled.notes[0]
    assert "1 degree of freedom: 12.7 standard errors" in pooled.notes[1]
    assert len(pool([0.1, 2.0], [0.1, 0.1], test="z").notes) == 1


def test_a_narrow_knapp_hartung_interval_warns_the_caller():
    """A scale below 1 is a warning that points at the line that called pool."""
    with pytest.warns(PoolingWarning, match="scale is .* below 1") as caught:
        pooled = pool([0.1, 0.12, 0.11, 0.13], [0.1, 0.1, 0.2, 0.1])
    assert caught[0].filename == __file__
    assert len(caught) == 1
    assert "narrower than the Wald interval" in pooled.notes[0]
    with pytest.warns(PoolingWarning, match="not narrower than the Wald"):
        pool([0.1, 0.5], [0.1, 0.1])


def test_a_scale_of_one_is_not_called_below_one():
    """With tau2 by Paule and Mandel the scale is 1; the error of computing is no news."""
    rng = np.random.default_rng(1)
    seen = set()
    for _ in range(60):
        yi, vi = rng.normal(0, 1, 5), rng.uniform(0.05, 0.3, 5)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pooled = pool(yi, vi, method="PM", test="knha")
        if abs(pooled.s2w - 1) < 1e-9:
            seen.add(pooled.s2w < 1)
            assert not any("below 1" in note for note in pooled.notes)
    assert seen == {True, False}


def test_no_warning_without_a_reason():
    """Other tests, and scales of 1 or more, are silent."""
    pool([0.1, 0.12, 0.11], [0.1, 0.1, 0.2], test="t")
    pool(YI, VI, method="DL")


def test_equal_effects_with_knapp_hartung_say_that_zero_width_is_no_certainty():
    """Equal effects leave Knapp-Hartung without a width, and the result says so."""
    with pytest.warns(PoolingWarning, match="no evidence of certainty"):
        pooled = pool([0.4, 0.4], [0.1, 0.2])
    assert (pooled.estimate, pooled.se, pooled.tau2) == (0.4, 0, 0)
    assert (pooled.zval, pooled.pval) == (np.inf, 0)
    with pytest.warns(PoolingWarning, match="no evidence of certainty"):
        nothing = pool([0.0, 0.0], [0.1, 0.2])
    assert (nothing.zval, nothing.pval) == (None, None)


@pytest.mark.parametrize("bad", [0.0, -0.1, np.inf, np.nan, None])
def test_an_impossible_variance_names_its_row(bad):
    """A variance of zero, below zero, infinite or missing is refused by row."""
    with pytest.raises(PoolingError, match=r"row 2"):
        pool([0.1, 0.2], [0.1, bad])


def test_a_proportion_without_variance_is_refused():
    """0 of 10 has raw variance 0: it must not get infinite weight."""
    es = effect_sizes("PR", xi=[0, 3], ni=[10, 10], slab=["A", "B"], to="none")
    with pytest.raises(
        PoolingError, match=r"because.*'A' \(row 1\).*vi = 0.*PLO.*exact"
    ):
        pool(es)


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"method": "HSk"}, "method='HSk' is not on offer"),
        ({"test": "adhoc"}, "not on offer.*called 'knha-se' here"),
        ({"method": "EE", "test": "knha"}, "made for random effects"),
        ({"level": 95}, "between 0 and 1"),
    ],
)
def test_what_is_not_on_offer_is_refused(choices, says):
    """A method, test or level that does not exist is an error, never a guess."""
    with pytest.raises(PoolingError, match=says):
        pool(YI, VI, **choices)


def test_arguments_that_do_not_fit_are_refused():
    """Numbers need variances, and an Effects brings its own."""
    es = effect_sizes("GEN", yi=YI, vi=VI)
    with pytest.raises(PoolingError, match="with their variances"):
        pool(YI)
    with pytest.raises(PoolingError, match="come with the Effects"):
        pool(es, VI)


@pytest.mark.parametrize(
    ("yi", "vi"),
    [
        ([1e200, -1e200], [1.0, 1.0]),
        ([0.0, 1.0], [1e-300, 1e300]),
        ([0.0, 1.0, 2.0], [1e-200, 1.0, 1.0]),
    ],
)
def test_numbers_too_far_apart_are_refused(yi, vi):
    """Where floating point ends there is an error and no number."""
    with pytest.raises(PoolingError, match="too far apart"):
        pool(yi, vi)


@pytest.mark.parametrize("method", ["EE", "DL", "REML"])
def test_variances_sixteen_orders_apart(method):
    """One study that outweighs the others 1e16 times is the equal-effects answer."""
    yi, vi = [1.0, 3.0, -2.0], [1e-8, 1e8, 1e8]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pooled = pool(yi, vi, method=method, test="z")
    assert pooled.estimate == pytest.approx(1.0, rel=1e-12)
    assert pooled.se == pytest.approx(1e-4, rel=1e-8)
    assert pooled.tau2 == 0
    assert pytest.approx(1.3e-7, rel=1e-9) == pooled.QE


def test_dl_keeps_its_digits_beside_a_dominant_study():
    """DL's denominator is not lost when one study holds nearly all the weight."""
    yi, vi = [0.0, 3.0, -3.0], [1e-16, 1.0, 1.0]
    # Up to 1e-16, Q = 9 + 9 and sum of w_i (W - w_i) / W = 2 + 1 + 1.
    pooled = pool(yi, vi, method="DL", test="z")
    assert pytest.approx(18, rel=1e-12) == pooled.QE
    assert pooled.tau2 == pytest.approx((18 - 2) / 4, rel=1e-12)


def test_of_two_maxima_the_highest_is_taken():
    """REML looks beyond a falling likelihood at 0, and says there were two maxima."""
    inner = pool([-0.2, -0.4, 5.2], [0.099, 0.011, 3.182], test="z")
    assert inner.tau2 == pytest.approx(6.5976, rel=1e-4)
    assert "2 maxima" in inner.notes[0]
    at_zero = pool([0.6, -0.4, 0.6], [0.001, 0.164, 0.005], test="z")
    assert at_zero.tau2 == 0
    assert "2 maxima" in at_zero.notes[0]


def test_level_widens_every_interval():
    """A higher level gives wider intervals around the same estimate."""
    wide, narrow = pool(YI, VI, level=0.99), pool(YI, VI, level=0.8)
    assert wide.estimate == narrow.estimate
    assert wide.ci_lb < narrow.ci_lb < narrow.ci_ub < wide.ci_ub
    assert wide.pi_lb < narrow.pi_lb


def test_the_result_is_frozen_and_can_be_copied():
    """Nothing in a result can be changed; a copy is equal."""
    pooled = pool(YI, VI)
    with pytest.raises(ValueError, match="read-only"):
        pooled.weights[0] = 1
    with pytest.raises(AttributeError):
        pooled.estimate = 1
    assert copy.deepcopy(pooled) == pooled
    assert pickle.loads(pickle.dumps(pooled)) == pooled  # noqa: S301  (our own bytes)


def test_global_numpy_state_is_left_alone():
    """Pooling does not touch numpy's error handling."""
    before = np.geterr()
    pool(YI, VI)
    assert np.geterr() == before


def test_a_thousand_studies_are_pooled():
    """Many studies are no problem and no k x k matrix is built."""
    rng = np.random.default_rng(7)
    yi, vi = rng.normal(0, 1, 5000), rng.uniform(0.05, 2, 5000)
    pooled = pool(yi, vi, test="t")
    assert pooled.k == 5000
    assert 0 < pooled.tau2 < 1
