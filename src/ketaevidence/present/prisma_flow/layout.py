"""What stands where in a PRISMA flow diagram [points from the top left]."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from ketaevidence.present.canvas import (
    MARGIN,
    SMALL_LINE,
    TITLE_LINE,
    fitted,
    heading,
)
from ketaevidence.present.pen import PAGE, SMALL
from ketaevidence.present.prisma_flow.boxes import (
    BANDS,
    INCLUDED_ROW,
    TOTAL_ROW,
    Box,
    Column,
    flow_boxes,
)
from ketaevidence.present.prisma_flow.sums import check_sums
from ketaevidence.present.type_metrics import width, wrapped
from ketaevidence.screening.flow import Flow

#: Width of the text on a page on its side (257 mm) [points].
LANDSCAPE = 728.0
#: Width of the bands at the left, and the space between columns and between rows.
BAND, GUTTER, ROW_GAP = 15.0, 20.0, 16.0
#: Free space inside a box, and between boxes of one row.
INSIDE, STACK_GAP = 5.0, 6.0
#: How far the parts of a box are set in, and lines that go on.
INDENT, HANG = 8.0, 6.0

_TITLES: Final[dict[Column, str]] = {
    "previous": "Previous studies",
    "main": "Identification of {new}studies via databases and registers",
    "other": "Identification of {new}studies via other methods",
}
_ORDER: Final[tuple[Column, ...]] = (
    "previous", "main", "aside", "other", "other_aside",
)  # fmt: skip

#: What stands beside a column.
_ASIDE: Final[dict[Column, Column]] = {"main": "aside", "other": "other_aside"}


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A box with its place and its wrapped lines: (text, how far set in)."""

    box: Box
    x: float
    y: float
    wide: float
    high: float
    lines: tuple[tuple[str, float], ...]

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return self.x + self.wide / 2, self.y + self.high / 2


@dataclass(frozen=True, slots=True)
class Heading:
    """The shaded heading above a column and what stands beside it."""

    x: float
    y: float
    wide: float
    high: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrismaLayout:
    """The whole diagram in points: boxes, bands, headings and arrows."""

    title: str
    title_lines: tuple[str, ...]
    wide: float
    high: float
    boxes: tuple[PlacedBox, ...]
    #: (name, top, bottom) of the bands.
    bands: tuple[tuple[str, float, float], ...]
    headings: tuple[Heading, ...]
    #: The corners of each arrow, the last one at its head.
    arrows: tuple[tuple[tuple[float, float], ...], ...]
    notes: tuple[str, ...]
    note_lines: tuple[str, ...]
    notes_top: float

    def at(self, column: Column, row: int) -> tuple[PlacedBox, ...]:
        """Give the boxes of one column in one row, from top to bottom."""
        return tuple(
            p for p in self.boxes if (p.box.column, p.box.row) == (column, row)
        )


def prisma_layout(
    flow: Flow,
    *,
    title: str = "PRISMA 2020 flow diagram",
    is_example: bool = False,
    is_continued: bool = False,
    registers: Iterable[str] = (),
) -> PrismaLayout:
    """Lay out a flow; ``registers`` are sources that are trial registers.

    Raises
    ------
    PresentError
        If the boxes do not add up, with the names of those that do not.
    """
    check_sums(flow)
    boxes = flow_boxes(
        flow, is_example=is_example, is_continued=is_continued, registers=registers
    )
    used = {box.column for box in boxes}
    wide = LANDSCAPE if used & {"previous", "other"} else PAGE
    columns = _columns(used, wide)
    title_lines = heading(title, wide - 2 * MARGIN)
    top = MARGIN + len(title_lines) * TITLE_LINE + 6
    headings = _headings(columns, top, is_update=flow.previous is not None)
    top = max(h.y + h.high for h in headings) + 10
    placed, rows = _placed(boxes, columns, top)
    bottom = max(p.y + p.high for p in placed)
    bands = tuple(
        (name, rows[first][0], max(rows[r][1] for r in range(first, last + 1)))
        for name, first, last in BANDS
    )
    bottom = max(bottom, bands[-1][2])
    notes = _notes(flow, boxes)
    lines = [line for note in notes for line in wrapped(note, SMALL, wide - 2 * MARGIN)]
    layout = PrismaLayout(
        title, title_lines, wide, bottom + 12 + len(lines) * SMALL_LINE + MARGIN,
        tuple(placed), bands, headings, (), notes, tuple(lines), bottom + 12,
    )  # fmt: skip
    return replace(layout, arrows=_arrows(layout))


