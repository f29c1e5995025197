"""The interval of Henmi and Copas."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import gammainc
from tests.pooling.builders import STUDIES, columns

from ketaevidence.errors import PoolingError
from ketaevidence.pooling import henmi_copas, pool

YI, VI = np.array([-1.2, -0.4, 0.3, -2.0]), np.array([0.1, 0.1, 0.2, 0.2])


def beyond(vi, tau2, point):
    """Integrate the article's tail probability adaptively, with its sums W1 to W4."""
    w, k = 1 / vi, len(vi)
    w1 = w.sum()
    w2, w3, w4 = (float((w**power).sum() / w1) for power in (2, 3, 4))
    vr = 1 + tau2 * w2

    def density(r, x):
        off = (r**2 - 1) / vr
        mean = k - 1 + tau2 * (w1 - w2) + tau2**2 * off * (w3 - w2**2)
        variance = 2 * (k - 1) + 4 * tau2 * (w1 - w2)
        variance += 2 * tau2**2 * (w1 * w2 - 2 * w3 + w2**2)
        variance += 4 * tau2**2 * off * (w3 - w2**2)
        variance += 4 * tau2**3 * off * (w4 - 2 * w2 * w3 + w2**3)
        variance += 2 * tau2**4 * (1 - 2 * r**2) / vr**2 * (w3 - w2**2) ** 2
        limit = (w1 / w2 - 1) * ((r / x) ** 2 - 1) + k - 1
        below = gammainc(mean**2 / variance, limit * mean / variance)
        return below * math.exp(-(r**2) / 2) / math.sqrt(2 * math.pi)

    x = point / math.sqrt(vr)
    edges = (x, x + 0.2, x + 1, x + 3, x + 12)
    return sum(
        quad(density, low, high, (x,), epsabs=1e-13, epsrel=1e-12, limit=200)[0]
        for low, high in pairwise(edges)
    )


def test_the_point_leaves_the_wanted_probability():
    """Beyond the percentage point lies 2.5 %, by an integral of its own."""
    found = henmi_copas(YI, VI)
    assert beyond(VI, found.tau2, found.point) == pytest.approx(0.025, abs=1e-11)
    assert found.ci_ub - found.estimate == pytest.approx(found.point * found.se)


def test_the_estimate_is_the_one_of_equal_effects():
    """Estimate and tau2 are those of EE and of DerSimonian and Laird."""
    found = henmi_copas(YI, VI)
    equal = pool(YI, VI, method="EE", test="z")
    laird = pool(YI, VI, method="DL", test="z")
    assert found.estimate == pytest.approx(equal.estimate, rel=1e-14)
    assert found.tau2 == laird.tau2
    w = 1 / VI
    variance = (w**2 * (VI + laird.tau2)).sum() / w.sum() ** 2
    assert found.se == pytest.approx(math.sqrt(variance), rel=1e-13)


@settings(max_examples=25)
@given(STUDIES, st.floats(-8, 8))
def test_scale_and_order_do_not_matter(studies, power):
    """Other units and another order of the studies give the same interval there."""
    yi, vi = columns(studies)
    c = 2.0 ** round(power)
    here = henmi_copas(yi, vi)
    there = henmi_copas(c * yi[::-1], c**2 * vi[::-1])
    assert there.point == pytest.approx(here.point, rel=1e-12)
    assert there.estimate / c == pytest.approx(here.estimate, rel=1e-12, abs=1e-13)
    assert there.se / c == pytest.approx(here.se, rel=1e-12)
    assert here.ci_lb < here.estimate < here.ci_ub


def test_a_higher_level_is_wider():
    """A higher level has a larger percentage point."""
    points = [henmi_copas(YI, VI, level=x).point for x in (0.5, 0.9, 0.95, 0.999)]
    assert points == sorted(points)


@pytest.mark.parametrize(("ratio", "near"), [(1e2, 1e-10), (1e4, 1e-8), (1e6, 1e-5)])
def test_studies_of_very_different_size(ratio, near):
    """However uneven the studies, the wanted probability lies beyond the point."""
    # The article's sums W3 - W2^2 and the like lose digits that ours keep.
    vi = np.array([1 / ratio, 1.0, 2.0, 1.5])
    found = henmi_copas([0.1, 3.0, -2.0, 4.0], vi)
    assert beyond(vi, found.tau2, found.point) == pytest.approx(0.025, abs=near)


def test_too_few_or_impossible_studies_are_refused():
    """One study, no study, a variance of 0 and a level of 95 are errors."""
    with pytest.raises(PoolingError, match="there is one study"):
        henmi_copas([0.5], [0.1])
    with pytest.raises(PoolingError, match="no studies"):
        henmi_copas([], [])
    with pytest.raises(PoolingError, match="row 2"):
        henmi_copas([0.1, 0.2], [0.1, 0.0])
    with pytest.raises(PoolingError, match="between 0 and 1"):
        henmi_copas(YI, VI, level=95)


def test_every_choice_is_in_the_settings():
    """The settings name weights, tau2, interval and level, and the text the result."""
    found = henmi_copas(YI, VI, level=0.9)
    assert found.settings["weights"] == "equal effects: 1 / vi"
    assert found.settings["tau2"] == "DerSimonian-Laird"
    assert found.settings["level"] == 0.9
    assert "Henmi-Copas" in str(found).splitlines()[0]
