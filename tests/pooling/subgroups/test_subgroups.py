"""Groups of studies side by side, and the test between them."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PoolingError, PoolingWarning
from ketaevidence.pooling import pool
from ketaevidence.pooling.regression import regress
from ketaevidence.pooling.subgroups import subgroups

Y = [-1.2, -0.4, 0.1, -0.9, 0.3, -0.2, -1.5]
V = [0.10, 0.20, 0.15, 0.30, 0.12, 0.25, 0.18]
ROUTE = ["iv", "im", "im", "iv", "im", "iv", "iv"]
ROWS = {"im": [1, 2, 4], "iv": [0, 3, 5, 6]}


def quiet(call, *given, **choices):
    """Call without the Knapp-Hartung caveat."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        return call(*given, **choices)


def by_route(**choices):
    """Compare the two routes."""
    return quiet(subgroups, Y, ROUTE, vi=V, **choices)


@pytest.mark.parametrize(
    ("method", "test"), [("EE", "z"), ("DL", "t"), ("REML", "knha")]
)
def test_each_group_is_a_pool_of_its_own(method, test):
    """With separate tau2 every group is what pool gives for its studies."""
    found = by_route(method=method, test=test)
    assert [group.name for group in found.groups] == ["im", "iv"]
    for group in found.groups:
        rows = ROWS[group.name]
        own = quiet(
            pool, [Y[i] for i in rows], [V[i] for i in rows], method=method, test=test
        )
        assert group.rows == tuple(rows)
        for name in ("estimate", "se", "ci_lb", "ci_ub", "pi_lb", "tau2", "I2", "QE"):
            assert getattr(group, name) == getattr(own, name), name
    assert found.overall == quiet(pool, Y, V, method=method, test=test)


def test_the_separate_test_is_the_q_of_the_groups():
    """QB is Cochran's Q of the groups' effects, by their ordinary errors."""
    normal, scaled = by_route(method="DL", test="z"), by_route(method="DL", test="knha")
    means = [group.estimate for group in normal.groups]
    errors = [group.se for group in normal.groups]
    q = pool(means, np.square(errors), method="EE", test="z")
    assert pytest.approx(q.QE) == normal.QB
    assert normal.QBp == pytest.approx(q.QEp)
    assert (normal.QB_df, normal.QB_ddf) == (1, None)
    assert pytest.approx(normal.QB) == scaled.QB
    assert scaled["iv"].se != normal["iv"].se
    assert any("tau2='common' gives an F test" in note for note in scaled.notes)


def test_equal_effects_split_q_into_between_and_within():
    """The total Q is the Q between groups plus the Qs within them."""
    found = by_route(method="EE", test="z")
    within = sum(group.QE for group in found.groups)
    assert found.QB + within == pytest.approx(found.overall.QE)
    assert pytest.approx(found.QB) == by_route(method="EE", test="z", tau2="common").QB


@pytest.mark.parametrize("test", ["z", "t", "knha"])
def test_a_common_tau2_is_the_meta_regression_on_the_groups(test):
    """tau2, the test between groups and their effects are those of the dummies."""
    found = by_route(method="REML", test=test, tau2="common")
    model = quiet(regress, Y, {"route": ROUTE}, vi=V, method="REML", test=test)
    assert found.common_tau2 == pytest.approx(model.tau2)
    assert (found.QB, found.QBp) == pytest.approx((model.QM, model.QMp))
    assert (found.QB_df, found.QB_ddf) == (model.QM_df, model.QM_ddf)
    at = model.predict({"route": ["im", "iv"]})
    for name in ("estimate", "se", "ci_lb", "ci_ub", "pi_lb", "pi_ub"):
        ours = [getattr(group, name) for group in found.groups]
        assert ours == pytest.approx(getattr(at, name)), name


@pytest.mark.parametrize("tau2", ["separate", "common"])
def test_a_group_of_one_study_stays_visible(tau2):
    """A lone study keeps its row and its result, and a note says that it is no pool."""
    found = quiet(subgroups, Y, ["oral", *["iv"] * 6], vi=V, tau2=tau2, method="DL")
    lone = found["oral"]
    assert (lone.k, lone.estimate) == (1, pytest.approx(-1.2))
    assert any("One study alone is no pool" in note for note in found.notes)
    assert "oral" in found.summary()
    if tau2 == "separate":
        assert (lone.se, lone.tau2, lone.I2) == (pytest.approx(0.1**0.5), None, None)
    else:
        assert lone.tau2 == found.common_tau2
        assert (lone.I2, lone.QE) == (None, None)


