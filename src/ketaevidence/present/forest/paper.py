"""The sheet of paper of a forest plot: how wide, how high, and what stands where.

All lengths are in points (1/72 inch); ``y`` is counted from the top.
"""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.present.forest.model import ForestColumn, ForestLayout
from ketaevidence.present.type_metrics import LEADING, width, wrapped

#: Type sizes [points]: the text, the title, and axis and notes.
TEXT, TITLE, SMALL = 8.0, 9.5, 7.5
#: Height of one line of rows, and the free space around and between things.
LINE, MARGIN, GAP = 15.0, 10.0, 11.0
#: Width of a page's text in print (183 mm), which the figure fills where it can.
PAGE = 519.0
#: Narrowest plot.
NARROWEST = 150.0


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column with its left edge, its width and the ends of its three parts."""

    index: int
    column: ForestColumn
    left: float
    width: float
    #: Right ends of estimate, lower end, "to" and upper end, from ``left``.
    stops: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """Sizes and places of everything on the figure."""

    width: float
    height: float
    title: tuple[str, ...]
    columns: tuple[PlacedColumn, ...]
    plot_left: float
    plot_width: float
    header_top: float
    rows_top: float
    axis_top: float
    notes_top: float
    #: Wrapped footers.
    notes: tuple[tuple[str, ...], ...]
    kept_top: float
    #: (wrapped name, wrapped reason) of every study that was kept out.
    kept: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    kept_name_width: float
    left_end: float


def parts(text: str) -> tuple[str, str, str, str] | None:
    """Split "a (b to c)" into estimate, lower end, "to" and upper end."""
    head, bracket, tail = text.partition("(")
    low, to, high = tail.partition(" to ")
    if not bracket or not to:
        return None
    return head.strip(), f"({low}", "to", high


def _interval_stops(texts: list[tuple[str, bool]]) -> tuple[float, ...]:
    """Give the right ends of the four parts of an interval column."""
    sizes = [0.0, 0.0, width("to", TEXT), 0.0]
    for text, bold in texts:
        for i, part in enumerate(parts(text) or ()):
            sizes[i] = max(sizes[i], width(part, TEXT, bold=bold))
    space = width(" ", TEXT)
    stops, x = [], 0.0
    for i, size in enumerate(sizes):
        x += size + (space * (1.6 if i == 1 else 1.0) if i else 0.0)
        stops.append(x)
    return tuple(stops)


def _measured(layout: ForestLayout) -> list[tuple[float, tuple[float, ...]]]:
    """Measure every column: its width and, for intervals, its stops."""
    sizes = []
    spanning = {"heading", "note"}
    for i, column in enumerate(layout.columns):
        texts = [
            (row.texts[i], row.kind == "summary")
            for row in layout.rows
            if row.kind not in spanning and row.texts[i]
        ]
        stops: tuple[float, ...] = ()
        widest = max((width(t, TEXT, bold=b) for t, b in texts), default=0.0)
        if column.align == "interval":
            stops = _interval_stops(texts)
            widest = max(widest if not stops else 0.0, stops[-1])
        sizes.append((max(widest, width(column.title, TEXT, bold=True)), stops))
    return sizes


def _placed(
    layout: ForestLayout,
) -> tuple[list[PlacedColumn], float, float, float]:
    """Place the columns; give them with the plot's left edge and width, and the end."""
    sizes = _measured(layout)
    gaps = GAP * len(sizes)
    total = sum(size for size, _ in sizes)
    plot = max(NARROWEST, PAGE - 2 * MARGIN - total - gaps)
    x, plot_left, placed = MARGIN, 0.0, []
    for i, (column, (size, stops)) in enumerate(
        zip(layout.columns, sizes, strict=True)
    ):
        if column.side == "right" and not plot_left:
            plot_left = x
            x += plot + GAP
        placed.append(PlacedColumn(i, column, x, size, stops))
        x += size + GAP
    return placed, plot_left, plot, x - GAP


def _kept(
    layout: ForestLayout, room: float
) -> tuple[float, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    if not layout.kept_out:
        return 0.0, []
    widest = max(width(name, SMALL) for name, _ in layout.kept_out)
    name_room = min(widest, 0.3 * room)
    kept = [
        (
            tuple(wrapped(name, SMALL, name_room)),
            tuple(wrapped(reason, SMALL, room - name_room - GAP)),
        )
        for name, reason in layout.kept_out
    ]
    return name_room, kept


def paper(layout: ForestLayout) -> Paper:
    """Measure every text of a layout and size the sheet so that nothing overlaps."""
    columns: list[PlacedColumn] = []
    if layout.empty_because:
        plot_left, plot, end = MARGIN, PAGE - 2 * MARGIN, PAGE - MARGIN
    else:
        columns, plot_left, plot, end = _placed(layout)
    room = max(end, PAGE - MARGIN) - MARGIN
    title = tuple(wrapped(layout.title, TITLE, room, bold=True))
    small = SMALL * LEADING
    y = MARGIN + len(title) * TITLE * LEADING + 6
    header_top = y
    if columns:
        lines = max(c.column.title.count("\n") + 1 for c in columns)
        y += lines * TEXT * LEADING + 7
    rows_top = y
    y += layout.height * LINE + 4 if columns else TEXT * LEADING + 4
    axis_top = y
    if columns:
        y += 18 + small + (small if layout.favours else 0.0) + 6
    notes_top = y
    texts = ([layout.band.label] if layout.band else []) + list(layout.footers)
    notes = tuple(tuple(wrapped(text, SMALL, room - 14)) for text in texts)
    y += sum(len(note) for note in notes) * small + 2 * len(notes)
    kept_top = y + 6
    name_room, kept = _kept(layout, room)
    if kept:
        y = kept_top + small + 5
        y += sum(max(len(a), len(b)) for a, b in kept) * small + 3 * len(kept)
    return Paper(
        room + 2 * MARGIN, y + MARGIN, title, tuple(columns), plot_left, plot,
        header_top, rows_top, axis_top, notes_top, notes, kept_top, tuple(kept),
        name_room, plot_left - GAP,
    )  # fmt: skip
