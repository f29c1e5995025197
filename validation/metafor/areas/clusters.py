"""Cluster-robust results beside the R packages clubSandwich and metafor.

The reference's own ``robust`` parts hold errors only, so R is asked directly, where it
is installed, with the reference's data: made-up clusters of one to four neighbouring
studies, plain pools and meta-regressions.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
from areas._clubsandwich import Asked, ask
from areas._dense_clusters import dense_fit, dense_numbers
from areas.regression import columns, data_of, fitted
from cells import FLOOR, P_FLOOR, RTOL, Cell

from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling import pool
from ketaevidence.pooling.clusters import Robust, cluster_robust
from ketaevidence.pooling.regression import regress

#: Analyses with other numbers of effects are left out: fewer do not carry two
#: moderators, and R takes seconds for each of the larger ones.
SIZES = range(12, 121)

#: Cluster sizes, in turn.
PATTERN = (1, 2, 3, 4)

#: Relative difference up to which whole matrices count as the same.
DENSE = 1e-9

#: Why there is no standard error here.
LOST = (
    "the coefficient rests on one cluster alone: None here, in R a standard error that "
    "is too small even under the working model"
)

KINDS = ("CR0", "CR1", "CR1p", "CR2")


def made_up_clusters(k: int) -> list[int]:
    """Put neighbouring studies together, one to four at a time."""
    sizes = np.resize(PATTERN, k)
    return [int(number) for number in np.repeat(np.arange(k), sizes)[:k]]


def _results(
    yi: list[float], vi: list[float], mods: dict[str, list[float]]
) -> tuple[dict[str, Robust], Asked | None]:
    cluster = made_up_clusters(len(yi))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", PoolingWarning)
        fit = (
            regress(yi, mods, vi=vi, method="DL", test="z")
            if mods
            else pool(yi, vi, method="DL", test="z")
        )
        ours = {
            kind: cluster_robust(fit, cluster, small_sample=kind)  # type: ignore[arg-type]
            for kind in KINDS
        }
    tau2 = 0.0 if fit.tau2 is None else fit.tau2
    return ours, ask(yi, vi, cluster, tau2, list(mods.values()))


def _cells(
    where: str, yi: list[float], vi: list[float], mods: dict[str, list[float]]
) -> Iterator[Cell]:
    ours, theirs = _results(yi, vi, mods)
    if theirs is None:
        return
    for kind in KINDS:
        for j, one in enumerate(ours[kind].coefficients):
            floor = FLOOR * (one.se or 0.0)
            name = f"{kind} se of {one.name}"
            yield Cell(where, name, theirs.se[kind][j], one.se, RTOL, floor)
    for j, one in enumerate(ours["CR2"].coefficients):
        floor = FLOOR * (one.se or 0.0)
        yield Cell(where, f"b of {one.name}", theirs.b[j], one.estimate, RTOL, floor)
        yield Cell(where, f"CR2 df of {one.name}", theirs.df[j], one.df, RTOL, 0.0)
        yield Cell(where, f"CR2 p of {one.name}", theirs.p[j], one.pval, RTOL, P_FLOOR)
    for j, one in enumerate(ours["CR1p"].coefficients):
        name = f"metafor se of {one.name}"
        yield Cell(
            where, name, theirs.metafor_se[j], one.se, RTOL, FLOOR * (one.se or 0.0)
        )
        name = f"metafor p of {one.name}"
        yield Cell(where, name, theirs.metafor_p[j], one.pval, RTOL, P_FLOOR)
    if theirs.omnibus is not None:
        robust = ours["CR2"]
        for name, cell, mine, floor in zip(
            ("F", "F_ddf", "Fp"),
            theirs.omnibus,
            (robust.F, robust.F_ddf, robust.Fp),
            (FLOOR, 0.0, P_FLOOR),
            strict=True,
        ):
            known = None if np.isnan(cell) else cell
            yield Cell(where, f"CR2 {name}", known, mine, RTOL, floor)


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    if analysis["k"] in SIZES:
        cells = _cells(f"{analysis['id']} clusters", analysis["yi"], analysis["vi"], {})
        yield "cluster-robust pool", cells
    for part in analysis.get("metareg") or []:
        yi, vi = data_of(analysis, part)
        # As many coefficients as clusters are refused here.
        is_enough = max(made_up_clusters(len(yi))) > len(part["X"])
        if len(yi) in SIZES and is_enough:
            where = f"{analysis['id']} {part['formula']} clusters"
            yield "cluster-robust regression", _cells(where, yi, vi, columns(part))


def explanation(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Give the verified reason of a difference, or None."""
    part = next(
        (
            part
            for part in analysis.get("metareg") or []
            if cell.where == f"{analysis['id']} {part['formula']} clusters"
        ),
        None,
    )
    if part is None:
        return None
    mods = columns(part)
    yi, vi = (np.array(values) for values in data_of(analysis, part))
    fit = fitted(analysis, part, "DL", "z")
    x, cluster = np.column_stack(list(mods.values())), made_up_clusters(len(yi))
    whole = dense_fit(yi, vi, x, np.array(cluster), fit.tau2)
    dense = dense_numbers(whole, ["intercept", *mods])
    name = cell.name
    for kind in ("CR0", "CR1p", "CR1", "metafor"):
        # What rests on one cluster has no standard error of any kind.
        name = name.replace(f"{kind} ", "CR2 ", 1)
    if cell.ours is None:
        is_lost = dense[name] is None
        return LOST if is_lost and name in dense else None
    exact = dense.get(cell.name)
    if exact is None or abs(cell.ours - exact) > DENSE * abs(exact):
        return None
    if cell.theirs is None:
        return "clubSandwich gives no number; here equal to whole matrices"
    if abs(cell.theirs - exact) > abs(cell.ours - exact):
        return (
            f"{cell.where}: rounding in clubSandwich with raw calendar years; here "
            "equal to whole matrices of orthonormal columns"
        )
    return None
