"""Intervals of one study."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from ketaevidence.effects import effect_interval, proportion_interval
from ketaevidence.errors import EffectError


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_exact_interval_inverts_the_binomial_test(counts):
    """At each limit, the tail of the binomial distribution is exactly 2.5 %."""
    x, n = counts
    lb, ub = proportion_interval(x, n)
    assert 0 <= lb <= x / n <= ub <= 1
    if x > 0:
        assert binom.sf(x - 1, n, lb) == pytest.approx(0.025, rel=1e-9)
    if x < n:
        assert binom.cdf(x, n, ub) == pytest.approx(0.025, rel=1e-9)


def test_zero_and_all_have_closed_forms():
    """0 of n reaches up to 1 - 0.025^(1/n), and n of n mirrors it."""
    assert proportion_interval(0, 52) == pytest.approx((0, 1 - 0.025 ** (1 / 52)))
    assert proportion_interval(20, 20) == pytest.approx((0.025 ** (1 / 20), 1))


@pytest.mark.parametrize(
    "counts", [(5, 4), (-1, 4), (0, 0), (1.5, 4), (True, 4), ("1", 4)]
)
def test_impossible_counts_are_refused(counts):
    """There is no proportion of 5 in 4, and none of 1.5."""
    with pytest.raises(EffectError, match="events="):
        proportion_interval(*counts)


@pytest.mark.parametrize("level", [0, 1, 95, "0.95"])
def test_the_level_is_a_probability(level):
    """95 is refused where 0.95 is meant."""
    with pytest.raises(EffectError, match=r"0\.95, not 95"):
        proportion_interval(1, 4, level)


def test_the_normal_interval():
    """The interval is the effect plus and minus 1.96 standard errors."""
    assert effect_interval(1.0, 4.0) == pytest.approx(
        (1 - 1.959963984540054 * 2, 1 + 1.959963984540054 * 2), rel=1e-14
    )


@pytest.mark.parametrize("wrong", [(float("nan"), 1.0), (1.0, -1.0)])
def test_an_interval_needs_a_variance(wrong):
    """No interval comes from a negative variance or no effect."""
    with pytest.raises(EffectError, match="no interval"):
        effect_interval(*wrong)
