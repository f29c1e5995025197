"""Every maximum of the likelihood over tau2 is found."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.errors import PoolingError
from ketaevidence.pooling import pool
from ketaevidence.pooling.sums import make_sample
from ketaevidence.pooling.tau2 import peaks as module
from ketaevidence.pooling.tau2.peaks import peaks

#: Effects of a few studies of very different size, where maxima are many.
UNEVEN = st.lists(
    st.tuples(st.floats(-3, 3), st.floats(-4, 2)), min_size=2, max_size=7
).map(
    lambda rows: (
        np.array([y for y, _ in rows]),
        10.0 ** np.array([v for _, v in rows]),
    )
)

#: Effects and variances whose restricted likelihood has two maxima.
TWO_INSIDE = ([-0.2, -0.4, 5.2], [0.099, 0.011, 3.182])
ONE_AT_ZERO = ([0.6, -0.4, 0.6], [0.001, 0.164, 0.005])


def slope(sample, grid, *, restricted):
    """Compute twice the derivative of the log-likelihood, apart from the search."""
    sums = sample.sums(grid)
    loss = sums.trace if restricted else sums.weights.sum(axis=1)
    return sums.rss2 - loss


@settings(max_examples=25)
@given(UNEVEN, st.booleans())
def test_a_fine_grid_shows_no_further_maximum(data, restricted):
    """The derivative changes its sign on a fine grid no more often than was found."""
    sample = make_sample(*data)
    found = peaks(sample, restricted=restricted)
    grid = np.geomspace(float(sample.v[0]) * 1e-6, 1e4, 4000)
    is_up = slope(sample, np.concatenate(([0.0], grid)), restricted=restricted) > 0
    seen = int((is_up[:-1] & ~is_up[1:]).sum()) + (not is_up[0])
    assert seen <= len(found.maxima)


@settings(max_examples=25)
@given(UNEVEN, st.booleans())
def test_the_derivative_is_zero_at_every_turn(data, restricted):
    """Maxima and minima alternate, and the derivative is 0 there or falls from 0."""
    sample = make_sample(*data)
    found = peaks(sample, restricted=restricted)
    turns = [(t, "max") for t in found.maxima] + [(t, "min") for t in found.minima]
    kinds = [kind for _, kind in sorted(turns)]
    assert kinds[-1] == "max"
    assert all(here != there for here, there in pairwise(kinds))
    for t in (*found.maxima, *found.minima):
        sums = sample.sums(t)
        loss = sums.trace if restricted else sums.weights.sum(axis=1)
        if t > 0:
            assert sums.rss2[0] / loss[0] == pytest.approx(1, abs=1e-9)
        else:
            assert sums.rss2[0] <= loss[0]


@pytest.mark.parametrize("data", [TWO_INSIDE, ONE_AT_ZERO])
def test_known_likelihoods_with_two_maxima(data):
    """Both maxima and the minimum between them are found."""
    found = peaks(make_sample(*map(np.array, data)), restricted=True)
    assert len(found.maxima) == 2
    assert len(found.minima) == 1
    assert found.maxima[0] < found.minima[0] < found.maxima[1]


def test_of_two_maxima_ml_takes_the_highest_too():
    """ML looks beyond a falling likelihood at 0, and the note names it."""
    yi, vi = [-2.2, 2.9, 1.6], [1.384, 5.805, 0.032]
    sample = make_sample(np.array(yi), np.array(vi))
    heights = sample.log_likelihood([0.0, 2.398628 / sample.unit**2], restricted=False)
    assert heights[1] > heights[0] + 0.5
    pooled = pool(yi, vi, method="ML", test="z")
    assert pooled.tau2 == pytest.approx(2.39862758, rel=1e-8)
    assert pooled.notes[0].startswith("The likelihood has 2 maxima")


def test_equal_effects_have_their_maximum_at_zero():
    """Without any spread the only maximum is tau2 = 0."""
    sample = make_sample(np.full(4, 0.3), np.array([0.1, 0.2, 0.3, 0.4]))
    for restricted in (True, False):
        found = peaks(sample, restricted=restricted)
        assert (found.maxima, found.minima) == ((0.0,), ())


def test_equal_variances_have_the_known_answer():
    """With equal variances REML is var(yi) - vi, ML has k in the denominator."""
    yi = np.array([0.0, 1.0, 2.0, 5.0])
    sample = make_sample(yi, np.full(4, 0.5))
    reml, ml = (peaks(sample, restricted=r).maxima for r in (True, False))
    square = sample.unit**2
    assert reml[0] * square == pytest.approx(np.var(yi, ddof=1) - 0.5, rel=1e-13)
    assert ml[0] * square == pytest.approx(np.var(yi) - 0.5, rel=1e-13)


def test_many_studies_are_computed_in_blocks(monkeypatch):
    """The curve over tau2 is the same when memory allows one row at a time."""
    rng = np.random.default_rng(3)
    sample = make_sample(rng.normal(0, 1, 40), rng.uniform(0.01, 2, 40))
    whole = peaks(sample, restricted=True)
    monkeypatch.setattr(module, "BLOCK", 1)
    assert peaks(sample, restricted=True).maxima == pytest.approx(
        whole.maxima, rel=1e-13
    )


def test_a_search_without_an_end_is_an_error(monkeypatch):
    """When the root is not closed in within the steps allowed, there is no number."""
    monkeypatch.setattr(module, "STEPS", 1)
    with pytest.raises(PoolingError, match=r"was not found; use method='DL'"):
        pool([-1.0, 0.5, 3.0], [0.1, 0.2, 0.4], method="REML", test="z")
