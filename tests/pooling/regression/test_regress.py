"""What a meta-regression says, and what it refuses."""

import copy
import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from tests.pooling.regression.builders import exact_sums

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PoolingError, PoolingWarning
from ketaevidence.pooling import pool, tau2_interval
from ketaevidence.pooling.regression import regress

Y = [-1.2, -0.4, 0.1, -0.9, 0.3, -0.2, -1.5]
V = [0.10, 0.20, 0.15, 0.30, 0.12, 0.25, 0.18]
WEEKS = [12, 4, 2, 8, 1, 6, 10]
ROUTE = ["iv", "im", "im", "iv", "im", "iv", "iv"]


def quiet(mods, **choices):
    """Fit without the Knapp-Hartung caveat, which is tested on its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        return regress(choices.pop("y", Y), mods, vi=choices.pop("v", V), **choices)


def test_the_slope_is_the_weighted_least_squares_slope():
    """Equal effects: the textbook's two sums give slope, error and intercept."""
    model = quiet({"weeks": WEEKS}, method="EE", test="z")
    w, x, y = 1 / np.array(V), np.array(WEEKS, float), np.array(Y)
    centre = (w * x).sum() / w.sum()
    spread = (w * (x - centre) ** 2).sum()
    slope = (w * (x - centre) * y).sum() / spread
    assert model["weeks"].estimate == pytest.approx(slope)
    assert model["weeks"].se == pytest.approx(spread**-0.5)
    assert model["intercept"].estimate == pytest.approx(
        (w * y).sum() / w.sum() - slope * centre
    )
    assert pytest.approx(slope**2 * spread) == model.QM


def test_a_category_is_the_difference_between_two_pools():
    """With two groups the coefficient is one group's mean minus the other's."""
    model = quiet({"route": ROUTE}, method="EE", test="z")
    groups = {
        route: [i for i, one in enumerate(ROUTE) if one == route]
        for route in set(ROUTE)
    }
    pools = {
        route: pool([Y[i] for i in rows], [V[i] for i in rows], method="EE", test="z")
        for route, rows in groups.items()
    }
    gap = pools["iv"].estimate - pools["im"].estimate
    assert model["intercept"].estimate == pytest.approx(pools["im"].estimate)
    assert model["route[iv]"].estimate == pytest.approx(gap)
    assert model["route[iv]"].se == pytest.approx(
        np.hypot(pools["iv"].se, pools["im"].se)
    )


def test_pool_hands_moderators_over():
    """pool(..., mods=) is the same meta-regression."""
    here = pool(Y, V, mods={"weeks": WEEKS}, method="DL", test="t")
    assert here == quiet({"weeks": WEEKS}, method="DL", test="t")


def test_raw_calendar_years_keep_their_digits():
    """Raw years equal exact fractions to 12 digits, in the slope and the intercept."""
    years = [1986, 1987, 1993, 1998, 1999, 2003, 2004]
    model = quiet({"year": years}, method="EE", test="z")
    x = np.column_stack([np.ones(7), years])
    exact = exact_sums(np.array(Y), np.array(V), x, 0)
    estimates = [one.estimate for one in model.coefficients]
    assert estimates == pytest.approx(exact["b"], rel=1e-12)
    errors = [one.se for one in model.coefficients]
    assert errors == pytest.approx(np.sqrt(exact["variances"]), rel=1e-12)
    assert pytest.approx(exact["rss"], rel=1e-12) == model.QE


@pytest.mark.parametrize("method", ["DL", "REML", "PM"])
def test_the_origin_of_the_years_does_not_matter(method):
    """Years since 1986 give the same slope, tests, tau2 and predictions as raw years."""
    years = np.array([1986, 1987, 1993, 1998, 1999, 2003, 2004])
    y = [-1.4, 0.6, 0.1, -1.9, 0.9, -0.2, -1.9]
    raw = quiet({"year": years}, y=y, method=method)
    since = quiet({"year": years - 1986}, y=y, method=method)
    assert raw["year"].estimate == pytest.approx(since["year"].estimate, rel=1e-12)
    assert raw["year"].se == pytest.approx(since["year"].se, rel=1e-12)
    assert raw.tau2 == pytest.approx(since.tau2, rel=1e-12)
    assert pytest.approx(since.QM, rel=1e-12) == raw.QM
    at = raw.predict({"year": [2000]}), since.predict({"year": [14]})
    assert at[0].estimate == pytest.approx(at[1].estimate, rel=1e-12)
    assert at[0].se == pytest.approx(at[1].se, rel=1e-12)


