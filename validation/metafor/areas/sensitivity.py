"""Leave-one-out, cumulative, influence, residuals and shrunken effects, in batches."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from cells import (
    FLOOR,
    HIGHER,
    P_FLOOR,
    RTOL,
    Cell,
    fitted,
    log_likelihood,
    number,
)

from ketaevidence.pooling.sensitivity import (
    cumulative,
    influence,
    leave_one_out,
    shrunken_effects,
    standardized_residuals,
)
from ketaevidence.pooling.sensitivity.refits import Refits

#: metafor's names in its tables of pools, and ours.
POOLS = {
    "estimate": "estimate",
    "se": "se",
    "zval": "zval",
    "pval": "pval",
    "ci_lb": "ci_lb",
    "ci_ub": "ci_ub",
    "tau2": "tau2",
    "I2": "I2",
    "H2": "H2",
    "Q": "QE",
    "Qp": "QEp",
}

#: metafor's names in its table of influence, and ours.
INFLUENCE = {
    "rstudent": "rstudent",
    "dffits": "dffits",
    "cook_d": "cook_d",
    "cov_r": "cov_r",
    "tau2_del": "tau2_del",
    "QE_del": "QE_del",
    "hat": "hat",
    "dfbs": "dfbetas",
    "is_infl": "is_influential",
    "weight": "weight",
}

#: What a single study has in metafor as a constant and here as NaN: nothing about
#: heterogeneity can be said from one study.
UNDEFINED_AT_ONE = ("tau2", "I2", "H2", "QE", "QEp")

#: Values of tau2 at which a likelihood is looked at, above and below ours.
GRID = np.geomspace(1e-4, 1e4, 2000)


def _floors(yi: np.ndarray, vi: np.ndarray, se: float) -> dict[str, float]:
    """Give the absolute floor of each number from the scale of the studies."""
    spread = float(np.var(yi, ddof=1)) if len(yi) > 1 else 0.0
    scale = max(spread, float(np.median(vi)))
    w = 1 / vi
    typical = (len(yi) - 1) / (w.sum() - (w**2).sum() / w.sum()) if len(yi) > 1 else 1
    length = FLOOR * np.sqrt(scale)
    bounds = dict.fromkeys(("estimate", "se", "ci_lb", "ci_ub"), length)
    bounds |= {"tau2": FLOOR * scale, "QE": FLOOR, "pval": P_FLOOR, "QEp": P_FLOOR}
    bounds |= {"zval": length / se if se > 0 else 0.0}
    bounds |= {"H2": FLOOR * max(1, scale / typical)}
    return bounds | {"I2": 100 * bounds["H2"]}


def _inside(analysis: dict[str, Any], where: str) -> list[int]:
    """Give the places of the studies that are in a pool, from the pool's name."""
    words = where.split()
    row = int(words[words.index("row") + 1]) - 1
    if "leave-one-out" in words or "influence" in words or "rstudent" in words:
        return [i for i in range(analysis["k"]) if i != row]
    order = range(analysis["k"])
    if "ordered" in words:
        order = [place - 1 for place in analysis["cumul_ordered"]["order"]]
    return list(order)[: row + 1]


