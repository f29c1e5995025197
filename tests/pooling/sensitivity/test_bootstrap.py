"""Pools of studies drawn anew."""

import numpy as np
import pytest
from tests.pooling.builders import quiet
from tests.pooling.sensitivity.builders import VI, YI, pooled

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.sensitivity import bootstrap


def by_name(found):
    """Give the intervals by what they are of and how they are made."""
    return {(x.of, x.kind): (x.lb, x.ub) for x in found.intervals}


@pytest.mark.parametrize("kind", ["studies", "parametric"])
def test_the_same_seed_gives_the_same_draws(kind):
    """In any order of the studies; another seed gives others."""
    here = bootstrap(pooled(), replicates=200, seed=1, kind=kind)
    assert here == bootstrap(pooled(), replicates=200, seed=1, kind=kind)
    other = bootstrap(pooled(), replicates=200, seed=2, kind=kind)
    assert not np.array_equal(here.estimate, other.estimate)
    turned = bootstrap(quiet(YI[::-1], VI[::-1]), replicates=200, seed=1, kind=kind)
    assert turned.estimate == pytest.approx(here.estimate, rel=1e-12)


def test_every_replicate_is_a_pool_of_drawn_studies():
    """With equal weights, a replicate is the mean of as many effects as there are."""
    yi = np.array([1.0, 10.0, 100.0])
    found = bootstrap(
        quiet(yi, [1.0] * 3, method="EE", test="z"), replicates=300, seed=5
    )
    sums = {round(sum(yi[list(places)]), 9) for places in np.ndindex(3, 3, 3)}
    assert {round(x, 9) for x in 3 * found.estimate} == sums
    assert found.se == pytest.approx(np.full(300, np.sqrt(1 / 3)))


def test_parametric_replicates_follow_the_fitted_model():
    """Their mean and variance are those of the pool, within sampling error."""
    whole = quiet(np.array(YI) + 5, VI, method="DL", test="z")
    found = bootstrap(whole, replicates=4000, seed=1, kind="parametric")
    error = whole.se / np.sqrt(4000)
    assert found.estimate.mean() == pytest.approx(whole.estimate, abs=4.5 * error)
    # Each replicate estimates tau2 anew, so its weights and variance differ a little.
    assert found.estimate.std() == pytest.approx(whole.se, rel=0.1)


def test_the_intervals_are_what_their_names_say():
    """Percentile, basic, normal and studentized, from the replicates themselves."""
    whole = pooled(method="REML", test="knha", level=0.9)
    found = bootstrap(whole, replicates=1000, seed=7)
    named, m = by_name(found), whole.estimate
    low, high = np.quantile(found.estimate, [0.05, 0.95])
    assert named["estimate", "percentile"] == pytest.approx((low, high))
    assert named["estimate", "basic"] == pytest.approx((2 * m - high, 2 * m - low))
    half = 1.6448536269514722 * found.estimate.std(ddof=1)
    centre = 2 * m - found.estimate.mean()
    assert named["estimate", "normal"] == pytest.approx((centre - half, centre + half))
    t = np.quantile((found.estimate - m) / found.se, [0.05, 0.95])
    se = 1 / np.sqrt((1 / (np.array(VI) + whole.tau2)).sum())
    assert named["estimate", "studentized"] == pytest.approx(
        (m - t[1] * se, m - t[0] * se)
    )
    ends = np.quantile(found.tau2, [0.05, 0.95])
    assert named["tau2", "percentile"] == pytest.approx(tuple(ends), abs=1e-12)


def test_equal_effects_have_no_interval_of_tau2():
    """With EE there is no tau2 to have one."""
    found = bootstrap(pooled(method="EE", test="z"), replicates=100, seed=1)
    assert {x.of for x in found.intervals} == {"estimate"}


def test_few_studies_are_an_answer_with_its_reason():
    """One study has no replicates; few studies have few different resamples."""
    none = bootstrap(pooled(1), replicates=100, seed=1)
    assert (len(none.estimate), none.intervals) == (0, ())
    assert "one study" in none.notes[0]
    assert none.frame().empty
    few = bootstrap(pooled(3), replicates=100, seed=1)
    assert "only 10 different ways" in few.notes[0]
    assert not bootstrap(pooled(3), replicates=100, seed=1, kind="parametric").notes


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (
            {"replicates": 50, "seed": 1},
            "replicates=50: give a whole number from 100 on",
        ),
        ({"replicates": 1e4, "seed": 1}, "replicates=10000.0: give a whole number"),
        ({"replicates": 10**9, "seed": 1}, "too many to hold at once"),
        ({"replicates": 100, "seed": 1.5}, "seed=1.5: give a whole number"),
        ({"replicates": 100, "seed": 1, "kind": "wild"}, "kind='wild' is not on offer"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused(request_, told):
    """Each with what to ask for instead."""
    with pytest.raises(PoolingError, match=told):
        bootstrap(pooled(), **request_)


def test_frame_and_text_name_the_kind_and_the_seed():
    """What was drawn, how often and with which seed stands beside the intervals."""
    found = bootstrap(pooled(), replicates=100, seed=9)
    assert list(found.frame().columns) == ["of", "kind", "lb", "ub"]
    text = str(found)
    assert "Drawn: studies drawn with replacement" in text
    assert "Replicates: 100, seed 9" in text
    assert "95 % percentile interval of tau2" in text
    assert found.settings["replicates"] == 100
