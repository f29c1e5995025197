"""The share of patients with an event in one group (PR, PLO)."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.columns import Table, count_problems, place, refuse
from ketaevidence.effects.model import Effects, FloatArray
from ketaevidence.errors import EffectError

ZeroCellRule = Literal["only0", "all", "if0all", "none"]

#: What is added to events and to non-events when no other value is asked for:
#: one half (Haldane 1956, doi 10.1111/j.1469-1809.1955.tb01285.x).
DEFAULT_ADD = 0.5


def check_zero_cell_rule(add: float, to: str) -> None:
    """Refuse a zero-cell rule that does not exist."""
    rules = get_args(ZeroCellRule)
    if to not in rules:
        msg = f"to={to!r} is no zero-cell rule; choose one of {list(rules)}"
        raise EffectError(msg)
    if isinstance(add, bool | str) or not (np.isfinite(add) and add >= 0):
        msg = f"add={add!r}: what is added to a zero cell must be 0 or more"
        raise EffectError(msg)


def _adjusted_rows(
    events: FloatArray, others: FloatArray, to: str
) -> npt.NDArray[np.bool_]:
    zero: npt.NDArray[np.bool_] = (events == 0) | (others == 0)
    if to == "only0":
        return zero
    everyone = to == "all" or (to == "if0all" and bool(zero.any()))
    return np.full(len(events), everyone)


def proportion(table: Table, *, add: float, to: str) -> Effects:
    """Compute a proportion, raw (PR) or on the logit scale (PLO)."""
    check_zero_cell_rule(add, to)
    problems = [
        *count_problems(table, "xi", at_least=0),
        *count_problems(table, "ni", at_least=1),
        *table.found("xi", lambda x: x > table["ni"], "more events than patients (ni)"),
    ]
    if problems:
        refuse(table.measure, problems)
    events, others = table["xi"], table["ni"] - table["xi"]
    rows = _adjusted_rows(events, others, to) & (add > 0)
    events, others = events + add * rows, others + add * rows
    total = events + others
    if table.measure == "PR":
        yi, vi = events / total, events * others / total**3
    else:
        yi, vi = _logit(table, events, others)
    settings = {
        "add": float(add),
        "adjusted": [table.slab[row] for row in np.flatnonzero(rows)],
        "measure": table.measure,
        "to": to,
    }
    ni = tuple(int(n) for n in table["ni"])
    return Effects(table.measure, yi, vi, table.slab, ni, settings, table.inputs())


def _logit(
    table: Table, events: FloatArray, others: FloatArray
) -> tuple[FloatArray, FloatArray]:
    infinite = np.flatnonzero((events == 0) | (others == 0))
    if infinite.size:
        refuse(
            table.measure,
            [
                f"{place(table.slab, int(row))}: the logit of "
                f"{table['xi'][row]:.10g}/{table['ni'][row]:.10g} is infinite; choose "
                "to='only0' with add= above 0"
                for row in infinite
            ],
        )
    return np.log(events / others), 1 / events + 1 / others
