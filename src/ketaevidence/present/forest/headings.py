"""Which columns a forest plot has: their headings, sides and alignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from ketaevidence.present.forest.bias import HEADING
from ketaevidence.present.forest.model import ForestColumn
from ketaevidence.present.forest.sheet import Sheet
from ketaevidence.present.pen import TEXT
from ketaevidence.present.type_metrics import fitted

#: Longest number that is set to the right.
_SHORT = 14
#: Room of the heading over the effects, before a new line [points].
_EFFECT_ROOM = 160.0


def _alignment(texts: Sequence[str]) -> Literal["left", "right"]:
    """Set short numbers to the right and words to the left."""
    is_short = all(len(text) <= _SHORT for text in texts)
    is_number = all(text[0].isdigit() or text[0] in "−-<" for text in texts)
    return "right" if texts and is_short and is_number else "left"


def _data_columns(sheet: Sheet) -> list[ForestColumn]:
    columns = []
    cells = [cell for line in sheet.lines for cell in line.cells]
    for group, title in dict.fromkeys((c.group, c.title) for c in cells):
        texts = [c.text for c in cells if (c.group, c.title) == (group, title)]
        align = _alignment([text for text in texts if text])
        columns.append(ForestColumn(title, "left", align, "data", group))
    return columns


def columns_of(sheet: Sheet) -> tuple[ForestColumn, ...]:
    """Give the columns in the order of the style, each on its side of the plot."""
    style = sheet.style
    title = fitted(sheet.effect_title, TEXT, _EFFECT_ROOM, bold=True)
    has_weights = any(line.weight is not None for line in sheet.lines)
    parts = {
        "study": [ForestColumn(style.study_title, "left", "left", "study")],
        "data": _data_columns(sheet),
        "effect": [
            ForestColumn(f"{title}\n({sheet.level} CI)", "left", "interval", "effect")
        ],
        "weight": [ForestColumn("Weight", "left", "right", "weight")] * has_weights,
        "bias": [
            ForestColumn(name, "left", "center", "bias", HEADING)
            for name, _ in sheet.domains
        ],
    }
    left = [column for kind in style.left for column in parts[kind]]
    right = [column for kind in style.right for column in parts[kind]]
    return (*left, *(replace(column, side="right") for column in right))
