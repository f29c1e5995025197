"""Effect sizes, fits, weights and leave-one-out of the intercept-only models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from cells import (
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

from ketaevidence.effects import effect_sizes

METHODS = ("EE", "DL", "REML")
TESTS = ("z", "t", "knha")
MEASURES = ("MD", "SMD", "MC", "PR", "PLO")

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
}

#: What a single study has in metafor as a constant and here as None: nothing about
#: heterogeneity can be said from one study.
UNDEFINED_AT_ONE = ("tau2", "I2", "H2", "QE", "QE_p", "s2w")

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


def effect_cells(analysis: dict[str, Any]) -> Iterator[Cell]:
    """Compare the effect sizes and variances of one analysis."""
    measure = analysis["measure"]
    options = analysis["escalc_options"] or {}
    ours = effect_sizes(
        measure,
        analysis["inputs"],
        **options,
        **{name: name for name in analysis["inputs"]},
    )
    for name, got in (("yi", ours.yi), ("vi", ours.vi)):
        for row, (theirs, value) in enumerate(zip(analysis[name], got, strict=True)):
            where = f"{analysis['id']} row {row + 1}"
            yield Cell(where, f"{measure} {name}", theirs, float(value), RTOL, 0.0)


def fit_cells(analysis: dict[str, Any], method: str, test: str) -> Iterator[Cell]:
    """Compare one fit of one analysis."""
    fit = analysis["fits"].get(method, {}).get(test)
    if fit is None or fit.get("b") is None:
        return
    ours = fitted(analysis, method, test)
    rtol = RTOL_LOOSE if fit.get("conv_level", 1) > 1 else RTOL
    bounds = floors(analysis, ours)
    for theirs, name in FIELDS.items():
        where = f"{analysis['id']} {method} {test}"
        value = getattr(ours, name)
        yield Cell(
            where, theirs, number(fit[theirs]), value, rtol, bounds.get(theirs, 0.0)
        )


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
    if analysis["k"] == 1 and cell.name in UNDEFINED_AT_ONE and cell.ours is None:
        return "one study: not defined here, a constant in metafor"
    if cell.where not in LOWER_MAXIMUM | NO_CONVERGENCE:
        return None
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


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    if analysis["measure"] in MEASURES:
        yield f"effects {analysis['measure']}", effect_cells(analysis)
    if analysis["k"] == 0:
        return
    for method in METHODS:
        for test in TESTS:
            yield f"pool {method} {test}", fit_cells(analysis, method, test)
    for title, part, cells in (
        ("weights", "weights", weight_cells),
        ("leave-one-out", "leave1out", leave_one_out_cells),
    ):
        for kind in sorted(analysis.get(part) or {}):
            method, test = kind.split()
            if method in METHODS and test in TESTS:
                yield f"{title} {kind}", cells(analysis, kind)