def _numbers(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def pool_cells(
    analysis: dict[str, Any], theirs: dict[str, Any], ours: Refits, kind: str
) -> Iterator[Cell]:
    """Compare a table of pools."""
    yi, vi = np.array(analysis["yi"], float), np.array(analysis["vi"], float)
    for row in range(len(ours.slab)):
        where = f"{analysis['id']} {kind.replace('|', f'row {row + 1}')}"
        inside = _inside(analysis, where)
        bounds = _floors(yi[inside], vi[inside], float(ours.se[row]))
        for column, name in POOLS.items():
            if column in theirs:
                value = _numbers(getattr(ours, name)[row])
                cell = number(theirs[column][row])
                yield Cell(where, name, cell, value, RTOL, bounds[name])


def leave_one_out_cells(analysis: dict[str, Any], kind: str) -> Iterator[Cell]:
    """Compare the pools without each study."""
    ours = leave_one_out(fitted(analysis, *kind.split()))
    theirs = analysis["leave1out"][kind]
    yield from pool_cells(analysis, theirs, ours, f"leave-one-out | {kind}")


def cumulative_cells(analysis: dict[str, Any], kind: str) -> Iterator[Cell]:
    """Compare the pools as the studies came in, in the order of the table."""
    ours = cumulative(fitted(analysis, *kind.split()), order="given")
    theirs = analysis["cumul"][kind]
    yield from pool_cells(analysis, theirs, ours, f"cumulative | {kind}")


def ordered_cells(analysis: dict[str, Any], kind: str) -> Iterator[Cell]:
    """Compare the pools as the studies came in, in an order of their own."""
    entry = np.empty(analysis["k"])
    entry[np.array(analysis["cumul_ordered"]["order"]) - 1] = range(analysis["k"])
    ours = cumulative(fitted(analysis, *kind.split()), order=entry)
    theirs = analysis["cumul_ordered"][kind]
    yield from pool_cells(analysis, theirs, ours, f"cumulative ordered | {kind}")


def _unit(analysis: dict[str, Any]) -> float:
    yi, vi = np.array(analysis["yi"], float), np.array(analysis["vi"], float)
    return float(np.sqrt(max(np.var(yi, ddof=1), np.median(vi))))


def influence_cells(analysis: dict[str, Any], kind: str) -> Iterator[Cell]:
    """Compare what each study does."""
    pooled = fitted(analysis, *kind.split())
    ours, theirs = influence(pooled), analysis["influence"][kind]
    length = FLOOR * _unit(analysis)
    # A shift of the pooled effect is known to the floor of the effect itself.
    shift = length / pooled.se
    floors = dict.fromkeys(INFLUENCE, 0.0)
    floors |= {"dffits": shift, "dfbs": shift, "tau2_del": length * _unit(analysis)}
    floors |= {"rstudent": shift, "QE_del": FLOOR}
    for column, name in INFLUENCE.items():
        for row, value in enumerate(getattr(ours, name)):
            where = f"{analysis['id']} influence row {row + 1} {kind}"
            floor = floors[column]
            if column == "cook_d":
                floor = shift * (2 * np.sqrt(max(value, 0.0)) + shift)
            cell = number(theirs[column][row])
            yield Cell(where, name, cell, _numbers(float(value)), RTOL, floor)


def rstandard_cells(analysis: dict[str, Any], kind: str) -> Iterator[Cell]:
    """Compare the residuals from the pool of all studies."""
    ours = standardized_residuals(fitted(analysis, *kind.split()))
    length = FLOOR * _unit(analysis)
    for column, name in (("resid", "residual"), ("se", "se"), ("z", "z")):
        theirs = analysis["rstandard"][kind][column]
        for row, value in enumerate(getattr(ours, name)):
            where = f"{analysis['id']} rstandard row {row + 1} {kind}"
            floor = length / ours.se[row] if column == "z" else length
            yield Cell(
                where, name, number(theirs[row]), _numbers(value), RTOL, float(floor)
            )


def rstudent_cells(analysis: dict[str, Any], kind: str) -> Iterator[Cell]:
    """Compare the residuals from the pools without each study."""
    ours = influence(fitted(analysis, *kind.split()))
    length = FLOOR * _unit(analysis)
    names = {"resid": "deleted_residual", "se": "deleted_se", "z": "rstudent"}
    for column, name in names.items():
        theirs = analysis["rstudent"][kind][column]
        for row, value in enumerate(getattr(ours, name)):
            where = f"{analysis['id']} rstudent row {row + 1} {kind}"
            floor = length / ours.deleted_se[row] if column == "z" else length
            yield Cell(
                where, name, number(theirs[row]), _numbers(value), RTOL, float(floor)
            )


def shrunken_cells(analysis: dict[str, Any], kind: str) -> Iterator[Cell]:
    """Compare the effects drawn towards the pool."""
    ours = shrunken_effects(fitted(analysis, *kind.split()))
    floor = FLOOR * _unit(analysis)
    names = {"pred": "estimate", "se": "se", "pi_lb": "pi_lb", "pi_ub": "pi_ub"}
    for column, name in names.items():
        theirs = analysis["blup"][kind][column]
        for row, value in enumerate(getattr(ours, name)):
            where = f"{analysis['id']} shrunken row {row + 1} {kind}"
            yield Cell(where, name, number(theirs[row]), _numbers(value), RTOL, floor)


TABLES = {
    "leave1out": ("leave-one-out, batched", leave_one_out_cells),
    "cumul": ("cumulative", cumulative_cells),
    "cumul_ordered": ("cumulative, ordered", ordered_cells),
    "influence": ("influence", influence_cells),
    "rstandard": ("residuals, standardized", rstandard_cells),
    "rstudent": ("residuals, studentized", rstudent_cells),
    "blup": ("shrunken effects", shrunken_cells),
}


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    for table, (name, cells) in TABLES.items():
        for kind, theirs in (analysis.get(table) or {}).items():
            if isinstance(theirs, dict):
                yield f"{name}, {kind}", cells(analysis, kind)


def _subset(analysis: dict[str, Any], where: str) -> dict[str, Any]:
    """Give an analysis with the studies of one pool only."""
    inside = _inside(analysis, where)
    chosen = {name: [analysis[name][i] for i in inside] for name in ("yi", "vi")}
    return {"id": where, "k": len(inside), **chosen}


@cache
def _is_highest(yi: tuple[float, ...], vi: tuple[float, ...]) -> bool:
    """Tell whether no tau2 of a fine grid has a higher likelihood than ours."""
    subset = {"yi": list(yi), "vi": list(vi)}
    tau2 = fitted(subset, "REML", "z").tau2 or 0.0
    unit = max(tau2, float(np.median(vi)))
    here = log_likelihood(subset, tau2)
    return all(
        log_likelihood(subset, t) <= here + HIGHER for t in (0.0, *(unit * GRID))
    )


def _theirs(analysis: dict[str, Any], where: str) -> float | None:
    """Find metafor's tau2 of the pool behind a cell."""
    words = where.split()
    row, kind = int(words[words.index("row") + 1]) - 1, " ".join(words[-2:])
    if "influence" in words:
        return number(analysis["influence"][kind]["tau2_del"][row])
    table = "leave1out"
    if "cumulative" in words:
        table = "cumul_ordered" if "ordered" in words else "cumul"
    return number(analysis[table][kind]["tau2"][row])


def explanation(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Give the verified reason of a difference, or None."""
    if "REML" not in cell.where and "cumulative" not in cell.where:
        return None
    subset = _subset(analysis, cell.where)
    if subset["k"] == 1:
        is_silent = cell.name in UNDEFINED_AT_ONE and cell.ours is None
        return (
            "one study: not defined here, a constant in metafor" if is_silent else None
        )
    yi, vi = tuple(map(float, subset["yi"])), tuple(map(float, subset["vi"]))
    theirs = _theirs(analysis, cell.where)
    if theirs is None and cell.theirs is None:
        is_found = cell.ours is not None and _is_highest(yi, vi)
        return f"{cell.where}: metafor does not converge" if is_found else None
    if theirs is None or cell.theirs is None:
        return None
    ours = fitted(subset, "REML", "z").tau2 or 0.0
    higher = log_likelihood(subset, ours) > log_likelihood(subset, theirs) + HIGHER
    is_other = higher and _is_highest(yi, vi)
    return f"{cell.where}: metafor is on the lower maximum" if is_other else None
