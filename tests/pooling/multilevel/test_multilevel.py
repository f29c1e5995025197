"""The three-level model: its likelihood, its maximum, its laws, its refusals."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pooling.test_every_door import (
    DATA,
    REFUSED,
    clusters,
    outcome,
    wrong_numbers,
)

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PoolingError
from ketaevidence.pooling import pool
from ketaevidence.pooling.multilevel import multilevel

Y = np.array([-1.9, -1.6, -0.4, -1.2, -1.0, 0.3, -2.4, -2.0, 0.4])
V = np.array([0.1, 0.2, 0.1, 0.3, 0.1, 0.15, 0.1, 0.4, 0.2])
OF = list("AABCCDEED")

EFFECT = st.floats(-5, 5).map(lambda y: round(y, 3))
ROW = st.tuples(EFFECT, st.floats(-2, 1).map(lambda p: 10**p), st.sampled_from("ABCD"))
ROWS = st.lists(ROW, min_size=1, max_size=6).map(
    # Two clusters at least, one of them with two effects.
    lambda rows: [(0.3, 0.1, "A"), (-0.2, 0.2, "A"), (1.1, 0.3, "B"), *rows]
)


def dense(y, v, labels, s, t, *, restricted):
    """Compute mean, its variance and the log-likelihood with whole matrices."""
    labels = np.array(labels)
    whole = np.diag(v + t) + s * (labels[:, None] == labels[None, :])
    inverse, k = np.linalg.inv(whole), len(y)
    total = inverse.sum()
    mean = inverse.sum(axis=0) @ y / total
    twice = np.linalg.slogdet(whole)[1] + (y - mean) @ inverse @ (y - mean)
    twice += (k - restricted) * math.log(2 * math.pi)
    if restricted:
        twice += math.log(total) - math.log(k)
    return mean, 1 / total, -twice / 2


def fitted(rows, **choices):
    """Fit rows of effect, variance and cluster."""
    y, v, labels = zip(*rows, strict=True)
    return multilevel(y, v, cluster=labels, **choices)


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_every_number_is_that_of_whole_matrices(method):
    """Mean, standard error and log-likelihood equal dense algebra to 12 digits."""
    pooled = multilevel(Y, V, cluster=OF, method=method)
    s, t = pooled.sigma2_between, pooled.sigma2_within
    ours = (pooled.estimate, pooled.se**2, pooled.log_likelihood)
    assert ours == pytest.approx(
        dense(Y, V, OF, s, t, restricted=method == "REML"), rel=1e-12
    )
    assert pooled.aic == pytest.approx(6 - 2 * pooled.log_likelihood)


@settings(max_examples=10, deadline=None)
@given(ROWS, st.sampled_from(["REML", "ML"]))
def test_nothing_lies_above_the_maximum(rows, method):
    """No point of a wide grid of both variances has a higher likelihood."""
    pooled = fitted(rows, method=method)
    y, v, labels = (np.array(part) for part in zip(*rows, strict=True))
    grid = [0.0, *(np.median(v) * np.geomspace(0.01, 300, 9))]
    points = [(s, t) for s in grid for t in grid]
    near = (pooled.sigma2_between, pooled.sigma2_within)
    points += [(near[0] * a, near[1] * b) for a in (0.99, 1.01) for b in (0.99, 1.01)]
    heights = [
        dense(y, v, labels, s, t, restricted=method == "REML")[2] for s, t in points
    ]
    assert max(heights) <= pooled.log_likelihood + 1e-9
    assert min(near) >= 0


@settings(max_examples=4, deadline=None)
@given(ROWS, st.randoms(), st.sampled_from([1e-6, 1e5]))
def test_order_names_scale_and_origin_do_not_matter(rows, random, factor):
    """Shuffled rows and other names give the same bits; other units, the same model."""
    here = fitted(rows)
    shuffled = [(y, v, f"team {label}") for y, v, label in rows]
    random.shuffle(shuffled)
    there = fitted(shuffled)
    numbers = ("estimate", "se", "sigma2_between", "sigma2_within", "log_likelihood")
    assert [getattr(here, n) for n in numbers] == [getattr(there, n) for n in numbers]
    scaled = fitted([(factor * y, factor**2 * v, label) for y, v, label in rows])
    assert scaled.estimate == pytest.approx(
        factor * here.estimate, rel=1e-7, abs=1e-9 * factor
    )
    for name in ("sigma2_between", "sigma2_within"):
        ours = getattr(here, name)
        assert getattr(scaled, name) == pytest.approx(
            factor**2 * ours, rel=1e-6, abs=1e-9 * factor**2
        )
    assert scaled.I2_between == pytest.approx(here.I2_between, rel=1e-6, abs=1e-6)
    moved = fitted([(-y, v, label) for y, v, label in rows])
    assert moved.estimate == pytest.approx(-here.estimate, rel=1e-9, abs=1e-9)
    assert here.weights.sum() == pytest.approx(100)


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_without_a_variance_between_it_is_pool(method):
    """Clusters that do not matter give the estimate, tau2 and error of pool."""
    y, v = Y[:6], V[:6]
    labels = list("ABBCCA")
    ours = multilevel(y, v, cluster=labels, method=method, test="z")
    theirs = pool(y, v, method=method, test="z")
    assert ours.sigma2_between == 0
    assert ours.sigma2_within == pytest.approx(theirs.tau2, rel=1e-10)
    assert (ours.estimate, ours.se) == pytest.approx((theirs.estimate, theirs.se))
    assert (ours.pi_lb, ours.QE) == pytest.approx((theirs.pi_lb, theirs.QE))
    assert ours.log_likelihood == pytest.approx(
        dense(y, v, labels, 0, theirs.tau2, restricted=method == "REML")[2]
    )
    assert any("knows no clusters" in note for note in ours.notes)


def test_without_a_variance_within_it_is_pool_of_the_clusters():
    """Equal effects within clusters: the inverse-variance means of them are pooled."""
    y, v, labels = [-1, -1, 0.5, 0.5, 2, 2], [0.2, 0.2, 0.1, 0.1, 0.3, 0.3], "AABBCC"
    ours = multilevel(y, v, cluster=list(labels), test="z")
    theirs = pool([-1, 0.5, 2], [0.1, 0.05, 0.15], method="REML", test="z")
    assert ours.sigma2_within == 0
    assert ours.sigma2_between == pytest.approx(theirs.tau2, rel=1e-10)
    assert (ours.estimate, ours.se) == pytest.approx((theirs.estimate, theirs.se))


@pytest.mark.parametrize("method", ["REML", "ML"])
def test_intervals_of_the_variances_are_where_the_profile_falls(method):
    """At each inner end the best likelihood is lower by half a chi-squared quantile."""
    pooled = multilevel(Y, V, cluster=OF, method=method)
    grid = np.concatenate(([0.0], np.geomspace(1e-4, 100, 400)))
    cut = pooled.log_likelihood - 3.841458820694124 / 2

    def best(fixed, is_between):
        pairs = ((fixed, x) if is_between else (x, fixed) for x in grid)
        return max(
            dense(Y, V, OF, s, t, restricted=method == "REML")[2] for s, t in pairs
        )

    for bounds, is_between in (
        (pooled.between_interval, True),
        (pooled.within_interval, False),
    ):
        assert best(bounds.ub, is_between) == pytest.approx(cut, abs=2e-3)
        if bounds.lb > 0:
            assert best(bounds.lb, is_between) == pytest.approx(cut, abs=2e-3)
        else:
            assert best(0.0, is_between) >= cut


#: Invented effects, and what rma.mv of metafor 3.8-1 under R 4.2.2 says of them (its
#: optimizer with rel.tol = 1e-11): variances, estimate, se, interval, p, Q, likelihood.
TOLD_Y = [0.1, 0.5, -0.4, 1.6, 0.7, 1.2, -0.9, -0.1, 0.2, 2.1]
TOLD_V = [0.04, 0.06, 0.05, 0.1, 0.08, 0.03, 0.12, 0.05, 0.09, 0.07]
TOLD = {
    "REML": {
        "sigma2_between": 0.44755992932569805,
        "sigma2_within": 0.4013328234398646,
        "estimate": 0.48902187859243673,
        "se": 0.4005928220897806,
        "ci_lb": -0.2961256251687945,
        "ci_ub": 1.274169382353668,
        "pval": 0.22218240051393806,
        "QE": 110.10960988798765,
        "log_likelihood": -11.265432324847975,
    },
    "ML": {
        "sigma2_between": 0.27872864217716153,
        "sigma2_within": 0.4039446348160229,
        "estimate": 0.49167614846608354,
        "se": 0.34389799845971525,
        "ci_lb": -0.18235154287036925,
        "ci_ub": 1.1657038398025363,
        "pval": 0.1527988153040135,
        "QE": 110.10960988798765,
        "log_likelihood": -12.341149641730057,
    },
}


@pytest.mark.parametrize("method", TOLD)
def test_every_number_agrees_with_metafor(method):
    """The whole fit equals rma.mv's as far as its optimizer goes, or lies higher."""
    ours = multilevel(
        TOLD_Y, TOLD_V, cluster=list("AAABBBCCDD"), method=method, test="z"
    )
    for name, value in TOLD[method].items():
        assert getattr(ours, name) == pytest.approx(value, rel=1e-5), name
    assert ours.log_likelihood >= TOLD[method]["log_likelihood"]


