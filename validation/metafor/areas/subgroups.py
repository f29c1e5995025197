"""Subgroups: each group's own pool, and the common tau2 by meta-regression."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
from areas.regression import LOWER_MAXIMUM, log_likelihood
from cells import FLOOR, HIGHER, P_FLOOR, RTOL, RTOL_LOOSE, Cell, floors, number

from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling.subgroups import Subgroups, subgroups

#: Estimators whose group fits the reference holds; all with normal intervals.
METHODS = ("EE", "DL", "REML")

#: metafor's names of a group's numbers, and ours.
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
    "vt": "vt",
    "QE": "QE",
    "QE_df": "QE_df",
    "QE_p": "QEp",
    "s2w": "s2w",
}

#: What a single study has in metafor as a constant and here as None: nothing about
#: heterogeneity, and so about a new study, can be said from one.
UNDEFINED_AT_ONE = ("tau2", "I2", "H2", "vt", "QE", "QE_p", "s2w", "pi_lb", "pi_ub")


def grouped(analysis: dict[str, Any]) -> tuple[list[int], list[str]]:
    """Give the rows that belong to a group, and their groups."""
    by = {
        row - 1: name
        for name, fit in analysis["subgroup"]["EE"].items()
        for row in fit["rows"]
    }
    return sorted(by), [by[row] for row in sorted(by)]


def compared(
    analysis: dict[str, Any], method: str, test: str, tau2: str
) -> Subgroups | None:
    """Compare the groups, keeping the caveats silent; None where there is one group."""
    rows, labels = grouped(analysis)
    if len(set(labels)) < 2:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", PoolingWarning)
        return subgroups(
            [analysis["yi"][row] for row in rows],
            labels,
            vi=[analysis["vi"][row] for row in rows],
            method=method,  # type: ignore[arg-type]
            test=test,  # type: ignore[arg-type]
            tau2=tau2,  # type: ignore[arg-type]
        )


def separate_cells(analysis: dict[str, Any], method: str) -> Iterator[Cell]:
    """Compare each group's own pool."""
    ours = compared(analysis, method, "z", "separate")
    if ours is None:
        return
    for name, fit in analysis["subgroup"][method].items():
        pooled = ours[name].pooled
        if pooled is None:
            continue
        rows = [row - 1 for row in fit["rows"]]
        part = {key: [analysis[key][row] for row in rows] for key in ("yi", "vi")}
        bounds = floors(part, pooled)
        rtol = RTOL_LOOSE if fit.get("conv_level", 1) > 1 else RTOL
        where = f"{analysis['id']} group {name} {method} z"
        for theirs, mine in FIELDS.items():
            if theirs in fit:
                yield Cell(
                    where,
                    theirs,
                    number(fit[theirs]),
                    getattr(pooled, mine),
                    rtol,
                    bounds.get(theirs, 0.0),
                )


def matching(analysis: dict[str, Any]) -> dict[str, Any] | None:
    """Find the meta-regression on the same groups, one column for all but the first."""
    for part in analysis.get("metareg") or []:
        columns = {tuple(column) for column in part["X"].values()}
        place = {row: position for position, row in enumerate(part["rows"])}
        rows, labels = grouped(analysis)
        if set(place) != {row + 1 for row in rows}:
            continue
        indicators = {
            tuple(int(label == name) for label in labels) for name in set(labels)
        }
        if columns < indicators and len(columns) == len(indicators) - 1:
            return part
    return None


def common_cells(
    analysis: dict[str, Any], part: dict[str, Any], kind: str
) -> Iterator[Cell]:
    """Compare the test between groups and the groups' effects with a common tau2."""
    method, test = kind.split()
    ours = compared(analysis, method, test, "common")
    if ours is None:
        return
    theirs = part["fits"][kind]
    where = f"{analysis['id']} groups {part['formula']} {kind}"
    yi, vi = np.array(analysis["yi"]), np.array(analysis["vi"])
    scale = max(float(np.var(yi, ddof=1)), float(np.median(vi)))
    rows = [
        ("QM", theirs["QM"], ours.QB, FLOOR),
        ("QM_df", theirs["QM_df"][0], ours.QB_df, 0.0),
        ("QM_ddf", theirs["QM_df"][1], ours.QB_ddf, 0.0),
        ("QMp", theirs["QMp"], ours.QBp, P_FLOOR),
    ]
    if method != "EE":
        rows.append(("tau2", theirs["tau2"], ours.common_tau2, FLOOR * scale))
    # The first group's effect is the intercept; each other one differs from it by its
    # coefficient.
    _, labels = grouped(analysis)
    covariance = np.reshape(theirs["vb"], (len(theirs["b"]),) * 2)
    length = FLOOR * math.sqrt(scale)
    shown = {
        tuple(column): position + 1
        for position, column in enumerate(part["X"].values())
    }
    for group in ours.groups:
        indicator = tuple(int(label == group.name) for label in labels)
        at = shown.get(indicator)
        row = np.zeros(len(covariance))
        row[0] = 1
        if at is not None:
            row[at] = 1
        estimate = float(row @ theirs["b"])
        se = math.sqrt(float(row @ covariance @ row))
        rows += [
            (f"b of {group.name}", estimate, group.estimate, length),
            (f"se of {group.name}", se, group.se, length),
        ]
    for name, cell, mine, floor in rows:
        yield Cell(where, name, number(cell), mine, RTOL, floor)


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    if not analysis.get("subgroup"):
        return
    for method in METHODS:
        yield f"subgroup {method} z", separate_cells(analysis, method)
    part = matching(analysis)
    if part is not None:
        for kind in sorted(part["fits"]):
            yield f"subgroup common {kind}", common_cells(analysis, part, kind)


def explanation(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Give the verified reason of a difference, or None."""
    if " groups " in cell.where:
        part = matching(analysis)
        where = cell.where.replace(" groups ", " ")
        if part is None or where not in LOWER_MAXIMUM:
            return None
        method, test = cell.where.rsplit(" ", 2)[1:]
        ours = compared(analysis, method, test, "common")
        if ours is None or ours.common_tau2 is None:
            return None
        there = part["fits"][f"{method} {test}"]["tau2"]
        heights = [
            log_likelihood(analysis, part, tau2, restricted=method == "REML")
            for tau2 in (ours.common_tau2, there)
        ]
        is_higher = heights[0] > heights[1] + HIGHER
        return f"{where}: metafor is on the lower maximum" if is_higher else None
    if cell.ours is not None:
        return None
    name, method, _ = cell.where.split(" group ")[1].rsplit(" ", 2)
    fit = analysis["subgroup"][method][name]
    if len(fit["rows"]) == 1 and cell.name in UNDEFINED_AT_ONE:
        return "one study in the group: not defined here, a constant in metafor"
    return None
