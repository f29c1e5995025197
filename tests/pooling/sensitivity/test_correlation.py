"""The pool over a correlation that is not reported."""

import numpy as np
import pandas as pd
import pytest
from tests.pooling.builders import quiet

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PoolingError, PoolingWarning
from ketaevidence.pooling.sensitivity import correlation_grid, multiverse

TABLE = {
    "post": [4.0, 5.0, 3.0],
    "pre": [7.0, 7.0, 6.5],
    "sd_post": [2.0, 2.2, 1.8],
    "sd_pre": [1.9, 2.0, 2.1],
    "n": [20, 30, 25],
}
COLUMNS = {"m1i": "post", "m2i": "pre", "sd1i": "sd_post", "sd2i": "sd_pre", "ni": "n"}
Z = {"method": "DL", "test": "z"}


def test_each_correlation_is_the_pool_with_it():
    """.3, .5, .7 and .9 by default, each as effect_sizes and pool give it."""
    found = correlation_grid("MC", TABLE, pooling=Z, **COLUMNS)
    assert found.correlations == (0.3, 0.5, 0.7, 0.9)
    for r, pooled in zip(found.correlations, found.pools, strict=True):
        alone = quiet(effect_sizes("MC", TABLE, ri=r, **COLUMNS), None, **Z)
        assert pooled == alone
    frame = found.frame()
    assert frame["correlation"].tolist() == [0.3, 0.5, 0.7, 0.9]
    assert frame["se"].is_monotonic_decreasing
    assert found.settings["filled_in"] == {"ri": "every study"}


@pytest.mark.parametrize("gap", [None, np.nan])
def test_reported_correlations_stay(gap):
    """Only the gaps are filled in."""
    table = pd.DataFrame(TABLE).assign(r=[0.8, gap, 0.6])
    found = correlation_grid(
        "MC", table, correlations=[0.5], ri="r", pooling=Z, **COLUMNS
    )
    alone = effect_sizes("MC", TABLE, ri=[0.8, 0.5, 0.6], **COLUMNS)
    assert found.pools[0].effects.vi.tolist() == alone.vi.tolist()
    assert found.settings["filled_in"] == {"ri": 1}
    with pytest.raises(PoolingError, match="every study reports its correlation"):
        correlation_grid("MC", TABLE, ri=[0.1, 0.2, 0.3], **COLUMNS)


def test_both_groups_of_a_controlled_trial_are_filled_in():
    """A measure with two correlations gets the same in both groups."""
    sides = {
        "post1i": [4.0, 5.0], "pre1i": [7.0, 7.0], "sdpre1i": [2.0, 2.0], "n1i": [20, 30],
        "post2i": [6.0, 6.0], "pre2i": [7.0, 7.0], "sdpre2i": [2.0, 2.0], "n2i": [20, 30],
    }  # fmt: skip
    found = correlation_grid("PPC1", correlations=[0.4], pooling=Z, **sides)
    alone = effect_sizes("PPC1", r1i=0.4, r2i=0.4, **sides)
    assert found.pools[0].effects.vi.tolist() == alone.vi.tolist()


def test_a_correlation_that_fails_says_why_and_the_others_stay(monkeypatch):
    """What cannot be pooled with one correlation keeps its row, and its reason."""

    def pool_unless_high(effects, **choices):
        if effects.inputs["ri"][0] > 0.6:
            msg = "too high"
            raise PoolingError(msg)
        return quiet(effects, None, **choices)

    where = "ketaevidence.pooling.sensitivity.correlation.pool"
    monkeypatch.setattr(where, pool_unless_high)
    found = correlation_grid("MC", TABLE, pooling=Z, **COLUMNS)
    assert found.reasons == (None, None, "too high", "too high")
    assert found.pools[2] is None
    assert found.frame()["estimate"].isna().tolist() == [False, False, True, True]
    assert list(found.effects) == ["r = 0.3", "r = 0.5"]
    assert "too high" in str(found)


@pytest.mark.parametrize(
    ("measure", "more", "told"),
    [
        ("PR", {}, "uses no correlation"),
        ("nothing", {}, "unknown measure 'nothing'"),
        ("MC", {"correlations": [1.0]}, "numbers between -1 and 1"),
        ("MC", {"correlations": []}, "numbers between -1 and 1"),
        ("MC", {"correlations": ["a"]}, "give numbers between -1 and 1"),
        ("MC", {"ri": "r"}, "ri='r' is no column"),
        ("MC", {"ri": ["a", "b", "c"]}, "one correlation for each study"),
        ("MC", {"sd1i": None}, "no correlation could be tried: MC needs"),
    ],
)
def test_what_cannot_be_varied_is_refused(measure, more, told):
    """Each with its reason."""
    with pytest.raises(PoolingError, match=told):
        correlation_grid(measure, TABLE, **{**COLUMNS, **more})


def test_warnings_point_at_the_caller_once_each():
    """A Knapp-Hartung scale below 1 is warned about from the line that asked."""
    alike = {**TABLE, "post": [4.0, 4.0, 3.6]}
    with pytest.warns(PoolingWarning, match="below 1") as said:
        found = correlation_grid("MC", alike, correlations=[0.5, 0.6], **COLUMNS)
    assert {told.filename for told in said} == {__file__}
    assert len(said) == len({str(told.message) for told in said})
    assert any("below 1" in note for note in found.notes)


def test_the_effects_feed_a_multiverse():
    """The effects by correlation are alternatives as multiverse takes them."""
    found = correlation_grid("MC", TABLE, pooling=Z, **COLUMNS)
    table = multiverse(found.effects, methods=["DL"], tests=["z"])
    assert [x["effects"] for x in table.choices] == [
        "r = 0.3",
        "r = 0.5",
        "r = 0.7",
        "r = 0.9",
    ]
    assert table.estimate == pytest.approx([p.estimate for p in found.pools])
    assert "Assumed correlation, Uncontrolled mean change" in str(found)
