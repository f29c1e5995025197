"""What each study does to the pool."""

import numpy as np
import pytest
from tests.pooling.builders import quiet
from tests.pooling.sensitivity.builders import SLAB, VI, YI, effects, pooled

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.sensitivity import (
    baujat,
    influence,
    leave_one_out,
    shrunken_effects,
    standardized_residuals,
)


@pytest.mark.parametrize("test", ["z", "t", "knha", "knha-se", "knha-ci"])
def test_the_numbers_are_what_the_formulas_say(test):
    """From leave-one-out, by the definitions, for every test."""
    whole = pooled(method="REML", test=test)
    left, found = leave_one_out(whole), influence(whole)
    yi, vi = np.array(YI), np.array(VI)
    moved = whole.estimate - left.estimate
    here = vi + left.tau2
    ordinary = left.se**2 / left.s2w
    hat = whole.weights / 100
    total = (1 / (vi[:, np.newaxis] + left.tau2)).sum(axis=0)
    expected = {
        "rstudent": (yi - left.estimate) / np.sqrt(left.s2w * (here + ordinary)),
        "dffits": moved / np.sqrt(left.s2w * hat * here),
        "cook_d": moved**2 / whole.se**2,
        "cov_r": left.se**2 / whole.se**2,
        "tau2_del": left.tau2,
        "QE_del": left.QE,
        "hat": hat,
        "weight": whole.weights,
        "dfbetas": moved * np.sqrt(total / left.s2w),
    }
    for name, value in expected.items():
        assert getattr(found, name) == pytest.approx(value, rel=1e-9), name


def test_the_rule_marks_a_study_that_draws_the_pool():
    """A precise outlier is marked; agreeing studies are not."""
    found = influence(
        quiet([0.1, 0.2, 0.1, 0.3, 0.2, 1.0], [0.1] * 5 + [0.02], method="EE", test="z")
    )
    assert found.is_influential.tolist() == [False] * 5 + [True]
    assert "Cook's distance > 0.5" in found.settings["rule"]
    assert "Study 6 *" in str(found)
    assert "1 study marked" in str(found)


def test_two_studies_are_an_answer_with_its_reason():
    """Of two studies, heterogeneity without one is not defined, and a note says so."""
    found = influence(pooled(2))
    assert np.isnan(found.rstudent).all()
    assert found.hat.sum() == pytest.approx(1.0)
    assert "fewer than three" in found.notes[0]
    equal = influence(pooled(2, method="EE", test="z"))
    z = (YI[0] - YI[1]) / np.sqrt(VI[0] + VI[1])
    assert equal.rstudent == pytest.approx([z, -z])


def test_one_study_has_nothing_to_be_compared_with():
    """All but its own weight is not defined; texts and frames still come."""
    found = influence(pooled(1))
    assert np.isnan([found.rstudent[0], found.cook_d[0], found.tau2_del[0]]).all()
    assert (found.weight[0], found.is_influential[0]) == (100.0, False)
    for result in (found, baujat(pooled(1)), standardized_residuals(pooled(1))):
        assert len(result.frame()) == 1
        assert "ne study" in str(result) or "fewer" in str(result)
    single = shrunken_effects(pooled(1))
    assert (single.estimate[0], single.se[0]) == (YI[0], pytest.approx(VI[0] ** 0.5))


def test_a_small_shift_keeps_its_digits_far_from_zero():
    """Effects counted from a thousand give the same influence as counted from 0."""
    here = influence(quiet(np.array(YI), VI, method="DL", test="z"))
    there = influence(quiet(np.array(YI) + 1024.0, VI, method="DL", test="z"))
    for name in ("rstudent", "dffits", "cook_d", "dfbetas"):
        assert getattr(there, name) == pytest.approx(getattr(here, name), rel=1e-8), (
            name
        )


def test_baujats_contributions_add_up_to_q():
    """With equal effects, each study's horizontal place is its part in Cochran's Q."""
    whole = pooled(method="EE", test="z")
    found, left = baujat(whole), leave_one_out(whole)
    assert found.contribution.sum() == pytest.approx(whole.QE)
    moved = whole.estimate - left.estimate
    assert found.influence == pytest.approx(moved**2 / left.se**2)
    assert list(found.frame().columns) == ["slab", "contribution", "influence"]


def test_residuals_have_the_variance_that_their_name_says():
    """With equal effects, a residual's variance is vi minus that of the pool."""
    whole = pooled(method="EE", test="z")
    found = standardized_residuals(whole)
    assert found.residual == pytest.approx(np.array(YI) - whole.estimate)
    assert found.se**2 == pytest.approx(np.array(VI) - whole.se**2)
    assert found.z == pytest.approx(found.residual / found.se)


def test_one_dominant_study_keeps_its_residual():
    """A study with nearly all the weight has a small residual, not a rounding error."""
    found = standardized_residuals(
        quiet([0.0, 1.0, 2.0], [1e-14, 1.0, 1.0], method="EE", test="z")
    )
    assert found.residual[0] == pytest.approx(-3e-14, rel=1e-6)
    assert found.se[0] == pytest.approx(np.sqrt(2e-28), rel=1e-6)
    assert found.z[0] == pytest.approx(-3 / np.sqrt(2), rel=1e-6)


def test_shrunken_effects_lie_between_the_study_and_the_pool():
    """Each is drawn towards the pool, the less precise the more."""
    whole = pooled(method="REML", test="z")
    found = shrunken_effects(whole)
    low, high = np.minimum(YI, whole.estimate), np.maximum(YI, whole.estimate)
    assert ((found.estimate >= low) & (found.estimate <= high)).all()
    kept = (found.estimate - whole.estimate) / (np.array(YI) - whole.estimate)
    assert kept == pytest.approx(whole.tau2 / (whole.tau2 + np.array(VI)))
    equal = shrunken_effects(pooled(method="EE", test="z"))
    assert equal.estimate == pytest.approx([equal.pooled.estimate] * 6)
    assert list(found.frame()["slab"]) == list(SLAB)
    assert "Shrunken" in str(found)


def test_results_are_frozen_and_comparable():
    """The same pool gives equal results; no array can be changed."""
    for make in (influence, baujat, standardized_residuals, shrunken_effects):
        here, there = make(pooled()), make(quiet(effects(), None))
        assert here == there
        assert here != make(pooled(method="DL"))
        assert here.settings["pool"] == here.pooled.settings
        with pytest.raises(AttributeError):
            here.pooled = None
        with pytest.raises(PoolingError, match="weights of one's own"):
            make(pooled(weights="unweighted"))
