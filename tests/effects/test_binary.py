"""Events in two groups."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import EffectError

TRIAL = {"ai": [8], "n1i": [20], "ci": [3], "n2i": [21]}
#: No events, one zero, all events in both groups, no zero.
ZEROS = {"ai": [0, 0, 10, 4], "n1i": [10, 12, 10, 20], "ci": [0, 3, 9, 6], "n2i": [9, 11, 9, 20]}  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "yi", "vi"),
    [
        ("RR", math.log(0.4 / (3 / 21)), 1 / 8 - 1 / 20 + 1 / 3 - 1 / 21),
        ("OR", math.log(8 * 18 / (12 * 3)), 1 / 8 + 1 / 12 + 1 / 3 + 1 / 18),
        ("RD", 0.4 - 3 / 21, 0.4 * 0.6 / 20 + 3 * 18 / 21**3),
        ("AS", math.asin(0.4**0.5) - math.asin((3 / 21) ** 0.5), 1 / 80 + 1 / 84),
    ],
)
def test_each_measure_by_hand(measure, yi, vi):
    """8 of 20 against 3 of 21, by each measure's own formula."""
    es = effect_sizes(measure, **TRIAL)
    assert es.yi[0] == pytest.approx(yi, rel=1e-14)
    assert es.vi[0] == pytest.approx(vi, rel=1e-14)
    assert (es.ni, es.kind) == ((41,), "contrast")


def test_peto_is_observed_minus_expected():
    """Peto's log odds ratio is (O - E) / V of the hypergeometric distribution."""
    es = effect_sizes("PETO", **TRIAL)
    expected = 20 * 11 / 41
    v = 20 * 21 * 11 * 30 / (41**2 * 40)
    assert es.yi[0] == pytest.approx((8 - expected) / v, rel=1e-14)
    assert es.vi[0] == pytest.approx(1 / v, rel=1e-14)


@pytest.mark.parametrize("measure", ["RR", "OR", "RD", "PETO", "AS"])
def test_cells_and_totals_are_the_same_table(measure):
    """Non-events in place of totals give the same effects."""
    cells = effect_sizes(measure, ai=[8], bi=[12], ci=[3], di=[18])
    totals = effect_sizes(measure, **TRIAL)
    assert np.array_equal(cells.yi, totals.yi)
    assert np.array_equal(cells.vi, totals.vi)


#: Computed with metafor 3.8.1 (RD) and 5.1.12's formulas by hand (RR, OR).
def test_average_and_unbiased_variances():
    """AV takes the average proportions of all studies, UB divides by n - 1."""
    two = {"ai": [8, 5], "n1i": [20, 30], "ci": [3, 9], "n2i": [21, 29]}
    p1, p2, n1, n2 = 13 / 50, 12 / 50, np.array([20, 30]), np.array([21, 29])
    expected = {
        "RR": (1 - p1) / (p1 * n1) + (1 - p2) / (p2 * n2),
        "OR": 1 / (n1 * p1 * (1 - p1)) + 1 / (n2 * p2 * (1 - p2)),
        "RD": p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2,
    }
    for measure, vi in expected.items():
        es = effect_sizes(measure, vtype="AV", **two)
        assert es.vi == pytest.approx(vi, rel=1e-13)
    unbiased = effect_sizes("RD", vtype="UB", **TRIAL).vi[0]
    assert unbiased == pytest.approx(0.24 / 19 + (3 / 21) * (18 / 21) / 20, rel=1e-13)


@pytest.mark.parametrize(
    ("measure", "left_out"),
    [
        ("OR", ["A", "C"]),
        ("PETO", ["A", "C"]),
        ("RR", ["A"]),
        ("RD", []),
        ("AS", []),
    ],
)
def test_studies_that_say_nothing_are_left_out_and_named(measure, left_out):
    """A study without events says nothing about a ratio, but does about a difference."""
    es = effect_sizes(measure, **ZEROS, slab=list("ABCD"))
    assert es.settings["left_out"] == left_out
    assert es.slab == tuple(label for label in "ABCD" if label not in left_out)
    assert es.inputs["ai"] == tuple(
        events for label, events in zip("ABCD", ZEROS["ai"], strict=True)
        if label not in left_out
    )  # fmt: skip
    assert any("say nothing" in note for note in es.notes) == bool(left_out)


