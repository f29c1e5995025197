"""Proportions, raw and logit, and the zero-cell rule."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import EffectError


def test_raw_proportion_by_hand():
    """3 of 10 is 0.3 with variance 0.3 x 0.7 / 10."""
    es = effect_sizes("PR", xi=[3], ni=[10])
    assert es.yi[0] == pytest.approx(0.3, rel=1e-15)
    assert es.vi[0] == pytest.approx(0.021, rel=1e-14)


def test_logit_proportion_by_hand():
    """3 of 10 is log(3/7) with variance 1/3 + 1/7."""
    es = effect_sizes("PLO", xi=[3], ni=[10])
    assert es.yi[0] == pytest.approx(math.log(3 / 7), rel=1e-15)
    assert es.vi[0] == pytest.approx(1 / 3 + 1 / 7, rel=1e-15)


@pytest.mark.parametrize(
    ("to", "first", "second"),
    [
        ("only0", (0.5, 11), (3, 10)),
        ("if0all", (0.5, 11), (3.5, 11)),
        ("all", (0.5, 11), (3.5, 11)),
        ("none", (0, 10), (3, 10)),
    ],
)
def test_zero_cell_rules(to, first, second):
    """Each rule adds to events and to non-events exactly where it says."""
    es = effect_sizes("PR", xi=[0, 3], ni=[10, 10], to=to)
    expected = [first[0] / first[1], second[0] / second[1]]
    assert es.yi == pytest.approx(expected, rel=1e-14)
    variances = [
        p * (1 - p) / n for p, (_, n) in zip(expected, (first, second), strict=True)
    ]
    assert es.vi == pytest.approx(variances, rel=1e-13)


def test_if0all_leaves_data_without_zeros_alone():
    """Without a zero cell, if0all adds nothing and all adds everywhere."""
    plain = effect_sizes("PLO", xi=[3, 4], ni=[10, 10], to="none")
    same = effect_sizes("PLO", xi=[3, 4], ni=[10, 10], to="if0all")
    every = effect_sizes("PLO", xi=[3, 4], ni=[10, 10], to="all")
    assert np.array_equal(plain.yi, same.yi)
    assert every.yi == pytest.approx(
        [math.log(3.5 / 7.5), math.log(4.5 / 6.5)], rel=1e-14
    )


def test_the_rule_and_the_adjusted_studies_are_echoed():
    """Settings say what was added, by which rule, and to whom."""
    es = effect_sizes("PLO", xi=[0, 3, 9], ni=[10, 10, 9], slab=["A", "B", "C"])
    assert es.settings["add"] == 0.5
    assert es.settings["adjusted"] == ["A", "C"]
    assert es.settings["to"] == "only0"
    assert es.notes == (
        "0.5 was added to events and to non-events (to='only0') of: A, C.",
    )
    assert es.inputs["xi"] == (0, 3, 9)
    assert es.ni == (10, 10, 9)


def test_an_infinite_logit_names_the_study():
    """Without a zero-cell rule, the logit of 0/10 is refused by name."""
    with pytest.raises(EffectError, match=r"'Study 2' \(row 2\): the logit of 0/10"):
        effect_sizes("PLO", xi=[3, 0], ni=[10, 10], to="none")


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1))
def test_the_complement_mirrors_the_logit(counts):
    """Non-events have minus the logit and the same variance."""
    counts = [(x, y) for x, y in counts if x + y > 0] or [(1, 1)]
    total = [x + y for x, y in counts]
    events = effect_sizes("PLO", xi=[x for x, _ in counts], ni=total)
    others = effect_sizes("PLO", xi=[y for _, y in counts], ni=total)
    assert events.yi == pytest.approx(-others.yi, rel=1e-12, abs=1e-15)
    assert events.vi == pytest.approx(others.vi, rel=1e-14)
    assert np.all(events.vi > 0)


@pytest.mark.parametrize(
    ("xi", "ni", "says"),
    [
        (11, 10, "xi is 11, more events than patients"),
        (-1, 10, "xi is -1, but must be 0 or more"),
        (2.5, 10, "xi is 2.5, not a whole number"),
        (0, 0, "ni is 0, but must be 1 or more"),
    ],
)
def test_impossible_counts_are_refused(xi, ni, says):
    """A count that cannot be is an error that names the study."""
    with pytest.raises(EffectError, match=rf"'Trial' \(row 1\): {says}"):
        effect_sizes("PR", xi=[xi], ni=[ni], slab=["Trial"])


@pytest.mark.parametrize(
    ("rule", "says"), [({"to": "zero"}, "zero-cell rule"), ({"add": -1}, "add=-1")]
)
def test_unknown_rules_are_refused(rule, says):
    """A zero-cell rule that does not exist is refused."""
    with pytest.raises(EffectError, match=says):
        effect_sizes("PR", xi=[1], ni=[10], **rule)


#: Computed with metafor 3.8.1 from 0/10, 2/60, 0/40, 5/80, 1/55, 10/10 and 12/12.
VARIANCES = {
    ("PR", "UB"): [0.0043388429752066115, 0.0005461393596986817],
    ("PR", "AV"): [0.009467092322717927, 0.001735633592498287],
    ("PLN", "AV"): [0.67897727272727271, 0.12447916666666667],
    ("PLO", "AV"): [0.8729673830353747, 0.1600440202231520],
}


@pytest.mark.parametrize(("measure", "vtype"), VARIANCES)
def test_each_variance_formula_is_metafors(measure, vtype):
    """Unbiased and averaged variances equal metafor's."""
    es = effect_sizes(
        measure,
        vtype=vtype,
        xi=[0, 2, 0, 5, 1, 10, 12],
        ni=[10, 60, 40, 80, 55, 10, 12],
    )
    assert es.vi[:2] == pytest.approx(VARIANCES[measure, vtype], rel=1e-13)


def test_log_and_arcsine_proportions_by_hand():
    """PLN is log(x/n), PAS the arcsine of its root, PFT the mean of two arcsines."""
    log = effect_sizes("PLN", xi=[3], ni=[10])
    assert (log.yi[0], log.vi[0]) == pytest.approx((math.log(0.3), 1 / 3 - 0.1))
    arcsine = effect_sizes("PAS", xi=[3], ni=[12])
    assert (arcsine.yi[0], arcsine.vi[0]) == pytest.approx((math.pi / 6, 1 / 48))
    tukey = effect_sizes("PFT", xi=[2], ni=[7])
    both = math.asin(math.sqrt(2 / 8)) + math.asin(math.sqrt(3 / 8))
    assert (tukey.yi[0], tukey.vi[0]) == pytest.approx((both / 2, 1 / 30))


def test_the_log_of_nothing_names_the_study():
    """Without a zero-cell rule, the log of 0/10 is refused by name."""
    with pytest.raises(EffectError, match=r"\(row 1\): the log of 0/10 is infinite"):
        effect_sizes("PLN", xi=[0], ni=[10], to="none")


@pytest.mark.parametrize("measure", ["PAS", "PFT"])
def test_nothing_is_added_where_nothing_needs_it(measure):
    """Arcsine measures refuse a zero-cell rule, which would do nothing."""
    with pytest.raises(EffectError, match="needs nothing added"):
        effect_sizes(measure, xi=[0], ni=[10], to="all")
