"""Sentences that several statistical figures say alike."""

from __future__ import annotations

from ketaevidence.pooling import Pooled
from ketaevidence.present import words
from ketaevidence.present.chart.reading import Reading


def pool_line(pooled: Pooled) -> str:
    """Say how the pool behind a figure was made."""
    method = str(pooled.settings["method"]).replace("tau2", "τ²")
    test = str(pooled.settings["test"]).replace(" - ", f" {words.MINUS} ")
    level = words.level_percent(pooled.level)
    return f"Pool: {method}; interval: {test}, {level}."


def pooled_sentence(pooled: Pooled, reading: Reading) -> str:
    """Say what the pool found, with its interval."""
    span = reading.estimate(pooled.estimate, pooled.ci_lb, pooled.ci_ub)
    level = words.level_percent(pooled.level)
    n = words.counted(pooled.k, "study", "studies")
    return f"Pooled {inside(reading.name)} of {n}: {span}, {level} CI."


def inside(name: str) -> str:
    """Write the name of a measure inside a sentence: small first letter."""
    return name[:1].lower() + name[1:]


def name_of(label: str) -> str:
    """Give a study's label as it is shown, or say that it has nothing to show."""
    return words.clean(label) or "(no name)"


def unnamed(missing: int) -> tuple[str, ...]:
    """Say how many points found no room for their name; nothing for none."""
    if not missing:
        return ()
    points = words.counted(missing, "point has", "points have")
    return (f"{points} no room for a name; the table names every study.",)
