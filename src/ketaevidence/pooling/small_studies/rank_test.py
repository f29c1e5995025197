"""Begg and Mazumdar's rank correlation test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ketaevidence.effects.model import Effects
from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.small_studies.caveats import CAUSES, dependence_caveat
from ketaevidence.pooling.small_studies.kendall import (
    MOST_EXACT,
    IntArray,
    Kendall,
    kendall,
    ranked,
)
from ketaevidence.pooling.small_studies.predictors import check_differs
from ketaevidence.pooling.small_studies.studies import (
    FewStudies,
    as_studies,
    check_number,
)
from ketaevidence.pooling.small_studies.words import (
    lines_of_notes,
    p_words,
    titled,
)
from ketaevidence.pooling.sums import make_sample

if TYPE_CHECKING:
    import pandas as pd

Distribution = Literal["exact", "normal"]

BEGG = "Begg and Mazumdar's rank test"

#: Two numbers are tied when they differ by no more than this many roundings.
ROUNDING = 8 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class RankTest(InNotebook):
    """Whether effects and their variances go in the same order.

    Made by :func:`rank_test`.

    Parameters
    ----------
    k
        Number of studies.
    tau
        Kendall's rank correlation (tau-b) of standardized effects and variances;
        above 0 when studies with larger variances found larger effects.
    stat
        Normal test statistic; None when the distribution was exact.
    pval
        Two-sided p-value.
    distribution
        ``"exact"`` or ``"normal"``: which one was used.
    has_ties
        Whether two studies share a rank, which rules the exact distribution out.
    settings
        Every choice behind the numbers.
    effects
        The effects that were tested.
    notes
        Caveats to read before the numbers are used.

    Examples
    --------
    >>> from ketaevidence.pooling.small_studies import rank_test
    >>> found = rank_test([-1.6, -0.9, -0.4, -0.5], [0.5, 0.2, 0.1, 0.04],
    ...                   few_studies="allow")
    >>> print(f"tau = {found.tau:.2f}, p = {found.pval:.3f} ({found.distribution})")
    tau = -0.67, p = 0.333 (exact)
    """

    k: int
    tau: float
    stat: float | None
    pval: float
    distribution: Distribution
    has_ties: bool
    settings: Mapping[str, object]
    effects: Effects
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the settings."""
        # A frozen dataclass can only be normalised through object.__setattr__.
        object.__setattr__(self, "settings", Settings(self.settings))

    def frame(self) -> pd.DataFrame:
        """Give the test as a table of one row.

        Returns
        -------
        pandas.DataFrame
            Columns k, tau, stat, pval, distribution.

        Examples
        --------
        >>> from ketaevidence.pooling.small_studies import rank_test
        >>> found = rank_test([-1.6, -0.9, -0.4, -0.5], [0.5, 0.2, 0.1, 0.04],
        ...                   few_studies="allow")
        >>> print(found.frame()["pval"].round(3).to_list())
        [0.333]
        """
        import pandas as pd

        stat = np.nan if self.stat is None else self.stat
        return pd.DataFrame(
            {
                "k": [self.k],
                "tau": [self.tau],
                "stat": [stat],
                "pval": [self.pval],
                "distribution": [self.distribution],
            }
        )

    def summary(self) -> str:
        """Write the result as plain text, for a terminal or a log.

        Returns
        -------
        str
            The correlation, its test and what to read before use.

        Examples
        --------
        >>> from ketaevidence.pooling.small_studies import rank_test
        >>> found = rank_test([-1.6, -0.9, -0.4, -0.5], [0.5, 0.2, 0.1, 0.04],
        ...                   few_studies="allow")
        >>> print(found.summary().splitlines()[0])
        Begg and Mazumdar's rank test for small-study effects, 4 studies
        """
        lines = titled(f"{BEGG} for small-study effects, {self.k} studies")
        lines.append(f"{'Measure':<22}{self.effects.measure_name}")
        lines.append(f"{'Kendall tau':<22}{self.tau:.3f}")
        statistic = "" if self.stat is None else f"z = {self.stat:.3f}, "
        lines.append(f"{'Test of tau 0':<22}{statistic}{p_words(self.pval)}")
        lines.append(f"{'Distribution':<22}{self.settings['distribution']}")
        return "\n".join(lines + lines_of_notes(self.notes))

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()


