"""Mantel-Haenszel, Peto, and the binomial-normal model of proportions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from cells import P_FLOOR, RTOL, Cell, number
from numpy.polynomial.hermite import hermgauss
from scipy.special import chdtrc, expit, ndtr, ndtri, xlogy

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts import (
    Association,
    PooledProportion,
    Stratified,
    association_test,
    binomial_normal,
    mantel_haenszel,
    peto_odds_ratio,
)

Array = npt.NDArray[np.float64]

#: How the reference was computed: what is added to the counts that are pooled, and
#: whether the test has a continuity correction.
VARIANTS: dict[str, dict[str, Any]] = {
    "add_all": {"pool_add": 0.5, "pool_to": "only0", "correct": True},
    "correct": {"correct": True},
    "drop00": {"correct": True},
    "nocorrect": {"correct": False},
}

#: metafor's names of a pool's numbers, and ours.
FIELDS = {
    "b": "estimate",
    "se": "se",
    "zval": "zval",
    "pval": "pval",
    "ci_lb": "ci_lb",
    "ci_ub": "ci_ub",
    "QE": "QE",
    "QEp": "QEp",
    "I2": "I2",
    "H2": "H2",
    "k": "k",
}

#: metafor's names of the tests, and ours.
ASSOCIATION = {"MH": "statistic", "MHp": "p", "CO": "cochran", "COp": "cochran_p"}
HOMOGENEITY = {"BD": "breslow_day", "TA": "tarone", "TAp": "tarone_p"}

#: A p-value below this is compared absolutely; so is a z-value, I2 and a statistic
#: that is a difference near 0.
FLOORS = {"pval": P_FLOOR, "QEp": P_FLOOR, "MHp": P_FLOOR, "COp": P_FLOOR}
FLOORS |= {"TAp": P_FLOOR, "zval": 1e-12, "I2": 1e-10, "b": 1e-13}

#: Numbers of the binomial-normal model, metafor's names and ours.
GLMM = {
    "b": "estimate",
    "se": "se",
    "ci_lb": "ci_lb",
    "ci_ub": "ci_ub",
    "pval": "pval",
    "tau2": "tau2",
    "QE_Wld": "QE_Wld",
    "QE_LRT": "QE_LRT",
}


def inputs(analysis: dict[str, Any]) -> dict[str, Any]:
    """Give the raw counts of an analysis as arguments."""
    return dict(analysis["inputs"])


def pooled(
    analysis: dict[str, Any], variant: str
) -> tuple[Stratified | None, Association | None]:
    """Pool an analysis; where the ratio is 0 or infinite, the test alone stands."""
    options = VARIANTS[variant]
    counts = inputs(analysis)
    try:
        found = mantel_haenszel(analysis["measure"], **counts, **options)
    except PoolingError:
        correct = bool(options["correct"])
        is_tested = analysis["measure"] == "OR"
        test = association_test(**counts, correct=correct) if is_tested else None
        return None, test
    return found, found.association


def pool_cells(analysis: dict[str, Any], variant: str) -> Iterator[Cell]:
    """Compare one Mantel-Haenszel pool in all its numbers."""
    theirs = analysis["mh"][variant]
    ours, test = pooled(analysis, variant)
    where = f"{analysis['id']} mh {variant}"
    yield from _cells(where, theirs, ours, FIELDS if ours is not None else _SILENT)
    yield from _cells(where, theirs, test, ASSOCIATION)
    same = None if ours is None else ours.homogeneity
    yield from _cells(where, theirs, same, HOMOGENEITY)
    if ours is not None:
        own = float(np.isfinite(ours.yi).sum())
        yield Cell(where, "k_yi", number(theirs["k_yi"]), own, RTOL, 0.0)


#: What there is nothing of where the ratio has no logarithm: the number of studies is
#: in no result, so it is not compared.
_SILENT = {name: value for name, value in FIELDS.items() if name != "k"}


def _cells(
    where: str, theirs: dict[str, Any], ours: object, fields: dict[str, str]
) -> Iterator[Cell]:
    for name, attribute in fields.items():
        value = None if ours is None else getattr(ours, attribute)
        mine = None if value is None else float(value)
        yield Cell(where, name, number(theirs[name]), mine, RTOL, FLOORS.get(name, 0.0))


def peto_cells(analysis: dict[str, Any]) -> Iterator[Cell]:
    """Compare Peto's odds ratio; metafor has no tests beside it."""
    ours = peto_odds_ratio(**inputs(analysis))
    yield from _cells(f"{analysis['id']} peto", analysis["peto"], ours, FIELDS)


