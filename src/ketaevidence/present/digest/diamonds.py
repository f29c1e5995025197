"""A pooled result before and after as two diamonds on one axis, before any ink."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ketaevidence.present.digest.model import ResultChange
from ketaevidence.present.digest.words import estimate
from ketaevidence.present.forest.scale import axis_limits, linear_ticks, tick_texts
from ketaevidence.synthesis.pools import Pool

_At = Callable[[float], float]
#: Sizes of the drawing [its own units]: the width of the axis, its left end, the
#: height of a row, half of a diamond's height.
WIDTH: Final = 480.0
LEFT: Final = 64.0
ROW: Final = 26.0
_HALF: Final = 8.0
#: Shares of patients end here [per cent].
_MOST: Final = 100.0


@dataclass(frozen=True, slots=True)
class Diamond:
    """One diamond: its row's name and the corners that draw it."""

    name: str
    #: ``before`` or ``after``: grey or dark, beside its name.
    style: str
    y: float
    #: Corners for SVG; empty where nothing is pooled.
    points: str
    #: What it shows, or that nothing is pooled.
    text: str


@dataclass(frozen=True, slots=True)
class Diamonds:
    """The whole drawing."""

    title: str
    description: str
    diamonds: tuple[Diamond, ...]
    #: (place, text) of each tick, and the place of the null value if it is shown.
    ticks: tuple[tuple[float, str], ...]
    null: float | None
    width: float
    height: float


def diamonds(change: ResultChange) -> Diamonds:
    """Lay out the two forms of a result on one axis."""
    pools = (change.movement.before, change.movement.after)
    known = [pool for pool in pools if pool is not None]
    has_null = change.unit == "points"
    low, high = axis_limits(
        [pool.estimate for pool in known],
        [(pool.ci_lb, pool.ci_ub) for pool in known],
        [0.0] if has_null else [],
    )
    # Intervals are never cut here: there are two of them only.
    low = min(low, *(pool.ci_lb for pool in known))
    high = max(high, *(pool.ci_ub for pool in known))
    if not has_null:
        low, high = max(0.0, low), min(_MOST, high)
    ticks = linear_ticks(low, high if high > low else low + 1.0)
    ends = ticks[0], ticks[-1]

    def at(value: float) -> float:
        return round(LEFT + WIDTH * (value - ends[0]) / (ends[1] - ends[0]), 2)

    rows = tuple(
        _diamond(name, i, pool, change.decimals, at)
        for i, (name, pool) in enumerate(zip(("Before", "After"), pools, strict=True))
    )
    texts = tick_texts(ticks, is_log=False)
    return Diamonds(
        title=f"{change.movement.label}: before and after",
        description=" ".join(f"{row.name}: {row.text}." for row in rows),
        diamonds=rows,
        ticks=tuple((at(tick), text) for tick, text in zip(ticks, texts, strict=True)),
        null=at(0.0) if has_null else None,
        width=LEFT + WIDTH + 24.0,
        height=2 * ROW + 30.0,
    )


def _diamond(name: str, row: int, pool: Pool | None, decimals: int, at: _At) -> Diamond:
    y = ROW * (row + 0.5)
    points = ""
    if pool is not None:
        low, middle, high = at(pool.ci_lb), at(pool.estimate), at(pool.ci_ub)
        corners = ((low, y), (middle, y - _HALF), (high, y), (middle, y + _HALF))
        points = " ".join(f"{a:g},{b:g}" for a, b in corners)
    return Diamond(name, name.lower(), y, points, estimate(pool, decimals))
