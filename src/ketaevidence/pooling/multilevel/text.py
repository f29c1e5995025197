"""A three-level result in words and columns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ketaevidence.effects.layout import (
    aligned,
    fact,
    label,
    please_note,
    sentence,
    titled,
)
from ketaevidence.effects.words import (
    is_brought_back,
    noun_of,
    p_words,
    read_as,
    scale_words,
    shown,
)
from ketaevidence.pooling.intervals import quantile

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.effects.intervals import Interval
    from ketaevidence.pooling.multilevel.model import Multilevel


def multilevel_frame(pooled: Multilevel) -> pd.DataFrame:
    """Give one row per effect, then the pooled effect and the prediction interval."""
    import pandas as pd

    effects = pooled.effects
    half = quantile(pooled.level, None) * effects.se
    name = f"Pooled ({pooled.method}, test {pooled.test})"
    rows: list[tuple[object, ...]] = [
        ("effect", *cells)
        for cells in zip(
            pooled.cluster,
            effects.slab,
            effects.yi,
            effects.vi,
            effects.yi - half,
            effects.yi + half,
            pooled.weights,
            strict=True,
        )
    ]
    limits = (pooled.ci_lb, pooled.ci_ub)
    rows.append(("pooled", None, name, pooled.estimate, pooled.se**2, *limits, 100.0))
    if pooled.pi_lb is not None:
        ahead = (pooled.pi_lb, pooled.pi_ub)
        rows.append(
            ("prediction", None, "Prediction interval", *[np.nan] * 2, *ahead, np.nan)
        )
    names = ("row", "cluster", "slab", "yi", "vi", "ci_lb", "ci_ub", "weight_percent")
    frame = pd.DataFrame(rows, columns=list(names))
    if is_brought_back(effects):
        for column in ("yi", "ci_lb", "ci_ub"):
            frame[f"back_{column}"] = effects.back_transform(frame[column].to_numpy())
    return frame


def value(pooled: Multilevel, number: float) -> str:
    """Write a number on the scale that people read."""
    return shown(pooled.effects, pooled.se, number)


def statistic(pooled: Multilevel) -> str:
    """Write the test against "no difference"."""
    letter = "z" if pooled.ddf is None else f"t({pooled.ddf})"
    return f"{letter} = {pooled.zval:.3f}, {p_words(pooled.pval)}"


def _range(pooled: Multilevel, lb: float, ub: float) -> str:
    return f"[{value(pooled, lb)}, {value(pooled, ub)}]"


def title_of(pooled: Multilevel) -> str:
    """Name the measure, and count effects and clusters, not participants.

    Effects of one cluster may share participants, who would be counted twice.
    """
    return (
        f"{read_as(pooled.effects)}, {pooled.k} effects in {pooled.clusters} clusters"
    )


def _variance(sigma2: float, bounds: Interval, share: float) -> str:
    return (
        f"{sigma2:.4g} [{bounds.lb:.4g}, {bounds.ub:.4g}], SD {math.sqrt(sigma2):.4g}, "
        f"I2 {share:.1f} %"
    )


def _heterogeneity(pooled: Multilevel) -> list[str]:
    test = f"Q({pooled.QE_df}) = {pooled.QE:.3f}, {p_words(pooled.QEp)}"
    criteria = f"{pooled.log_likelihood:.3f}, AIC {pooled.aic:.3f}"
    return [
        *fact(
            "Between clusters",
            _variance(
                pooled.sigma2_between, pooled.between_interval, pooled.I2_between
            ),
        ),
        *fact(
            "Within clusters",
            _variance(pooled.sigma2_within, pooled.within_interval, pooled.I2_within),
        ),
        *fact("Cochran test", test),
        *fact("Log-likelihood", criteria),
    ]


def _effects(pooled: Multilevel) -> list[str]:
    z, effects = quantile(pooled.level, None), pooled.effects
    noun, interval = noun_of(effects).capitalize(), f"{100 * pooled.level:g} % interval"
    rows = [("Study", "Cluster", noun, interval, "Weight")]
    rows += [
        (
            label(name),
            label(cluster),
            value(pooled, y),
            _range(pooled, y - z * se, y + z * se),
            f"{weight:.1f} %",
        )
        for name, cluster, y, se, weight in zip(
            effects.slab,
            pooled.cluster,
            effects.yi,
            effects.se,
            pooled.weights,
            strict=True,
        )
    ]
    return aligned(rows)


def summary_text(pooled: Multilevel) -> str:
    """Write the whole result as plain text."""
    noun, settings = noun_of(pooled.effects), pooled.settings
    lines = [
        *titled(title_of(pooled)),
        *fact("Model", settings["method"]),
        *fact("Interval by", settings["test"]),
    ]
    if pooled.pi_lb is not None and settings["prediction_asked"] != "test":
        lines += fact("Prediction by", settings["prediction_interval"])
    lines += [
        "",
        *fact(f"Pooled {noun}", value(pooled, pooled.estimate)),
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
    lines += [*_heterogeneity(pooled), "", *_effects(pooled)]
    words = scale_words(pooled.effects)
    if words is not None:
        lines += sentence(words)
    return "\n".join([*lines, *please_note(pooled.notes)])
