"""A judgement in ink: a coloured disc with a dark outline and a sign, and its key."""

from __future__ import annotations

from collections.abc import Sequence

from ketaevidence.present.pen import SMALL, Pen
from ketaevidence.present.risk_of_bias.signs import COLOURS, OUTLINE, Light
from ketaevidence.present.type_metrics import LEADING, width, wrapped

#: Diameter of a disc, its outline, and the width of its column [points].
DISC, EDGE, STEP = 12.0, 0.7, 16.0
#: Type size of a sign [points].
SIGN = 8.0
#: Room between the entries of a key, and height of one of its lines [points].
_BETWEEN, KEY_LINE = 12.0, DISC + 4


def lamp(pen: Pen, x: float, y: float, shown: Light) -> None:
    """Draw one judgement around a place."""
    fill, ink = COLOURS[shown.style]
    pen.circle(x, y, DISC, facecolor=fill, edgecolor=OUTLINE, linewidth=EDGE)
    size = SIGN if len(shown.sign) == 1 else SMALL - 0.5
    # Signs stand lower in the line than letters do.
    pen.write(x, y - 0.4, shown.sign, size=size, weight="bold", color=ink, ha="center")


#: One entry of a key: its light, left edge, middle, and wrapped word.
Entry = tuple[Light, float, float, tuple[str, ...]]


def key(legend: Sequence[Light], left: float, room: float) -> tuple[list[Entry], float]:
    """Place the entries of a key in as many lines as they need; give the height."""
    entries: list[Entry] = []
    x = y = 0.0
    tall = KEY_LINE
    for shown in legend:
        lines = tuple(wrapped(shown.word, SMALL, room - DISC - 4))
        long = DISC + 4 + max(width(line, SMALL) for line in lines)
        if x and x + long > room:
            x, y, tall = 0.0, y + tall, KEY_LINE
        tall = max(tall, len(lines) * SMALL * LEADING + 2)
        entries.append((shown, left + x, y + tall / 2, lines))
        x += long + _BETWEEN
    return entries, (y + tall) if legend else 0.0


def draw_key(pen: Pen, entries: Sequence[Entry], top: float) -> None:
    """Draw the entries of a key."""
    for shown, left, middle, lines in entries:
        lamp(pen, left + DISC / 2, top + middle, shown)
        pen.write(left + DISC + 4, top + middle, "\n".join(lines), size=SMALL)
