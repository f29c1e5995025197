"""Two groups, each measured before and after."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import EffectError

BOTH = {
    "post1i": [3.0], "pre1i": [6.0], "sdpost1i": [2.2], "sdpre1i": [1.8], "n1i": [20],
    "post2i": [5.0], "pre2i": [6.2], "sdpost2i": [2.1], "sdpre2i": [1.9], "n2i": [22],
}  # fmt: skip
SHORT = {name: values for name, values in BOTH.items() if "sdpost" not in name}


@settings(max_examples=25)
@given(r1=st.floats(-0.9, 0.99), r2=st.floats(-0.9, 0.99))
def test_a_difference_in_change_is_the_difference_of_two_changes(r1, r2):
    """MCD and PPC1 are the treated group's change minus the other's."""
    for measure, single, data in (("MCD", "MC", BOTH), ("PPC1", "SMCR", SHORT)):
        whole = effect_sizes(measure, **data, r1i=r1, r2i=r2)
        parts = []
        for group, r in (("1", r1), ("2", r2)):
            before = BOTH[f"sdpre{group}i"]
            columns = {
                "m1i": BOTH[f"post{group}i"], "m2i": BOTH[f"pre{group}i"],
                "sd1i": before, "sd2i": BOTH[f"sdpost{group}i"], "ni": BOTH[f"n{group}i"],
            }  # fmt: skip
            parts.append(effect_sizes(single, **columns, ri=r))
        assert whole.yi == pytest.approx(parts[0].yi - parts[1].yi, rel=1e-12)
        assert whole.vi == pytest.approx(parts[0].vi + parts[1].vi, rel=1e-12)


def test_it_is_a_contrast_and_no_uncontrolled_change():
    """With a comparison group the kind is a contrast, and all patients count."""
    es = effect_sizes("MCD", **BOTH, r1i=0.5, r2i=0.6)
    assert (es.kind, es.ni) == ("contrast", (42,))
    assert es.settings["correlation"] == "one value for every study: 0.5 and 0.6"


def test_the_exact_variance_is_that_of_simulated_trials():
    """Morris's variance is 0.20979 for 8 and 10 patients, r 0.6 and an effect of 0.8.

    400,000 simulated trials of normal data gave 0.2103; the large-sample formula
    gives 0.1978.
    """
    # An effect of 0.8 after correction, by choosing the mean difference.
    base = {"pre1i": [0], "pre2i": [0], "post2i": [0], "sdpre1i": [1], "sdpre2i": [1]}
    one = effect_sizes("PPC2", **base, post1i=[1], n1i=[8], n2i=[10], r1i=0.6, r2i=0.6)
    es = effect_sizes(
        "PPC2", **base, post1i=[0.8 / one.yi[0]], n1i=[8], n2i=[10], r1i=0.6, r2i=0.6,
        vtype="exact",
    )  # fmt: skip
    assert es.yi[0] == pytest.approx(0.8)
    assert es.vi[0] == pytest.approx(0.2097893, abs=1e-6)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"r2i": 0.4}, "needs r1i equal to r2i"),
        ({"n1i": [2], "n2i": [2]}, "needs 5 patients"),
        ({"r1i": 1.0, "r2i": 1.0}, "not defined"),
    ],
)
def test_the_exact_variance_is_refused_where_it_does_not_apply(change, says):
    """One correlation below 1 and five patients are its conditions."""
    with pytest.raises(EffectError, match=says):
        effect_sizes(
            "PPC2", **{**SHORT, "r1i": 0.5, "r2i": 0.5, **change}, vtype="exact"
        )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sdpre1i": [-1.0]}, "sdpre1i is -1"),
        ({"n2i": [1]}, "n2i is 1"),
        ({"r1i": 1.5}, "r1i is 1.5"),
        ({"sdpre1i": [0.0], "sdpre2i": [0.0]}, "nothing to standardize by"),
    ],
)
def test_impossible_values_are_refused(change, says):
    """Spreads, numbers and correlations are checked in both groups."""
    for measure in ("PPC1", "PPC2"):
        with pytest.raises(EffectError, match=says):
            effect_sizes(measure, **{**SHORT, "r1i": 0.5, "r2i": 0.5, **change})
