"""A multiverse in words and columns, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.words import noun_of
from ketaevidence.pooling.sensitivity import words

if TYPE_CHECKING:
    from ketaevidence.pooling.sensitivity.multiverse import Multiverse


def summary_text(result: Multiverse) -> str:
    """Write the multiverse as text."""
    effects, is_in = result.effects, result.is_computed
    lines = words.title(f"Multiverse, {effects.measure_name}")
    lines.append(f"{len(is_in)} combinations, {int(is_in.sum())} computed")
    if is_in.any():
        lines += _ranges(result)
    missing = sorted({reason for reason in result.reasons if reason is not None})
    if missing:
        lines += ["", "Not computed", *(f"- {reason}" for reason in missing)]
    return "\n".join([*lines, *words.please_note(result.notes)])


def _ranges(result: Multiverse) -> list[str]:
    effects, is_in = result.effects, result.is_computed
    se = float(np.median(result.se[is_in]))

    def span(rows: npt.NDArray[np.bool_]) -> str:
        low, high = result.estimate[rows].min(), result.estimate[rows].max()
        return " to ".join(words.shown(effects, se, float(x)) for x in (low, high))

    lines = [f"{noun_of(effects).capitalize()}s from {span(is_in)}"]
    lines += words.clear_of_null(effects, result.ci_lb[is_in], result.ci_ub[is_in])
    lines.append("")
    rows = []
    for name in result.choices[0]:
        values = [choice[name] for choice in result.choices]
        options = list(dict.fromkeys(values))
        if len(options) < 2:
            continue
        for option in options:
            here = is_in & np.array([value == option for value in values])
            clear = words.excluding_null(
                effects, result.ci_lb[here], result.ci_ub[here]
            )
            rows.append(
                (
                    words.label(f"{name}: {option}"),
                    str(int(here.sum())),
                    span(here) if here.any() else "none",
                    "" if clear is None else str(clear),
                )
            )
    if not rows:
        return lines[:-1]
    null = words.null_text(effects)
    head = ("Choice", "computed", f"{noun_of(effects)}s", f"exclude {null}")
    return [*lines, *words.table(head, rows)]
