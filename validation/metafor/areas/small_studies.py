"""Regression tests, rank tests, and trim and fill."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from areas._small_studies_checks import (
    default_reml,
    exact_p,
    in_row_order,
    is_the_best_line,
    pooled_at,
    standardized,
    tau_b,
)
from cells import FLOOR, P_FLOOR, RTOL, Cell, fitted, number

from ketaevidence.effects import Effects, effect_sizes
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.small_studies import (
    RegressionTest,
    TrimAndFill,
    harbord_test,
    rank_test,
    regression_test,
    trim_and_fill,
)

#: metafor's names of the numbers of a regression test, and ours.
REGRESSION = {
    "stat": "stat",
    "pval": "pval",
    "dfs": "df",
    "intercept": "intercept",
    "slope": "slope",
    "slope_se": "slope_se",
    "limit_est": "limit",
    "limit_ci_lb": "limit_lb",
    "limit_ci_ub": "limit_ub",
    "tau2": "tau2",
}

#: The numbers of the pool with filled studies.
FITTED = ("b", "se", "pval", "ci_lb", "ci_ub", "tau2")

ESTIMATORS = ("L0", "R0")
SIDES = ("left", "right")

#: Why metafor has no number where there is one here.
GIVES_UP = "metafor gives up: no convergence, or a predictor it takes for constant"

_SEEN: dict[tuple[str, ...], Any] = {}


def _effects(analysis: dict[str, Any]) -> Effects:
    given = {name: analysis[name] for name in ("yi", "vi")}
    ni = analysis.get("ni")
    if ni and all(n is not None for n in ni):
        given["ni"] = ni
    return effect_sizes("GEN", **given)


def _numbers(analysis: dict[str, Any]) -> tuple[Any, Any]:
    return np.array(analysis["yi"], float), np.array(analysis["vi"], float)


def _once(key: tuple[str, ...], compute: Callable[[], Any]) -> Any:
    """Compute something once per analysis: every cell asks for it again."""
    if key not in _SEEN:
        if _SEEN and next(iter(_SEEN))[0] != key[0]:
            _SEEN.clear()
        _SEEN[key] = compute()
    return _SEEN[key]


def _scale(analysis: dict[str, Any]) -> float:
    yi, vi = _numbers(analysis)
    return max(float(np.var(yi, ddof=1)), float(np.median(vi)))


def _predictor(analysis: dict[str, Any], name: str) -> np.ndarray[Any, Any]:
    vi = np.array(analysis["vi"], float)
    if name in ("sei", "vi"):
        return np.sqrt(vi) if name == "sei" else vi
    ni = np.array(analysis["ni"], float)
    return {"ni": ni, "ninv": 1 / ni, "sqrtni": ni**0.5, "sqrtninv": ni**-0.5}[name]


def _ours(analysis: dict[str, Any], kind: str) -> RegressionTest | None:
    model, predictor = kind.split("_")
    method, test = ("REML", "z") if model == "rma" else (None, None)
    try:
        return regression_test(
            _effects(analysis),
            model=model,  # type: ignore[arg-type]
            predictor=predictor,  # type: ignore[arg-type]
            method=method,
            test=test,
            few_studies="allow",
        )
    except PoolingError:
        return None


def regression_cells(analysis: dict[str, Any], kind: str) -> Iterator[Cell]:
    """Compare one regression test of one analysis."""
    theirs = analysis["regtest"][kind]
    ours = _ours(analysis, kind)
    scale = _scale(analysis)
    length = FLOOR * math.sqrt(scale)
    width = float(np.ptp(_predictor(analysis, kind.split("_")[1]))) or 1.0
    bounds = dict.fromkeys(
        ("intercept", "limit_est", "limit_ci_lb", "limit_ci_ub"), length
    )
    bounds |= {"slope": length / width, "slope_se": length / width}
    bounds |= {"stat": FLOOR, "pval": P_FLOOR, "tau2": FLOOR * scale}
    for name, mine in REGRESSION.items():
        value = None if ours is None else getattr(ours, mine)
        where = f"{analysis['id']} regtest {kind}"
        cell = number(theirs.get(name))
        yield Cell(where, name, cell, value, RTOL, bounds.get(name, 0.0))


def rank_cells(analysis: dict[str, Any], part: str) -> Iterator[Cell]:
    """Compare one rank test of one analysis."""
    theirs = analysis[part]
    try:
        ours = rank_test(
            _effects(analysis),
            distribution="exact" if part == "ranktest" else "normal",
            few_studies="allow",
        )
    except PoolingError:
        ours = None
    for name in ("tau", "pval"):
        value = None if ours is None else getattr(ours, name)
        where = f"{analysis['id']} {part}"
        floor = P_FLOOR if name == "pval" else 0.0
        yield Cell(where, name, number(theirs[name]), value, RTOL, floor)


def _trimmed(analysis: dict[str, Any], fit: str, kind: str) -> TrimAndFill | None:
    estimator, side = kind.split("_")
    try:
        return trim_and_fill(
            fitted(analysis, *fit.split()),
            estimator=estimator,  # type: ignore[arg-type]
            side=side,  # type: ignore[arg-type]
            few_studies="allow",
        )
    except PoolingError:
        return None


def trim_cells(analysis: dict[str, Any], fit: str, kind: str) -> Iterator[Cell]:
    """Compare trim and fill of one analysis, the filled studies included."""
    theirs = analysis["trimfill"][fit][kind]
    ours = _trimmed(analysis, fit, kind)
    scale = _scale(analysis)
    length = FLOOR * math.sqrt(scale)
    where = f"{analysis['id']} trimfill {fit} {kind}"
    values: dict[str, float | None] = {}
    if ours is not None:
        filled = ours.filled
        values = {
            "k0": ours.k0,
            "se_k0": ours.se_k0,
            "p_k0": ours.p_k0,
            "side": float(ours.side == "right"),
            "b": filled.estimate,
            "se": filled.se,
            "pval": filled.pval,
            "ci_lb": filled.ci_lb,
            "ci_ub": filled.ci_ub,
            "tau2": filled.tau2,
        }
    bounds = dict.fromkeys(("b", "se", "ci_lb", "ci_ub"), length)
    bounds |= {"tau2": FLOOR * scale, "pval": P_FLOOR, "p_k0": P_FLOOR}
    for name in ("k0", "se_k0", "p_k0", "side", "b", "se", "pval", "ci_lb", "ci_ub",
                 "tau2"):  # fmt: skip
        cell = theirs.get(name)
        cell = float(cell == "right") if isinstance(cell, str) else number(cell)
        yield Cell(where, name, cell, values.get(name), RTOL, bounds.get(name, 0.0))
    if ours is None or "error" in theirs:
        return
    # Studies with equal distances may come in any order.
    for name in ("filled_yi", "filled_vi"):
        mine = sorted(getattr(ours, name).tolist())
        for row, value in enumerate(sorted(theirs[name] or ())):
            got = mine[row] if row < len(mine) else None
            floor = length if name == "filled_yi" else 0.0
            yield Cell(where, f"{name} {row + 1}", float(value), got, RTOL, floor)


def harbord_cells(analysis: dict[str, Any]) -> Iterator[Cell]:
    """Compare Harbord's test with the regression test of Peto's log odds ratios.

    Where no count is zero, Peto's odds ratio is Z / V with variance 1 / V.
    """
    theirs = analysis["regtest"]["lm_sei"]
    effects = effect_sizes("OR", **analysis["inputs"])
    ours = harbord_test(effects, few_studies="allow")
    for name, mine in REGRESSION.items():
        where = f"{analysis['id']} harbord"
        yield Cell(where, name, number(theirs[name]), getattr(ours, mine), RTOL, 0.0)


def _is_harbord(analysis: dict[str, Any]) -> bool:
    inputs = analysis["inputs"]
    if analysis["measure"] != "PETO" or len(inputs["ai"]) != analysis["k"]:
        return False
    cells = [np.array(inputs[name]) for name in ("ai", "ci")]
    for event, other, total in (("ai", "bi", "n1i"), ("ci", "di", "n2i")):
        has_total = total in inputs
        n = np.array(inputs[total if has_total else other])
        cells.append(n - np.array(inputs[event]) if has_total else n)
    return all((cell > 0).all() for cell in cells)


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    if analysis.get("regtest") and _is_harbord(analysis):
        yield "Harbord's test", harbord_cells(analysis)
    for kind in sorted(analysis.get("regtest") or {}):
        yield f"regression test {kind}", regression_cells(analysis, kind)
    for part in ("ranktest", "ranktest_approx"):
        if analysis.get(part) is not None:
            yield f"rank test {part}", rank_cells(analysis, part)
    for fit, kinds in sorted((analysis.get("trimfill") or {}).items()):
        for kind in sorted(kinds):
            if kind.startswith(ESTIMATORS):
                yield f"trim and fill {fit} {kind}", trim_cells(analysis, fit, kind)


def _agrees(theirs: float | None, mine: float | None, cell: Cell) -> bool:
    return Cell(cell.where, cell.name, theirs, mine, cell.rtol, cell.floor).is_equal


def _is_best(analysis: dict[str, Any], kind: str) -> bool:
    def check() -> bool:
        ours = _ours(analysis, kind)
        x = _predictor(analysis, kind.split("_")[1])
        return ours is not None and is_the_best_line(*_numbers(analysis), x, ours)

    return bool(_once((analysis["id"], kind), check))


def _rank_reason(analysis: dict[str, Any], cell: Cell) -> str | None:
    y, v = _numbers(analysis)
    x = standardized(y, v)
    part = cell.where.split()[-1]
    their_tau = analysis[part]["tau"]
    if part == "ranktest" and len(set(v)) == len(v):
        exact = exact_p(analysis["k"], their_tau)
        if cell.name == "pval" and _agrees(exact, cell.ours, cell):
            return "the exact p loses digits in R, which subtracts it from 1"
    digits = [np.array([float(f"{n:.13g}") for n in z]) for z in (x, v)]
    ours = rank_test(_effects(analysis), distribution="normal", few_studies="allow")
    by_bits = math.isclose(tau_b(x, v), their_tau, rel_tol=1e-9, abs_tol=1e-12)
    if by_bits and math.isclose(tau_b(*digits), ours.tau, rel_tol=1e-9):
        return "variances that differ in the last bit count as equal here"
    return None


def _is_stopped(cell: Cell, ours: TrimAndFill) -> bool:
    """Tell whether default limits on the same filled data give metafor's number."""
    effects = ours.filled.effects

    def stop() -> dict[str, float] | None:
        tau2 = default_reml(effects.yi, effects.vi)
        return None if tau2 is None else pooled_at(effects.yi, effects.vi, tau2)

    stopped = _once((cell.where, "default limits"), stop)
    return stopped is not None and _agrees(cell.theirs, stopped[cell.name], cell)


