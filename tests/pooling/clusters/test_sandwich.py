"""Cluster-robust variances beside whole matrices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.pooling.clusters.sandwich import Fit, sandwich, spread_of_spread


def drawn(seed, *, k=14, p=2, clusters=6, is_inverse=True):
    """Draw a fit with clusters of different sizes, and its whole matrices."""
    rng = np.random.default_rng(seed)
    x = np.column_stack([np.ones(k), rng.normal(size=(k, p - 1))])
    phi = 10 ** rng.uniform(-1, 1, k)
    w = 1 / phi if is_inverse else 10 ** rng.uniform(-1, 1, k)
    label = np.concatenate(
        [np.arange(clusters), rng.integers(0, clusters, k - clusters)]
    )
    y = rng.normal(size=k)
    inverse = np.linalg.inv(x.T @ np.diag(w) @ x)
    residuals = y - x @ inverse @ x.T @ np.diag(w) @ y
    members = tuple(np.flatnonzero(label == c) for c in range(clusters))
    return Fit(x, w, phi, residuals, members, np.eye(p), is_inverse)


def dense(fit):
    """Compute G_s of each cluster and the robust covariance, with whole matrices."""
    k = len(fit.w)
    weights, working = np.diag(fit.w), np.diag(fit.phi)
    bread = np.linalg.inv(fit.x.T @ weights @ fit.x)
    left = np.eye(k) - fit.x @ bread @ fit.x.T @ weights
    parts, covariance = [], 0
    for rows in fit.clusters:
        root = np.diag(np.sqrt(fit.phi[rows]))
        values, vectors = np.linalg.eigh(
            root @ left[rows] @ working @ left[rows].T @ root
        )
        adjusted = root @ vectors @ np.diag(values**-0.5) @ vectors.T @ root
        own = weights[np.ix_(rows, rows)]
        carrier = adjusted @ own @ fit.x[rows] @ bread @ fit.contrasts.T
        parts.append(left[rows].T @ carrier)
        score = carrier.T @ fit.residuals[rows]
        covariance = covariance + np.outer(score, score)
    return parts, working, bread, covariance


@pytest.mark.parametrize("is_inverse", [True, False])
@pytest.mark.parametrize("p", [1, 2, 3])
def test_cr2_equals_its_matrix_form(p, is_inverse):
    """Covariance, its mean and its spread equal sums over pairs of whole matrices."""
    fit = drawn(p, p=p, is_inverse=is_inverse)
    found = sandwich(fit, is_adjusted=True)
    parts, working, _, covariance = dense(fit)
    assert found.covariance == pytest.approx(covariance, rel=1e-9)
    mean, spread = spread_of_spread(fit, found.carriers)
    assert mean == pytest.approx(sum(g.T @ working @ g for g in parts), rel=1e-9)
    pairs = [a.T @ working @ b for a in parts for b in parts]
    total = sum(np.trace(m) ** 2 + np.trace(m @ m) for m in pairs)
    assert spread == pytest.approx(total, rel=1e-9)


@given(st.integers(0, 10**6), st.integers(1, 3), st.booleans())
@settings(max_examples=30)
def test_cr2_is_unbiased_under_the_working_model(seed, p, is_inverse):
    """The mean of the robust covariance is the covariance of the coefficients."""
    fit = drawn(seed, p=p, is_inverse=is_inverse)
    found = sandwich(fit, is_adjusted=True)
    mean, _ = spread_of_spread(fit, found.carriers)
    assert mean == pytest.approx(fit.filling(), rel=1e-8, abs=1e-10)


def test_without_an_adjustment_it_is_the_plain_sandwich():
    """CR0 is M (sum of X_c'W_c e_c e_c'W_c X_c) M."""
    fit = drawn(4, p=2)
    bread = np.linalg.inv(fit.x.T @ np.diag(fit.w) @ fit.x)
    scores = [
        fit.x[rows].T @ (fit.w[rows] * fit.residuals[rows]) for rows in fit.clusters
    ]
    meat = sum(np.outer(score, score) for score in scores)
    found = sandwich(fit, is_adjusted=False).covariance
    assert found == pytest.approx(bread @ meat @ bread, rel=1e-12)


def test_a_cluster_that_determines_its_fit_is_told():
    """The only cluster with a moderator leaves no residual, and is named."""
    fit = drawn(5, p=2)
    x = fit.x.copy()
    x[:, 1] = 0
    x[fit.clusters[2][0], 1] = 1
    members = tuple(np.array([row]) for row in range(len(x)))
    lone = Fit(x, fit.w, fit.phi, fit.residuals, members, np.eye(2), is_inverse=True)
    assert sandwich(lone, is_adjusted=True).determined == (int(fit.clusters[2][0]),)


def test_variances_of_very_different_size_in_one_cluster_do_no_harm():
    """Effects 10,000,000 times as precise as others of their cluster keep CR2 unbiased."""
    fit = drawn(6, p=1)
    phi = fit.phi.copy()
    phi[[rows[0] for rows in fit.clusters[:3]]] *= 1e-7
    far = Fit(
        fit.x, 1 / phi, phi, fit.residuals, fit.clusters, np.eye(1), is_inverse=True
    )
    mean, _ = spread_of_spread(far, sandwich(far, is_adjusted=True).carriers)
    assert mean == pytest.approx(far.filling(), rel=1e-7)
