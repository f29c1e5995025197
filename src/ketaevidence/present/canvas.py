"""A sheet on which figures are drawn in points, from the top left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ketaevidence.present.design_marks import marker_size
from ketaevidence.present.pen import (
    BLACK,
    GREY,
    INK,
    MARGIN,
    SMALL,
    TEXT,
    TITLE,
    Pen,
    blank,
)
from ketaevidence.present.type_metrics import FAMILY, LEADING, wrapped
from ketaevidence.present.type_metrics import width as text_width
from ketaevidence.present.words import clean, shortened

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Height of a line of small text and of the title [points].
SMALL_LINE, TITLE_LINE = SMALL * LEADING, TITLE * LEADING
#: The longest name that a figure prints; the table has it whole.
LONGEST_NAME = 160
#: Fill of marks that are not dark, and of what is behind something.
WHITE, PALE = "white", "#eef0f3"


def fitted(text: str, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break an outside name into lines of small text, cut where it is endless."""
    name = shortened(clean(text), LONGEST_NAME)
    return tuple(wrapped(name, SMALL, room, bold=bold))


def heading(text: str, room: float) -> tuple[str, ...]:
    """Break a figure's heading into lines."""
    return tuple(wrapped(shortened(clean(text), LONGEST_NAME), TITLE, room, bold=True))


def widest(lines: Iterable[str], *, bold: bool = False) -> float:
    """Give the width of the widest line of small text [points]."""
    return max((text_width(line, SMALL, bold=bold) for line in lines), default=0.0)


class Canvas:
    """One sheet: an empty figure whose axes count points from the top left.

    Parameters
    ----------
    width, height
        Size of the sheet [points].
    """

    __slots__ = ("axes", "figure", "height", "pen", "width")

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure: Figure = blank(self)
        self.pen = Pen(self.figure, self)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1), label="sheet")
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)
        self.axes.set_axis_off()

    def window(self, left: float, top: float, wide: float, high: float) -> Axes:
        """Give axes of their own on a part of the sheet, without any frame or tick."""
        box = left / self.width, 1 - (top + high) / self.height
        size = wide / self.width, high / self.height
        axes = self.figure.add_axes((*box, *size), label=f"{left:.2f} {top:.2f}")
        axes.set_facecolor("none")
        axes.set_xticks([])
        axes.set_yticks([])
        for spine in axes.spines.values():
            spine.set_visible(False)
        return axes

    def write(self, x: float, y: float, text: str, **style: Any) -> None:
        """Write one line of small text around the height ``y``."""
        self.pen.write(x, y, text, **{"size": SMALL, **style})

    def write_upright(self, x: float, y: float, text: str, **style: Any) -> None:
        """Write one line of small text from below to above, around a place."""
        self.figure.text(
            x / self.width, 1 - y / self.height, text, rotation=90, size=SMALL,
            ha="center", va="center", family=FAMILY, parse_math=False, **style,
        )  # fmt: skip

    def lines(self, x: float, top: float, lines: Sequence[str], **style: Any) -> float:
        """Write lines below each other; give where the next would begin."""
        lead = float(style.get("size", SMALL)) * LEADING
        for i, line in enumerate(lines):
            if line:
                self.write(x, top + (i + 0.5) * lead, line, **style)
        return top + len(lines) * lead

    def title(self, lines: Sequence[str]) -> None:
        """Write the heading at the top of the sheet."""
        self.lines(MARGIN, MARGIN, lines, size=TITLE, weight="bold")

    def box(  # noqa: PLR0913 (where, and how it looks)
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        *,
        face: str = WHITE,
        edge: str = "none",
        is_dashed: bool = False,
    ) -> None:
        """Draw a rectangle from its top left corner."""
        from matplotlib.patches import Rectangle

        self.axes.add_patch(
            Rectangle(
                (x, y), wide, high, facecolor=face, edgecolor=edge, linewidth=0.8,
                linestyle=(0, (3, 2)) if is_dashed else "solid", clip_on=False,
                zorder=1,
            )
        )  # fmt: skip

    def path(
        self,
        points: Sequence[tuple[float, float]],
        *,
        has_head: bool = False,
        color: str = BLACK,
        weight: float = 0.8,
    ) -> None:
        """Draw a line through points, with an arrow's head at its end if asked."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self.axes.plot(
            xs, ys, color=color, linewidth=weight, solid_joinstyle="miter", zorder=2
        )
        if not has_head:
            return
        (x0, y0), (x1, y1) = points[-2:]
        sign = {(1, 0): ">", (-1, 0): "<", (0, 1): "v", (0, -1): "^"}[
            (x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0)
        ]
        # The head's tip, not its middle, stands at the end of the line.
        back = 2.2
        x1 += {">": -back, "<": back}.get(sign, 0.0)
        y1 += {"v": -back, "^": back}.get(sign, 0.0)
        self.axes.plot(x1, y1, marker=sign, markersize=4.4, color=color,
                       markeredgewidth=0, zorder=3)  # fmt: skip

    def mark(self, x: float, y: float, shape: str, area: float, **style: Any) -> None:
        """Draw a mark of an area [points²], filled or not."""
        mark(self.axes, x, y, shape, area, **style)


def mark(  # noqa: PLR0913 (where, and how it looks)
    axes: Axes,
    x: float,
    y: float,
    shape: str,
    area: float,
    *,
    face: str = INK,
    edge: str = INK,
    is_dotted: bool = False,
) -> None:
    """Draw a mark of an area [points²] in some axes; dotted if its size is unknown."""
    from matplotlib.markers import MarkerStyle

    size = marker_size(shape, area)
    if is_dotted:
        # A marker's edge cannot be dotted; a scattered one can.
        axes.scatter(
            [x], [y], s=size**2, marker=MarkerStyle(shape), facecolors="none",
            edgecolors=GREY, linewidths=0.9, linestyles=[(0, (1.2, 1.2))],
            clip_on=False, zorder=5,
        )  # fmt: skip
        return
    axes.plot(x, y, marker=shape, markersize=size, markerfacecolor=face,
              markeredgecolor=edge, markeredgewidth=0.8, linestyle="none",
              clip_on=False, zorder=5)  # fmt: skip


__all__ = [
    "GREY", "INK", "LONGEST_NAME", "MARGIN", "PALE", "SMALL", "SMALL_LINE", "TEXT",
    "TITLE_LINE", "WHITE", "Canvas", "fitted", "heading", "mark", "widest",
]  # fmt: skip
