"""The pool of every subset."""

from itertools import combinations

import numpy as np
import pytest
from tests.pooling.builders import quiet
from tests.pooling.sensitivity.builders import VI, YI, again, pooled

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.batch import METHODS
from ketaevidence.pooling.sensitivity import gosh


@pytest.mark.parametrize("method", METHODS)
def test_every_subset_is_there_once_and_is_what_pool_says(method):
    """All 57 subsets of two or more of six studies, each pooled as on its own."""
    found = gosh(pooled(method=method, test="z"))
    seen = {tuple(np.flatnonzero(row)) for row in found.members}
    assert seen == {
        rows for size in range(2, 7) for rows in combinations(range(6), size)
    }
    assert len(found.k) == 57
    for i in range(0, 57, 8):
        alone = again(np.flatnonzero(found.members[i]), method=method, test="z")
        assert found.k[i] == alone.k
        for name in ("estimate", "se", "tau2", "I2", "H2", "QE"):
            mine, theirs = getattr(found, name)[i], getattr(alone, name)
            assert mine == pytest.approx(theirs, rel=1e-10, abs=1e-12), name


def test_the_order_of_the_studies_does_not_matter():
    """Reversed studies give the same pools, member by member."""
    here = gosh(pooled())
    there = gosh(quiet(YI[::-1], VI[::-1]))
    found = {row[::-1].tobytes(): i for i, row in enumerate(there.members)}
    places = [found[row.tobytes()] for row in here.members]
    assert np.array_equal(here.estimate, there.estimate[places])
    assert np.array_equal(here.tau2, there.tau2[places])


def test_drawn_subsets_are_different_and_come_again_with_the_seed():
    """A seed gives the same subsets of two or more each time, none twice."""
    here = gosh(pooled(), subsets=20, seed=3)
    assert here == gosh(pooled(), subsets=20, seed=3)
    assert here != gosh(pooled(), subsets=20, seed=4)
    assert len({row.tobytes() for row in here.members}) == 20
    assert here.k.min() >= 2
    assert here.settings["subsets"] == "20 drawn out of 57, seed 3"


def test_many_studies_can_be_drawn_from():
    """Seventy studies have more subsets than a number has bits; drawing works."""
    draw = np.random.default_rng(1)
    whole = quiet(draw.normal(0, 1, 70), draw.uniform(0.1, 1, 70), method="DL")
    found = gosh(whole, subsets=50, seed=1)
    assert found.members.shape == (50, 70)
    with pytest.raises(PoolingError, match="for at most 20 studies; draw some"):
        gosh(whole)
    with pytest.raises(PoolingError, match="too many to hold at once"):
        gosh(whole, subsets=10_000_000, seed=1)


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ({"subsets": "some"}, "give 'all', or how many"),
        ({"subsets": 0, "seed": 1}, "a whole number above 0"),
        ({"subsets": True, "seed": 1}, "a whole number above 0"),
        ({"subsets": 20}, "seed=None: give a whole number"),
        ({"subsets": 20, "seed": -1}, "seed=-1: give a whole number"),
        ({"subsets": 40, "seed": 1}, "have only 57 subsets"),
        ({"seed": 1}, "with subsets='all' leave it out"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused(request_, told):
    """Each with what to ask for instead."""
    with pytest.raises(PoolingError, match=told):
        gosh(pooled(), **request_)


def test_too_few_studies_are_an_answer_with_its_reason():
    """One study has no subset, two have themselves."""
    none, both = gosh(pooled(1)), gosh(pooled(2))
    assert (len(none.k), none.members.shape) == (0, (0, 1))
    assert "one study" in none.notes[0]
    assert none.frame().empty
    assert both.k.tolist() == [2]
    assert "two studies" in both.notes[0]
    assert "one study" in str(none)


def test_frame_and_text_tell_how_the_subsets_are_spread():
    """Numbers by subset; in words the range, and the middle of it."""
    found = gosh(pooled())
    assert list(found.frame().columns) == [
        "k",
        "estimate",
        "se",
        "tau2",
        "I2",
        "H2",
        "QE",
    ]
    text = str(found)
    assert "Subsets: all 57 of two studies or more" in text
    assert "in the middle 95 %" in text


def test_a_subset_that_does_not_converge_is_named(monkeypatch):
    """The message lists the studies of the subset."""
    monkeypatch.setattr("ketaevidence.pooling.batch.roots.STEPS", 0)
    with pytest.raises(PoolingError, match=r"not found in the subset (\w+, )+\w+;"):
        gosh(pooled())
