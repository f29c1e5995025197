"""The number needed to treat."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.effects import number_needed_to_treat
from ketaevidence.errors import EffectError


def test_altman_1998_is_reproduced():
    """10 % (-5 % to 25 %) is NNTB 10, from NNTB 4 through infinity to NNTH 20."""
    nnt = number_needed_to_treat(0.10, -0.05, 0.25, event_is_good=True)
    assert nnt.estimate == pytest.approx(10)
    assert nnt.side == "benefit"
    assert nnt.passes_infinity
    assert nnt.benefit == pytest.approx((4, math.inf))
    assert nnt.harm == pytest.approx((20, math.inf))
    assert str(nnt) == "NNTB 10.0 (95 % interval NNTB 4.0 to infinity to NNTH 20.0)"


def test_an_interval_on_one_side_is_one_range():
    """Without 0 in it, the interval is an ordinary one, bounds exchanged."""
    good = number_needed_to_treat(0.2, 0.1, 0.4, event_is_good=True)
    assert good.benefit == pytest.approx((2.5, 10))
    assert good.harm is None
    bad = number_needed_to_treat(0.2, 0.1, 0.4, event_is_good=False)
    assert (bad.side, bad.benefit) == ("harm", None)
    assert str(bad) == "NNTH 5.0 (95 % interval NNTH 2.5 to 10.0)"


def test_equal_risks_have_no_number():
    """A difference of 0 needs infinitely many patients on either side."""
    nnt = number_needed_to_treat(0.0, -0.1, 0.1, event_is_good=True)
    assert (nnt.estimate, nnt.side) == (math.inf, None)
    assert "the risks are equal" in str(nnt)
    flat = number_needed_to_treat(0, 0, 0, event_is_good=True)
    assert (flat.benefit, flat.harm) == (None, None)
    assert str(flat).endswith("interval infinity)")
    edge = number_needed_to_treat(0.1, 0.0, 0.2, event_is_good=True)
    assert edge.benefit == pytest.approx((5, math.inf))
    assert not edge.passes_infinity


def test_a_ratio_needs_the_risk_of_those_not_treated():
    """RR 2 and OR 3.5 at a risk of 0.2 are differences of 0.2 and 0.2667."""
    rr = number_needed_to_treat(
        2, 1.5, 3, event_is_good=True, measure="RR", assumed_risk=0.2
    )
    assert rr.risk_difference == pytest.approx(0.2)
    assert rr.interval == pytest.approx((0.1, 0.4))
    odds = number_needed_to_treat(
        3.5, 1, 9, event_is_good=True, measure="OR", assumed_risk=0.2
    )
    assert odds.risk_difference == pytest.approx(7 / 15 - 0.2)
    with pytest.raises(EffectError, match="without the risk of those not treated"):
        number_needed_to_treat(2, 1.5, 3, event_is_good=True, measure="RR")


@settings(max_examples=50)
@given(st.lists(st.floats(-0.9, 0.9), min_size=3, max_size=3).map(sorted))
def test_what_is_good_for_responders_is_bad_for_harms(values):
    """Turning the meaning of the event exchanges benefit and harm."""
    low, point, high = values
    good = number_needed_to_treat(point, low, high, event_is_good=True)
    bad = number_needed_to_treat(point, low, high, event_is_good=False)
    assert (good.benefit, good.harm) == (bad.harm, bad.benefit)
    assert good.estimate == bad.estimate
    if good.side == "benefit":
        assert good.benefit.lb <= good.estimate <= good.benefit.ub


@pytest.mark.parametrize(
    ("values", "more", "says"),
    [
        ((10, -5, 25), {}, "not percent"),
        ((0.1, 0.2, 0.3), {}, "lie in its interval"),
        ((math.nan, 0, 1), {}, "lie in its interval"),
        (("x", 0, 1), {}, "must be numbers"),
        ((0.1, 0, 0.2), {"assumed_risk": 0.2}, "for ratios"),
        ((0.1, 0, 0.2), {"measure": "HR"}, "choose 'RD', 'RR' or 'OR'"),
        ((-0.7, -1, 0.1), {"measure": "OR", "assumed_risk": 0.2}, "not its logarithm"),
        ((2, 1, 6), {"measure": "RR", "assumed_risk": 0.2}, "a risk above 1"),
        ((0.1, 0, 0.2), {"level": 95}, "0.95, not 95"),
    ],
)
def test_impossible_numbers_are_refused(values, more, says):
    """Per cent, logarithms and contradictions are errors."""
    with pytest.raises(EffectError, match=says):
        number_needed_to_treat(*values, event_is_good=True, **more)


def test_the_meaning_of_the_event_is_told():
    """Whether an event is good is never guessed."""
    with pytest.raises(EffectError, match=r"event_is_good must be"):
        number_needed_to_treat(0.1, 0, 0.2, event_is_good="yes")
