"""Estimate, interval, level, standard error and p value must belong together."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.integrity.builders import ONE, found, quoted
from tests.synthesis.builders import result

from ketaevidence.integrity.deviation import normal_quantile
from ketaevidence.integrity.printed_p import (
    contradicts,
    quantile,
    read_p,
    two_sided,
    welch,
)


def interval(value=-1.0, low=-2.0, high=0.0, level=0.95, **more):
    """Give a difference with its interval."""
    values = {
        "statistic": "mean_difference", "arm_id": "con", "value": value, "ci_low": low,
        "ci_high": high, "ci_level": level,
    }  # fmt: skip
    return result("R1", **(values | more))


def ratio(value=2.0, low=1.0, high=4.0, **more):
    """Give an odds ratio with its interval."""
    scale = {"scale": None, "scale_low": None, "scale_high": None}
    return interval(value, low, high, statistic="odds_ratio", **scale, **more)


def test_an_estimate_outside_its_interval_blocks():
    """A lost minus sign puts the estimate outside, and the finding says so."""
    # T08
    (finding,) = found("value_outside_interval", [ONE], [interval(0.8, -1.5, -0.1)])
    assert finding.blocks
    assert "With the other sign it would" in finding.why
    (other,) = found("value_outside_interval", [ONE], [interval(8.0, -1.5, -0.1)])
    assert "A digit may be wrong" in other.why
    assert not found("value_outside_interval", [ONE], [interval(-0.8, -1.5, -0.1)])


@pytest.mark.parametrize(
    ("row", "is_found"),
    [
        (interval(-1.0, -2.0, 0.0), False),
        (interval(-0.78, -1.51, -0.05), False),
        (interval(-1.3, -1.5, 0.6), True),
        (ratio(2.0, 1.0, 4.0), False),
        (ratio(6.54, 1.83, 23.44), False),
        (ratio(2.1, 1.1, 9.3), True),
        (ratio(2.0, 0.0, 4.0), False),
        (interval(8.0, 2.0, 9.0, statistic="median"), False),
    ],
)
def test_an_interval_off_its_estimate_warns(row, is_found):
    """The middle must be the estimate, on logs for a ratio, beside rounding."""
    assert bool(found("interval_off_centre", [ONE], [row])) is is_found


@settings(deadline=None)
@given(
    st.floats(-3, 3), st.floats(0.05, 2), st.integers(1, 3),
    st.sampled_from([0.9, 0.95, 0.99]), st.booleans(),
)  # fmt: skip
def test_a_real_estimate_raises_no_question(value, error, digits, level, is_ratio):
    """An estimate with its own interval and p value, rounded, contradicts nothing."""
    reach = normal_quantile(level) * error
    ends = (value - reach, value + reach)
    p = two_sided(value / error)
    assume(p > 0.0005)
    shown = f"{p:.3f}"
    if is_ratio:
        printed = [round(exp(x), digits) for x in (value, *ends)]
        assume(min(printed) > 0.5 * 10**-digits)
        row = ratio(*printed, ci_level=level, p_value=shown)
    else:
        printed = [round(x, digits) for x in (value, *ends)]
        row = interval(*printed, level, scale_low=-50.0, scale_high=50.0, p_value=shown)
    assume(printed[1] < printed[2])
    for check in (
        "value_outside_interval",
        "interval_off_centre",
        "p_against_interval",
    ):
        assert not found(check, [ONE], [row])


def test_a_narrow_interval_beside_its_error_blocks():
    """A 90% interval entered as 95% is told by the standard error beside it."""
    # T05
    row = interval(-1.04, -1.9, -0.18, spread=0.52, spread_type="SE")
    (finding,) = found("level_against_error", [ONE], [row])
    assert "1.65 standard errors away" in finding.why
    right = interval(-1.04, -2.06, -0.02, spread=0.52, spread_type="SE")
    assert not found("level_against_error", [ONE], [right])
    honest = interval(-1.04, -1.9, -0.18, 0.9, spread=0.52, spread_type="SE")
    assert not found("level_against_error", [ONE], [honest])


@pytest.mark.parametrize(
    ("words", "level", "is_found"),
    [
        ("59 to 85% (90% CI)", 0.95, True),
        ("the 90 per cent interval was 59 to 85", 0.95, True),
        ("the 90% confidence interval", 0.9, False),
        ("90% of the patients, 95% CI 59 to 85", 0.95, False),
        ("no level is named", 0.95, False),
    ],
)
def test_words_of_another_level_block(words, level, is_found):
    """The sentence that proves an interval may say that it is not a 95% one."""
    # T05
    row = interval(-1.0, -2.0, 0.0, level, source=quoted(words))
    assert bool(found("level_said_otherwise", [ONE], [row])) is is_found


def test_an_interval_without_level_warns_and_another_level_is_a_note():
    """A missing level is asked for; a 90% interval is named as one."""
    # T05
    assert found("level_unknown", [ONE], [interval(level=None)])[0].severity == "warn"
    (finding,) = found("level_unusual", [ONE], [interval(level=0.9)])
    assert (finding.severity, "narrower" in finding.why) == ("note", True)
    assert not found("level_unknown", [ONE], [interval()])
    assert not found("level_unusual", [ONE], [interval()])


@pytest.mark.parametrize(
    ("row", "is_found"),
    [
        (interval(-1.0, -2.0, 0.0, p_value="0.05"), False),
        (interval(-1.0, -1.4, -0.6, p_value="0.04"), True),
        (interval(-1.0, -1.4, -0.6, p_value="<0.001"), False),
        (interval(-1.0, -2.5, 0.5, p_value="<0.05"), True),
        (interval(-1.0, -2.5, 0.5, p_value="0.19"), False),
        (interval(-1.0, -1.8, -0.2, p_value=">0.05"), True),
        (ratio(2.0, 1.0, 4.0, p_value="0.05"), False),
        (ratio(2.0, 1.4, 2.857, p_value="0.05"), True),
        (interval(-5.0, -7.776, -2.224, n=6, p_value="0.0075"), False),
        (interval(-1.0, -1.4, -0.6, p_value="0.04 (week 12)"), False),
    ],
)
def test_a_p_value_that_contradicts_its_interval_blocks(row, is_found):
    """The p value worked out from the interval must be the printed one, in short."""
    findings = found("p_against_interval", [ONE], [row])
    assert bool(findings) is is_found
    assert all(finding.blocks for finding in findings)


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("0.07", "=", 0.07), ("<0.001", "<", 0.001), ("p = .009", "=", 0.009),
        ("≤0.05", "<", 0.05), ("> 0.2", ">", 0.2), ("P<0.05", "<", 0.05),
    ],
)  # fmt: skip
def test_a_p_value_alone_is_read(text, sign, value):
    """A number with or without its sign and letter is a p value."""
    printed = read_p(text)
    assert (printed.sign, printed.value) == (sign, value)


@pytest.mark.parametrize("text", [None, "", "n.s.", "0,05", "<0.001 (all)", "5", "0"])
def test_what_is_no_p_value_alone_is_not_read(text):
    """Words beside it, a comma, or no number: nothing is guessed."""
    assert read_p(text) is None


@given(st.floats(0.0001, 6))
def test_p_values_and_distances_are_inverse(distance):
    """A distance from no effect gives a p value that gives it back."""
    assert quantile(two_sided(distance)) == pytest.approx(distance, rel=1e-6)


def test_welch_agrees_with_scipy():
    """The difference of two means is tested as scipy tests it from the same numbers."""
    from scipy.stats import ttest_ind_from_stats

    theirs = ttest_ind_from_stats(2.7, 2.8, 30, 5.4, 2.6, 25, equal_var=False)
    distance, freedom = welch((2.7, 2.8, 30), (5.4, 2.6, 25))
    assert distance == pytest.approx(theirs.statistic)
    assert two_sided(distance, freedom) == pytest.approx(theirs.pvalue)


@settings(deadline=None)
@given(st.floats(0.3, 8), st.floats(0.7, 1.4))
def test_small_differences_of_analysis_are_no_contradiction(distance, factor):
    """An adjusted analysis that moves the distance by 40% contradicts nothing."""
    printed = read_p(f"{two_sided(distance):.12f}")
    assert not contradicts(printed, two_sided(distance * factor))
