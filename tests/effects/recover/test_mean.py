"""Recovering a mean."""

import pytest

from ketaevidence.effects import recover_mean
from ketaevidence.errors import EffectError


def test_symmetric_quantiles_have_their_mean_in_the_middle():
    """Whatever the weights, the mean of symmetric data is the median."""
    for given in (
        {"q1": 4, "q3": 6},
        {"minimum": 1, "maximum": 9},
        {"minimum": 1, "q1": 4, "q3": 6, "maximum": 9},
    ):
        found = recover_mean(median=5, n=40, **given)
        assert float(found) == pytest.approx(5, rel=1e-14)
        assert "10.1177/0962280216669183" in found.reference


def test_luos_weights_by_hand():
    """16 patients: each formula with its own weights."""
    quartiles = recover_mean(q1=3, median=5, q3=6, n=16)
    w = 0.7 + 0.39 / 16
    assert float(quartiles) == pytest.approx(w * 4.5 + (1 - w) * 5, rel=1e-14)
    ends = recover_mean(minimum=0, median=5, maximum=9, n=16)
    assert float(ends) == pytest.approx(4.5 / 3 + 5 * 2 / 3, rel=1e-14)
    both = recover_mean(minimum=0, q1=3, median=5, q3=6, maximum=9, n=16)
    outer, inner = 2.2 / 10.2, 0.7 - 0.72 / 16**0.55
    expected = outer * 4.5 + inner * 4.5 + (1 - outer - inner) * 5
    assert float(both) == pytest.approx(expected, rel=1e-14)


def test_skewed_data_have_no_mean_to_recover():
    """The same tests as for the standard deviation refuse skewed data."""
    with pytest.raises(EffectError, match="skewed"):
        recover_mean(q1=1, median=1.2, q3=6, n=60)
    with pytest.raises(EffectError, match="a mean cannot be recovered from n, q1"):
        recover_mean(q1=1, n=10)
