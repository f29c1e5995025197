"""Check that each cell holds the kind of thing its field is for.

Everything after this counts, compares and divides; a text or a "nan" where a number
belongs would end it in the middle.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from types import NoneType
from typing import Final, get_args, get_type_hints

from ketaevidence.curation.model import Arm, Register, Result, Source, Study
from ketaevidence.curation.problem import Problem, place, rows_of

#: Whole numbers of more digits are no numbers of anything in a study.
_MOST: Final = 10**18

_ALLOWED: Final = {
    int: "a whole number of up to 18 digits",
    float: "a finite number",
    bool: "True or False",
    str: "text",
    Source: "a Source",
}


def wrong_kinds(register: Register) -> Iterator[Problem]:
    """Find texts where numbers belong, fractions of people, nan and infinity.

    Parameters
    ----------
    register
        The studies, arms and results to look at.

    Yields
    ------
    Problem
        One for each cell that holds the wrong kind of thing.

    Examples
    --------
    >>> from ketaevidence.curation.model import Arm, Register
    >>> arm = Arm(study_id="smith2020", arm_id="a", label="A", role="single", n=9.5)
    >>> for problem in wrong_kinds(Register(arms=(arm,))):
    ...     print(problem)
    arms, smith2020/a, n: 9.5 is not possible; allowed: a whole number of up to 18
    digits, or nothing.
    """
    for row in rows_of(register):
        yield from _wrong_cells(row, row, "")


def _wrong_cells(
    row: Study | Arm | Result, holder: Study | Arm | Result | Source, before: str
) -> Iterator[Problem]:
    holder_type: type = type(holder)
    for name, kind, may_be_none in _kinds(holder_type):
        value = getattr(holder, name)
        if value is None and may_be_none:
            continue
        if not _fits(value, kind):
            allowed = _ALLOWED[kind] + (", or nothing" if may_be_none else "")
            yield Problem(*place(row), before + name, value, allowed)
        elif isinstance(value, Source):
            yield from _wrong_cells(row, value, "source_")


@cache
def _kinds(row_type: type) -> tuple[tuple[str, type, bool], ...]:
    """Give name, kind and "may be None" of each field."""
    hints = get_type_hints(row_type)
    found = []
    for field in fields(row_type):
        options = get_args(hints[field.name]) or (hints[field.name],)
        (kind,) = (option for option in options if option is not NoneType)
        found.append((field.name, kind, NoneType in options))
    return tuple(found)


def _fits(value: object, kind: type) -> bool:
    # True is 1 to Python, but nobody counts patients in truth values.
    if isinstance(value, bool):
        return kind is bool
    if isinstance(value, int) and kind in (int, float):
        return abs(value) < _MOST
    if isinstance(value, float):
        return kind is float and math.isfinite(value)
    return isinstance(value, kind)
