"""The tau2 at which Q takes a wanted value."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pooling.builders import STUDIES, columns

from ketaevidence.errors import PoolingError
from ketaevidence.pooling import pool
from ketaevidence.pooling.sums import make_sample
from ketaevidence.pooling.tau2 import roots as module
from ketaevidence.pooling.tau2.roots import q_equals


@settings(max_examples=25)
@given(STUDIES, st.lists(st.floats(-3, 2), min_size=1, max_size=4))
def test_q_takes_the_wanted_value(studies, powers):
    """At each root Q is what was wanted; there is none where Q is below already."""
    sample = make_sample(*columns(studies))
    wanted = 10.0 ** np.array(powers)
    roots = q_equals(sample, wanted)
    at_zero = sample.sums(0.0).rss[0]
    for goal, root in zip(wanted, roots, strict=True):
        if at_zero < goal:
            assert np.isnan(root)
        else:
            assert sample.sums(root).rss[0] == pytest.approx(goal, rel=1e-10)


@settings(max_examples=25)
@given(STUDIES)
def test_paule_mandel_is_never_zero_by_mistake(studies):
    """PM is above 0 whenever Q exceeds its expectation, and 0 whenever it does not."""
    yi, vi = columns(studies)
    pooled = pool(yi, vi, method="PM", test="z")
    df = len(yi) - 1
    if df * (1 + 1e-9) < pooled.QE:
        assert pooled.tau2 > 0
        w = 1 / (vi + pooled.tau2)
        q = (w * (yi - (w * yi).sum() / w.sum()) ** 2).sum()
        unit = max(np.var(yi, ddof=1), np.median(vi))
        # Adding tau2 to vi rounds where it is far smaller.
        assert q == pytest.approx(df, rel=1e-8 + 1e-13 * unit / vi.min())
    elif df > pooled.QE:
        assert pooled.tau2 == 0


def test_far_more_precise_studies_do_not_stop_the_search():
    """One variance of 1e-12 beside others of 1 still gives a root to all digits."""
    sample = make_sample(np.array([0.0, 4.0, -4.0, 5.0]), np.array([1e-12, 1, 1, 1]))
    root = q_equals(sample, 3.0)[0]
    assert sample.sums(root).rss[0] == pytest.approx(3, rel=1e-12)


def test_a_search_without_an_end_is_an_error(monkeypatch):
    """When the root is not reached within the steps allowed, there is no number."""
    monkeypatch.setattr(module, "STEPS", 1)
    with pytest.raises(PoolingError, match="was not found within 1 steps"):
        pool([-1.0, 0.5, 3.0], [0.1, 0.2, 0.4], method="PM", test="z")


def test_a_step_back_from_beyond_the_root_ends_nothing():
    """Where the first guess lies beyond the root, the climb after it goes to the end."""
    yi = [0.0105, 0.00104, 0.00228, -297.0, -47_426.0]
    vi = [1.97e-4, 4.78e-7, 1.03e-4, 22_592.0, 6.52e8]
    pooled = pool(yi, vi, method="PM", test="z")
    w = 1 / (np.array(vi) + pooled.tau2)
    residual = yi - (w * yi).sum() / w.sum()
    assert (w * residual**2).sum() == pytest.approx(4, rel=1e-9)


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.floats(-3, 3), st.floats(-8, 9)), min_size=3, max_size=7),
)
def test_variances_of_any_range_have_their_root(studies):
    """Q takes its expected value at tau2, however many powers of ten lie between."""
    vi = 10.0 ** np.array([power for _, power in studies])
    yi = np.array([size for size, _ in studies]) * np.sqrt(vi) * 3
    sample = make_sample(yi, vi)
    root = float(q_equals(sample, sample.k - 1)[0])
    if not np.isnan(root):
        assert sample.sums(root).rss[0] == pytest.approx(sample.k - 1, rel=1e-8)
