"""The pen of a figure: type sizes, colours, and texts that stand where they are told.

All lengths are in points (1/72 inch); ``y`` is counted from the top.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ketaevidence.present.type_metrics import FAMILY, LEADING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Type sizes [points]: the text, the title, and axis and notes. Journals ask for 7.
TEXT, TITLE, SMALL = 8.0, 9.5, 7.5
#: Height of one line of rows, and the free space around and between things.
LINE, MARGIN, GAP = 15.0, 10.0, 11.0
#: Width of a page's text in print (183 mm), which a figure fills where it can.
PAGE = 519.0
#: Contrast with white: ink 12.5, text 17.4, notes 8.5, rules 4.7 (WCAG 2).
INK, BLACK, GREY, RULE, BAND = "#1f3552", "#1a1a1a", "#4d4d4d", "#737373", "#e3e6ea"


class Size(NamedTuple):
    """A width and a height [points]."""

    width: float
    height: float


class Sized(Protocol):
    """A sheet that knows how large it is."""

    @property
    def width(self) -> float:
        """From left to right [points]."""

    @property
    def height(self) -> float:
        """From top to bottom [points]."""


def blank(sheet: Sized) -> Figure:
    """Give a white figure of the size of a sheet."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(sheet.width / 72, sheet.height / 72), dpi=144)
    FigureCanvasAgg(figure)
    figure.patch.set_facecolor("white")
    return figure


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes texts and draws shapes at places given in points from the top left."""

    figure: Figure
    sheet: Sized

    def write(self, x: float, y: float, text: str, **style: Any) -> None:
        """Write lines around the height ``y``; nothing is read as mathematics.

        Every line stands on its own baseline, so that texts of one row are level
        whatever their letters reach up or down to.
        """
        style = {"size": TEXT, "color": BLACK, **style}
        lines = text.split("\n")
        lead = style["size"] * LEADING
        for i, line in enumerate(lines):
            base = y + (i - (len(lines) - 1) / 2) * lead + 0.36 * style["size"]
            self.figure.text(
                x / self.sheet.width,
                1 - base / self.sheet.height,
                line,
                family=FAMILY,
                va="baseline",
                parse_math=False,
                **style,
            )

    def rule(
        self,
        y: float,
        color: str = RULE,
        weight: float = 0.6,
        ends: tuple[float, float] | None = None,
    ) -> None:
        """Draw a thin line across the sheet, or between two ends."""
        from matplotlib.lines import Line2D

        high = 1 - y / self.sheet.height
        left, right = ends or (MARGIN, self.sheet.width - MARGIN)
        self.figure.add_artist(
            Line2D(
                (left / self.sheet.width, right / self.sheet.width),
                (high, high),
                color=color,
                linewidth=weight,
            )
        )

    def box(
        self, left: float, top: float, width: float, height: float, **style: Any
    ) -> None:
        """Draw a rectangle."""
        from matplotlib.patches import Rectangle

        sheet = self.sheet
        corner = (left / sheet.width, 1 - (top + height) / sheet.height)
        size = (width / sheet.width, height / sheet.height)
        self.figure.add_artist(Rectangle(corner, *size, **style))

    def circle(self, x: float, y: float, size: float, **style: Any) -> None:
        """Draw a circle of a diameter around a place."""
        from matplotlib.patches import Ellipse

        sheet = self.sheet
        middle = (x / sheet.width, 1 - y / sheet.height)
        self.figure.add_artist(
            Ellipse(middle, size / sheet.width, size / sheet.height, **style)
        )
