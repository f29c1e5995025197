"""Trim and fill."""

import numpy as np
import pytest
from tests.pooling.small_studies.builders import VI, YI, bcg

import ketaevidence as ke
from ketaevidence.errors import PoolingError
from ketaevidence.pooling import pool
from ketaevidence.pooling.small_studies import trim_and_fill
from ketaevidence.pooling.small_studies.missing_studies import missing_on_the_left

#: A pool of ten studies with small ones to the left.
POOLED = pool(YI, VI, method="EE", test="z")


def test_the_bcg_trials_as_the_manual_of_metafor_prints_them():
    """Equal effects of log risk ratios: 4 missing on the right, SE 2.3853."""
    found = trim_and_fill(pool(bcg("RR"), method="EE", test="z"))
    assert (found.k0, found.side, f"{found.se_k0:.4f}") == (4, "right", "2.3853")


def test_the_fill_mirrors_the_most_extreme_studies():
    """Each filled study is as far on the other side, with the same variance."""
    found = trim_and_fill(POOLED)
    order = np.argsort(YI)[: found.k0]
    kept = np.delete(np.arange(10), order)
    centre = pool(
        np.array(YI)[kept], np.array(VI)[kept], method="EE", test="z"
    ).estimate
    assert sorted(found.filled_yi) == pytest.approx(
        sorted(2 * centre - np.array(YI)[order])
    )
    assert sorted(found.filled_vi) == sorted(np.array(VI)[order])
    assert found.filled.k == 10 + found.k0
    assert found.filled.effects.slab[10].startswith("Filled (Study ")


def test_the_filled_pool_keeps_the_choices_of_the_pool():
    """Method, test, level, prediction and I2 are those of the pool."""
    pooled = pool(YI, VI, method="DL", test="t", level=0.9, prediction="z", i2="Q")
    filled = trim_and_fill(pooled).filled
    assert (filled.method, filled.test, filled.level) == ("DL", "t", 0.9)
    assert filled.settings["I2"] == pooled.settings["I2"]
    assert (
        filled.settings["prediction_interval"] == pooled.settings["prediction_interval"]
    )
    assert pooled.pi_lb != filled.pi_lb


def test_mirrored_effects_give_the_mirrored_answer():
    """Turning the sign of all effects turns the side and the sign of the fill."""
    here = trim_and_fill(POOLED, estimator="R0")
    there = trim_and_fill(
        pool(-np.array(YI), VI, method="EE", test="z"), estimator="R0"
    )
    assert (here.side, there.side, here.k0) == ("right", "left", there.k0)
    assert here.filled_yi == pytest.approx(-there.filled_yi)


def test_a_symmetric_funnel_is_not_filled():
    """Nothing is missing from mirror images, on either side, by either estimator."""
    yi, vi = [-2.0, -1.0, -0.5, 0.5, 1.0, 2.0], [0.4, 0.2, 0.1, 0.1, 0.2, 0.4]
    pooled = pool(yi, vi, method="EE", test="z")
    for estimator in ("L0", "R0"):
        for side in ("left", "right"):
            found = trim_and_fill(
                pooled, estimator=estimator, side=side, few_studies="allow"
            )
            assert found.k0 == 0
            assert found.filled.estimate == pooled.estimate
    with pytest.raises(PoolingError, match="lean to neither side"):
        trim_and_fill(pooled, few_studies="allow")


def test_r0_has_a_chance_and_l0_has_none():
    """P(R0 >= k0) = 0.5^(k0 + 1) when no study is missing."""
    found = trim_and_fill(POOLED, estimator="R0")
    assert found.p_k0 == 0.5 ** (found.k0 + 1)
    assert trim_and_fill(POOLED).p_k0 is None


