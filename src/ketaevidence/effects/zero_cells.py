"""What is done with counts of zero, and in which studies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.arrays import FloatArray
from ketaevidence.effects.choices import Choices, ZeroCellRule
from ketaevidence.effects.columns import Table, place, refuse
from ketaevidence.errors import EffectError

BoolArray = npt.NDArray[np.bool_]


def check_zero_cell_rule(add: object, to: object) -> None:
    """Refuse a zero-cell rule that does not exist."""
    rules = get_args(ZeroCellRule)
    if to not in rules:
        msg = f"to={to!r} is no zero-cell rule; choose one of {list(rules)}"
        raise EffectError(msg)
    is_number = isinstance(add, int | float | np.number) and not isinstance(add, bool)
    if not is_number or not (np.isfinite(add) and add >= 0):  # type: ignore[call-overload, operator]
        msg = f"add={add!r}: what is added to a zero cell must be 0 or more"
        raise EffectError(msg)


def with_addition(
    slab: Sequence[str],
    cells: Sequence[FloatArray],
    choices: Choices,
    added_to: str = "events and to non-events",
) -> tuple[list[FloatArray], dict[str, object]]:
    """Add to every cell of the studies that the rule names, and say which.

    Parameters
    ----------
    slab
        Study labels.
    cells
        The counts; a study with a zero in any of them has a zero cell.
    choices
        What is added, and where.
    added_to
        What the cells hold, in words.
    """
    zero: BoolArray = np.any([cell == 0 for cell in cells], axis=0)
    everyone = choices.to == "all" or (choices.to == "if0all" and bool(zero.any()))
    rows = zero if choices.to == "only0" else np.full(len(zero), everyone)
    rows = rows & (choices.add > 0)
    settings: dict[str, object] = {
        "add": float(choices.add),
        "added_to": added_to,
        "adjusted": [label for label, row in zip(slab, rows, strict=True) if row],
        "to": choices.to,
    }
    return [cell + choices.add * rows for cell in cells], settings


def informative_rows(
    table: Table,
    *,
    without_information: BoolArray,
    by_rule: BoolArray,
    choices: Choices,
    why: str,
) -> tuple[npt.NDArray[np.intp], dict[str, object]]:
    """Find the studies that stay, and say which are left out and why.

    Parameters
    ----------
    table
        The studies.
    without_information
        Studies that say nothing about this measure; left out unless told otherwise.
    by_rule
        Studies that are left out on demand (``drop00=True``).
    choices
        Holds ``drop00``.
    why
        What these studies lack, in words.
    """
    out = without_information if choices.drop00 is None else by_rule
    if choices.drop00 is False:
        out = np.zeros(len(table.slab), dtype=bool)
    if out.all():
        refuse(
            table.measure,
            [
                (
                    f"in every study, {why}, so that none says anything about it; the "
                    "difference (RD, IRD) or single groups (PLO, IR) can be computed"
                )
            ],
        )
    rule = {
        None: "left out where they say nothing about the measure",
        True: "left out",
        False: "kept",
    }[choices.drop00]
    settings: dict[str, object] = {
        "drop00": rule,
        "drop00_because": why,
        "left_out": [table.slab[row] for row in np.flatnonzero(out)],
        "without_information": [
            table.slab[row] for row in np.flatnonzero(without_information & ~out)
        ],
    }
    return np.flatnonzero(~out), settings


def refuse_infinite(
    table: Table, rows: BoolArray, what: str, counts: Sequence[str], advice: str
) -> None:
    """Refuse studies whose effect or variance is infinite, by name."""
    if not rows.any():
        return
    listed = []
    for row in np.flatnonzero(rows):
        shown = " against ".join(_shown(table, part, int(row)) for part in counts)
        where = place(table.slab, int(row))
        listed.append(f"{where}: {what} of {shown} is infinite; {advice}")
    refuse(table.measure, listed)


def _shown(table: Table, part: str, row: int) -> str:
    """Write "0/10" for the columns "xi/ni"."""
    return "/".join(f"{table[name][row]:.10g}" for name in part.split("/"))
