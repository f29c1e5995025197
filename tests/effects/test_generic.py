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
