"""The axis of a forest plot: how far it goes, and where its ticks stand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from ketaevidence.present.words import MINUS, plain

#: Steps between ticks that people read without effort.
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
#: Most spaces between ticks; more would crowd a plot of 60 mm.
_MOST_SPACES = 6
#: An interval may reach this many times the width of a narrow interval (the lower
#: quartile) beyond the estimates before it is cut off with an arrow.
_REACH = 2.5


def axis_of(
    shown: Iterable[float | None],
    intervals: Iterable[tuple[float, float]],
    anchors: Iterable[float | None],
    *,
    is_log: bool,
    limits: tuple[float, float] | None = None,
) -> tuple[tuple[float, float], tuple[tuple[float, str], ...]]:
    """Choose the ends of an axis and its ticks, all on the scale that people read.

    Parameters
    ----------
    shown
        Estimates.
    intervals
        Those of single studies and predictions, which may be cut.
    anchors
        What is always inside: the null value, pooled results, a band.
    is_log
        Whether the axis is logarithmic: numbers not above 0 are left out.
    limits
        The ends of the scale, where it has natural ones.
    """
    low_high = limits
    if low_high is None:
        turn = math.log if is_log else float
        low, high = axis_limits(
            [turn(v) for v in finite(shown) if v > 0 or not is_log],
            [(turn(a), turn(b)) for a, b in intervals if a > 0 or not is_log],
            [turn(v) for v in finite(anchors) if v > 0 or not is_log],
        )
        low_high = (math.exp(low), math.exp(high)) if is_log else (low, high)
    ticks = log_ticks(*low_high) if is_log else linear_ticks(*low_high)
    if limits is None:
        low_high = (ticks[0], ticks[-1])
    ticks = tuple(t for t in ticks if low_high[0] <= t <= low_high[1])
    texts = tick_texts(ticks, is_log=is_log)
    return low_high, tuple(zip(ticks, texts, strict=True))


def finite(values: Iterable[float | None]) -> list[float]:
    """Keep the numbers that can be drawn."""
    return [v for v in values if v is not None and math.isfinite(v)]


def axis_limits(
    estimates: Sequence[float],
    intervals: Sequence[tuple[float, float]],
    anchors: Sequence[float],
) -> tuple[float, float]:
    """Choose axis ends that show every estimate and cut only extreme intervals.

    ``anchors`` (the null value, pooled results) are always inside. All numbers are
    on a linear scale: logarithms, where the axis is logarithmic.
    """
    core = finite([*estimates, *anchors]) or [0.0, 1.0]
    widths = sorted(b - a for a, b in intervals if math.isfinite(b - a))
    typical = widths[len(widths) // 4] if widths else 0.0
    span = max(core) - min(core)
    reach = _REACH * typical if typical > 0 else 0.25 * span
    ends = finite([end for pair in intervals for end in pair])
    low = max(min([*core, *ends]), min(core) - reach)
    high = min(max([*core, *ends]), max(core) + reach)
    if high - low <= 0:
        half = abs(low) / 2 or 1.0
        return low - half, high + half
    pad = 0.02 * (high - low)
    return low - pad, high + pad


def linear_ticks(low: float, high: float) -> tuple[float, ...]:
    """Give round tick positions that enclose the two ends."""
    rough = (high - low) / _MOST_SPACES
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in _STEPS:
        step = factor * power
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= _MOST_SPACES:
            break
    digits = max(0, 2 - math.floor(math.log10(step)))
    return tuple(round(i * step, digits) for i in range(first, last + 1))


def log_ticks(low: float, high: float) -> tuple[float, ...]:
    """Give tick positions 1, 2, 5, 10, ... of a ratio axis that enclose two ratios."""
    powers = range(math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 2)
    for factors in ((1, 2, 5), (1, 3), (1,)):
        grid = [factor * 10.0**power for power in powers for factor in factors]
        inside = [tick for tick in grid if low <= tick <= high]
        below = [tick for tick in grid if tick < low]
        above = [tick for tick in grid if tick > high]
        ticks = [*below[-1:], *inside, *above[:1]]
        if len(ticks) <= _MOST_SPACES + 2:
            break
    return tuple(float(f"{tick:.3g}") for tick in ticks)


def tick_texts(ticks: Sequence[float], *, is_log: bool) -> tuple[str, ...]:
    """Write tick labels with the same decimals on one linear axis."""
    if is_log:
        return tuple(plain(tick) for tick in ticks)
    decimals = max(len(f"{tick:.10g}".partition(".")[2]) for tick in ticks)
    texts = [f"{tick:.{decimals}f}" for tick in ticks]
    return tuple(
        (text.lstrip("-") if float(text) == 0 else text).replace("-", MINUS)
        for text in texts
    )
