"""The conditional logistic model of odds ratios ("CM.EL" of rma.glmm)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from cells import P_FLOOR, Cell, number
from scipy.special import gammaln, logsumexp, ndtr

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts.conditional import conditional_logistic
from ketaevidence.pooling.counts.conditional_model import ConditionalOddsRatio

Array = npt.NDArray[np.float64]

#: Relative tolerance: iterated and integrated numbers.
RTOL = 1e-6

#: metafor's names and ours.
FIELDS = {
    "b": "estimate",
    "se": "se",
    "pval": "pval",
    "tau2": "tau2",
    "ll": "log_likelihood",
    "QE_LRT": "QE_LRT",
    "QE_Wld": "QE_Wld",
}

#: Nodes of the plain sums by which both results are judged.
NODES = np.linspace(-8.5, 8.5, 341)

#: A number counts as the same within this relative difference.
SAME = 1e-7

#: By how much R's log-likelihood may be the higher one: its own integrals' error.
ROUNDING = 1e-9

#: Steps of the differences that give a curvature, and how well they do.
STEP, CURVATURE = 1e-3, 1e-4

#: A log odds ratio beyond this stands for one without end.
ENDLESS = 20.0


def fitted(analysis: dict[str, Any], method: str) -> ConditionalOddsRatio | None:
    """Fit the model; None where it is refused."""
    try:
        return conditional_logistic(**analysis["inputs"], method=method)  # type: ignore[arg-type]
    except PoolingError:
        return None


def _cells(analysis: dict[str, Any], method: str) -> Iterator[Cell]:
    theirs = analysis["glmm"][f"CM.EL {method}"]
    ours = fitted(analysis, method)
    where = f"{analysis['id']} conditional {method}"
    is_given = "error" not in theirs
    if not is_given and ours is None:
        yield Cell(where, "refused", None, None, RTOL, 0.0)
        return
    for name, attribute in FIELDS.items():
        value = None if ours is None else getattr(ours, attribute)
        known = number(theirs.get(name)) if is_given else None
        floor = P_FLOOR if name == "pval" else 0.0
        yield Cell(
            where, name, known, None if value is None else float(value), RTOL, floor
        )


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    if analysis["measure"] != "OR":
        return
    for method in ("EE", "ML"):
        if f"CM.EL {method}" in (analysis.get("glmm") or {}):
            yield f"conditional logistic, {method}", _cells(analysis, method)


class _Tables:
    """The tables and their likelihood by plain sums, apart from the package."""

    def __init__(self, analysis: dict[str, Any]) -> None:
        given = {name: np.array(x, float) for name, x in analysis["inputs"].items()}
        a, c = given["ai"], given["ci"]
        n1 = given["n1i"] if "n1i" in given else a + given["bi"]
        n2 = given["n2i"] if "n2i" in given else c + given["di"]
        m = a + c
        told = (m > 0) & (m < n1 + n2)
        self.rows = list(zip(a[told], n1[told], m[told], n2[told], strict=True))

    def _terms(self, row: tuple[float, ...], theta: Array) -> tuple[Array, Array]:
        _, n1, m, n2 = row
        u = np.arange(max(0.0, m - n2), min(n1, m) + 1)
        ways = -(
            gammaln(u + 1)
            + gammaln(n1 - u + 1)
            + gammaln(m - u + 1)
            + gammaln(n2 - m + u + 1)
        )
        return u, ways + np.multiply.outer(theta, u)

    def of_study(self, row: tuple[float, ...], theta: Array) -> tuple[Array, ...]:
        """Give log-probability, score and information at each log odds ratio."""
        u, terms = self._terms(row, theta)
        whole = logsumexp(terms, axis=1, keepdims=True)
        p = np.exp(terms - whole)
        mean = p @ u
        variance = (p * (u - mean[:, None]) ** 2).sum(axis=1)
        at = int(row[0] - u[0])
        return terms[:, at] - whole[:, 0], row[0] - mean, variance

    def own(self, row: tuple[float, ...]) -> tuple[float, float, float] | None:
        """Give a study's own log odds ratio, information and log-probability."""
        u, _ = self._terms(row, np.zeros(1))
        if row[0] in (u[0], u[-1]):
            return None
        low, high = -40.0, 40.0
        for _ in range(200):
            middle = (low + high) / 2
            score = self.of_study(row, np.array([middle]))[1][0]
            low, high = (middle, high) if score > 0 else (low, middle)
        value, _, variance = self.of_study(row, np.array([middle]))
        return middle, float(variance[0]), float(value[0])

    def height(self, mu: float, tau: float) -> float:
        """Give the log-likelihood."""
        total = 0.0
        weights = np.log(NODES[1] - NODES[0]) - 0.5 * NODES**2 - 0.5 * np.log(2 * np.pi)
        for row in self.rows:
            if tau == 0:
                total += float(self.of_study(row, np.array([mu]))[0][0])
                continue
            value = self.of_study(row, mu + tau * NODES)[0]
            total += float(logsumexp(value + weights))
        return total

    def sums(self, mu: float) -> tuple[float, float]:
        """Give score and information of one log odds ratio for all."""
        parts = [self.of_study(row, np.array([mu])) for row in self.rows]
        return sum(float(p[1][0]) for p in parts), sum(float(p[2][0]) for p in parts)


