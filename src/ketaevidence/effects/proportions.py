"""The share of patients with an event in one group (PR, PLN, PLO, PAS, PFT)."""

from __future__ import annotations

import numpy as np

from ketaevidence.effects.arrays import FloatArray
from ketaevidence.effects.choices import Choices, Computed
from ketaevidence.effects.columns import Table, count_problems, refuse
from ketaevidence.effects.transformations import freeman_tukey
from ketaevidence.effects.zero_cells import refuse_infinite, with_addition

#: How the variance is computed, in words.
VARIANCES = {
    "LS": "large-sample, from each study's own proportion",
    "UB": "unbiased, from each study's own proportion",
    "AV": "large-sample, from the average proportion of all studies",
}


def _check(table: Table, at_least: int = 1) -> None:
    problems = [
        *count_problems(table, "xi", at_least=0),
        *count_problems(table, "ni", at_least=at_least),
        *table.found("xi", lambda x: x > table["ni"], "more events than patients (ni)"),
    ]
    if problems:
        refuse(table.measure, problems)


def proportion(table: Table, choices: Choices) -> Computed:
    """Compute a proportion: raw (PR), its log (PLN) or its logit (PLO)."""
    _check(table, at_least=2 if choices.vtype == "UB" else 1)
    raw = [table["xi"], table["ni"] - table["xi"]]
    (events, others), settings = with_addition(table.slab, raw, choices)
    total = events + others
    share = np.full(len(events), events.sum() / total.sum())
    is_average = choices.vtype == "AV"
    if table.measure == "PR":
        yi = events / total
        p = share if is_average else yi
        vi = p * (1 - p) / (total - (1 if choices.vtype == "UB" else 0))
    elif table.measure == "PLN":
        _refuse_infinite(table, events == 0, "log")
        yi = np.log(events / total)
        vi = (1 - share) / (share * total) if is_average else 1 / events - 1 / total
    else:
        _refuse_infinite(table, (events == 0) | (others == 0), "logit")
        yi = np.log(events / others)
        average = 1 / (total * share * (1 - share)) if is_average else None
        vi = 1 / events + 1 / others if average is None else average
    settings["variance"] = VARIANCES[choices.vtype]
    return Computed(yi, vi, table["ni"], settings)


def _refuse_infinite(table: Table, rows: FloatArray, what: str) -> None:
    advice = "choose to='only0' with add= above 0"
    refuse_infinite(
        table, np.asarray(rows, dtype=bool), f"the {what}", ["xi/ni"], advice
    )


def arcsine_proportion(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Compute the arcsine of the root of a proportion (PAS)."""
    _check(table)
    n = table["ni"]
    return Computed(np.arcsin(np.sqrt(table["xi"] / n)), 1 / (4 * n), n)


def freeman_tukey_proportion(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Compute the double arcsine of a proportion (PFT); its way back needs n."""
    _check(table)
    n = table["ni"]
    return Computed(freeman_tukey(table["xi"], n), 1 / (4 * n + 2), n)
