"""Events per person-time, or per infusion (IR, IRLN, IRR, IRD)."""

from __future__ import annotations

import numpy as np

from ketaevidence.effects.choices import Choices, Computed
from ketaevidence.effects.columns import Table, count_problems, refuse
from ketaevidence.effects.zero_cells import (
    informative_rows,
    refuse_infinite,
    with_addition,
)

_ADVICE = "choose to='only0' with add= above 0"


def _check(table: Table, *pairs: tuple[str, str]) -> None:
    problems = []
    for events, time in pairs:
        problems += count_problems(table, events, at_least=0)
        problems += table.found(
            time, lambda t: t <= 0, "but person-time (or infusions) must be above 0"
        )
    if problems:
        refuse(table.measure, problems)


def rate(table: Table, choices: Choices) -> Computed:
    """Compute a rate in one group, as it is (IR) or its log (IRLN)."""
    _check(table, ("xi", "ti"))
    (events,), settings = with_addition(table.slab, [table["xi"]], choices, "events")
    time = table["ti"]
    if table.measure == "IR":
        return Computed(events / time, events / time**2, None, settings)
    refuse_infinite(table, events == 0, "the log", ["xi/ti"], _ADVICE)
    return Computed(np.log(events / time), 1 / events, None, settings)


def rates_in_two_groups(table: Table, choices: Choices) -> Computed:
    """Compare rates of two groups by their ratio (IRR) or difference (IRD)."""
    _check(table, ("x1i", "t1i"), ("x2i", "t2i"))
    none = (table["x1i"] == 0) & (table["x2i"] == 0)
    is_ratio = table.measure == "IRR"
    kept, settings = informative_rows(
        table,
        without_information=none & is_ratio,
        by_rule=none,
        choices=choices,
        why="no event occurred in either group",
    )
    table = table.take(kept)
    raw = [table["x1i"], table["x2i"]]
    (x1, x2), added = with_addition(table.slab, raw, choices, "events")
    settings |= added
    t1, t2 = table["t1i"], table["t2i"]
    if not is_ratio:
        vi = x1 / t1**2 + x2 / t2**2
        return Computed(x1 / t1 - x2 / t2, vi, None, settings, kept)
    shown = ("x1i/t1i", "x2i/t2i")
    refuse_infinite(table, (x1 == 0) | (x2 == 0), "the log ratio", shown, _ADVICE)
    yi = np.log(x1 / t1) - np.log(x2 / t2)
    return Computed(yi, 1 / x1 + 1 / x2, None, settings, kept)
