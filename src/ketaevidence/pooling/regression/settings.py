"""Every choice behind a meta-regression, by name and in words."""

from __future__ import annotations

from collections.abc import Mapping

from ketaevidence.effects.model import Effects
from ketaevidence.pooling.choices import METHODS, SHARES, Choices
from ketaevidence.pooling.regression.moderators import Design

#: Each test of a coefficient in words.
TESTS: Mapping[str, str] = {
    "z": "normal (Wald)",
    "t": "t (k - p df)",
    "knha": "Knapp-Hartung (t, k - p df, scaled standard errors)",
    "knha-se": (
        "Knapp-Hartung (t, k - p df, scaled standard errors, never below the ordinary)"
    ),
    "knha-ci": "the wider of the Knapp-Hartung and the normal (Wald) intervals",
}


def settings_of(
    effects: Effects, design: Design, choices: Choices
) -> dict[str, object]:
    """Write every choice down."""
    moderators: dict[str, object] = {}
    for moderator in design.moderators:
        if moderator.levels is None:
            moderators[moderator.name] = "number"
        elif design.has_reference(moderator):
            moderators[moderator.name] = {
                "categories": list(moderator.levels),
                "reference": moderator.levels[0],
            }
        else:
            moderators[moderator.name] = {
                "categories": list(moderator.levels),
                "reference": "none",
            }
    is_random = choices.is_random
    omnibus = "chi-squared" if choices.test == "z" else "F (m and k - p df)"
    if choices.test == "knha-ci":
        omnibus = "that of the wider intervals: F (m and k - p df) or chi-squared"
    by_tau2 = "100 (tau2 without moderators - tau2) / tau2 without moderators"
    return {
        "I2": SHARES[choices.i2],
        "R2": by_tau2 if is_random else "adjusted, of the weighted sum of squares",
        "effects": effects.settings,
        "intercept": design.has_intercept,
        "level": choices.level,
        "measure": effects.measure,
        "method": METHODS[choices.method],
        "moderators": moderators,
        "omnibus_test": omnibus,
        "prediction_interval": TESTS[choices.test] if is_random else "none",
        "test": TESTS[choices.test],
        "test_asked": choices.test,
        "weights": choices.weighting,
    }
