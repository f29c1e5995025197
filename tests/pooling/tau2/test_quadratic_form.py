"""The exact distribution of a generalised Q, and the interval of tau2 from it."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from ketaevidence.errors import PoolingError
from ketaevidence.pooling import pool, tau2_interval
from ketaevidence.pooling.regression import regress
from ketaevidence.pooling.tau2.quadratic_form import GeneralisedQ

YI = np.array([0.03, 0.82, 0.39, 2.44, 2.14, 1.25])
VI = np.array([0.13, 0.03, 0.09, 2.1, 1.05, 0.16])
X = np.array([1.0, 4, 2, 8, 3, 9])


def imhof(q, eigenvalues):
    """Give P(Q <= q) by Imhof's integral (1961, doi 10.1093/biomet/48.3-4.419)."""
    nodes, weights = np.polynomial.legendre.leggauss(16)
    edges = np.append(0, np.geomspace(1e-6, 4000, 12000))
    half = np.diff(edges)[:, np.newaxis] / 2
    u = edges[:-1, np.newaxis] + half * (1 + nodes)
    grown = u[..., np.newaxis] * eigenvalues
    angle = (np.arctan(grown).sum(axis=-1) - q * u) / 2
    parts = np.sin(angle) / (u * np.prod((1 + grown**2) ** 0.25, axis=-1))
    return 0.5 - float((half * weights * parts).sum()) / math.pi


def eigenvalues(x, weights, variances):
    """Give the positive eigenvalues with whole matrices."""
    a = np.diag(weights)
    p = a - a @ x @ np.linalg.inv(x.T @ a @ x) @ x.T @ a
    root = np.diag(np.sqrt(variances))
    return np.linalg.eigvalsh(root @ p @ root)[x.shape[1] :]


@pytest.mark.parametrize("k", [2, 3, 10, 200])
def test_equal_weights_give_chi_squares(k):
    """With w = 1 / (v + tau2) for all, Q is chi-squared with k - 1 df, in both tails."""
    basis = np.full((k, 1), k**-0.5)
    for probability in (1e-6, 0.025, 0.5, 0.975, 1 - 1e-6):
        q = float(chi2.ppf(probability, k - 1))
        found = GeneralisedQ(q, np.full(k, 1 / 6), np.ones(k), basis).below(5.0)
        assert found == pytest.approx(probability, rel=1e-11)


@pytest.mark.parametrize("far", [5.0, 1e4, 1e8])
def test_two_pairs_of_eigenvalues_give_sums_of_exponentials(far):
    """Twice 1 and twice another eigenvalue: the closed form, 1e-12 and better."""
    basis = np.array([[0.0], [0], [0], [0], [1]])
    weights = np.array([1.0, 1, far, far, 2])
    for q in (0.1, 1.0, 10.0, far, 5 * far):
        wanted = 1 - (2 * far * math.exp(-q / (2 * far)) - 2 * math.exp(-q / 2)) / (
            2 * far - 2
        )
        found = GeneralisedQ(q, weights, np.ones(5), basis).below(0.0)
        assert found == pytest.approx(wanted, abs=1e-14)


@pytest.mark.parametrize("has_moderator", [False, True])
def test_the_distribution_is_that_of_imhof(has_moderator):
    """Unequal eigenvalues, with and without a moderator, against Imhof's integral."""
    columns = [np.ones(6), X] if has_moderator else [np.ones(6)]
    x = np.column_stack(columns)
    weights = VI**-0.5
    basis = np.linalg.qr(np.sqrt(weights)[:, np.newaxis] * x)[0]
    for q in (0.5, 3.0, 20.0):
        for tau2 in (0.0, 0.7):
            wanted = imhof(q, eigenvalues(x, weights, VI + tau2))
            found = GeneralisedQ(q, weights, VI, basis).below(tau2)
            assert found == pytest.approx(wanted, abs=1e-7)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.floats(0.01, 100), min_size=2, max_size=8),
    st.floats(0.01, 100),
    st.floats(0, 10),
)
def test_more_heterogeneity_makes_a_low_q_rarer(variances, q, tau2):
    """The probability lies between 0 and 1 and falls as tau2 grows."""
    v = np.array(variances)
    weights = 1 / v
    basis = np.sqrt(weights / weights.sum())[:, np.newaxis]
    found = GeneralisedQ(q, weights, v, basis)
    here, beyond = found.below(tau2), found.below(2 * tau2 + 1)
    assert 0 <= beyond <= here + 1e-13 <= 1 + 1e-13


def test_the_bounds_are_where_the_tails_are():
    """At the lower bound a higher Q has a quarter, at the upper a lower one."""
    pooled = pool(YI, VI, method="GENQ", weights=VI**-0.5, test="z")
    found = tau2_interval(pooled, method="GENQ", level=0.5)
    x, weights = np.ones((6, 1)), VI**-0.5
    mean = (weights * YI).sum() / weights.sum()
    q = float((weights * (YI - mean) ** 2).sum())
    upper = imhof(q, eigenvalues(x, weights, VI + found.tau2.ub))
    lower = imhof(q, eigenvalues(x, weights, VI + found.tau2.lb))
    assert (lower, upper) == pytest.approx((0.75, 0.25), abs=1e-7)
    assert found.settings["weights"] == "those of the result"
    given = tau2_interval(
        pool(YI, VI, method="DL", test="z"), method="GENQ", level=0.5, weights=3 * VI**-0.5
    )  # fmt: skip
    assert given.tau2 == pytest.approx(found.tau2, rel=1e-11)
    assert given.settings["weights"] == "given by the user"


def test_the_interval_moves_with_the_unit_of_the_effects():
    """Effects 1e6 times as large have bounds 1e12 times as large, in any order."""
    for model in (pool, lambda y, **rest: regress(y, {"x": X}, **rest)):
        one = model(YI, vi=VI, method="DL", test="z")
        two = model(1e6 * YI, vi=1e12 * VI, method="DL", test="z")
        bounds = [
            tau2_interval(fit, method="GENQ", weights=1 / VI).tau2 for fit in (one, two)
        ]
        assert np.array(bounds[1]) == pytest.approx(
            1e12 * np.array(bounds[0]), rel=1e-9
        )
    turned = pool(YI[::-1], VI[::-1], method="DL", test="z")
    assert tau2_interval(turned, method="GENQ", weights=1 / VI[::-1]).tau2 == (
        pytest.approx(
            tau2_interval(
                pool(YI, VI, method="DL", test="z"), method="GENQ", weights=1 / VI
            ).tau2,
            rel=1e-11,
        )
    )


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"method": "GENQ"}, "needs weights="),
        ({"method": "GENQ", "weights": [1, 2]}, "there are 6 studies"),
        ({"method": "GENQ", "weights": [1] * 5 + [0]}, "above 0: study 'Study 6'"),
        ({"method": "QP", "weights": [1] * 6}, "go with method='GENQ'"),
        ({"method": "GENQ", "weights": [1] * 6, "level": 1 - 1e-9}, "too near 1"),
    ],
)
def test_what_cannot_be_meant_is_refused(asked, says):
    """Weights are needed, one above 0 for each study, and only here."""
    with pytest.raises(PoolingError, match=says):
        tau2_interval(pool(YI, VI, method="DL", test="z"), **asked)


def test_equal_effects_leave_no_tau2():
    """Effects that agree more closely than chance allows give an empty interval."""
    pooled = pool([0.3] * 8, [0.1] * 8, method="DL", test="z")
    found = tau2_interval(pooled, method="GENQ", weights=[1] * 8)
    assert found.is_empty
    assert found.tau2 is None
