"""Begg and Mazumdar's rank test."""

import itertools
import math

import numpy as np
import pytest
from tests.pooling.small_studies.builders import VI, YI, bcg

import ketaevidence as ke
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.small_studies import rank_test
from ketaevidence.pooling.small_studies.kendall import (
    chance_of_at_most,
    inversions,
    kendall,
    ranked,
)


def test_the_bcg_trials_as_the_manual_of_metafor_prints_them():
    """Log risk ratios: tau = 0.0256, p = 0.9524, exact."""
    found = rank_test(bcg("RR"))
    assert f"{found.tau:.4f} {found.pval:.4f}" == "0.0256 0.9524"
    assert found.distribution == "exact"
    assert found.stat is None


def test_the_exact_distribution_counts_permutations():
    """The chance of at most q inversions is their share of all orders."""
    for k in range(2, 8):
        counts = np.zeros(k * (k - 1) // 2 + 1)
        for order in itertools.permutations(range(k)):
            counts[sum(a > b for a, b in itertools.combinations(order, 2))] += 1
        for q in range(k * (k - 1) // 4 + 1):
            assert chance_of_at_most(q, k) == pytest.approx(
                counts[: q + 1].sum() / math.factorial(k), rel=1e-14
            )


def test_the_exact_distribution_keeps_its_digits_in_the_tail():
    """Against whole numbers, for sixty studies and a chance of about 1e-11."""
    k, most = 60, 330
    ways = [1] + [0] * most
    for j in range(2, k + 1):
        ways = [sum(ways[max(0, i - j + 1) : i + 1]) for i in range(most + 1)]
    exact = sum(ways) / math.factorial(k)
    assert exact < 1e-8
    assert chance_of_at_most(most, k) == pytest.approx(exact, rel=1e-12)


def test_exact_and_normal_are_near_for_many_studies():
    """Without ties the normal approximation takes over smoothly."""
    rng = np.random.default_rng(3)
    y, v = rng.normal(size=120), rng.uniform(0.1, 2, 120)
    exact, normal = (rank_test(y, v, distribution=d) for d in ("exact", "normal"))
    assert exact.tau == normal.tau
    assert exact.pval == pytest.approx(normal.pval, rel=0.01)


def test_ties_rule_the_exact_distribution_out_and_it_is_told():
    """With equal variances the normal distribution is used, and a note says why."""
    vi = (*VI[:9], VI[0])
    found = rank_test(YI, vi)
    assert (found.distribution, found.has_ties) == ("normal", True)
    assert any("some studies tie" in note for note in found.notes)
    assert found.settings["distribution_asked"] == "exact"
    assert found.pval == rank_test(YI, vi, distribution="normal").pval


def test_too_many_studies_for_the_exact_distribution_are_told():
    """Above 500 studies the normal distribution is used, and a note says why."""
    rng = np.random.default_rng(1)
    found = rank_test(rng.normal(size=501), rng.uniform(0.1, 2, 501))
    assert found.distribution == "normal"
    assert any("more than 500" in note for note in found.notes)


def test_variances_that_differ_by_rounding_are_tied():
    """0.1 + 0.2 and 0.3 are one variance."""
    vi = np.array((*VI[:8], 0.1 + 0.2, 0.3))
    assert rank_test(YI, vi).has_ties


def test_the_normal_variance_is_that_of_all_orders():
    """With ties, Kendall's variance equals the one over all permutations."""
    x, y = np.array([0, 0, 1, 1, 1, 2]), np.array([0, 1, 1, 2, 2, 2])
    squares = [
        kendall(x, y[list(order)]).s ** 2 for order in itertools.permutations(range(6))
    ]
    found = kendall(x, y)
    assert found.s / found.z() == pytest.approx(np.mean(squares) ** 0.5)


def test_ranks_and_inversions():
    """Ranks tie within rounding; inversions are pairs out of order."""
    values = np.array([3.0, 1.0, 1.0 + 1e-16, 2.0])
    assert ranked(values, np.full(4, 1e-15)).tolist() == [2, 0, 0, 1]
    rng = np.random.default_rng(7)
    for n in (1, 2, 7, 64, 65):
        order = rng.integers(0, 9, n)
        wanted = sum(a > b for a, b in itertools.combinations(order, 2))
        assert inversions(order) == wanted


def test_few_studies_are_refused():
    """Below ten studies there is no test unless it is wanted."""
    with pytest.raises(PoolingError, match="not made for 9 studies"):
        rank_test(YI[:9], VI[:9])


@pytest.mark.parametrize(
    ("yi", "vi", "choices", "message"),
    [
        (YI, [0.2] * 10, {}, "same sampling variance"),
        ([0.5] * 10, VI, {}, "all effects are equal"),
        (YI, VI, {"distribution": "t"}, "not on offer"),
        (YI, None, {}, "their variances"),
    ],
)
def test_what_cannot_be_ranked_is_refused(yi, vi, choices, message):
    """Bad input gets one error that says what is wrong."""
    with pytest.raises(PoolingError, match=message):
        rank_test(yi, vi, **choices)


def test_odds_ratios_carry_a_caveat_and_words_fit_the_terminal():
    """The summary says which distribution was used and when the test misleads."""
    text = str(rank_test(ke.pool(bcg("OR"))))
    assert "For the measure OR" in text
    assert "exact" in text
    assert max(len(line) for line in text.splitlines()) <= 80
