"""What is printed of a scale below 1 is below 1."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.pooling.below_one import below_one, is_below_one


@given(st.floats(0, 1, exclude_max=True))
def test_the_printed_number_is_below_one_and_near(scale):
    """However near to 1, the text is below 1 and off by less than its last digit."""
    told = float(below_one(scale))
    assert told < 1
    assert abs(told - scale) <= max(0.005 * scale, 1e-300)


@given(st.lists(st.floats(0, 2), min_size=1))
def test_one_scale_and_many_are_judged_alike(scales):
    """An array is judged as each of its numbers."""
    assert is_below_one(np.array(scales)).tolist() == [*map(is_below_one, scales)]


def test_rounding_is_not_below_one():
    """What computes to 1 but for the last digits is 1; a missing scale is not below."""
    assert not is_below_one(1 - 1e-12)
    assert not is_below_one(float("nan"))
    assert is_below_one(1 - 1e-6)
