"""The ink of an evidence map: a grid, bubbles in it, and gaps that can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketaevidence.present.canvas import GREY, MARGIN, PALE, SMALL_LINE, WHITE, Canvas
from ketaevidence.present.evidence_map.layout import GAP_WORDS, MapLayout
from ketaevidence.present.legend import draw_keys
from ketaevidence.present.pen import RULE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw(layout: MapLayout) -> tuple[Figure, Axes]:
    """Draw a layout; give the figure, and the axes that count points."""
    canvas = Canvas(layout.wide, layout.high)
    canvas.title(layout.title_lines)
    for x, wide, lines in layout.heads:
        top = layout.heads_top + layout.heads_high - 4 - len(lines) * SMALL_LINE
        canvas.lines(x + wide / 2, top, lines, ha="center", weight="bold")
    for y, high, lines in layout.names:
        canvas.lines(MARGIN, y + (high - len(lines) * SMALL_LINE) / 2, lines)
    for cell in layout.cells:
        canvas.box(
            cell.x, cell.y, cell.wide, cell.high,
            face=PALE if cell.is_gap else WHITE, edge=RULE,
        )  # fmt: skip
        if cell.is_gap:
            middle = cell.x + cell.wide / 2, cell.y + cell.high / 2
            canvas.write(*middle, GAP_WORDS, ha="center", color=GREY)
        for placed in cell.bubbles:
            kind = placed.bubble.kind
            canvas.mark(
                placed.x, placed.y, kind.shape, placed.area, face=kind.face,
                is_dotted=placed.is_dotted,
            )  # fmt: skip
            top = placed.y - len(placed.lines) * SMALL_LINE / 2
            below = canvas.lines(placed.text_x, top, placed.lines[:1])
            canvas.lines(placed.text_x, below, placed.lines[1:], color=GREY)
    draw_keys(canvas, layout.keys)
    canvas.lines(MARGIN, layout.notes_top, layout.note_lines, color=GREY)
    return canvas.figure, canvas.axes
