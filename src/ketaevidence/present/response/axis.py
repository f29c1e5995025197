"""Places across a panel: marks at one place stand side by side, not on each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: Space between two numbered marks [points]: two digits of small text, and air.
NUMBERED: Final = 12.5
#: What is tried, the widest first; 0 puts marks on each other.
_SPACES: Final = (NUMBERED, 9.0, 6.0, 4.0, 2.0, 1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Spread:
    """Where marks stand [points], and how far apart at least."""

    places: tuple[float, ...]
    space: float

    @property
    def is_numbered(self) -> bool:
        """Whether there is room for a number above each mark."""
        return self.space >= NUMBERED


def spread(
    wanted: Sequence[float], *, ends: tuple[float, float], most: float
) -> Spread:
    """Move marks apart by as little as can be, and never by more than ``most``.

    Parameters
    ----------
    wanted
        Places in rising order [points].
    ends
        The first and the last place that may be used.
    most
        The farthest that a mark may be moved [points].

    Examples
    --------
    >>> spread([50.0, 50.0, 90.0], ends=(0.0, 100.0), most=30.0).places
    (43.75, 56.25, 90.0)
    """
    for space in _SPACES:
        last = ends[1] - (len(wanted) - 1) * space
        if last < ends[0]:
            continue
        places = tuple(_apart(wanted, space, (ends[0], last)))
        far = max((abs(a - b) for a, b in zip(places, wanted, strict=True)), default=0)
        if far <= most:
            return Spread(places, space)
    return Spread(tuple(wanted), 0.0)


def _apart(
    wanted: Sequence[float], space: float, ends: tuple[float, float]
) -> list[float]:
    """Give the nearest places that are a space apart: isotonic least squares.

    Less the space that stands before them, the places must only not fall; ``ends`` are
    those of the first and the last without that space, and cut the solution off.
    """
    blocks: list[tuple[float, int]] = []
    for i, place in enumerate(wanted):
        mean, size = place - i * space, 1
        while blocks and blocks[-1][0] > mean:
            before, n = blocks.pop()
            mean, size = (before * n + mean * size) / (n + size), n + size
        blocks.append((mean, size))
    flat = [mean for mean, size in blocks for _ in range(size)]
    return [min(max(mean, ends[0]), ends[1]) + i * space for i, mean in enumerate(flat)]
