"""Characteristics of studies, and the matrix that a regression makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.regression.cells import (
    listed,
    named_columns,
    numbers,
)
from ketaevidence.pooling.sums import FloatArray

#: Name of the column of ones.
INTERCEPT = "intercept"


@dataclass(frozen=True, slots=True)
class Moderator:
    """One characteristic of the studies.

    Parameters
    ----------
    name
        Its column.
    levels
        Its categories, the reference first; None for numbers.
    low, high
        Smallest and largest value; None for categories.
    """

    name: str
    levels: tuple[str, ...] | None
    low: float | None = None
    high: float | None = None

    def names(self, *, all_levels: bool) -> list[str]:
        """Name the columns of the design that it makes."""
        if self.levels is None:
            return [self.name]
        shown = self.levels if all_levels else self.levels[1:]
        return [f"{self.name}[{level}]" for level in shown]

    def columns(self, cells: Sequence[Any], *, all_levels: bool) -> list[FloatArray]:
        """Make the columns of the design from checked cells."""
        if self.levels is None:
            return [np.array(cells, dtype=np.float64)]
        shown = self.levels if all_levels else self.levels[1:]
        return [
            np.array([cell == level for cell in cells], dtype=np.float64)
            for level in shown
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """The moderators of all studies as a matrix, in the order of the studies.

    Parameters
    ----------
    moderators
        What the columns were made from.
    names
        Name of each coefficient, the intercept first.
    matrix
        The columns as they are, shape ``(k, p)``, read-only.
    centre, scale
        Shift and scale of each column for computing, shape ``(p,)``: the intercept and
        the categories stay as they are.
    has_intercept
        Whether the first column is the intercept.
    """

    moderators: tuple[Moderator, ...]
    names: tuple[str, ...]
    matrix: FloatArray
    centre: FloatArray
    scale: FloatArray
    has_intercept: bool

    def inner(self, matrix: FloatArray) -> FloatArray:
        """Bring raw rows to the columns that are computed with."""
        return np.array((matrix - self.centre) / self.scale, dtype=np.float64)

    def to_raw(self) -> FloatArray:
        """Give T with raw coefficients = T @ inner ones, shape ``(p, p)``."""
        change = np.diag(1.0 / self.scale)
        if self.has_intercept:
            change[0, 1:] = -self.centre[1:] / self.scale[1:]
        return change

    def is_tested(self) -> npt.NDArray[np.bool_]:
        """Tell which coefficients the omnibus test is about: all but the intercept."""
        tested = np.ones(len(self.names), dtype=bool)
        tested[0] = not self.has_intercept
        return tested

    def rows(self, new: Any) -> FloatArray:
        """Make rows of the design for other values of the moderators, raw.

        Raises
        ------
        PoolingError
            When a moderator is missing, unknown, or has a category that no study had.
        """
        given = named_columns(new)
        known = [moderator.name for moderator in self.moderators]
        absent = [name for name in known if name not in given]
        extra = [name for name in given if name not in known]
        if absent or extra:
            msg = (
                f"the values to predict for must hold the moderators {known}"
                + (f"; missing: {absent}" if absent else "")
                + (f"; not in the model: {extra}" if extra else "")
            )
            raise PoolingError(msg)
        is_one = {name: np.ndim(values) == 0 for name, values in given.items()}
        m = max(1 if is_one[name] else len(given[name]) for name in known)
        columns = {
            name: [given[name]] * m if is_one[name] else given[name] for name in known
        }
        at = tuple(f"prediction {row + 1}" for row in range(m))
        parts: list[FloatArray] = [np.ones(m)] if self.has_intercept else []
        for moderator in self.moderators:
            cells = listed(moderator.name, columns[moderator.name], at)
            read = _read_known(moderator, cells, at)
            is_full = moderator.levels is not None and not self.has_reference(moderator)
            parts += moderator.columns(read, all_levels=is_full)
        return np.column_stack(parts)

    def has_reference(self, moderator: Moderator) -> bool:
        """Tell whether a category of the moderator is left out to compare with."""
        if moderator.levels is None or self.has_intercept:
            return moderator.levels is not None
        first = next(m for m in self.moderators if m.levels is not None)
        return moderator is not first


def _read_known(moderator: Moderator, cells: list[Any], at: Sequence[str]) -> list[Any]:
    if moderator.levels is None:
        return numbers(moderator.name, cells, at)
    read = [str(cell) for cell in cells]
    unknown = sorted(set(read) - set(moderator.levels))
    if unknown:
        msg = (
            f"moderator {moderator.name!r}: no study had {unknown}; "
            f"choose among {list(moderator.levels)}"
        )
        raise PoolingError(msg)
    return read
