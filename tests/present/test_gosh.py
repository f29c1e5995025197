"""GOSH as a picture: every subset is in a cell, and a study divides them."""

import numpy as np
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
from ketaevidence.present.gosh import gosh_plot
from ketaevidence.present.gosh.layout import ACROSS, UP, depth_of, gosh_layout


@pytest.fixture(scope="module")
def subsets():
    """Pool all subsets of eight studies."""
    return ke.gosh(pooled(8))


def test_every_subset_falls_into_its_cell(subsets):
    """Counts add up to the subsets, and each cell holds those that stand there."""
    layout = gosh_layout(subsets)
    (cloud,) = layout.clouds
    assert sum(cell.count for cell in cloud.cells) == cloud.number == 2**8 - 1 - 8
    low, high = layout.frame.x.limits
    column = np.floor((subsets.estimate - low) / (high - low) * ACROSS)
    row = np.minimum(np.floor(subsets.I2 / 100 * UP), UP - 1)
    for cell in cloud.cells:
        assert np.sum((column == cell.column) & (row == cell.row)) == cell.count


def test_a_named_study_divides_the_subsets(subsets):
    """One panel has the subsets with the study, the other those without."""
    name = subsets.pooled.effects.slab[2]
    inside = subsets.members[:, 2]
    first, second = gosh_layout(subsets, study=name).clouds
    assert (first.name, second.name) == (f"With {name}", f"Without {name}")
    assert (first.number, second.number) == (inside.sum(), (~inside).sum())
    assert first.estimate[1] == np.median(subsets.estimate[inside])
    assert second.spread[1] == np.median(subsets.I2[~inside])


def test_number_of_subsets_and_seed_are_stated():
    """All subsets are called all; drawn ones come with their number and seed."""
    assert "all 57 of two" in gosh_layout(ke.gosh(pooled(6))).frame.notes[0]
    drawn = gosh_layout(ke.gosh(pooled(22), subsets=300, seed=5))
    assert drawn.frame.title.startswith("GOSH, drawn subsets")
    assert "300 drawn out of" in drawn.frame.notes[0]
    assert "seed 5" in drawn.frame.notes[0]


def test_shades_grow_with_the_count():
    """One subset is the lightest, the fullest cell the darkest, nothing in between turns back."""
    depths = [depth_of(count, 500) for count in range(1, 501)]
    assert depths == sorted(depths)
    assert (depths[0], depths[-1]) == (0, 4)


def test_few_studies_and_unknown_names_are_refused(subsets):
    """Below six there is no plot; a study must be exactly one of those pooled."""
    with pytest.raises(PresentError, match="not made for 5 studies"):
        gosh_plot(ke.gosh(pooled(5)))
    with pytest.raises(PresentError, match="not made for 1 study"):
        gosh_plot(ke.gosh(pooled(1)))
    with pytest.raises(PresentError, match="names no study"):
        gosh_plot(subsets, study="Nobody 1999")
    twice = ke.gosh(pooled(6, names=["Same"] * 2 + list("abcd")))
    with pytest.raises(PresentError, match="several studies"):
        gosh_plot(twice, study="Same")
    with pytest.raises(PresentError, match="not Pooled"):
        gosh_plot(pooled(6))


def test_ratios_are_read_as_ratios():
    """Odds ratios stand on a log axis around 1."""
    layout = gosh_layout(ke.gosh(ke.pool(counts(6), method="DL", test="z")))
    assert "1" in [text for _, text in layout.frame.x.ticks]


def test_no_text_covers_another():
    """With hostile names, wide numbers and both panels."""
    result = ke.gosh(pooled(7, width=30_000.0, names=hostile(7)))
    assert_readable(gosh_plot(result))
    assert_readable(gosh_plot(result, study="$x^2$"))


def test_it_has_a_table_a_description_and_the_same_bytes(subsets, tmp_path):
    """The numbers stand in the table and in sentences; two files are one."""
    plot = gosh_plot(subsets)
    assert len(plot.table) == len(subsets.k)
    assert "All of them, 247 subsets: median " in plot.alt_text
    assert_same_bytes(lambda: gosh_plot(subsets), tmp_path)
