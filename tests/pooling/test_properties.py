"""What must hold for any studies, whatever the estimator and the test."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.pooling.builders import (
    ANY_METHOD,
    EFFECT,
    RANDOM_METHOD,
    STUDIES,
    VARIANCE,
    allowed_tests,
    columns,
    quiet,
)

from ketaevidence.pooling.sums import make_sample

#: The numbers that must not move at all when studies change places.
NUMBERS = (
    "estimate",
    "se",
    "tau2",
    "ci_lb",
    "pi_ub",
    "QE",
    "I2",
    "H2",
    "se_tau2",
    "vt",
)


@settings(max_examples=25)
@given(STUDIES, ANY_METHOD, st.randoms())
def test_the_order_of_the_studies_does_not_matter(studies, method, random):
    """Shuffled studies give the same numbers to the last bit."""
    shuffled = list(studies)
    random.shuffle(shuffled)
    here = quiet(*columns(studies), method=method, test="t")
    there = quiet(*columns(shuffled), method=method, test="t")
    for name in NUMBERS:
        assert getattr(here, name) == getattr(there, name)
    assert sorted(here.weights) == sorted(there.weights)


@settings(max_examples=25)
@given(STUDIES, ANY_METHOD, st.floats(-4, 4), st.floats(-1e3, 1e3))
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


@settings(max_examples=25)
@given(STUDIES, ANY_METHOD, st.floats(-8, 8))
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
    if here.se_tau2 is not None:
        assert there.se_tau2 / c**2 == pytest.approx(here.se_tau2, rel=1e-9)


@settings(max_examples=25)
@given(STUDIES, ANY_METHOD)
def test_every_number_is_possible(studies, method):
    """Variances are not negative, weights add up to 100 %, p and I2 are in range."""
    yi, _ = columns(studies)
    slack = 1e-12 * np.abs(yi).max()
    for test in allowed_tests(method):
        pooled = quiet(*columns(studies), method=method, test=test)
        assert pooled.tau2 >= 0
        assert pooled.se >= 0
        assert pooled.weights.sum() == pytest.approx(100, rel=1e-12)
        assert 0 <= pooled.I2 <= 100
        assert 0 <= pooled.QEp <= 1
        assert pooled.pval is None or 0 <= pooled.pval <= 1
        assert yi.min() - slack <= pooled.estimate <= yi.max() + slack


@settings(max_examples=25)
@given(STUDIES, ANY_METHOD)
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


@settings(max_examples=25)
@given(STUDIES, RANDOM_METHOD)
def test_the_floors_of_knapp_and_hartung_only_widen(studies, method):
    """No floored interval is narrower than its parts, and none is moved."""
    yi, vi = columns(studies)
    width = {}
    for test in ("z", "t", "knha", "knha-se", "knha-ci"):
        pooled = quiet(yi, vi, method=method, test=test)
        width[test] = pooled.ci_ub - pooled.ci_lb
    slack = 1e-12 * (1 + max(width.values()))
    assert width["knha-se"] == pytest.approx(max(width["knha"], width["t"]), abs=slack)
    assert width["knha-ci"] == pytest.approx(max(width["knha"], width["z"]), abs=slack)


@settings(max_examples=25)
@given(EFFECT, st.lists(VARIANCE, min_size=2, max_size=10), RANDOM_METHOD)
def test_equal_effects_leave_nothing_between_studies(effect, variances, method):
    """With Q = 0, every estimator says what the equal-effects model says."""
    yi, vi = np.full(len(variances), effect), np.array(variances)
    equal = quiet(yi, vi, method="EE", test="z")
    random = quiet(yi, vi, method=method, test="z")
    assert (random.tau2, random.QE, random.I2) == (0, 0, 0)
    assert random.estimate == equal.estimate == effect
    if method != "GENQ":
        assert random.se == equal.se


@settings(max_examples=25)
@given(STUDIES, st.sampled_from(["ML", "REML"]))
def test_the_highest_likelihood_is_found(studies, method):
    """No tau2 on a fine grid has a higher (restricted) likelihood than the answer."""
    yi, vi = columns(studies)
    tau2 = quiet(yi, vi, method=method, test="z").tau2
    sample, restricted = make_sample(yi, vi), method == "REML"
    top = 10 * (np.var(yi) + vi.max())
    grid = np.concatenate(([0.0], np.geomspace(vi.min() * 1e-4, top, 3000)))
    square = sample.unit**2
    heights = sample.log_likelihood(grid / square, restricted=restricted)
    here = sample.log_likelihood(tau2 / square, restricted=restricted)[0]
    assert here >= heights.max() - 1e-9


@settings(max_examples=25)
@given(STUDIES)
def test_one_estimator_is_another_where_it_should_be(studies):
    """GENQ with 1/vi is DL, with equal weights HE; EB is PM."""
    yi, vi = columns(studies)
    tau2 = {m: quiet(yi, vi, method=m, test="z").tau2 for m in ("DL", "HE", "PM", "EB")}
    near = {"rel": 1e-9, "abs": 1e-12 * max(np.var(yi), np.median(vi))}
    genq = quiet(yi, vi, method="GENQ", weights=1 / vi, test="z")
    assert genq.tau2 == pytest.approx(tau2["DL"], **near)
    equal = quiet(yi, vi, method="GENQ", weights="unweighted", test="z")
    assert equal.tau2 == pytest.approx(tau2["HE"], **near)
    assert tau2["EB"] == tau2["PM"]
    simple = quiet(yi, vi, method="EE", weights=1 / vi, test="z")
    weighted = quiet(yi, vi, method="EE", test="z")
    assert simple.estimate == pytest.approx(weighted.estimate, rel=1e-9, abs=1e-12)
    assert simple.se == pytest.approx(weighted.se, rel=1e-12)
