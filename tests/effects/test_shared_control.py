"""A control group that serves several comparisons."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.effects import split_shared_control
from ketaevidence.errors import EffectError


@settings(max_examples=50)
@given(st.integers(10, 500), st.integers(2, 5), st.floats(0, 1))
def test_nobody_is_counted_twice_or_lost(n, into, share):
    """Parts add up to the group, differ by at most one, and hold their events."""
    events = round(share * n)
    split = split_shared_control(n, into, events=events)
    assert sum(split.n) == n
    assert sum(split.events) == events
    assert max(split.n) - min(split.n) <= 1
    assert all(0 <= e <= m for e, m in zip(split.events, split.n, strict=True))
    assert split.is_exact == (n % into == 0 and events % into == 0)


def test_means_need_no_events():
    """For a mean, only the number of patients is split."""
    assert split_shared_control(45, 2).events is None
    assert split_shared_control(45, 2).n == (23, 22)


@pytest.mark.parametrize(
    ("n", "into", "events", "says"),
    [
        (5, 3, None, "two or more patients"),
        (40, 1, None, "into=1"),
        (40.5, 2, None, "n=40.5"),
        (float("nan"), 2, None, "n=nan"),
        ("forty", 2, None, "whole number"),
        (40, 2, 41, "more than the n=40"),
        (40, 2, -1, "events=-1"),
        (True, 2, None, "n=True"),
    ],
)
def test_what_cannot_be_split_is_refused(n, into, events, says):
    """Too few patients, one comparison or no whole number is an error."""
    with pytest.raises(EffectError, match=says):
        split_shared_control(n, into, events=events)
