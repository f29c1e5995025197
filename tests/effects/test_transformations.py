"""The way back to the scale that people read."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import EffectError

COUNTS = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=50)
@given(COUNTS)
def test_every_proportion_comes_back(counts):
    """Transforming a proportion and going back gives it again, also 0/n and n/n."""
    x, n = counts
    arcsine = effect_sizes("PAS", xi=[x], ni=[n])
    assert arcsine.back_transform(arcsine.yi)[0] == pytest.approx(x / n, abs=1e-14)
    tukey = effect_sizes("PFT", xi=[x], ni=[n])
    back = tukey.back_transform(tukey.yi, n=tukey.ni)[0]
    assert back == pytest.approx(x / n, abs=1e-12)
    if x in (0, n):
        assert back == x / n
    if 0 < x < n:
        for measure in ("PLN", "PLO"):
            es = effect_sizes(measure, xi=[x], ni=[n])
            assert es.back_transform(es.yi)[0] == pytest.approx(x / n, rel=1e-13)


def test_beyond_the_ends_lies_nothing():
    """Interval bounds beyond what 0/n and n/n have become 0 and 1."""
    tukey = effect_sizes("PFT", xi=[0, 10], ni=[10, 10])
    below, above = tukey.yi[0] - 0.01, tukey.yi[1] + 0.01
    assert list(tukey.back_transform([below, above, -1, 9], n=10)) == [0, 1, 0, 1]
    arcsine = effect_sizes("PAS", xi=[0], ni=[10])
    assert arcsine.back_transform([-0.1, 1.8]) == pytest.approx([0, 1])
    assert np.isnan(tukey.back_transform(np.nan, n=10))


def test_freeman_tukey_has_no_way_back_without_n():
    """The pooled value is never turned back with an n that nobody chose."""
    es = effect_sizes("PFT", xi=[3, 8], ni=[10, 20])
    assert not es.has_own_way_back
    with pytest.raises(EffectError, match=r"harmonic mean.*Schwarzer 2019"):
        es.back_transform(0.5)
    with pytest.raises(EffectError, match="must be above 0"):
        es.back_transform(0.5, n=0)
    logit = effect_sizes("PLO", xi=[3], ni=[10])
    assert logit.has_own_way_back
    with pytest.raises(EffectError, match="n= is for PFT only"):
        logit.back_transform(0.5, n=10)


def test_why_the_harmonic_mean_is_a_trap():
    """Rare events in studies of very different size: the choice of n decides.

    Invented: two large studies near 5 in 10,000 and three small ones without events.
    Turned back with the harmonic mean of n, the pooled proportion is exactly 0.
    """
    ni = [200_000, 20_000, 12, 10, 8]
    es = effect_sizes("PFT", xi=[100, 10, 0, 0, 0], ni=ni)
    pooled = float((es.yi / es.vi).sum() / (1 / es.vi).sum())
    harmonic = 1 / np.mean(1 / np.array(ni))
    assert es.back_transform(pooled, n=harmonic) == 0
    by_size = float(es.back_transform(pooled, n=sum(ni)))
    assert by_size == pytest.approx(5e-4, rel=0.05)


@pytest.mark.parametrize("measure", ["OR", "RR", "IRR", "ROM", "ROMC", "PETO", "IRLN"])
def test_logs_come_back_as_ratios(measure):
    """The way back from a log is the exponential, without a warning at the ends."""
    es = effect_sizes(measure, yi=[np.log(2)], sei=[0.1])
    assert es.back_transform([np.log(2), 0, -1e4]) == pytest.approx([2, 1, 0])
    assert es.back_transform(1e4) == np.inf