def test_shares_of_the_levels_add_up():
    """I2 of a level is its variance over all, with pool's typical variance."""
    pooled = multilevel(Y, V, cluster=OF)
    vt = pool(Y, V, method="DL", test="z").vt
    whole = pooled.sigma2_between + pooled.sigma2_within + vt
    assert pooled.I2_between == pytest.approx(100 * pooled.sigma2_between / whole)
    assert pooled.I2_within == pytest.approx(100 * pooled.sigma2_within / whole)
    assert pooled.correlation == pytest.approx(
        pooled.sigma2_between / (pooled.sigma2_between + pooled.sigma2_within)
    )


@pytest.mark.parametrize(("test", "df"), [("t", 4), ("t(k-1)", 8), ("z", None)])
def test_intervals_follow_the_test_and_name_it(test, df):
    """With t, clusters or effects are counted; the prediction interval says by which it is."""
    pooled = multilevel(Y, V, cluster=OF, test=test)
    factor = {4: 2.7764451052, 8: 2.3060041350, None: 1.9599639845}[df]
    assert pooled.ddf == df
    assert (pooled.ci_ub - pooled.estimate) / pooled.se == pytest.approx(factor)
    spread = math.sqrt(pooled.se**2 + pooled.sigma2_between + pooled.sigma2_within)
    assert (pooled.pi_ub - pooled.estimate) / spread == pytest.approx(factor)
    assert pooled.settings["prediction_interval"] == pooled.settings["test"]


