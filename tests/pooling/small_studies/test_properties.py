"""What must hold for any studies."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ketaevidence.errors import PoolingError
from ketaevidence.pooling import pool
from ketaevidence.pooling.small_studies import (
    pet_peese,
    rank_test,
    regression_test,
    trim_and_fill,
)

EFFECT = st.floats(-10, 10, allow_subnormal=False).map(lambda y: round(y, 4))
VARIANCE = st.floats(-3, 3).map(lambda power: 10**power)
STUDIES = st.lists(st.tuples(EFFECT, VARIANCE), min_size=3, max_size=14)
FEW = {"few_studies": "allow"}


def columns(studies):
    """Split pairs into effects and variances, leaving out what is refused."""
    y, v = np.array(studies, dtype=float).T
    assume(np.ptp(v) > 1e-6 * v.max())
    assume(np.ptp(y) > 1e-3)
    return y, v


def answer(test, *given, **choices):
    """Give the result, or the words of the refusal."""
    try:
        return test(*given, **choices, **FEW)
    except PoolingError as error:
        return str(error)


@settings(max_examples=25)
@given(STUDIES, st.randoms(use_true_random=False))
def test_the_order_of_the_studies_does_not_matter(studies, random):
    """Shuffled studies give the same numbers to the last bit."""
    y, v = columns(studies)
    rows = list(range(len(y)))
    random.shuffle(rows)
    for test, parts in (
        (regression_test, ("slope", "slope_se", "limit", "pval")),
        (rank_test, ("tau", "pval", "distribution")),
        (pet_peese, ("estimate", "ci_lb", "chosen")),
    ):
        here, there = answer(test, y, v), answer(test, y[rows], v[rows])
        if isinstance(here, str):
            assert here == there
        else:
            assert [getattr(here, p) for p in parts] == [
                getattr(there, p) for p in parts
            ]
    filled = [
        answer(trim_and_fill, pool(y[r], v[r], method="DL", test="z"), side="left")
        for r in (slice(None), rows)
    ]
    if not isinstance(filled[0], str):
        assert filled[0].k0 == filled[1].k0
        assert filled[0].filled.estimate == filled[1].filled.estimate


@settings(max_examples=25)
@given(STUDIES, st.integers(-20, 20))
def test_the_unit_does_not_matter(studies, power):
    """Effects times c and variances times c^2 give the same tests, and limits times c."""
    y, v = columns(studies)
    c = 2.0**power
    here, there = (answer(regression_test, y * u, v * u**2) for u in (1.0, c))
    if not isinstance(here, str):
        assert there.pval == pytest.approx(here.pval, rel=1e-9)
        assert there.limit / c == pytest.approx(here.limit, rel=1e-9)
    here, there = (answer(rank_test, y * u, v * u**2) for u in (1.0, c))
    if not isinstance(here, str):
        assert (there.tau, there.pval) == (here.tau, here.pval)
    here, there = (
        answer(
            trim_and_fill, pool(y * u, v * u**2, method="EE", test="z"), side="right"
        )
        for u in (1.0, c)
    )
    if not isinstance(here, str):
        assert there.k0 == here.k0


@settings(max_examples=25)
@given(STUDIES)
def test_a_constant_added_to_all_effects_moves_the_limit_by_it(studies):
    """Asymmetry does not depend on where effects are counted from."""
    y, v = columns(studies)
    here, there = answer(regression_test, y, v), answer(regression_test, y + 64, v)
    if isinstance(here, str) or isinstance(there, str):
        return
    near = {"rel": 1e-6, "abs": 1e-6}
    assume(here.slope_se > 1e-6)
    assert there.slope == pytest.approx(here.slope, **near)
    assert there.limit - 64 == pytest.approx(here.limit, **near)


@settings(max_examples=25)
@given(STUDIES, st.sampled_from(["L0", "R0"]), st.sampled_from(["left", "right"]))
def test_trim_and_fill_is_possible_and_on_the_right_side(studies, estimator, side):
    """The number is possible, and every filled study lies on the side of the missing."""
    y, v = columns(studies)
    found = answer(
        trim_and_fill, pool(y, v, method="EE", test="z"), side=side, estimator=estimator
    )
    if isinstance(found, str):
        return
    assert 0 <= found.k0 < found.k
    assert found.filled.k == found.k + found.k0 == found.k + len(found.filled_yi)
    assert found.se_k0 is None or found.se_k0 >= 0
    moved = found.filled.estimate - found.pooled.estimate
    assert moved * (1 if side == "right" else -1) >= -1e-9 * np.ptp(y)


@settings(max_examples=25)
@given(STUDIES)
def test_every_number_is_possible(studies):
    """p-values and correlations are in range, limits inside their intervals."""
    y, v = columns(studies)
    line = answer(regression_test, y, v)
    if not isinstance(line, str):
        assert 0 <= line.pval <= 1
        assert line.limit_lb <= line.limit <= line.limit_ub
        assert line.dispersion > 0
    rank = answer(rank_test, y, v)
    if not isinstance(rank, str):
        assert -1 <= rank.tau <= 1
        assert 0 < rank.pval <= 1
        assert (rank.distribution == "normal") == rank.has_ties
