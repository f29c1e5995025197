"""Events in two groups (RR, OR, RD, PETO, AS)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ketaevidence.effects.arrays import FloatArray
from ketaevidence.effects.choices import Choices, Computed
from ketaevidence.effects.columns import Table, count_problems, refuse
from ketaevidence.effects.zero_cells import (
    BoolArray,
    informative_rows,
    refuse_infinite,
    with_addition,
)

Values = tuple[FloatArray, FloatArray]

_ADVICE = "choose to='only0' with add= above 0"

#: How the variance is computed, in words.
VARIANCES = {
    "LS": "large-sample, from each study's own proportions",
    "UB": "unbiased, from each study's own proportions",
    "AV": "large-sample, from the average proportions of all studies",
}


def _counts(table: Table, at_least: int) -> tuple[FloatArray, ...]:
    """Check the counts, and give events and non-events of both groups."""
    problems: list[str] = []
    cells: list[FloatArray] = []
    for event, other, total in (("ai", "bi", "n1i"), ("ci", "di", "n2i")):
        problems += count_problems(table, event, at_least=0)
        if total in table.columns:
            n = table[total]
            problems += count_problems(table, total, at_least=at_least)
            problems += table.found(
                event,
                lambda x, n=n: x > n,  # type: ignore[misc]
                f"more events than patients ({total})",
            )
            cells += [table[event], n - table[event]]
        else:
            problems += count_problems(table, other, at_least=0)
            few = table[event] + table[other] < at_least
            why = f"and with {other} the group has fewer than {at_least}"
            problems += table.found(event, lambda _, few=few: few, why)  # type: ignore[misc]
            cells += [table[event], table[other]]
    if problems:
        refuse(table.measure, problems)
    return tuple(cells)


def _average(events: FloatArray, total: FloatArray) -> FloatArray:
    return np.full(len(events), events.sum() / total.sum())


def _risk_ratio(cells: list[FloatArray], vtype: str) -> Values:
    a, b, c, d = cells
    n1, n2 = a + b, c + d
    yi = np.log(a / n1) - np.log(c / n2)
    if vtype == "AV":
        p1, p2 = _average(a, n1), _average(c, n2)
        return yi, (1 - p1) / (p1 * n1) + (1 - p2) / (p2 * n2)
    return yi, 1 / a - 1 / n1 + 1 / c - 1 / n2


def _odds_ratio(cells: list[FloatArray], vtype: str) -> Values:
    a, b, c, d = cells
    yi = np.log(a / b) - np.log(c / d)
    if vtype == "AV":
        n1, n2 = a + b, c + d
        p1, p2 = _average(a, n1), _average(c, n2)
        return yi, 1 / (n1 * p1 * (1 - p1)) + 1 / (n2 * p2 * (1 - p2))
    return yi, 1 / a + 1 / b + 1 / c + 1 / d


def _risk_difference(cells: list[FloatArray], vtype: str) -> Values:
    a, b, c, d = cells
    n1, n2 = a + b, c + d
    p1, p2 = a / n1, c / n2
    yi = p1 - p2
    if vtype == "AV":
        p1, p2 = _average(a, n1), _average(c, n2)
    less = 1 if vtype == "UB" else 0
    return yi, p1 * (1 - p1) / (n1 - less) + p2 * (1 - p2) / (n2 - less)


def _peto(cells: list[FloatArray], vtype: str) -> Values:  # noqa: ARG001 (one formula)
    a, b, c, d = cells
    n1, n2, events, others = a + b, c + d, a + c, b + d
    n = n1 + n2
    expected = n1 * events / n
    v = n1 * n2 * (events / n) * (others / n) / (n - 1)
    return (a - expected) / v, 1 / v


def _arcsine(cells: list[FloatArray], vtype: str) -> Values:  # noqa: ARG001 (one formula)
    a, b, c, d = cells
    n1, n2 = a + b, c + d
    yi = np.arcsin(np.sqrt(a / n1)) - np.arcsin(np.sqrt(c / n2))
    return yi, 1 / (4 * n1) + 1 / (4 * n2)


def _no_event(cells: list[FloatArray]) -> BoolArray:
    return np.asarray((cells[0] == 0) & (cells[2] == 0))


def _no_difference(cells: list[FloatArray]) -> BoolArray:
    """Find studies without events, or with events only, in both groups."""
    events_only = (cells[1] == 0) & (cells[3] == 0)
    return np.asarray(_no_event(cells) | events_only)


def _nowhere(cells: list[FloatArray]) -> BoolArray:
    return np.zeros(len(cells[0]), dtype=bool)


def _infinite_ratio(cells: list[FloatArray]) -> BoolArray:
    return np.asarray((cells[0] == 0) | (cells[2] == 0))


def _any_zero(cells: list[FloatArray]) -> BoolArray:
    return np.asarray(np.any([cell == 0 for cell in cells], axis=0))


#: For each measure: its formula, the studies that say nothing about it, and the
#: studies in which it is infinite.
_Rule = Callable[[list[FloatArray]], BoolArray]
_FORMULAS: dict[str, tuple[Callable[[list[FloatArray], str], Values], _Rule, _Rule]] = {
    "RR": (_risk_ratio, _no_event, _infinite_ratio),
    "OR": (_odds_ratio, _no_difference, _any_zero),
    "RD": (_risk_difference, _nowhere, _nowhere),
    "PETO": (_peto, _no_difference, _no_difference),
    "AS": (_arcsine, _nowhere, _nowhere),
}


def events_in_two_groups(table: Table, choices: Choices) -> Computed:
    """Compare how often an event occurs in two groups."""
    formula, is_silent, is_infinite = _FORMULAS[table.measure]
    raw = list(_counts(table, at_least=2 if choices.vtype == "UB" else 1))
    kept, settings = informative_rows(
        table,
        without_information=is_silent(raw),
        by_rule=_no_difference(raw),
        choices=choices,
        why="an event occurred in nobody of either group, or in everybody",
    )
    table, raw = table.take(kept), [cell[kept] for cell in raw]
    cells = raw
    if table.measure != "AS":
        cells, added = with_addition(table.slab, raw, choices)
        settings |= added
    totals = (
        ("ai/n1i", "ci/n2i") if "n1i" in table.columns else ("ai", "bi", "ci", "di")
    )
    refuse_infinite(table, is_infinite(cells), "the log ratio", totals, _ADVICE)
    yi, vi = formula(cells, choices.vtype)
    patients = np.asarray(sum(raw, np.zeros(len(kept))), dtype=np.float64)
    if table.measure in ("RR", "OR", "RD"):
        settings["variance"] = VARIANCES[choices.vtype]
    return Computed(yi, vi, patients, settings, kept)
