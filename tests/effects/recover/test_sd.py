"""Recovering a standard deviation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, t, ttest_1samp, ttest_ind, ttest_rel

from ketaevidence.effects import effect_sizes, recover_sd
from ketaevidence.errors import EffectError

PATIENTS = st.lists(st.integers(0, 100), min_size=5, max_size=12).filter(
    lambda scores: len(set(scores)) > 2
)


@settings(max_examples=25)
@given(PATIENTS)
def test_the_spread_of_one_group_comes_back(scores):
    """From a standard error or an interval of real data follows their own SD."""
    scores = np.array(scores, float)
    n, sd = len(scores), scores.std(ddof=1)
    se = sd / n**0.5
    assert float(recover_sd(se=se, n=n)) == pytest.approx(sd, rel=1e-12)
    for name, quantile in (("t", t.ppf(0.95, n - 1)), ("normal", norm.ppf(0.95))):
        low, high = scores.mean() - quantile * se, scores.mean() + quantile * se
        again = recover_sd(
            ci_lb=low, ci_ub=high, mean=scores.mean(), n=n, level=0.9, distribution=name
        )
        assert float(again) == pytest.approx(sd, rel=1e-9)


@settings(max_examples=25)
@given(PATIENTS)
def test_the_spread_of_a_change_comes_back_from_its_test(scores):
    """From t or p of a paired test follows the SD of the differences."""
    change = np.array(scores, float) - 40.25
    test = ttest_1samp(change, 0)
    n, mean, sd = len(change), change.mean(), change.std(ddof=1)
    if abs(test.statistic) < 1e-3:
        return
    by_t = recover_sd(t=test.statistic, difference=mean, n=n)
    assert float(by_t) == pytest.approx(sd, rel=1e-9)
    by_p = recover_sd(p=test.pvalue, difference=mean, n=n)
    assert float(by_p) == pytest.approx(sd, rel=1e-6)


@settings(max_examples=25)
@given(PATIENTS, PATIENTS)
def test_the_common_spread_of_two_groups_comes_back_from_their_test(one, other):
    """From t, p, SE or interval of a difference follows the pooled SD."""
    one, other = np.array(one, float) + 0.25, np.array(other, float)
    n1, n2 = len(one), len(other)
    groups = {"n1": n1, "n2": n2}
    pooled = ((n1 - 1) * one.var(ddof=1) + (n2 - 1) * other.var(ddof=1)) / (n1 + n2 - 2)
    sd, test = pooled**0.5, ttest_ind(one, other)
    difference = one.mean() - other.mean()
    se = sd * (1 / n1 + 1 / n2) ** 0.5
    half = t.ppf(0.975, n1 + n2 - 2) * se
    found = [
        recover_sd(se=se, **groups),
        recover_sd(
            ci_lb=difference - half, ci_ub=difference + half, difference=difference,
            level=0.95, distribution="t", **groups,
        ),
    ]  # fmt: skip
    if abs(test.statistic) > 1e-3:
        found.append(recover_sd(t=test.statistic, difference=difference, **groups))
        found.append(recover_sd(p=test.pvalue, difference=difference, **groups))
    assert [float(sd) for sd in found] == pytest.approx([sd] * len(found), rel=1e-6)


def test_the_cochrane_handbooks_examples():
    """P 0.008 of a difference of 3.8 (25 and 22 patients) is a common SD of 4.69."""
    by_p = recover_sd(p=0.008, difference=3.8, n1=25, n2=22)
    assert float(by_p) == pytest.approx(4.69, abs=0.01)
    assert by_p.reference.endswith("section 6.5.2.3")


def test_tiny_p_values_keep_their_digits():
    """P of 1e-12 gives the t that it came from."""
    value = t.isf(0.5e-12, 19)
    sd = recover_sd(p=1e-12, difference=2.0, n=20)
    assert float(sd) == pytest.approx(2.0 / value * 20**0.5, rel=1e-9)


@pytest.mark.parametrize("n", [9, 33, 101])
def test_quantiles_of_normal_data_give_about_their_spread(n):
    """Wan's formulas recover 1 from the expected quantiles of n normal values."""
    rank = norm.ppf((np.arange(1, n + 1) - 0.375) / (n + 0.25))
    q1, q3 = rank[(n - 1) // 4], rank[3 * (n - 1) // 4]
    low, high = rank[0], rank[-1]
    quartiles = recover_sd(q1=q1, median=0, q3=q3, n=n)
    ends = recover_sd(minimum=low, median=0, maximum=high, n=n)
    both = recover_sd(minimum=low, q1=q1, median=0, q3=q3, maximum=high, n=n)
    assert float(ends) == pytest.approx(1, rel=1e-9)
    assert float(quartiles) == pytest.approx(1, rel=0.03)
    assert float(both) == pytest.approx((float(ends) + float(quartiles)) / 2)
    assert "10.1186/1471-2288-14-135" in both.reference


@pytest.mark.parametrize(
    "given",
    [
        {"q1": 1, "median": 1.2, "q3": 6, "n": 60},
        {"minimum": 0, "median": 0.5, "maximum": 10, "n": 60},
        {"minimum": 0, "q1": 1, "median": 1.2, "q3": 6, "maximum": 10, "n": 60},
        {"minimum": 0, "q1": 3, "median": 3, "q3": 3, "maximum": 6, "n": 60},
    ],
)
def test_skewed_data_have_no_spread_to_recover(given):
    """Data that Shi's tests find skewed are refused, with the numbers."""
    with pytest.raises(EffectError, match=r"are skewed .*Shi 2023.*report the median"):
        recover_sd(**given)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"q1": 4, "median": 5, "q3": 6, "n": 4}, "n is 4, but must be 5 or more"),
        ({"q1": 5, "median": 4, "q3": 6, "n": 20}, "q1 is 5, above the median"),
        ({"q1": 5, "median": 5, "q3": 5, "n": 20}, "the same as the q3"),
        ({"se": 0, "n": 20}, "se is 0, but a standard error must be above 0"),
        ({"se": 1, "n": 1}, "n is 1"),
        ({"t": 0, "difference": 1, "n": 9}, "from which no spread follows"),
        ({"t": 2, "difference": 0, "n": 9}, "difference is 0"),
        ({"t": -2, "difference": 1, "n": 9}, "the difference is positive"),
        ({"p": 1, "difference": 1, "n": 9}, "exact two-sided p"),
        ({"p": "<0.05", "difference": [1], "n": [9]}, "no table"),
        ({"p": ["<0.05"], "difference": [1], "n": [9]}, "not a number"),
        ({"sd": 1, "n": 9}, "cannot be recovered from n, sd; give one of these"),
        ({"se": 1, "n": 9, "level": 0.95}, "level= is for intervals"),
    ],
)
def test_what_does_not_apply_is_refused(given, says):
    """Too few patients, impossible numbers and unknown sets are errors."""
    with pytest.raises(EffectError, match=says):
        recover_sd(**given)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({}, "level= must be given|distribution= must be given"),
        ({"level": 0.95, "distribution": "z"}, "distribution='z'"),
        ({"level": 95, "distribution": "t"}, "0.95, not 95"),
        ({"level": 0.95, "distribution": "t", "mean": 5.9}, "not in the middle"),
    ],
)
def test_an_interval_must_be_explained_and_symmetric(more, says):
    """Level and distribution are told; a log or bootstrap interval gives no SD."""
    with pytest.raises(EffectError, match=says):
        recover_sd(ci_lb=4, ci_ub=6, n=25, **more)
    with pytest.raises(EffectError, match="must be below the upper"):
        recover_sd(ci_lb=6, ci_ub=4, n=25, level=0.95, distribution="t")


