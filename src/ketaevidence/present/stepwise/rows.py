"""The rows of a picture of repeated pools: their texts and their places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ketaevidence.pooling.sensitivity.refits import Refits
from ketaevidence.present import words
from ketaevidence.present.chart.ink import MARGIN, SHEET, SMALL
from ketaevidence.present.chart.reading import Reading
from ketaevidence.present.chart.words import name_of
from ketaevidence.present.stepwise.model import GAP, LINE, STABLE_SIGN, Step
from ketaevidence.present.type_metrics import LEADING, width, wrapped

#: The widest that a name may be before it is broken, and its most lines [points].
_WIDEST, _MOST_LINES = 150.0, 3
#: Stands where a single study has no such number.
NONE = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """One pool before it has its place."""

    name: str
    estimate: float
    ci: tuple[float, float]
    texts: tuple[str, ...]
    is_whole: bool = False


def _spread(value: float | None) -> str:
    return NONE if value is None or math.isnan(value) else words.percent(value)


def _change(value: float, whole: float | None) -> str:
    if whole is None or math.isnan(value):
        return NONE
    # Of the numbers that are printed, so that a reader can take one from the other.
    points = round(float(f"{value:.0f}") - float(f"{whole:.0f}"))
    return f"+{points}" if points > 0 else words.number(points, 0)


def rows_of(result: Refits, reading: Reading, *, is_growing: bool) -> list[Row]:
    """Write one row for each pool, and one for the pool of all studies."""
    pooled = result.pooled

    def row(
        name: str, k: int, ends: tuple[float, float, float], i2: float | None
    ) -> Row:
        effect, spread = reading.estimate(*ends), _spread(i2)
        # What all studies change in themselves is nothing, and left blank.
        is_whole = name == ""
        last = "" if is_whole or i2 is None else _change(i2, pooled.I2)
        texts = (str(k), effect, spread) if is_growing else (effect, spread, last)
        return Row(name or _whole_name(k), ends[0], ends[1:], texts, is_whole)

    numbers = zip(
        result.slab, result.k.tolist(), result.estimate.tolist(),
        result.ci_lb.tolist(), result.ci_ub.tolist(), result.I2.tolist(), strict=True,
    )  # fmt: skip
    rows = [
        row(name_of(name), k, (middle, low, high), i2)
        for name, k, middle, low, high, i2 in numbers
    ]
    whole = pooled.estimate, pooled.ci_lb, pooled.ci_ub
    return [*rows, row("", pooled.k, whole, pooled.I2)]


def _whole_name(k: int) -> str:
    return f"All {k} studies" if k > 1 else "One study: nothing is pooled"


def side_of(ci: tuple[float, float], null: float | None) -> int | None:
    """Say on which side of no difference an interval lies, 0 if around it."""
    if null is None:
        return None
    return 1 if ci[0] > null else -1 if ci[1] < null else 0


def stable_from(sides: Sequence[int | None]) -> int | None:
    """Find the first place from which every interval lies on the same side.

    Examples
    --------
    >>> stable_from([0, -1, 0, -1, -1])
    3
    """
    if not sides or sides[-1] is None:
        return None
    place = len(sides) - 1
    while place and sides[place - 1] == sides[-1]:
        place -= 1
    return place


def _name_lines(name: str, *, bold: bool) -> tuple[str, ...]:
    lines = wrapped(name, SMALL, _WIDEST, bold=bold)
    if len(lines) > _MOST_LINES:
        last = wrapped(lines[_MOST_LINES - 1], SMALL, _WIDEST - 10, bold=bold)[0]
        lines = [*lines[: _MOST_LINES - 1], f"{last} …"]
    return tuple(lines)


def placed(
    rows: Sequence[Row], null: float | None, new: frozenset[str]
) -> tuple[tuple[Step, ...], float]:
    """Give every row its place from the top, and the height of all [points]."""
    steps, top = [], 0.0
    for row in rows:
        lines = _name_lines(row.name, bold=row.is_whole)
        height = LINE + (len(lines) - 1) * SMALL * LEADING
        top += 4.0 if row.is_whole else 0.0
        steps.append(
            Step(
                row.name, lines, row.texts, row.estimate, row.ci, top + height / 2,
                height, side_of(row.ci, null), row.is_whole,
                not row.is_whole and row.name in new,
            )
        )  # fmt: skip
        top += height
    return tuple(steps), top


def measured(
    steps: Sequence[Step], heads: Sequence[tuple[str, ...]]
) -> tuple[float, tuple[float, ...], float]:
    """Measure: left edge of the plot, right ends of the columns, room on the right."""
    indent = width(f"{STABLE_SIGN} ", SMALL)
    names = max(width(t, SMALL, bold=s.is_whole) for s in steps for t in s.lines)
    head = max(width(text, SMALL, bold=True) for text in heads[0])
    left = MARGIN + max(indent + names, head) + GAP
    sizes = [
        max(
            [width(step.texts[i], SMALL, bold=step.is_whole) for step in steps]
            + [width(text, SMALL, bold=True) for text in lines]
        )
        for i, lines in enumerate(heads[1:])
    ]
    right = MARGIN + sum(sizes) + GAP * len(sizes)
    ends, x = [], SHEET - right
    for size in sizes:
        x += GAP + size
        ends.append(x)
    return left, tuple(ends), right
