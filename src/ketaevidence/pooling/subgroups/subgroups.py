"""Subgroups: a pool for each group of studies, and the test between the groups."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from ketaevidence.effects.model import Effects
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.choices import Method, Test
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.pool import pool
from ketaevidence.pooling.regression.weighting import weights_of_user
from ketaevidence.pooling.studies import as_effects
from ketaevidence.pooling.subgroups.caveats import caveats
from ketaevidence.pooling.subgroups.grouping import read_groups
from ketaevidence.pooling.subgroups.model import Subgroups
from ketaevidence.pooling.subgroups.pools import (
    SPREADS,
    common,
    i2_of,
    quietly,
    separate,
)


def subgroups(  # noqa: PLR0913  (one door; the names are those of pool)
    effects: Any,
    by: Any,
    *,
    vi: Any = None,
    tau2: Literal["separate", "common"] = "separate",
    method: Method | None = None,
    test: Test | None = None,
    level: float | None = None,
    weights: Any = None,
    slab: Any = None,
) -> Subgroups:
    """Pool each group of studies by itself, and test whether the groups differ.

    Compare groups by the test between them. That one group's effect can be told from 0
    and another's cannot is no difference between them.

    Parameters
    ----------
    effects
        A :class:`Pooled` (its choices apply), an :class:`Effects`, or the effects as
        numbers, shape ``(k,)``.
    by
        The group of each study: one column of names, or a table or dict with one.
    vi
        Variances, with numbers only, shape ``(k,)``.
    tau2
        ``"separate"`` estimates the variance between studies in each group by itself;
        ``"common"`` one variance for all groups, steadier where groups are small.
    method, test, level, weights, slab
        As in :func:`pool`; without them those of the ``Pooled``, else REML,
        Knapp-Hartung and 0.95.

    Returns
    -------
    Subgroups
        Frozen. A group with one study stays, with that study's own result.

    Raises
    ------
    PoolingError
        When a study has no group, there is one group only, or something cannot be
        pooled. With ``"common"`` also when every study is a group of its own.

    Notes
    -----
    Separate: QB = sum of (b_g - b)^2 / se_g^2, b the mean of the groups weighted by
    1 / se_g^2, chi-squared with G - 1 degrees of freedom; se_g is the ordinary
    standard error, without a Knapp-Hartung scale. Common: the omnibus test of the
    meta-regression on the groups, chi-squared for z, else F with G - 1 and k - G
    degrees of freedom. For equal effects QB is the total Q minus the Qs within the
    groups.

    References
    ----------
    Borenstein M, Hedges LV, Higgins JPT, Rothstein HR (2009). Introduction to
    Meta-Analysis, chapter 19. Wiley. doi:10.1002/9780470743386
    Altman DG, Bland JM (2003). BMJ 326:219. doi:10.1136/bmj.326.7382.219

    Examples
    --------
    >>> from ketaevidence.pooling.subgroups import subgroups
    >>> y, v = [-1.2, -0.4, 0.1, -0.9], [0.2, 0.1, 0.2, 0.1]
    >>> found = subgroups(y, ["iv", "im", "im", "iv"], vi=v, tau2="common", test="z")
    >>> print([f"{g.name} {g.estimate:.2f}" for g in found.groups], f"{found.QBp:.3f}")
    ['im -0.23', 'iv -1.00'] 0.036
    """
    if tau2 not in SPREADS:
        msg = f"tau2={tau2!r} is not on offer; choose {' or '.join(SPREADS)}"
        raise PoolingError(msg)
    overall = _pool_all(effects, vi, slab, method, test, level, weights)
    grouping = read_groups(by, overall.effects.slab)
    build = separate if tau2 == "separate" else common
    found = build(overall, grouping)
    return replace(found, notes=caveats(found))


def _pool_all(  # noqa: PLR0913, PLR0917  (one argument of pool each)
    effects: Any,
    vi: Any,
    slab: Any,
    method: Method | None,
    test: Test | None,
    level: float | None,
    weights: Any,
) -> Pooled:
    """Pool all studies, with the choices of the result that was given, if one was."""
    if not isinstance(effects, Pooled):
        studies: Effects = as_effects(effects, vi, slab)
        chosen = {"method": method, "test": test, "level": level, "weights": weights}
        pooled: Pooled = quietly(pool, studies, **chosen)
        return pooled
    if vi is not None or slab is not None:
        msg = "vi= and slab= come with the Pooled; give them with numbers only"
        raise PoolingError(msg)
    if all(choice is None for choice in (method, test, level, weights)):
        return effects
    used = effects.method if method is None else method
    given = weights if weights is not None else weights_of_user(effects)
    if weights is None and used != effects.method:
        given = None
    is_like = (used in ("EE", "FE")) == (effects.method == "EE")
    again: Pooled = quietly(
        pool,
        effects.effects,
        method=used,
        test=effects.settings["test_asked"] if test is None else test,
        level=effects.level if level is None else level,
        weights=given,
        prediction=effects.settings["prediction_asked"] if is_like else None,
        i2=i2_of(effects) if is_like else None,
    )
    return again
