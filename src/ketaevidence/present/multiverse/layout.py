"""What stands where in the picture of a multiverse, before anything is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ketaevidence.errors import PresentError
from ketaevidence.pooling.sensitivity import Multiverse
from ketaevidence.present.forest.scale import (
    axis_limits,
    linear_ticks,
    log_ticks,
    tick_texts,
)
from ketaevidence.present.words import counted, level_percent, visible

#: What people read for the columns that every multiverse has.
_NAMES = {"left_out": "Left out", "method": "Estimator", "test": "Interval"}
#: What people read for the tests that intervals come from.
_TESTS = {
    "z": "normal (z)",
    "t": "t, k − 1",
    "knha": "Knapp-Hartung",
    "knha-se": "Knapp-Hartung, never narrower by its scale",
    "knha-ci": "the wider of Knapp-Hartung and normal",
}


@dataclass(frozen=True, slots=True)
class World:
    """One combination of choices that has a result, in the order of the effects.

    Parameters
    ----------
    rank
        Its place from the left, counted from 0.
    estimate, ci
        The pooled effect and its interval, on the scale of the axis.
    is_clear
        Whether the interval leaves out "no difference"; None where there is no such
        value.
    choices
        What was chosen, by the names of the rows.
    """

    rank: int
    estimate: float
    ci: tuple[float, float]
    is_clear: bool | None
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MultiverseLayout:
    """The whole picture in data units.

    Parameters
    ----------
    title, axis_label
        Heading, and what the upright axis shows.
    worlds
        Every combination with a result, smallest effect first.
    rows
        (choice, options) of every choice that was open, in the order given.
    limits, ticks
        Ends of the axis, and (position, text) of its ticks.
    null_value
        "No difference" on the axis, if there is such a value.
    is_log
        Whether the axis is logarithmic.
    notes
        What stands below: what was counted, and what could not be computed.
    """

    title: str
    axis_label: str
    worlds: tuple[World, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    limits: tuple[float, float]
    ticks: tuple[tuple[float, str], ...]
    null_value: float | None
    is_log: bool
    notes: tuple[str, ...]


def multiverse_layout(result: Multiverse, title: str | None = None) -> MultiverseLayout:
    """Lay out a multiverse.

    Raises
    ------
    PresentError
        When no combination could be computed, so that there is nothing to draw.
    """
    effects = result.effects
    is_back = effects.scale != "none" and effects.has_own_way_back
    null = effects.null_value
    if null is not None and is_back:
        null = float(effects.back_transform(null))
    drawn = result.is_computed.nonzero()[0]
    if not len(drawn):
        reason = next(reason for reason in result.reasons if reason is not None)
        msg = f"no combination of this multiverse has a result, because {reason}"
        raise PresentError(msg)
    drawn = drawn[np.argsort(result.estimate[drawn], kind="stable")]

    def turned(value: float) -> float:
        return float(effects.back_transform(value)) if is_back else float(value)

    worlds = []
    for rank, place in enumerate(drawn):
        ci = turned(result.ci_lb[place]), turned(result.ci_ub[place])
        clear = None if null is None else not ci[0] <= null <= ci[1]
        choices = tuple(_told(*pair) for pair in result.choices[place].items())
        worlds.append(World(rank, turned(result.estimate[place]), ci, clear, choices))
    is_log = is_back and effects.null_value == 0.0 and null == 1.0
    limits, ticks = _axis(worlds, null, is_log=is_log)
    # The axis shows what people read, so the scale of analysis needs no mention.
    name = effects.measure_name.partition(" (")[0] if is_back else effects.measure_name
    return MultiverseLayout(
        title=title or f"Multiverse: {name}",
        axis_label=f"{name}, {level_percent(result.level)} interval",
        worlds=tuple(worlds),
        rows=_rows(result),
        limits=limits,
        ticks=ticks,
        null_value=null,
        is_log=is_log,
        notes=_notes(result, worlds),
    )


def _axis(
    worlds: list[World], null: float | None, *, is_log: bool
) -> tuple[tuple[float, float], tuple[tuple[float, str], ...]]:
    """Choose the ends and the ticks; on a ratio axis by the logarithms."""
    turn = math.log if is_log else float
    estimates = [turn(world.estimate) for world in worlds]
    intervals = [(turn(world.ci[0]), turn(world.ci[1])) for world in worlds]
    anchors = [] if null is None else [turn(null)]
    low, high = axis_limits(estimates, intervals, anchors)
    if is_log:
        low, high = math.exp(low), math.exp(high)
    ticks = log_ticks(low, high) if is_log else linear_ticks(low, high)
    texts = tick_texts(ticks, is_log=is_log)
    limits = min(low, ticks[0]), max(high, ticks[-1])
    return limits, tuple(zip(ticks, texts, strict=True))


def _told(name: str, option: str) -> tuple[str, str]:
    """Give a choice and an option of it in words."""
    words = _TESTS.get(option, option) if name == "test" else option
    return _NAMES.get(name, name), visible(words)


def _rows(result: Multiverse) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """List the choices that were open, with every option in the order given."""
    rows = []
    for name in result.choices[0]:
        told = [_told(name, choice[name]) for choice in result.choices]
        options = dict.fromkeys(option for _, option in told)
        if len(options) > 1:
            rows.append((told[0][0], tuple(options)))
    return tuple(rows)


def _notes(result: Multiverse, worlds: list[World]) -> tuple[str, ...]:
    """Say what is counted, how to read it, and what has no result."""
    first = (
        f"{counted(len(worlds), 'combination')} of the choices below, "
        "smallest first; a dot says what each one chose."
    )
    told = [first]
    judged = [world.is_clear for world in worlds if world.is_clear is not None]
    if judged:
        told.append(
            f"Filled: the interval excludes “no difference” ({sum(judged)} of "
            f"{len(judged)}). The combinations share their studies: their number is "
            "no measure of certainty."
        )
    missing = [reason for reason in result.reasons if reason is not None]
    told += [
        f"{missing.count(reason)} not computed: {visible(reason)}."
        for reason in dict.fromkeys(missing)
    ]
    return tuple(told)
