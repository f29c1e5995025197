"""Change within one group."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import EffectError

PINNED = json.loads(
    (Path(__file__).parent / "pinned" / "mean_change.json").read_text("utf-8")
)
ONE = {"m1i": [7.0], "m2i": [4.5], "sd1i": [1.5], "sd2i": [2.0], "ni": [20]}


@pytest.mark.parametrize("analysis", PINNED["analyses"], ids=lambda a: a["id"])
def test_mean_change_agrees_with_metafor(analysis):
    """Effects and variances equal metafor's on synthetic and published data."""
    es = effect_sizes("MC", **analysis["inputs"])
    assert es.yi == pytest.approx(analysis["yi"], rel=1e-12)
    assert es.vi == pytest.approx(analysis["vi"], rel=1e-12)


def test_the_pinned_mean_changes_are_complete():
    """No pinned study can go missing quietly."""
    assert len(PINNED["analyses"]) == 11
    assert sum(len(a["yi"]) for a in PINNED["analyses"]) == 195


def test_the_correlation_is_never_assumed():
    """Without ri there is no mean change, and the message says why."""
    with pytest.raises(EffectError, match=r"missing: ri.*never assumed"):
        effect_sizes("MC", **ONE)


def test_one_correlation_for_all_is_recorded():
    """A correlation given once is marked as one value for every study."""
    es = effect_sizes("MC", **ONE, ri=0.5)
    assert es.settings["correlation"] == "one value for every study: 0.5"
    (note,) = es.notes
    assert note.startswith("The correlation of the two measurements was assumed, one")
    assert note.endswith("study: 0.5; repeat with other values.")
    per_study = effect_sizes("MC", **ONE, ri=[0.5])
    assert per_study.settings["correlation"] == "given per study"
    assert per_study.notes == ()
    assert np.array_equal(es.vi, per_study.vi)


@given(
    sd1=st.floats(0, 1e3), sd2=st.floats(0, 1e3), r=st.floats(-1, 1), n=st.integers(2)
)
def test_the_variance_is_never_negative(sd1, sd2, r, n):
    """Rounding cannot push the variance of a change below zero."""
    n = min(n, 10**6)
    es = effect_sizes("MC", m1i=[0], m2i=[0], sd1i=[sd1], sd2i=[sd2], ni=[n], ri=[r])
    assert es.vi[0] >= 0


@pytest.mark.parametrize("r", [1.01, -1.5])
def test_a_correlation_beyond_one_is_refused(r):
    """A correlation lies between -1 and 1."""
    with pytest.raises(EffectError, match=r"row 1\): ri is .*between -1 and 1"):
        effect_sizes("MC", **ONE, ri=r)


def test_a_reported_change_needs_no_correlation():
    """Mean and SD of the change give what both measurements and r give."""
    whole = effect_sizes("MC", **ONE, ri=0.5)
    sd = (1.5**2 + 2**2 - 2 * 0.5 * 1.5 * 2) ** 0.5
    told = effect_sizes("MC", mi=[2.5], sdi=[sd], ni=[20])
    assert told.yi == pytest.approx(whole.yi, rel=1e-15)
    assert told.vi == pytest.approx(whole.vi, rel=1e-14)


def test_three_ways_to_the_change_by_its_own_spread():
    """Both measurements, the change and its t give the same standardized change."""
    sd = (1.5**2 + 2**2 - 2 * 0.5 * 1.5 * 2) ** 0.5
    ways = [
        effect_sizes("SMCC", **ONE, ri=0.5),
        effect_sizes("SMCC", mi=[2.5], sdi=[sd], ni=[20]),
        effect_sizes("SMCC", ti=[2.5 / (sd / 20**0.5)], ni=[20]),
    ]
    for way in ways[1:]:
        assert way.yi == pytest.approx(ways[0].yi, rel=1e-13)
        assert way.vi == pytest.approx(ways[0].vi, rel=1e-13)


#: Variances of 10 - 9, 12 - 13 and 8.3 - 6.1, computed with metafor 3.8.1.
FORMULAS = {
    "SMCC": [0.13580091549039486, 0.04925312040704428, 0.03260002317423294],
    "SMCR": [0.19268935876558899, 0.04863091618714478, 0.05002638607718802],
}


