"""Effects as given."""

import pytest

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import EffectError


def test_standard_errors_are_squared():
    """Standard errors and their squares as variances give the same effects."""
    es = effect_sizes("GEN", yi=[1.0, 2.0], sei=[0.5, 0.25], ni=[10, 20])
    assert es.vi == pytest.approx([0.25, 0.0625], rel=1e-15)
    assert es.ni == (10, 20)
    assert es.settings["variance"] == "as given (sei)"


@pytest.mark.parametrize(
    "spread", [{}, {"vi": [1.0], "sei": [1.0]}], ids=["none", "both"]
)
def test_exactly_one_spread_is_needed(spread):
    """Variances or standard errors, never both and never neither."""
    with pytest.raises(EffectError, match="one of them"):
        effect_sizes("GEN", yi=[1.0], **spread)


@pytest.mark.parametrize(
    ("spread", "says"),
    [
        ({"vi": [0.0]}, r"row 1\): vi is 0, but a variance must be above 0"),
        ({"sei": [-1.0]}, r"row 1\): sei is -1, but a standard error"),
        ({"sei": [1e-200]}, "out of range"),
    ],
)
def test_a_spread_must_be_above_zero(spread, says):
    """A variance of zero or less would get infinite weight and is refused."""
    with pytest.raises(EffectError, match=says):
        effect_sizes("GEN", yi=[1.0], **spread)


def test_any_measure_is_taken_as_reported():
    """A reported log odds ratio is an odds ratio: contrast, transformed, and so named."""
    es = effect_sizes("OR", yi=[0.7], sei=[0.3], ni=[120])
    assert (es.kind, es.scale, es.ni) == ("contrast", "log", (120,))
    assert es.back_transform(es.yi)[0] == pytest.approx(2.0137527)
    assert es.settings["source"].startswith("effects as reported")


@pytest.mark.parametrize(
    ("measure", "value"),
    [("PR", 35.0), ("RD", -12.0), ("PAS", 2.0), ("IR", -0.1), ("MPRD", 1.5)],
)
def test_reported_values_that_cannot_be_are_refused(measure, value):
    """A proportion of 35 (per cent) is refused by name."""
    with pytest.raises(EffectError, match=r"'T' \(row 1\): .* is no .*between"):
        effect_sizes(measure, yi=[value], sei=[0.1], slab=["T"])


def test_effects_as_given_may_be_told_their_kind():
    """GEN is as given until it is told what it is."""
    assert effect_sizes("GEN", yi=[1], vi=[1]).kind == "as given"
    told = effect_sizes("GEN", yi=[1], vi=[1], kind="uncontrolled change")
    assert told.kind == told.settings["kind"] == "uncontrolled change"
    assert told.measure_name == "Uncontrolled change as given"
    single = effect_sizes("GEN", yi=[1], vi=[1], kind="single group")
    assert single.null_value is None
