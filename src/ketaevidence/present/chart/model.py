"""What stands around every statistical figure, in data units and points."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ketaevidence.present.chart.ink import BLACK, MARGIN, SHEET, SMALL
from ketaevidence.present.drawn import Drawn
from ketaevidence.present.type_metrics import width

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: what it shows, from where to where, and what its ticks say.

    Parameters
    ----------
    label
        What the axis shows, with its unit.
    limits
        What stands at the left (or lower) and at the right (or upper) end.
    ticks
        (position, text) of every tick; the text is what people read.
    """

    label: str
    limits: tuple[float, float]
    ticks: tuple[tuple[float, str], ...] = ()

    def share(self, position: float) -> float:
        """Give how far along the axis a position stands, from 0 to 1."""
        start, end = self.limits
        return (position - start) / (end - start)

    def holds(self, position: float) -> bool:
        """Tell whether a position stands on the axis."""
        return 0.0 <= self.share(position) <= 1.0


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the key: a sign and what it means.

    ``sign`` is "patch", a kind of line ("line", "thick", "dashed", "dotted"), a number,
    or one of matplotlib's markers.
    """

    text: str
    sign: str
    color: str = BLACK
    face: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around the plot, from the title to the notes.

    Parameters
    ----------
    title
        The heading.
    x, y
        The axes; every panel has both.
    plot_height
        Height of one panel [points].
    key
        Signs and their meanings, below the axis.
    numbered
        What the numbers 1, 2, ... in the plot mean, below the key.
    notes
        Sentences below all of them.
    caution
        What a reader must see before the plot; printed bold under the title.
    favours
        What stands on either side of ``null``.
    null
        Position of "no difference" on the horizontal axis, if there is one.
    panels
        The heading of each panel; one empty text for a single one.
    left, right
        Room beside the plot [points]; None for the left means what the ticks need.
    above
        Room above the first panel, for what is drawn there [points].
    """

    title: str
    x: Axis
    y: Axis
    plot_height: float
    key: tuple[Key, ...] = ()
    numbered: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    caution: str | None = None
    favours: tuple[str, str] | None = None
    null: float | None = None
    panels: tuple[str, ...] = ("",)
    left: float | None = None
    right: float = MARGIN
    above: float = 0.0

    @property
    def plot_left(self) -> float:
        """Left edge of the plot on the sheet [points]."""
        return tick_room(self.y) if self.left is None else self.left

    @property
    def plot_width(self) -> float:
        """Width of the plot [points]."""
        return SHEET - self.plot_left - self.right


def tick_room(y: Axis) -> float:
    """Give the room that an upright axis' texts need, with the margin [points]."""
    return MARGIN + max((width(text, SMALL) for _, text in y.ticks), default=0.0) + 8


@dataclass(frozen=True, slots=True)
class Chart(Drawn):
    """A drawn statistical figure with the layout and the result that it came from."""

    layout: Any
    #: What was drawn.
    source: Any
    #: The matplotlib figure, for whoever wants to add to it.
    figure: Figure
    #: The matplotlib axes; effects stand on the scale of analysis (log ratios, logits).
    axes: Any

    @property
    def title(self) -> str:
        """The figure's heading."""
        return str(self.layout.frame.title)

    @property
    def alt_text(self) -> str:
        """The figure in sentences, one per line, for readers who do not see it."""
        frame = self.layout.frame
        told = (frame.title + ".", *self.layout.sentences, *frame.notes)
        return "\n".join((*told[:1], *filter(None, [frame.caution]), *told[1:]))

    @property
    @abstractmethod
    def table(self) -> pd.DataFrame:
        """The numbers behind the figure."""
