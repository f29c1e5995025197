"""Miller 1978, The American Statistician 32:138. doi 10.1080/00031305.1978.10479283."""

import numpy as np
import pytest

from ketaevidence.effects import effect_sizes

XI, NI = [3, 6, 10, 1], [11, 17, 21, 6]


def test_miller_1978_is_reproduced():
    """Twice our values are Miller's printed ones, and each comes back."""
    es = effect_sizes("PFT", xi=XI, ni=NI)
    assert 2 * es.yi == pytest.approx([1.1391, 1.2888, 1.5253, 0.9515], abs=5.1e-5)
    shares = np.array(XI) / np.array(NI)
    assert es.back_transform(es.yi, n=es.ni) == pytest.approx(shares, rel=1e-12)


def test_the_pooled_proportion_is_as_quoted():
    """The mean of the four, weighted, is 1.3093 on Miller's scale.

    As quoted by the metafor project, which brings it back by the harmonic mean of the
    patients to 0.3595.
    """
    es = effect_sizes("PFT", xi=XI, ni=NI)
    w = 1 / es.vi
    mean = float((w * es.yi).sum() / w.sum())
    assert 2 * mean == pytest.approx(1.3093, abs=5.1e-5)
    harmonic = len(NI) / float((1 / np.array(NI)).sum())
    assert es.back_transform(mean, n=harmonic) == pytest.approx(0.3595, abs=5.1e-5)


def test_nobody_and_everybody_come_back():
    """0 of 10 and 10 of 10 come back as 0 and 1."""
    es = effect_sizes("PFT", xi=[0, 10], ni=[10, 10])
    assert es.back_transform(es.yi, n=es.ni) == pytest.approx([0, 1], abs=1e-15)
