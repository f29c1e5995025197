"""The columns of a forest plot on paper: measured first, then placed.

All lengths are in points (1/72 inch).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketaevidence.present.forest.model import ForestColumn, ForestLayout
from ketaevidence.present.pen import GAP, MARGIN, PAGE, TEXT
from ketaevidence.present.risk_of_bias.lamp import STEP
from ketaevidence.present.type_metrics import LEADING, fitted, width

#: Gap between columns and least width of the plot: at ease, and where the page is full.
_SPACES = ((GAP, 150.0), (8.0, 120.0), (7.0, 105.0))
#: Room of an upper heading before a new line, and between it and what is below it.
_HEAD_ROOM, _UNDER = 130.0, 4.0


@dataclass(frozen=True, slots=True)
class PlacedColumn:
    """A column with its left edge, its width and the ends of its three parts."""

    index: int
    column: ForestColumn
    left: float
    width: float
    #: Right ends of estimate, lower end, "to" and upper end, from ``left``.
    stops: tuple[float, ...] = ()


def parts(
    text: str, brackets: tuple[str, str, str]
) -> tuple[str, str, str, str] | None:
    """Split "a (b to c)" into estimate, lower end, "to" and upper end."""
    before, between, _ = brackets
    head, bracket, tail = text.partition(before)
    low, found, high = tail.partition(between)
    if not bracket or not found:
        return None
    word = between.strip()
    if word == ",":
        return head.strip(), f"{before}{low},", "", high
    return head.strip(), f"{before}{low}", word, high


def _interval_stops(
    texts: list[tuple[str, bool]], brackets: tuple[str, str, str]
) -> tuple[float, ...]:
    """Give the right ends of the four parts of an interval column."""
    sizes = [0.0] * 4
    for text, bold in texts:
        for i, part in enumerate(parts(text, brackets) or ()):
            sizes[i] = max(sizes[i], width(part, TEXT, bold=bold))
    space = width(" ", TEXT)
    stops, x = [], 0.0
    for i, size in enumerate(sizes):
        gap = space * (1.6 if i == 1 else 1.0) if i and size else 0.0
        x += size + gap
        stops.append(x)
    return tuple(stops)


def _measured(layout: ForestLayout) -> list[tuple[float, tuple[float, ...]]]:
    """Measure every column: its width and, for intervals, its stops."""
    sizes = []
    brackets = layout.style.brackets
    for i, column in enumerate(layout.columns):
        texts = [
            (row.texts[i], row.kind == "summary")
            for row in layout.rows
            if row.kind not in {"heading", "note"} and row.texts[i]
        ]
        stops: tuple[float, ...] = ()
        widest = max((width(t, TEXT, bold=b) for t, b in texts), default=0.0)
        if column.align == "interval":
            stops = _interval_stops(texts, brackets)
            whole = [width(t, TEXT) for t, _ in texts if parts(t, brackets) is None]
            widest = max([stops[-1], *whole])
        widest = max(widest, width(column.title, TEXT, bold=True))
        sizes.append((max(widest, STEP) if column.kind == "bias" else widest, stops))
    return sizes


def _gap(columns: Sequence[ForestColumn], i: int, gap: float) -> float:
    """Give the room after a column: less between columns of one upper heading."""
    if i + 1 == len(columns) or columns[i].side != columns[i + 1].side:
        return gap
    here, after = columns[i], columns[i + 1]
    if here.kind == after.kind == "bias":
        return 1.0
    return 0.75 * gap if here.group and here.group == after.group else gap


def _runs(columns: Sequence[ForestColumn]) -> list[tuple[str, list[int]]]:
    """Give each upper heading with the neighbours that it stands over."""
    runs: list[tuple[str, list[int]]] = []
    for i, column in enumerate(columns):
        before = columns[i - 1] if i else None
        if column.group is None:
            continue
        same = before is not None and (before.group, before.side) == (
            column.group, column.side
        )  # fmt: skip
        if same and runs:
            runs[-1][1].append(i)
        else:
            runs.append((column.group, [i]))
    return runs


def _placed(
    layout: ForestLayout, gap: float, least: float
) -> tuple[list[PlacedColumn], float, float, float]:
    """Place the columns; give them with the plot's left edge and width, and the end."""
    columns = layout.columns
    sizes = _measured(layout)
    gaps = [_gap(columns, i, gap) for i in range(len(columns))]
    for group, members in _runs(columns):
        text = fitted(group, TEXT, _HEAD_ROOM, bold=True)
        between = sum(gaps[i] for i in members[:-1])
        lack = width(text, TEXT, bold=True) - between
        lack -= sum(sizes[i][0] for i in members)
        for i in members if lack > 0 else ():
            sizes[i] = (sizes[i][0] + lack / len(members), sizes[i][1])
    total = sum(size for size, _ in sizes) + sum(gaps)
    plot = max(least, PAGE - 2 * MARGIN - total)
    x, plot_left, placed = MARGIN, 0.0, []
    for i, (column, (size, stops)) in enumerate(zip(columns, sizes, strict=True)):
        if column.side == "right" and not plot_left:
            plot_left = x
            x += plot + gap
        placed.append(PlacedColumn(i, column, x, size, stops))
        x += size + gaps[i]
    if not plot_left:
        return placed, x, plot, x + plot
    return placed, plot_left, plot, x - gaps[-1]


def placed_columns(
    layout: ForestLayout,
) -> tuple[list[PlacedColumn], float, float, float]:
    """Place the columns at ease, or closer where the page would be left."""
    for gap, least in _SPACES:
        found = _placed(layout, gap, least)
        if found[3] <= PAGE - MARGIN + 0.01:
            break
    return found


def upper_headings(
    layout: ForestLayout, columns: Sequence[PlacedColumn], top: float
) -> tuple[tuple[tuple[str, float, float, float], ...], float, float]:
    """Place the upper headings; give where their rule stands and where rows begin."""
    if not columns:
        return (), top, top
    lead = TEXT * LEADING
    runs = [
        (fitted(group, TEXT, _HEAD_ROOM, bold=True), members)
        for group, members in _runs(layout.columns)
    ]
    low = [c.column.title.count("\n") + 1 for c in columns if c.column.group]
    single = [c.column.title.count("\n") + 1 for c in columns if not c.column.group]
    lower = max(low, default=0) * lead
    upper = max((text.count("\n") + 1 for text, _ in runs), default=0) * lead
    tall = max(upper + lower + (_UNDER if runs else 0.0), max(single, default=0) * lead)
    rows_top = top + tall + 7
    bottom = rows_top - 5 - lower - _UNDER / 2
    placed = []
    for text, members in runs:
        first, last = columns[members[0]], columns[members[-1]]
        middle = bottom - 1 - (text.count("\n") + 1) * lead / 2
        placed.append((text, first.left, last.left + last.width, middle))
    return tuple(placed), bottom, rows_top