def test_a_pooled_result_brings_its_choices():
    """Given a Pooled, its estimator, test, level and definitions apply to the groups."""
    es = effect_sizes("GEN", yi=Y, vi=V, slab=list("ABCDEFG"))
    pooled = quiet(
        pool, es, method="PM", test="t", level=0.9, prediction="t(k-2)", i2="Q"
    )
    found = quiet(subgroups, pooled, ROUTE)
    assert found.overall is pooled
    own = found["iv"].pooled
    assert (own.method, own.test, own.level) == ("PM", "t", 0.9)
    assert own.settings["I2"] == pooled.settings["I2"]
    assert own.settings["prediction_asked"] == "t(k-2)"
    assert own.effects.slab == ("A", "D", "F", "G")
    other = quiet(subgroups, pooled, ROUTE, method="DL")
    assert (other.overall.method, other.overall.level) == ("DL", 0.9)
    with pytest.raises(PoolingError, match="come with the Pooled"):
        subgroups(pooled, ROUTE, vi=V)


@pytest.mark.parametrize("tau2", ["separate", "common"])
def test_weights_of_the_user_go_with_their_studies(tau2):
    """A pool with weights of its own is divided with these weights."""
    a = np.array([3.0, 1.0, 2.0, 1.0, 5.0, 1.0, 2.0])
    pooled = pool(Y, V, method="GENQ", weights=a, test="z")
    found = subgroups(pooled, ROUTE, tau2=tau2)
    for name, rows in ROWS.items():
        mean = np.average(np.array(Y)[rows], weights=a[rows])
        assert found[name].estimate == pytest.approx(mean)


@pytest.mark.parametrize(
    ("by", "order"),
    [
        (pd.Series(ROUTE, name="route"), ["im", "iv"]),
        (pd.DataFrame({"route": ROUTE}), ["im", "iv"]),
        (pd.Categorical(ROUTE, categories=["iv", "im"]), ["iv", "im"]),
        ([2, 1, 1, 2, 1, 2, 2], ["1", "2"]),
    ],
)
@pytest.mark.parametrize("tau2", ["separate", "common"])
def test_groups_come_in_as_any_column(by, order, tau2):
    """A list, a series, a frame or a Categorical names the groups; its order holds."""
    found = quiet(subgroups, Y, by, vi=V, tau2=tau2, method="DL", test="z")
    assert [group.name for group in found.groups] == order
    assert sorted(group.k for group in found.groups) == [3, 4]


@pytest.mark.parametrize(
    ("by", "choices", "message"),
    [
        (["iv"] * 7, {}, "all studies are in the group 'iv'"),
        ([*ROUTE[:6], None], {}, r"'group' is missing .*\(row 7\)"),
        (ROUTE[:5], {}, "5 values for 7 studies"),
        ({"a": ROUTE, "b": ROUTE}, {}, "must be one column"),
        (ROUTE, {"tau2": "pooled"}, "choose separate or common"),
        (list("abcdefg"), {"tau2": "common"}, "cannot carry 7 coefficients"),
        (ROUTE, {"method": "XX"}, "not on offer"),
    ],
)
def test_groups_that_cannot_be_compared_are_refused(by, choices, message):
    """One error says which study or argument is wrong."""
    with pytest.raises(PoolingError, match=message):
        quiet(subgroups, Y, by, vi=V, **choices)


def test_the_words_say_association_and_every_choice():
    """Notes, summary, frame and settings say what was compared and how."""
    found = by_route(method="REML", test="knha", tau2="common")
    assert "not randomised" in found.notes[0]
    assert found.settings["tau2"].startswith("the same tau2 within all groups")
    assert (
        found.settings["test"] == "Knapp-Hartung (t, k - p df, scaled standard errors)"
    )
    assert found.settings["groups"] == {"im": 3, "iv": 4}
    text = found.summary()
    assert "Between groups" in text
    assert "all studies" in text
    assert str(found) == text
    frame = found.frame()
    assert list(frame["row"]) == ["group", "group", "overall"]
    with pytest.raises(PoolingError, match=r"there are \['im', 'iv'\]"):
        found["oral"]
    with pytest.raises(TypeError):
        found.settings["tau2"] = "separate"


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.1, 9)), min_size=4, max_size=9))
@settings(max_examples=25)
def test_equal_groups_do_not_differ(studies):
    """Two groups with the same studies have QB 0, whatever tau2 is."""
    y, v = zip(*studies, strict=True)
    labels = ["a"] * len(y) + ["b"] * len(y)
    for tau2 in ("separate", "common"):
        found = quiet(
            subgroups, y * 2, labels, vi=v * 2, tau2=tau2, method="DL", test="z"
        )
        assert pytest.approx(0, abs=1e-12) == found.QB
        assert found.QBp == pytest.approx(1)
