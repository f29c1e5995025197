"""The sheet of paper of a forest plot: how wide, how high, and what stands where.

All lengths are in points (1/72 inch); ``y`` is counted from the top.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from ketaevidence.present.forest.model import ForestLayout
from ketaevidence.present.forest.placing import (
    PlacedColumn,
    placed_columns,
    upper_headings,
)
from ketaevidence.present.pen import GAP, LINE, MARGIN, PAGE, SMALL, TEXT, TITLE
from ketaevidence.present.risk_of_bias.lamp import Entry, key
from ketaevidence.present.type_metrics import LEADING, fitted, width, wrapped

__all__ = [
    "GAP",
    "LINE",
    "MARGIN",
    "PAGE",
    "SMALL",
    "TEXT",
    "TITLE",
    "Paper",
    "paper",
]

#: Least room between two labels under the axis.
_APART = 5.0


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Lines of text around a height, from a place on."""

    text: str
    x: float
    y: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Paper:
    """Sizes and places of everything on the figure."""

    width: float
    height: float
    title: tuple[PlacedText, ...]
    subtitle: tuple[PlacedText, ...]
    columns: tuple[PlacedColumn, ...]
    #: (lines, left end, right end, middle) of each upper heading.
    groups: tuple[tuple[str, float, float, float], ...]
    #: Where the rule below the upper headings stands.
    groups_bottom: float
    plot_left: float
    plot_width: float
    rows_top: float
    #: Labels of ticks, title of the axis, and which side favours what.
    ticks: tuple[PlacedText, ...]
    axis_label: PlacedText | None
    favours: tuple[PlacedText, ...]
    notes_top: float
    #: Wrapped footers.
    notes: tuple[tuple[str, ...], ...]
    key_top: float
    key: tuple[Entry, ...]
    kept_top: float
    #: (wrapped name, wrapped reason) of every study that was kept out.
    kept: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    kept_name_width: float

    def place(self, layout: ForestLayout, value: float) -> float:
        """Give where a value of the axis stands on the sheet."""
        return self.plot_left + self.plot_width * share_of(layout, value)


def share_of(layout: ForestLayout, value: float) -> float:
    """Give where a value stands on the axis, from 0 at its left to 1 at its right."""
    low, high = layout.limits
    if layout.is_log:
        return (math.log(value) - math.log(low)) / (math.log(high) - math.log(low))
    return (value - low) / (high - low)


def _tick_labels(
    layout: ForestLayout, left: float, long: float, end: float, y: float
) -> tuple[PlacedText, ...]:
    """Place the labels of ticks; leave out every second, third, ... where crowded."""
    found = []
    for value, text in layout.ticks:
        half = width(text, SMALL) / 2
        x = left + long * share_of(layout, value)
        # Half a label may reach into the margin, so that it stays under its tick.
        found.append((min(max(x, 2 + half), end - 2 - half), half, text))
    null = [i for i, (v, _) in enumerate(layout.ticks) if v == layout.null_value]
    for step in range(1, len(found) + 1):
        kept = found[(null[0] if null else 0) % step :: step]
        if all(b[0] - b[1] - a[0] - a[1] >= _APART for a, b in pairwise(kept)):
            break
    return tuple(PlacedText(text, x, y, "center") for x, _, text in kept)


def _favours(
    layout: ForestLayout, null: float, end: float, top: float
) -> tuple[tuple[PlacedText, ...], float]:
    """Place what each side favours, beside the null line; give the height."""
    if layout.favours is None or layout.null_value is None:
        return (), 0.0
    left, right = f"← {layout.favours[0]}", f"{layout.favours[1]} →"
    room = end - 2 * MARGIN - 12
    if width(left, SMALL, bold=True) + width(right, SMALL, bold=True) > room:
        half = room / 2 - width("← ", SMALL, bold=True)
        cut = [fitted(text, SMALL, half, bold=True) for text in layout.favours]
        left, right = f"← {cut[0]}", f"{cut[1]} →"
    start = max(null - 6, MARGIN + width(left, SMALL, bold=True))
    start = min(start, end - MARGIN - 12 - width(right, SMALL, bold=True))
    stop = min(null + 6, end - MARGIN - width(right, SMALL, bold=True))
    tall = (max(left.count("\n"), right.count("\n")) + 1) * SMALL * LEADING
    y = top + tall / 2
    return (
        PlacedText(left, start, y, "right"),
        PlacedText(right, max(stop, start + 12), y, "left"),
    ), tall


