"""The ink of a multiverse: one dark hue, a curve, and a grid of dots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketaevidence.present.forest.draw import BLACK, GREY, INK, RULE
from ketaevidence.present.forest.paper import LINE, MARGIN, SMALL, TITLE
from ketaevidence.present.multiverse.layout import MultiverseLayout, World
from ketaevidence.present.pen import Size, blank
from ketaevidence.present.type_metrics import FAMILY, LEADING, width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Width of the sheet, and height of the curve [points].
SHEET, CURVE = 520.0, 190.0
#: The widest that an option may be before it is broken into lines [points].
LABEL = 190.0
#: Room between the parts of the sheet [points].
SPACE = 14.0


def draw(layout: MultiverseLayout) -> tuple[Figure, tuple[Axes, Axes]]:
    """Draw a layout; give the figure, and the axes of the curve and of the grid."""
    labels = _labels(layout)
    left = MARGIN + max(
        [width(text, SMALL) for lines, _ in labels for text in lines.split("\n")]
        + [width(text, SMALL) + LINE for _, text in layout.ticks]
    )
    left += 8
    notes = [
        line
        for note in layout.notes
        for line in wrapped(note, SMALL, SHEET - 2 * MARGIN)
    ]
    title = wrapped(layout.title, TITLE, SHEET - 2 * MARGIN, bold=True)
    head = MARGIN + len(title) * TITLE * LEADING + SMALL * LEADING + 6
    grid = sum(lines.count("\n") + 1 for lines, _ in labels) * SMALL * LEADING + 4
    foot = len(notes) * SMALL * LEADING
    height = head + CURVE + SPACE + grid + SPACE + foot + MARGIN
    figure = blank(Size(SHEET, height))

    def write(x: float, y: float, text: str, **style: Any) -> None:
        style = {"size": SMALL, "color": BLACK, "va": "center", **style}
        figure.text(
            x / SHEET, 1 - y / height, text, family=FAMILY, parse_math=False, **style
        )

    for i, line in enumerate(title):
        y = MARGIN + (i + 0.5) * TITLE * LEADING
        write(MARGIN, y, line, size=TITLE, weight="bold")
    write(MARGIN, head - SMALL * LEADING / 2 - 4, layout.axis_label, color=GREY)
    box = (left / SHEET, (SHEET - MARGIN - left) / SHEET)
    curve = figure.add_axes(
        (box[0], 1 - (head + CURVE) / height, box[1], CURVE / height), label="results"
    )
    _curve(curve, layout)
    for position, text in layout.ticks:
        share = curve.transData.transform((0, position))[1] / figure.bbox.height
        write(left - 8, (1 - share) * height, text, ha="right")
    top = head + CURVE + SPACE
    below = figure.add_axes(
        (box[0], 1 - (top + grid) / height, box[1], grid / height), label="choices"
    )
    _grid(below, layout, labels, grid)
    y = top + 2
    for lines, is_name in labels:
        tall = (lines.count("\n") + 1) * SMALL * LEADING
        weight = "bold" if is_name else "normal"
        x, align = (MARGIN, "left") if is_name else (left - 8, "right")
        for i, line in enumerate(lines.split("\n")):
            write(x, y + (i + 0.5) * SMALL * LEADING, line, ha=align, weight=weight)
        y += tall
    y = top + grid + SPACE
    for i, line in enumerate(notes):
        write(MARGIN, y + (i + 0.5) * SMALL * LEADING, line, color=GREY)
    return figure, (curve, below)


def _labels(layout: MultiverseLayout) -> list[tuple[str, bool]]:
    """List the lines left of the grid: each choice's name, then its options."""
    labels = []
    for name, options in layout.rows:
        labels.append(("\n".join(wrapped(name, SMALL, LABEL, bold=True)), True))
        labels += [("\n".join(wrapped(o, SMALL, LABEL)), False) for o in options]
    return labels


def _bare(axes: Axes, layout: MultiverseLayout) -> None:
    axes.set_facecolor("none")
    axes.set_xlim(-0.75, len(layout.worlds) - 0.25)
    axes.set_xticks([])
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)


def _curve(axes: Axes, layout: MultiverseLayout) -> None:
    from matplotlib.ticker import NullFormatter, NullLocator

    _bare(axes, layout)
    if layout.is_log:
        axes.set_yscale("log")
    axes.set_ylim(*layout.limits)
    axes.set_yticks([position for position, _ in layout.ticks])
    axes.set_yticklabels([""] * len(layout.ticks))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.tick_params(axis="y", length=3, width=0.7, color=BLACK)
    axes.spines["left"].set_linewidth(0.7)
    if layout.null_value is not None:
        axes.axhline(layout.null_value, color=BLACK, linewidth=0.7, zorder=1)
    for world in layout.worlds:
        _world(axes, world, layout)


def _world(axes: Axes, world: World, layout: MultiverseLayout) -> None:
    low, high = layout.limits
    # Many worlds stand close: thinner lines and smaller marks keep them apart.
    crowd = min(1.0, 60 / len(layout.worlds))
    ends = max(world.ci[0], low), min(world.ci[1], high)
    axes.plot((world.rank,) * 2, ends, color=INK, linewidth=max(0.3, crowd),
              solid_capstyle="butt", zorder=2)  # fmt: skip
    for end, is_cut, sign in (
        (low, world.ci[0] < low, "v"),
        (high, world.ci[1] > high, "^"),
    ):
        if is_cut:
            axes.plot(world.rank, end, marker=sign, markersize=3 + crowd, color=INK,
                      markeredgewidth=0, clip_on=False, zorder=3)  # fmt: skip
    face = INK if world.is_clear in {True, None} else "white"
    axes.plot(world.rank, world.estimate, marker="s", markersize=1.5 + 3.5 * crowd,
              markerfacecolor=face, markeredgecolor=INK, linestyle="none",
              markeredgewidth=max(0.4, 0.9 * crowd), zorder=4)  # fmt: skip


def _grid(
    axes: Axes, layout: MultiverseLayout, labels: list[tuple[str, bool]], height: float
) -> None:
    _bare(axes, layout)
    axes.spines["left"].set_visible(False)
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    size = 1.5 + 3.0 * min(1.0, 60 / len(layout.worlds))
    y, named = 2.0, iter(labels)
    for name, options in layout.rows:
        lines, _ = next(named)
        y += (lines.count("\n") + 1) * SMALL * LEADING
        for option in options:
            lines, _ = next(named)
            tall = (lines.count("\n") + 1) * SMALL * LEADING
            ranks = [w.rank for w in layout.worlds if (name, option) in w.choices]
            axes.axhline(y + tall / 2, color=RULE, linewidth=0.25, zorder=0)
            axes.plot(ranks, [y + tall / 2] * len(ranks), marker="o", color=INK,
                      markersize=size, linestyle="none", markeredgewidth=0,
                      clip_on=False)  # fmt: skip
            y += tall
