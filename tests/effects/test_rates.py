"""Events per person-time or infusion."""

import math

import pytest

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import EffectError

GROUPS = {"x1i": [6], "t1i": [40], "x2i": [2], "t2i": [50]}


def test_each_rate_by_hand():
    """6 events in 40 infusions, alone and against 2 in 50."""
    rate = effect_sizes("IR", xi=[6], ti=[40])
    assert (rate.yi[0], rate.vi[0]) == pytest.approx((0.15, 6 / 1600), rel=1e-14)
    log = effect_sizes("IRLN", xi=[6], ti=[40])
    assert (log.yi[0], log.vi[0]) == pytest.approx((math.log(0.15), 1 / 6), rel=1e-14)
    assert log.back_transform(log.yi)[0] == pytest.approx(0.15)
    ratio = effect_sizes("IRR", **GROUPS)
    assert (ratio.yi[0], ratio.vi[0]) == pytest.approx(
        (math.log(0.15 / 0.04), 1 / 6 + 1 / 2), rel=1e-14
    )
    difference = effect_sizes("IRD", **GROUPS)
    assert (difference.yi[0], difference.vi[0]) == pytest.approx(
        (0.11, 6 / 1600 + 2 / 2500), rel=1e-13
    )


def test_a_zero_is_treated_by_the_rule():
    """Half an event is added where there is none, and the study is named."""
    es = effect_sizes("IRLN", xi=[0, 3], ti=[20, 30], slab=["A", "B"])
    assert es.yi == pytest.approx([math.log(0.5 / 20), math.log(0.1)])
    assert es.notes == ("0.5 was added to events (to='only0') of: A.",)


def test_groups_without_events_say_nothing_about_a_ratio():
    """They are left out of a ratio and kept for a difference."""
    none = {"x1i": [0, 6], "t1i": [20, 40], "x2i": [0, 2], "t2i": [25, 50]}
    assert effect_sizes("IRR", **none).settings["left_out"] == ["Study 1"]
    assert effect_sizes("IRD", **none).k == 2
    assert effect_sizes("IRD", **none, drop00=True).k == 1
    assert effect_sizes("IRR", **none, drop00=False).k == 2


@pytest.mark.parametrize(
    ("measure", "columns", "says"),
    [
        ("IR", {"xi": [1], "ti": [0]}, "ti is 0, but person-time"),
        ("IR", {"xi": [-1], "ti": [5]}, "xi is -1"),
        ("IRLN", {"xi": [0], "ti": [5], "to": "none"}, "the log of 0/5 is infinite"),
        ("IRR", {**GROUPS, "x2i": [0], "to": "none"}, "6/40 against 0/50 is infinite"),
    ],
)
def test_impossible_rates_are_refused(measure, columns, says):
    """What cannot be computed names the study and the numbers."""
    with pytest.raises(EffectError, match=says):
        effect_sizes(measure, **columns)