def test_equal_effects_at_the_border_are_told():
    """Which of two equal effects is trimmed is a convention; the order of rows is none."""
    yi = np.array([0.0, 0.1, -0.1, 0.05, 0.9, 0.9, 1.2])
    vi = np.array([0.01, 0.02, 0.02, 0.01, 0.3, 0.5, 0.6])
    for rows in (np.arange(7), np.array([0, 1, 2, 3, 5, 4, 6])):
        pooled = pool(yi[rows], vi[rows], method="EE", test="z")
        found = trim_and_fill(pooled, few_studies="allow")
        assert found.k0 == 2
        assert sorted(found.filled_vi) == [0.5, 0.6]
        assert any("equal effects stand at the border" in note for note in found.notes)


def test_equal_standard_errors_need_a_side():
    """Without small and large studies the side cannot be told, but can be given."""
    pooled = pool(YI, [0.1] * 10, method="EE", test="z")
    with pytest.raises(
        PoolingError, match=r"side='auto'.*same standard error.*give side='left'"
    ):
        trim_and_fill(pooled)
    assert trim_and_fill(pooled, side="right").side == "right"


def test_no_warning_escapes_and_caveats_stay_with_the_pool():
    """The Knapp-Hartung caveat of the refit is in its notes."""
    yi = np.array(YI) / 10
    with pytest.warns(ke.PoolingWarning):
        pooled = pool(yi, VI, method="DL", test="knha")
    notes = trim_and_fill(pooled).filled.notes
    assert any("Knapp-Hartung scale" in note for note in notes)


@pytest.mark.parametrize(
    ("choices", "message"),
    [({"estimator": "Q0"}, "choose L0 or R0"), ({"side": "top"}, "side='top'")],
)
def test_unknown_choices_are_refused(choices, message):
    """What is not on offer is named."""
    with pytest.raises(PoolingError, match=message):
        trim_and_fill(POOLED, **choices)


def test_what_cannot_be_filled_is_refused():
    """Effects without a pool, few studies, and pools with own weights are refused."""
    with pytest.raises(PoolingError, match="needs a Pooled, made by pool, not Effects"):
        trim_and_fill(POOLED.effects)
    with pytest.raises(PoolingError, match="not made for 6 studies"):
        trim_and_fill(pool(YI[:6], VI[:6], method="EE", test="z"))
    weighted = pool(YI, VI, method="DL", test="z", weights="unweighted")
    with pytest.raises(PoolingError, match="otherwise than by their variances"):
        trim_and_fill(weighted)


def test_a_number_that_does_not_settle_is_refused():
    """A search that goes back and forth ends in an error, not in either number."""
    y, v = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0]), np.ones(6)
    centres = {6: 0.5, 3: 4.0}
    with pytest.raises(PoolingError, match="goes back and forth between 0 and"):
        missing_on_the_left(y, v, "R0", lambda rows: centres[len(rows)])


def test_a_pool_that_would_be_trimmed_to_nothing_is_refused():
    """At least one study must be left to mirror the others at."""
    y, v = np.array([0.0, 1.0, 2.0]), np.ones(3)
    with pytest.raises(PoolingError, match="no effect lies below"):
        missing_on_the_left(y, v, "R0", lambda _: -1.0)


def test_all_effects_equal_leave_nothing_to_trim():
    """Equal effects lie on neither side of their pool."""
    pooled = pool([0.4] * 10, VI, method="EE", test="z")
    for estimator in ("L0", "R0"):
        assert trim_and_fill(pooled, estimator=estimator, side="left").k0 == 0


def test_the_frame_and_the_summary_show_both_pools():
    """Studies, mirror images and both pooled effects stand in one table."""
    found = trim_and_fill(pool(bcg("RR"), method="EE", test="z"), estimator="R0")
    rows = found.frame()["row"].to_list()
    assert rows == ["study"] * 13 + ["filled"] * 4 + ["pooled", "pooled with filled"]
    text = str(found)
    for words in (
        "4 filled",
        "on the right",
        "Chance if none is",
        "no data",
        "For the measure RR",
    ):
        assert words in text
    assert max(len(line) for line in text.splitlines()) <= 80