@pytest.mark.parametrize("measure", FORMULAS)
def test_the_second_variance_formula_is_metafors(measure):
    """The formula LS2 takes the uncorrected change, times the correction squared."""
    es = effect_sizes(
        measure, vtype="LS2", m1i=[10, 12, 8.3], m2i=[9, 13, 6.1], sd1i=[2.1, 3, 1.2],
        sd2i=[2.5, 2.2, 2.9], ni=[5, 20, 44], ri=[0.3, 0.5, 0.7],
    )  # fmt: skip
    assert es.vi == pytest.approx(FORMULAS[measure], rel=1e-13)


def test_the_spread_afterwards_is_not_needed_to_standardize_by_the_one_before():
    """SMCR with and without sd2i are the same, and sd1i is said to be the SD before."""
    whole = effect_sizes("SMCR", **ONE, ri=0.5)
    short = {name: values for name, values in ONE.items() if name != "sd2i"}
    less = effect_sizes("SMCR", **short, ri=0.5)
    assert np.array_equal(whole.yi, less.yi)
    assert np.array_equal(whole.vi, less.vi)
    assert whole.settings["standardizer"].startswith("sd1i, the standard deviation b")


@pytest.mark.parametrize("measure", ["SMCC", "SMCR", "SMCRH", "SMCRP"])
def test_two_patients_are_too_few_to_standardize(measure):
    """With two patients the correction would be 0; that is refused, not returned."""
    with pytest.raises(EffectError, match=r"ni is 2, but must be 3 or more"):
        effect_sizes(measure, **{**ONE, "ni": [2]}, ri=0.5)


@pytest.mark.parametrize(
    ("measure", "flat"),
    [
        ("SMCC", {"sd1i": [2.0], "sd2i": [2.0], "ri": 1.0}),
        ("SMCR", {"sd1i": [0.0], "ri": 0.5}),
        ("SMCRH", {"sd1i": [0.0], "ri": 0.5}),
        ("SMCRP", {"sd1i": [0.0], "sd2i": [0.0], "ri": 0.5}),
    ],
)
def test_no_spread_cannot_be_standardized_by(measure, flat):
    """A standardizer of 0 is refused by name."""
    with pytest.raises(
        EffectError, match=r"row 1\): .* 0, so .*nothing to standardize"
    ):
        effect_sizes(measure, **{**ONE, **flat})


def test_an_uncontrolled_change_is_called_one():
    """Every change of one group says so in its name and its kind."""
    for measure in ("MC", "SMCC", "SMCR", "SMCRH", "SMCRP", "ROMC"):
        es = effect_sizes(measure, **ONE, ri=0.5)
        assert es.measure_name.startswith("Uncontrolled")
        assert es.kind == es.settings["kind"] == "uncontrolled change"


@given(st.floats(0.1, 10), st.sampled_from(["SMCC", "SMCR", "SMCRH", "SMCRP", "ROMC"]))
def test_the_unit_of_the_scale_does_not_matter(factor, measure):
    """Stretching a scale changes no standardized change and no ratio."""
    here = effect_sizes(measure, **ONE, ri=0.4)
    stretched = {
        name: [factor * value for value in values] if name != "ni" else values
        for name, values in ONE.items()
    }
    there = effect_sizes(measure, **stretched, ri=0.4)
    assert there.yi == pytest.approx(here.yi, rel=1e-12)
    assert there.vi == pytest.approx(here.vi, rel=1e-12)


def test_a_single_mean_has_the_variance_of_a_mean():
    """MN is the mean with sd^2/n, without a value that means no effect."""
    es = effect_sizes("MN", mi=[5.5], sdi=[2.0], ni=[16])
    assert (es.yi[0], es.vi[0], es.null_value) == (5.5, 0.25, None)
    with pytest.raises(EffectError, match="sdi is -2"):
        effect_sizes("MN", mi=[5.5], sdi=[-2.0], ni=[16])
