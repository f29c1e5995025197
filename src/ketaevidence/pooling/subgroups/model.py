"""The results of groups of studies side by side, and the test between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketaevidence.effects.notebook import InNotebook
from ketaevidence.effects.settings import Settings
from ketaevidence.errors import PoolingError

if TYPE_CHECKING:
    import pandas as pd

    from ketaevidence.pooling.model import Pooled
    from ketaevidence.pooling.regression.model import Regression


@dataclass(frozen=True, slots=True)
class Group:
    """What the studies of one group say together.

    Parameters
    ----------
    name
        The group.
    rows
        Its studies, counted from 0 in the order of the effects.
    k
        Number of studies.
    estimate, se
        Pooled effect and its standard error.
    zval, ddf, pval
        Test statistic against 0 (normal, or t), its degrees of freedom (None: normal)
        and two-sided p-value.
    ci_lb, ci_ub
        Confidence interval.
    pi_lb, pi_ub
        Prediction interval of a new study of this group; None where not defined.
    tau2
        Variance of the true effects between the studies of the group, or the common
        one; None for one study with a tau2 of its own.
    I2, QE, QE_df, QEp
        Heterogeneity within the group; None for one study.
    pooled
        The whole pool of the group; None with a common tau2.
    """

    name: str
    rows: tuple[int, ...]
    k: int
    estimate: float
    se: float
    zval: float | None
    ddf: int | None
    pval: float | None
    ci_lb: float
    ci_ub: float
    pi_lb: float | None
    pi_ub: float | None
    tau2: float | None
    I2: float | None
    QE: float | None
    QE_df: int
    QEp: float | None
    pooled: Pooled | None


@dataclass(frozen=True, slots=True)
class Subgroups(InNotebook):
    """Groups of studies side by side, and how far their effects differ.

    Made by :func:`subgroups`. A difference between groups of studies is an association:
    patients were not randomised to the groups.

    Parameters
    ----------
    by
        What the groups were made by.
    groups
        One per category.
    tau2
        ``"separate"`` or ``"common"``.
    common_tau2
        The variance of the true effects within groups, the same for all; None with
        separate ones and for equal effects.
    QB, QB_df, QB_ddf, QBp
        Test between the groups: the statistic (chi-squared, or F), its degrees of
        freedom, those of the denominator (None: chi-squared) and its p-value.
    overall
        All studies together, without regard to the groups.
    regression
        With a common tau2, the meta-regression on the groups; else None.
    settings
        Every choice behind the numbers.
    notes
        Caveats to read before the numbers are used.

    Examples
    --------
    >>> from ketaevidence.pooling.subgroups import subgroups
    >>> y, v = [-1.2, -0.4, 0.1, -0.9], [0.2, 0.1, 0.2, 0.1]
    >>> found = subgroups(y, ["iv", "im", "im", "iv"], vi=v, method="EE", test="z")
    >>> print([f"{group.name} {group.estimate:.2f}" for group in found.groups])
    ['im -0.23', 'iv -1.00']
    >>> print(f"p = {found.QBp:.3f}")
    p = 0.036
    """

    by: str
    groups: tuple[Group, ...]
    tau2: str
    common_tau2: float | None
    QB: float | None
    QB_df: int
    QB_ddf: int | None
    QBp: float | None
    overall: Pooled
    regression: Regression | None
    settings: Mapping[str, object]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the settings."""
        # A frozen dataclass can only be normalised through object.__setattr__.
        object.__setattr__(self, "settings", Settings(self.settings))

    __hash__ = None  # type: ignore[assignment]

    def __getitem__(self, name: str) -> Group:
        """Give the group of that name."""
        for group in self.groups:
            if group.name == name:
                return group
        msg = f"no group {name!r}; there are {[group.name for group in self.groups]}"
        raise PoolingError(msg)

    def frame(self) -> pd.DataFrame:
        """Give one row per group, then all studies together.

        Returns
        -------
        pandas.DataFrame
            Columns row (group, overall), name, k, estimate, se, ci_lb, ci_ub, pi_lb,
            pi_ub, tau2, I2 [percent], QE, QE_df, QEp; missing where not defined.

        Examples
        --------
        >>> from ketaevidence.pooling.subgroups import subgroups
        >>> y, v = [-1.2, -0.4, 0.1, -0.9], [0.2, 0.1, 0.2, 0.1]
        >>> found = subgroups(y, ["iv", "im", "im", "iv"], vi=v, method="EE", test="z")
        >>> print(found.frame()[["name", "k", "estimate"]].round(2))
                  name  k  estimate
        0           im  2     -0.23
        1           iv  2     -1.00
        2  all studies  4     -0.62
        """
        from ketaevidence.pooling.subgroups.summary import group_frame

        return group_frame(self)

    def summary(self) -> str:
        """Write the result as plain text, for a terminal or a log.

        Examples
        --------
        >>> from ketaevidence.pooling.subgroups import subgroups
        >>> y, v = [-1.2, -0.4, 0.1, -0.9], [0.2, 0.1, 0.2, 0.1]
        >>> found = subgroups(y, ["iv", "im", "im", "iv"], vi=v, method="EE", test="z")
        >>> print(found.summary().splitlines()[0])
        Effect as given, 4 studies in 2 groups
        """
        from ketaevidence.pooling.subgroups.summary import summary_text

        return summary_text(self)

    def __str__(self) -> str:
        """Show the summary."""
        return self.summary()
