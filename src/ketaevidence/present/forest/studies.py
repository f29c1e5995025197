"""The studies of a result as lines on the scale that people read."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import NormalDist
from typing import Any

from ketaevidence.effects import Effects
from ketaevidence.errors import PresentError
from ketaevidence.pooling import Pooled
from ketaevidence.present import words
from ketaevidence.present.forest.columns import arm_columns
from ketaevidence.present.forest.sheet import Cell, Line
from ketaevidence.present.forest.style import Family
from ketaevidence.present.forest.wishes import Wishes

#: Measures whose back-transformed values are fractions, printed in per cent.
PROPORTIONS = frozenset({"PR", "PLO", "PLN", "PAS", "PFT"})
_COUNTED = PROPORTIONS | {"RR", "OR", "RD", "PETO", "AS", "IRR", "IRD", "IR", "IRLN",
                          "MPRD", "MPRR", "MPOR", "MPORC"}  # fmt: skip
#: Why a pool has no diamond although its studies can be shown.
NO_WAY_BACK = (
    "No pooled result is drawn: a value pooled on the Freeman-Tukey scale has no way "
    "back to per cent of its own (Schwarzer 2019, doi:10.1002/jrsm.1348). Pool on the "
    "logit scale instead."
)
#: Decimals of effects at least, and of wide ones: (half an interval, decimals).
_WIDE = ((100.0, 0), (10.0, 1))
_FINEST = 8

Reader = Callable[[Any], float]


def family_of(effects: Effects) -> Family:
    """Tell what was measured, as far as it chooses a colour."""
    if effects.measure == "GEN":
        return "generic"
    return "dichotomous" if effects.measure in _COUNTED else "continuous"


def is_share(effects: Effects) -> bool:
    """Whether the effects are read in per cent."""
    return effects.measure in PROPORTIONS and can_be_read(effects)


def can_be_read(effects: Effects) -> bool:
    """Whether each study has a way back to the scale that people read."""
    return effects.has_own_way_back or effects.ni is not None


def reader(pooled: Pooled, factor: float) -> Reader:
    """Give the way from the scale of a pool to the scale that people read."""

    def read(value: Any) -> float:
        return float(pooled.back_transform(value)) * factor

    return read


def _readers(effects: Effects) -> list[Reader]:
    """Give the way back of each study; Freeman-Tukey needs its number of patients."""
    if not can_be_read(effects):
        return [float] * effects.k
    factor = 100.0 if is_share(effects) else 1.0

    def of(n: int | None) -> Reader:
        return lambda value: float(effects.back_transform(value, n=n)) * factor

    if effects.has_own_way_back or effects.ni is None:
        return [of(None)] * effects.k
    return [of(n) for n in effects.ni]


def lines_of(
    effects: Effects, level: float, weights: Sequence[float | None], asked: Wishes
) -> list[Line]:
    """Give each study with its normal interval, its columns and its weight."""
    z = NormalDist().inv_cdf(0.5 + (level if level <= 1 else level / 100) / 2)
    own: list[list[Cell]] = arm_columns(effects, asked.arms)
    if asked.hides("data"):
        own = [[] for _ in range(effects.k)]
    extra = asked.cells(effects.k)
    lines = []
    for i, (name, back) in enumerate(zip(effects.slab, _readers(effects), strict=True)):
        yi, half = float(effects.yi[i]), z * float(effects.vi[i]) ** 0.5
        ci = (back(yi - half), back(yi + half))
        cells = (*extra[i], *own[i])
        lines.append(Line(str(name), back(yi), ci, cells, weights[i]))
    return lines


def decimals_for(lines: Sequence[Line], usual: int) -> int:
    """Choose decimals of effects so that no interval is rounded to nothing.

    Examples
    --------
    >>> decimals_for([Line("A", 0.004, (0.001, 0.007))], 2)
    3
    """
    halves = [
        (line.ci[1] - line.ci[0]) / 2
        for line in lines
        if line.ci is not None and math.isfinite(line.ci[1] - line.ci[0])
    ]
    least = min((half for half in halves if half > 0), default=1.0)
    for wide, decimals in _WIDE:
        if least >= wide:
            return min(usual, decimals)
    return min(_FINEST, max(usual, math.ceil(-math.log10(least))))


def in_order(lines: Sequence[Line], order: str) -> list[Line]:
    """Put studies into an order; ties stay as given.

    Raises
    ------
    PresentError
        If a study lacks what the order goes by.
    """

    def key(line: Line) -> Any:
        if order == "name":
            return words.clean(line.name).casefold()
        found: float | None
        if order == "year":
            found = year_of(line.name)
        elif order == "effect":
            return math.inf if line.estimate is None else line.estimate
        else:
            found = None if line.weight is None else -line.weight
        if found is None:
            what = "year in its label" if order == "year" else "weight"
            msg = (
                f"order={order!r}: {line.name} has no {what}; use another order, or "
                "order='given'"
            )
            raise PresentError(msg)
        return found

    is_pooled = any(line.weight is not None for line in lines)
    if order == "given" or (order == "weight" and not is_pooled):
        return list(lines)
    return sorted(lines, key=key)


def year_of(name: str) -> int | None:
    """Read the year at the end of a study's label: "Birch 1991a", "Birch (1991)".

    Examples
    --------
    >>> year_of("Birch 1991a"), year_of("A trial of 2000 patients")
    (1991, None)
    """
    tail = words.clean(name).rstrip(").]").rpartition(" ")[2].strip("([,")
    digits, letter = tail[:4], tail[4:]
    is_year = digits.isdecimal() and "1800" <= digits <= "2199"
    if is_year and len(letter) <= 1 and not letter.isdecimal():
        return int(digits)
    return None


def told_order(order: str) -> str:
    """Say by what the studies are ordered."""
    names = {
        "given": "as given",
        "name": "by label",
        "year": "by year of publication, from the labels",
        "effect": "by size, smallest first",
        "weight": "by weight, largest first, where pooled",
    }
    return f"Order of studies: {names[order]}."
