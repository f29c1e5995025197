"""The drapery plot: its curves cross the guides where the intervals end."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.present.charts import (
    assert_readable,
    assert_same_bytes,
    counts,
    hostile,
    pooled,
)

import ketaevidence as ke
from ketaevidence.errors import PresentError
from ketaevidence.present.drapery import drapery
from ketaevidence.present.drapery.layout import GRID, drapery_layout, height_of


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from(["z", "t", "knha", "knha-se", "knha-ci"]),
    st.sampled_from([0.9, 0.95, 0.99]),
)
def test_curves_end_where_the_intervals_do(seed, test, level):
    """At p = 1 - level each curve has the ends of the interval of that level."""
    pool = pooled(6, seed=seed, test=test, level=level)
    layout = drapery_layout(pool)
    assert layout.pooled.ends(1 - level) == pytest.approx((pool.ci_lb, pool.ci_ub))
    assert layout.prediction.ends(1 - level) == pytest.approx((pool.pi_lb, pool.pi_ub))
    for drape in layout.drapes:
        low, high = drape.ends(0.05)
        assert (high - low) / drape.unit == pytest.approx(2 * 1.959964, abs=1e-5)
        assert (low + high) / 2 == pytest.approx(drape.estimate)


@pytest.mark.parametrize("asked", ["test", "z", "t(k-1)", "t(k-2)", "HK"])
def test_the_prediction_follows_its_own_distribution(asked):
    """At every level the shaded curve is the prediction interval of that level."""
    first = pooled(6, test="knha", prediction=asked)
    other = pooled(6, test="knha", prediction=asked, level=0.8)
    ends = drapery_layout(first).prediction.ends(0.2)
    assert ends == pytest.approx((other.pi_lb, other.pi_ub))


def test_no_prediction_is_told_and_not_drawn():
    """Equal effects have no prediction: no shade, and a note."""
    layout = drapery_layout(pooled(5, method="EE"))
    assert layout.prediction is None
    assert "no prediction interval" in " ".join(layout.frame.notes)
    assert "prediction" not in " ".join(key.text for key in layout.frame.key)


def test_a_path_rises_to_one_and_falls_again():
    """A curve runs from the lowest p over 1 at its estimate and back."""
    drape = drapery_layout(pooled(4, test="knha")).pooled
    values, ps = zip(*drape.path(), strict=True)
    assert list(values) == sorted(values)
    assert max(ps) == 1.0
    assert values[ps.index(1.0)] == drape.estimate
    assert {0.05, 0.01} <= set(GRID)
    assert height_of(0.05) == pytest.approx(1.959964, abs=1e-6)


def test_many_studies_are_thinned_and_that_is_said():
    """Of sixty studies the heaviest are drawn; the table has all of them."""
    pool = pooled(60)
    plot = drapery(pool)
    assert len(plot.layout.drapes) == 25
    weights = dict(zip(pool.effects.slab, pool.weights, strict=True))
    drawn = {drape.name for drape in plot.layout.drapes}
    lightest = min(w for n, w in weights.items() if n in drawn)
    assert all(w <= lightest for n, w in weights.items() if n not in drawn)
    assert "the 25 heaviest of 60 studies" in plot.alt_text
    assert (plot.table["row"] == "study").sum() == 60
    assert plot.table["number"].notna().sum() == 25
    assert drapery_layout(pooled(25)).left_out == ()


def test_numbers_stand_in_the_order_of_the_effects_and_apart():
    """Every drawn study has a number above the plot, from left to right."""
    layout = drapery_layout(pooled(25))
    estimates = [drape.estimate for drape in layout.drapes]
    assert estimates == sorted(estimates)
    assert np.all(np.diff(layout.marks) > 7)


def test_one_study_and_other_things_are_refused():
    """A single study has no pool to stand beside."""
    with pytest.raises(PresentError, match="the only study"):
        drapery(pooled(1))
    with pytest.raises(PresentError, match="not Effects"):
        drapery(counts(3))


@pytest.mark.parametrize(("k", "width"), [(2, 1.0), (60, 30_000.0)])
def test_no_text_covers_another(k, width):
    """From two studies to sixty, with hostile names and wide numbers."""
    pool = pooled(k, width=width, names=hostile(k))
    assert_readable(drapery(pool, favours=("Favours this", "Favours that")))


def test_it_has_a_table_a_description_and_the_same_bytes(tmp_path):
    """The numbers stand in the table and in sentences; two files are one."""
    pool = ke.pool(counts(5), method="DL", test="z")
    plot = drapery(pool)
    row = plot.table[plot.table["row"] == "pooled"].iloc[0]
    assert (row["low_05"], row["high_05"]) == pytest.approx((pool.ci_lb, pool.ci_ub))
    assert "95% prediction interval: " in plot.alt_text
    assert_same_bytes(lambda: drapery(pool), tmp_path)