def fitted(analysis: dict[str, Any], method: str) -> PooledProportion:
    """Fit the binomial-normal model."""
    return binomial_normal(**inputs(analysis), method=method)  # type: ignore[arg-type]


def glmm_cells(analysis: dict[str, Any], method: str) -> Iterator[Cell]:
    """Compare one fit of the binomial-normal model."""
    theirs = analysis["glmm"][f"default {method}"]
    ours = fitted(analysis, method)
    for name, attribute in GLMM.items():
        floor = P_FLOOR if name == "pval" else 0.0
        value = float(getattr(ours, attribute))
        where = f"{analysis['id']} glmm {method}"
        yield Cell(where, name, number(theirs[name]), value, RTOL, floor)


#: Nodes of the quadrature in R's lme4 as metafor calls it.
THEIR_NODES = 7

#: Nodes of the quadrature with which both results are judged here.
MANY_NODES = 80

#: metafor's fit lies this near to the top of its own, coarser likelihood.
THEIR_TOP = 1e-8

#: And its standard error this near to the one that follows from that likelihood.
THEIR_CURVATURE = 3e-4

#: R's ``glm`` stops when the deviance changes by less than this share of itself.
GLM_STOP = 1e-8

#: A number of R's ``glm`` is taken as reproduced within this relative difference.
SAME = 1e-12


def quadrature(analysis: dict[str, Any], mu: float, tau: float, nodes: int) -> float:
    """Compute the log-likelihood by adaptive Gauss-Hermite, apart from the package.

    It is less that of every study at its own proportion, so that no digits are lost
    where studies have a million patients.
    """
    x, n = (np.array(analysis["inputs"][name], float) for name in ("xi", "ni"))
    z = np.zeros(len(x))
    for _ in range(500):
        p = expit(mu + tau * z)
        step = (z - tau * (x - n * p)) / (1 + tau**2 * n * p * (1 - p))
        z -= np.clip(step, -0.5, 0.5)
    p = expit(mu + tau * z)
    width = 1 / np.sqrt(1 + tau**2 * n * p * (1 - p))
    at, weights = hermgauss(nodes)
    points = z[:, np.newaxis] + np.sqrt(2) * width[:, np.newaxis] * at
    eta = mu + tau * points
    inner = (x > 0) & (x < n)
    own = np.where(inner, x / n, 0.5)[:, np.newaxis]
    apart = eta - np.log(own / (1 - own))
    # Of a study without or with only events, the log-likelihood at its best is 0.
    outer = x[:, np.newaxis] * eta - n[:, np.newaxis] * np.logaddexp(0, eta)
    terms = n[:, np.newaxis] * (own * apart - np.log1p(own * np.expm1(apart)))
    terms = np.where(inner[:, np.newaxis], terms, outer)
    terms += -0.5 * points**2 + at**2 + np.log(weights)
    top = terms.max(axis=1)
    sums = np.exp(terms - top[:, np.newaxis]).sum(axis=1)
    return float((top + np.log(sums * width / np.sqrt(np.pi))).sum())


def slopes(
    analysis: dict[str, Any], mu: float, tau: float, step: float
) -> tuple[Array, Array]:
    """Differentiate metafor's likelihood by differences: gradient and curvature."""

    def at(i: int, j: int) -> float:
        return quadrature(analysis, mu + i * step, tau + j * step, THEIR_NODES)

    middle = at(0, 0)
    first = np.array([at(1, 0) - at(-1, 0), at(0, 1) - at(0, -1)]) / (2 * step)
    crossed = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * step**2)
    by_mu = (at(1, 0) - 2 * middle + at(-1, 0)) / step**2
    by_tau = (at(0, 1) - 2 * middle + at(0, -1)) / step**2
    return first, np.array([[by_mu, crossed], [crossed, by_tau]])


