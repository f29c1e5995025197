"""The choices behind a three-level result, and what is not on offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ketaevidence.effects.intervals import check_level
from ketaevidence.effects.model import Effects
from ketaevidence.errors import EffectError, PoolingError

Method = Literal["REML", "ML"]
Test = Literal["t", "t(k-1)", "z"]
Prediction = Literal["test", "t", "t(k-1)", "z", "none"]

#: Each method in words.
METHODS: Mapping[str, str] = {
    "REML": "three-level random effects, restricted maximum likelihood",
    "ML": "three-level random effects, maximum likelihood",
}

#: Each test in words.
TESTS: Mapping[str, str] = {
    "t": "t (J - 1 df, J clusters)",
    "t(k-1)": "t (k - 1 df, k effects)",
    "z": "normal (Wald)",
}

#: What each share is made of.
SHARES = (
    "100 variance / (between + within + typical variance), for each level "
    "(Higgins and Thompson's typical variance; Cheung 2014)"
)


@dataclass(frozen=True, slots=True)
class Choices:
    """Every choice of one three-level model, after defaults are filled in."""

    method: str
    test: str
    prediction: str
    level: float

    def df(self, name: str, k: int, clusters: int) -> int | None:
        """Give the degrees of freedom of a test; None for the normal distribution."""
        return {"t": clusters - 1, "t(k-1)": k - 1, "z": None}[name]


def choose(method: str, test: str, prediction: str, level: Any) -> Choices:
    """Refuse what does not exist."""
    for name, value, known in (
        ("method", method, METHODS),
        ("test", test, TESTS),
        ("prediction", prediction, {"test": "", **TESTS, "none": ""}),
    ):
        if value not in known:
            msg = f"{name}={value!r} is not on offer; choose {', '.join(known)}"
            raise PoolingError(msg)
    try:
        checked = check_level(level)
    except EffectError as error:
        raise PoolingError(str(error)) from error
    return Choices(method, test, prediction, checked)


def settings_of(effects: Effects, choices: Choices, clusters: int) -> dict[str, object]:
    """Write every choice down, by name and in words."""
    named = choices.test if choices.prediction == "test" else choices.prediction
    return {
        "I2": SHARES,
        "clusters": clusters,
        "effects": effects.settings,
        "intervals_of_variances": "profile likelihood (chi-squared, 1 df)",
        "level": choices.level,
        "measure": effects.measure,
        "method": METHODS[choices.method],
        "prediction_asked": choices.prediction,
        "prediction_interval": TESTS.get(named, "none"),
        "sampling_errors": "independent, with the variances given (vi)",
        "test": TESTS[choices.test],
        "weights": "inverse of the model's covariance, cluster by cluster",
    }