def _trim_reason(analysis: dict[str, Any], cell: Cell) -> str | None:
    fit, kind = cell.where.removeprefix(f"{analysis['id']} trimfill ").rsplit(" ", 1)
    theirs = analysis["trimfill"][fit][kind]
    ours = _once((cell.where, "ours"), lambda: _trimmed(analysis, fit, kind))
    if ours is None:
        return None
    if "error" in theirs:
        return _trim_error_reason(analysis, fit, kind, ours)
    is_same_fill = ours.k0 == theirs["k0"] and np.allclose(
        sorted(ours.filled_yi), sorted(theirs["filled_yi"] or ()), rtol=RTOL, atol=0
    )
    if is_same_fill and fit == "REML z" and cell.name in FITTED:
        is_stopped = _is_stopped(cell, ours)
        why = "metafor refits the filled data with default limits (a step of 1e-5)"
        return why if is_stopped else None
    return _tie_reason(analysis, fit, kind, cell)


def _tie_reason(
    analysis: dict[str, Any], fit: str, kind: str, cell: Cell
) -> str | None:
    """Verify that metafor's number depends on the order of rows, or on rounding."""
    side = analysis["trimfill"][fit][kind]["side"]
    rows = "equal effects are trimmed in the order of the rows in metafor"
    itself = "the distance of a study from itself is rounding in metafor, and counts"
    for at_zero, why in ((0, rows), (1, itself), (-1, itself)):
        found = _once(
            (cell.where, str(at_zero)),
            lambda at=at_zero: in_row_order(analysis, fit, kind, side, at),  # type: ignore[misc]
        )
        if found and _agrees(cell.theirs, found.get(cell.name), cell):
            return why
    y = np.sort(_numbers(analysis)[0])
    is_symmetric = np.allclose(y, -y[::-1], rtol=1e-12, atol=0)
    both = {
        analysis["trimfill"][fit].get(f"L0_{side}", {}).get("se_k0") for side in SIDES
    }
    if is_symmetric and cell.name == "se_k0" and len(both) > 1:
        return "mirror images tie here; in metafor rounding ranks them"
    return None


def _trim_error_reason(
    analysis: dict[str, Any], fit: str, kind: str, ours: TrimAndFill
) -> str | None:
    """Verify what is computed here where metafor gives up."""
    line = _once((analysis["id"], "line"), lambda: _ours(analysis, "rma_sei"))
    if line is None or not _is_best(analysis, "rma_sei"):
        return None
    again = _once(
        (analysis["id"], fit, kind),
        lambda: in_row_order(analysis, fit, kind, ours.side, 0),
    )
    same_side = ours.side == ("right" if line.slope < 0 else "left")
    is_right = same_side and again is not None and again["k0"] == ours.k0
    return GIVES_UP if is_right else None


def explanation(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Give the verified reason of a difference, or None."""
    if " regtest rma_" in cell.where and cell.theirs is None:
        return GIVES_UP if _is_best(analysis, cell.where.split()[-1]) else None
    if " ranktest" in cell.where:
        return _rank_reason(analysis, cell)
    if " trimfill " in cell.where:
        return _trim_reason(analysis, cell)
    return None
