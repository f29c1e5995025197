"""Which study belongs to which group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.regression.cells import (
    Categories,
    categories_of,
    listed,
    named_columns,
)

#: The groups' name where they come without one.
_BARE_NAMES = frozenset({"x", "x1"})


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of the studies.

    Parameters
    ----------
    name
        What they were made by.
    labels
        The group of each study.
    rows
        The studies of each group, in the order in which the groups are shown.
    """

    name: str
    labels: tuple[str, ...]
    rows: Mapping[str, tuple[int, ...]]

    def column(self) -> dict[str, Categories]:
        """Give the groups as a moderator, in the order in which they are shown."""
        return {self.name: Categories(self.labels, list(self.rows))}


def read_groups(by: Any, slab: Sequence[str]) -> Grouping:
    """Read the group of each study.

    The groups are ordered as a pandas Categorical orders them, else by name.

    Raises
    ------
    PoolingError
        When ``by`` is not one column, a study has no group, or there is one group only.
    """
    columns = named_columns(by)
    if len(columns) != 1:
        msg = f"by= must be one column, not {list(columns)}; join them to one first"
        raise PoolingError(msg)
    name, column = next(iter(columns.items()))
    name = "group" if name in _BARE_NAMES else name
    labels = tuple(str(cell) for cell in listed(name, column, slab))
    categories = categories_of(column)
    order = sorted(set(labels))
    if categories is not None:
        order = [level for level in categories if level in set(labels)]
    if len(order) < 2:
        msg = f"all studies are in the group {order[0]!r}; there is nothing to compare"
        raise PoolingError(msg)
    rows = {
        level: tuple(row for row, label in enumerate(labels) if label == level)
        for level in order
    }
    return Grouping(name, labels, rows)
