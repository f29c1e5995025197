"""Moderators as they come in: columns of numbers or of categories, checked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ketaevidence.effects.columns import column_names, place
from ketaevidence.errors import PoolingError

#: How many problems one message lists; a table with more has one cause for most.
LISTED_PROBLEMS = 10

#: Type names of pandas' missing values, known without importing pandas.
_MISSING_TYPES = frozenset({"NAType", "NaTType"})

#: Names of columns that come without any.
_BARE_NAME = "x"


class Categories(list[str]):
    """A column of categories with their order, as a pandas Categorical has one.

    Parameters
    ----------
    cells
        The category of each study.
    categories
        All categories, the first one first.
    """

    def __init__(self, cells: Sequence[str], categories: Sequence[str]) -> None:
        super().__init__(cells)
        self.categories = tuple(categories)


def categories_of(column: Any) -> list[str] | None:
    """Give the ordered categories of a Categorical, or None for other columns."""
    categories = getattr(getattr(column, "cat", column), "categories", None)
    return None if categories is None else [str(level) for level in categories]


def refuse(what: str, problems: Sequence[str]) -> None:
    """Raise one error that lists every problem, if there is any."""
    if not problems:
        return
    listed = "; ".join(problems[:LISTED_PROBLEMS])
    rest = len(problems) - LISTED_PROBLEMS
    more = f"; and {rest} more" if rest > 0 else ""
    msg = f"{what}: {listed}{more}"
    raise PoolingError(msg)


def is_missing(cell: Any) -> bool:
    """Tell whether a cell says nothing."""
    return (
        cell is None
        or cell is np.ma.masked
        or type(cell).__name__ in _MISSING_TYPES
        or (isinstance(cell, str) and not cell.strip())
        or (isinstance(cell, float | np.floating) and math.isnan(cell))
    )


def _columns_of_array(values: Any) -> dict[str, Any]:
    array = np.asarray(values, dtype=object)
    if array.ndim == 1:
        return {str(getattr(values, "name", None) or _BARE_NAME): values}
    if array.ndim != 2:
        msg = (
            "mods must be a table with named columns, one column, or an array (k, p); "
            f"it has {array.ndim} dimensions"
        )
        raise PoolingError(msg)
    return {f"{_BARE_NAME}{j + 1}": array[:, j] for j in range(array.shape[1])}


def named_columns(mods: Any) -> dict[str, Any]:
    """Take a table, a dict, one column or an array apart into named columns.

    Raises
    ------
    PoolingError
        When it is none of these, holds no column, or names one twice.
    """
    is_series = getattr(mods, "ndim", 2) == 1 and hasattr(mods, "name")
    names = None if is_series else column_names(mods)
    if isinstance(mods, str | bytes) or not (names or isinstance(mods, Iterable)):
        msg = (
            "mods must hold the moderators: a table or dict of columns, one column, or "
            f"an array (k, p), not {mods!r}"
        )
        raise PoolingError(msg)
    if names is None:
        columns = _columns_of_array(mods)
    else:
        twice = sorted({name for name in names if names.count(name) > 1})
        refuse("mods names a column twice", twice)
        keys = list(mods.keys()) if isinstance(mods, Mapping) else names
        columns = {str(key): mods[key] for key in keys}
    if not columns:
        msg = "mods holds no column; without moderators use pool"
        raise PoolingError(msg)
    return columns


def listed(name: str, values: Any, slab: Sequence[str]) -> list[Any]:
    """List the cells of one column, one per study, none of them missing."""
    unordered = isinstance(values, str | bytes | Mapping | set | frozenset)
    if unordered or not isinstance(values, Iterable):
        msg = f"moderator {name!r} must hold one value per study, not {values!r}"
        raise PoolingError(msg)
    cells = list(values)
    if len(cells) != len(slab):
        msg = (
            f"moderator {name!r} has {len(cells)} values for {len(slab)} studies; "
            "give one per study"
        )
        raise PoolingError(msg)
    missing = [place(slab, row) for row, cell in enumerate(cells) if is_missing(cell)]
    advice = "find it out, or leave the study out of effects and mods alike"
    refuse(f"moderator {name!r} is missing ({advice})", missing)
    return cells


def is_number(cell: Any) -> bool:
    """Tell whether a cell is a number (True and False are categories)."""
    return isinstance(cell, int | float | np.integer | np.floating) and not isinstance(
        cell, bool | np.bool_
    )


def _reads_as_number(cell: Any) -> bool:
    try:
        float(cell)
    except (TypeError, ValueError):
        return False
    return isinstance(cell, str)


def numbers(name: str, cells: Sequence[Any], slab: Sequence[str]) -> list[float]:
    """Read a column of numbers; text that looks like a number is refused, not guessed.

    Raises
    ------
    PoolingError
        Naming every cell that is no finite number.
    """
    wrong = [
        f"{place(slab, row)} has {cell!r}"
        for row, cell in enumerate(cells)
        if not (is_number(cell) and math.isfinite(cell))
    ]
    refuse(f"moderator {name!r} must be a finite number in every study", wrong)
    return [float(cell) for cell in cells]


def labels(name: str, cells: Sequence[Any], slab: Sequence[str]) -> list[str]:
    """Read a column of categories.

    Raises
    ------
    PoolingError
        When a cell is a number or a number written as text.
    """
    wrong = [
        f"{place(slab, row)} has {cell!r}"
        for row, cell in enumerate(cells)
        if not isinstance(cell, str | bool | np.bool_) or _reads_as_number(cell)
    ]
    refuse(
        f"moderator {name!r} must hold either numbers or names of categories (numbers "
        "not as text, and coded categories by name)",
        wrong,
    )
    return [str(cell) for cell in cells]
