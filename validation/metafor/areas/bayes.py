"""The Bayesian model beside an integration by brute force.

metafor has no Bayesian model. So each data set is integrated again, apart from the
package: covariance matrices instead of sums, Gauss-Legendre panels over tau instead of
a change of variable, and the ends of our intervals as borders of panels.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from cells import RTOL, Cell
from numpy.polynomial.legendre import leggauss
from scipy.special import ndtr

from ketaevidence.pooling.bayes import Posterior, bayes

Array = npt.NDArray[np.float64]

#: Larger data sets are left out: matrices are slow, and the prior says little there.
LARGEST = 20

#: Nodes of a panel, and how much longer each panel is than the one before.
NODES, RATIO = 24, 1.4

#: What is left out of the density of tau at the upper end.
LOST = 1e-18

#: An effect near 0 is compared on the scale of its uncertainty.
FLOOR = 1e-9


@dataclass(frozen=True)
class Brute:
    """The posterior of tau on the nodes of all panels, and mu given tau there."""

    tau: Array
    weights: Array
    mean: Array
    sd: Array


def log_prior(tau: Array, prior: tuple[Any, ...]) -> Array:
    """Compute the logarithm of the prior density of tau, up to a constant."""
    if prior[0] == "half-normal":
        return np.asarray(-0.5 * (tau / prior[1]) ** 2)
    df = prior[2]
    return np.asarray(-0.5 * (df + 1) * np.log1p((tau / prior[1]) ** 2 / df))


def brute(
    y: Array,
    v: Array,
    prior: tuple[Any, ...],
    about: tuple[float, float] | None,
    borders: list[float],
) -> Brute:
    """Integrate over tau panel by panel; ``about`` is the mean and sd of mu's prior."""
    first = 1e-3 * min(float(v.min()) ** 0.5, prior[1])
    spread = float(np.ptp(y)) + float(v.max()) ** 0.5 + prior[1]
    last = 40 * spread if prior[0] == "half-normal" else spread * LOST**-1.0
    steps = int(np.ceil(np.log(last / first) / np.log(RATIO)))
    edges = np.unique([0.0, *np.geomspace(first, last, steps + 1), *borders])
    at, share = leggauss(NODES)
    half = 0.5 * np.diff(edges)
    tau = (edges[:-1, np.newaxis] + half[:, np.newaxis] * (1 + at)).ravel()
    lengths = (half[:, np.newaxis] * share).ravel()
    log_density = np.empty_like(tau)
    mean, sd = np.empty_like(tau), np.empty_like(tau)
    ones = np.ones(len(y))
    for start in range(0, len(tau), 500):
        part = slice(start, start + 500)
        cover = np.zeros((len(tau[part]), len(y), len(y)))
        cover[:, range(len(y)), range(len(y))] = v + tau[part, np.newaxis] ** 2
        solved = np.linalg.solve(cover, np.stack((ones, y), axis=1)[np.newaxis])
        information, score = ones @ solved[:, :, 0].T, ones @ solved[:, :, 1].T
        square = np.einsum("i,ni->n", y, solved[:, :, 1])
        if about is not None:
            information = information + about[1] ** -2
            score = score + about[0] * about[1] ** -2
            square = square + (about[0] / about[1]) ** 2
        mean[part], sd[part] = score / information, information**-0.5
        rest = square - score**2 / information
        logs = np.linalg.slogdet(cover)[1] + np.log(information) + rest
        log_density[part] = -0.5 * logs + log_prior(tau[part], prior)
    density = np.exp(log_density - log_density.max()) * lengths
    return Brute(tau, density / density.sum(), mean, sd)


def _moments(of: Brute, mean: Array, variance: Array) -> tuple[float, float]:
    centre = float(of.weights @ mean)
    return centre, float(of.weights @ (variance + (mean - centre) ** 2)) ** 0.5


def _inside(of: Brute, mean: Array, sd: Array, low: float, high: float) -> float:
    return float(of.weights @ (ndtr((high - mean) / sd) - ndtr((low - mean) / sd)))


def _pairs(
    ours: Posterior, of: Brute, y: Array, v: Array
) -> Iterator[tuple[str, float, float, float]]:
    """Give each number by brute force, ours, and an absolute floor."""
    size = float(of.weights @ of.sd)
    for name, marginal, mean, variance in (
        ("mu", ours.mu, of.mean, of.sd**2),
        ("new", ours.new, of.mean, of.sd**2 + of.tau**2),
        ("tau", ours.tau, of.tau, 0.0 * of.tau),
    ):
        centre, spread = _moments(of, mean, variance)
        if marginal.mean is not None and marginal.sd is not None:
            yield f"{name} mean", centre, marginal.mean, FLOOR * size
            yield f"{name} sd", spread, marginal.sd, FLOOR * size
        if name == "tau":
            inside = (of.tau > marginal.lb) & (of.tau < marginal.ub)
            held = float(of.weights[inside].sum())
            below = float(of.weights[of.tau < marginal.median].sum())
        else:
            sd = np.sqrt(variance)
            held = _inside(of, mean, sd, marginal.lb, marginal.ub)
            below = _inside(of, mean, sd, -np.inf, marginal.median)
        yield f"{name} interval", held, ours.level, 0.0
        yield f"{name} median", below, 0.5, 0.0
    if ours.beyond is not None:
        below = _inside(of, of.mean, of.sd, -np.inf, ours.beyond.threshold)
        yield "mu below", below, ours.beyond.mu_below, 1e-12
    for row in {0, len(y) - 1}:
        b = of.tau**2 / (of.tau**2 + v[row])
        mean, rest = b * y[row] + (1 - b) * of.mean, v[row] / (of.tau**2 + v[row])
        variance = b * v[row] + (rest * of.sd) ** 2
        centre, spread = _moments(of, mean, variance)
        yield f"study {row + 1} mean", centre, float(ours.study_mean[row]), FLOOR * size
        yield f"study {row + 1} sd", spread, float(ours.study_sd[row]), FLOOR * size
        low, high = float(ours.study_lb[row]), float(ours.study_ub[row])
        held = _inside(of, mean, np.sqrt(variance), low, high)
        yield f"study {row + 1} interval", held, ours.level, 0.0


def cells(analysis: dict[str, Any], kind: str) -> Iterator[Cell]:
    """Compare one posterior; the priors are set on the data's own scale."""
    y, v = np.array(analysis["yi"], float), np.array(analysis["vi"], float)
    scale = float(np.median(v)) ** 0.5
    about = None if kind != "half-normal, normal" else (float(y[0]), 3 * scale)
    prior: tuple[Any, ...] = ("half-normal", scale)
    if kind == "half-t, flat":
        prior = ("half-t", scale, 3)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ours = bayes(
            y,
            v,
            tau_prior=prior,
            mu_prior="flat" if about is None else ("normal", *about),
            interval="equal-tailed" if kind == "half-t, flat" else "shortest",
            threshold=0.0,
        )
    borders = [ours.tau.lb, ours.tau.median, ours.tau.ub]
    of = brute(y, v, prior, about, borders)
    for name, theirs, value, floor in _pairs(ours, of, y, v):
        yield Cell(f"{analysis['id']} {kind}", name, theirs, value, RTOL, floor)


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    if 1 <= analysis["k"] <= LARGEST:
        for kind in ("half-normal, flat", "half-normal, normal", "half-t, flat"):
            yield f"bayes {kind}", cells(analysis, kind)


def explanation(_analysis: dict[str, Any], _cell: Cell) -> str | None:
    """Give no reason: there is none for a difference."""
    return None
