"""Intervals of tau2, I2 and H2, and the interval of Henmi and Copas."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from cells import RTOL, Cell, floors, number
from scipy.integrate import quad
from scipy.special import chdtr, gammainc

from ketaevidence.pooling import henmi_copas, tau2_interval

from .fits import pooled

#: Name of an interval in the oracle: estimator of the fit, method of the interval.
KINDS = {
    "QP": ("REML", "QP"),
    "QP_DL": ("DL", "QP"),
    "PL_ML": ("ML", "PL"),
    "PL_REML": ("REML", "PL"),
}

#: What metafor gives for an empty set: tau2 = 0 and what follows from it, with a sign.
EMPTY = {"tau2": 0.0, "tau": 0.0, "I2": 0.0, "H2": 1.0}

#: How far the probability beyond a percentage point may be off.
TAIL_ERROR = 1e-11

#: Relative tolerance of the integrated bounds of Henmi and Copas.
RTOL_INTEGRATED = 1e-6


def confint_cells(analysis: dict[str, Any], kind: str) -> Iterator[Cell]:
    """Compare estimate and bounds of tau2, tau, I2 and H2."""
    theirs = analysis["confint"][kind]
    method, interval = KINDS[kind]
    ours = pooled(analysis, method, test="z")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = tau2_interval(ours, method=interval)
    bounds = floors(analysis, ours)
    # The root of tau2 has the root of its floor.
    bounds["tau"] = math.sqrt(bounds["tau2"])
    where = f"{analysis['id']} {kind}"
    estimates = {"tau2": ours.tau2, "tau": ours.tau, "I2": ours.I2, "H2": ours.H2}
    for name, estimate in estimates.items():
        limits = getattr(found, name) or (None, None)
        for end, value in zip(("est", "lb", "ub"), (estimate, *limits), strict=True):
            cell = number(theirs[name][end])
            yield Cell(where, f"{name} {end}", cell, value, RTOL, bounds[name])
    is_empty = float(bool(theirs["ci_null"]))
    yield Cell(where, "is empty", is_empty, float(found.is_empty), RTOL, 0.0)


def henmi_copas_cells(analysis: dict[str, Any]) -> Iterator[Cell]:
    """Compare estimate, standard error, tau2 and interval."""
    theirs = analysis["henmi_copas"]
    if theirs.get("b") is None:
        return
    ours = henmi_copas(analysis["yi"], analysis["vi"])
    bounds = floors(analysis, pooled(analysis, "DL", test="z"))
    where = f"{analysis['id']} Henmi-Copas"
    for name, value, rtol in (
        ("b", ours.estimate, RTOL),
        ("se", ours.se, RTOL),
        ("tau2", ours.tau2, RTOL),
        ("ci_lb", ours.ci_lb, RTOL_INTEGRATED),
        ("ci_ub", ours.ci_ub, RTOL_INTEGRATED),
    ):
        yield Cell(where, name, number(theirs[name]), value, rtol, bounds[name])


def probability_beyond(analysis: dict[str, Any], point: float) -> float:
    """Integrate the tail of Henmi and Copas (2010) adaptively, apart from the package.

    Written with the sums W1 to W4 of the article.
    """
    w = 1 / np.array(analysis["vi"], float)
    k, t = len(w), henmi_copas(analysis["yi"], analysis["vi"]).tau2
    w1 = w.sum()
    w2, w3, w4 = (float((w**power).sum() / w1) for power in (2, 3, 4))
    vr = 1 + t * w2

    def density(r: float, x: float) -> float:
        off = r**2 / vr - 1 / vr
        mean = k - 1 + t * (w1 - w2) + t**2 * off * (w3 - w2**2)
        variance = (
            2 * (k - 1)
            + 4 * t * (w1 - w2)
            + 2 * t**2 * (w1 * w2 - 2 * w3 + w2**2)
            + 4 * t**2 * off * (w3 - w2**2)
            + 4 * t**3 * off * (w4 - 2 * w2 * w3 + w2**3)
            + 2 * t**4 * (1 - 2 * r**2) / vr**2 * (w3 - w2**2) ** 2
        )
        limit = (w1 / w2 - 1) * ((r / x) ** 2 - 1) + k - 1
        below = gammainc(mean**2 / variance, limit * mean / variance)
        return float(below * math.exp(-(r**2) / 2) / math.sqrt(2 * math.pi))

    x = point / math.sqrt(vr)
    edges = sorted([x, 1.05 * x, 1.2 * x, 2 * x, x + 0.5, x + 1, x + 2, x + 5, x + 12])
    return sum(
        quad(density, low, high, (x,), epsabs=1e-14, epsrel=1e-13, limit=400)[0]
        for low, high in pairwise(edges)
    )


def _henmi_copas_reason(analysis: dict[str, Any]) -> str | None:
    """Verify which of two percentage points leaves 2.5 % beyond it."""
    theirs = analysis["henmi_copas"]
    ours = henmi_copas(analysis["yi"], analysis["vi"])
    point = (theirs["ci_ub"] - theirs["b"]) / theirs["se"]
    here = abs(probability_beyond(analysis, ours.point) - 0.025)
    there = abs(probability_beyond(analysis, point) - 0.025)
    if here > TAIL_ERROR or there < 100 * TAIL_ERROR:
        return None
    return (
        "Henmi-Copas: metafor integrates to R's default tolerance; the probability "
        "beyond our percentage point is 0.025 to 1e-11 by an independent integral"
    )


def _is_agreement_too_close(analysis: dict[str, Any]) -> bool:
    """Verify that Q at tau2 = 0 is below its lower chi-squared quantile."""
    y, w = np.array(analysis["yi"], float), 1 / np.array(analysis["vi"], float)
    q = float((w * (y - (w * y).sum() / w.sum()) ** 2).sum())
    return bool(chdtr(len(y) - 1, q) < 0.025)


def explanation(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Give the verified reason of a difference, or None."""
    if cell.where.endswith("Henmi-Copas"):
        return _henmi_copas_reason(analysis)
    name = cell.name.split()[0]
    is_bound = cell.ours is None and cell.theirs == EMPTY.get(name)
    if is_bound and _is_agreement_too_close(analysis):
        return "no tau2 fits: no interval here, 0 with a sign in metafor"
    return None


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    for kind in sorted(analysis.get("confint") or {}):
        if kind in KINDS:
            yield f"confint {kind}", confint_cells(analysis, kind)
    if analysis.get("henmi_copas"):
        yield "Henmi-Copas", henmi_copas_cells(analysis)