@lru_cache(maxsize=64)
def _tables(text: str) -> _Tables:
    return _Tables(json.loads(text))


def _near(one: float | None, other: float | None, share: float = SAME) -> bool:
    if one is None or other is None:
        return False
    return abs(one - other) <= share * max(abs(one), abs(other))


def _p_follows(their: dict[str, Any], cell: Cell) -> bool:
    """Tell whether R's p-value belongs to its own estimate and error."""
    b, se = number(their.get("b")), number(their.get("se"))
    if b is None or not se or cell.theirs is None:
        return False
    again = 2 * float(ndtr(-abs(b / se)))
    return abs(again - cell.theirs) <= 1e-6 * again + P_FLOOR


def _of_one(tables: _Tables, ours: ConditionalOddsRatio, cell: Cell) -> str | None:
    """Explain differences where one odds ratio holds for all, tau2 = 0 here."""
    score, information = tables.sums(ours.estimate)
    is_root = abs(score) < 1e-7 * information**0.5
    if cell.name == "b" and is_root and cell.theirs is not None:
        there = abs(tables.sums(cell.theirs)[0])
        if there > 10 * abs(score):
            return "R's optimizer stops early: the score is larger there, by plain sums"
    if cell.name == "se" and is_root and _near(ours.se, information**-0.5):
        return "R takes the curvature by differences; here equal to the exact variance"
    return None


def _of_wald(tables: _Tables, cell: Cell) -> str | None:
    """Explain the Wald test, which R takes from a curvature by differences."""
    own = [found for row in tables.rows if (found := tables.own(row)) is not None]
    theta, w = np.array([o[0] for o in own]), np.array([o[1] for o in own])
    exact = float((w * (theta - (w @ theta) / w.sum()) ** 2).sum())
    if _near(cell.ours, exact):
        return (
            "Wald test: R takes the curvature by differences; here equal to the exact "
            "variances"
        )
    return None


def _of_random(
    tables: _Tables, ours: ConditionalOddsRatio, their: dict[str, Any], cell: Cell
) -> str | None:
    """Explain differences where log odds ratios vary."""
    tau = (ours.tau2 or 0.0) ** 0.5
    here = tables.height(ours.estimate, tau)
    if not _near(here, ours.log_likelihood):
        return None
    b, tau2 = number(their.get("b")), number(their.get("tau2"))
    if b is None or tau2 is None:
        grid = [
            tables.height(ours.estimate + shift * ours.se, other)
            for shift in (-2, -1, 0, 1, 2)
            for other in (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
        ]
        is_top = here >= max(grid) - ROUNDING
        return "rma.glmm gives up; no point of a grid is higher" if is_top else None
    if tables.height(b, tau2**0.5) > here + ROUNDING:
        return None
    if cell.name in {"b", "tau2", "ll"}:
        return (
            "R's optimizer or integrals stop early: the likelihood is no higher there"
        )
    by = _of_one(tables, ours, cell) if tau == 0 else _by_differences(tables, ours, tau)
    return by if cell.name == "se" else None


def _by_differences(
    tables: _Tables, ours: ConditionalOddsRatio, tau: float
) -> str | None:
    h, mu, tau2 = STEP, ours.estimate, tau**2
    step = h * tau2
    f = [
        [tables.height(mu + h * i, (tau2 + step * j) ** 0.5) for j in (-1, 0, 1)]
        for i in (-1, 0, 1)
    ]
    crossed = (f[2][2] - f[2][0] - f[0][2] + f[0][0]) / (4 * h * step)
    bends = np.array(
        [
            [(f[2][1] - 2 * f[1][1] + f[0][1]) / h**2, crossed],
            [crossed, (f[1][2] - 2 * f[1][1] + f[1][0]) / step**2],
        ]
    )
    again = float(np.linalg.inv(-bends)[0, 0] ** 0.5)
    if _near(again, ours.se, CURVATURE):
        return "R takes the curvature by differences; ours is confirmed by plain sums"
    return None


def explanation(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Give the verified reason of a difference, or None."""
    method = cell.where.rpartition(" ")[2]
    their = analysis["glmm"][f"CM.EL {method}"]
    text = json.dumps({"inputs": analysis["inputs"]}, sort_keys=True)
    tables, ours = _tables(text), fitted(analysis, method)
    if ours is None:
        is_endless = all(row[0] == max(0.0, row[2] - row[3]) for row in tables.rows)
        b = number(their.get("b"))
        if is_endless and b is not None and abs(b) > ENDLESS:
            return (
                "no events in group 1 of any study: the odds ratio is 0 and refused "
                "here; R stops somewhere"
            )
        return None
    if cell.name == "pval" and cell.theirs is not None:
        return (
            "p follows from R's estimate and error" if _p_follows(their, cell) else None
        )
    if cell.name == "QE_Wld" and "error" not in their:
        return _of_wald(tables, cell)
    if method == "EE":
        return _of_one(tables, ours, cell)
    return _of_random(tables, ours, their, cell)
