"""The pool of every subset of the studies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from ketaevidence.effects.words import noun_of
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.batch import Subsets, fit, shares, studies_of
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.sensitivity import words
from ketaevidence.pooling.sensitivity.refits import check_pooled, has_share_from_q
from ketaevidence.pooling.sensitivity.result import Result
from ketaevidence.pooling.sums import FloatArray

if TYPE_CHECKING:
    import pandas as pd

#: With more studies than this their subsets are more than a million.
MOST_FOR_ALL = 20

#: Studies times subsets of one sample, to bound memory.
MOST_MEMBERS = 200_000_000

#: Shares of the subsets whose ends the summary gives.
ENDS = (0.025, 0.975)

#: What is said of a single study.
ONE_STUDY = "There is one study: it has no subset that could be pooled."

#: What is said of two studies.
TWO_STUDIES = "There are two studies: the only subset to pool is both of them."


@dataclass(frozen=True, slots=True, eq=False)
class Gosh(Result):
    """What every subset of the studies would have said.

    Made by :func:`gosh`. Every array has one number for each subset, shape ``(B,)``.

    Parameters
    ----------
    pooled
        The pool of all studies.
    members
        Which study is in which subset, shape ``(B, k)``, studies in the order given.
    k
        Studies in the subset.
    estimate, se
        Pooled effect and its ordinary (Wald) standard error.
    tau2, I2, H2, QE
        Heterogeneity; I2 in percent.
    settings
        Which subsets, the seed, and every choice behind the pool.
    notes
        Caveats.

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> ke.gosh(pooled).estimate.shape
    (4,)
    """

    pooled: Pooled
    members: npt.NDArray[np.bool_]
    k: npt.NDArray[np.int64]
    estimate: FloatArray
    se: FloatArray
    tau2: FloatArray
    I2: FloatArray
    H2: FloatArray
    QE: FloatArray
    settings: Mapping[str, object]
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        self.freeze()

    def frame(self) -> pd.DataFrame:
        """Give one row for each subset.

        Returns
        -------
        pandas.DataFrame
            Columns k, estimate, se, tau2, I2, H2, QE. Which studies are in a subset is
            in ``members``.
        """
        import pandas as pd

        names = ("k", "estimate", "se", "tau2", "I2", "H2", "QE")
        return pd.DataFrame({name: getattr(self, name).copy() for name in names})

    def summary(self) -> str:
        """Write how the subsets are spread as plain text, and caveats."""
        pooled = self.pooled
        lines = words.title(f"All subsets (GOSH), {pooled.effects.measure_name}")
        lines.append(f"Subsets: {self.settings['subsets']}")
        if len(self.k):
            low, high = np.quantile(self.estimate, ENDS)
            whole = words.span(pooled, self.estimate.min(), self.estimate.max())
            lines += [
                f"{noun_of(pooled.effects).capitalize()} in all of them: {whole}",
                f"in the middle 95 %: {words.span(pooled, low, high)}",
            ]
            spread = f"I2: {self.I2.min():.1f} % to {self.I2.max():.1f} %"
            lines.append(f"{spread}, median {np.median(self.I2):.1f} %")
        return "\n".join([*lines, *words.please_note(self.notes)])


def _all_subsets(k: int) -> npt.NDArray[np.bool_]:
    """Write down every subset of two studies or more, shape ``(k, B)``."""
    codes = np.arange(1 << k, dtype=np.int64)
    # A number without its lowest bit is 0 when it had one bit or none.
    codes = codes[(codes & (codes - 1)) != 0]
    return np.array([(codes >> i) & 1 == 1 for i in range(k)])


def _drawn_subsets(k: int, count: int, seed: int) -> npt.NDArray[np.bool_]:
    """Draw different subsets of two studies or more, each as likely as any other."""
    draw = np.random.default_rng(seed)
    seen: set[bytes] = set()
    kept: list[npt.NDArray[np.bool_]] = []
    while len(kept) < count:
        for row in draw.random((count, k)) < 0.5:
            key = row.tobytes()
            if row.sum() > 1 and key not in seen and len(kept) < count:
                seen.add(key)
                kept.append(row)
    return np.array(kept).T


def _chosen(
    k: int, subsets: Literal["all"] | int, seed: int | None
) -> tuple[npt.NDArray[np.bool_], str]:
    """Check the request and write the subsets down, shape ``(k, B)``."""
    number = 2**k - 1 - k
    if isinstance(subsets, str):
        if subsets != "all":
            msg = f"subsets={subsets!r}: give 'all', or how many to draw with a seed"
            raise PoolingError(msg)
        if k > MOST_FOR_ALL:
            msg = (
                f"{k} studies have {number:,} subsets, and 'all' is for at most "
                f"{MOST_FOR_ALL} studies; draw some: subsets=100_000, seed=1"
            )
            raise PoolingError(msg)
        if seed is not None:
            msg = "seed= is for subsets that are drawn; with subsets='all' leave it out"
            raise PoolingError(msg)
        return _all_subsets(k), f"all {number:,} of two studies or more"
    if not is_whole(subsets) or subsets < 1:
        msg = f"subsets={subsets!r}: give 'all', or a whole number above 0"
        raise PoolingError(msg)
    used_seed = check_seed(seed)
    # Drawing more than half of what there is would take ever longer to find new ones.
    if 2 * subsets > number:
        msg = (
            f"subsets={subsets}: {k} studies have only {number} subsets of two or "
            "more; take subsets='all'"
        )
        raise PoolingError(msg)
    if subsets * k > MOST_MEMBERS:
        msg = (
            f"subsets={subsets} of {k} studies are too many to hold at once; ask for "
            f"at most {MOST_MEMBERS // k}"
        )
        raise PoolingError(msg)
    members = _drawn_subsets(k, subsets, used_seed)
    return members, f"{subsets:,} drawn out of {number:,}, seed {seed}"


def is_whole(value: object) -> bool:
    """Tell whether a value is a whole number, which True is not."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def check_seed(seed: Any) -> int:
    """Refuse a seed that is missing or no whole number."""
    if not is_whole(seed) or seed < 0:
        msg = f"seed={seed!r}: give a whole number, so that others get the same draws"
        raise PoolingError(msg)
    return int(seed)


