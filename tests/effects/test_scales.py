"""Pain scales, converted only when told."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.effects import Scale, effect_sizes, join_effects, rescale
from ketaevidence.errors import EffectError

NRS = Scale(0, 10, higher_is_worse=True)
VAS = Scale(0, 100, higher_is_worse=True)
RELIEF = Scale(0, 4, higher_is_worse=False)


def test_ends_lead_to_ends():
    """The worst of one scale is the worst of the other, whichever way it runs."""
    assert list(NRS.convert([0, 3.5, 10], onto=VAS, of="score")) == [0, 35, 100]
    assert list(RELIEF.convert([0, 1, 4], onto=VAS, of="score")) == [100, 75, 0]
    assert list(RELIEF.convert([1, -2], onto=VAS, of="difference")) == [-25, 50]
    assert RELIEF.convert(1.2, onto=NRS, of="spread") == pytest.approx(3)


@settings(max_examples=30)
@given(st.floats(0, 10), st.floats(-50, 50), st.floats(1, 200), st.booleans())
def test_there_and_back_is_the_same(score, lower, length, worse):
    """Converting to another scale and back changes nothing."""
    other = Scale(lower, lower + length, higher_is_worse=worse)
    there = np.clip(
        NRS.convert(score, onto=other, of="score"), other.lower, other.upper
    )
    assert other.convert(there, onto=NRS, of="score") == pytest.approx(score, abs=1e-9)


@pytest.mark.parametrize(
    ("value", "of"), [(45, "score"), (-1, "score"), (12, "difference"), (8, "spread"), (-1, "spread"), (np.nan, "score")]
)  # fmt: skip
def test_what_cannot_be_on_a_scale_is_refused(value, of):
    """A mean of 45 on 0 to 10 tells that it is on another scale."""
    with pytest.raises(EffectError, match=f"is no {of} on a scale from 0 to 10"):
        NRS.convert(value, onto=VAS, of=of)


@pytest.mark.parametrize(
    ("ends", "says"),
    [((10, 0, True), "no length"), ((0, np.inf, True), "numbers"), ((0, 10, "yes"), "never guessed"), ((True, 10, True), "numbers")],
)  # fmt: skip
def test_a_scale_has_two_ends_and_a_direction(ends, says):
    """Neither ends nor direction are guessed."""
    with pytest.raises(EffectError, match=says):
        Scale(ends[0], ends[1], higher_is_worse=ends[2])
    with pytest.raises(EffectError, match="choose 'score'"):
        NRS.convert(1, onto=VAS, of="mean")


def test_effects_come_onto_one_scale():
    """Each study is converted from its own scale; what was done is in the settings."""
    es = effect_sizes(
        "MD", slab=["A", "B", "C"], m1i=[3, 30, 2], sd1i=[2, 20, 1], n1i=[20, 20, 20],
        m2i=[4, 40, 1], sd2i=[2, 20, 1], n2i=[20, 20, 20],
    )  # fmt: skip
    both = rescale(es, [NRS, VAS, RELIEF], VAS)
    assert both.yi == pytest.approx([-10, -10, -25])
    assert both.vi == pytest.approx([40, 40, 62.5])
    assert both.settings["pain_scale"] == "0 to 100 (higher is worse)"
    assert [line[0] for line in both.settings["rescaled"]] == ["A", "C"]
    assert both.alike["pain scale"] == ("0 to 100 (higher is worse)",) * 3
    assert set(both.inputs) == {"n1i", "n2i"}
    assert "Converted to the scale 0 to 100" in both.notes[0]


def test_without_a_unit_only_the_direction_turns():
    """A standardized difference keeps its size and changes its sign."""
    es = effect_sizes("SMD", yi=[0.5], vi=[0.04])
    turned = rescale(es, RELIEF, VAS)
    assert (turned.yi[0], turned.vi[0]) == (-0.5, 0.04)
    assert rescale(es, NRS, VAS).yi[0] == 0.5


def test_single_means_are_scores():
    """A mean of one group moves with the ends of the scale."""
    es = effect_sizes("MN", mi=[1.0], sdi=[1.0], ni=[25])
    moved = rescale(es, RELIEF, NRS)
    assert moved.yi[0] == pytest.approx(7.5)
    assert moved.se[0] == pytest.approx(0.2 * 2.5)


def test_what_cannot_be_converted_is_refused():
    """Ratios, wrong numbers of scales and impossible effects are errors."""
    es = effect_sizes("MD", yi=[-12.0], vi=[1.0], slab=["A"])
    with pytest.raises(EffectError, match=r"'A' \(row 1\): -12 is no difference"):
        rescale(es, NRS, VAS)
    with pytest.raises(EffectError, match="one for each of the 1 studies"):
        rescale(es, [NRS, VAS], VAS)
    with pytest.raises(EffectError, match="ROM cannot be converted"):
        rescale(effect_sizes("ROM", yi=[1], vi=[1]), NRS, VAS)
    once = rescale(effect_sizes("MD", yi=[-1.0], vi=[1.0]), NRS, VAS)
    with pytest.raises(EffectError, match="are on the scale 0 to 100"):
        rescale(once, NRS, VAS)


def test_points_of_two_scales_do_not_join():
    """Effects on a known scale do not join with effects on another or an unknown one."""
    es = effect_sizes("MD", yi=[-1.0], vi=[1.0], slab=["A"])
    other = effect_sizes("MD", yi=[-9.0], vi=[9.0], slab=["B"])
    with pytest.raises(EffectError, match="differ in pain scale"):
        join_effects(rescale(es, NRS, VAS), other)
    assert join_effects(rescale(es, NRS, VAS), rescale(other, VAS, VAS)).k == 2
