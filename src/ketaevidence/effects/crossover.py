"""Two treatments in the same patients: crossover trials (MD, SMD, and counts)."""

from __future__ import annotations

import numpy as np

from ketaevidence.effects.choices import Choices, Computed
from ketaevidence.effects.columns import Table, count_problems, refuse
from ketaevidence.effects.paired import (
    change_variance,
    check_pairs,
    correlation_words,
    mean_of_pairs,
    smd_of_pairs,
)
from ketaevidence.effects.zero_cells import (
    informative_rows,
    refuse_infinite,
    with_addition,
)

_SAME_PATIENTS = "of the differences within patients"


def crossover_mean_difference(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Compute the mean difference within patients from both treatments' data."""
    check_pairs(table, at_least=2)
    yi = table["m1i"] - table["m2i"]
    vi = change_variance(table) / table["ni"]
    settings = {"correlation": correlation_words(table), "variance": _SAME_PATIENTS}
    return Computed(yi, vi, table["ni"], settings)


def reported_crossover_difference(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Compute the mean difference within patients from the paired differences."""
    yi, vi = mean_of_pairs(table)
    settings = {"correlation": "in the reported SD", "variance": _SAME_PATIENTS}
    return Computed(yi, vi, table["ni"], settings)


def crossover_smd(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Standardize as a parallel trial would, by the spread between patients."""
    yi, vi = smd_of_pairs(table)
    settings = {
        "correction": "exact (gamma function)",
        "correlation": correlation_words(table),
        "standardizer": "root of the mean of the two treatments' variances",
        "variance": "large-sample, for the same patients under both treatments",
    }
    return Computed(yi, vi, table["ni"], settings)


def _check_counts(table: Table) -> None:
    problems = [
        problem
        for name in ("ai", "bi", "ci", "di")
        for problem in count_problems(table, name, at_least=0)
    ]
    total = table["ai"] + table["bi"] + table["ci"] + table["di"]
    problems += table.found("ai", lambda _: total == 0, "and the table is empty")
    if problems:
        refuse(table.measure, problems)


def paired_counts(table: Table, choices: Choices) -> Computed:
    """Compare how often an event occurs under two treatments of the same patients."""
    _check_counts(table)
    settings: dict[str, object] = {"variance": "large-sample, for the same patients"}
    kept = None
    if table.measure == "MPORC":
        no_change = (table["bi"] == 0) & (table["ci"] == 0)
        kept, more = informative_rows(
            table,
            without_information=no_change,
            by_rule=no_change,
            choices=choices,
            why="no patient had the event under one treatment only",
        )
        table = table.take(kept)
        settings |= more
    raw = [table[name] for name in ("ai", "bi", "ci", "di")]
    cells, more = with_addition(table.slab, raw, choices, "every cell")
    settings |= more
    both, first, second, neither = cells
    n = both + first + second + neither
    p1, p2 = (both + first) / n, (both + second) / n
    bare = {
        "MPRD": np.zeros(len(n), dtype=bool),
        "MPRR": (p1 == 0) | (p2 == 0),
        "MPOR": (p1 * p2 * (1 - p1) * (1 - p2)) == 0,
        "MPORC": (first == 0) | (second == 0),
    }[table.measure]
    shown = ["bi", "ci"]
    advice = "choose to='only0' with add= above 0"
    refuse_infinite(table, bare, "the log ratio", shown, advice)
    if table.measure == "MPRD":
        yi = p1 - p2
        vi = ((first + second) - (first - second) ** 2 / n) / n**2
    elif table.measure == "MPRR":
        yi = np.log(p1 / p2)
        vi = (first + second) / ((both + first) * (both + second))
    elif table.measure == "MPOR":
        yi = np.log(p1 / (1 - p1)) - np.log(p2 / (1 - p2))
        spread1, spread2 = p1 * (1 - p1), p2 * (1 - p2)
        together = (both * neither - first * second) / n**2
        vi = (1 / spread1 + 1 / spread2 - 2 * together / (spread1 * spread2)) / n
    else:
        yi = np.log(first / second)
        vi = 1 / first + 1 / second
    patients = sum(raw, np.zeros(len(n)))
    return Computed(yi, vi, patients, settings, kept)