def test_a_prediction_interval_may_have_its_own_distribution_or_be_left_out():
    """It is named in the settings; without one there is no bound and no row."""
    normal = multilevel(Y, V, cluster=OF, prediction="z")
    assert normal.settings["prediction_interval"] == "normal (Wald)"
    assert "Prediction by" in normal.summary()
    none = multilevel(Y, V, cluster=OF, prediction="none")
    assert none.pi_lb is none.pi_ub is None
    assert "prediction" not in list(none.frame()["row"])
    assert "No prediction interval" in none.report().methods


ONE = {"cluster": ["A"] * 9}
OWN = {"cluster": list("ABCDEFGHI")}
DOORS = [
    (ONE, "belong to one cluster .A."),
    (OWN, "every effect is a cluster of its own.*use pool"),
    ({"cluster": ["A"] * 8}, "8 values for 9 studies"),
    ({"cluster": [*OF[:8], None]}, "missing.*'Study 9'"),
    ({"cluster": "district"}, "one value per study"),
    ({"cluster": OF, "method": "DL"}, "choose REML, ML"),
    ({"cluster": OF, "test": "knha"}, "choose t, t.k-1., z"),
    ({"cluster": OF, "prediction": "HK"}, "choose test, t"),
    ({"cluster": OF, "level": 95}, "between 0 and 1"),
]


@pytest.mark.parametrize(("options", "why"), DOORS)
def test_what_has_no_answer_is_refused(options, why):
    """One error says what is wrong and what to do instead."""
    with pytest.raises(PoolingError, match=why):
        multilevel(Y, V, **options)


def test_unlike_effects_do_not_come_in():
    """Effects that differ in a label that must be equal are refused by name."""
    labels = {"timing": ["on the drug"] * 8 + ["off the drug"]}
    es = effect_sizes("GEN", yi=Y, vi=V, alike=labels)
    with pytest.raises(PoolingError, match=r"differ in timing.*Study 9"):
        multilevel(es, cluster=OF)


@pytest.mark.parametrize("name", DATA)
def test_extreme_data_have_an_answer_or_a_reason(name):
    """Numbers of every size: finite results or one error, and no numpy warning."""
    y, v = DATA[name]
    found, refusal = outcome(lambda: multilevel(y, v, cluster=clusters(len(y))))
    assert wrong_numbers(found) == []
    assert found is not None or "one cluster" in refusal


@pytest.mark.parametrize("name", REFUSED)
def test_bad_data_do_not_come_in(name):
    """The study is named, or it is said that there is none."""
    y, v, why = REFUSED[name]
    found, refusal = outcome(lambda: multilevel(y, v, cluster=clusters(len(y))))
    assert found is None
    assert why in refusal


def test_words_and_table_are_complete():
    """Summary, notebook, table and report name both levels and every caveat."""
    es = effect_sizes("GEN", yi=Y, vi=V, slab=[f"<b>{i}" for i in range(9)])
    pooled = multilevel(es, cluster=OF)
    text = pooled.summary()
    for part in (
        "9 effects in 5 clusters",
        "Between clusters",
        "Within clusters",
        "I2",
    ):
        assert part in text
    assert "taken as independent" in " ".join(text.split())
    assert "&lt;b&gt;0" in pooled._repr_html_()
    assert str(pooled) == text
    frame = pooled.frame()
    assert list(frame["row"]) == ["effect"] * 9 + ["pooled", "prediction"]
    assert list(frame["cluster"][:9]) == OF
    report = pooled.report()
    assert "three-level random-effects model (Konstantopoulos 2011)" in report.methods
    assert "9 effects of 5 clusters" in report.results
    assert any("Cheung" in line for line in report.references)
    assert pooled == multilevel(es, cluster=OF)
    assert pooled != multilevel(es, cluster=OF, level=0.9)


def test_ratios_are_turned_back():
    """Log ratios are shown as ratios, in text and table."""
    counts = {"ai": [8, 6, 9, 4], "n1i": [20] * 4, "ci": [3, 4, 5, 4], "n2i": [20] * 4}
    pooled = multilevel(effect_sizes("OR", **counts), cluster=list("AABB"))
    frame = pooled.frame()
    assert frame["back_yi"][4] == pytest.approx(math.exp(pooled.estimate))
    assert "turned back" in pooled.summary()
    assert pooled.back_transform(0.0) == 1.0
