"""A pool computed again from other studies, as leave-one-out and cumulative do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.words import noun_of
from ketaevidence.errors import PoolingError
from ketaevidence.pooling import batch
from ketaevidence.pooling.batch import METHODS, TESTS, Fits, Inferences
from ketaevidence.pooling.below_one import is_below_one
from ketaevidence.pooling.choices import SHARES
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.sensitivity import words
from ketaevidence.pooling.sensitivity.result import Result
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

#: The only weights with which a pool can be computed again here.
INVERSE_VARIANCE = "inverse variance"


def check_pooled(pooled: object, analysis: str) -> Pooled:
    """Refuse what is no pool that can be computed again from other studies.

    Parameters
    ----------
    pooled
        What the caller gave.
    analysis
        What was to be done with it, for the message.

    Raises
    ------
    PoolingError
        When it is no ``Pooled``, or its model or weights are not on offer.
    """
    if not isinstance(pooled, Pooled):
        msg = f"{analysis} needs the result of pool(), not a {type(pooled).__name__}"
        raise PoolingError(msg)
    if pooled.method not in METHODS or (pooled.k > 1 and pooled.test not in TESTS):
        msg = (
            f"{analysis} is not on offer for method={pooled.method!r} with "
            f"test={pooled.test!r}; pool with one of {', '.join(METHODS)}"
        )
        raise PoolingError(msg)
    weighting = str(pooled.settings.get("weights", INVERSE_VARIANCE))
    if pooled.k > 1 and not weighting.startswith(INVERSE_VARIANCE):
        msg = (
            f"{analysis} is not on offer for weights of one's own (weights: "
            f"{weighting}); pool without weights="
        )
        raise PoolingError(msg)
    return pooled


def has_share_from_q(pooled: Pooled) -> bool:
    """Tell whether I2 and H2 of a pool come from Q."""
    return pooled.method == "EE" or pooled.settings.get("I2") == SHARES["Q"]


def infer(pooled: Pooled, fits: Fits) -> Inferences:
    """Test pools as the first one was tested."""
    # A single study has the normal interval, but its pools have what was asked for.
    test = str(pooled.settings.get("test_asked", pooled.test))
    return batch.infer(fits, test, pooled.level)


@dataclass(frozen=True, slots=True, eq=False)
class Refits(Result):
    """Pools of other studies than all, one after the other.

    Every array has one number for each pool, shape ``(B,)``; NaN means "not defined
    here": heterogeneity of a single study.

    Parameters
    ----------
    pooled
        The pool of all studies.
    slab
        The study that was left out, or that came last.
    k
        Studies in each pool.
    estimate, se, zval, pval
        Pooled effect, its standard error (Knapp-Hartung: already scaled), statistic
        against 0 and two-sided p-value.
    ci_lb, ci_ub
        Confidence interval.
    tau2, I2, H2, QE, QEp
        Heterogeneity, as in ``pooled``; I2 in percent.
    s2w
        Factor of the squared standard error.
    maxima
        Maxima of the likelihood (ML, REML); 1 for other estimators.
    settings
        What was done, and every choice behind the pool.
    notes
        Caveats.
    """

    pooled: Pooled
    slab: tuple[str, ...]
    k: npt.NDArray[np.int64]
    estimate: FloatArray
    se: FloatArray
    zval: FloatArray
    pval: FloatArray
    ci_lb: FloatArray
    ci_ub: FloatArray
    tau2: FloatArray
    I2: FloatArray
    H2: FloatArray
    QE: FloatArray
    QEp: FloatArray
    s2w: FloatArray
    maxima: npt.NDArray[np.int64]
    settings: Mapping[str, object]
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        self.freeze()

    def frame(self) -> pd.DataFrame:
        """Give one row for each pool.

        Returns
        -------
        pandas.DataFrame
            Columns slab, k, estimate, se, zval, pval, ci_lb, ci_ub, tau2, I2, H2, QE,
            QEp; where people read another scale also back_estimate, back_ci_lb,
            back_ci_ub.
        """
        import pandas as pd

        columns: dict[str, object] = {"slab": list(self.slab)}
        for name in _COLUMNS:
            columns[name] = getattr(self, name).copy()
        effects = self.pooled.effects
        if words.is_brought_back(effects):
            for name in ("estimate", "ci_lb", "ci_ub"):
                columns[f"back_{name}"] = effects.back_transform(getattr(self, name))
        return pd.DataFrame(columns)


_COLUMNS = (
    "k",
    "estimate",
    "se",
    "zval",
    "pval",
    "ci_lb",
    "ci_ub",
    "tau2",
    "I2",
    "H2",
    "QE",
    "QEp",
)


def columns_of(pooled: Pooled, fits: Fits) -> dict[str, npt.NDArray[np.generic]]:
    """Give what ``Refits`` holds of each pool."""
    found = infer(pooled, fits)
    i2, h2 = batch.shares(fits, from_q=has_share_from_q(pooled))
    columns: dict[str, npt.NDArray[np.generic]] = {
        "k": fits.n.astype(np.int64),
        "estimate": fits.estimate,
        "se": found.se,
        "zval": found.zval,
        "pval": found.pval,
        "ci_lb": found.ci_lb,
        "ci_ub": found.ci_ub,
        "tau2": fits.tau2,
        "I2": i2,
        "H2": h2,
        "QE": fits.Q,
        "QEp": batch.cochran_p(fits),
        "s2w": found.scale,
        "maxima": np.where(fits.n > 1, fits.maxima, 1.0).astype(np.int64),
    }
    for column in columns.values():
        column.setflags(write=False)
    return columns


def notes_on(
    pooled: Pooled, fits: Fits, slab: Sequence[str], *, joint: str
) -> tuple[str, ...]:
    """List what a reader should know of pools computed again.

    Parameters
    ----------
    pooled
        The pool of all studies.
    fits
        The pools.
    slab
        The study that each pool is named after.
    joint
        The words before that name: "without", "up to".
    """
    notes = []
    several = (fits.maxima > 1).tolist()
    if any(several):
        names = ", ".join(
            label for label, is_in in zip(slab, several, strict=True) if is_in
        )
        notes.append(
            f"The likelihood has several maxima {joint} {names}; the highest was "
            "taken. Other software may report another one."
        )
    if pooled.settings.get("test_asked", pooled.test) == "knha":
        small = int(np.count_nonzero(is_below_one(fits.s2w)))
        if small:
            notes.append(
                f"The Knapp-Hartung scale is below 1 in {small} of {len(fits.n)} "
                "pools: their standard errors are smaller than the ordinary ones."
            )
    return tuple(notes)


def pool_head(pooled: Pooled, first: str) -> tuple[str, ...]:
    """Name the columns of a table of pools."""
    what = noun_of(pooled.effects).capitalize()
    return (first, "k", what, f"{100 * pooled.level:g} % interval", "tau2")


def pool_row(
    pooled: Pooled, name: str, numbers: tuple[float, float, float, float], k: int
) -> tuple[str, ...]:
    """Write one pool: its effect, both ends of the interval, and tau2."""
    estimate, lb, ub, tau2 = numbers
    return (
        words.label(name),
        str(k),
        words.shown(pooled.effects, pooled.se, estimate),
        words.span(pooled, lb, ub),
        "" if np.isnan(tau2) else f"{tau2:.4g}",
    )


def pool_rows(result: Refits) -> list[tuple[str, ...]]:
    """Write one line for each pool."""
    return [
        pool_row(result.pooled, slab, (estimate, lb, ub, tau2), int(k))
        for slab, k, estimate, lb, ub, tau2 in zip(
            result.slab,
            result.k,
            result.estimate,
            result.ci_lb,
            result.ci_ub,
            result.tau2,
            strict=True,
        )
    ]
