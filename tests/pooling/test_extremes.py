"""Too little data, bad data and numbers of every size, with every estimator."""

import warnings

import numpy as np
import pytest
from tests.pooling.builders import quiet

from ketaevidence.errors import PoolingError
from ketaevidence.pooling import henmi_copas, pool, tau2_interval
from ketaevidence.pooling.choices import METHODS

YI, VI = np.array([-1.2, -0.4, 0.3, -2.0]), np.array([0.1, 0.1, 0.2, 0.2])


@pytest.mark.parametrize("method", METHODS)
def test_any_scale_gives_the_same_answer_there(method):
    """Effects from 1e-8 to 1e8 give the same numbers in their unit, to 12 digits."""
    here = quiet(YI, VI, method=method, test="t")
    for c in (1e-8, 1e-4, 1e4, 1e8):
        there = quiet(c * YI, c**2 * VI, method=method, test="t")
        assert there.estimate / c == pytest.approx(here.estimate, rel=1e-12)
        assert there.tau2 / c**2 == pytest.approx(here.tau2, rel=1e-12)
        assert there.pval == pytest.approx(here.pval, rel=1e-10)
        assert pytest.approx(here.I2, rel=1e-11) == there.I2


@pytest.mark.parametrize("method", METHODS)
def test_one_dominant_study_is_pointed_out(method):
    """One study with nearly all the weight gives an answer and a note with its name."""
    yi, vi = np.array([1.0, 3.0, -2.0]), np.array([1e-10, 1e6, 1e6])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pooled = quiet(yi, vi, method=method, test="z")
    assert 0 <= pooled.tau2 < 10
    if method in ("EE", "DL", "REML", "ML", "PM", "HS"):
        assert pooled.estimate == pytest.approx(1, rel=1e-9)
        assert any("One study (Study 1) holds 100.0 %" in n for n in pooled.notes)


@pytest.mark.parametrize("method", METHODS)
def test_two_studies_are_pooled_with_their_caveats(method):
    """Two studies give numbers, and the note that heterogeneity cannot be judged."""
    pooled = quiet(np.array([0.1, 2.0]), np.array([0.1, 0.2]), method=method, test="t")
    assert pooled.ddf == 1
    assert "cannot be judged" in pooled.notes[0]


@pytest.mark.parametrize("method", METHODS)
def test_one_study_is_itself(method):
    """One study comes back as it is with every method, and says so."""
    pooled = quiet(np.array([0.4]), np.array([0.09]), method=method, test="t")
    assert (pooled.estimate, pooled.se, pooled.tau2) == (0.4, 0.3, None)
    assert pooled.settings["weights"] == "none: one study"


@pytest.mark.parametrize("method", METHODS)
def test_equal_effects_are_no_error(method):
    """Equal effects give tau2 = 0 and no numpy warning with every method and test."""
    yi, vi = np.full(4, 0.3), np.array([0.1, 0.2, 0.3, 0.4])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pooled = quiet(yi, vi, method=method, test="t")
        assert pooled.tau2 == 0
        if method != "EE":
            assert quiet(yi, vi, method=method, test="knha-se").s2w == 1
            assert quiet(yi, vi, method=method, test="knha-ci").ddf is None


@pytest.mark.parametrize("use", [pool, henmi_copas])
@pytest.mark.parametrize("bad", [0.0, -0.1, np.inf, np.nan])
def test_an_impossible_variance_names_its_row(use, bad):
    """A variance of 0, below 0, infinite or missing is one error with its row."""
    with pytest.raises(PoolingError, match="row 3"):
        use([0.1, 0.2, 0.3], [0.1, 0.2, bad])


@pytest.mark.parametrize("method", METHODS)
def test_variances_ninety_powers_apart_are_computed_or_refused(method):
    """Where floating point ends there is an error and no number."""
    yi, vi = np.array([0.0, 1.0, 2.0]), np.array([1e-100, 1.0, 1.0])
    with pytest.raises(PoolingError, match="too far apart"):
        quiet(yi, vi, method=method, test="z")
    near = quiet(yi, np.array([1e-60, 1.0, 1.0]), method=method, test="z")
    assert np.isfinite([near.estimate, near.se, near.tau2, near.I2]).all()


def test_a_thousand_studies_take_every_path():
    """Many studies are pooled by REML and PM, with the interval of tau2."""
    rng = np.random.default_rng(7)
    vi = rng.uniform(0.05, 2, 1000)
    yi = rng.normal(0, np.sqrt(vi + 0.3))
    for method in ("REML", "PM"):
        pooled = pool(yi, vi, method=method, test="t")
        found = tau2_interval(pooled)
        assert found.tau2.lb < 0.3 < found.tau2.ub
        assert pooled.tau2 == pytest.approx(0.3, abs=0.1)
