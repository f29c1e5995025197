"""Tables of two groups, one for each study, before anything is computed from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.alike import refuse_unlike
from ketaevidence.effects.model import Effects
from ketaevidence.effects.sizes import effect_sizes
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts.reading import as_pooling_error, read_counts
from ketaevidence.pooling.sums import FloatArray

#: Where something is added to counts: as in ``effect_sizes``.
Rule = Literal["only0", "all", "if0all", "none"]

_RULES = ("only0", "all", "if0all", "none")

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tables:
    """Events in two groups: a and b in the first, c and d in the second.

    Parameters
    ----------
    a, c
        Events, shape ``(k,)``.
    b, d
        Non-events; or person-time, where ``is_rate``.
    slab
        Study labels.
    is_rate
        True when b and d are person-time.
    """

    a: FloatArray
    b: FloatArray
    c: FloatArray
    d: FloatArray
    slab: tuple[str, ...]
    is_rate: bool = False

    @property
    def n1(self) -> FloatArray:
        """Patients (or person-time) of the first group."""
        return self.b if self.is_rate else self.a + self.b

    @property
    def n2(self) -> FloatArray:
        """Patients (or person-time) of the second group."""
        return self.d if self.is_rate else self.c + self.d

    @property
    def n(self) -> FloatArray:
        """Patients (or person-time) of both groups."""
        return self.n1 + self.n2

    @property
    def events(self) -> FloatArray:
        """Events of both groups."""
        return self.a + self.c

    @property
    def others(self) -> FloatArray:
        """Non-events of both groups."""
        return self.b + self.d

    def has_zero(self) -> BoolArray:
        """Tell which studies have a zero cell."""
        counts = (self.a, self.c) if self.is_rate else (self.a, self.b, self.c, self.d)
        return np.asarray(np.any([cell == 0 for cell in counts], axis=0))

    def with_addition(self, add: float, to: str) -> Tables:
        """Add to every count (person-time is no count) of the studies of a rule."""
        zero = self.has_zero()
        everyone = to == "all" or (to == "if0all" and bool(zero.any()))
        more = add * (zero if to == "only0" else np.full(len(zero), everyone))
        rest = 0.0 if self.is_rate else more
        return Tables(
            self.a + more,
            self.b + rest,
            self.c + more,
            self.d + rest,
            self.slab,
            self.is_rate,
        )

    def is_one_sided(self) -> BoolArray:
        """Tell in which studies nobody, or everybody, had the event."""
        nobody: BoolArray = self.events == 0
        return nobody if self.is_rate else nobody | (self.others == 0)

    def take(self, rows: BoolArray) -> Tables:
        """Give some of the studies."""
        return Tables(
            self.a[rows],
            self.b[rows],
            self.c[rows],
            self.d[rows],
            tuple(self.slab[row] for row in np.flatnonzero(rows)),
            self.is_rate,
        )


@dataclass(frozen=True, slots=True)
class Strata:
    """Tables of all studies, and the effects of those that have one of their own.

    Parameters
    ----------
    tables
        Of all studies.
    effects
        Of those with an effect.
    has_effect
        Which these are, shape ``(k,)``.
    """

    tables: Tables
    effects: Effects
    has_effect: BoolArray

    def column(self, values: FloatArray) -> FloatArray:
        """Give a value of each effect as a column over all studies, NaN elsewhere."""
        column = np.full(len(self.has_effect), np.nan)
        column[self.has_effect] = values
        return column


@dataclass(frozen=True, slots=True)
class Given:
    """What the caller gave: a table or none, labels, and columns or their names."""

    data: Any
    slab: Any
    alike: Mapping[str, Any] | None
    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnEffects:
    """How studies get an effect of their own, as in ``effect_sizes``."""

    add: float
    to: Rule
    drop00: bool


def read_strata(measure: str, given: Given, own: OwnEffects) -> Strata:
    """Read tables, and compute the effect of each study that has one.

    Raises
    ------
    PoolingError
        When columns are missing, a count is impossible, no study says anything about
        the measure, or studies are not alike.
    """
    columns = {
        name: values for name, values in given.columns.items() if values is not None
    }
    table = read_counts(measure, given.data, given.slab, columns)
    with as_pooling_error(measure):
        effects = effect_sizes(
            measure,
            given.data,
            slab=given.slab,
            alike=given.alike,
            add=own.add,
            to=own.to,
            drop00=own.drop00,
            **columns,
        )
    refuse_unlike(effects)
    tables = _tables(table.columns, table.slab)
    # The same rule by which effect_sizes leaves studies out.
    return Strata(tables, effects, ~(tables.is_one_sided() & own.drop00))


def _tables(columns: Mapping[str, FloatArray], slab: tuple[str, ...]) -> Tables:
    if "x1i" in columns:
        a, b, c, d = (columns[name] for name in ("x1i", "t1i", "x2i", "t2i"))
        return Tables(a, b, c, d, slab, is_rate=True)
    a, c = columns["ai"], columns["ci"]
    if "n1i" in columns:
        return Tables(a, columns["n1i"] - a, c, columns["n2i"] - c, slab)
    return Tables(a, columns["bi"], c, columns["di"], slab)


def check_addition(add: object, to: object) -> tuple[float, Rule]:
    """Refuse a rule for adding to the pooled counts that does not exist."""
    if to not in _RULES:
        msg = f"pool_to={to!r} is no zero-cell rule; choose one of {list(_RULES)}"
        raise PoolingError(msg)
    is_number = isinstance(add, int | float | np.number) and not isinstance(add, bool)
    if not is_number or not (np.isfinite(add) and add >= 0):  # type: ignore[call-overload, operator]
        msg = f"pool_add={add!r}: what is added to counts must be 0 or more"
        raise PoolingError(msg)
    return float(add), to  # type: ignore[arg-type, return-value]
