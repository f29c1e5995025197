"""Cluster-robust tests and intervals of pools and regressions."""

import warnings

import numpy as np
import pytest

from ketaevidence.errors import PoolingError, PoolingWarning
from ketaevidence.pooling import pool
from ketaevidence.pooling.clusters import cluster_robust
from ketaevidence.pooling.regression import regress

Y = [-1.2, -1.0, 0.1, -0.9, 0.3, -0.2, -1.5, -0.6, 0.4, -0.7]
V = [0.10, 0.20, 0.15, 0.30, 0.12, 0.25, 0.18, 0.22, 0.16, 0.14]
TEAM = ["A", "A", "B", "C", "C", "C", "D", "E", "F", "F"]
DOSE = [3, 4, 1, 2, 1, 3, 5, 2, 1, 4]


def quiet(call, *given, **choices):
    """Call without the Knapp-Hartung caveat."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        return call(*given, **choices)


def test_balanced_clusters_give_the_t_test_of_their_means():
    """Equal variances, equal sizes: the interval is that of a t-test on cluster means."""
    y = np.array([1.0, 3.0, 2.0, 2.5, 4.0, 6.0, 0.5, 1.5])
    means = y.reshape(4, 2).mean(axis=1)
    pooled = pool(y, np.full(8, 0.5), method="EE", test="z")
    one = cluster_robust(pooled, [1, 1, 2, 2, 3, 3, 4, 4])["pooled effect"]
    assert one.estimate == pytest.approx(means.mean())
    assert one.se == pytest.approx(means.std(ddof=1) / 2)
    assert one.df == pytest.approx(3)
    assert one.ci_ub - one.estimate == pytest.approx(3.182446 * one.se, rel=1e-6)


def test_two_groups_give_bell_and_mccaffrey_s_degrees_of_freedom():
    """27 and 3 single effects: variance of unequal groups, and 2.5 degrees of freedom.

    Imbens GW, Kolesár M (2016). Review of Economics and Statistics 98:701-712,
    doi 10.1162/REST_a_00552: the degrees of freedom in their design are 2.5.
    """
    y = np.random.default_rng(7).normal(size=30)
    treated = [0] * 27 + [1] * 3
    model = quiet(regress, y, {"x": treated}, vi=np.ones(30), method="EE", test="z")
    one = cluster_robust(model, list(range(30)))["x"]
    assert one.se**2 == pytest.approx(y[:27].var(ddof=1) / 27 + y[27:].var(ddof=1) / 3)
    wanted = (1 / 27 + 1 / 3) ** 2 / (1 / (27**2 * 26) + 1 / (3**2 * 2))
    assert one.df == pytest.approx(wanted)
    assert f"{one.df:.1f}" == "2.5"


def test_factors_of_the_simple_corrections():
    """CR1 is CR0 times J / (J - 1), CR1p times J / (J - p), both with J - p df."""
    model = quiet(regress, Y, {"dose": DOSE}, vi=V, method="DL", test="z")
    robust = {
        kind: cluster_robust(model, TEAM, small_sample=kind)
        for kind in ("CR0", "CR1", "CR1p")
    }
    plain = robust["CR0"].covariance
    assert robust["CR1"].covariance == pytest.approx(plain * 6 / 5)
    assert robust["CR1p"].covariance == pytest.approx(plain * 6 / 4)
    assert {one["dose"].df for one in robust.values()} == {4}
    assert all(one.F is None for one in robust.values())


def test_estimates_stay_and_one_slope_is_its_own_omnibus_test():
    """The estimate is the model's; with one moderator F is t squared."""
    model = quiet(regress, Y, {"dose": DOSE}, vi=V, method="REML")
    robust = cluster_robust(model, TEAM)
    one = robust["dose"]
    assert one.estimate == model["dose"].estimate
    assert one.tval == pytest.approx(one.estimate / one.se)
    assert (robust.F, robust.F_ddf, robust.Fp) == pytest.approx(
        (one.tval**2, one.df, one.pval)
    )
    assert robust.covariance[1, 1] == pytest.approx(one.se**2)


def test_the_omnibus_test_does_not_depend_on_the_coding():
    """Two moderators, and two mixtures of them, have the same joint test."""
    a = np.array(DOSE, float)
    b = np.array([1, 5, 2, 7, 3, 3, 8, 1, 6, 2], float)
    here = quiet(regress, Y, {"a": a, "b": b}, vi=V, method="DL")
    there = quiet(regress, Y, {"c": 3 * a - b + 7, "d": b / 1000}, vi=V, method="DL")
    one, other = cluster_robust(here, TEAM), cluster_robust(there, TEAM)
    assert one.F_df == 2
    assert (other.F, other.F_ddf) == pytest.approx((one.F, one.F_ddf))


