"""Meta-regressions: every fit of every model of the reference, with its predictions."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from areas._rational import dersimonian_laird, exact_fit, inverse
from cells import FLOOR, HIGHER, P_FLOOR, RTOL, Cell, number
from scipy.special import chdtrc, fdtrc, ndtr, ndtri, stdtr, stdtrit

from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling.regression import Regression, regress

#: The reference's names of a coefficient's numbers, and ours.
COEFFICIENT = {
    "b": "estimate",
    "se": "se",
    "stat": "zval",
    "pval": "pval",
    "ci_lb": "ci_lb",
    "ci_ub": "ci_ub",
}

#: The same for the model.
MODEL = {
    "QM": "QM",
    "QMp": "QMp",
    "QE": "QE",
    "QEp": "QEp",
    "tau2": "tau2",
    "se_tau2": "se_tau2",
    "I2": "I2",
    "H2": "H2",
    "R2": "R2",
}

#: The same for a prediction at each study's own moderators.
PREDICTION = {
    "pred": "estimate",
    "se": "se",
    "ci_lb": "ci_lb",
    "ci_ub": "ci_ub",
    "pi_lb": "pi_lb",
    "pi_ub": "pi_ub",
}

#: Fits in which metafor rests on the lower of two maxima of the likelihood. Each is
#: verified below: the log-likelihood of our tau2 must be higher.
LOWER_MAXIMUM = frozenset(
    {
        "dat.karner2014.deaths.OR ~duration ML knha",
        "dat.karner2014.deaths.OR ~duration ML z",
    }
)

#: Below this share of the data's scale, a tau2 of the reference is 0 with rounding.
BOUNDARY = 1e-9


def columns(part: dict[str, Any]) -> dict[str, list[float]]:
    """Give the columns in the order of the coefficients: interactions come last."""
    names = sorted(part["X"], key=lambda name: name.count(":"))
    return {name: [float(x) for x in part["X"][name]] for name in names}


def data_of(
    analysis: dict[str, Any], part: dict[str, Any]
) -> tuple[list[float], list[float]]:
    """Give effects and variances of the studies in which the moderators are known."""
    rows = [row - 1 for row in part["rows"]]
    return [analysis["yi"][row] for row in rows], [analysis["vi"][row] for row in rows]


def fitted(
    analysis: dict[str, Any], part: dict[str, Any], method: str, test: str
) -> Regression:
    """Fit one model, keeping the caveats silent."""
    yi, vi = data_of(analysis, part)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", PoolingWarning)
        return regress(yi, columns(part), vi=vi, method=method, test=test)  # type: ignore[arg-type]


def scale_of(analysis: dict[str, Any], part: dict[str, Any]) -> float:
    """Give the data's own scale of variance."""
    yi, vi = data_of(analysis, part)
    return max(float(np.var(yi, ddof=1)), float(np.median(vi)))


def model_cells(
    analysis: dict[str, Any], part: dict[str, Any], kind: str
) -> Iterator[Cell]:
    """Compare one fit of one model."""
    theirs = part["fits"][kind]
    ours = fitted(analysis, part, *kind.split())
    where = f"{analysis['id']} {part['formula']} {kind}"
    scale = scale_of(analysis, part)
    typical = ours.tau2 / (ours.H2 - 1) if ours.tau2 > 0 else scale
    ratio = FLOOR * max(1.0, scale / typical)
    for j, coefficient in enumerate(ours.coefficients):
        length = FLOOR * coefficient.se
        floors = {"stat": FLOOR, "pval": P_FLOOR}
        for name, mine in COEFFICIENT.items():
            yield Cell(
                where,
                f"{name} of {coefficient.name}",
                number(theirs[name][j]),
                getattr(coefficient, mine),
                RTOL,
                floors.get(name, length),
            )
    sizes = np.sqrt(np.diag(ours.covariance))
    entries = np.reshape(theirs["vb"], ours.covariance.shape)
    for i, j in np.ndindex(entries.shape):
        floor = FLOOR * sizes[i] * sizes[j]
        cell = float(ours.covariance[i, j])
        yield Cell(where, f"vb {i},{j}", number(entries[i, j]), cell, RTOL, floor)
    floors = {
        "QM": FLOOR,
        "QE": FLOOR,
        "QMp": P_FLOOR,
        "QEp": P_FLOOR,
        "tau2": FLOOR * scale,
        "se_tau2": FLOOR * scale,
        "H2": ratio,
        "I2": 100 * ratio,
        "R2": 100 * FLOOR,
    }
    for name, mine in MODEL.items():
        cell = getattr(ours, mine)
        yield Cell(where, name, number(theirs[name]), cell, RTOL, floors[name])
    for name, theirs_df, df in zip(
        ("QM_df", "QM_ddf"), theirs["QM_df"], (ours.QM_df, ours.QM_ddf), strict=True
    ):
        yield Cell(where, name, number(theirs_df), df, RTOL, 0.0)


