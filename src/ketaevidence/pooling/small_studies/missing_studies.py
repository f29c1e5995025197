"""How many studies are missing from one side of a funnel, by symmetry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.small_studies.kendall import ranked
from ketaevidence.pooling.sums import FloatArray

Estimator = Literal["L0", "R0"]
IntArray = npt.NDArray[np.intp]

#: Two distances are tied when they differ by no more than this many roundings.
ROUNDING = 8 * float(np.finfo(np.float64).eps)

#: The estimators in words.
ESTIMATORS = {
    "L0": "L0 (from the ranks of all distances)",
    "R0": "R0 (from the run of the largest distances)",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """How many studies are missing on the left of a funnel, and where it is centred.

    Parameters
    ----------
    k0
        Estimated number, a whole one.
    se
        Its standard error; None where its variance would be negative.
    p
        For R0: chance of a number as large or larger when none is missing.
    centre
        Pooled effect of the studies that were kept.
    trimmed
        Rows of the studies without a counterpart, nearest to the centre first.
    is_tie_cut
        Whether a study was trimmed and another with the same effect was kept.
    """

    k0: int
    se: float | None
    p: float | None
    centre: float
    trimmed: IntArray
    is_tie_cut: bool


def missing_on_the_left(
    y: FloatArray,
    v: FloatArray,
    estimator: Estimator,
    pooled_effect: Callable[[IntArray], float],
) -> Missing:
    """Trim the studies without a counterpart until their number settles.

    Parameters
    ----------
    y, v
        Effects and variances, shape ``(k,)``.
    estimator
        L0 or R0.
    pooled_effect
        Pools the studies of some rows.

    Raises
    ------
    PoolingError
        When the number does not settle, or nearly all studies would be trimmed.
    """
    k = len(y)
    order = np.lexsort((v, y))
    estimate = _by_runs if estimator == "R0" else _by_ranks
    k0, seen = 0, [0]
    while True:
        if k0 >= k:
            msg = (
                f"trim and fill by {estimator} would leave out all {k} studies; the "
                "effects are too uneven for it"
            )
            raise PoolingError(msg)
        centre = pooled_effect(order[: k - k0])
        found, se = estimate(_distances(y[order], centre))
        if found == k0:
            break
        if found in seen:
            values = " and ".join(str(n) for n in sorted({k0, found}))
            msg = (
                f"trim and fill does not settle: the number of missing studies goes "
                f"back and forth between {values}; try the other estimator"
            )
            raise PoolingError(msg)
        k0 = found
        seen.append(k0)
    p = 0.5 ** (k0 + 1) if estimator == "R0" else None
    is_tie_cut = k0 > 0 and bool(y[order[k - k0]] == y[order[k - k0 - 1]])
    return Missing(k0, se, p, centre, order[k - k0 :], is_tie_cut)


@dataclass(frozen=True, slots=True)
class _Distances:
    """Distances from the centre, ranked by size.

    Parameters
    ----------
    rank
        Rank of each, from 1; equal ones share the mean of their ranks.
    group
        The same without the mean: equal ones have equal numbers.
    side
        1 above the centre, -1 below, 0 at it.
    """

    rank: FloatArray
    group: IntArray
    side: IntArray


def _distances(y: FloatArray, centre: float) -> _Distances:
    """Rank distances; what rounding alone tells apart is equal."""
    distance = y - centre
    rounding = ROUNDING * (np.abs(y) + abs(centre))
    size = np.abs(distance)
    group = ranked(size, rounding)
    sizes = np.bincount(group)
    mean_rank = np.cumsum(sizes) - (sizes - 1) / 2
    side = np.where(size > rounding, np.sign(distance), 0).astype(np.intp)
    return _Distances(mean_rank[group], group, side)


def _by_runs(found: _Distances) -> tuple[int, float]:
    """Estimate by R0: how many of the largest distances lie above, less one."""
    below = found.group[found.side < 0]
    if below.size:
        run = int((found.group > below.max()).sum())
    elif found.side.any():
        msg = (
            "no effect lies below the trimmed pooled effect, so that R0 is not "
            "defined; use estimator='L0'"
        )
        raise PoolingError(msg)
    else:
        run = 0
    k0 = max(0, run - 1)
    return k0, (2 * k0 + 2) ** 0.5


def _by_ranks(found: _Distances) -> tuple[int, float | None]:
    """Estimate by L0, from the sum of the ranks of the distances above.

    Twice the rank sum is whole and the denominator odd, so that no half is rounded.
    """
    k, above = len(found.rank), float(found.rank[found.side > 0].sum())
    numerator, denominator = 4 * above - k * (k + 1), 2 * k - 1
    n = numerator / denominator
    variance = (
        k * (k + 1) * (2 * k + 1)
        + 10 * n**3
        + 27 * n**2
        + 17 * n
        - 18 * k * n**2
        - 18 * k * n
        + 6 * k**2 * n
    ) / 24
    se = None if variance < 0 else 4 * float(variance**0.5) / denominator
    return max(0, round(n)), se
