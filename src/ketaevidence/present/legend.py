"""Keys of a figure: what a shape means, and how large which number is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ketaevidence.present.canvas import INK, SMALL_LINE, WHITE, Canvas, fitted, widest
from ketaevidence.present.design_marks import DesignMark, half_height
from ketaevidence.present.words import counted

#: Space between a key's mark and its words, and between two keys [points].
NEAR, APART = 5.0, 16.0
#: Area of a mark that shows no size [points²].
PLAIN_AREA = 40.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """How numbers become areas: in proportion, with a floor that can be seen.

    Parameters
    ----------
    largest
        The number that gets the whole area.
    most, least
        The largest and the smallest area [points²].
    """

    largest: float
    most: float
    least: float = 9.0

    def area(self, value: float) -> float:
        """Give the area for a number [points²]; area, not radius, follows it."""
        if self.largest <= 0:
            return self.least
        return max(self.most * value / self.largest, self.least)

    @property
    def smallest_true(self) -> float:
        """The smallest number that is drawn in proportion."""
        return self.least / self.most * self.largest

    def references(self) -> tuple[float, ...]:
        """Give round numbers for a legend, the largest first.

        Examples
        --------
        >>> Sizes(71, 200.0).references()
        (50.0, 10.0)
        """
        if self.largest <= 0:
            return ()
        power = 10.0 ** math.floor(math.log10(self.largest))
        top = next(f * power for f in (5, 2, 1) if f * power <= self.largest)
        low = top / 5
        return (top, low) if low >= max(1, self.smallest_true) else (top,)


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: a mark and its words."""

    text: str
    shape: str
    area: float = PLAIN_AREA
    face: str = WHITE
    is_dotted: bool = False

    @property
    def slot(self) -> float:
        """Width that the mark needs, with its edge [points]."""
        return 2 * half_height(self.shape, self.area) + 2


@dataclass(frozen=True, slots=True)
class PlacedKey:
    """A key with its left edge and its middle height."""

    key: Key
    x: float
    y: float
    lines: tuple[str, ...]


def design_keys(marks: Iterable[DesignMark]) -> tuple[Key, ...]:
    """Give the keys of the designs that occur."""
    return tuple(
        Key(mark.name, mark.shape, face=INK if mark.is_filled else WHITE)
        for mark in marks
    )


def size_keys(sizes: Sizes, singular: str, plural: str) -> tuple[Key, ...]:
    """Give the keys of round numbers as circles of their areas."""
    return tuple(
        Key(counted(int(value), singular, plural), "o", sizes.area(value))
        for value in sizes.references()
    )


def placed_keys(
    keys: Sequence[Key], left: float, top: float, room: float
) -> tuple[tuple[PlacedKey, ...], float]:
    """Set keys in lines as they fit; give them with where the last line ends."""
    rows: list[list[tuple[Key, float, tuple[str, ...]]]] = []
    x = room + 1.0
    for key in keys:
        lines = fitted(key.text, room - key.slot - NEAR)
        wide = key.slot + NEAR + widest(lines)
        if not rows or x + wide > room:
            rows.append([])
            x = 0.0
        rows[-1].append((key, left + x, lines))
        x += wide + APART
    placed, y = [], top
    for row in rows:
        high = max(max(len(ls) * SMALL_LINE, key.slot + 2) for key, _, ls in row)
        placed += [PlacedKey(key, at, y + high / 2, lines) for key, at, lines in row]
        y += high + 1
    return tuple(placed), y


def draw_keys(canvas: Canvas, placed: Iterable[PlacedKey]) -> None:
    """Draw keys where they stand."""
    for entry in placed:
        key = entry.key
        canvas.mark(
            entry.x + key.slot / 2, entry.y, key.shape, key.area,
            face=key.face, is_dotted=key.is_dotted,
        )  # fmt: skip
        top = entry.y - len(entry.lines) * SMALL_LINE / 2
        canvas.lines(entry.x + key.slot + NEAR, top, entry.lines)