def test_fitted_values_residuals_and_leverage_belong_together():
    """Effect = fitted + residual; leverages add up to the number of coefficients."""
    model = quiet({"weeks": WEEKS, "route": ROUTE}, method="REML")
    assert model.fitted + model.residuals == pytest.approx(Y)
    assert model.fitted == pytest.approx(model.predict().estimate)
    assert model.leverage.sum() == pytest.approx(3)
    assert model.weights.sum() == pytest.approx(100)


def test_knapp_hartung_scales_and_its_floors_hold():
    """Scaled by s2w (knha), never below 1 (knha-se), or the wider interval (knha-ci)."""
    ordinary = quiet({"weeks": WEEKS}, method="DL", test="t")
    scaled = quiet({"weeks": WEEKS}, method="DL", test="knha")
    assert scaled.s2w < 1
    w = 1 / (np.array(V) + scaled.tau2)
    assert scaled.s2w == pytest.approx((w * ordinary.residuals**2).sum() / 5)
    assert scaled["weeks"].se == pytest.approx(ordinary["weeks"].se * scaled.s2w**0.5)
    assert pytest.approx(ordinary.QM / scaled.s2w) == scaled.QM
    floored = quiet({"weeks": WEEKS}, method="DL", test="knha-se")
    assert floored["weeks"] == ordinary["weeks"]
    wider = quiet({"weeks": WEEKS}, method="DL", test="knha-ci")
    normal = quiet({"weeks": WEEKS}, method="DL", test="z")
    width = [m["weeks"].ci_ub - m["weeks"].ci_lb for m in (scaled, normal, wider)]
    assert width[2] == max(width[:2])


def test_given_weights_are_used_for_tau2_and_coefficients():
    """GENQ with weights 1 / vi has the tau2 of DL, and its own coefficients."""
    moments = quiet({"weeks": WEEKS}, method="DL", test="z")
    given = quiet({"weeks": WEEKS}, method="GENQ", test="z", weights=1 / np.array(V))
    assert given.tau2 == pytest.approx(moments.tau2, rel=1e-12)
    a, x = np.diag(1 / np.array(V)), np.column_stack([np.ones(7), WEEKS])
    shares = np.linalg.inv(x.T @ a @ x) @ x.T @ a
    spread = shares @ np.diag(np.array(V) + given.tau2) @ shares.T
    assert [one.estimate for one in given.coefficients] == pytest.approx(shares @ Y)
    assert given.covariance == pytest.approx(spread)
    assert given.settings["weights"] == "given by the user"


def test_one_weight_for_all_is_ordinary_least_squares():
    """weights="unweighted" gives the slope of ordinary least squares."""
    model = quiet({"weeks": WEEKS}, weights="unweighted", test="z")
    slope, intercept = np.polyfit(WEEKS, Y, 1)
    assert model["weeks"].estimate == pytest.approx(slope)
    assert model["intercept"].estimate == pytest.approx(intercept)


def test_r2_is_none_where_there_is_nothing_to_account_for():
    """Without heterogeneity there is no share of it, and a note says so."""
    model = quiet({"weeks": WEEKS}, y=[0.1, 0.12, 0.09, 0.1, 0.11, 0.1, 0.1])
    assert (model.tau2_unmoderated, model.R2) == (0, None)
    assert any("no R2" in note for note in model.notes)
    assert not any(line.startswith("R2") for line in model.summary().splitlines())


