"""The choices behind a pooled number: names, meanings, and what excludes what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ketaevidence.effects import Effects
from ketaevidence.effects.intervals import check_level
from ketaevidence.errors import EffectError, PoolingError
from ketaevidence.pooling.presets import PRESETS

Method = Literal["EE", "FE", "DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM", "GENQ"]
Test = Literal["z", "t", "knha", "knha-se", "knha-ci"]
Prediction = Literal["test", "z", "t(k-1)", "t(k-2)", "HK", "none"]
Share = Literal["tau2", "Q"]

#: Each method in words.
METHODS: Mapping[str, str] = {
    "EE": "equal effects (tau2 fixed at 0)",
    "DL": "random effects, DerSimonian-Laird",
    "HE": "random effects, Hedges",
    "HS": "random effects, Hunter-Schmidt",
    "SJ": "random effects, Sidik-Jonkman",
    "ML": "random effects, maximum likelihood",
    "REML": "random effects, restricted maximum likelihood",
    "EB": "random effects, empirical Bayes",
    "PM": "random effects, Paule-Mandel",
    "GENQ": "random effects, generalised Q with given weights",
}

#: Each test in words.
TESTS: Mapping[str, str] = {
    "z": "normal (Wald)",
    "t": "t (k - 1 df)",
    "knha": "Knapp-Hartung (t, k - 1 df, scaled standard error)",
    "knha-se": (
        "Knapp-Hartung (t, k - 1 df, scaled standard error, never below the ordinary)"
    ),
    "knha-ci": "the wider of the Knapp-Hartung and the normal (Wald) interval",
}

#: The tests that scale the standard error.
KNAPP_HARTUNG = frozenset({"knha", "knha-se", "knha-ci"})

#: Each prediction interval in words.
PREDICTIONS: Mapping[str, str] = {
    "z": "normal",
    "t(k-1)": "t (k - 1 df)",
    "t(k-2)": "t (k - 2 df; Higgins, Thompson and Spiegelhalter)",
    "HK": "t (k - 1 df) with the Knapp-Hartung standard error",
    "none": "none",
}

#: Each definition of I2 in words.
SHARES: Mapping[str, str] = {
    "tau2": "tau2-based: 100 tau2 / (tau2 + typical variance)",
    "Q": "Q-based: 100 (Q - df) / Q",
}

#: What weighs the studies unless the user says otherwise.
INVERSE_VARIANCE = "inverse variance: 1 / (vi + tau2)"

#: What other software calls these tests.
_OTHER_NAMES = {"adhoc": "knha-se", "hksj": "knha", "HK": "knha", "KH": "knha"}


@dataclass(frozen=True, slots=True)
class Choices:
    """Every choice of one pool, after presets and defaults are filled in."""

    method: str
    test: str
    level: float
    prediction: str
    i2: str
    weighting: str
    preset: str | None
    overridden: tuple[str, ...]

    @property
    def is_random(self) -> bool:
        """Whether true effects may differ between studies."""
        return self.method != "EE"


def _refuse_name(name: str, value: object, known: Mapping[str, object]) -> None:
    msg = f"{name}={value!r} is not on offer; choose {', '.join(known)}"
    other = _OTHER_NAMES.get(str(value))
    if name == "test" and other is not None:
        msg += f" (that one is called {other!r} here)"
    raise PoolingError(msg)


def choose(  # noqa: PLR0913  (one argument of pool each)
    *,
    method: str | None,
    test: str | None,
    level: float | None,
    prediction: str | None,
    i2: str | None,
    weighting: str,
    preset: str | None,
) -> Choices:
    """Fill in what was not asked for, and refuse what does not exist or fit."""
    if preset is not None and preset not in PRESETS:
        _refuse_name("preset", preset, PRESETS)
    base = PRESETS.get(preset or "")
    asked: dict[str, object] = {
        "method": "EE" if method == "FE" else method,
        "test": test,
        "level": level,
        "prediction": prediction,
        "i2": i2,
    }
    used: dict[str, object] = {
        "method": base.method if base else "REML",
        "test": base.test if base else "knha",
        "level": base.level if base else 0.95,
        "prediction": base.prediction if base else "test",
        "i2": base.i2 if base else "tau2",
    } | {name: value for name, value in asked.items() if value is not None}
    for name, known in (
        ("method", METHODS),
        ("test", TESTS),
        ("prediction", {"test": "", **PREDICTIONS}),
        ("i2", SHARES),
    ):
        if used[name] not in known:
            _refuse_name(name, used[name], known)
    try:
        checked = check_level(used["level"])  # type: ignore[arg-type]
    except EffectError as error:
        raise PoolingError(str(error)) from error
    _check_fit(used, asked)
    is_equal = used["method"] == "EE"
    overridden = [
        name
        for name, value in asked.items()
        if base is not None and value is not None and value != getattr(base, name)
    ]
    if base is not None and weighting != INVERSE_VARIANCE:
        overridden.append("weights")
    return Choices(
        method=str(used["method"]),
        test=str(used["test"]),
        level=checked,
        prediction="none" if is_equal else str(used["prediction"]),
        i2="Q" if is_equal else str(used["i2"]),
        weighting=weighting,
        preset=preset,
        overridden=tuple(overridden),
    )


def _check_fit(used: Mapping[str, object], asked: Mapping[str, object]) -> None:
    """Refuse choices that contradict each other."""
    if used["method"] != "EE":
        return
    test = used["test"]
    if test in KNAPP_HARTUNG:
        msg = (
            f"the Knapp-Hartung test (test={test!r}) is made for random effects; "
            "with method='EE' or 'FE' choose test='z' or 't'"
        )
        raise PoolingError(msg)
    if asked["prediction"] not in (None, "none", "test"):
        msg = (
            "with equal effects (method='EE' or 'FE') a new study has the same effect, "
            "so there is no prediction interval; leave prediction= out"
        )
        raise PoolingError(msg)
    if asked["i2"] == "tau2":
        msg = (
            "with equal effects (method='EE' or 'FE') tau2 is 0 by definition, so I2 "
            "can only come from Q; leave i2= out or choose a random-effects method"
        )
        raise PoolingError(msg)


def _preset_settings(choices: Choices) -> object:
    if choices.preset is None:
        return "none"
    base = PRESETS[choices.preset]
    return {
        "name": choices.preset,
        "overridden": list(choices.overridden),
        "software": base.software,
        "unverified": base.unverified,
    }


def settings_of(
    effects: Effects, choices: Choices, *, interval: str
) -> dict[str, object]:
    """Write every choice down, by name and in words.

    Parameters
    ----------
    effects
        What was pooled.
    choices
        What was chosen.
    interval
        The test that was used: one study has the normal interval.
    """
    is_pool = effects.k > 1
    named = choices.prediction
    if not (is_pool and choices.is_random):
        predicted = "none"
    elif named == "test":
        predicted = TESTS[interval]
    else:
        predicted = PREDICTIONS[named]
        if named not in ("HK", "none"):
            predicted += f", standard error of the test: {TESTS[interval]}"
    return {
        "I2": SHARES[choices.i2] if is_pool else "none",
        "effects": effects.settings,
        "level": choices.level,
        "measure": effects.measure,
        "method": METHODS[choices.method] if is_pool else "none: one study",
        "prediction_asked": named,
        "prediction_interval": predicted,
        "preset": _preset_settings(choices),
        "test": TESTS[interval],
        "test_asked": choices.test,
        "weights": choices.weighting if is_pool else "none: one study",
    }
