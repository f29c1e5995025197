"""The columns of a forest plot: what a study's arms showed, next to its effect."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from ketaevidence.effects import Effects
from ketaevidence.present import words
from ketaevidence.present.forest.sheet import Cell

Inputs = Mapping[str, Sequence[float]]
#: Decimals of a mean that are printed at most where it is not small.
_MOST: Final = 2
#: Inputs that make the columns of an arm: (title, name, whether it is a count).
_MEANS: Final = (("Mean", "m{}i", False), ("SD", "sd{}i", False), ("n", "n{}i", True))
_EVENTS: Final = (("Events", "events{}", True), ("n", "n{}i", True))
_RATES: Final = (("Events", "x{}i", True), ("Time", "t{}i", True))
_PAIRED: Final = (("Mean", "m{}i", False), ("SD", "sd{}i", False))
_SHARED: Final = (("Mean", "m{}i", False),)
_CONTROLLED: Final = (
    ("Before", "pre{}i", False),
    ("After", "post{}i", False),
    ("SD before", "sdpre{}i", False),
    ("n", "n{}i", True),
)


def _known(values: Sequence[float]) -> list[float]:
    return [float(value) for value in values if math.isfinite(value)]


def _decimals(values: Sequence[float]) -> int:
    """Choose the decimals of a column: as given, two at most unless it is small."""
    known = _known(values)
    least = min((abs(value) for value in known if value), default=1.0)
    most = max(_MOST, 1 - math.floor(math.log10(least)))
    return min(words.decimals_of(*known), most)


def _column(
    values: Sequence[float], title: str, group: str | None, *, is_count: bool
) -> list[Cell]:
    """Write one column: counts as they are, measurements with the same decimals."""
    decimals = words.decimals_of(*_known(values)) if is_count else _decimals(values)
    cells = []
    for value in values:
        if not math.isfinite(value):
            cells.append(Cell(title, "", group))
            continue
        amount = float(value) if is_count else None
        cells.append(Cell(title, words.plain(value, decimals), group, amount))
    return cells


def _of_arm(
    inputs: Inputs, arm: str, group: str, parts: Sequence[tuple[str, str, bool]]
) -> list[list[Cell]]:
    return [
        _column(inputs[name.format(arm)], title, group, is_count=is_count)
        for title, name, is_count in parts
    ]


def _by_arm(inputs: Inputs) -> Inputs:
    """Name the events of a two by two table by arm, and add its totals."""
    named = {**inputs, "events1": inputs["ai"], "events2": inputs["ci"]}
    if {"bi", "di"} <= set(inputs):
        for arm, (events, others) in enumerate((("ai", "bi"), ("ci", "di")), start=1):
            pairs = zip(inputs[events], inputs[others], strict=True)
            named[f"n{arm}i"] = [a + b for a, b in pairs]
    return named


def _has(inputs: Inputs, parts: Sequence[tuple[str, str, bool]]) -> bool:
    return all(name.format(arm) in inputs for _, name, _ in parts for arm in ("1", "2"))


def _columns(
    inputs: Inputs, names: tuple[str, str], *, is_paired_table: bool
) -> list[list[Cell]]:
    """Give the columns of the arms, as far as the inputs tell of two arms."""
    if {"ai", "ci"} <= set(inputs) and not is_paired_table:
        inputs = _by_arm(inputs)
    for parts in (_EVENTS, _MEANS, _RATES, _CONTROLLED, _PAIRED, _SHARED):
        if _has(inputs, parts):
            first, second = (
                _of_arm(inputs, arm, name, parts)
                for arm, name in zip("12", names, strict=True)
            )
            return first + second
    return []


def arm_columns(
    effects: Effects, arms: tuple[str, str] | None = None
) -> list[list[Cell]]:
    """Give the cells of each study, as far as its inputs are known.

    Two arms give mean, SD and n of each, or events and n; proportions give events and
    n; all others give the number of patients, or nothing. The arms are named as given,
    or "Group 1" and "Group 2"; of a change within one group, "First" and "Second".
    """
    inputs, k = effects.inputs, effects.k
    is_change = effects.kind == "uncontrolled change"
    names = arms or (("First", "Second") if is_change else ("Group 1", "Group 2"))
    # Pairs of the same patients: a, b, c, d are no two groups.
    is_paired_table = effects.measure.startswith("MP")
    columns = _columns(inputs, names, is_paired_table=is_paired_table)
    if not columns and {"xi", "ni"} <= set(inputs):
        columns = [
            _column(inputs["xi"], "Events", None, is_count=True),
            _column(inputs["ni"], "n", None, is_count=True),
        ]
    elif not columns and {"xi", "ti"} <= set(inputs):
        columns = [
            _column(inputs["xi"], "Events", None, is_count=True),
            _column(inputs["ti"], "Time", None, is_count=True),
        ]
    elif effects.ni is not None and not any(
        column and column[0].title == "n" for column in columns
    ):
        columns.append(_column(effects.ni, "n", None, is_count=True))
    return [[column[i] for column in columns] for i in range(k)]