def test_raw_calendar_years_keep_their_digits():
    """Raw years give the robust slope and test of years since 1990."""
    year = np.array([1990, 1995, 1996, 2001, 2002, 2004, 2010, 2011, 2013, 2020])
    robust = [
        cluster_robust(quiet(regress, Y, {"year": x}, vi=V, method="DL"), TEAM)["year"]
        for x in (year, year - 1990)
    ]
    assert robust[0].se == pytest.approx(robust[1].se, rel=1e-11)
    assert robust[0].df == pytest.approx(robust[1].df, rel=1e-11)


def test_given_weights_keep_the_adjusted_variance_unbiased():
    """With weights of the user, tests use them and the model's own variances."""
    a = np.array([1.0, 2, 1, 3, 1, 1, 2, 1, 4, 1])
    pooled = pool(Y, V, method="DL", test="z", weights=a)
    one = cluster_robust(pooled, list(range(10)))["pooled effect"]
    # Each effect its own cluster: the adjusted residual variance by hand.
    share, phi = a / a.sum(), np.array(V) + pooled.tau2
    left = np.eye(10) - np.ones((10, 1)) * share
    spread = np.diag(left @ np.diag(phi) @ left.T)
    residuals = np.array(Y) - pooled.estimate
    assert one.se**2 == pytest.approx((share**2 * residuals**2 * phi / spread).sum())


def test_what_rests_on_one_cluster_has_no_standard_error():
    """A category that only one team has gives no number, and the note names the team."""
    route = ["iv" if team == "C" else "im" for team in TEAM]
    model = quiet(regress, Y, {"route": route, "dose": DOSE}, vi=V, method="DL")
    for kind in ("CR2", "CR0"):
        robust = cluster_robust(model, TEAM, small_sample=kind)
        lost = robust["route[iv]"]
        assert (lost.se, lost.df, lost.pval, lost.ci_lb) == (None,) * 4
        assert robust["dose"].se > 0
        assert any("up to 1.0 % too small" in note for note in robust.notes)
        assert robust.F is None
        assert np.isnan(robust.covariance[1, 1])
        assert any("route[iv]" in note and "(C)" in note for note in robust.notes)
        assert "route[iv]" in robust.summary()


def test_few_degrees_of_freedom_are_pointed_out():
    """Below four degrees of freedom a note says that the p-value is not to be trusted."""
    pooled = quiet(pool, Y[:5], V[:5], method="DL")
    robust = cluster_robust(pooled, ["A", "A", "A", "B", "C"])
    assert robust["pooled effect"].df < 4
    assert any("Fewer than 4 degrees of freedom" in note for note in robust.notes)
    plain = cluster_robust(pooled, ["A", "A", "A", "B", "C"], small_sample="CR1")
    assert any("use small_sample='CR2'" in note for note in plain.notes)


def test_no_spread_left_gives_an_infinite_statistic_and_not_a_warning():
    """Equal effects: the standard error is 0, and nothing escapes but the result."""
    pooled = pool([0.5] * 4, [0.1, 0.2, 0.1, 0.3], method="DL", test="z")
    one = cluster_robust(pooled, list("AABC"))["pooled effect"]
    assert (one.se, one.tval, one.pval) == (0, np.inf, 0)


def test_clusters_and_choices_are_echoed():
    """Settings, sizes, frame and summary say what was done."""
    pooled = quiet(pool, Y, V)
    robust = cluster_robust(pooled, TEAM, level=0.9)
    assert robust.sizes == {"A": 2, "B": 1, "C": 3, "D": 1, "E": 1, "F": 2}
    assert (robust.k, robust.clusters, robust.level) == (10, 6, 0.9)
    assert robust.settings["small_sample"].startswith("CR2")
    assert robust.settings["degrees_of_freedom"] == "Satterthwaite"
    assert robust.settings["fit"] == pooled.settings
    assert not any("Knapp-Hartung scale" in note for note in robust.notes)
    assert "10 effects in 6 clusters" in robust.summary()
    assert list(robust.frame()["name"]) == ["pooled effect"]
    assert any("own" in note for note in cluster_robust(pooled, range(10)).notes)


@pytest.mark.parametrize(
    ("cluster", "choices", "message"),
    [
        (TEAM[:9], {}, "9 values for 10 studies"),
        ([*TEAM[:9], None], {}, r"'cluster' is missing .*\(row 10\)"),
        (["A"] * 10, {}, "1 clusters .* at least 2"),
        (TEAM, {"small_sample": "CR3"}, "choose CR2, CR1p, CR1, CR0"),
        (TEAM, {"level": 2}, "between 0 and 1"),
    ],
)
def test_bad_clusters_are_refused(cluster, choices, message):
    """One error says which effect or argument is wrong."""
    pooled = quiet(pool, Y, V)
    with pytest.raises(PoolingError, match=message):
        cluster_robust(pooled, cluster, **choices)


def test_one_study_and_an_unknown_name_are_refused():
    """A single study has no clusters, and a coefficient must exist."""
    with pytest.raises(PoolingError, match="one study has no clusters"):
        cluster_robust(pool([1.0], [0.1]), ["A"])
    with pytest.raises(PoolingError, match=r"there are \['pooled effect'\]"):
        cluster_robust(quiet(pool, Y, V), TEAM)["dose"]
