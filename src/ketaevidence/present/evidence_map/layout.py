"""What stands where in an evidence map [points from the top left]."""

from __future__ import annotations

from dataclasses import dataclass

from ketaevidence.present.canvas import (
    MARGIN,
    SMALL_LINE,
    TITLE_LINE,
    fitted,
    heading,
    widest,
)
from ketaevidence.present.design_marks import half_height
from ketaevidence.present.evidence_map.cells import (
    NO_OUTCOME,
    Bubble,
    Grid,
    Size,
    in_order,
)
from ketaevidence.present.legend import Key, PlacedKey, Sizes, placed_keys, size_keys
from ketaevidence.present.pen import PAGE, SMALL
from ketaevidence.present.study_facts import WHICH_PATIENTS
from ketaevidence.present.type_metrics import wrapped
from ketaevidence.present.words import counted

#: The narrowest sheet, the widest row names, the narrowest column [points].
SHEET, NAMES, NARROWEST = PAGE, 120.0, 54.0
#: Area of the largest bubble, and of one whose size nobody states [points²].
MOST, UNKNOWN = 260.0, 40.0
#: Free space around and inside cells.
GAP, INSIDE = 8.0, 4.0
GAP_WORDS = "no study"


@dataclass(frozen=True, slots=True)
class PlacedBubble:
    """A bubble with its middle, its area, and the lines beside it."""

    bubble: Bubble
    x: float
    y: float
    area: float
    text_x: float
    lines: tuple[str, ...]

    @property
    def is_dotted(self) -> bool:
        """Whether its size is not known."""
        return self.area == UNKNOWN and self.bubble.patients is None


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell with its place and its bubbles."""

    row: str
    column: str
    x: float
    y: float
    wide: float
    high: float
    bubbles: tuple[PlacedBubble, ...]

    @property
    def is_gap(self) -> bool:
        """Whether nobody has studied this."""
        return not self.bubbles and self.column != NO_OUTCOME


@dataclass(frozen=True, slots=True)
class MapLayout:
    """The whole map in points."""

    title: str
    title_lines: tuple[str, ...]
    wide: float
    high: float
    #: (left edge, width, lines) above the columns; (top, height, lines) of the rows.
    heads: tuple[tuple[float, float, tuple[str, ...]], ...]
    heads_top: float
    heads_high: float
    names: tuple[tuple[float, float, tuple[str, ...]], ...]
    cells: tuple[PlacedCell, ...]
    keys: tuple[PlacedKey, ...]
    notes: tuple[str, ...]
    note_lines: tuple[str, ...]
    notes_top: float


@dataclass(frozen=True, slots=True)
class _Measures:
    """Widths and areas that all cells share."""

    sizes: Sizes
    size: Size
    slot: float
    wide: float

    def area(self, bubble: Bubble) -> float:
        value = len(bubble.studies) if self.size == "studies" else bubble.patients
        return UNKNOWN if value is None else self.sizes.area(value)


def map_layout(grid: Grid, *, title: str, size: Size) -> MapLayout:
    """Lay out a grid of evidence."""
    bubbles = [bubble for cell in grid.cells for bubble in cell.bubbles]
    values = [len(b.studies) if size == "studies" else b.patients or 0 for b in bubbles]
    sizes = Sizes(max(values, default=0), MOST)
    rough = _Measures(sizes, size, 0.0, 0.0)
    slot = max(
        (2 * half_height(b.kind.shape, rough.area(b)) + 2 for b in bubbles), default=0.0
    )
    texts = max((widest(_texts(b)) for b in bubbles), default=0.0)
    labels = [fitted(text, NAMES) for _, text in grid.rows]
    left = MARGIN + max(widest(ls) for ls in labels) + GAP
    room = (SHEET - MARGIN - left) / len(grid.columns)
    wide = max(slot + 4 + texts + 2 * INSIDE, NARROWEST, room)
    measures = _Measures(sizes, size, slot, wide)
    sheet = left + wide * len(grid.columns) + MARGIN
    title_lines = heading(title, sheet - 2 * MARGIN)
    heads = tuple(
        (left + i * wide, wide, fitted(text, wide - 4, bold=True))
        for i, (_, text) in enumerate(grid.columns)
    )
    heads_top = MARGIN + len(title_lines) * TITLE_LINE + 6
    heads_high = max(len(lines) for *_, lines in heads) * SMALL_LINE + 6
    names, cells, y = [], [], heads_top + heads_high
    for (row, _), lines in zip(grid.rows, labels, strict=True):
        found = [grid.at(row, column) for column, _ in grid.columns]
        stacks = [[(b, _tall(b, measures)) for b in cell.bubbles] for cell in found]
        high = max(
            [sum(tall for _, tall in stack) for stack in stacks]
            + [len(lines) * SMALL_LINE, SMALL_LINE]
        )
        high += 2 * INSIDE
        names.append((y, high, lines))
        for i, (cell, stack) in enumerate(zip(found, stacks, strict=True)):
            x = left + i * wide
            at = y + (high - sum(tall for _, tall in stack)) / 2
            placed = []
            for bubble, tall in stack:
                placed.append(_placed(bubble, x, at + tall / 2, measures))
                at += tall
            cells.append(PlacedCell(row, cell.column, x, y, wide, high, tuple(placed)))
        y += high
    keys, end = placed_keys(
        _keys(bubbles, measures), MARGIN, y + 10, sheet - 2 * MARGIN
    )
    notes = _notes(grid, bubbles, measures)
    note_lines = [ln for n in notes for ln in wrapped(n, SMALL, sheet - 2 * MARGIN)]
    return MapLayout(
        title, title_lines, sheet, end + 5 + len(note_lines) * SMALL_LINE + MARGIN,
        heads, heads_top, heads_high, tuple(names), tuple(cells), keys, notes,
        tuple(note_lines), end + 5,
    )  # fmt: skip


def _texts(bubble: Bubble) -> tuple[str, ...]:
    """Write studies and patients, and how many tell no number."""
    known = "?" if bubble.patients is None else f"{bubble.patients:,}"
    more = " + ?" if bubble.without_size and bubble.patients is not None else ""
    text = f"{len(bubble.studies):,} / {known}{more}"
    if bubble.without_numbers:
        return text, f"{bubble.without_numbers:,} in words"
    return (text,)


def _tall(bubble: Bubble, measures: _Measures) -> float:
    mark = 2 * half_height(bubble.kind.shape, measures.area(bubble)) + 3
    return max(mark, len(_texts(bubble)) * SMALL_LINE + 2)


def _placed(bubble: Bubble, x: float, y: float, measures: _Measures) -> PlacedBubble:
    middle = x + INSIDE + measures.slot / 2
    text_x = x + INSIDE + measures.slot + 4
    area = measures.area(bubble)
    return PlacedBubble(bubble, middle, y, area, text_x, _texts(bubble))


def _keys(bubbles: list[Bubble], measures: _Measures) -> tuple[Key, ...]:
    kinds = in_order({bubble.kind for bubble in bubbles})
    is_studies = measures.size == "studies"
    words = ("study", "studies") if is_studies else ("patient", "patients")
    keys = (
        *(Key(kind.name, kind.shape, face=kind.face) for kind in kinds),
        *size_keys(measures.sizes, *words),
    )
    if measures.size == "patients" and any(b.patients is None for b in bubbles):
        dotted = Key("Number of patients not stated", "o", UNKNOWN, is_dotted=True)
        keys = (*keys, dotted)
    return keys


def _notes(grid: Grid, bubbles: list[Bubble], measures: _Measures) -> tuple[str, ...]:
    gaps = sum(not cell.bubbles and cell.column != NO_OUTCOME for cell in grid.cells)
    notes = [
        (
            f"{counted(grid.studies, 'study', 'studies')}; one may stand in several "
            "cells. Beside each mark: studies / patients; area by number of "
            f"{measures.size}. {WHICH_PATIENTS} A cohort told of twice is counted once "
            "in a mark."
        ),
        (
            f"{counted(gaps, 'cell')} without a study: a gap in what is known here, "
            "not a finding about the drug."
        ),
    ]
    if any(b.without_numbers for b in bubbles):
        notes.append(
            "In words: studies that tell of the outcome or of a test, without a number."
        )
    if any(b.without_size for b in bubbles):
        notes.append("?: at least one study does not state how many patients it had.")
    if any(column == NO_OUTCOME for column, _ in grid.columns):
        notes.append(
            f"{NO_OUTCOME}: included, with no result entered on an outcome of the map."
        )
    least = measures.sizes.smallest_true
    values = [
        len(b.studies) if measures.size == "studies" else b.patients for b in bubbles
    ]
    small = [v for v in values if v is not None and v < least]
    if small:
        notes.append(
            f"Drawn larger than in proportion, to be seen: up to {max(small)} "
            f"{measures.size}."
        )
    return tuple(notes)
