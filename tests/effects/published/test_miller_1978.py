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
