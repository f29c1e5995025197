"""Egger's regression test."""

import numpy as np
import pytest
from scipy.special import stdtr
from tests.pooling.small_studies.builders import VI, YI, bcg

import ketaevidence as ke
from ketaevidence.effects import Effects
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.small_studies import regression_test


def test_it_is_eggers_regression_of_the_standardized_effect_on_precision():
    """The slope is the intercept ("bias") of yi/sei on 1/sei, and the limit its slope."""
    found = regression_test(YI, VI)
    se = np.sqrt(VI)
    x = np.column_stack((np.ones(10), 1 / se))
    b, rss, *_ = np.linalg.lstsq(x, YI / se, rcond=None)
    spread = np.sqrt(rss[0] / 8 * np.diag(np.linalg.inv(x.T @ x)))
    assert (found.slope, found.limit) == pytest.approx(b)
    assert (found.slope_se, found.intercept_se) == pytest.approx(spread)
    assert found.dispersion == pytest.approx(rss[0] / 8)
    assert found.pval == pytest.approx(2 * stdtr(8, -abs(b[0] / spread[0])))


def test_the_limit_has_an_interval_at_the_level_asked_for():
    """A lower level gives a narrower interval about the same limit."""
    wide, narrow = (regression_test(YI, VI, level=level) for level in (0.95, 0.8))
    assert (
        wide.limit_lb < narrow.limit_lb < narrow.limit < narrow.limit_ub < wide.limit_ub
    )
    assert narrow.settings["level"] == narrow.level == 0.8


def test_a_growing_predictor_has_no_limit():
    """Participants give a slope, but "no participants" is no limit of anything."""
    ni = [12, 30, 60, 140, 20, 110, 28, 300, 15, 55]
    assert regression_test(YI, VI, ni=ni, predictor="ni").limit is None
    inverse = regression_test(YI, VI, ni=ni, predictor="ninv")
    assert inverse.limit == inverse.intercept
    assert inverse.settings["limit"] == "an infinitely large study"


def test_the_rma_form_uses_the_method_and_test_of_the_pool():
    """Method, test and level come with a pool and can be replaced."""
    pooled = ke.pool(YI, VI, method="DL", test="z", level=0.9)
    found = regression_test(pooled, model="rma")
    assert (found.df, found.level) == (None, 0.9)
    assert found == regression_test(
        pooled.effects, model="rma", method="DL", test="z", level=0.9
    )
    assert regression_test(pooled, model="rma", test="t").df == 8
    alone = regression_test(YI, VI, model="rma")
    assert "REML, knha" in alone.settings["model"]


def test_with_no_heterogeneity_both_forms_find_the_same_line():
    """At tau2 = 0 the rma form has the slope of the lm form and its ordinary error."""
    lm = regression_test(YI, VI)
    rma = regression_test(YI, VI, model="rma", method="EE", test="z")
    assert rma.tau2 == 0
    assert rma.slope == pytest.approx(lm.slope)
    assert rma.slope_se == pytest.approx(lm.slope_se / lm.dispersion**0.5)


@pytest.mark.parametrize(
    ("measure", "words"), [("OR", "harbord_test"), ("RR", "predictor='ninv'")]
)
def test_odds_ratios_carry_a_caveat(measure, words):
    """Where the standard error follows from the effect, the result says so."""
    notes = " ".join(regression_test(bcg(measure)).notes)
    assert f"For the measure {measure}" in notes
    assert words in notes


def test_sample_sizes_and_free_variances_carry_no_such_caveat():
    """Means with their own deviations, and predictors of size, need no caveat."""
    assert "For the measure" not in " ".join(
        regression_test(bcg("OR"), predictor="ninv").notes
    )
    assert "For the measure" not in " ".join(regression_test(bcg("AS")).notes)


def test_effects_of_unknown_measure_carry_a_caveat():
    """For effects as given the reader is told when the test misleads."""
    assert "not known here" in regression_test(YI, VI).notes[0]


def test_too_little_scatter_is_told():
    """A dispersion below 1 makes the test more certain than the studies are."""
    found = regression_test(YI, VI)
    assert found.dispersion < 1
    assert any("scatter less" in note for note in found.notes)


def test_few_studies_are_refused_and_allowed_on_demand():
    """Below ten studies there is no test unless it is wanted, and then a caveat."""
    with pytest.raises(
        PoolingError, match=r"not made for 9 studies.*Sterne.*few_studies='allow'"
    ):
        regression_test(YI[:9], VI[:9])
    assert "9 studies" in regression_test(YI[:9], VI[:9], few_studies="allow").notes[0]
    with pytest.raises(PoolingError, match="needs at least 3 studies; there are 2"):
        regression_test(YI[:2], VI[:2], few_studies="allow")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"vi": [0.1] * 10}, "same standard error"),
        ({"vi": np.array([0.3] * 9 + [0.1 + 0.2]) ** 2}, "same standard error"),
        ({"vi": (*VI[:9], 0.0)}, r"'Study 10' \(row 10\)"),
        ({"vi": None}, "their variances"),
        ({"yi": [0.4] * 10}, "all 10 effects are equal"),
        ({"yi": 1 + 2 * np.sqrt(VI)}, "exactly on a line"),
        ({"predictor": "ni"}, "participants"),
        ({"predictor": "se"}, "not on offer"),
        ({"model": "ols"}, "not on offer"),
        ({"method": "DL"}, "belong to model='rma'"),
        ({"level": 95}, "level"),
        ({"few_studies": "no"}, "few_studies='no'"),
        ({"vi": 10.0 ** np.arange(-150, 150, 30)}, "too far apart|exactly on a line"),
    ],
)
def test_what_cannot_be_tested_is_refused(given, message):
    """Bad input gets one error that says what is wrong."""
    choices = {"yi": YI, "vi": VI, **given}
    with pytest.raises(PoolingError, match=message):
        regression_test(choices.pop("yi"), choices.pop("vi"), **choices)


def test_participants_below_one_are_refused_by_name():
    """An Effects made by hand may hold impossible participants."""
    es = Effects("GEN", YI, VI, tuple("ABCDEFGHIJ"), ni=(0, *range(10, 19)))
    with pytest.raises(PoolingError, match=r"below 1 in study 'A' \(row 1\)"):
        regression_test(es, predictor="ninv")


def test_labels_come_with_effects_only_once():
    """What comes with an Effects cannot be given again."""
    with pytest.raises(PoolingError, match="come with the Effects"):
        regression_test(bcg("OR"), slab=["A"] * 13)


def test_a_pool_with_weights_of_its_own_is_refused():
    """The rma form is a model with inverse variances."""
    pooled = ke.pool(YI, VI, method="DL", test="z", weights="unweighted")
    with pytest.raises(PoolingError, match="otherwise than by their variances"):
        regression_test(pooled, model="rma")


def test_the_summary_says_test_limit_and_causes():
    """A terminal shows what was tested, what came out and how to read it."""
    text = str(regression_test(bcg("AS")))
    for words in (
        "Egger's regression test",
        "13 studies",
        "Test of slope 0",
        "Limit",
        "chance",
    ):
        assert words in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_the_frame_has_the_line_with_intervals():
    """Both coefficients stand in a table, also where the normal distribution is used."""
    frame = regression_test(YI, VI, model="rma", test="z").frame()
    assert frame["term"].to_list() == ["intercept", "slope"]
    assert (frame["ci_lb"] < frame["estimate"]).all()
    assert frame["df"].isna().all()