def test_they_stay_when_told_to_and_the_notes_say_so():
    """drop00=False keeps them, as metafor does, and names them."""
    es = effect_sizes("OR", **ZEROS, slab=list("ABCD"), drop00=False)
    assert es.slab == tuple("ABCD")
    assert es.settings["without_information"] == ["A", "C"]
    assert "Kept, though they say nothing about the odds ratio" in es.notes[1]
    everywhere = effect_sizes("RD", **ZEROS, slab=list("ABCD"), drop00=True)
    assert everywhere.slab == ("B", "D")
    assert "Left out as asked" in everywhere.notes[-1]


def test_nothing_left_is_an_error():
    """When no study says anything, that is the answer."""
    with pytest.raises(
        EffectError, match="in every study, an event occurred in nobody"
    ):
        effect_sizes("OR", ai=[0, 0], n1i=[5, 6], ci=[0, 0], n2i=[7, 8])


@pytest.mark.parametrize(("to", "adjusted"), [("only0", "B"), ("if0all", "BD"), ("all", "BD"), ("none", "")])  # fmt: skip
def test_the_rule_decides_who_is_adjusted(to, adjusted):
    """Each rule adds to the studies that it names, after those left out are gone."""
    es = effect_sizes("PETO", **ZEROS, slab=list("ABCD"), to=to)
    assert es.settings["adjusted"] == list(adjusted)


def test_peto_needs_nothing_added():
    """With to='none' a zero in one group is no obstacle for Peto's method."""
    es = effect_sizes("PETO", ai=[0], n1i=[12], ci=[3], n2i=[11], to="none")
    v = 12 * 11 * 3 * 20 / (23**2 * 22)
    assert es.yi[0] == pytest.approx(-12 * 3 / 23 / v, rel=1e-14)


@pytest.mark.parametrize("measure", ["RR", "OR"])
def test_an_infinite_ratio_names_the_study_and_its_counts(measure):
    """Without a rule, the log ratio of 0/12 against 3/11 is refused."""
    with pytest.raises(
        EffectError, match=r"'B' \(row 2\): .* 0/12 against 3/11 is inf"
    ):
        effect_sizes(
            measure, ai=[4, 0], n1i=[20, 12], ci=[6, 3], n2i=[20, 11],
            slab=["A", "B"], to="none",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"ai": [21]}, r"row 1\): ai is 21, more events than patients \(n1i\)"),
        ({"ci": [-1]}, r"row 1\): ci is -1, but must be 0 or more"),
        ({"n2i": [0]}, r"row 1\): n2i is 0, but must be 1 or more"),
        ({"ai": [2.5]}, r"row 1\): ai is 2.5, not a whole number"),
    ],
)
def test_impossible_counts_are_refused(wrong, says):
    """A count that cannot be is an error that names study, row and column."""
    with pytest.raises(EffectError, match=says):
        effect_sizes("OR", **{**TRIAL, **wrong})
    with pytest.raises(EffectError, match="fewer than 1"):
        effect_sizes("OR", ai=[0], bi=[0], ci=[1], di=[1])


counts = st.tuples(st.integers(0, 30), st.integers(1, 30), st.integers(0, 30), st.integers(1, 30))  # fmt: skip


@settings(max_examples=40)
@given(st.lists(counts, min_size=1, max_size=5))
def test_swapping_groups_or_events_turns_the_sign(rows):
    """Every measure but RR is mirrored by its groups and by its events."""
    a, b, c, d = ([row[i] for row in rows] for i in range(4))
    for measure in ("OR", "RD", "PETO", "AS"):
        here = effect_sizes(measure, ai=a, bi=b, ci=c, di=d, drop00=False)
        groups = effect_sizes(measure, ai=c, bi=d, ci=a, di=b, drop00=False)
        events = effect_sizes(measure, ai=b, bi=a, ci=d, di=c, drop00=False)
        for there in (groups, events):
            assert there.yi == pytest.approx(-here.yi, rel=1e-9, abs=1e-12)
            assert there.vi == pytest.approx(here.vi, rel=1e-9)


@settings(max_examples=30)
@given(st.lists(counts, min_size=1, max_size=5))
def test_no_variance_is_negative_and_no_number_infinite(rows):
    """With the default rule every table gives finite numbers, or a refusal."""
    a, b, c, d = ([row[i] for row in rows] for i in range(4))
    for measure in ("RR", "OR", "RD", "PETO", "AS"):
        es = effect_sizes(measure, ai=a, bi=b, ci=c, di=d, drop00=False)
        assert np.isfinite(es.yi).all()
        assert (es.vi >= 0).all()
