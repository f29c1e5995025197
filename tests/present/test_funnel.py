"""The funnel plot: its numbers, its refusals, and what stands where."""

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
from ketaevidence.present.funnel import funnel
from ketaevidence.present.funnel.layout import funnel_layout

#: Normal quantiles of p = 0.10, 0.05 and 0.01 (two-sided), from printed tables.
TABLED = (1.6449, 1.9600, 2.5758)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["MD", "GEN", "MC"]))
def test_shades_and_limits_are_what_the_p_values_say(seed, measure):
    """A study lies beyond a contour exactly when its own p is below the contour's."""
    pool = pooled(10, measure, seed=seed)
    layout = funnel_layout(pool)
    assert [z for _, z in layout.contours] == pytest.approx(TABLED, abs=1e-4)
    assert layout.pseudo == pytest.approx(1.96, abs=1e-4)
    for study, y, se in zip(
        layout.studies, pool.effects.yi, pool.effects.se, strict=True
    ):
        assert (study.effect, study.se) == (y, se)
        for p, z in layout.contours:
            assert (study.p < p) == (abs(y - layout.frame.null) > z * se)
        assert study.is_inside == (abs(y - pool.estimate) <= layout.pseudo * se)


def test_every_study_and_limit_stands_on_the_axes():
    """Nothing of the funnel leaves the plot, and precise studies stand on top."""
    layout = funnel_layout(pooled(30))
    x, y = layout.frame.x, layout.frame.y
    bottom = y.limits[0]
    assert y.share(0.0) == 1.0
    for study in layout.studies:
        assert x.holds(study.effect)
        assert y.holds(study.se)
    for side in (-1, 1):
        assert x.holds(layout.pooled + side * layout.pseudo * bottom)
        assert x.holds(layout.frame.null + side * layout.contours[-1][1] * bottom)


def test_the_ink_stands_at_the_contours():
    """The drawn edges are the null value plus and minus z standard errors."""
    plot = funnel(pooled(12))
    bottom = plot.layout.frame.y.limits[0]
    corners = [patch.get_xy()[:, 0].max() for patch in plot.axes.patches]
    assert corners == pytest.approx(
        [z * bottom for _, z in reversed(plot.layout.contours)]
    )


def test_few_studies_are_refused_unless_told_and_then_carry_a_caution():
    """Below ten there is no funnel, or one with a caution; below three none."""
    with pytest.raises(PresentError, match=r"not made for 9 studies.*allow_few=True"):
        funnel_layout(pooled(9))
    told = funnel(pooled(9), allow_few=True)
    assert "supports no judgement" in told.layout.frame.caution
    assert told.layout.frame.caution in told.alt_text
    assert funnel_layout(pooled(10)).frame.caution is None
    for k in (1, 2):
        with pytest.raises(PresentError, match="at least 3 studies"):
            funnel_layout(pooled(k), allow_few=True)


def test_asymmetry_is_never_called_bias():
    """The notes say what asymmetry can come from, and name the pool."""
    notes = " ".join(funnel_layout(pooled(10, "SMD")).frame.notes)
    assert "Asymmetry is not the same as publication bias" in notes
    assert "follows in part from the effect itself" in notes
    assert "predictor=" not in notes
    assert "DerSimonian-Laird" in notes


def test_ratios_and_single_groups_have_their_own_axes():
    """Odds ratios are read as ratios around 1; proportions have no shades."""
    ratio = funnel_layout(ke.pool(counts(11), method="DL", test="z"))
    assert "1" in [text for _, text in ratio.frame.x.ticks]
    assert ratio.frame.null == 0.0
    single = ke.effect_sizes("PLO", xi=range(1, 12), ni=[20] * 11)
    layout = funnel_layout(ke.pool(single, method="DL", test="z"))
    assert layout.contours == ()
    assert layout.frame.null is None
    assert layout.studies[0].p is None
    assert "no shades" in " ".join(layout.frame.notes)
    assert "Without a comparator" in " ".join(layout.frame.notes)


def test_groups_have_a_shape_each():
    """Every study has its group's shape; too many or missing groups are refused."""
    groups = ["crossover", "parallel"] * 5
    layout = funnel_layout(pooled(10), groups=groups)
    assert [layout.groups[s.group] for s in layout.studies] == groups
    assert [key.sign for key in layout.frame.key[:2]] == ["o", "s"]
    for wrong, why in ((groups[1:], "9 values"), ("ab", "0 values"),
                       (list(range(10)), "10 groups")):  # fmt: skip
        with pytest.raises(PresentError, match=why):
            funnel_layout(pooled(10), groups=wrong)


def test_names_are_those_asked_for():
    """Outside the limits, all that find room, or none."""
    pool = pooled(40)
    outside = {i for i, s in enumerate(funnel_layout(pool).studies) if not s.is_inside}
    assert {label.index for label in funnel_layout(pool).labels} <= outside
    assert funnel_layout(pool, names="none").labels == ()
    everyone = funnel_layout(pool, names="all")
    assert f"{40 - len(everyone.labels)} points" in " ".join(everyone.frame.notes)
    with pytest.raises(PresentError, match="names='most'"):
        funnel_layout(pool, names="most")
    with pytest.raises(PresentError, match="not str"):
        funnel("pool")


@pytest.mark.parametrize(("k", "width"), [(3, 1.0), (60, 40_000.0)])
def test_no_text_covers_another(k, width):
    """From three studies to sixty, with hostile names and wide numbers."""
    pool = pooled(k, width=width, names=hostile(k))
    plot = funnel(
        pool, allow_few=True, names="all", favours=("Favours this " * 9, "Favours that")
    )
    assert_readable(plot)


def test_it_has_a_table_a_description_and_the_same_bytes(tmp_path):
    """The numbers stand in the table and in sentences; two files are one."""
    pool = pooled(12, names=hostile(12))
    plot = funnel(pool)
    assert plot.table["yi"].to_numpy(float) == pytest.approx(pool.effects.yi)
    assert plot.table["is_inside"].sum() == sum(
        study.is_inside for study in plot.layout.studies
    )
    lines = plot.alt_text.splitlines()
    assert lines[0] == "Funnel plot: Mean difference."
    assert lines[1].startswith("Pooled mean difference of 12 studies: ")
    assert sum("standard error 0." in line for line in lines) == 12
    assert "<b>" not in plot.svg()
    assert np.isfinite(plot.figure.get_size_inches()).all()
    assert_same_bytes(lambda: funnel(pool), tmp_path)
