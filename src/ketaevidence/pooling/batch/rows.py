"""Many samples side by side: studies down, samples across.

A batch is a table of ``k`` studies by ``B`` samples. A study that a sample does not
have stands there with infinite variance, so that its weight is zero; one that it has
twice stands there twice. Each sample has its own most precise study first, whose
effect is its origin: no sum then loses digits beside one dominant weight.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.sums import FloatArray

IntArray = npt.NDArray[np.integer]

#: Variances that can be computed with, in units of the data's own spread.
SMALLEST, LARGEST = 1e-90, 1e90


_add = np.add.reduce


def down(values: FloatArray) -> FloatArray:
    """Add up each column, in the same order whatever its company.

    numpy adds a lone column in another order than one of several, and a sample's sums
    must not depend on the samples that happen to stand beside it.
    """
    if values.size == len(values):
        both = np.concatenate((values, values), axis=-1)
        lone: FloatArray = _add(both, axis=0)[..., :1]
        return lone
    sums: FloatArray = _add(values, axis=0)
    return sums


@dataclass(frozen=True, slots=True)
class Rows:
    """Samples ready to be added up.

    Parameters
    ----------
    y
        Effects minus each sample's ``origin``, shape ``(k, B)``; 0 where absent.
    v
        Variances, shape ``(k, B)``; the smallest first, infinite where absent.
    origin
        Effect of each sample's most precise study, shape ``(B,)``.
    n
        Studies in each sample, shape ``(B,)``.
    absent
        Which study is in which sample not, shape ``(k, B)``; None when all are in all.
    """

    y: FloatArray
    v: FloatArray
    origin: FloatArray
    n: FloatArray
    absent: npt.NDArray[np.bool_] | None

    def take(self, columns: IntArray) -> Rows:
        """Give some of the samples."""
        return Rows(
            self.y.take(columns, axis=1),
            self.v.take(columns, axis=1),
            self.origin[columns],
            self.n[columns],
            None if self.absent is None else self.absent.take(columns, axis=1),
        )

    def over_present(self, values: FloatArray) -> FloatArray:
        """Give values of the studies, with 0 where one is absent."""
        return values if self.absent is None else np.where(self.absent, 0.0, values)

    def squares(self) -> FloatArray:
        """Sum the squares of the effects about their plain mean, shape ``(B,)``."""
        apart = self.over_present(self.y - down(self.y) / self.n)
        apart *= apart
        return down(apart)


def rows_of(y: FloatArray, v: FloatArray) -> Rows:
    """Bring the most precise study of each sample to the front, as its origin.

    Parameters
    ----------
    y, v
        Effects and variances, shape ``(k, B)``, of the caller's making: they are
        changed in place. A study that is absent has infinite variance.
    """
    lead = v.argmin(axis=0)
    if lead.any():
        moved = lead.nonzero()[0]
        place = lead[moved]
        for values in (y, v):
            values[0, moved], values[place, moved] = (
                values[place, moved],
                values[0, moved],
            )
    origin = y[0].copy()
    y -= origin
    absent = np.isinf(v)
    n = np.full(v.shape[1], float(len(v)))
    if not absent.any():
        return Rows(y, v, origin, n, None)
    y[absent] = 0.0
    return Rows(y, v, origin, n - absent.sum(axis=0), absent)


class Source(Protocol):
    """Samples that are written out a block at a time, to bound memory."""

    @property
    def size(self) -> int:
        """Number of samples."""

    @property
    def k(self) -> int:
        """Number of studies that a sample can have."""

    def columns(self, start: int, stop: int) -> tuple[FloatArray, FloatArray]:
        """Write out effects and variances of some samples, shape ``(k, n)``."""


@dataclass(frozen=True, slots=True)
class Studies:
    """The studies that samples are made from: sorted, and scaled by a power of two.

    Sorting makes every result independent of the order in which the studies came, and
    a power of two scales without rounding.

    Parameters
    ----------
    y, v
        Effects over ``unit`` and variances over its square, most precise study first.
    unit
        The power of two next to the spread of the data.
    order
        Where each sorted study stood in the input.
    """

    y: FloatArray
    v: FloatArray
    unit: float
    order: npt.NDArray[np.intp]

    @property
    def rank(self) -> npt.NDArray[np.intp]:
        """Where each study of the input stands among the sorted ones."""
        rank = np.empty_like(self.order)
        rank[self.order] = np.arange(len(self.order))
        return rank


def studies_of(yi: FloatArray, vi: FloatArray) -> Studies:
    """Sort and scale studies; refuse numbers too far apart to compute with."""
    order = np.lexsort((yi, vi))
    y, v = yi[order], vi[order]
    with np.errstate(all="ignore"):
        apart = y - y[0]
        apart -= apart.sum() / len(y)
        square = max(float(np.dot(apart, apart)) / len(y), float(v[len(v) // 2]))
        is_plain = math.isfinite(square) and square > 0
        unit = 2.0 ** round(math.log2(square) / 2.0) if is_plain else math.nan
        y, v = y / unit, v / unit**2
        # Products of four weights must stay within floating point.
        is_safe = np.isfinite(y).all() and v[0] > SMALLEST and v[-1] < LARGEST
    if not is_safe:
        msg = (
            "the effects or their variances lie too far apart to compute with "
            f"(variances from {vi.min():.3g} to {vi.max():.3g}); check their units"
        )
        raise PoolingError(msg)
    return Studies(y, v, unit, order)


_NO_EFFECT, _NO_WEIGHT = np.zeros(1), np.full(1, np.inf)


def _written_out(studies: Studies, places: IntArray) -> tuple[FloatArray, FloatArray]:
    """Write out effects and variances at places among the sorted studies."""
    # The place behind the last study is no study.
    y = np.concatenate((studies.y, _NO_EFFECT))
    v = np.concatenate((studies.v, _NO_WEIGHT))
    return y.take(places), v.take(places)


@dataclass(frozen=True, slots=True)
class Draws:
    """Samples written as places among the studies, repeats allowed.

    Parameters
    ----------
    studies
        What is drawn from.
    index
        Places among the sorted studies, shape ``(k, B)``; as many as there are
        studies for none.
    """

    studies: Studies
    index: IntArray

    @property
    def size(self) -> int:
        """Number of samples."""
        return int(self.index.shape[1])

    @property
    def k(self) -> int:
        """Number of studies that a sample can have."""
        return int(self.index.shape[0])

    def columns(self, start: int, stop: int) -> tuple[FloatArray, FloatArray]:
        """Write out effects and variances of some samples."""
        return _written_out(self.studies, self.index[:, start:stop])


@dataclass(frozen=True, slots=True)
class Rule:
    """Samples that a rule writes down, a block at a time.

    Parameters
    ----------
    studies
        What is drawn from.
    k, size
        Studies that a sample can have, and number of samples.
    places
        Gives, for samples ``start`` to ``stop``, places among the sorted studies,
        shape ``(k, stop - start)``; as many as there are studies for none.
    """

    studies: Studies
    k: int
    size: int
    places: Callable[[int, int], IntArray]

    def columns(self, start: int, stop: int) -> tuple[FloatArray, FloatArray]:
        """Write out effects and variances of some samples."""
        return _written_out(self.studies, self.places(start, stop))


@dataclass(frozen=True, slots=True)
class Subsets:
    """Samples that each study is in or not.

    Parameters
    ----------
    studies
        What is chosen from.
    members
        Which sorted study is in which sample, shape ``(k, B)``.
    """

    studies: Studies
    members: npt.NDArray[np.bool_]

    @property
    def size(self) -> int:
        """Number of samples."""
        return int(self.members.shape[1])

    @property
    def k(self) -> int:
        """Number of studies that a sample can have."""
        return int(self.members.shape[0])

    def columns(self, start: int, stop: int) -> tuple[FloatArray, FloatArray]:
        """Write out effects and variances of some samples."""
        members = self.members[:, start:stop]
        v = np.where(members, self.studies.v[:, np.newaxis], np.inf)
        return np.repeat(self.studies.y[:, np.newaxis], stop - start, axis=1), v


@dataclass(frozen=True, slots=True)
class Samples:
    """Samples with effects, and perhaps variances, of their own.

    Parameters
    ----------
    y
        Effects, shape ``(k, B)``, in a unit in which they are of moderate size.
    v
        Variances in that unit squared, shape ``(k, B)`` or ``(k, 1)`` where all
        samples share them; infinite where a study is absent.
    """

    y: FloatArray
    v: FloatArray

    @property
    def size(self) -> int:
        """Number of samples."""
        return int(self.y.shape[1])

    @property
    def k(self) -> int:
        """Number of studies that a sample can have."""
        return int(self.y.shape[0])

    def columns(self, start: int, stop: int) -> tuple[FloatArray, FloatArray]:
        """Write out effects and variances of some samples."""
        y = self.y[:, start:stop].copy()
        own = self.v[:, start:stop] if self.v.shape[1] > 1 else self.v
        return y, np.array(np.broadcast_to(own, y.shape))
