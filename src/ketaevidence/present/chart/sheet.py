"""The sheet of a statistical figure: title, panels, ticks, key and notes, in points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ketaevidence.present.chart.ink import (
    BLACK,
    GREY,
    INK,
    MARGIN,
    RULE,
    SHEET,
    SMALL,
    TITLE,
)
from ketaevidence.present.chart.labels import Label
from ketaevidence.present.chart.model import Frame, Key
from ketaevidence.present.pen import Pen, Size, blank
from ketaevidence.present.type_metrics import LEADING, width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Height of a line of text, and width of a sign of the key [points].
ROW, _SIGN = SMALL * LEADING, 20.0
#: Room between parts of the sheet, and between entries of the key [points].
_SPACE, _BETWEEN = 8.0, 14.0
#: Room below a panel for its tick texts [points].
_TICKS = 5 + ROW
#: Width that texts may fill [points].
_ROOM = SHEET - 2 * MARGIN
_BOLD: dict[str, Any] = {"weight": "bold"}
#: A line of text: left edge, middle, text and style.
_Text = tuple[float, float, str, dict[str, Any]]
#: Dashes of the broken lines, by their names.
DASHES: dict[str, Any] = {"dashed": (0, (4, 2.5)), "dotted": (0, (1, 1.6))}


@dataclass(frozen=True, slots=True)
class ChartSheet:
    """The figure, its panels, and a pen that writes in points from the top left."""

    figure: Figure
    panels: tuple[Axes, ...]
    frame: Frame
    height: float
    #: Upper edge of each panel [points].
    tops: tuple[float, ...]

    def write(self, x: float, y: float, text: str, **style: Any) -> None:
        """Write a line around the height ``y``; nothing is read as mathematics."""
        size = Size(SHEET, self.height)
        Pen(self.figure, size).write(x, y, text, **{"size": SMALL, **style})

    def line(
        self, xs: tuple[float, float], ys: tuple[float, float], **style: Any
    ) -> None:
        """Draw a line between two places of the sheet."""
        from matplotlib.lines import Line2D

        across = [x / SHEET for x in xs]
        self.figure.add_artist(
            Line2D(across, [1 - y / self.height for y in ys], **style)
        )

    def names(self, labels: tuple[Label, ...], panel: int = 0) -> None:
        """Write names at their places in a panel."""
        for label in labels:
            self.write(
                self.frame.plot_left + label.left,
                self.tops[panel] + label.middle,
                label.text,
            )


def chart_sheet(frame: Frame) -> ChartSheet:
    """Measure every text, size the sheet, and draw all that stands around the plot."""
    texts, y = _above(frame)
    tops = []
    for i, heading in enumerate(frame.panels):
        y += (ROW + 4 if heading else 0) + (_SPACE if i else 0)
        tops.append(y)
        if heading:
            texts.append((frame.plot_left, y - ROW / 2 - 3, heading, _BOLD))
        y += frame.plot_height
    below, keys, y = _below(frame, y + _TICKS + 2)
    height = y + MARGIN
    figure = blank(Size(SHEET, height))
    panels = tuple(_panel(figure, frame, top, height, i) for i, top in enumerate(tops))
    sheet = ChartSheet(figure, panels, frame, height, tuple(tops))
    for x, middle, text, style in (*texts, *below):
        sheet.write(x, middle, text, **style)
    _tick_texts(sheet)
    for x, middle, key in keys:
        _key(sheet, x, middle, key)
    return sheet


def _above(frame: Frame) -> tuple[list[_Text], float]:
    """Place what stands above the plot; give it, and where the plot may begin."""
    texts: list[_Text] = []
    y = MARGIN
    for line in wrapped(frame.title, TITLE, _ROOM, bold=True):
        middle = y + TITLE * LEADING / 2
        texts.append((MARGIN, middle, line, {**_BOLD, "size": TITLE}))
        y += TITLE * LEADING
    for text, style, space in (
        (frame.caution, {**_BOLD, "color": INK}, 3.0),
        (frame.y.label, {"color": GREY}, 0.0),
    ):
        y += 3 if text else 0
        for line in wrapped(text, SMALL, _ROOM, bold="weight" in style) if text else ():
            texts.append((MARGIN, y + ROW / 2, line, style))
            y += ROW
        y += space if text else 0
    return texts, y + 6 + frame.above


def _below(
    frame: Frame, y: float
) -> tuple[list[_Text], list[tuple[float, float, Key]], float]:
    """Place what stands below the ticks: texts, the key, and where they end."""
    texts: list[_Text] = []
    middle = frame.plot_left + frame.plot_width / 2
    for line in wrapped(frame.x.label, SMALL, _ROOM) if frame.x.label else ():
        half = width(line, SMALL) / 2
        x = min(max(middle, MARGIN + half), SHEET - MARGIN - half)
        texts.append((x, y + ROW / 2, line, {"ha": "center"}))
        y += ROW
    favours = _favours(frame)
    for x, row, line in favours:
        texts.append((x, y + (row + 0.5) * ROW, line, {**_BOLD, "color": INK}))
    y += len({row for _, row, _ in favours}) * ROW + _SPACE
    tall = ROW + 2
    keys: list[tuple[float, float, Key]] = []
    numbered = tuple(Key(name, str(i)) for i, name in enumerate(frame.numbered, 1))
    for part in filter(None, (frame.key, numbered)):
        placed = list(_flowed(part, _ROOM))
        keys += [(x, y + (row + 0.5) * tall, key) for x, row, key in placed]
        y += (placed[-1][1] + 1) * tall + 4
    for note in frame.notes:
        for line in wrapped(note, SMALL, _ROOM):
            texts.append((MARGIN, y + ROW / 2, line, {"color": GREY}))
            y += ROW
    return texts, keys, y


def _panel(figure: Figure, frame: Frame, top: float, height: float, index: int) -> Axes:
    from matplotlib.ticker import NullFormatter, NullLocator

    box = (
        frame.plot_left / SHEET,
        1 - (top + frame.plot_height) / height,
        frame.plot_width / SHEET,
        frame.plot_height / height,
    )
    axes = figure.add_axes(box, label=f"plot {index + 1}")
    axes.set_facecolor("none")
    axes.set_xlim(*frame.x.limits)
    axes.set_ylim(*frame.y.limits)
    for side in ("top", "right", *(() if frame.y.ticks else ("left",))):
        axes.spines[side].set_visible(False)
    for way, axis, shown in (("x", axes.xaxis, frame.x), ("y", axes.yaxis, frame.y)):
        axis.set_ticks([position for position, _ in shown.ticks])
        axis.set_ticklabels([""] * len(shown.ticks))
        axis.set_minor_locator(NullLocator())
        axis.set_minor_formatter(NullFormatter())
        axes.tick_params(axis=way, length=3, width=0.7, color=BLACK)  # type: ignore[arg-type]
    for side in ("left", "bottom"):
        axes.spines[side].set_linewidth(0.7)
        axes.spines[side].set_zorder(4)
    return axes


def _kept(frame: Frame) -> Iterator[tuple[float, str]]:
    """Give the tick texts that do not touch the one before, and their middles."""
    end = -1e9
    for position, text in sorted(
        frame.x.ticks, key=lambda tick: frame.x.share(tick[0])
    ):
        half = width(text, SMALL) / 2
        x = frame.plot_left + frame.x.share(position) * frame.plot_width
        x = min(x, SHEET - MARGIN - half)
        if x - half > end + 3:
            end = x + half
            yield x, text


def _tick_texts(sheet: ChartSheet) -> None:
    frame = sheet.frame
    below = sheet.tops[-1] + frame.plot_height + 4 + ROW / 2
    for x, text in _kept(frame):
        sheet.write(x, below, text, ha="center")
    for top in sheet.tops:
        last = -1e9
        for position, text in frame.y.ticks:
            y = top + (1 - frame.y.share(position)) * frame.plot_height
            if abs(y - last) >= ROW:
                sheet.write(frame.plot_left - 6, y, text, ha="right")
                last = y


def _favours(frame: Frame) -> list[tuple[float, int, str]]:
    """Place the two sides of no difference: (left edge, row, text)."""
    if frame.favours is None or frame.null is None:
        return []
    share = min(max(frame.x.share(frame.null), 0.0), 1.0)
    null = frame.plot_left + frame.plot_width * share
    sides = [wrapped(f"← {frame.favours[0]}", SMALL, _ROOM, bold=True)]
    sides.append(wrapped(f"{frame.favours[1]} →", SMALL, _ROOM, bold=True))
    wide = [max(width(line, SMALL, bold=True) for line in side) for side in sides]
    starts = [
        max(null - 6 - wide[0], MARGIN),
        min(null + 6, SHEET - MARGIN - wide[1]),
    ]
    # Side by side where they fit; one below the other where they do not.
    down = len(sides[0]) if starts[0] + wide[0] + 6 > starts[1] else 0
    placed = [(starts[0], row, line) for row, line in enumerate(sides[0])]
    placed += [(starts[1], down + row, line) for row, line in enumerate(sides[1])]
    return placed


def _flowed(keys: tuple[Key, ...], room: float) -> Iterator[tuple[float, int, Key]]:
    """Set the entries of the key side by side, in rows: (left edge, row, entry)."""
    x, row = 0.0, 0
    for key in keys:
        for i, text in enumerate(wrapped(key.text, SMALL, room - _SIGN)):
            wide = _SIGN + width(text, SMALL)
            if i or (x and x + wide > room):
                x, row = 0.0, row + 1
            # A second line of an entry has no sign of its own.
            entry = replace(key, text=text, color="none" if i else key.color)
            yield MARGIN + x, row, entry
            x += wide + _BETWEEN


def _key(sheet: ChartSheet, x: float, y: float, key: Key) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    sheet.write(x + _SIGN, y, key.text)
    if key.color == "none":
        return
    if key.sign.isdigit():
        sheet.write(x + _SIGN - 5, y, key.sign, ha="right", weight="bold")
        return
    if key.sign == "patch":
        sheet.figure.add_artist(
            Rectangle(
                (x / SHEET, 1 - (y + 3.5) / sheet.height), 15 / SHEET, 7 / sheet.height,
                facecolor=key.face or key.color, edgecolor=RULE, linewidth=0.5,
            )
        )  # fmt: skip
        return
    if key.sign in {"line", "dashed", "dotted", "thick"}:
        style = {
            "linewidth": 2.2 if key.sign == "thick" else 1.0,
            "linestyle": DASHES.get(key.sign, "-"),
        }
        sheet.line((x, x + 15), (y, y), color=key.color, **style)
        return
    sheet.figure.add_artist(
        Line2D(
            [(x + 7.5) / SHEET], [1 - y / sheet.height], marker=key.sign, markersize=5,
            markerfacecolor=key.face or key.color, markeredgecolor=key.color,
            markeredgewidth=0.9, linestyle="none",
        )
    )  # fmt: skip
