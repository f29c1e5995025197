"""Where names stand beside their points, so that no text covers another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ketaevidence.present.chart.ink import SMALL
from ketaevidence.present.type_metrics import LEADING, width, wrapped

#: The widest that a name beside a point may be before it is cut [points].
WIDEST = 120.0
#: Room between a point and its name, and between two names [points].
_GAP, _APART = 2.5, 1.0
#: How much nearer a name stands to its own point than to any other [points].
_NEARER = 2.0
#: Length of the pieces of a line that names keep off [points].
_STEP = 4.0
#: Where a name may stand, in the order tried: (left, centre, right; above to below).
_PLACES = (
    (1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1),
)  # fmt: skip

#: Left, top, right and bottom [points].
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the plot [points from its left upper corner] and its radius."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Label:
    """A name that found room: its left edge and its middle [points]."""

    index: int
    text: str
    left: float
    middle: float

    @property
    def box(self) -> Box:
        """The room that the name takes."""
        half = SMALL * LEADING / 2
        right = self.left + width(self.text, SMALL)
        return self.left, self.middle - half, right, self.middle + half


def cut(text: str, room: float = WIDEST, size: float = SMALL) -> str:
    """Shorten a name to a width [points], and say so with an ellipsis."""
    if width(text, size) <= room:
        return text
    return f"{wrapped(text, size, room - width(' …', size))[0]} …"


def overlap(one: Box, other: Box, apart: float = 0.0) -> bool:
    """Tell whether two boxes are closer than ``apart``."""
    return (
        one[0] < other[2] + apart
        and other[0] < one[2] + apart
        and one[1] < other[3] + apart
        and other[1] < one[3] + apart
    )


def beside(
    dots: Sequence[Dot],
    names: Sequence[str],
    order: Sequence[int],
    size: tuple[float, float],
    lines: Sequence[Box] = (),
) -> tuple[Label, ...]:
    """Place the names beside their points, those first in ``order`` first.

    Parameters
    ----------
    dots
        Every point of the plot; no name covers any of them.
    names
        One name for each point.
    order
        Which points are named, the most important first.
    size
        Width and height of the plot [points].
    lines
        Straight lines of the plot, from (x, y) to (x, y) [points]; names keep off them
        where they can.

    Returns
    -------
    tuple
        The names that found room inside the plot, without those that did not.
    """
    inked = [step for line in lines for step in _steps(line)]
    rings = [
        (d.x - d.radius, d.y - d.radius, d.x + d.radius, d.y + d.radius) for d in dots
    ]
    placed: list[Label] = []
    for index in order:
        text = cut(names[index])
        free = [
            label
            for label in (_at(dots[index], index, text, place) for place in _PLACES)
            if _is_inside(label.box, size)
            and not any(overlap(label.box, ring) for ring in rings)
            and not any(overlap(label.box, other.box, _APART) for other in placed)
            and _is_nearest(label.box, dots, index)
        ]
        clear = (
            label
            for label in free
            if not any(overlap(label.box, step) for step in inked)
        )
        placed += [
            label for label in (next(clear, None) or next(iter(free), None),) if label
        ]
    return tuple(placed)


def _is_nearest(box: Box, dots: Sequence[Dot], index: int) -> bool:
    """Tell whether a name stands nearer to its own point than to any other."""
    own = _distance(box, dots[index])
    return all(
        own + _NEARER <= _distance(box, dot) for i, dot in enumerate(dots) if i != index
    )


def _distance(box: Box, dot: Dot) -> float:
    across = max(box[0] - dot.x, 0.0, dot.x - box[2])
    down = max(box[1] - dot.y, 0.0, dot.y - box[3])
    return math.hypot(across, down) - dot.radius


def _is_inside(box: Box, size: tuple[float, float]) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= size[0] and box[3] <= size[1]


def _steps(line: Box) -> list[Box]:
    """Cut a line into short steps, each as the smallest box around it."""
    x0, y0, x1, y1 = line
    count = max(1, math.ceil(max(abs(x1 - x0), abs(y1 - y0)) / _STEP))
    xs = [x0 + (x1 - x0) * i / count for i in range(count + 1)]
    ys = [y0 + (y1 - y0) * i / count for i in range(count + 1)]
    return [
        (min(xs[i : i + 2]), min(ys[i : i + 2]), max(xs[i : i + 2]), max(ys[i : i + 2]))
        for i in range(count)
    ]


def _at(dot: Dot, index: int, text: str, place: tuple[int, int]) -> Label:
    across, down = place
    wide, half = width(text, SMALL), SMALL * LEADING / 2
    # At a corner the name may come as near as the circle allows.
    reach = (dot.radius if not (across and down) else 0.71 * dot.radius) + _GAP
    left = dot.x + {1: reach, 0: -wide / 2, -1: -reach - wide}[across]
    # A box that is only corner to corner with the ring still has to clear it.
    drop = dot.radius + half + 0.5 if across and down else dot.radius + half + 1.0
    return Label(index, text, left, dot.y + down * drop)


def spread(
    wanted: Sequence[float], sizes: Sequence[float], low: float, high: float
) -> tuple[float, ...]:
    """Move things of given sizes along a line until none overlaps, as little as needed.

    Parameters
    ----------
    wanted
        Where their middles should be, in rising order.
    sizes
        How much room each takes; together no more than there is.
    low, high
        Ends of the line.

    Returns
    -------
    tuple
        Where the middles are.
    """
    # Blocks of things that touch: [items, room, sum of the starts they would like].
    blocks: list[tuple[list[int], float, float]] = []

    def start(block: tuple[list[int], float, float]) -> float:
        items, room, likes = block
        return max(low, min(likes / len(items), high - room))

    for item, (middle, size) in enumerate(zip(wanted, sizes, strict=True)):
        block = ([item], size, middle - size / 2)
        while blocks and start(blocks[-1]) + blocks[-1][1] > start(block):
            items, room, likes = blocks.pop()
            shifted = block[2] - room * len(block[0])
            block = ([*items, *block[0]], room + block[1], likes + shifted)
        blocks.append(block)
    middles = []
    for block in blocks:
        at = start(block)
        for item in block[0]:
            middles.append(at + sizes[item] / 2)
            at += sizes[item]
    return tuple(middles)