def _columns(used: set[Column], wide: float) -> dict[Column, tuple[float, float]]:
    """Give the left edge and width of every column that is used.

    A column stands with what leaves it to the side, even where nothing does, so that
    other methods never slide under databases.
    """
    wanted = used | {_ASIDE[column] for column in used if column in _ASIDE}
    order = [column for column in _ORDER if column in wanted]
    left = MARGIN + BAND + 10
    each = (wide - MARGIN - left - GUTTER * (len(order) - 1)) / len(order)
    return {c: (left + i * (each + GUTTER), each) for i, c in enumerate(order)}


def _headings(
    columns: dict[Column, tuple[float, float]], top: float, *, is_update: bool
) -> tuple[Heading, ...]:
    made = []
    for column, title in _TITLES.items():
        if column not in columns:
            continue
        x, each = columns[column]
        room = each if column == "previous" else 2 * each + GUTTER
        text = title.format(new="new " if is_update else "")
        made.append((x, room, wrapped(text, SMALL, room - 2 * INSIDE, bold=True)))
    high = max(len(lines) for *_, lines in made) * SMALL_LINE + 2 * INSIDE
    return tuple(Heading(x, top, room, high, tuple(ls)) for x, room, ls in made)


def _lines(box: Box, room: float) -> tuple[tuple[str, float], ...]:
    """Break the lines of a box; a number is never parted from its "n ="."""
    found = []
    for line in box.lines:
        indent = INDENT * (line.is_part + line.is_inner)
        hang = indent + HANG if line.is_part else 0.0
        head, _, number = line.words.rpartition(" (")
        # The outside name may be endless; its number may not be cut with it.
        pieces = list(fitted(head, room - hang))
        tail = f"({number}"
        if width(f"{pieces[-1]} {tail}", SMALL) <= room - hang:
            pieces[-1] = f"{pieces[-1]} {tail}"
        else:
            pieces.append(tail)
        found += [(pieces[0], indent), *((piece, hang) for piece in pieces[1:])]
    return tuple(found)


def _placed(
    boxes: tuple[Box, ...], columns: dict[Column, tuple[float, float]], top: float
) -> tuple[list[PlacedBox], dict[int, tuple[float, float]]]:
    """Place the boxes row by row, each stack in the middle of its row."""
    alone = {
        first: width(name, SMALL, bold=True) + 8
        for name, first, _ in BANDS
        if first in (0, INCLUDED_ROW)
    }
    cells: dict[tuple[int, Column], list[tuple[Box, tuple[tuple[str, float], ...]]]]
    cells = {}
    for box in boxes:
        room = columns[box.column][1] - 2 * INSIDE
        cells.setdefault((box.row, box.column), []).append((box, _lines(box, room)))

    def tall(stack: list[tuple[Box, tuple[tuple[str, float], ...]]]) -> float:
        inner = sum(len(lines) * SMALL_LINE + 2 * INSIDE for _, lines in stack)
        return inner + STACK_GAP * (len(stack) - 1)

    placed: list[PlacedBox] = []
    rows: dict[int, tuple[float, float]] = {}
    y = top
    for row in range(TOTAL_ROW + 1):
        stacks = {c: s for (r, c), s in cells.items() if r == row}
        if not stacks:
            rows[row] = rows[row - 1]
            continue
        high = max(tall(stack) for stack in stacks.values())
        high = max(high, alone.get(row, 0.0))
        rows[row] = (y, y + high)
        for column, stack in stacks.items():
            x, each = columns[column]
            at = y + (high - tall(stack)) / 2
            for box, lines in stack:
                own = len(lines) * SMALL_LINE + 2 * INSIDE
                placed.append(PlacedBox(box, x, at, each, own, lines))
                at += own + STACK_GAP
        y += high + ROW_GAP
    return placed, rows