@lru_cache(maxsize=4)
def _their_top(text: str) -> tuple[bool, bool, bool]:
    """Verify where metafor's fit lies: on its own top, with its own curvature, lower.

    Returns
    -------
    tuple
        Whether the fit is the maximum of the likelihood by seven nodes; whether its
        standard error is that of the same likelihood; whether the likelihood by many
        nodes is higher at our estimates.
    """
    analysis = json.loads(text)
    theirs, ours = analysis["glmm"]["default ML"], fitted(analysis, "ML")
    mu, tau = theirs["b"], theirs["tau2"] ** 0.5
    for _ in range(6):
        gradient, curvature = slopes(analysis, mu, tau, 3e-4)
        move = np.linalg.solve(curvature, gradient)
        mu, tau = mu - move[0], tau - move[1]
    top = quadrature(analysis, mu, tau, THEIR_NODES)
    there = quadrature(analysis, theirs["b"], theirs["tau2"] ** 0.5, THEIR_NODES)
    _, curvature = slopes(analysis, mu, tau, 1e-2)
    se = float(np.linalg.inv(-curvature)[0, 0]) ** 0.5
    our_tau = 0.0 if ours.tau2 is None else ours.tau2**0.5
    here = quadrature(analysis, ours.estimate, our_tau, MANY_NODES)
    lower = quadrature(analysis, theirs["b"], theirs["tau2"] ** 0.5, MANY_NODES)
    return (
        0 <= top - there < THEIR_TOP,
        abs(se / theirs["se"] - 1) < THEIR_CURVATURE,
        here > lower,
    )


def glm(analysis: dict[str, Any], *, saturated: bool) -> tuple[Array, Array]:
    """Fit a logistic regression as R's ``glm`` does, with its start and its stop.

    Returns
    -------
    tuple of numpy.ndarray
        The logits, and the information that R reports: that of the step before.
    """
    x, n = (np.array(analysis["inputs"][name], float) for name in ("xi", "ni"))
    p = (x + 0.5) / (n + 1)
    eta, before = np.log(p / (1 - p)), np.inf
    weights = n * p * (1 - p)
    for _ in range(25):
        weights = n * p * (1 - p)
        working = eta + (x - n * p) / weights
        mean = (weights * working).sum() / weights.sum()
        eta = working if saturated else np.full(len(x), mean)
        p = expit(eta)
        terms = xlogy(x, x / (n * p)) + xlogy(n - x, (n - x) / (n * (1 - p)))
        deviance = 2 * terms.sum()
        if abs(deviance - before) / (abs(deviance) + 0.1) < GLM_STOP:
            break
        before = deviance
    return eta, weights


def _their_glm(analysis: dict[str, Any], name: str) -> float | None:
    """Compute a number of the model with one proportion as R's ``glm`` leaves it."""
    if name == "QE_Wld":
        eta, weights = glm(analysis, saturated=True)
        mean = (weights * eta).sum() / weights.sum()
        return float((weights * (eta - mean) ** 2).sum())
    eta, weights = glm(analysis, saturated=False)
    b, se = float(eta[0]), float(weights.sum() ** -0.5)
    half = -float(ndtri(0.025)) * se
    values = {"b": b, "se": se, "ci_lb": b - half, "ci_ub": b + half}
    values["pval"] = 2 * float(ndtr(-abs(b / se)))
    return values.get(name)