def prediction_cells(
    analysis: dict[str, Any], part: dict[str, Any], kind: str
) -> Iterator[Cell]:
    """Compare the predictions at each study's own moderators."""
    theirs = part["fits"][kind]["predict"]
    ours = fitted(analysis, part, *kind.split()).predict()
    floor = FLOOR * math.sqrt(scale_of(analysis, part))
    for name, mine in PREDICTION.items():
        values = getattr(ours, mine)
        for row, cell in enumerate(theirs[name]):
            where = f"{analysis['id']} {part['formula']} {kind} row {row + 1}"
            yield Cell(where, name, number(cell), float(values[row]), RTOL, floor)


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    for part in analysis.get("metareg") or []:
        for kind in sorted(part["fits"]):
            yield f"regression {kind}", model_cells(analysis, part, kind)
            if "predict" in part["fits"][kind]:
                cells = prediction_cells(analysis, part, kind)
                yield f"prediction {kind}", cells


def log_likelihood(
    analysis: dict[str, Any], part: dict[str, Any], tau2: float, *, restricted: bool
) -> float:
    """Compute the log-likelihood with matrices, apart from the package."""
    yi, vi = (np.array(values) for values in data_of(analysis, part))
    x = np.column_stack([np.ones(len(yi)), *columns(part).values()])
    w = np.diag(1 / (vi + tau2))
    information = x.T @ w @ x
    residual = yi - x @ np.linalg.solve(information, x.T @ w @ yi)
    twice = np.log(vi + tau2).sum() + residual @ w @ residual
    if restricted:
        twice += np.linalg.slogdet(information)[1]
    return float(-0.5 * twice)


