"""The sums that estimators of tau2 ask of a design."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pooling.regression.builders import exact_sums, projection

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.regression.design import make_design_sample
from ketaevidence.pooling.sums import make_sample
from ketaevidence.pooling.tau2 import ESTIMATORS

SUMS = ("rss", "rss2", "rss3", "trace", "trace2")


def drawn(seed, k, p, spread=1.0):
    """Draw effects, variances over ``spread`` powers of ten, and a design."""
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(k), rng.normal(size=(k, p - 1))])
    return rng.normal(size=k), 10 ** rng.uniform(-spread, spread, k), x


@pytest.mark.parametrize("p", [1, 2, 3, 5])
def test_sums_equal_their_matrix_forms(p):
    """Every sum over studies is the quadratic form or trace that it stands for."""
    y, v, x = drawn(p, 11, p)
    sample = make_design_sample(y, v, x, has_intercept=True)
    found = sample.sums([0.0, 0.4])
    for row, tau2 in enumerate((0.0, 0.4)):
        w = 1 / (sample.v + tau2)
        whole, _ = projection(sample.x, w)
        y_ = sample.y
        expected = {
            "rss": y_ @ whole @ y_,
            "rss2": y_ @ whole @ whole @ y_,
            "rss3": y_ @ whole @ whole @ whole @ y_,
            "trace": np.trace(whole),
            "trace2": np.trace(whole @ whole),
        }
        for name in SUMS:
            value = getattr(found, name)[row]
            assert value == pytest.approx(expected[name], rel=1e-10), name
        assert found.projected[row] == pytest.approx(whole @ y_, abs=1e-12)


@pytest.mark.parametrize("p", [1, 2, 4])
def test_moments_equal_their_matrix_forms(p):
    """With weights of any kind each moment is the trace that it stands for."""
    y, v, x = drawn(10 + p, 9, p)
    a = 10 ** np.random.default_rng(3).uniform(-1, 1, 9)
    sample = make_design_sample(y, v, x, has_intercept=True)
    whole, _ = projection(sample.x, a)
    variances = np.diag(sample.v)
    found = sample.moments(a)
    expected = {
        "q": sample.y @ whole @ sample.y,
        "trace": np.trace(whole),
        "trace_v": np.trace(whole @ variances),
        "trace2": np.trace(whole @ whole),
        "trace_pvp": np.trace(whole @ variances @ whole),
        "trace_pvpv": np.trace(whole @ variances @ whole @ variances),
    }
    for name, value in expected.items():
        assert getattr(found, name) == pytest.approx(value, rel=1e-10), name


@given(st.integers(0, 10**6), st.integers(1, 3), st.sampled_from([0.0, 1e-9, 1.0]))
@settings(max_examples=25)
def test_no_digit_is_lost_beside_dominant_studies(seed, p, tau2):
    """With variances over 14 powers of ten, sums equal exact fractions to 12 digits."""
    y, v, x = drawn(seed, 7, p, spread=7)
    sample = make_design_sample(y, v, x, has_intercept=True)
    found, exact = sample.sums(tau2), exact_sums(sample.y, sample.v, sample.x, tau2)
    for name in SUMS:
        assert getattr(found, name)[0] == pytest.approx(exact[name], rel=1e-12), name
    solution = sample.solve(1 / (sample.v + tau2))
    variances = (solution.root**2).sum(axis=1)
    assert variances == pytest.approx(exact["variances"], rel=1e-12)
    assert solution.leverage == pytest.approx(exact["leverage"], abs=1e-12)
    # An effect is known to 16 digits of itself, and so is a coefficient at best.
    bound = 1e-9 * np.sqrt(variances) + 1e-13
    assert (np.abs(solution.coefficients - exact["b"]) <= bound).all()


def test_the_likelihood_equals_its_matrix_form():
    """Full and restricted likelihood differ from the textbook's by a constant only."""
    y, v, x = drawn(5, 10, 3)
    sample = make_design_sample(y, v, x, has_intercept=True)
    for restricted in (False, True):
        gaps = []
        for tau2 in (0.0, 0.3, 2.0):
            w = 1 / (sample.v + tau2)
            whole, inverse = projection(sample.x, w)
            twice = -np.log(w).sum() + sample.y @ whole @ sample.y
            if restricted:
                twice -= np.linalg.slogdet(inverse)[1]
            ours = sample.log_likelihood(tau2, restricted=restricted)[0]
            gaps.append(ours + twice / 2)
        assert gaps == pytest.approx([gaps[0]] * 3, abs=1e-10)


@pytest.mark.parametrize("name", ESTIMATORS)
def test_an_intercept_alone_is_the_plain_model(name):
    """Each estimator gives the same tau2 and error with a design of ones."""
    y, v, _ = drawn(8, 12, 1)
    plain = make_sample(y, v)
    design = make_design_sample(y, v, np.ones((12, 1)), has_intercept=True)
    here, there = ESTIMATORS[name](design), ESTIMATORS[name](plain)
    assert design.unit == pytest.approx(plain.unit)
    assert here.tau2 == pytest.approx(there.tau2, rel=1e-11)
    assert here.se == pytest.approx(there.se, rel=1e-11)


def test_what_a_line_explains_leaves_exactly_nothing():
    """Effects on a line over raw calendar years have no residual at all."""
    years = np.array([1990.0, 1991.0, 1993.0, 1998.0, 2004.0, 2011.0])
    y = 1.1 + 0.1 * (years - 1990)
    x = np.column_stack([np.ones(6), (years - 1993) / 8])
    sample = make_design_sample(y, np.full(6, 0.2), x, has_intercept=True)
    assert sample.residual_spread() == 0
    assert sample.sums(0.3).rss[0] == 0


def test_numbers_too_far_apart_are_refused():
    """Variances beyond floating point give one clear error."""
    y, _, x = drawn(1, 6, 2)
    v = np.array([1e-200, 1.0, 1.0, 1.0, 1.0, 1.0])
    with pytest.raises(PoolingError, match="too far apart"):
        make_design_sample(y, v, x, has_intercept=True)
