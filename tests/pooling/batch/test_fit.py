"""Thousands of pools in one go are the same as each on its own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pooling.batch.builders import (
    ANY_METHOD,
    SEVERAL_MAXIMA,
    log_likelihood,
    slope,
    wide,
)
from tests.pooling.builders import STUDIES, columns, quiet

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.batch import (
    METHODS,
    Draws,
    Rule,
    Samples,
    Subsets,
    fit,
    studies_of,
)

NUMBERS = ("n", "estimate", "se", "tau2", "Q", "vt", "s2w", "maxima")


def same(here, there):
    """Tell whether two batches are the same to the last bit."""
    return all(
        np.array_equal(getattr(here, name), getattr(there, name), equal_nan=True)
        for name in NUMBERS
    )


def one(y, v, method):
    """Fit one sample, given as lists."""
    return fit(Samples(np.array([y], float).T, np.array([v], float).T), method)


@settings(max_examples=40, deadline=None)
@given(STUDIES, ANY_METHOD, st.integers(0, 2**32))
def test_every_sample_is_what_the_single_fit_gives(studies, method, seed):
    """Resampled studies, repeats included, agree with pool() to ten digits."""
    yi, vi = columns(studies)
    drawn = np.random.default_rng(seed).integers(0, len(yi), (len(yi), 4))
    source = studies_of(yi, vi)
    found = fit(Draws(source, source.rank[drawn]), method, unit=source.unit)
    for i, places in enumerate(drawn.T):
        y, v = yi[places], vi[places]
        alone = quiet(y, v, method=method, test="z")
        unit = np.sqrt(max(np.var(y), np.median(v)))
        near = {"rel": 1e-10, "abs": 1e-10 * unit}
        assert found.estimate[i] == pytest.approx(alone.estimate, **near)
        assert found.se[i] == pytest.approx(alone.se, rel=1e-10)
        assert found.tau2[i] == pytest.approx(
            alone.tau2, rel=1e-10, abs=1e-10 * unit**2
        )
        # A repeated study alone has no spread but rounding.
        assert found.Q[i] == pytest.approx(alone.QE, rel=1e-10, abs=1e-10)
        assert found.vt[i] == pytest.approx(alone.vt, rel=1e-10)


@pytest.mark.parametrize("method", METHODS)
def test_hard_samples_agree_with_the_single_fit(method):
    """Variances over 16 powers of ten, and an outlier, change nothing of that."""
    y, v = wide(7, 6, 30, powers=(-10.0, 6.0))
    y[2, ::3] += 1e3
    found = fit(Samples(y, v), method)
    for i in range(y.shape[1]):
        alone = quiet(y[:, i], v[:, i], method=method, test="z")
        unit = np.sqrt(max(np.var(y[:, i]), np.median(v[:, i])))
        assert found.tau2[i] == pytest.approx(
            alone.tau2, rel=1e-10, abs=1e-10 * unit**2
        )
        assert found.estimate[i] == pytest.approx(
            alone.estimate, rel=1e-10, abs=1e-10 * unit
        )
        assert found.se[i] == pytest.approx(alone.se, rel=1e-10)


@pytest.mark.parametrize("method", ["ML", "REML"])
def test_tau2_is_where_the_exact_slope_changes_sign(method):
    """In fractions, without rounding, the slope is 0 within 1e-9 of every tau2."""
    y, v = wide(11, 5, 40, powers=(-6.0, 4.0))
    found = fit(Samples(y, v), method)
    restricted = method == "REML"
    inner = 0
    for i, tau2 in enumerate(found.tau2):
        sample = (y[:, i].tolist(), v[:, i].tolist())
        if tau2 == 0:
            assert slope(*sample, 0.0, restricted=restricted) <= 0
            continue
        inner += 1
        apart = 1e-9 * (tau2 + min(sample[1]))
        assert slope(*sample, tau2 - apart, restricted=restricted) > 0
        assert slope(*sample, tau2 + apart, restricted=restricted) < 0
    assert inner > 10


@pytest.mark.parametrize("method", ["ML", "REML"])
def test_no_tau2_has_a_higher_likelihood(method):
    """On a fine grid from 0 to a thousand times the spread nothing is higher."""
    y, v = wide(3, 4, 60, powers=(-2.0, 1.5))
    y *= 3.0
    found = fit(Samples(y, v), method)
    restricted = method == "REML"
    assert (found.maxima > 1).any()
    for i, tau2 in enumerate(found.tau2):
        sample = (y[:, i], v[:, i])
        best = log_likelihood(*sample, tau2, restricted=restricted)
        for other in (0.0, *np.geomspace(1e-4, 1e5, 40)):
            assert log_likelihood(*sample, other, restricted=restricted) <= best + 1e-10


@pytest.mark.parametrize("method", ["ML", "REML"])
@pytest.mark.parametrize("k", [3, 5])
def test_no_maximum_is_missed(method, k):
    """As many as a fine grid shows, in 1,500 samples with one maximum or more."""
    y, v = wide(k, k, 1500, powers=(-2.0, 1.5))
    y *= 3.0
    found = fit(Samples(y, v), method)
    grid = np.concatenate(([0.0], np.geomspace(1e-5, 1e5, 700)))
    w = 1.0 / (v[:, :, np.newaxis] + grid)
    total = w.sum(axis=0)
    apart = y[:, :, np.newaxis] - (w * y[:, :, np.newaxis]).sum(axis=0) / total
    loss = total - ((w**2).sum(axis=0) / total if method == "REML" else 0.0)
    is_up = ((w * apart) ** 2).sum(axis=0) > loss
    seen = ~is_up[:, 0] + (is_up[:, :-1] & ~is_up[:, 1:]).sum(axis=1)
    # Two turns between two points of the grid hide from it, not from the search.
    assert (found.maxima >= seen).all()
    assert (found.maxima > seen).sum() <= 2
    assert (seen > 1).sum() > 20


@pytest.mark.parametrize("case", SEVERAL_MAXIMA)
@pytest.mark.parametrize("company", [0, 400])
def test_the_highest_of_several_maxima_is_taken(case, company):
    """Alone or among many, however the search begins, the highest maximum is found."""
    method, y, v, maxima, tau2 = SEVERAL_MAXIMA[case]
    others, variances = wide(1, len(y), company)
    found = fit(
        Samples(
            np.column_stack([y, others]) if company else np.array([y]).T,
            np.column_stack([v, variances]) if company else np.array([v]).T,
        ),
        method,
    )
    assert found.maxima[0] == maxima
    assert found.tau2[0] == pytest.approx(tau2, rel=1e-10, abs=0)


@pytest.mark.parametrize("method", ["PM", "EB"])
def test_q_is_its_expectation_at_paule_and_mandels_tau2(method):
    """Where tau2 is above 0, the generalised Q is n - 1 exactly; else it is less."""
    y, v = wide(5, 6, 50)
    found = fit(Samples(y, v), method)
    w = 1 / (v + found.tau2)
    apart = y - (w * y).sum(axis=0) / w.sum(axis=0)
    q = (w * apart**2).sum(axis=0)
    assert q[found.tau2 > 0] == pytest.approx(5.0, rel=1e-9)
    assert (q[found.tau2 == 0] <= 5.0).all()


@pytest.mark.parametrize("method", METHODS)
def test_the_size_of_a_block_changes_nothing(method):
    """One sample at a time, seven, or all of them: the same to the last bit."""
    y, v = wide(2, 9, 60)
    v[5:, ::4] = np.inf
    v[1:, 3] = np.inf
    whole = fit(Samples(y, v), method)
    assert same(whole, fit(Samples(y, v), method, block=1))
    assert same(whole, fit(Samples(y, v), method, block=7 * 9))


@settings(max_examples=25, deadline=None)
@given(STUDIES, ANY_METHOD, st.randoms())
def test_the_order_of_the_studies_does_not_matter(studies, method, random):
    """Shuffled studies give the same subsets to the last bit."""
    shuffled = list(studies)
    random.shuffle(shuffled)
    members = np.array(
        [[True] * len(studies), [True, True] + [False] * (len(studies) - 2)]
    ).T
    here, there = studies_of(*columns(studies)), studies_of(*columns(shuffled))
    assert same(
        fit(Subsets(here, members), method, unit=here.unit),
        fit(Subsets(there, members), method, unit=there.unit),
    )


@settings(max_examples=25, deadline=None)
@given(STUDIES, ANY_METHOD, st.integers(-26, 26))
def test_the_unit_of_the_effects_does_not_matter(studies, method, power):
    """Effects times 2^p give estimates times 2^p and tau2 times 4^p, exactly."""
    yi, vi = columns(studies)
    c = 2.0**power
    here, there = studies_of(yi, vi), studies_of(yi * c, vi * c**2)
    members = np.ones((len(yi), 1), dtype=bool)
    first = fit(Subsets(here, members), method, unit=here.unit)
    second = fit(Subsets(there, members), method, unit=there.unit)
    assert second.estimate == pytest.approx(
        first.estimate * c, rel=1e-12, abs=1e-14 * c
    )
    assert second.tau2 == pytest.approx(first.tau2 * c**2, rel=1e-12, abs=0)


@pytest.mark.parametrize("method", METHODS)
def test_equal_effects_have_no_spread_between_them(method):
    """All effects equal: tau2 is 0 and the estimate is that effect."""
    v = np.array([[0.1, 0.2, 0.4]]).T
    found = fit(Samples(np.full((3, 1), 0.3), v), method)
    assert found.tau2[0] == 0
    assert found.estimate[0] == 0.3
    assert found.se[0] == pytest.approx(np.sqrt(1 / (1 / v).sum()))


@pytest.mark.parametrize("method", METHODS)
def test_one_study_is_given_back_without_heterogeneity(method):
    """A sample of one study has its own effect and error, and NaN for the rest."""
    found = one([7.0, -1.5], [np.inf, 0.25], method)
    assert (found.n[0], found.estimate[0], found.se[0]) == (1.0, -1.5, 0.5)
    for name in ("tau2", "Q", "vt", "s2w", "maxima"):
        assert np.isnan(getattr(found, name)[0])


def test_a_sample_without_studies_is_named():
    """Nothing to pool is an error that says in which sample."""
    y, v = np.zeros((2, 3)), np.ones((2, 3))
    v[:, 1] = np.inf
    with pytest.raises(PoolingError, match="no study to pool in sample 1"):
        fit(Samples(y, v), "REML", block=2)


def test_an_unknown_estimator_is_refused():
    """What a batch cannot do is named, with what it can."""
    with pytest.raises(PoolingError, match="'GENQ' cannot be computed in batches"):
        one([1.0, 2.0], [1.0, 1.0], "GENQ")


@pytest.mark.parametrize("method", ["REML", "PM"])
def test_what_does_not_converge_is_an_error_that_names_it(method, monkeypatch):
    """A search that does not end gives no number but the name of the sample."""
    monkeypatch.setattr("ketaevidence.pooling.batch.roots.STEPS", 1)
    y = np.array([[0.0, 0.0, 0.0], [0.1, 3.0, 0.1], [0.0, -2.0, 0.1]])
    v = np.array([[0.1, 0.1, 0.1], [0.2, 0.4, 0.2], [0.3, 0.9, 0.3]])
    with pytest.raises(
        PoolingError, match=r"not found without study 1; use method='DL'"
    ):
        fit(Samples(y, v), method, name=lambda i: f"without study {i}")


def test_numbers_too_far_apart_are_refused():
    """Variances beyond floating point are refused before anything is computed."""
    with pytest.raises(PoolingError, match="too far apart"):
        studies_of(np.array([0.0, 1.0]), np.array([1e-200, 1.0]))


def test_no_samples_give_no_numbers():
    """An empty batch is an empty answer."""
    studies = studies_of(np.array([0.0, 1.0]), np.array([1.0, 1.0]))
    nothing = Rule(studies, 2, 0, lambda _start, _stop: np.empty((2, 0), dtype=int))
    assert len(fit(nothing, "REML").estimate) == 0
