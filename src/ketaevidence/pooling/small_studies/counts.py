"""Events in two groups behind odds ratios, for the tests that need the counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ketaevidence.effects.alike import refuse_unlike
from ketaevidence.effects.model import Effects
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.sums import FloatArray


@dataclass(frozen=True, slots=True)
class TwoGroups:
    """Events and totals of two groups, one row per study with any information.

    Parameters
    ----------
    effects
        The effects of these studies.
    events1, n1, n2
        Events and patients in group 1, patients in group 2, shape ``(k,)``.
    events
        Events in both groups; neither 0 nor everybody.
    left_out
        Labels of studies in which nobody or everybody had the event.
    """

    effects: Effects
    events1: FloatArray
    n1: FloatArray
    n2: FloatArray
    events: FloatArray
    left_out: tuple[str, ...]

    @property
    def n(self) -> FloatArray:
        """Patients in both groups."""
        return self.n1 + self.n2

    @property
    def notes(self) -> tuple[str, ...]:
        """Say which studies were left out and why."""
        if not self.left_out:
            return ()
        note = (
            "Left out, because nobody or everybody had the event in both groups, "
            f"which says nothing about an odds ratio: {', '.join(self.left_out)}."
        )
        return (note,)


def two_groups(given: Any, measures: Sequence[str], what: str) -> TwoGroups:
    """Take the counts that the effects were computed from.

    Parameters
    ----------
    given
        An Effects or a Pooled.
    measures
        Measures that the test is made for.
    what
        The test, as the subject of a sentence.

    Raises
    ------
    PoolingError
        When the measure is another one, the counts are not known, or studies differ
        in what must be equal.
    """
    effects = given.effects if isinstance(given, Pooled) else given
    if not isinstance(effects, Effects):
        msg = (
            f"{what} needs an Effects (or a Pooled) of {' or '.join(measures)} made "
            f"from counts by effect_sizes, not {type(given).__name__}"
        )
        raise PoolingError(msg)
    columns = effects.inputs
    by_cells = {"ai", "bi", "ci", "di"} <= set(columns)
    by_totals = {"ai", "n1i", "ci", "n2i"} <= set(columns)
    if effects.measure not in measures or not (by_cells or by_totals):
        why = (
            f"these effects are {effects.measure} ({effects.measure_name})"
            if effects.measure not in measures
            else "these effects came without counts"
        )
        msg = (
            f"{what} is made for {' or '.join(measures)} computed from the events in "
            f"two groups (ai, n1i, ci, n2i, or ai, bi, ci, di); {why}"
        )
        raise PoolingError(msg)
    refuse_unlike(effects)
    a, c = (np.array(columns[name], dtype=np.float64) for name in ("ai", "ci"))
    if by_totals:
        n1, n2 = (np.array(columns[name], dtype=np.float64) for name in ("n1i", "n2i"))
    else:
        n1, n2 = a + np.array(columns["bi"]), c + np.array(columns["di"])
    events = a + c
    is_silent = (events == 0) | (events == n1 + n2)
    rows = np.flatnonzero(~is_silent)
    return TwoGroups(
        effects=effects.take(rows),
        events1=a[rows],
        n1=n1[rows],
        n2=n2[rows],
        events=events[rows],
        left_out=tuple(effects.slab[row] for row in np.flatnonzero(is_silent)),
    )