def test_numbers_out_of_range_are_refused():
    """Overflow and underflow name the study instead of giving infinity or 0."""
    for numbers in (
        {"se": 1e308, "n": 10**6},
        {"t": 1e300, "difference": 1e-300, "n": 9},
    ):
        with pytest.raises(EffectError, match=r"row 1\).*out of range"):
            recover_sd(**numbers)


def test_columns_of_a_table_go_on_to_effect_sizes():
    """Recovered numbers are a column, and the effects say that it was recovered."""
    table = {"study": ["A", "B"], "error": [0.5, 0.25], "n": [16, 64]}
    sd = recover_sd(table, slab="study", se="error", n="n")
    assert list(sd) == [2, 2]
    assert (len(sd), sd.slab) == (2, ("A", "B"))
    es = effect_sizes("MN", table, slab="study", mi=[5, 6], sdi=sd, ni="n")
    assert es.vi == pytest.approx([0.25, 0.0625])
    assert es.settings["recovered"] == {
        "sdi": "recovered from the standard error of a mean"
    }
    with pytest.raises(EffectError, match="2 numbers, not one"):
        float(sd)
    with pytest.raises(EffectError, match=r"'B' \(row 2\): se is -1"):
        recover_sd(table, slab="study", se=[1, -1], n="n")


def test_a_paired_test_is_not_a_test_of_groups():
    """The same t means another SD for pairs than for groups."""
    before, after = np.array([5.0, 6, 7, 8, 6]), np.array([4.0, 5, 7, 5, 5])
    paired = ttest_rel(before, after)
    sd = recover_sd(t=paired.statistic, difference=1.2, n=5)
    assert float(sd) == pytest.approx((before - after).std(ddof=1), rel=1e-9)
