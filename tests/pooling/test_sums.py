"""The sums over studies equal the textbook's matrices, and lose no digits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pooling.builders import STUDIES, columns, projection

from ketaevidence.pooling.sums import make_sample


@settings(max_examples=25)
@given(STUDIES, st.floats(0, 5))
def test_sums_equal_their_matrix_form(studies, tau2):
    """Quadratic forms and traces of P and its powers equal those of k x k matrices."""
    sample = make_sample(*columns(studies))
    sums = sample.sums([0.0, tau2])
    for row, t in enumerate((0.0, tau2)):
        p = projection(1 / (sample.v + t))
        y, size = sample.y, 1e-10 * np.abs(p).max()
        near = {"rel": 1e-9, "abs": size * (1 + float(y @ y))}
        assert sums.rss[row] == pytest.approx(y @ p @ y, **near)
        assert sums.rss2[row] == pytest.approx(
            y @ p @ p @ y, rel=1e-9, abs=near["abs"] * np.abs(p).max()
        )
        assert sums.rss3[row] == pytest.approx(
            y @ p @ p @ p @ y, rel=1e-8, abs=near["abs"] * np.abs(p).max() ** 2
        )
        assert sums.trace[row] == pytest.approx(np.trace(p), rel=1e-9, abs=size)
        assert sums.trace2[row] == pytest.approx(
            np.trace(p @ p), rel=1e-9, abs=size * np.abs(p).max()
        )


@settings(max_examples=25)
@given(STUDIES, st.randoms())
def test_moments_equal_their_matrix_form(studies, random):
    """With any fixed weights, q and the traces equal those of k x k matrices."""
    sample = make_sample(*columns(studies))
    a = np.array([10 ** random.uniform(-3, 3) for _ in range(sample.k)])
    p, v, y = projection(a), np.diag(sample.v), sample.y
    found = sample.moments(a)
    expected = {
        "q": y @ p @ y,
        "trace": np.trace(p),
        "trace_v": np.trace(p @ v),
        "trace2": np.trace(p @ p),
        "trace_pvp": np.trace(p @ v @ p),
        "trace_pvpv": np.trace(p @ v @ p @ v),
    }
    sizes = {
        "q": a.max() * (1 + y @ y),
        "trace": a.max(),
        "trace_v": (a * sample.v).max(),
    }
    sizes |= {"trace2": a.max() ** 2, "trace_pvp": (a**2 * sample.v).max()}
    sizes |= {"trace_pvpv": ((a * sample.v) ** 2).max()}
    for name, value in expected.items():
        near = {"rel": 1e-9, "abs": 1e-11 * sizes[name]}
        assert getattr(found, name) == pytest.approx(value, **near), name


@settings(max_examples=25)
@given(STUDIES)
def test_likelihood_equals_its_matrix_form(studies):
    """Both log-likelihoods equal the textbook formula with k x k matrices."""
    sample = make_sample(*columns(studies))
    for restricted in (False, True):
        values = []
        for tau2 in (0.0, 0.5):
            w = 1 / (sample.v + tau2)
            q = sample.y @ projection(w) @ sample.y
            penalty = np.log(w.sum()) if restricted else 0.0
            values.append(-0.5 * (np.log(sample.v + tau2).sum() + penalty + q))
        ours = sample.log_likelihood([0.0, 0.5], restricted=restricted)
        size = 1 + float((sample.y**2 / sample.v).sum())
        assert ours == pytest.approx(values, rel=1e-9, abs=1e-10 * size)


@settings(max_examples=25)
@given(STUDIES)
def test_every_sum_falls_as_tau2_grows(studies):
    """What the certainty about maxima rests on: no sum rises with tau2."""
    sample = make_sample(*columns(studies))
    sums = sample.sums(np.concatenate(([0.0], np.geomspace(1e-6, 1e6, 60))))
    for name in ("rss", "rss2", "rss3", "trace", "trace2", "total"):
        values = getattr(sums, name)
        slack = 1e-9 * (sample.y**2).max() if name.startswith("rss") else 0.0
        weight = float(1 / sample.v[0])
        powers = {"rss": 1, "rss2": 2, "rss3": 3}.get(name, 0)
        assert (np.diff(values) <= 1e-12 * values[:-1] + slack * weight**powers).all()


def test_a_dominant_study_costs_no_digits():
    """Beside one study of 1e16 times the weight, the traces keep their digits."""
    sums = make_sample(np.array([0.0, 3.0, -3.0]), np.array([1e-16, 1.0, 1.0])).sums(
        0.0
    )
    scale = 9.0  # max(var(yi), median(vi)) is 9, so the weights are 9e16, 9 and 9
    # Up to 1e-16: P_11 = 2 * 9, P_1j = -9, P_jj = 9.
    assert sums.trace[0] == pytest.approx(4 * scale, rel=1e-14)
    assert sums.trace2[0] == pytest.approx(10 * scale**2, rel=1e-14)
    assert sums.rss[0] == pytest.approx(18, rel=1e-14)