def _arrows(layout: PrismaLayout) -> tuple[tuple[tuple[float, float], ...], ...]:
    arrows: list[tuple[tuple[float, float], ...]] = []
    main = [p for row in range(INCLUDED_ROW + 1) for p in layout.at("main", row)]
    other = [p for row in (0, 2, 3) for p in layout.at("other", row)]
    for chain in (main, other):
        for a, b in pairwise(chain):
            x = a.middle[0]
            arrows.append(((x, a.y + a.high), (x, b.y)))
    for column, aside in _ASIDE.items():
        for row in range(INCLUDED_ROW):
            arrows += [
                _to_the_side(layout, column, row, beside)
                for beside in layout.at(aside, row)
            ]
    included = main[-1]
    if other:
        x, y = other[-1].middle[0], included.middle[1]
        end = (included.x + included.wide, y)
        arrows.append(((x, other[-1].y + other[-1].high), (x, y), end))
    arrows += _to_the_total(layout, included)
    return tuple(arrows)


def _to_the_side(
    layout: PrismaLayout, column: Column, row: int, beside: PlacedBox
) -> tuple[tuple[float, float], ...]:
    """Lead from a box, or from the line between two, to what leaves it."""
    y = beside.middle[1]
    own = layout.at(column, row)
    if not own:
        return ((layout.at(column, 0)[0].middle[0], y), (beside.x, y))
    start = own[0].x + own[0].wide
    if own[0].y < y < own[0].y + own[0].high:
        return ((start, y), (beside.x, y))
    bend, middle = (start + beside.x) / 2, own[0].middle[1]
    return ((start, middle), (bend, middle), (bend, y), (beside.x, y))


def _to_the_total(
    layout: PrismaLayout, included: PlacedBox
) -> list[tuple[tuple[float, float], ...]]:
    totals = layout.at("main", TOTAL_ROW)
    if not totals:
        return []
    total, before = totals[0], layout.at("previous", 0)[0]
    x, y = before.middle[0], total.middle[1]
    middle = included.middle[0]
    arrows: list[tuple[tuple[float, float], ...]] = [
        ((middle, included.y + included.high), (middle, total.y)),
    ]
    dropped = layout.at("previous", INCLUDED_ROW)
    if not dropped:
        arrows.append(((x, before.y + before.high), (x, y), (total.x, y)))
        return arrows
    out = dropped[0]
    # What was dropped stands on the way from the previous studies to the total.
    arrows.append(((x, before.y + before.high), (x, out.y)))
    arrows.append(((x, out.y + out.high), (x, y), (total.x, y)))
    return arrows


def _notes(flow: Flow, boxes: tuple[Box, ...]) -> tuple[str, ...]:
    notes = []
    if not flow.unique and flow.other is None and flow.previous is None:
        notes.append("No record has come in yet: every box counts nothing.")
    if any(box.is_awaiting for box in boxes):
        notes.append(
            "Dashed: nobody has decided yet. Such records are awaiting, not excluded."
        )
    if flow.previous is not None:
        notes.append(
            "Counted since the previous version: what came since, what awaited a "
            "decision then, and what was decided on again."
        )
    notes.append(
        "Every number is counted from people’s decisions. PRISMA 2020: Page MJ et al., "
        "BMJ 2021;372:n71."
    )
    return tuple(notes)