def exact_numbers(
    analysis: dict[str, Any], part: dict[str, Any], kind: str
) -> dict[str, float]:
    """Compute the numbers of a fit in fractions, by the names of its cells.

    DL throughout; for the other methods what does not depend on their tau2.
    """
    method, test = kind.split()
    yi, vi = data_of(analysis, part)
    named = columns(part)
    x = [list(row) for row in zip(*named.values(), strict=True)]
    at_zero = exact_fit(yi, vi, x, Fraction(0))
    p = len(at_zero.b)
    df = len(yi) - p
    qe = float(at_zero.rss)
    found = {"QE": qe, "QEp": float(chdtrc(df, qe))}
    if method == "EE":
        return found | {"H2": qe / df, "I2": 100 * max(0.0, (qe - df) / qe)}
    if method != "DL":
        return found
    tau2 = dersimonian_laird(yi, vi, x)
    fit = exact_fit(yi, vi, x, tau2)
    scale = fit.rss / df if test == "knha" else Fraction(1)
    typical = df / at_zero.trace
    found |= {"tau2": float(tau2), "H2": float((tau2 + typical) / typical)}
    found |= {"I2": float(100 * tau2 / (tau2 + typical))}
    spread = 2 * df + 4 * tau2 * at_zero.trace + 2 * tau2**2 * at_zero.trace2
    found |= {"se_tau2": math.sqrt(spread) / float(at_zero.trace)}
    for i, j in np.ndindex((p, p)):
        found[f"vb {i},{j}"] = float(scale * fit.inverse[i][j])
    half = -(ndtri(0.025) if test == "z" else stdtrit(df, 0.025))
    for j, name in enumerate(("intercept", *named)):
        b, se = float(fit.b[j]), math.sqrt(scale * fit.inverse[j][j])
        tail = ndtr(-abs(b / se)) if test == "z" else stdtr(df, -abs(b / se))
        numbers = (b, se, b / se, 2 * tail, b - half * se, b + half * se)
        found |= {
            f"{cell} of {name}": float(value)
            for cell, value in zip(COEFFICIENT, numbers, strict=True)
        }
    # b'V^-1 b over all but the intercept, V the covariance without its row and column.
    inner = inverse([row[1:] for row in fit.inverse[1:]])
    slopes = fit.b[1:]
    qm = float(
        sum(
            inner[a][c] * slopes[a] * slopes[c]
            for a in range(p - 1)
            for c in range(p - 1)
        )
        / scale
    )
    f = qm / (p - 1)
    if test == "z":
        return found | {"QM": qm, "QMp": float(chdtrc(p - 1, qm))}
    return found | {"QM": f, "QMp": float(fdtrc(p - 1, df, f))}


def part_of(analysis: dict[str, Any], where: str) -> tuple[dict[str, Any], str]:
    """Find the model and the fit that a cell belongs to."""
    for part in analysis["metareg"]:
        for kind in part["fits"]:
            if where == f"{analysis['id']} {part['formula']} {kind}":
                return part, kind
    msg = f"no fit {where}"
    raise KeyError(msg)


def _why_no_share(
    analysis: dict[str, Any], part: dict[str, Any], kind: str, cell: Cell
) -> str | None:
    """Explain an R2 that is None here: there is nothing to have a share of."""
    method, test = kind.split()
    ours = fitted(analysis, part, method, test)
    plain = analysis["fits"][method][test]["tau2"]
    is_nothing = plain <= BOUNDARY * scale_of(analysis, part)
    is_all = len(part["rows"]) == analysis["k"]
    if not (ours.tau2_unmoderated == 0 and is_all and is_nothing):
        return None
    if cell.theirs == 0:
        return "R2 where tau2 is 0 without moderators: 0 in metafor, None here"
    return (
        "R2 where tau2 is 0 without moderators: in metafor the ratio of two rounding "
        "errors (up to 100 %), None here"
    )


def _why_higher(
    analysis: dict[str, Any], part: dict[str, Any], kind: str, where: str
) -> str | None:
    """Explain a fit in which metafor rests on the lower maximum."""
    method, test = kind.split()
    values = (fitted(analysis, part, method, test).tau2, part["fits"][kind]["tau2"])
    here, there = (
        log_likelihood(analysis, part, tau2, restricted=method == "REML")
        for tau2 in values
    )
    is_higher = here > there + HIGHER
    return f"{where}: metafor is on the lower maximum" if is_higher else None


def explanation(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Give the verified reason of a difference, or None."""
    if " row " in cell.where:
        return None
    part, kind = part_of(analysis, cell.where)
    if cell.name == "R2" and cell.ours is None:
        return _why_no_share(analysis, part, kind, cell)
    if cell.where in LOWER_MAXIMUM:
        return _why_higher(analysis, part, kind, cell.where)
    exact = exact_numbers(analysis, part, kind).get(cell.name)
    if exact is None or cell.theirs is None or cell.ours is None:
        return None
    if abs(cell.ours - exact) <= RTOL / 10 * abs(exact) < abs(cell.theirs - exact):
        return (
            f"{analysis['id']} {part['formula']}: rounding in metafor with raw "
            "calendar years; here equal to the computation in exact fractions"
        )
    return None
