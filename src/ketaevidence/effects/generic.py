"""Effects that a study already reports with their variance, of any measure."""

from __future__ import annotations

import numpy as np

from ketaevidence.effects.choices import Choices, Computed
from ketaevidence.effects.columns import Table, count_problems, refuse


def reported_effect(table: Table, choices: Choices) -> Computed:  # noqa: ARG001 (one formula)
    """Take effects as they are reported, with a variance or a standard error."""
    spread = "vi" if "vi" in table.columns else "sei"
    what = "variance" if spread == "vi" else "standard error"
    problems = table.found(spread, lambda x: x <= 0, f"but a {what} must be above 0")
    if "ni" in table.columns:
        problems += count_problems(table, "ni", at_least=1)
    if problems:
        refuse(table.measure, problems)
    vi = table["vi"] if spread == "vi" else table["sei"] ** 2
    lost = ~(np.isfinite(vi) & (vi > 0))
    if lost.any():
        refuse(table.measure, table.found(spread, lambda _: lost, "out of range"))
    participants = table["ni"] if "ni" in table.columns else None
    settings = {"variance": f"as given ({spread})"}
    return Computed(table["yi"], vi, participants, settings)
