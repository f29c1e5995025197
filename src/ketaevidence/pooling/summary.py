"""A pooled result in words and columns, for a terminal."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ketaevidence.effects.layout import (
    aligned,
    fact,
    label,
    please_note,
    sentence,
    titled,
)
from ketaevidence.effects.words import noun_of, p_words, scale_words, shown, title_of
from ketaevidence.pooling.choices import INVERSE_VARIANCE
from ketaevidence.pooling.intervals import quantile

if TYPE_CHECKING:
    from ketaevidence.pooling.model import Pooled

#: What a scale is called beside a number on it.
_SCALES = {
    "log": "log scale",
    "logit": "logit scale",
    "arcsine": "arcsine scale",
    "freeman-tukey": "Freeman-Tukey scale",
}


def standard_error(pooled: Pooled) -> float:
    """Give the error that decides how many digits are shown."""
    return pooled.se if pooled.se > 0 else float(pooled.effects.se.min())


def value(pooled: Pooled, number: float) -> str:
    """Write a number on the scale that people read."""
    return shown(pooled.effects, standard_error(pooled), number)


def scale_of(pooled: Pooled) -> str:
    """Name the scale of tau2 where it is not that of the effects; else nothing."""
    scale = pooled.effects.scale
    return f", {_SCALES[scale]}" if scale in _SCALES else ""


def statistic(pooled: Pooled) -> str:
    """Write the test against "no difference"."""
    letter = "z" if pooled.ddf is None else f"t({pooled.ddf})"
    return f"{letter} = {pooled.zval:.3f}, {p_words(pooled.pval)}"


def _range(pooled: Pooled, lb: float, ub: float) -> str:
    return f"[{value(pooled, lb)}, {value(pooled, ub)}]"


def _studies(pooled: Pooled) -> list[str]:
    z, effects = quantile(pooled.level, None), pooled.effects
    noun, interval = noun_of(effects).capitalize(), f"{100 * pooled.level:g} % interval"
    rows = [("Study", noun, interval, "Weight")]
    rows += [
        (
            label(name),
            value(pooled, y),
            _range(pooled, y - z * se, y + z * se),
            f"{weight:.1f} %",
        )
        for name, y, se, weight in zip(
            effects.slab, effects.yi, effects.se, pooled.weights, strict=True
        )
    ]
    return aligned(rows)


def _estimate(pooled: Pooled) -> list[str]:
    noun = noun_of(pooled.effects)
    name = "This study" if pooled.k == 1 else f"Pooled {noun}"
    lines = [
        *fact(name, value(pooled, pooled.estimate)),
        *fact(
            f"{100 * pooled.level:g} % interval",
            _range(pooled, pooled.ci_lb, pooled.ci_ub),
        ),
    ]
    if pooled.pi_lb is not None and pooled.pi_ub is not None:
        lines += fact("Prediction interval", _range(pooled, pooled.pi_lb, pooled.pi_ub))
    # A single group has no value that means "no difference", so nothing is tested.
    if pooled.effects.null_value is not None and pooled.zval is not None:
        lines += fact(f"Test of no {noun}", statistic(pooled))
    return lines


def _heterogeneity(pooled: Pooled) -> list[str]:
    if pooled.QE is None:
        return []
    lines = []
    if pooled.method != "EE" and pooled.tau2 is not None:
        spread = f"tau2 = {pooled.tau2:.4g} (tau = {math.sqrt(pooled.tau2):.4g})"
        lines += fact("Between studies", spread + scale_of(pooled))
    basis = "Q" if str(pooled.settings["I2"]).startswith("Q") else "tau2"
    lines += fact(f"I2 (from {basis})", f"{pooled.I2:.1f} %")
    test = f"Q({pooled.QE_df}) = {pooled.QE:.3f}, {p_words(pooled.QEp)}"
    return [*lines, *fact("Cochran test", test)]


def _preset(preset: Mapping[str, object]) -> list[str]:
    """Name the software whose defaults were taken, and what was chosen otherwise."""
    text = f"defaults of {preset['software']}"
    overridden = preset["overridden"]
    if isinstance(overridden, list) and overridden:
        text += f", but for {', '.join(overridden)}"
    return fact("Preset", text)


def _choices(pooled: Pooled) -> list[str]:
    settings, lines = pooled.settings, []
    if pooled.k > 1:
        lines += fact("Model", settings["method"])
        if settings["weights"] != INVERSE_VARIANCE:
            lines += fact("Weights", settings["weights"])
    lines += fact("Interval by", settings["test"])
    if pooled.pi_lb is not None and settings["prediction_asked"] != "test":
        named = str(settings["prediction_interval"]).partition(", standard error")[0]
        lines += fact("Prediction by", named)
    preset = settings["preset"]
    return lines + (_preset(preset) if isinstance(preset, Mapping) else [])


def summary_text(pooled: Pooled) -> str:
    """Write the whole result as plain text."""
    lines = [*titled(title_of(pooled.effects)), *_choices(pooled), ""]
    lines += [*_estimate(pooled), *_heterogeneity(pooled), "", *_studies(pooled)]
    words = scale_words(pooled.effects)
    if words is not None:
        lines += sentence(words)
    return "\n".join([*lines, *please_note(pooled.notes)])
