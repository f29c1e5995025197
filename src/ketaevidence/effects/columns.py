"""How numbers come in: arrays, or columns of a table, checked cell by cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.arrays import FloatArray
from ketaevidence.errors import EffectError

#: How many problems one message lists; a sheet with more has one cause for most.
LISTED_PROBLEMS = 10

#: Columns in which one number may stand for every study, because a correlation is
#: often assumed rather than reported; the settings then say so.
ONE_FOR_ALL = frozenset({"ri", "r1i", "r2i"})

#: Columns that count people or events.
COUNTS = frozenset(
    {"ai", "bi", "ci", "di", "n", "n1", "n1i", "n2", "n2i", "ni", "x1i", "x2i", "xi"}
)

#: Type names of pandas' missing values, known without importing pandas.
_MISSING_TYPES = frozenset({"NAType", "NaTType"})

#: Types of which each value is a number, or NaN or infinite. A whole number of Python's
#: may be too large for a float, and is looked at by itself.
_PLAIN = frozenset({float, np.float64, np.int64})


def refuse(measure: str, problems: Sequence[str]) -> NoReturn:
    """Raise one error that lists every problem found."""
    listed = "; ".join(problems[:LISTED_PROBLEMS])
    rest = len(problems) - LISTED_PROBLEMS
    more = f"; and {rest} more" if rest > 0 else ""
    msg = f"{measure} cannot be computed: {listed}{more}"
    raise EffectError(msg)


@dataclass(frozen=True, slots=True)
class Table:
    """Checked numbers of every study, by column, with the study labels."""

    measure: str
    slab: tuple[str, ...]
    columns: Mapping[str, FloatArray]
    one_for_all: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> FloatArray:
        """Give one column."""
        return self.columns[name]

    def take(self, rows: npt.NDArray[np.intp]) -> Table:
        """Give the table with some of its rows."""
        return replace(
            self,
            slab=tuple(self.slab[row] for row in rows),
            columns={name: values[rows] for name, values in self.columns.items()},
        )

    def inputs(self) -> dict[str, tuple[float, ...]]:
        """Give the numbers as they came, counts as whole numbers."""
        return {
            name: tuple(
                int(value) if name in COUNTS else float(value) for value in values
            )
            for name, values in self.columns.items()
        }

    def found(
        self, name: str, is_wrong: Callable[[FloatArray], npt.ArrayLike], why: str
    ) -> list[str]:
        """List the cells of a column that break a rule."""
        values = self.columns[name]
        rows = np.flatnonzero(np.asarray(is_wrong(values)))
        return [
            f"{place(self.slab, int(row))}: {name} is {values[row]:.10g}, {why}"
            for row in rows
        ]


def place(slab: Sequence[str], row: int) -> str:
    """Name a study by its label and by its row, counted from 1."""
    return f"study {slab[row]!r} (row {row + 1})"


def column_names(data: Any) -> list[str] | None:
    """List the columns of a table of any kind, or None when it does not say."""
    for names in (getattr(data, "columns", None), getattr(data, "keys", None)):
        if names is not None:
            return [str(name) for name in (names() if callable(names) else names)]
    fields = getattr(getattr(data, "dtype", None), "names", None)
    return None if fields is None else [str(name) for name in fields]


def _column(data: Any, argument: str, name: str) -> Any:
    if data is None:
        msg = (
            f"{argument}={name!r} names a column, but there is no table: "
            "give data=, or numbers"
        )
        raise EffectError(msg)
    names = column_names(data)
    if names is None:
        msg = f"data= must be a table with named columns, not {type(data).__name__}"
        raise EffectError(msg)
    if name not in names:
        msg = f"{argument}={name!r}: no such column; the table has {names}"
        raise EffectError(msg)
    return data[name]


def _listed(data: Any, argument: str, values: Any) -> list[Any]:
    if isinstance(values, str):
        values = _column(data, argument, values)
    unordered = isinstance(values, Mapping | set | frozenset | bytes)
    if unordered or not isinstance(values, Iterable):
        msg = f"{argument} must hold one value per study, not {values!r}"
        raise EffectError(msg)
    dimensions = getattr(values, "ndim", 1)
    if dimensions != 1:
        msg = f"{argument} must be one column; it has {dimensions} dimensions"
        raise EffectError(msg)
    return list(values)


def _is_missing(cell: Any) -> bool:
    return (
        cell is None
        or cell is np.ma.masked
        or type(cell).__name__ in _MISSING_TYPES
        or (isinstance(cell, str) and not cell.strip())
        or (isinstance(cell, float | np.floating) and math.isnan(cell))
    )


def _read_cell(cell: Any) -> tuple[float, str]:
    """Read one cell; the text is empty when it is a finite number."""
    if _is_missing(cell):
        return math.nan, "is missing"
    is_text = isinstance(cell, str | bytes | bool | np.bool_ | complex)
    try:
        number = math.nan if is_text or np.ndim(cell) else float(cell)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if math.isnan(number):
        return number, f"is {cell!r}, which is not a number"
    if math.isinf(number):
        return number, "is infinite"
    return number, ""


def _as_numbers(cells: list[Any]) -> FloatArray | None:
    """Give a column that holds nothing but finite numbers, without a look at each."""
    if not _PLAIN.issuperset(map(type, cells)):
        return None
    numbers = np.array(cells, dtype=np.float64)
    return numbers if np.isfinite(numbers).all() else None


def read_slab(data: Any, slab: Any, k: int) -> tuple[str, ...]:
    """Read the study labels; without any, number the studies."""
    if slab is None:
        return tuple(f"Study {row + 1}" for row in range(k))
    labels = _listed(data, "slab", slab)
    missing = [row + 1 for row, label in enumerate(labels) if _is_missing(label)]
    if missing:
        msg = f"slab: no study label in rows {missing}"
        raise EffectError(msg)
    return tuple(str(label) for label in labels)


def read_labels(
    data: Any, argument: str, values: Any, k: int
) -> tuple[str | None, ...]:
    """Read one label per study; None where it is not known."""
    labels = _listed(data, argument, values)
    if len(labels) != k:
        msg = f"{argument} has {len(labels)} labels for {k} studies"
        raise EffectError(msg)
    return tuple(None if _is_missing(label) else str(label) for label in labels)


def is_single(values: Any) -> bool:
    """Tell whether a value stands alone, and is no column and no name of one."""
    return not isinstance(values, str) and np.ndim(values) == 0


def read_table(
    measure: str,
    data: Any,
    slab: Any,
    given: Mapping[str, Any],
    one_for_all: frozenset[str] = ONE_FOR_ALL,
) -> Table:
    """Read every column and label, and refuse what is missing or not a number."""
    single = {
        name: values
        for name, values in given.items()
        if name in one_for_all and is_single(values)
    }
    columns = {
        name: _listed(data, name, values)
        for name, values in given.items()
        if name not in single
    }
    lengths = {name: len(cells) for name, cells in columns.items()}
    k = max(lengths.values(), default=0)
    labels = read_slab(data, slab, k)
    if slab is not None:
        lengths["slab"] = len(labels)
    if len(set(lengths.values())) > 1:
        refuse(measure, [f"columns differ in length: {lengths}"])
    if k == 0:
        refuse(measure, ["there are no studies"])
    columns |= {name: [value] * k for name, value in single.items()}
    problems: list[str] = []
    arrays: dict[str, FloatArray] = {}
    for name in given:
        numbers = _as_numbers(columns[name])
        if numbers is not None:
            arrays[name] = numbers
            continue
        read = [_read_cell(cell) for cell in columns[name]]
        arrays[name] = np.array([number for number, _ in read], dtype=np.float64)
        problems += [
            f"{place(labels, row)}: {name} {problem}"
            for row, (_, problem) in enumerate(read)
            if problem
        ]
    if problems:
        refuse(measure, problems)
    return Table(measure, labels, arrays, frozenset(single))


def count_problems(table: Table, name: str, at_least: int) -> list[str]:
    """List counts that are not whole or too small."""
    return [
        *table.found(name, lambda n: n != np.floor(n), "not a whole number"),
        *table.found(name, lambda n: n < at_least, f"but must be {at_least} or more"),
    ]


def correlation_problems(table: Table, name: str) -> list[str]:
    """List correlations that cannot be."""
    return table.found(
        name, lambda r: np.abs(r) > 1, "but a correlation lies between -1 and 1"
    )


def spread_problems(table: Table, name: str) -> list[str]:
    """List standard deviations below zero."""
    return table.found(
        name, lambda sd: sd < 0, "but a standard deviation cannot be negative"
    )
