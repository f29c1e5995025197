"""Leave-one-out and cumulative pools as pictures, row by row."""

import pytest
from tests.present.charts import (
    assert_readable,
    assert_same_bytes,
    counts,
    hostile,
    pooled,
)

import ketaevidence as ke
from ketaevidence.errors import PresentError
from ketaevidence.present.stepwise import cumulative_plot, leave_one_out_plot
from ketaevidence.present.stepwise.layout import cumulative_layout, leave_one_out_layout
from ketaevidence.present.stepwise.rows import stable_from


def both(pool):
    """Lay out both pictures of a pool."""
    return (
        leave_one_out_layout(ke.leave_one_out(pool)),
        cumulative_layout(ke.cumulative(pool, order="precision")),
    )


def test_every_row_is_a_pool_of_the_result():
    """Estimates and intervals are those of the result; the last row is the pool."""
    pool = pooled(9)
    results = ke.leave_one_out(pool), ke.cumulative(pool, order="precision")
    for result, layout in zip(results, both(pool), strict=True):
        *steps, whole = layout.steps
        assert [step.name for step in steps] == list(result.slab)
        assert [step.estimate for step in steps] == list(result.estimate)
        assert [step.ci for step in steps] == list(
            zip(result.ci_lb, result.ci_ub, strict=True)
        )
        assert (whole.estimate, *whole.ci) == (pool.estimate, pool.ci_lb, pool.ci_ub)


def test_the_last_pool_that_grew_is_the_pool_of_all():
    """The cumulative rows end where the pool stands."""
    *_, last, whole = both(pooled(7))[1].steps
    assert last.estimate == pytest.approx(whole.estimate)
    assert last.ci == pytest.approx(whole.ci)
    assert last.texts == whole.texts


def test_the_band_is_the_interval_of_all_studies():
    """Leave-one-out shades the whole pool's interval; cumulative shades nothing."""
    pool = pooled(6)
    left, grown = both(pool)
    assert left.band == (pool.ci_lb, pool.ci_ub)
    assert grown.band is None


def test_the_change_in_i2_is_the_difference_of_the_printed_numbers():
    """A reader who subtracts gets the number that is printed."""
    layout = leave_one_out_layout(ke.leave_one_out(pooled(12)))
    *steps, whole = layout.steps
    for step in steps:
        told = int(step.texts[2].replace("\u2212", "-"))
        assert told == int(step.texts[1][:-1]) - int(whole.texts[1][:-1])
    assert whole.texts[2] == ""


@pytest.mark.parametrize(
    ("sides", "place"),
    [([0, -1, -1], 1), ([1, 1, 1], 0), ([-1, 0], 1), ([], None), ([None, None], None)],
)
def test_the_conclusion_is_stable_from_the_row_after_the_last_other(sides, place):
    """From the marked row on every interval lies on one side, before it not."""
    assert stable_from(sides) == place


def test_filled_squares_are_intervals_without_no_difference():
    """Each row's side is where its interval lies."""
    for layout in both(pooled(12)):
        for step in layout.steps:
            is_clear = not step.ci[0] <= layout.frame.null <= step.ci[1]
            assert bool(step.side) == is_clear


def test_order_ties_and_what_it_is_not_are_stated():
    """The notes tell the order, whether values are shared, and that it is no test."""
    pool = pooled(4)
    tied = " ".join(
        cumulative_layout(ke.cumulative(pool, order=[1, 1, 2, 3])).frame.notes
    )
    assert "Studies with equal values enter in the order given." in tied
    assert "No two studies" not in tied
    apart = cumulative_layout(ke.cumulative(pool, order="precision")).frame.notes
    assert "Order: by precision" in apart[0]
    assert "No two studies share a value." in apart[0]
    given = cumulative_layout(ke.cumulative(pool, order="given")).frame.notes
    assert "No two" not in given[0]
    for notes in (tied, " ".join(apart), " ".join(given)):
        assert "this is not a sequential test" in notes


def test_new_rows_are_marked_and_unknown_ones_refused():
    """Only the studies named are new."""
    pool = pooled(5)
    grown = ke.cumulative(pool, order="given")
    new = pool.effects.slab[3]
    plot = cumulative_plot(grown, new=[new])
    assert list(plot.table["slab"][plot.table["is_new"]]) == [new]
    assert [step.name for step in plot.layout.steps if step.is_new] == [new]
    assert ", new" in plot.alt_text
    with pytest.raises(PresentError, match="'Nobody 1999'"):
        cumulative_plot(grown, new=["Nobody 1999"])


def test_one_study_leaves_nothing_to_leave_out():
    """One study grows into itself, and cannot be left out."""
    pool = pooled(1)
    with pytest.raises(PresentError, match="the only study"):
        leave_one_out_plot(ke.leave_one_out(pool))
    plot = cumulative_plot(ke.cumulative(pool, order="given"))
    assert plot.layout.steps[-1].name == "One study: nothing is pooled"
    assert_readable(plot)


def test_other_results_are_refused():
    """Each figure draws its own result only."""
    pool = pooled(3)
    with pytest.raises(PresentError, match="not Cumulative"):
        leave_one_out_plot(ke.cumulative(pool, order="given"))
    with pytest.raises(PresentError, match="not LeaveOneOut"):
        cumulative_plot(ke.leave_one_out(pool))


def test_ratios_are_read_as_ratios():
    """Odds ratios stand on a log axis around 1 and are printed as ratios."""
    layout = leave_one_out_layout(
        ke.leave_one_out(ke.pool(counts(6), method="DL", test="z"))
    )
    assert "1" in [text for _, text in layout.frame.x.ticks]
    assert "\u2212" not in layout.steps[0].texts[0]
    assert layout.heads[1][0] == "Odds ratio"


@pytest.mark.parametrize(("k", "width"), [(2, 1.0), (60, 30_000.0)])
def test_no_text_covers_another(k, width):
    """From two studies to sixty, with hostile names and wide numbers."""
    pool = pooled(k, width=width, names=hostile(k))
    assert_readable(leave_one_out_plot(ke.leave_one_out(pool)))
    assert_readable(cumulative_plot(ke.cumulative(pool, order="given")))


def test_far_intervals_are_cut_with_an_arrow_that_is_told():
    """An interval of one degree of freedom does not flatten the others."""
    pool = ke.pool([-1.5, 0.5, *[-0.5] * 6], [0.01] * 8, method="DL", test="t")
    layout = cumulative_layout(ke.cumulative(pool, order="given"))
    low, high = layout.frame.x.limits
    cut = [not (low <= s.ci[0] and s.ci[1] <= high) for s in layout.steps]
    assert cut == [False, True, *[False] * 7]
    assert any(note.startswith("Arrow:") for note in layout.frame.notes)


def test_they_have_tables_descriptions_and_the_same_bytes(tmp_path):
    """The numbers stand in the table and in sentences; two files are one."""
    pool = pooled(5)
    plot = leave_one_out_plot(ke.leave_one_out(pool))
    assert plot.table["I2_change"].to_numpy() == pytest.approx(
        plot.table["I2"].to_numpy() - pool.I2
    )
    assert sum(line.startswith("Without ") for line in plot.alt_text.splitlines()) == 5
    assert_same_bytes(lambda: leave_one_out_plot(ke.leave_one_out(pool)), tmp_path)
