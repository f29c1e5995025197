"""Fits, weights and leave-one-out of the intercept-only models."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
from cells import (
    FLOOR,
    HIGHER,
    RTOL,
    RTOL_LOOSE,
    Cell,
    fitted,
    floors,
    log_likelihood,
    number,
    without_row,
)

from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling import Pooled, pool

METHODS = ("EE", "DL", "HE", "HS", "SJ", "ML", "REML", "EB", "PM", "GENQ")

#: metafor's tests, and ours.
TESTS = {"z": "z", "t": "t", "knha": "knha", "adhoc": "knha-se"}

#: metafor's names of a fit's numbers, and ours.
FIELDS = {
    "b": "estimate",
    "se": "se",
    "stat": "zval",
    "ddf": "ddf",
    "pval": "pval",
    "ci_lb": "ci_lb",
    "ci_ub": "ci_ub",
    "pi_lb": "pi_lb",
    "pi_ub": "pi_ub",
    "tau2": "tau2",
    "se_tau2": "se_tau2",
    "I2": "I2",
    "H2": "H2",
    "QE": "QE",
    "QE_df": "QE_df",
    "QE_p": "QEp",
    "s2w": "s2w",
    "vt": "vt",
}

#: The prediction interval with k - 2 degrees of freedom.
RILEY = {"pi_riley_lb": "pi_lb", "pi_riley_ub": "pi_ub"}

#: metafor's names of the statistics of fit, and ours.
STATISTICS = {
    "ll": "log_likelihood",
    "dev": "deviance",
    "AIC": "aic",
    "BIC": "bic",
    "AICc": "aicc",
}

#: What a single study has in metafor as a constant and here as None: nothing about
#: heterogeneity can be said from one study.
UNDEFINED_AT_ONE = frozenset(
    {"tau2", "I2", "H2", "QE", "QE_p", "s2w", "vt", "pi_lb", "pi_ub"}
    | {*RILEY, *STATISTICS}
)

#: Fits in which metafor rests on the lower of two maxima of the likelihood. Each is
#: verified below: the restricted log-likelihood of our tau2 must be higher.
LOWER_MAXIMUM = frozenset({"dat.lau1992.PETO leave-one-out row 21 REML z"})

#: Fits for which metafor's iteration gives no number at tight limits. Each is
#: verified below: no tau2 on a fine grid has a higher likelihood than ours.
NO_CONVERGENCE = frozenset(
    {
        "dat.collins1985a.d.RR leave-one-out row 23 REML knha",
        "dat.collins1985a.d.RR leave-one-out row 23 REML z",
        "dat.egger2001.no16.OR leave-one-out row 5 REML knha",
        "dat.egger2001.no16.OR leave-one-out row 5 REML z",
        "dat.ursino2021.PLN leave-one-out row 5 REML z",
        "dat.ursino2021.PLN leave-one-out row 11 REML z",
        "dat.ursino2021.PLN leave-one-out row 47 REML z",
    }
)


def pooled(analysis: dict[str, Any], method: str, **choices: Any) -> Pooled:
    """Pool an analysis, with the oracle's weights for GENQ, keeping caveats silent."""
    if method == "GENQ":
        choices["weights"] = 1 / np.sqrt(np.array(analysis["vi"], float))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", PoolingWarning)
        return pool(analysis["yi"], analysis["vi"], method=method, **choices)


def bounds_of(analysis: dict[str, Any], ours: Pooled) -> dict[str, float]:
    """Give the absolute floor of each number."""
    bounds = floors(analysis, ours)
    bounds |= dict.fromkeys(RILEY, bounds["ci_lb"])
    # A log-likelihood is a sum of one term of order 1 for each study.
    return bounds | dict.fromkeys(STATISTICS, FLOOR * analysis["k"])


def rtol_of(fit: dict[str, Any]) -> float:
    """Give the tolerance: wider where metafor itself reached only loose limits."""
    return RTOL_LOOSE if fit.get("conv_level", 1) > 1 else RTOL


def cells_of_fit(
    where: str, analysis: dict[str, Any], fit: dict[str, Any], ours: Pooled
) -> Iterator[Cell]:
    """Compare the numbers of one fit."""
    bounds = bounds_of(analysis, ours)
    for theirs, name in FIELDS.items():
        value = getattr(ours, name)
        floor = bounds.get(theirs, 0.0)
        yield Cell(where, theirs, number(fit[theirs]), value, rtol_of(fit), floor)


def fit_cells(analysis: dict[str, Any], method: str, test: str) -> Iterator[Cell]:
    """Compare one fit of one analysis, with both prediction intervals."""
    fit = analysis["fits"].get(method, {}).get(test)
    if fit is None or fit.get("b") is None:
        return
    where = f"{analysis['id']} {method} {test}"
    ours = pooled(analysis, method, test=TESTS[test])
    yield from cells_of_fit(where, analysis, fit, ours)
    bounds, rtol = bounds_of(analysis, ours), rtol_of(fit)
    if method != "EE":
        riley = pooled(analysis, method, test=TESTS[test], prediction="t(k-2)")
        for theirs, name in RILEY.items():
            value, floor = getattr(riley, name), bounds[theirs]
            yield Cell(where, theirs, number(fit[theirs]), value, rtol, floor)
    if "ll" in fit:
        found = None if ours.k == 1 else ours.fit_statistics()
        for theirs, name in STATISTICS.items():
            value = None if found is None else getattr(found, name)
            floor = bounds[theirs]
            yield Cell(where, theirs, number(fit[theirs]), value, rtol, floor)


