"""Change within one group of patients, measured twice (MC)."""

from __future__ import annotations

import numpy as np

from ketaevidence.effects.columns import (
    Table,
    count_problems,
    refuse,
    spread_problems,
)
from ketaevidence.effects.model import Effects


def mean_change(table: Table) -> Effects:
    """Compute the mean change; how the two measurements correlate must be given."""
    problems = [
        *spread_problems(table, "sd1i"),
        *spread_problems(table, "sd2i"),
        *count_problems(table, "ni", at_least=2),
        *table.found(
            "ri", lambda r: np.abs(r) > 1, "but a correlation lies between -1 and 1"
        ),
    ]
    if problems:
        refuse(table.measure, problems)
    sd1, sd2 = table["sd1i"], table["sd2i"]
    yi = table["m1i"] - table["m2i"]
    # sd1^2 + sd2^2 - 2 r sd1 sd2, written so that rounding cannot make it negative.
    vi = ((sd1 - sd2) ** 2 + 2 * (1 - table["ri"]) * sd1 * sd2) / table["ni"]
    is_assumed = "ri" in table.one_for_all
    settings = {
        "correlation": (
            f"one value for every study: {table['ri'][0]:.10g}"
            if is_assumed
            else "given per study"
        ),
        "direction": "first (m1i) minus second (m2i)",
        "measure": "MC",
    }
    ni = tuple(int(n) for n in table["ni"])
    return Effects("MC", yi, vi, table.slab, ni, settings, table.inputs())