def rank_test(
    effects: Any,
    vi: Any = None,
    *,
    distribution: Distribution = "exact",
    few_studies: FewStudies = "refuse",
    slab: Any = None,
) -> RankTest:
    """Test whether effects and their variances go in the same order.

    Parameters
    ----------
    effects
        An :class:`Effects`, a :class:`Pooled`, or the effects as numbers, shape
        ``(k,)``.
    vi
        Variances, with numbers only, shape ``(k,)``.
    distribution
        ``"exact"``: every order is as likely; used when no two studies tie and there
        are at most 500, otherwise the normal one takes its place and the result says
        so. ``"normal"``: the normal approximation, corrected for ties.
    few_studies
        ``"refuse"`` below ten studies, or ``"allow"``.
    slab
        Study labels, with numbers only.

    Returns
    -------
    RankTest
        Frozen.

    Raises
    ------
    PoolingError
        With fewer than ten studies unless they are allowed, fewer than three always;
        when all variances or all standardized effects are equal, or a variance is not
        above 0.

    Notes
    -----
    Each effect is standardized by its distance from the pooled one under equal
    effects: (yi - b) / sqrt(vi - 1 / sum(1/vi)), and Kendall's tau-b compares it with
    vi. There is no continuity correction. The test has less power than Egger's.

    References
    ----------
    Begg CB, Mazumdar M (1994). Biometrics 50:1088-1101. doi:10.2307/2533446
    Kendall MG (1938). Biometrika 30:81-93. doi:10.1093/biomet/30.1-2.81
    Sterne JAC and others (2011). BMJ 343:d4002. doi:10.1136/bmj.d4002

    Examples
    --------
    >>> from ketaevidence.pooling.small_studies import rank_test
    >>> yi = [-1.6, -0.9, -0.4, -0.5, -1.1, -0.2, -0.8, -0.3, -1.3, -0.6]
    >>> vi = [0.5, 0.2, 0.1, 0.04, 0.3, 0.05, 0.21, 0.02, 0.4, 0.11]
    >>> found = rank_test(yi, vi)
    >>> print(f"tau = {found.tau:.2f}, p = {found.pval:.4f} ({found.distribution})")
    tau = -0.87, p = 0.0001 (exact)
    """
    if distribution not in ("exact", "normal"):
        msg = f"distribution={distribution!r} is not on offer; choose exact or normal"
        raise PoolingError(msg)
    studies = as_studies(effects, vi, slab=slab).effects
    notes = check_number(studies.k, few_studies, BEGG)
    check_differs(studies.vi, "sampling variance")
    notes += dependence_caveat(studies, BEGG)
    with np.errstate(all="ignore"):
        found = kendall(*_rankings(studies))
    tau = found.tau
    if tau is None:
        msg = "all effects are equal, so that they have no order to compare"
        raise PoolingError(msg)
    used, why = _choose(distribution, found)
    if why:
        note = (
            f"The exact distribution was asked for, but {why}; the normal "
            "approximation took its place."
        )
        notes += (note,)
    is_exact = used == "exact"
    return RankTest(
        k=studies.k,
        tau=tau,
        stat=None if is_exact else found.z(),
        pval=found.exact_p() if is_exact else found.normal_p(),
        distribution=used,
        has_ties=found.has_ties,
        settings={
            "continuity_correction": "none",
            "distribution": (
                "exact" if is_exact else "normal approximation, corrected for ties"
            ),
            "distribution_asked": distribution,
            "effects": studies.settings,
            "few_studies": few_studies,
            "measure": studies.measure,
            "test": BEGG,
        },
        effects=studies,
        notes=(*notes, CAUSES),
    )


def _choose(asked: Distribution, found: Kendall) -> tuple[Distribution, str]:
    """Choose the distribution; where it is not the one asked for, say why."""
    if asked == "normal":
        return "normal", ""
    if found.has_ties:
        return "normal", "some studies tie"
    if found.k > MOST_EXACT:
        return "normal", f"there are more than {MOST_EXACT} studies"
    return "exact", ""


def _rankings(effects: Effects) -> tuple[IntArray, IntArray]:
    """Rank the standardized effects and the variances."""
    sample = make_sample(effects.yi, effects.vi)
    y, v = sample.y, sample.v
    w = 1 / v
    total = float(w.sum())
    mean = float(w @ y) / total
    # v - 1/W, with the largest weight kept apart: it may be nearly all of W.
    rest = total - w
    rest[0] = w[1:].sum()
    spread = np.sqrt(v * rest / total)
    size = (np.abs(y) + float(w @ np.abs(y)) / total) + abs(sample.origin) / sample.unit
    return (
        ranked((y - mean) / spread, ROUNDING * size / spread),
        ranked(v, ROUNDING * v),
    )
