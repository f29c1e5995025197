"""Baujat's plot: its points are the result's, its names have room."""

import pytest
from tests.present.charts import assert_readable, assert_same_bytes, hostile, pooled

import ketaevidence as ke
from ketaevidence.errors import PresentError
from ketaevidence.present.baujat import baujat_plot
from ketaevidence.present.baujat.layout import baujat_layout


def test_points_stand_where_the_result_says():
    """Every study has its contribution across and its influence upright."""
    result = ke.baujat(pooled(12))
    layout = baujat_layout(result)
    assert [p[1:] for p in layout.points] == list(
        zip(result.contribution, result.influence, strict=True)
    )
    for _, x, y in layout.points:
        assert layout.frame.x.holds(x)
        assert layout.frame.y.holds(y)


def test_contributions_of_equal_effects_add_up_to_q():
    """What is drawn across is each study's part in Cochran's Q."""
    pool = pooled(8, method="EE")
    layout = baujat_layout(ke.baujat(pool))
    assert sum(x for _, x, _ in layout.points) == pytest.approx(pool.QE)


def test_the_study_that_stands_out_is_named():
    """The farthest point is the first to get its name."""
    layout = baujat_layout(ke.baujat(pooled(40)))
    farthest = max(
        range(40),
        key=lambda i: max(
            layout.frame.x.share(layout.points[i][1]),
            layout.frame.y.share(layout.points[i][2]),
        ),
    )
    assert farthest in [label.index for label in layout.labels]
    assert f"{40 - len(layout.labels)} points" in " ".join(layout.frame.notes)


def test_few_studies_are_sent_to_the_table():
    """Below five the error points at the table; other things are refused."""
    with pytest.raises(PresentError, match=r"4 studies.*frame\(\)"):
        baujat_plot(ke.baujat(pooled(4)))
    with pytest.raises(PresentError, match="1 study"):
        baujat_plot(ke.baujat(pooled(1)))
    with pytest.raises(PresentError, match="not Pooled"):
        baujat_plot(pooled(6))


def test_equal_studies_are_drawn_in_the_corner():
    """Without any heterogeneity the plot still stands."""
    layout = baujat_layout(
        ke.baujat(ke.pool([1.0] * 5, [0.1] * 5, method="EE", test="z"))
    )
    assert {point[1:] for point in layout.points} == {(0.0, 0.0)}


@pytest.mark.parametrize("k", [5, 60])
def test_no_text_covers_another(k):
    """From five studies to sixty, with hostile names."""
    assert_readable(baujat_plot(ke.baujat(pooled(k, names=hostile(k)))))


def test_it_has_a_table_a_description_and_the_same_bytes(tmp_path):
    """The numbers stand in the table and in sentences; two files are one."""
    result = ke.baujat(pooled(6))
    plot = baujat_plot(result)
    assert list(plot.table.columns) == ["slab", "contribution", "influence"]
    assert sum(", influence " in line for line in plot.alt_text.splitlines()) == 6
    assert_same_bytes(lambda: baujat_plot(result), tmp_path)
