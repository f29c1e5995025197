"""What must hold for any studies."""

import warnings

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling import pool
from ketaevidence.pooling.sums import make_sample, restricted_log_likelihood

METHODS = st.sampled_from(["EE", "DL", "REML"])
EFFECT = st.floats(-10, 10, allow_subnormal=False).map(lambda y: round(y, 4))
VARIANCE = st.floats(-3, 3).map(lambda power: 10**power)
STUDIES = st.lists(st.tuples(EFFECT, VARIANCE), min_size=2, max_size=15)


def quiet(yi, vi, **choices):
    """Pool without the Knapp-Hartung caveat, which is tested on its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        return pool(yi, vi, **choices)


def allowed_tests(method):
    """Name the tests that a method allows."""
    return ["z", "t"] if method == "EE" else ["z", "t", "knha"]


def columns(studies):
    """Split pairs into effects and variances."""
    return np.array([y for y, _ in studies]), np.array([v for _, v in studies])


@given(STUDIES, METHODS, st.randoms())
def test_the_order_of_the_studies_does_not_matter(studies, method, random):
    """Shuffled studies give the same numbers to the last bit."""
    shuffled = list(studies)
    random.shuffle(shuffled)
    here = quiet(*columns(studies), method=method, test="t")
    there = quiet(*columns(shuffled), method=method, test="t")
    for name in ("estimate", "se", "tau2", "ci_lb", "pi_ub", "QE", "I2", "se_tau2"):
        assert getattr(here, name) == getattr(there, name)
    assert sorted(here.weights) == sorted(there.weights)


@given(STUDIES, METHODS, st.floats(-4, 4), st.floats(-1e3, 1e3))
def test_scale_and_origin_do_not_matter(studies, method, power, shift):
    """Effects in other units, counted from elsewhere, give the same answer there."""
    yi, vi = columns(studies)
    factor = 10**power
    here = quiet(yi, vi, method=method, test="t")
    there = quiet(shift + yi * factor, vi * factor**2, method=method, test="t")
    # Adding the shift rounds the effects themselves; the answer may move as much.
    loss = 1e-13 * (1 + abs(shift) / factor)
    unit = np.sqrt(max(np.var(yi, ddof=1), np.median(vi)))
    noise = 1e3 * loss * max(1, unit**2 / vi.min(), 1 / unit**2)
    assume(noise < 1e-4)
    near = {"rel": 1e-7 + noise, "abs": (1e-7 + noise) * unit}
    assert (there.estimate - shift) / factor == pytest.approx(here.estimate, **near)
    assert there.se / factor == pytest.approx(here.se, **near)


@given(STUDIES, METHODS, st.floats(-8, 8))
def test_scaling_alone_is_followed_closely(studies, method, power):
    """Effects times c and variances times c^2 give estimate times c, tau2 c^2."""
    yi, vi = columns(studies)
    c = 2.0 ** round(power)
    here = quiet(yi, vi, method=method, test="z")
    there = quiet(yi * c, vi * c**2, method=method, test="z")
    unit = np.sqrt(max(np.var(yi, ddof=1), np.median(vi)))
    assert there.estimate / c == pytest.approx(here.estimate, rel=1e-12, abs=1e-14)
    assert there.tau2 / c**2 == pytest.approx(here.tau2, rel=1e-12, abs=1e-14 * unit)
    assert pytest.approx(here.I2, rel=1e-9, abs=1e-9) == there.I2


@given(STUDIES, METHODS)
def test_every_number_is_possible(studies, method):
    """Variances are not negative, weights add up to 100 %, p and I2 are in range."""
    for test in allowed_tests(method):
        pooled = quiet(*columns(studies), method=method, test=test)
        assert pooled.tau2 >= 0
        assert pooled.se >= 0
        assert pooled.weights.sum() == pytest.approx(100, rel=1e-12)
        assert 0 <= pooled.I2 <= 100
        assert 0 <= pooled.QEp <= 1
        assert pooled.pval is None or 0 <= pooled.pval <= 1
        yi, _ = columns(studies)
        slack = 1e-12 * np.abs(yi).max()
        assert yi.min() - slack <= pooled.estimate <= yi.max() + slack


@given(STUDIES, METHODS)
def test_intervals_are_symmetrical_and_nested(studies, method):
    """The interval is centred on the estimate and inside the prediction interval."""
    for test in allowed_tests(method):
        pooled = quiet(*columns(studies), method=method, test=test)
        lower, upper = pooled.estimate - pooled.ci_lb, pooled.ci_ub - pooled.estimate
        # Both bounds are rounded at the size of the larger number.
        assert lower == pytest.approx(upper, rel=1e-9, abs=1e-13 * (10 + abs(upper)))
        if pooled.pi_lb is not None:
            slack = 1e-12 * (10 + abs(pooled.pi_ub))
            assert pooled.pi_lb <= pooled.ci_lb + slack
            assert pooled.pi_ub >= pooled.ci_ub - slack


@given(EFFECT, st.lists(VARIANCE, min_size=2, max_size=10))
def test_equal_effects_leave_nothing_between_studies(effect, variances):
    """With Q = 0, DL and REML say what the equal-effects model says."""
    yi, vi = np.full(len(variances), effect), np.array(variances)
    equal = quiet(yi, vi, method="EE", test="z")
    for method in ("DL", "REML"):
        random = quiet(yi, vi, method=method, test="z")
        assert (random.tau2, random.QE, random.I2) == (0, 0, 0)
        assert random.estimate == equal.estimate == effect
        assert random.se == equal.se


@given(STUDIES)
def test_reml_finds_the_highest_likelihood(studies):
    """No tau2 on a fine grid has a higher restricted likelihood than the answer."""
    yi, vi = columns(studies)
    tau2 = quiet(yi, vi, method="REML", test="z").tau2
    sample = make_sample(yi, vi)
    top = 10 * (np.var(yi) + vi.max())
    grid = np.concatenate(([0.0], np.geomspace(vi.min() * 1e-4, top, 3000)))
    heights = restricted_log_likelihood(sample, grid / sample.unit**2)
    here = restricted_log_likelihood(sample, tau2 / sample.unit**2)[0]
    assert here >= heights.max() - 1e-9


@given(STUDIES)
def test_likelihood_equals_its_matrix_form(studies):
    """The sums over studies equal the textbook formula with k x k matrices."""
    yi, vi = columns(studies)
    sample = make_sample(yi, vi)
    values = []
    for tau2 in (0.0, 0.5):
        w = np.diag(1 / (sample.v + tau2))
        ones = np.ones(len(yi))
        p = w - np.outer(w @ ones, w @ ones) / (ones @ w @ ones)
        values.append(
            -0.5 * (np.log(sample.v + tau2).sum() + np.log(ones @ w @ ones))
            - 0.5 * sample.y @ p @ sample.y
        )
    ours = restricted_log_likelihood(sample, [0.0, 0.5])
    size = 1 + float((sample.y**2 / sample.v).sum())
    assert ours == pytest.approx(values, rel=1e-9, abs=1e-10 * size)
