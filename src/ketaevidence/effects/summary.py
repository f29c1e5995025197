"""The effects of studies in words and columns, for a terminal."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ketaevidence.effects.intervals import effect_interval
from ketaevidence.effects.layout import (
    aligned,
    fact,
    label,
    please_note,
    sentence,
    titled,
)
from ketaevidence.effects.words import noun_of, scale_words, shown, title_of

if TYPE_CHECKING:
    from ketaevidence.effects.model import Effects

#: The choices behind effects that a summary names, in its order.
_CHOICES = {
    "direction": "Direction",
    "design": "Design",
    "standardizer": "Standardized by",
    "variance": "Variance",
    "correlation": "Correlation",
    "pain_scale": "Scale",
}


def summary_text(effects: Effects, level: float) -> str:
    """Write the effects of all studies as plain text."""
    lines = [*titled(title_of(effects)), *fact("Kind of evidence", effects.kind)]
    settings: Mapping[str, object] = effects.settings
    for name, told in _CHOICES.items():
        if name in settings:
            lines += fact(told, settings[name])
    lines += ["", *_table(effects, level)]
    words = scale_words(effects)
    if words is not None:
        lines += sentence(words)
    return "\n".join([*lines, *please_note(effects.notes)])


def _table(effects: Effects, level: float) -> list[str]:
    head = ["Study", noun_of(effects).capitalize(), f"{100 * level:g} % interval"]
    rows = [tuple(head) if effects.ni is None else (*head, "n")]
    for row, (name, y, v) in enumerate(
        zip(effects.slab, effects.yi, effects.vi, strict=True)
    ):
        se = math.sqrt(v)
        low, high = effect_interval(float(y), float(v), level)
        cells = [
            label(name),
            shown(effects, se, float(y)),
            f"[{shown(effects, se, low)}, {shown(effects, se, high)}]",
        ]
        if effects.ni is not None:
            cells.append(str(effects.ni[row]))
        rows.append(tuple(cells))
    return aligned(rows)
