"""Estimators of tau2 by moments, beside their formulas."""

import numpy as np
import pytest
from hypothesis import given, settings
from tests.pooling.builders import STUDIES, columns

from ketaevidence.pooling import pool
from ketaevidence.pooling.sums import make_sample
from ketaevidence.pooling.tau2 import ESTIMATORS, generalised_q

YI = np.array([-1.2, -0.4, 0.3, -2.0])
VI = np.array([0.1, 0.2, 0.3, 0.5])


def test_each_formula_by_hand():
    """HE, HS and SJ equal their textbook formulas in the unit of the data."""
    w = 1 / VI
    q = (w * (YI - (w * YI).sum() / w.sum()) ** 2).sum()
    crude = np.var(YI)
    w0 = 1 / (VI + crude)
    q0 = (w0 * (YI - (w0 * YI).sum() / w0.sum()) ** 2).sum()
    expected = {
        "HE": np.var(YI, ddof=1) - VI.mean(),
        "HS": (q - 4) / w.sum(),
        "SJ": crude * q0 / 3,
    }
    for method, value in expected.items():
        pooled = pool(YI, VI, method=method, test="z")
        assert pooled.tau2 == pytest.approx(value, rel=1e-13), method


@settings(max_examples=25)
@given(STUDIES)
def test_sidik_and_jonkman_are_zero_only_without_any_spread(studies):
    """SJ is above 0 whenever the effects differ."""
    yi, vi = columns(studies)
    tau2 = pool(yi, vi, method="SJ", test="z").tau2
    assert (tau2 > 0) == (np.ptp(yi) > 0)


@settings(max_examples=25)
@given(STUDIES)
def test_only_the_ratios_of_given_weights_count(studies):
    """Weights times any factor give the same estimate of tau2 and standard error."""
    sample = make_sample(*columns(studies))
    weights = 1 / np.sqrt(sample.v)
    here, there = generalised_q(sample, weights), generalised_q(sample, 8 * weights)
    assert there.tau2 == pytest.approx(here.tau2, rel=1e-10, abs=1e-13)
    assert there.se == pytest.approx(here.se, rel=1e-10)


def test_every_estimator_has_its_table_entry():
    """The table offers each of the eight estimators, and EB and PM are one."""
    assert set(ESTIMATORS) == {"DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM"}
    sample = make_sample(YI, VI)
    assert ESTIMATORS["EB"](sample) == ESTIMATORS["PM"](sample)