def gosh(
    pooled: Pooled,
    *,
    subsets: Literal["all"] | int = "all",
    seed: int | None = None,
) -> Gosh:
    """Pool every subset of two studies or more, or many drawn at random.

    Clusters in the pooled effects, or in I2 against them, point at studies that do not
    belong together.

    Parameters
    ----------
    pooled
        A result of ``pool``, whose method is used again.
    subsets
        ``"all"``, with at most 20 studies, or how many to draw, each different from
        the others and each as likely as any other.
    seed
        A whole number, for drawn subsets.

    Returns
    -------
    Gosh
        One pool for each subset. A single study has none, and a note says so.

    Raises
    ------
    PoolingError
        When the request cannot be met, the pool has weights of its own or a model
        that is not on offer, or tau2 of a subset cannot be found.

    References
    ----------
    Olkin I, Dahabreh IJ, Trikalinos TA (2012). Research Synthesis Methods 3:214-223.
    doi:10.1002/jrsm.1053

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.1], [0.25, 0.16, 0.2], method="DL", test="z")
    >>> print(ke.gosh(pooled).estimate.round(3))
    [-0.744 -0.531 -0.178 -0.469]
    """
    used = check_pooled(pooled, "gosh")
    effects = used.effects
    studies = studies_of(effects.yi, effects.vi)
    if used.k == 1:
        members, told = np.empty((1, 0), dtype=np.bool_), "none: one study"
    else:
        members, told = _chosen(used.k, subsets, seed)
    order = studies.order

    def name(i: int) -> str:
        inside = np.flatnonzero(members[:, i])
        return "in the subset " + ", ".join(effects.slab[j] for j in inside)

    fits = fit(
        Subsets(studies, members[order]), used.method, unit=studies.unit, name=name
    )
    i2, h2 = shares(fits, from_q=has_share_from_q(used))
    notes = [{1: ONE_STUDY, 2: TWO_STUDIES}[used.k]] if used.k < 3 else []
    several = int(np.count_nonzero(fits.maxima > 1))
    if several:
        notes.append(
            f"The likelihood has several maxima in {several:,} of {len(fits.n):,} "
            "subsets; the highest was taken."
        )
    return Gosh(
        pooled=used,
        members=members.T,
        k=fits.n.astype(np.int64),
        estimate=fits.estimate,
        se=fits.se,
        tau2=fits.tau2,
        I2=i2,
        H2=h2,
        QE=fits.Q,
        settings={"analysis": "GOSH", "pool": used.settings, "subsets": told},
        notes=tuple(notes),
    )
