"""Moderators as columns of numbers: what the regression is computed with.

Numeric moderators are shifted to a value that occurs and scaled by a power of two,
which costs no digit; categories become columns of 0 and 1 against a named reference.
Raw calendar years therefore give the same digits as years since the first trial.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ketaevidence.effects.arrays import frozen_array
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.regression.cells import (
    categories_of,
    is_number,
    labels,
    listed,
    named_columns,
    numbers,
    refuse,
)
from ketaevidence.pooling.regression.moderators import INTERCEPT, Design, Moderator
from ketaevidence.pooling.sums import FloatArray

#: A column counts as constant when its range is below this share of its largest value,
#: where it may be nothing but rounding.
CONSTANT = 1e-12

#: A column counts as made of the others when no more than this share of it is its own.
#: Its coefficient would have fewer than eight right digits.
DEPENDENT = 2e-8

#: Weight above which another column is named as part of a dependence.
NAMED_PART = 1e-6


def _levels(
    name: str, column: Any, cells: Sequence[str], first: str | None
) -> list[str]:
    """Order the categories: as a pandas Categorical orders them, else by name."""
    present = set(cells)
    categories = categories_of(column)
    order = sorted(present)
    if categories is not None:
        order = [level for level in categories if level in present]
    if len(order) < 2:
        msg = (
            f"moderator {name!r} has the one category {order[0]!r} in all studies; "
            "leave it out"
        )
        raise PoolingError(msg)
    if first is None:
        return order
    if first not in order:
        msg = f"reference {first!r} is no category of {name!r}; choose among {order}"
        raise PoolingError(msg)
    return [first, *(level for level in order if level != first)]


def _shift_and_scale(column: FloatArray) -> tuple[float, float]:
    """Give a value near the mean that occurs, and a power of two near the spread."""
    centre = float(column[np.abs(column - column.mean()).argmin()])
    spread = float(np.abs(column - centre).max())
    return centre, float(2.0 ** np.round(np.log2(spread)))


def _check_rank(design: Design) -> None:
    """Refuse columns that are sums of others, and name the columns that make them."""
    apart, names = design.inner(design.matrix), design.names
    if design.has_intercept:
        apart[:, 1:] -= apart[:, 1:].mean(axis=0)
    apart /= np.linalg.norm(apart, axis=0)
    own = np.abs(np.diag(np.linalg.qr(apart, mode="r")))
    for j in np.flatnonzero(own <= DEPENDENT):
        parts = np.linalg.lstsq(apart[:, :j], apart[:, j], rcond=None)[0]
        involved = [names[i] for i in np.flatnonzero(np.abs(parts) > NAMED_PART)]
        msg = (
            f"the moderators cannot be told apart: {names[j]!r} follows from "
            f"{', '.join(map(repr, involved))}; leave one of them out"
        )
        raise PoolingError(msg)


@dataclass(slots=True)
class _Columns:
    """The columns of a design while it is made."""

    moderators: list[Moderator] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    values: list[FloatArray] = field(default_factory=list)
    shifts: list[tuple[float, float]] = field(default_factory=list)

    def add(self, moderator: Moderator, cells: Sequence[Any], *, is_full: bool) -> None:
        """Add what one moderator makes; categories are computed with as they are."""
        made = moderator.columns(cells, all_levels=is_full)
        self.moderators.append(moderator)
        self.names += moderator.names(all_levels=is_full)
        self.values += made
        self.shifts += [
            (0.0, 1.0) if moderator.levels is not None else _shift_and_scale(column)
            for column in made
        ]


def _number(name: str, cells: Sequence[Any], slab: Sequence[str]) -> Moderator:
    values = numbers(name, cells, slab)
    low, high = min(values), max(values)
    if high - low <= CONSTANT * max(abs(low), abs(high)):
        msg = (
            f"moderator {name!r} is {low:.10g} in every study; a constant tells "
            "nothing apart, leave it out"
        )
        raise PoolingError(msg)
    return Moderator(name, None, low, high)


def make_design(
    mods: Any,
    slab: Sequence[str],
    *,
    reference: Mapping[str, str] | None = None,
    intercept: bool = True,
) -> Design:
    """Read the moderators and make the columns of the model.

    Parameters
    ----------
    mods
        A table or dict of columns, one column, or an array ``(k, p)``. Columns of
        numbers stay numbers; columns of text, of True and False, or of a pandas
        Categorical become one column of 0 and 1 per category but the first.
    slab
        Study labels, for messages.
    reference
        Reference category by name of the moderator; without it the first one.
    intercept
        With False there is no intercept, and the first categorical moderator gets a
        column for every category.

    Raises
    ------
    PoolingError
        When a cell is missing or unreadable, a column is constant, or one follows from
        the others.
    """
    references = dict(reference or {})
    made = _Columns()
    if intercept:
        made.names.append(INTERCEPT)
        made.values.append(np.ones(len(slab)))
        made.shifts.append((0.0, 1.0))
    is_full = not intercept
    for name, column in named_columns(mods).items():
        cells = listed(name, column, slab)
        if categories_of(column) is None and all(map(is_number, cells)):
            made.add(_number(name, cells, slab), cells, is_full=False)
            continue
        read = _category_cells(name, column, cells, slab)
        levels = _levels(name, column, read, references.pop(name, None))
        made.add(Moderator(name, tuple(levels)), read, is_full=is_full)
        is_full = False
    unused = sorted(references)
    refuse("reference= names no categorical moderator", [repr(name) for name in unused])
    return _finish(made, len(slab), intercept=intercept)


def _finish(made: _Columns, k: int, *, intercept: bool) -> Design:
    """Check the columns as a whole."""
    names = made.names
    twice = sorted({name for name in names if names.count(name) > 1})
    refuse("two columns of the model have the same name", [repr(n) for n in twice])
    if k <= len(names):
        msg = (
            f"{k} studies cannot carry {len(names)} coefficients ({', '.join(names)}): "
            f"at least {len(names) + 1} are needed"
        )
        raise PoolingError(msg)
    design = Design(
        moderators=tuple(made.moderators),
        names=tuple(names),
        matrix=frozen_array(np.column_stack(made.values)),
        # Without an intercept nothing takes up a shift.
        centre=frozen_array([shift if intercept else 0.0 for shift, _ in made.shifts]),
        scale=frozen_array([scale for _, scale in made.shifts]),
        has_intercept=intercept,
    )
    _check_rank(design)
    return design


def _category_cells(
    name: str, column: Any, cells: list[Any], slab: Sequence[str]
) -> list[str]:
    """Read categories; those of a pandas Categorical may be of any kind."""
    if categories_of(column) is not None:
        return [str(cell) for cell in cells]
    return labels(name, cells, slab)
