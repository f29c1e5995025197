"""On which scale effects are drawn, and how their numbers are written."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ketaevidence.effects import Effects
from ketaevidence.effects.words import is_brought_back, read_as
from ketaevidence.errors import PresentError
from ketaevidence.present import words
from ketaevidence.present.chart.model import Axis
from ketaevidence.present.forest.scale import (
    axis_limits,
    finite,
    linear_ticks,
    log_ticks,
    tick_texts,
)

#: Ticks of proportions that are not analysed as they are [per cent].
_PER_CENT = (
    0.1, 0.5, 1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98, 99, 99.5, 99.9,
)  # fmt: skip
#: Fewest ticks that an axis can be read by.
_FEWEST = 3
#: Most decimals, and the largest number that is written out.
_MOST_DECIMALS, _LARGEST = 6, 1e7
#: The way from what people read to the scale of analysis.
_THERE: dict[str, Callable[[float], float]] = {
    "none": float,
    "log": math.log,
    "logit": lambda share: math.log(share / (1 - share)),
    "arcsine": lambda share: math.asin(math.sqrt(share)),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How the effects of one measure are placed on an axis and written.

    Positions are on the scale of analysis, where intervals are as they were computed;
    ticks and texts say what people read: ratios, per cent.
    """

    effects: Effects
    #: The measure as people read it, with its unit.
    name: str
    #: 100 for proportions, which are written in per cent.
    factor: float
    #: None for ratios, whose digits follow their size.
    decimals: int | None

    @property
    def null(self) -> float | None:
        """Position of "no difference", None where there is no such value."""
        return self.effects.null_value

    @property
    def null_words(self) -> str:
        """What the null value means; a change without a comparator is no difference."""
        is_change = self.effects.kind == "uncontrolled change"
        return "no change" if is_change else "no difference"

    @property
    def label(self) -> str:
        """The text of the axis: the measure and its direction."""
        direction = self.effects.direction if self.effects.kind == "contrast" else None
        return self.name + (f": {direction}" if direction else "")

    def value(self, position: float) -> float:
        """Bring a position to the scale that people read."""
        if not is_brought_back(self.effects):
            return float(position) * self.factor
        return float(self.effects.back_transform(position)) * self.factor

    def text(self, position: float) -> str:
        """Write the number at a position as people read it."""
        value = self.value(position)
        if self.decimals is None:
            return _ratio(value)
        if math.isfinite(value) and abs(value) >= _LARGEST:
            return f"{value:.3g}".replace("-", words.MINUS)
        return words.number(value, self.decimals)

    def estimate(self, middle: float, low: float, high: float) -> str:
        """Write an estimate with its interval in brackets."""
        return f"{self.text(middle)} ({self.text(low)} to {self.text(high)})"

    def axis(
        self,
        estimates: Sequence[float],
        intervals: Sequence[tuple[float, float]] = (),
        anchors: Sequence[float | None] = (),
    ) -> Axis:
        """Choose an axis that shows every estimate and cuts only extreme intervals."""
        low, high = axis_limits(estimates, intervals, finite(anchors))
        ticks = self._ticks(low, high)
        if len(ticks) < _FEWEST:
            # Too narrow for round numbers: the ends say where one is.
            ticks = tuple((end, self.text(end)) for end in (low, high))
        limits = min(low, ticks[0][0]), max(high, ticks[-1][0])
        return Axis(self.label, limits, ticks)

    def _ticks(self, low: float, high: float) -> tuple[tuple[float, str], ...]:
        there = _THERE[self.effects.scale if is_brought_back(self.effects) else "none"]
        ends = self.value(low), self.value(high)
        is_share = self.factor != 1
        if self.effects.scale == "log" and not is_share:
            if not (ends[0] > 0 and math.isfinite(ends[1])):
                msg = (
                    f"{self.name}: the effects reach from {low:.4g} to {high:.4g} on "
                    "the log scale, which no axis of ratios can show; correct them"
                )
                raise PresentError(msg)
            values: Sequence[float] = log_ticks(*ends)
            return tuple(
                zip(map(there, values), tick_texts(values, is_log=True), strict=True)
            )
        values = linear_ticks(*ends) if ends[0] < ends[1] else ()
        if is_share:
            values = [v for v in values if ends[0] <= v <= ends[1] and 0 < v < 100]
            marks = [v for v in _PER_CENT if ends[0] <= v <= ends[1]]
            if self.effects.scale != "none" and len(marks) > len(values):
                values = marks
        if not values:
            return ()
        texts = tick_texts(values, is_log=is_share)
        positions = [there(value / self.factor) for value in values]
        return tuple(zip(positions, texts, strict=True))


def reading_of(effects: Effects, se: float) -> Reading:
    """Say how effects are read; ``se`` decides how many decimals mean something."""
    name = read_as(effects)
    is_share = name.startswith("Proportion") and effects.has_own_way_back
    if is_share:
        return Reading(effects, f"{name} [%]", 100.0, 1)
    if is_brought_back(effects):
        return Reading(effects, name, 1.0, None)
    power = math.floor(math.log10(se)) if se > 0 and math.isfinite(se) else 0
    return Reading(effects, name, 1.0, min(_MOST_DECIMALS, max(0, 1 - power)))


def _ratio(value: float) -> str:
    """Write a ratio with two decimals, more where it is small, fewer where large."""
    if not math.isfinite(value) or value <= 0:
        return words.number(value, 2)
    power = math.floor(math.log10(value))
    if abs(power) > _MOST_DECIMALS:
        return f"{value:.2g}".replace("-", words.MINUS)
    return words.number(value, max(0, 2 - power) if power > 0 else max(2, 1 - power))


def favours_of(
    reading: Reading, favours: Sequence[object] | None
) -> tuple[str, str] | None:
    """Check what stands on either side of no difference; clean it for print.

    Raises
    ------
    PresentError
        If it is not two names, or there is no line of no difference.
    """
    if favours is None:
        return None
    if reading.null is None:
        msg = f"favours={favours!r}: {reading.name} has no line of no difference"
        raise PresentError(msg)
    texts = two_names(favours, "favours", "('Favours ketamine', 'Favours placebo')")
    return texts[0], texts[1]


def two_names(given: object, name: str, example: str) -> tuple[str, str]:
    """Refuse anything but two names; clean them for print."""
    texts = (
        [words.clean(text) for text in given if isinstance(text, str)]
        if isinstance(given, tuple | list) and len(given) == 2
        else []
    )
    if len([text for text in texts if text]) != 2:
        msg = f"{name}={given!r} must be two names, such as {example}"
        raise PresentError(msg)
    return texts[0], texts[1]