def _kept(
    layout: ForestLayout, room: float
) -> tuple[float, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    if not layout.kept_out:
        return 0.0, []
    widest = max(width(name[:200], SMALL) for name, _ in layout.kept_out)
    name_room = min(widest, 0.3 * room)
    kept = [
        (
            tuple(fitted(name, SMALL, name_room).split("\n")),
            tuple(wrapped(reason, SMALL, room - name_room - GAP)),
        )
        for name, reason in layout.kept_out
    ]
    return name_room, kept


def _head(
    text: str, size: float, room: float, top: float, *, bold: bool
) -> tuple[tuple[PlacedText, ...], float]:
    """Place a heading above everything; give where it ends."""
    if not text:
        return (), top
    lines = fitted(text, size, room, bold=bold).split("\n")
    tall = size * LEADING
    placed = (
        PlacedText(line, MARGIN, top + (i + 0.5) * tall) for i, line in enumerate(lines)
    )
    return tuple(placed), top + len(lines) * tall


def paper(layout: ForestLayout) -> Paper:
    """Measure every text of a layout and size the sheet so that nothing overlaps."""
    columns: list[PlacedColumn] = []
    if layout.empty_because:
        plot_left, plot, end = MARGIN, PAGE - 2 * MARGIN, PAGE - MARGIN
    else:
        columns, plot_left, plot, end = placed_columns(layout)
    room = max(end, PAGE - MARGIN) - MARGIN
    sheet = room + 2 * MARGIN
    small = SMALL * LEADING
    title, y = _head(layout.title, TITLE, room, MARGIN, bold=True)
    subtitle, y = _head(layout.subtitle, SMALL, room, y, bold=False)
    y += 6
    null = plot_left
    if layout.null_value is not None and columns:
        null += plot * min(max(share_of(layout, layout.null_value), 0.0), 1.0)
    favours: tuple[PlacedText, ...] = ()
    if columns and layout.style.favours_on_top:
        favours, tall = _favours(layout, null, sheet, y)
        y += tall + (4 if tall else 0)
    groups, groups_bottom, y = upper_headings(layout, columns, y)
    rows_top = y
    y += layout.height * LINE + 4 if columns else TEXT * LEADING + 4
    ticks: tuple[PlacedText, ...] = ()
    label = None
    if columns:
        ticks = _tick_labels(layout, plot_left, plot, sheet, y + 8)
        text = fitted(layout.axis_label, SMALL, room)
        half = width(text, SMALL) / 2
        x = plot_left + plot / 2
        x = min(max(x, MARGIN + half), sheet - MARGIN - half)
        tall = (text.count("\n") + 1) * small
        label = PlacedText(text, x, y + 14 + tall / 2, "center")
        y += 14 + tall
        if not layout.style.favours_on_top:
            favours, tall = _favours(layout, null, sheet, y)
            y += tall
        y += 10
    notes_top = y
    texts = ([layout.band.label] if layout.band else []) + list(layout.footers)
    notes = tuple(tuple(wrapped(text, SMALL, room - 14)) for text in texts)
    y += sum(len(note) for note in notes) * small + 2 * len(notes)
    key_top = y + 2
    entries, tall = key(layout.legend, MARGIN, room)
    y += tall + 4 if entries else 0.0
    kept_top = y + 6
    name_room, kept = _kept(layout, room)
    if kept:
        y = kept_top + small + 5
        y += sum(max(len(a), len(b)) for a, b in kept) * small + 3 * len(kept)
    return Paper(
        sheet, y + MARGIN, title, subtitle, tuple(columns), groups, groups_bottom,
        plot_left, plot, rows_top, ticks, label, favours, notes_top, notes, key_top,
        tuple(entries), kept_top, tuple(kept), name_room,
    )  # fmt: skip
