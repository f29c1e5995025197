"""What came out, in the order in which journals print it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ketaevidence.effects.words import p_words
from ketaevidence.pooling.reporting.measure import in_a_sentence
from ketaevidence.pooling.summary import scale_of, statistic, value

if TYPE_CHECKING:
    from ketaevidence.pooling.heterogeneity_interval import Tau2Interval
    from ketaevidence.pooling.model import Pooled


def results_of(pooled: Pooled, interval: Tau2Interval | None) -> str:
    """Write the paragraph on results."""
    if pooled.k == 1:
        return f"{_studies(pooled)} {_estimate(pooled, 'Its')}"
    sentences = [
        _studies(pooled),
        _estimate(pooled, "The pooled"),
        *_heterogeneity(pooled, interval),
    ]
    if pooled.pi_lb is not None and pooled.pi_ub is not None:
        sentences.append(
            f"The {100 * pooled.level:g} % prediction interval, in which the true "
            "value of a new study is expected, was "
            f"{value(pooled, pooled.pi_lb)} to {value(pooled, pooled.pi_ub)}."
        )
    return " ".join(sentences)


def _studies(pooled: Pooled) -> str:
    effects = pooled.effects
    people = "" if effects.ni is None else f" with {sum(effects.ni)} participants"
    if pooled.k == 1:
        return f"There was one study{people} ({effects.slab[0]}), and no pool."
    return f"{pooled.k} studies{people} were pooled."


def _estimate(pooled: Pooled, whose: str) -> str:
    text = (
        f"{whose} {in_a_sentence(pooled.effects)} was "
        f"{value(pooled, pooled.estimate)} ({100 * pooled.level:g} % confidence "
        f"interval {value(pooled, pooled.ci_lb)} to {value(pooled, pooled.ci_ub)}"
    )
    # A single group has no value that means "no difference", so nothing is tested.
    if pooled.effects.null_value is not None and pooled.zval is not None:
        text += f"; {statistic(pooled)}"
    return f"{text})."


def _heterogeneity(pooled: Pooled, interval: Tau2Interval | None) -> list[str]:
    if pooled.QE is None:
        return []
    parts = []
    if pooled.method != "EE" and pooled.tau2 is not None:
        text = f"tau² was {pooled.tau2:.4g}"
        if interval is not None:
            text += _bounds(interval, "tau2", "")
        tau = f"tau = {math.sqrt(pooled.tau2):.4g}"
        parts.append(f"{text} ({tau}{scale_of(pooled)})")
    share = f"I² was {pooled.I2:.1f} %"
    if interval is not None:
        # The interval has one definition, which need not be that of the number.
        basis = "tau2-based " if _is_from_q(pooled) else ""
        share += _bounds(interval, "I2", " %", basis)
    test = f"Q({pooled.QE_df}) was {pooled.QE:.3f} ({p_words(pooled.QEp)})"
    return [f"Heterogeneity: {', '.join([*parts, share, test])}."]


def _is_from_q(pooled: Pooled) -> bool:
    return str(pooled.settings["I2"]).startswith("Q")


def _bounds(interval: Tau2Interval, name: str, unit: str, basis: str = "") -> str:
    found = interval.tau2 if name == "tau2" else interval.I2
    level = f"{basis}{100 * interval.level:g} % interval"
    if found is None:
        return f" (no {level})"
    style = ".4g" if name == "tau2" else ".1f"
    return f" ({level} {found.lb:{style}} to {found.ub:{style}}{unit})"
