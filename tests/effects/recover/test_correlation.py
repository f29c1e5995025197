"""Recovering a correlation before it is assumed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_rel

from ketaevidence.effects import recover_correlation
from ketaevidence.errors import EffectError

PAIRS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=5, max_size=12
)


@settings(max_examples=40)
@given(PAIRS)
def test_the_correlation_of_real_pairs_comes_back(pairs):
    """From the SD, t, p, SE or interval of the change follows the patients' own r."""
    before, after = np.array(pairs, float).T
    after = after + 0.125
    change = before - after
    n, spread = len(pairs), change.std(ddof=1)
    if min(before.std(), after.std(), change.std()) < 0.1:
        return
    r = np.corrcoef(before, after)[0, 1]
    if abs(r) > 0.999:
        return
    spreads = {"sd1": before.std(ddof=1), "sd2": after.std(ddof=1)}
    test = ttest_rel(before, after)
    interval = test.confidence_interval(0.95)
    of_mean = {"difference": change.mean(), "n": n}
    found = [
        recover_correlation(sd_change=spread, **spreads),
        recover_correlation(se=spread / n**0.5, n=n, **spreads),
        recover_correlation(t=test.statistic, **of_mean, **spreads),
        recover_correlation(
            ci_lb=interval.low, ci_ub=interval.high, **of_mean, **spreads,
            level=0.95, distribution="t",
        ),
    ]  # fmt: skip
    assert [float(x) for x in found] == pytest.approx([r] * 4, abs=1e-7)
    if abs(test.statistic) > 0.1:
        by_p = recover_correlation(p=test.pvalue, **of_mean, **spreads)
        assert float(by_p) == pytest.approx(r, abs=1e-6)


def test_the_cochrane_handbooks_example():
    """SDs 6.4 and 7.1 with a change of SD 4.5: 0.78; and 7.0, 6.9, 4.2: 0.82."""
    found = recover_correlation(sd1=[6.4, 7.0], sd2=[7.1, 6.9], sd_change=[4.5, 4.2])
    assert found.values == pytest.approx([0.78, 0.82], abs=5e-3)
    assert found.reference.endswith("section 6.5.2.8")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"sd1": 2, "sd2": 2, "sd_change": 4.04}, r"would be -1\.04.*rounding"),
        ({"sd1": 2, "sd2": 2, "sd_change": 9}, "is one of them a standard error"),
        ({"sd1": 0, "sd2": 2, "sd_change": 1}, "sd1 is 0, but a standard deviation"),
        ({"sd1": 1, "sd2": 2, "sd_change": -1}, "sd_change is -1"),
        ({"sd1": 1, "sd2": 2}, "cannot be recovered from sd1, sd2"),
        ({"sd1": 1, "sd2": 2, "q1": 1, "q3": 2, "n": 9}, "cannot be recovered from"),
    ],
)
def test_contradictions_are_refused(given, says):
    """A correlation beyond 1 means that the numbers do not belong together."""
    with pytest.raises(EffectError, match=says):
        recover_correlation(**given)
