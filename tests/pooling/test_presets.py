"""Defaults of other software, by name."""

import pytest

from ketaevidence.errors import PoolingError
from ketaevidence.pooling import pool

STUDIES = ([-1.2, -0.4, 0.3, -2.0], [0.1, 0.1, 0.2, 0.2])

#: What each preset stands for.
MEANS = {
    "revman5": {"method": "DL", "test": "z", "prediction": "none", "i2": "Q"},
    "revman2025": {"method": "REML", "test": "knha", "prediction": "HK", "i2": "tau2"},
    "metafor": {"method": "REML", "test": "z", "prediction": "test", "i2": "tau2"},
    "r-meta": {"method": "REML", "test": "z", "prediction": "t(k-1)", "i2": "Q"},
}


@pytest.mark.parametrize("preset", MEANS)
def test_a_preset_sets_every_choice_and_says_so(preset):
    """A preset gives the numbers of its choices, and the settings name it."""
    here, there = pool(*STUDIES, preset=preset), pool(*STUDIES, **MEANS[preset])
    for name in ("estimate", "se", "ci_lb", "pi_lb", "tau2", "I2", "H2", "pval"):
        assert getattr(here, name) == getattr(there, name)
    assert here.level == 0.95
    named = here.settings["preset"]
    assert (named["name"], named["overridden"]) == (preset, [])
    assert len(named["unverified"]) > 20
    assert there.settings["preset"] == "none"
    assert {k: v for k, v in here.settings.items() if k != "preset"} == {
        k: v for k, v in there.settings.items() if k != "preset"
    }


def test_a_given_argument_goes_before_the_preset_and_is_named():
    """What was chosen beside a preset is used and listed; the same value is no change."""
    pooled = pool(*STUDIES, preset="revman5", method="PM", test="z", level=0.9)
    assert (pooled.method, pooled.test, pooled.level) == ("PM", "z", 0.9)
    assert pooled.settings["preset"]["overridden"] == ["method", "level"]
    weighted = pool(*STUDIES, preset="metafor", weights="unweighted")
    assert weighted.settings["preset"]["overridden"] == ["weights"]
    assert "but for method, level" in pooled.summary()


def test_equal_effects_fit_into_a_preset():
    """With equal effects, I2 and prediction follow from the model, not from the preset."""
    pooled = pool(*STUDIES, preset="metafor", method="EE")
    assert pooled.pi_lb is None
    assert pooled.settings["I2"].startswith("Q-based")
    with pytest.raises(PoolingError, match="made for random effects"):
        pool(*STUDIES, preset="revman2025", method="EE")


def test_an_unknown_preset_is_refused():
    """The message lists the presets there are."""
    with pytest.raises(PoolingError, match="revman5, revman2025, metafor, r-meta"):
        pool(*STUDIES, preset="stata")
