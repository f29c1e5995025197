"""Differences between two groups."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.effects import effect_sizes
from ketaevidence.effects.continuous import hedges_correction
from ketaevidence.errors import EffectError

ARMS = {
    "m1i": [3.1, 4.0],
    "sd1i": [1.5, 2.0],
    "n1i": [20, 30],
    "m2i": [4.2, 4.4],
    "sd2i": [1.8, 2.1],
    "n2i": [21, 29],
}


def test_mean_difference_has_each_groups_own_variance():
    """A mean difference is m1 - m2 with sd1^2/n1 + sd2^2/n2."""
    es = effect_sizes("MD", **ARMS)
    assert es.yi == pytest.approx([-1.1, -0.4], rel=1e-12)
    expected = [1.5**2 / 20 + 1.8**2 / 21, 4 / 30 + 2.1**2 / 29]
    assert es.vi == pytest.approx(expected, rel=1e-14)
    assert es.ni == (41, 59)


def test_hedges_correction_is_exact_where_it_is_known():
    """The correction equals the values that the gamma function gives in closed form."""
    exact = [1 / math.sqrt(math.pi), math.sqrt(2 / math.pi)]
    assert hedges_correction(np.array([2.0, 4.0])) == pytest.approx(exact, rel=1e-14)


def test_hedges_correction_survives_large_samples():
    """The correction approaches 1 - 3/(4m - 1) and does not overflow."""
    m = np.array([1e4, 1e6])
    assert hedges_correction(m) == pytest.approx(1 - 3 / (4 * m - 1), rel=1e-8)


@pytest.mark.parametrize("m", [3, 21, 99, 101, 201, 1001])
def test_hedges_correction_equals_its_exact_fraction(m):
    """For odd m the correction is a binomial coefficient times a root of pi."""
    x = (m - 1) // 2
    share = Fraction(x * math.comb(2 * x, x), 4**x)
    exact = float(share) * math.sqrt(math.pi) / math.sqrt(m / 2)
    assert hedges_correction(np.array([float(m)]))[0] == pytest.approx(exact, rel=4e-14)


def test_standardized_mean_difference_by_hand():
    """Four patients: g = (1 - 0) / 1 * sqrt(1/pi) and the large-sample variance."""
    es = effect_sizes("SMD", m1i=[1], sd1i=[1], n1i=[2], m2i=[0], sd2i=[1], n2i=[2])
    g = 1 / math.sqrt(math.pi)
    assert es.yi[0] == pytest.approx(g, rel=1e-14)
    assert es.vi[0] == pytest.approx(1 / 2 + 1 / 2 + g**2 / 8, rel=1e-14)
    assert es.settings["vtype"] == "LS"
    assert es.settings["correction"] == "exact (gamma function)"


def test_pooled_standard_deviation_weighs_by_degrees_of_freedom():
    """The standardizer of SMD is the pooled standard deviation."""
    es = effect_sizes("SMD", m1i=[2], sd1i=[1], n1i=[3], m2i=[0], sd2i=[2], n2i=[5])
    sd = math.sqrt((2 * 1 + 4 * 4) / 6)
    j = math.gamma(3) / (math.sqrt(3) * math.gamma(2.5))
    assert es.yi[0] == pytest.approx(2 / sd * j, rel=1e-14)


@given(
    shift=st.floats(-100, 100),
    factor=st.floats(0.01, 100),
    measure=st.sampled_from(["MD", "SMD"]),
)
def test_unit_and_origin_of_the_scale_do_not_matter(shift, factor, measure):
    """Shifting a scale changes nothing; stretching it stretches MD and leaves SMD."""
    moved = dict(ARMS)
    for arm in ("1", "2"):
        moved[f"m{arm}i"] = [shift + factor * m for m in ARMS[f"m{arm}i"]]
        moved[f"sd{arm}i"] = [factor * sd for sd in ARMS[f"sd{arm}i"]]
    there, here = effect_sizes(measure, **moved), effect_sizes(measure, **ARMS)
    by = factor if measure == "MD" else 1.0
    loss = 1e-13 * (1 + abs(shift) / factor)
    assert there.yi == pytest.approx(here.yi * by, rel=1e-9, abs=loss * by * 100)
    assert there.vi == pytest.approx(here.vi * by**2, rel=1e-9, abs=loss)


@pytest.mark.parametrize("measure", ["MD", "SMD"])
def test_swapping_the_groups_swaps_the_sign(measure):
    """The effect of B against A is minus the effect of A against B."""
    swapped = {
        name.translate(str.maketrans("12", "21")): values
        for name, values in ARMS.items()
    }
    there, here = effect_sizes(measure, **swapped), effect_sizes(measure, **ARMS)
    assert there.yi == pytest.approx(-here.yi, rel=1e-14)
    assert there.vi == pytest.approx(here.vi, rel=1e-14)


@pytest.mark.parametrize(
    ("column", "values", "says"),
    [
        ("sd1i", [1.5, -2.0], r"'B' \(row 2\): sd1i is -2.*cannot be negative"),
        ("n2i", [1, 29], r"'A' \(row 1\): n2i is 1.*2 or more"),
        ("n1i", [20, 0], r"'B' \(row 2\): n1i is 0.*2 or more"),
        ("n1i", [20.5, 30], r"'A' \(row 1\): n1i is 20.5, not a whole number"),
    ],
)
def test_impossible_values_name_the_study(column, values, says):
    """A value that cannot be is an error that names study, row, column and value."""
    with pytest.raises(EffectError, match=says):
        effect_sizes("MD", slab=["A", "B"], **{**ARMS, column: values})


def test_all_problems_come_at_once():
    """Two wrong cells are reported in one message."""
    wrong = {**ARMS, "sd1i": [-1, 2], "n2i": [21, 1]}
    with pytest.raises(EffectError, match=r"sd1i is -1.*n2i is 1"):
        effect_sizes("SMD", **wrong)


def test_no_spread_cannot_be_standardized():
    """SMD with both standard deviations 0 points to MD."""
    with pytest.raises(EffectError, match=r"nothing to standardize by.*MD"):
        effect_sizes("SMD", **{**ARMS, "sd1i": [0, 2], "sd2i": [0, 2]})


def test_numbers_out_of_range_are_refused():
    """A standard deviation whose square overflows is an error, not infinity."""
    with pytest.raises(EffectError, match=r"row 1.*too large"):
        effect_sizes("MD", **{**ARMS, "sd1i": [1e200, 2]})


#: Variances of 10 - 9 (SD 2.1, 2.5; n 5, 7), 12 - 13 (3, 2.2; 20, 22) and 8.3 - 6.1
#: (1.2, 2.9; 44, 40), computed with metafor 3.8.1 (these formulas have not changed).
FORMULAS = {
    ("MD", "HO"): [1.8905142857142858, 0.6506181818181819, 0.2269431818181818],
    ("SMD", "LS"): [0.34929121565049659, 0.09713578067502177, 0.05367534125095823],
    ("SMD", "LS2"): [0.29836302954121474, 0.09356398021829516, 0.05280318509425246],
    ("SMD", "UB"): [0.35218965232055621, 0.09730036970225496, 0.05395310657558554],
    ("SMD", "AV"): [0.35448513242941060, 0.09877682818947910, 0.04938841409473955],
}


@pytest.mark.parametrize(("measure", "vtype"), FORMULAS)
def test_each_variance_formula_is_metafors(measure, vtype):
    """The variance formula that is asked for is the one used, and it is named."""
    es = effect_sizes(
        measure, vtype=vtype, m1i=[10, 12, 8.3], m2i=[9, 13, 6.1], sd1i=[2.1, 3, 1.2],
        sd2i=[2.5, 2.2, 2.9], n1i=[5, 20, 44], n2i=[7, 22, 40],
    )  # fmt: skip
    assert es.vi == pytest.approx(FORMULAS[measure, vtype], rel=1e-13)
    assert es.settings["vtype"] == vtype
    assert es.settings["variance"]


def test_unequal_variances_by_hand():
    """SMDH standardizes by the root of the mean variance, with Bonett's variance."""
    es = effect_sizes("SMDH", m1i=[2], sd1i=[1], n1i=[5], m2i=[0], sd2i=[2], n2i=[9])
    g = float(hedges_correction(np.array([12.0]))[0]) * 2 / math.sqrt(2.5)
    assert es.yi[0] == pytest.approx(g, rel=1e-14)
    spread = 1 / 2.5 / 4 + 4 / 2.5 / 8
    kurtosis = (1 / 2.5) ** 2 / 4 + (4 / 2.5) ** 2 / 8
    assert es.vi[0] == pytest.approx(g**2 * kurtosis / 8 + spread, rel=1e-14)


def test_ratio_of_means_by_hand():
    """ROM is the log ratio with its second-order correction."""
    es = effect_sizes("ROM", m1i=[4], sd1i=[2], n1i=[10], m2i=[5], sd2i=[3], n2i=[8])
    part1, part2 = 4 / (10 * 16), 9 / (8 * 25)
    assert es.yi[0] == pytest.approx(math.log(0.8) + (part1 - part2) / 2, rel=1e-14)
    assert es.vi[0] == pytest.approx(part1 + part2, rel=1e-14)
    assert es.back_transform(math.log(0.8)) == pytest.approx(0.8)


@pytest.mark.parametrize("m2", [0, -5])
def test_a_ratio_needs_two_means_of_one_sign(m2):
    """No ratio is made of a mean of 0, or of means on both sides of 0."""
    with pytest.raises(EffectError, match=r"'T' \(row 1\): means of 4 and .* no ratio"):
        effect_sizes(
            "ROM", slab=["T"], m1i=[4], sd1i=[2], n1i=[10], m2i=[m2], sd2i=[3], n2i=[8]
        )
