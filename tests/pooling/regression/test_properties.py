"""What must hold for any studies and any moderator."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling.regression import regress

METHODS = st.sampled_from(["EE", "DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM"])
EFFECT = st.floats(-10, 10, allow_subnormal=False).map(lambda y: round(y, 4))
VARIANCE = st.floats(-2, 2).map(lambda power: 10**power)
YEAR = st.integers(1980, 2025)


@st.composite
def samples(draw):
    """Draw effects, variances and a moderator that differs between studies."""
    rows = draw(
        st.lists(st.tuples(EFFECT, VARIANCE, YEAR), min_size=4, max_size=12).filter(
            lambda rows: len({year for *_, year in rows}) > 1
        )
    )
    return tuple(np.array(column, dtype=float) for column in zip(*rows, strict=True))


def quiet(y, v, x, method, test="t"):
    """Fit without the Knapp-Hartung caveat."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        return regress(y, {"x": x}, vi=v, method=method, test=test)


@given(samples(), METHODS, st.randoms())
@settings(max_examples=25)
def test_the_order_of_the_studies_does_not_matter(sample, method, random):
    """Shuffled studies give the same numbers."""
    order = list(range(len(sample[0])))
    random.shuffle(order)
    here, there = quiet(*sample, method), quiet(*(a[order] for a in sample), method)
    assert there.tau2 == pytest.approx(here.tau2, rel=1e-12, abs=1e-13)
    for name in ("intercept", "x"):
        one, other = here[name], there[name]
        assert other.se == pytest.approx(one.se, rel=1e-10)
        assert other.estimate == pytest.approx(one.estimate, abs=1e-9 * one.se)
    assert pytest.approx(here.QM, rel=1e-8, abs=1e-8) == there.QM


@given(samples(), METHODS, st.integers(-26, 26), st.integers(-20, 20))
@settings(max_examples=25)
def test_units_do_not_matter(sample, method, power, moderator_power):
    """Effects times c and the moderator times m give slope times c / m, tau2 times c^2."""
    y, v, x = sample
    c, m = 2.0**power, 2.0**moderator_power
    here, there = quiet(y, v, x, method), quiet(y * c, v * c**2, x * m, method)
    assert there.tau2 == pytest.approx(here.tau2 * c**2, rel=1e-12)
    assert there["x"].estimate == pytest.approx(
        here["x"].estimate * c / m, rel=1e-9, abs=1e-12 * here["x"].se * c / m
    )
    assert there["x"].se == pytest.approx(here["x"].se * c / m, rel=1e-12)
    assert pytest.approx(here.QE, rel=1e-12) == there.QE
    assert pytest.approx(here.I2, rel=1e-9, abs=1e-9) == there.I2


@given(
    samples(),
    # SJ starts from the spread of the effects themselves; a likelihood may be flat.
    st.sampled_from(["EE", "DL", "HE", "HS", "PM"]),
    st.floats(-5, 5),
    st.floats(-0.5, 0.5),
)
@settings(max_examples=25)
def test_adding_a_line_to_the_effects_moves_only_the_line(sample, method, at, slope):
    """Effects plus a + b x give coefficients plus a and b, and the same everything else."""
    y, v, x = sample
    here = quiet(y, v, x, method)
    there = quiet(y + at + slope * x, v, x, method)
    # The sum rounds the effects themselves; the answer may move as much.
    assert pytest.approx(here.QE, rel=1e-8, abs=1e-8) == there.QE
    assert there.tau2 == pytest.approx(here.tau2, rel=1e-6, abs=1e-7)
    moved = there["x"].estimate - slope
    assert moved == pytest.approx(here["x"].estimate, abs=1e-5 * here["x"].se)


@given(samples(), METHODS)
@settings(max_examples=25)
def test_every_number_is_possible(sample, method):
    """tau2, I2 and QM are not negative, p-values in range, leverages add up to p."""
    for test in ["z", "t"] if method == "EE" else ["z", "knha", "knha-ci"]:
        model = quiet(*sample, method, test)
        assert model.tau2 >= 0
        assert 0 <= model.I2 <= 100
        assert model.R2 is None or 0 <= model.R2 <= 100
        assert model.QM is None or model.QM >= 0
        for p in (model.QMp, model.QEp, *(one.pval for one in model.coefficients)):
            assert p is None or 0 <= p <= 1
        assert model.leverage.sum() == pytest.approx(2)
        assert (model.leverage > -1e-12).all()
        assert (model.leverage < 1 + 1e-12).all()


@given(samples())
@settings(max_examples=25)
def test_reml_finds_the_highest_likelihood(sample):
    """No tau2 on a fine grid has a higher restricted likelihood than the answer."""
    y, v, x = sample
    model = quiet(y, v, x, "REML")
    design = np.column_stack([np.ones(len(y)), (x - x.mean()) / np.ptp(x)])

    def height(tau2):
        w = 1 / (v + tau2)
        information = design.T @ (w[:, np.newaxis] * design)
        b = np.linalg.solve(information, design.T @ (w * y))
        rss = (w * (y - design @ b) ** 2).sum()
        return 0.5 * (np.log(w).sum() - np.linalg.slogdet(information)[1] - rss)

    top = 10 * np.ptp(y) ** 2 + 1
    grid = np.concatenate(([0.0], np.geomspace(v.min() * 1e-3, top, 150)))
    assert height(model.tau2) >= max(height(t) for t in grid) - 1e-9
