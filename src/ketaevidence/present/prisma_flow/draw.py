"""The ink of a PRISMA flow diagram: boxes, arrows, and bands at the left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketaevidence.present.canvas import GREY, INK, MARGIN, PALE, SMALL_LINE, Canvas
from ketaevidence.present.prisma_flow.layout import BAND, INSIDE, PrismaLayout

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw(layout: PrismaLayout) -> tuple[Figure, Axes]:
    """Draw a layout; give the figure, and the axes that count points."""
    canvas = Canvas(layout.wide, layout.high)
    canvas.title(layout.title_lines)
    for heading in layout.headings:
        canvas.box(heading.x, heading.y, heading.wide, heading.high, face=PALE)
        top = heading.y + (heading.high - len(heading.lines) * SMALL_LINE) / 2
        middle = heading.x + heading.wide / 2
        canvas.lines(middle, top, heading.lines, ha="center", weight="bold", color=INK)
    for name, top, bottom in layout.bands:
        canvas.box(MARGIN, top, BAND, bottom - top, face=PALE)
        middle = (top + bottom) / 2
        canvas.write_upright(MARGIN + BAND / 2, middle, name, weight="bold", color=INK)
    for corners in layout.arrows:
        canvas.path(corners, has_head=True)
    for placed in layout.boxes:
        canvas.box(
            placed.x, placed.y, placed.wide, placed.high,
            edge=GREY if placed.box.is_awaiting else INK,
            is_dashed=placed.box.is_awaiting,
        )  # fmt: skip
        y = placed.y + INSIDE
        for text, indent in placed.lines:
            y = canvas.lines(placed.x + INSIDE + indent, y, (text,))
    canvas.lines(MARGIN, layout.notes_top, layout.note_lines, color=GREY)
    return canvas.figure, canvas.axes
