"""One mark for each kind of design, the same in every figure of a review.

Shape alone tells the kinds apart, so that a figure reads the same in one ink;
randomised designs are filled where the fill is free to say so.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class DesignMark:
    """A kind of design in words, and how it is drawn."""

    name: str
    #: matplotlib's sign of the shape.
    shape: str
    is_filled: bool = False


PARALLEL: Final = DesignMark("Randomised, parallel groups", "s", is_filled=True)
CROSSOVER: Final = DesignMark("Randomised, crossover", "o", is_filled=True)
NO_CONTRAST: Final = DesignMark("Randomised, no contrast", "D", is_filled=True)
CONTROLLED: Final = DesignMark("Controlled, not (known to be) randomised", "^")
UNCONTROLLED: Final = DesignMark("Single arm or cohort, no comparator", "v")
CASES: Final = DesignMark("Case report or series, N-of-1", "p")
OTHER: Final = DesignMark("Another design", "X")
NOT_GIVEN: Final = DesignMark("Design not known", "h")

#: In the order of legends.
MARKS: Final = (
    PARALLEL, CROSSOVER, NO_CONTRAST, CONTROLLED, UNCONTROLLED, CASES, OTHER,
    NOT_GIVEN,
)  # fmt: skip

_OF_DESIGN: Final = {
    "rct_parallel": PARALLEL,
    "rct_crossover": CROSSOVER,
    "rct_other": NO_CONTRAST,
    "controlled_randomization_unstated": CONTROLLED,
    "nonrandomized_controlled": CONTROLLED,
    "single_arm_prospective": UNCONTROLLED,
    "retrospective_cohort": UNCONTROLLED,
    "n_of_1": CASES,
    "case_series": CASES,
    "case_report": CASES,
}

#: Area of each shape as a share of the square of matplotlib's marker size.
_SHARES: Final = {
    "s": 1.0,
    "D": 1.0,
    "o": math.pi / 4,
    "^": 0.5,
    "v": 0.5,
    # Regular polygons in a circle of half the marker size; the cross is 5 eighths.
    "p": 5 / 8 * math.sin(math.tau / 5),
    "h": 6 / 8 * math.sin(math.tau / 6),
    "X": 5 / 8,
}
#: Half the height of each shape for a marker size of 1.
_REACH: Final = {"D": math.sqrt(0.5)}


def mark_of(design: str | None) -> DesignMark:
    """Give the mark of a design of the register.

    Examples
    --------
    >>> mark_of("rct_crossover").name, mark_of("letter_or_comment").name
    ('Randomised, crossover', 'Another design')
    """
    return NOT_GIVEN if design is None else _OF_DESIGN.get(design, OTHER)


def in_order(marks: Iterable[DesignMark]) -> tuple[DesignMark, ...]:
    """Give the marks that occur, each once, in the order of legends."""
    found = set(marks)
    return tuple(mark for mark in MARKS if mark in found)


def marker_size(shape: str, area: float) -> float:
    """Give matplotlib's marker size [points] for a shape of an area [points²].

    Two shapes of one area look as large as each other; two of one marker size do not.

    Examples
    --------
    >>> round(marker_size("s", 100.0), 2), round(marker_size("^", 100.0), 2)
    (10.0, 14.14)
    """
    return math.sqrt(area / _SHARES[shape])


def half_height(shape: str, area: float) -> float:
    """Give how far a shape of an area reaches from its middle, at most [points]."""
    return marker_size(shape, area) * _REACH.get(shape, 0.5)