def unweighted_cells(analysis: dict[str, Any], method: str) -> Iterator[Cell]:
    """Compare the fit in which all studies count the same."""
    fit = analysis["unweighted"][method]
    where = f"{analysis['id']} unweighted {method}"
    if fit.get("b") is None:
        return
    ours = pooled(analysis, method, test="z", weights="unweighted")
    yield from cells_of_fit(where, analysis, fit, ours)


def subgroup_cells(analysis: dict[str, Any], method: str) -> Iterator[Cell]:
    """Compare the fit of each subgroup, as a pool of its own."""
    for name, fit in sorted(analysis["subgroup"][method].items()):
        if not isinstance(fit, dict) or fit.get("b") is None or "rows" not in fit:
            continue
        rows = [row - 1 for row in np.atleast_1d(fit["rows"])]
        part = {"id": analysis["id"], "k": len(rows)} | {
            column: [analysis[column][row] for row in rows] for column in ("yi", "vi")
        }
        where = f"{analysis['id']} subgroup {name} {method}"
        ours = pooled(part, method, test="z")
        yield from cells_of_fit(where, part, fit, ours)


#: metafor's names in its leave-one-out table.
LEAVE_ONE_OUT = {
    "estimate": "b",
    "se": "se",
    "zval": "stat",
    "pval": "pval",
    "ci_lb": "ci_lb",
    "ci_ub": "ci_ub",
    "tau2": "tau2",
    "I2": "I2",
    "H2": "H2",
    "Q": "QE",
    "Qp": "QE_p",
}


def leave_one_out_cells(analysis: dict[str, Any], kind: str) -> Iterator[Cell]:
    """Compare every fit with one study left out."""
    method, test = kind.split()
    theirs = analysis["leave1out"][kind]
    for row in range(analysis["k"]):
        left = without_row(analysis, row)
        ours = fitted(left, method, test)
        bounds = floors(left, ours)
        for column, name in LEAVE_ONE_OUT.items():
            if column in theirs:
                where = f"{analysis['id']} leave-one-out row {row + 1} {kind}"
                value = getattr(ours, FIELDS[name])
                cell = number(theirs[column][row])
                yield Cell(where, name, cell, value, RTOL, bounds.get(name, 0.0))


def weight_cells(analysis: dict[str, Any], kind: str) -> Iterator[Cell]:
    """Compare the weights of the studies."""
    ours = fitted(analysis, *kind.split()).weights
    pairs = zip(analysis["weights"][kind], ours, strict=True)
    for row, (theirs, value) in enumerate(pairs):
        where = f"{analysis['id']} weight row {row + 1} {kind}"
        yield Cell(where, "weight", number(theirs), float(value), RTOL, 0.0)


def explanation(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Give the verified reason of a difference, or None."""
    is_one = analysis["k"] == 1 or _is_single_subgroup(analysis, cell)
    if is_one and cell.name in UNDEFINED_AT_ONE and cell.ours is None:
        return "one study: not defined here, a constant in metafor"
    if analysis["k"] == 2 and cell.name in RILEY and cell.ours is None:
        return (
            "two studies: t with k - 2 = 0 degrees of freedom does not exist, metafor "
            "takes 1"
        )
    if cell.where in LOWER_MAXIMUM | NO_CONVERGENCE:
        return _likelihood_reason(analysis, cell)
    return None


def _likelihood_reason(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Verify that no tau2 is more likely than ours."""
    row = int(cell.where.split()[-3]) - 1
    left = without_row(analysis, row)
    tau2 = fitted(left, "REML", "z").tau2
    if tau2 is None:
        return None
    here = log_likelihood(left, tau2)
    if cell.where in LOWER_MAXIMUM:
        theirs = log_likelihood(left, analysis["leave1out"]["REML z"]["tau2"][row])
        is_higher = here > theirs + HIGHER
        return f"{cell.where}: metafor is on the lower maximum" if is_higher else None
    grid = np.concatenate(([0.0], np.geomspace(tau2 / 1e4, tau2 * 1e4, 4000)))
    is_top = all(log_likelihood(left, t) <= here + HIGHER for t in grid)
    is_silent = cell.theirs is None
    if not (is_top and is_silent):
        return None
    return f"{cell.where}: metafor does not converge"


def _is_single_subgroup(analysis: dict[str, Any], cell: Cell) -> bool:
    """Tell whether a cell belongs to a subgroup of one study."""
    prefix = f"{analysis['id']} subgroup "
    if not cell.where.startswith(prefix):
        return False
    name, method = cell.where.removeprefix(prefix).rsplit(" ", 1)
    return len(np.atleast_1d(analysis["subgroup"][method][name]["rows"])) == 1


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    if analysis["k"] == 0:
        return
    for method in METHODS:
        for test in TESTS:
            yield f"pool {method} {test}", fit_cells(analysis, method, test)
    for method in sorted(analysis.get("unweighted") or {}):
        yield f"unweighted {method}", unweighted_cells(analysis, method)
    for method in sorted(analysis.get("subgroup") or {}):
        if method in METHODS:
            yield f"subgroup {method}", subgroup_cells(analysis, method)
    for title, part, cells in (
        ("weights", "weights", weight_cells),
        ("leave-one-out", "leave1out", leave_one_out_cells),
    ):
        for kind in sorted(analysis.get(part) or {}):
            method, test = kind.split()
            if method in METHODS and test in TESTS:
                yield f"{title} {kind}", cells(analysis, kind)
