"""How studies were pooled, in sentences with references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from ketaevidence.effects.words import noun_of
from ketaevidence.pooling.choices import INVERSE_VARIANCE, KNAPP_HARTUNG, METHODS
from ketaevidence.pooling.reporting.measure import measure_sentences
from ketaevidence.pooling.reporting.references import Citations

if TYPE_CHECKING:
    from ketaevidence.pooling.heterogeneity_interval import Tau2Interval
    from ketaevidence.pooling.model import Pooled

#: The reference of each estimator of tau2.
_ESTIMATORS: Mapping[str, tuple[str, ...]] = {
    "DL": ("dersimonian1986",),
    "HE": ("hedges1983",),
    "HS": ("hunter2004", "viechtbauer2005"),
    "SJ": ("sidik2005",),
    "ML": ("hardy1996",),
    "REML": ("viechtbauer2005",),
    "EB": ("morris1983",),
    "PM": ("paule1982",),
    "GENQ": ("dersimonian2007",),
}

#: The reference of each test.
_TESTS: Mapping[str, tuple[str, ...]] = {
    "t": ("follmann1999",),
    "knha": ("knapp2003",),
    "knha-se": ("knapp2003", "rover2015"),
    "knha-ci": ("knapp2003", "jackson2017"),
}

#: The reference of each interval of tau2.
_INTERVALS = {"QP": "viechtbauer2007", "PL": "hardy1996"}


def methods_of(pooled: Pooled, cite: Citations, interval: Tau2Interval | None) -> str:
    """Write the paragraph on methods."""
    sentences = [*measure_sentences(pooled.effects, cite)]
    if pooled.k == 1:
        sentences.append(
            "There was one study, so nothing was pooled: its own estimate is given, "
            f"with the {_percent(pooled)} interval by the normal distribution from its "
            "own variance."
        )
    else:
        sentences += [
            *_model(pooled, cite),
            _inference(pooled, cite),
            _prediction(pooled, cite),
            _heterogeneity(pooled, cite, interval),
        ]
    sentences += [*_preset(pooled.settings.get("preset"))]
    sentences.append(
        f"{_software()} was used, whose conventions are those of the R package "
        f"metafor{cite('viechtbauer2010')}."
    )
    return " ".join(sentences)


def _percent(pooled: Pooled) -> str:
    return f"{100 * pooled.level:g} %"


def _software() -> str:
    try:
        return f"ketaevidence {version('ketaevidence')}"
    except PackageNotFoundError:
        # Run from its sources, the package has no version to name.
        return "ketaevidence"


def _model(pooled: Pooled, cite: Citations) -> Iterator[str]:
    noun, weights = noun_of(pooled.effects), pooled.settings["weights"]
    if pooled.method == "EE":
        yield f"The {noun}s were pooled as equal in all studies (tau² fixed at 0)."
    else:
        name = METHODS[pooled.method].removeprefix("random effects, ")
        yield (
            f"The {noun}s were pooled in a random-effects model, with tau², the "
            f"variance of the true {noun}s between studies, by {name}"
            f"{cite(*_ESTIMATORS[pooled.method])}."
        )
    if weights == INVERSE_VARIANCE:
        yield (
            "Studies were weighted by inverse variance"
            f"{'' if pooled.method == 'EE' else ', 1 / (variance + tau²)'}."
        )
    else:
        yield f"Weights of the studies: {weights}."


def _inference(pooled: Pooled, cite: Citations) -> str:
    has_test = pooled.effects.null_value is not None
    asked = str(pooled.settings.get("test_asked", pooled.test))
    source = cite(*_TESTS.get(asked, ()))
    what = f"The {_percent(pooled)} confidence interval"
    verb = "uses"
    if has_test:
        what, verb = f"{what} and the test of no {noun_of(pooled.effects)}", "use"
    df = pooled.k - 1
    if asked == "z":
        return f"{what} {verb} the normal distribution (Wald)."
    if asked == "t":
        return f"{what} {verb} the t distribution with {df} degrees of freedom{source}."
    how = {
        "knha": "",
        "knha-se": ", with a standard error never below the ordinary one",
        "knha-ci": ", or the normal (Wald) interval where that is wider",
    }[asked]
    text = (
        f"{what} {verb} the Knapp-Hartung method (t distribution with {df} degrees of "
        f"freedom){how}{source}"
    )
    if asked == "knha-ci":
        taken = "normal" if pooled.ddf is None else "Knapp-Hartung"
        text += f"; here it was the {taken} interval"
    return f"{text}."


def _prediction(pooled: Pooled, cite: Citations) -> str:
    asked = str(pooled.settings.get("prediction_asked", "none"))
    if pooled.method == "EE":
        return "With equal effects there is no prediction interval."
    if asked == "none":
        return "No prediction interval was asked for."
    test = str(pooled.settings.get("test_asked", pooled.test))
    is_scaled = asked == "HK" or (asked == "test" and test in KNAPP_HARTUNG)
    source = cite("partlett2017" if is_scaled else "higgins2009")
    if pooled.pi_lb is None:
        return (
            f"A prediction interval by {asked}{source} is not defined for so few "
            "studies."
        )
    named = str(pooled.settings["prediction_interval"])
    return f"Prediction interval for the true value of a new study: {named}{source}."


def _heterogeneity(
    pooled: Pooled, cite: Citations, interval: Tau2Interval | None
) -> str:
    text = (
        f"Heterogeneity was described by Cochran's Q{cite('cochran1954')} and I² "
        f"({pooled.settings['I2']}){cite('higgins2002')}"
    )
    if interval is None:
        return f"{text}."
    return (
        f"{text}; the {100 * interval.level:g} % intervals of tau² and of I² "
        "(tau2-based) are by "
        f"{interval.settings['method']}{cite(_INTERVALS[interval.method])}."
    )


def _preset(preset: object) -> Iterator[str]:
    if not isinstance(preset, Mapping):
        return
    text = f"These are the defaults of {preset['software']} (preset '{preset['name']}')"
    overridden = preset["overridden"]
    if isinstance(overridden, list) and overridden:
        text += f", but for: {', '.join(overridden)}"
    yield f"{text}. Not verified about this preset: {preset['unverified']}."