def test_r2_compares_tau2_with_and_without_moderators():
    """R2 is the part of tau2 that goes with the moderators, and not below 0."""
    model = quiet({"weeks": WEEKS}, method="DL", test="z", v=[v / 9 for v in V])
    without = pool(Y, [v / 9 for v in V], method="DL", test="z").tau2
    assert model.tau2_unmoderated == pytest.approx(without)
    assert pytest.approx(100 * (1 - model.tau2 / without)) == model.R2
    noise = quiet({"x": [1, 2, 1, 2, 1, 2, 1]}, method="DL", test="z")
    assert noise.R2 == 0


def test_predictions_hold_interval_and_prediction_interval():
    """A prediction is intercept plus slope; its error that of the same sum."""
    model = quiet({"weeks": WEEKS}, method="SJ", test="knha")
    at = model.predict({"weeks": [0, 5]}, level=0.9)
    slope, intercept = model["weeks"].estimate, model["intercept"].estimate
    assert at.estimate == pytest.approx([intercept, intercept + 5 * slope])
    row = np.array([1.0, 5.0])
    assert at.se[1] == pytest.approx((row @ model.covariance @ row) ** 0.5)
    assert at.is_beyond == (True, False)
    half, wide = (at.ci_ub - at.ci_lb) / 2, (at.pi_ub - at.pi_lb) / 2
    assert wide == pytest.approx(half / at.se * np.hypot(at.se, model.tau2**0.5))
    assert list(at.frame()["label"]) == ["prediction 1", "prediction 2"]


def test_equal_effects_have_no_prediction_interval():
    """Where nothing lies between studies a new study is not predicted."""
    at = quiet({"weeks": WEEKS}, method="EE", test="z").predict()
    assert at.pi_lb is None
    assert at.frame()["pi_lb"].isna().all()


def test_the_interval_of_tau2_holds_what_q_does_not_contradict():
    """At each bound the residual Q is the chi-squared quantile; PL needs a likelihood."""
    v = [one / 9 for one in V]
    model = quiet({"weeks": WEEKS}, v=v, method="REML")
    low, high = tau2_interval(model, level=0.9).tau2
    x = np.column_stack([np.ones(7), WEEKS])
    for tau2, quantile in ((low, 11.0705), (high, 1.145476)):
        q = exact_sums(np.array(Y), np.array(v), x, tau2)["rss"]
        assert q == pytest.approx(quantile, rel=1e-5)
    bounds = tau2_interval(model, method="PL").tau2
    assert bounds.lb <= model.tau2 <= bounds.ub
    with pytest.raises(PoolingError, match="needs a likelihood"):
        tau2_interval(quiet({"weeks": WEEKS}, method="DL"), method="PL")
    with pytest.raises(PoolingError, match="0 by definition"):
        tau2_interval(quiet({"weeks": WEEKS}, method="EE", test="z"))
    with pytest.raises(PoolingError, match="not on offer"):
        tau2_interval(model, method="Wald")


def test_a_perfect_fit_claims_no_certainty():
    """Effects on a line: Knapp-Hartung has no width, and the caveat says what that is."""
    years = [1990, 1991, 1992, 1993, 1995]
    y, v = [1.1, 1.3, 1.5, 1.7, 2.1], [0.1, 0.2, 0.1, 0.3, 0.1]
    with pytest.warns(PoolingWarning, match="fit every effect exactly"):
        model = regress(y, {"year": years}, vi=v)
    assert (model.tau2, model.QE, model["year"].se) == (0, 0, 0)
    assert model["year"].estimate == pytest.approx(0.2)
    normal = regress(y, {"year": years}, vi=v, test="z")
    assert normal["year"].se > 0


def test_a_study_that_stands_alone_is_named():
    """A category with one study fits it exactly, and a note says which study that is."""
    model = quiet({"route": ["iv", *["im"] * 6]}, method="DL")
    assert model.leverage[0] == pytest.approx(1)
    assert model.residuals[0] == 0
    assert any("alone: Study 1." in note for note in model.notes)


