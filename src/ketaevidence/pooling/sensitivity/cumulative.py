"""The pool as it grew, study by study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.batch import Rule, Studies, fit, studies_of
from ketaevidence.pooling.batch.rows import IntArray
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.sensitivity import words
from ketaevidence.pooling.sensitivity.refits import (
    Refits,
    check_pooled,
    columns_of,
    notes_on,
    pool_head,
    pool_rows,
)

#: Orders that need no column.
GIVEN, PRECISION = "given", "precision"

#: What is said of the first row.
FIRST_IS_SINGLE = (
    "The first row is one study with its own normal interval; heterogeneity is not "
    "defined there."
)


@dataclass(frozen=True, slots=True, eq=False)
class Cumulative(Refits):
    """How the pooled effect came to be, one study after the other.

    Made by :func:`cumulative`. ``slab`` names the study that came last into each pool;
    see :class:`Refits` for the other parts.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> ke.cumulative(pooled, order="precision").slab[0]
    'Study 2'
    """

    def summary(self) -> str:
        """Write the result as plain text.

        Returns
        -------
        str
            One line for each study as it enters, and caveats.
        """
        lines = words.title(f"Cumulative, {self.pooled.effects.measure_name}")
        lines += [f"Order: {self.settings['order']}", ""]
        lines += words.table(pool_head(self.pooled, "Up to"), pool_rows(self))
        return "\n".join([*lines, *words.please_note(self.notes)])


def _refuse_gaps(values: Sequence[Any], slab: Sequence[str], name: str) -> None:
    # What is not equal to itself is missing: NaN, NaT. pandas' NA refuses to say.
    gaps = [
        label
        for value, label in zip(values, slab, strict=True)
        if value is None or str(value) in ("nan", "NaT", "<NA>")
    ]
    if gaps:
        msg = (
            f"order= cannot be followed: {name} is missing for {', '.join(gaps)}; fill "
            "it in or leave out the study"
        )
        raise PoolingError(msg)


def _column(pooled: Pooled, name: str) -> tuple[Sequence[Any], str]:
    """Find the column that an order names."""
    effects = pooled.effects
    known: dict[str, Any] = {"yi": effects.yi, "vi": effects.vi, **effects.inputs}
    if effects.ni is not None:
        known["ni"] = effects.ni
    if name in known:
        return list(known[name]), f"by {name}"
    offered = ", ".join([GIVEN, PRECISION, *known])
    msg = (
        f"order={name!r} is no column of these effects; choose one of {offered}, or "
        "give one value for each study (a year, a date)"
    )
    raise PoolingError(msg)


def entering(
    pooled: Pooled, order: Any, *, descending: bool
) -> tuple[npt.NDArray[np.intp], str, bool]:
    """Work out in which order the studies enter.

    Returns
    -------
    tuple
        Places in the input, the order in words, and whether there were ties.
    """
    effects = pooled.effects
    if isinstance(order, str) and order == GIVEN:
        places = np.arange(pooled.k)
        return places[::-1] if descending else places, "as given", False
    if isinstance(order, str) and order == PRECISION:
        values: Sequence[Any] = list(effects.vi)
        told = "by precision, smallest variance first"
    elif isinstance(order, str):
        values, told = _column(pooled, order)
    else:
        values, told = list(np.asarray(order).tolist()), "by the values given"
        if np.asarray(order).shape != (pooled.k,):
            msg = (
                f"order= has the shape {np.asarray(order).shape}, but there are "
                f"{pooled.k} studies; give one value for each"
            )
            raise PoolingError(msg)
    _refuse_gaps(values, effects.slab, told)
    try:
        ranked = sorted(range(pooled.k), key=values.__getitem__, reverse=descending)
    except TypeError as error:
        msg = f"order= cannot be followed, its values do not compare: {error}"
        raise PoolingError(msg) from error
    has_ties = any(values[here] == values[after] for here, after in pairwise(ranked))
    return np.array(ranked, dtype=np.intp), told, has_ties


def up_to_each(studies: Studies, order: npt.NDArray[np.intp]) -> Rule:
    """Write down the samples of the first, the first two, ... studies to enter."""
    k = len(order)
    entry = studies.rank[order][:, np.newaxis]
    step = np.arange(k)[:, np.newaxis]

    def places(start: int, stop: int) -> IntArray:
        inside = np.where(step <= np.arange(start, stop), entry, k)
        # The most precise first, however they entered.
        inside.sort(axis=0)
        return inside

    return Rule(studies, k, k, places)


def cumulative(pooled: Pooled, *, order: Any, descending: bool = False) -> Cumulative:
    """Pool again as the studies came in, one more each time.

    Parameters
    ----------
    pooled
        A result of ``pool``, whose method, test and level are used again.
    order
        ``"given"`` the order of the studies, ``"precision"`` the smallest variance
        first, the name of a column of the effects (``"ni"``), or one value for each
        study, shape ``(k,)``: years, dates. Small values come first.
    descending
        The other way round.

    Returns
    -------
    Cumulative
        One pool for each study as it enters. Studies with equal values enter in the
        order given, which a note says.

    Raises
    ------
    PoolingError
        When the order is unknown or has gaps, the pool has weights of its own or a
        model that is not on offer, or tau2 cannot be found.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> print(ke.cumulative(pooled, order=[2021, 2019, 2020]).estimate.round(3))
    [-0.4   -0.178 -0.469]
    """
    used = check_pooled(pooled, "cumulative")
    effects = used.effects
    places, told, has_ties = entering(used, order, descending=descending)
    slab = tuple(effects.slab[place] for place in places)
    studies = studies_of(effects.yi, effects.vi)
    fits = fit(
        up_to_each(studies, places),
        used.method,
        unit=studies.unit,
        name=lambda i: f"up to {slab[i]}",
    )
    notes = [FIRST_IS_SINGLE, *notes_on(used, fits, slab, joint="up to")]
    if has_ties:
        notes.append("Studies with equal values enter in the order given.")
    return Cumulative(
        pooled=used,
        slab=slab,
        **columns_of(used, fits),  # type: ignore[arg-type]
        settings={
            "analysis": "cumulative",
            "descending": descending,
            "order": told + (", reversed" if descending else ""),
            "pool": used.settings,
        },
        notes=tuple(notes),
    )
