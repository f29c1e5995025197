"""What the statistical figures share: axes people read, and names that find room."""

import math
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.present.charts import assert_readable, counts, pooled

import ketaevidence as ke
from ketaevidence.errors import PresentError
from ketaevidence.present.chart.labels import Dot, beside, overlap, spread
from ketaevidence.present.chart.model import Axis
from ketaevidence.present.chart.reading import favours_of, reading_of, two_names
from ketaevidence.present.drapery import drapery


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 400), st.floats(0, 300), st.floats(1, 12)),
        min_size=1,
        max_size=60,
    )
)
def test_names_cover_neither_points_nor_each_other(places):
    """Whatever the points, names stay inside, apart, and off every point."""
    dots = [Dot(*place) for place in places]
    names = [f"Study number {i}" for i in range(len(dots))]
    labels = beside(dots, names, range(len(dots)), (400, 300), [(0, 0, 400, 300)])
    for one, other in combinations(labels, 2):
        assert not overlap(one.box, other.box)
    for label in labels:
        left, top, right, bottom = label.box
        assert min(left, top) >= 0
        assert right <= 400
        assert bottom <= 300
        for dot in dots:
            ring = dot.x - dot.radius, dot.y - dot.radius
            assert not overlap(
                label.box, (*ring, dot.x + dot.radius, dot.y + dot.radius)
            )


def test_a_lone_point_is_named_and_keeps_off_the_line_through_it():
    """A name goes to the side where no line runs."""
    (label,) = beside([Dot(50, 50, 3)], ["Alone"], [0], (400, 300), [(60, 0, 60, 300)])
    assert label.box[2] < 50


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-50, 450), min_size=1, max_size=25))
def test_spread_things_keep_their_order_and_do_not_touch(wanted):
    """Things are moved apart inside the line, none passing another."""
    wanted = sorted(wanted)
    sizes = [12.0] * len(wanted)
    middles = spread(wanted, sizes, 0.0, 400.0)
    assert middles[0] >= 6 - 1e-9
    assert middles[-1] <= 394 + 1e-9
    assert all(after - before >= 12 - 1e-6 for before, after in pairwise(middles))


def test_things_that_fit_are_not_moved():
    """What is far enough apart stays where it was wanted."""
    assert spread([20.0, 100.0], [10.0, 10.0], 0.0, 200.0) == (20.0, 100.0)


@pytest.mark.parametrize("measure", ["OR", "RD", "AS"])
def test_ticks_stand_where_their_texts_say(measure):
    """A tick's text, turned to the scale of analysis, is its position."""
    effects = counts(6, measure)
    reading = reading_of(effects, 0.3)
    axis = reading.axis(list(effects.yi))
    assert len(axis.ticks) >= 3
    for position, text in axis.ticks:
        value = float(text.replace("\u2212", "-"))
        assert position == pytest.approx(math.log(value) if measure == "OR" else value)
    assert all(axis.holds(y) for y in effects.yi)


@pytest.mark.parametrize("measure", ["PR", "PLO", "PLN", "PAS"])
@pytest.mark.parametrize("events", [(3, 12, 30), (1, 2, 1), (20, 21, 22)])
def test_proportions_are_read_in_per_cent(measure, events):
    """Every tick of a proportion is a per cent whose position leads back to it."""
    effects = ke.effect_sizes(measure, xi=events, ni=[40, 45, 50])
    reading = reading_of(effects, 0.1)
    axis = reading.axis(list(effects.yi))
    assert axis.label == "Proportion [%]"
    for position, text in axis.ticks:
        assert 0 < float(text) < 100
        assert reading.value(position) == pytest.approx(float(text), abs=0.06)


def test_what_has_no_way_back_stays_on_its_scale_and_says_so():
    """Freeman-Tukey values keep the name of their scale."""
    effects = ke.effect_sizes("PFT", xi=[3, 8, 9], ni=[10, 20, 30])
    reading = reading_of(effects, 0.1)
    assert "Freeman-Tukey" in reading.axis(list(effects.yi)).label
    assert reading.value(0.5) == 0.5


@pytest.mark.parametrize(
    ("log_ratio", "text"),
    [(0, "1.00"), (-6, "0.0025"), (3, "20.1"), (7, "1097"), (-20, "2.1e\u221209")],
)
def test_ratios_show_the_digits_of_their_size(log_ratio, text):
    """Small ratios keep two digits, large ones lose their decimals."""
    assert reading_of(counts(3), 0.3).text(log_ratio) == text


def test_wide_and_narrow_numbers_keep_the_digits_of_their_error():
    """Decimals follow the standard error, so no number is rounded to nothing."""
    effects = pooled(3).effects
    assert reading_of(effects, 30.0).text(-1234.5) == "\u22121234"
    assert reading_of(effects, 0.0004).text(-0.0021) == "\u22120.00210"


def test_ratios_beyond_every_number_are_an_error():
    """A ratio that overflows is refused with what it is."""
    effects = ke.effect_sizes("OR", yi=[0.0, 900.0], vi=[1.0, 1.0])
    with pytest.raises(PresentError, match="no axis of ratios can show"):
        reading_of(effects, 1.0).axis(list(effects.yi))


def test_ticks_of_a_very_wide_axis_do_not_touch():
    """Of ratios over many powers of ten, those are written that have room."""
    effects = ke.effect_sizes("OR", yi=[-80.0, 1.0, 170.0, 150.0], vi=[1.0] * 4)
    assert_readable(drapery(ke.pool(effects, method="DL", test="z")))


def test_sides_of_no_difference_need_two_names_and_a_line():
    """What favours what is refused where it has no meaning."""
    reading = reading_of(pooled(3).effects, 1.0)
    assert favours_of(reading, ["Left\u202e", "Right"]) == ("Left", "Right")
    for wrong in ("ab", ("one",), ("one", ""), ("one", 2)):
        with pytest.raises(PresentError, match="two names"):
            favours_of(reading, wrong)
    single = reading_of(ke.effect_sizes("PLO", xi=[3, 8], ni=[10, 20]), 1.0)
    with pytest.raises(PresentError, match="no line of no difference"):
        favours_of(single, ("a", "b"))
    with pytest.raises(PresentError, match="arms=None"):
        two_names(None, "arms", "('a', 'b')")


def test_a_change_without_a_comparator_is_no_difference_from_anything():
    """The null of an uncontrolled change is called no change."""
    effects = ke.effect_sizes("MC", yi=[1.0, 2.0], vi=[1.0, 1.0])
    assert reading_of(effects, 1.0).null_words == "no change"


def test_an_axis_may_run_downwards():
    """A share of an axis counts from its first end, whichever is larger."""
    axis = Axis("", (2.0, 0.0))
    assert axis.share(0.5) == 0.75
    assert not axis.holds(2.5)
    assert np.isclose(axis.share(2.0), 0)