def test_the_words_say_association_and_not_effect():
    """Every result says first what a coefficient of a meta-regression is not."""
    model = quiet({"weeks": WEEKS, "route": ROUTE}, reference={"route": "iv"})
    assert "no effect of the moderator" in model.notes[0]
    assert "fewer than 10 studies for each" in model.notes[1]
    text = model.summary()
    assert "meta-regression on weeks, route" in text
    assert "route: iv" in text
    assert "significan" not in text
    assert str(model) == text


def test_every_choice_is_echoed():
    """Settings name estimator, test, definitions, categories and reference."""
    settings = quiet({"weeks": WEEKS, "route": ROUTE}, method="PM", test="t").settings
    assert settings["method"] == "random effects, Paule-Mandel"
    assert settings["test"] == "t (k - p df)"
    assert settings["omnibus_test"] == "F (m and k - p df)"
    assert settings["moderators"] == {
        "route": {"categories": ["im", "iv"], "reference": "im"},
        "weeks": "number",
    }
    assert settings["intercept"] is True


def test_no_intercept_gives_each_group_its_mean():
    """Without an intercept the coefficients are the groups' own effects."""
    own = quiet({"route": ROUTE}, method="DL", test="z", intercept=False)
    apart = quiet({"route": ROUTE}, method="DL", test="z")
    assert own.tau2 == pytest.approx(apart.tau2)
    gap = own["route[iv]"].estimate - own["route[im]"].estimate
    assert gap == pytest.approx(apart["route[iv]"].estimate)
    assert (own.QM_df, apart.QM_df, own.R2) == (2, 1, None)
    settings = own.settings["moderators"]["route"]
    assert settings["reference"] == "none"


@pytest.mark.parametrize("call", [regress, lambda y, m, vi: pool(y, vi, mods=m)])
def test_a_scale_below_one_is_warned_of_at_the_caller(call):
    """The warning points at the line that asked, also by way of pool."""
    with pytest.warns(PoolingWarning, match="scale is .* below 1") as caught:
        call(Y, {"weeks": WEEKS}, vi=V)
    assert [one.filename for one in caught] == [__file__]


def test_results_are_frozen_and_can_be_copied():
    """Arrays are read-only; a copy and a pickle are equal to the result."""
    model = quiet({"weeks": WEEKS}, method="DL")
    with pytest.raises(ValueError, match="read-only"):
        model.covariance[0, 0] = 1
    assert copy.deepcopy(model) == model
    assert pickle.loads(pickle.dumps(model)) == model  # noqa: S301  (our own bytes)
    assert model != quiet({"weeks": WEEKS}, method="EE", test="z")
    assert model != "a model"


def test_effects_and_frames_come_in_as_they_are():
    """An Effects keeps its labels, and a frame its names."""
    es = effect_sizes("GEN", yi=Y, vi=V, slab=list("ABCDEFG"))
    model = quiet(pd.DataFrame({"weeks": WEEKS}), y=es, v=None, method="DL")
    assert model.effects is es
    assert list(model.frame()["name"]) == ["intercept", "weeks"]
    with pytest.raises(PoolingError, match=r"study 'C' \(row 3\)"):
        regress(es, {"weeks": [1, 2, None, 4, 5, 6, 7]})


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"method": "BLUE"}, "method='BLUE' is not on offer"),
        ({"test": "adhoc"}, "called 'knha-se' here"),
        ({"method": "EE", "test": "knha"}, "made for random effects"),
        ({"level": 95}, "between 0 and 1"),
        ({"method": "GENQ"}, "needs weights="),
        ({"weights": [1, 2]}, "shape"),
        ({"v": [0.1] * 6 + [0.0]}, "variance must be above 0|vi is 0"),
        ({"v": None}, "variances"),
    ],
)
def test_requests_that_cannot_be_met_are_refused(choices, message):
    """One error says what is wrong and what to choose."""
    with pytest.raises(PoolingError, match=message):
        quiet({"weeks": WEEKS}, **choices)


def test_an_unknown_coefficient_is_refused():
    """The error lists the coefficients that there are."""
    with pytest.raises(PoolingError, match=r"\['intercept', 'weeks'\]"):
        quiet({"weeks": WEEKS}, method="DL")["year"]
