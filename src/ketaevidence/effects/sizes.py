"""The one door to all effect sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from ketaevidence.effects.change import mean_change
from ketaevidence.effects.columns import Table, place, read_table, refuse
from ketaevidence.effects.continuous import (
    mean_difference,
    standardized_mean_difference,
)
from ketaevidence.effects.generic import given_effect
from ketaevidence.effects.measures import MEASURES
from ketaevidence.effects.model import Effects
from ketaevidence.effects.proportions import DEFAULT_ADD, ZeroCellRule, proportion
from ketaevidence.errors import EffectError

_PROPORTIONS = ("PR", "PLO")

_COMPUTE: dict[str, Callable[[Table], Effects]] = {
    "MD": mean_difference,
    "SMD": standardized_mean_difference,
    "MC": mean_change,
    "GEN": given_effect,
}


def _check_names(measure: str, names: Iterable[str]) -> None:
    """Refuse a call with columns missing, or with columns nobody asked for."""
    given = set(names)
    needs = set(MEASURES[measure].needs)
    allowed = needs | ({"vi", "sei", "ni"} if measure == "GEN" else set())
    wants = ", ".join(MEASURES[measure].needs)
    if measure == "GEN":
        wants += ", and vi or sei"
    unknown, missing = sorted(given - allowed), sorted(needs - given)
    if unknown:
        msg = f"{measure} does not use {', '.join(unknown)}; it needs {wants}"
        raise EffectError(msg)
    if missing:
        msg = f"{measure} needs {wants}; missing: {', '.join(missing)}"
        if "ri" in missing:
            msg += (
                " (the correlation between the two measurements is never assumed: "
                "give it per study, or one value and repeat with others)"
            )
        raise EffectError(msg)
    if measure == "GEN" and ("vi" in given) == ("sei" in given):
        msg = "GEN needs either vi (variances) or sei (standard errors), one of them"
        raise EffectError(msg)


def _check_options(
    measure: str, vtype: str | None, add: float | None, to: str | None
) -> None:
    if vtype is not None and measure != "SMD":
        msg = f"vtype= belongs to SMD; {measure} has one variance formula"
        raise EffectError(msg)
    if vtype not in (None, "LS"):
        msg = f"vtype={vtype!r} is not on offer; SMD has 'LS', the large-sample one"
        raise EffectError(msg)
    if (add is not None or to is not None) and measure not in _PROPORTIONS:
        msg = f"add= and to= are for counts (PR, PLO); {measure} has no zero cells"
        raise EffectError(msg)


def effect_sizes(  # noqa: PLR0913  (one door; the names are metafor's)
    measure: str,
    data: Any = None,
    *,
    slab: Any = None,
    vtype: str | None = None,
    add: float | None = None,
    to: ZeroCellRule | None = None,
    **columns: Any,
) -> Effects:
    """Compute what each study found, as one number with its uncertainty.

    Give the numbers themselves, or a table and the names of its columns. No row is
    dropped and nothing is filled in: a cell that is missing, not a number or
    impossible is an error that names the study.

    Parameters
    ----------
    measure
        ``"MD"`` mean difference, ``"SMD"`` standardized mean difference, ``"MC"``
        mean change in one group, ``"PR"`` proportion, ``"PLO"`` logit proportion,
        ``"GEN"`` effects as given.
    data
        A table with named columns (DataFrame, dict of lists), or None.
    slab
        Study labels, or the name of their column; default "Study 1", "Study 2", ...
    vtype
        Variance of ``SMD``: ``"LS"`` (large-sample), also the default.
    add, to
        For ``PR`` and ``PLO``: what to add to events and non-events (default 0.5),
        and where: ``"only0"`` (default) studies with a zero cell, ``"all"``,
        ``"if0all"`` all as soon as one has a zero cell, ``"none"``.
    **columns
        Values, or column names, by metafor's names. MD and SMD: ``m1i, sd1i, n1i,
        m2i, sd2i, n2i``. MC: ``m1i, m2i, sd1i, sd2i, ni, ri`` (one number is allowed
        for ``ri``). PR and PLO: ``xi, ni``. GEN: ``yi`` with ``vi`` or ``sei``, and
        ``ni`` if known.

    Returns
    -------
    Effects
        Frozen, with yi and vi of shape ``(k,)``.

    Raises
    ------
    EffectError
        When a column is unknown or missing, or a value is impossible.

    Notes
    -----
    MD: yi = m1 - m2, vi = sd1^2/n1 + sd2^2/n2.
    SMD: yi = J(m) (m1 - m2) / sd_pooled with m = n1 + n2 - 2 and
    J(m) = gamma(m/2) / (sqrt(m/2) gamma((m-1)/2));
    vi = 1/n1 + 1/n2 + yi^2 / (2 (n1 + n2)).
    MC: yi = m1 - m2, vi = (sd1^2 + sd2^2 - 2 r sd1 sd2) / n.
    PR: yi = x/n, vi = p (1 - p) / n. PLO: yi = log(x / (n - x)),
    vi = 1/x + 1/(n - x); both after the zero-cell rule.
    The sign follows group 1 minus group 2 (MC: first minus second measurement).

    References
    ----------
    Hedges LV (1981). Journal of Educational Statistics 6:107-128.
    doi:10.3102/10769986006002107
    Viechtbauer W (2010). Journal of Statistical Software 36(3):1-48.
    doi:10.18637/jss.v036.i03

    Examples
    --------
    >>> import ketaevidence as ke
    >>> table = {"study": ["A", "B"], "m_k": [3.1, 4.0], "sd_k": [1.5, 2.0],
    ...          "n_k": [20, 30], "m_c": [4.2, 4.4], "sd_c": [1.8, 2.1],
    ...          "n_c": [21, 29]}
    >>> es = ke.effect_sizes("MD", table, slab="study", m1i="m_k", sd1i="sd_k",
    ...                      n1i="n_k", m2i="m_c", sd2i="sd_c", n2i="n_c")
    >>> print(es.yi.round(2), es.vi.round(4))
    [-1.1 -0.4] [0.2668 0.2854]
    """
    if measure not in MEASURES:
        msg = f"unknown measure {measure!r}; choose one of {', '.join(MEASURES)}"
        raise EffectError(msg)
    given = {name: values for name, values in columns.items() if values is not None}
    _check_names(measure, given)
    _check_options(measure, vtype, add, to)
    table = read_table(measure, data, slab, given)
    # Numbers near the end of the floating-point range are caught by _check_range.
    with np.errstate(all="ignore"):
        if measure in _PROPORTIONS:
            effects = proportion(
                table,
                add=DEFAULT_ADD if add is None else add,
                to="only0" if to is None else to,
            )
        else:
            effects = _COMPUTE[measure](table)
    _check_range(effects)
    return effects


def _check_range(effects: Effects) -> None:
    lost = ~(np.isfinite(effects.yi) & np.isfinite(effects.vi))
    if lost.any():
        refuse(
            effects.measure,
            [
                f"{place(effects.slab, int(row))}: the numbers are too large or too "
                "small to compute with; check their unit"
                for row in np.flatnonzero(lost)
            ],
        )