def _of_correction(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Explain the continuity correction where the difference is less than one half."""
    counts = {name: np.array(v, float) for name, v in analysis["inputs"].items()}
    a, c = counts["ai"], counts["ci"]
    n1, n2 = (
        counts.get(total, counts[event] + counts.get(other, 0.0))
        for total, event, other in (("n1i", "ai", "bi"), ("n2i", "ci", "di"))
    )
    if "add_all" in cell.where:
        more = 0.5 * ((a == 0) | (c == 0) | (a == n1) | (c == n2))
        a, c, n1, n2 = a + more, c + more, n1 + 2 * more, n2 + 2 * more
    n, m = n1 + n2, a + c
    excess = abs(float((a - n1 * m / n).sum()))
    last = n - 1 if cell.name.startswith("MH") else n
    variance = float((n1 * n2 * m * (n - m) / (n**2 * last)).sum())
    again = (excess - 0.5) ** 2 / variance
    if cell.name.endswith("p"):
        again = float(chdtrc(1, again))
    is_theirs = cell.theirs is not None and abs(again - cell.theirs) < SAME
    if not (excess < 0.5 and is_theirs):
        return None
    return (
        "observed and expected events differ by less than one half; metafor subtracts "
        "one half and squares what is below 0, here the corrected difference is 0"
    )


def _of_glm(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Explain what R's ``glm`` leaves unfinished."""
    again = _their_glm(analysis, cell.name)
    if again is None or cell.theirs is None:
        return None
    if abs(again - cell.theirs) > SAME * max(1.0, abs(cell.theirs)):
        return None
    return "R's glm stops early: its own iteration, repeated here, ends there too"


def _of_quadrature(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Explain what follows from metafor's seven nodes."""
    is_their_top, has_their_curvature, is_lower = _their_top(json.dumps(analysis))
    if not (is_their_top and is_lower):
        return None
    if cell.name in ("b", "tau2"):
        return (
            "metafor integrates with 7 nodes: its fit is the maximum of that, and "
            "lower than ours in the likelihood with 80 nodes"
        )
    if not has_their_curvature:
        return None
    return (
        "metafor integrates with 7 nodes: standard error, interval and p follow from "
        "that likelihood"
    )


def explanation(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Give the verified reason of a difference, or None."""
    kind, _, which = cell.where.removeprefix(analysis["id"]).strip().partition(" ")
    if kind == "mh" and cell.name in ASSOCIATION and analysis["measure"] == "OR":
        return _of_correction(analysis, cell)
    if kind != "glmm":
        return None
    if which == "EE" or cell.name in ("QE_Wld", "QE_LRT"):
        return _of_glm(analysis, cell)
    return _of_quadrature(analysis, cell)


#: Stijnen, Hamza and Ozdemir 2010 (doi 10.1002/sim.4040), table II, binomial-normal
#: model: estimate, standard error, tau2, proportion and its interval, as printed.
STIJNEN = {
    "ctrl.PLO": ("ci", "n2i", (-3.50, 0.26, 0.81, 0.029, 0.018, 0.048)),
    "OR": ("ai", "n1i", (-4.81, 0.36, 0.83, 0.008, 0.004, 0.016)),
}


def printed_cells(analysis: dict[str, Any]) -> Iterator[Cell]:
    """Compare with the table of the article that introduced the model."""
    part = analysis["id"].removeprefix("dat.nielweise2007.")
    events, total, printed = STIJNEN[part]
    columns = analysis["inputs"]
    if part == "ctrl.PLO":
        events, total = "xi", "ni"
    ours = binomial_normal(columns[events], columns[total])
    low, high = ours.back_transform([ours.ci_lb, ours.ci_ub])
    values = (ours.estimate, ours.se, ours.tau2, ours.proportion, low, high)
    names = ("b", "se", "tau2", "proportion", "ci_lb", "ci_ub")
    halves = (0.005, 0.005, 0.005, 0.0005, 0.0005, 0.0005)
    for name, theirs, value, half in zip(names, printed, values, halves, strict=True):
        where = f"Stijnen 2010 table II {part}"
        yield Cell(where, name, theirs, float(value), 0.0, half * 1.0001)  # type: ignore[arg-type]


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    for variant in analysis.get("mh") or {}:
        name = f"Mantel-Haenszel {analysis['measure']} {variant}"
        yield name, pool_cells(analysis, variant)
    if analysis.get("peto"):
        yield "Peto OR", peto_cells(analysis)
    if analysis["measure"] == "PLO" and analysis.get("glmm"):
        for method in ("EE", "ML"):
            yield f"binomial-normal {method}", glmm_cells(analysis, method)
    if analysis["id"] in {f"dat.nielweise2007.{part}" for part in STIJNEN}:
        yield "Stijnen 2010, table II", printed_cells(analysis)
