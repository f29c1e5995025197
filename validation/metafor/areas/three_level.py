"""Three-level models beside rma.mv of the R package metafor.

The reference holds such models where its data sets name clusters, and errors where its
optimizer was asked for more digits than it can give. R is therefore asked again, where
it is installed, with limits that it meets: for these clusters, and for made-up ones of
one to four neighbouring studies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from areas._rma_mv import ask
from areas.clusters import made_up_clusters
from cells import FLOOR, P_FLOOR, Cell, floors, number
from scipy.special import ndtr, ndtri

from ketaevidence.pooling import pool
from ketaevidence.pooling.multilevel import Multilevel, multilevel

Array = npt.NDArray[np.float64]

#: Relative tolerance: two variances at once are found by an optimizer in R, which stops
#: when the likelihood does not change any more, long before they do not.
RTOL = 1e-6

#: Sizes of the analyses that are taken with made-up clusters; R takes seconds for
#: larger ones.
SIZES = range(12, 41)

#: And with the clusters that the reference names.
LARGEST = 200

#: A number of R is taken as following from its variances within this difference.
SAME = 1e-6

#: By how much R's log-likelihood may be the higher one, which is rounding.
ROUNDING = 1e-9

#: Our numbers belong to our variances within this share of the standard error.
DENSE = 1e-8

#: The two-sided quantile of 95 %.
NORMAL = float(ndtri(0.975))

#: From this on it is called another maximum.
LOWER = 1e-4

#: And by how much nearer to 0 the slope must be here.
FLATTER = 0.1

#: R's variances, for explanations: by the place of the cell.
_THEIRS: dict[str, tuple[list[str], str, float | None, float | None]] = {}


def _ours(analysis: dict[str, Any], labels: list[str], method: str) -> Multilevel:
    return multilevel(
        analysis["yi"], analysis["vi"], cluster=labels, method=method, test="z"
    )  # type: ignore[arg-type]


def _cells(
    where: str,
    analysis: dict[str, Any],
    labels: list[str],
    method: str,
    theirs: dict[str, Any],
) -> Iterator[Cell]:
    ours = _ours(analysis, labels, method)
    reached = (number(theirs["sigma2_between"]), number(theirs["sigma2_within"]))
    _THEIRS[where] = (labels, method, *reached)
    bound = floors(
        analysis, pool(analysis["yi"], analysis["vi"], method="DL", test="z")
    )
    values = {
        "sigma2_between": (ours.sigma2_between, bound["tau2"]),
        "sigma2_within": (ours.sigma2_within, bound["tau2"]),
        "b": (ours.estimate, bound["b"]),
        "se": (ours.se, bound["se"]),
        "ci_lb": (ours.ci_lb, bound["b"]),
        "ci_ub": (ours.ci_ub, bound["b"]),
        "pval": (ours.pval, P_FLOOR),
        "QE": (ours.QE, FLOOR),
        "QEp": (ours.QEp, P_FLOOR),
        "ll": (ours.log_likelihood, FLOOR),
    }
    for name, (value, floor) in values.items():
        if name in theirs:
            yield Cell(where, name, number(theirs[name]), value, RTOL, floor)


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    name, told = analysis["id"], analysis.get("three_level")
    named = [str(label) for label in analysis.get("cluster") or []]
    if told and "error" not in told:
        both = dict(
            zip(("sigma2_between", "sigma2_within"), told["sigma2"], strict=True)
        )
        where = f"{name} three levels"
        cells = _cells(where, analysis, named, "REML", told | both)
        yield "three levels, reference", cells
    kinds = [("named", named)] if told and analysis["k"] <= LARGEST else []
    if analysis["k"] in SIZES and len(analysis["yi"]) == analysis["k"]:
        kinds.append(("made-up", [str(j) for j in made_up_clusters(analysis["k"])]))
    for kind, labels in kinds:
        for method in ("REML", "ML"):
            found = ask(analysis["yi"], analysis["vi"], labels, method)
            if found is not None:
                where = f"{name} {kind} clusters {method}"
                cells = _cells(where, analysis, labels, method, found)
                yield f"three levels, {kind} clusters, {method}", cells


class _Dense:
    """The model with whole matrices, apart from the package."""

    def __init__(
        self, analysis: dict[str, Any], labels: list[str], method: str
    ) -> None:
        self.y, self.v = (np.array(analysis[name], float) for name in ("yi", "vi"))
        ids = np.array(labels)
        self.same = (ids[:, None] == ids[None, :]).astype(float)
        self.is_restricted = method == "REML"

    def _at(self, s: float, t: float) -> tuple[Array, Array, float, float]:
        whole = np.diag(self.v + t) + s * self.same
        inverse = np.linalg.inv(whole)
        weights = inverse.sum(axis=0)
        total = float(weights.sum())
        p = inverse - np.outer(weights, weights) / total
        return whole, p, float(weights @ self.y) / total, total

    def centre(self, s: float, t: float) -> tuple[float, float]:
        """Give the mean and its standard error."""
        _, _, mean, total = self._at(s, t)
        return mean, total**-0.5

    def height(self, s: float, t: float) -> float:
        """Give the log-likelihood, with its constants."""
        whole, p, _, total = self._at(s, t)
        k = len(self.y)
        twice = np.linalg.slogdet(whole)[1] + float(self.y @ p @ self.y)
        n = k - 1 if self.is_restricted else k
        twice += n * np.log(2 * np.pi)
        if self.is_restricted:
            twice += np.log(total) - np.log(k)
        return -0.5 * float(twice)

    def slope(self, s: float, t: float) -> float:
        """Tell how far both slopes are from what a maximum has.

        Each is taken per standard error of its variance; below 0 at a variance of 0 it
        is as it should be.
        """
        whole, p, _, _ = self._at(s, t)
        inverse = np.linalg.inv(whole)
        u = p @ self.y
        trace = p if self.is_restricted else inverse
        wrong = 0.0
        for variance, matrix in ((s, self.same), (t, np.eye(len(self.y)))):
            slope = 0.5 * float(u @ matrix @ u - np.trace(trace @ matrix))
            size = np.sqrt(2 / np.trace(inverse @ matrix @ inverse @ matrix))
            wrong += 0.0 if variance <= 0 and slope <= 0 else abs(slope) * float(size)
        return wrong


def _gave_up(dense: _Dense, ours: Multilevel, here: float) -> str | None:
    """Explain where R has no number: ours must be the highest point of a grid."""
    scale = max(ours.sigma2_between + ours.sigma2_within, float(np.median(dense.v)))
    grid = [0.0, *(scale * np.geomspace(1e-3, 1e3, 13))]
    tallest = max(dense.height(one, other) for one in grid for other in grid)
    if here < tallest - ROUNDING:
        return None
    return "rma.mv gives up; no point of a grid has a higher likelihood"


def _follows(dense: _Dense, cell: Cell, s: float, t: float) -> bool:
    """Tell whether a number of R belongs to its own variances."""
    mean, se = dense.centre(s, t)
    told = {"b": mean, "se": se, "ll": dense.height(s, t)}
    if cell.name not in told or cell.theirs is None:
        return True
    return abs(told[cell.name] - cell.theirs) <= SAME * max(abs(cell.theirs), se)


def _is_consistent(dense: _Dense, ours: Multilevel) -> bool:
    """Tell whether our own numbers belong to our variances, by whole matrices."""
    best = (ours.sigma2_between, ours.sigma2_within)
    mean, se = dense.centre(*best)
    half, zval = NORMAL * se, abs(ours.estimate) / ours.se
    told = {
        ours.estimate: mean,
        ours.ci_lb: mean - half,
        ours.ci_ub: mean + half,
        ours.se: se,
    }
    tail = 2 * float(ndtr(-zval))
    return (
        all(abs(one - other) <= DENSE * se for one, other in told.items())
        and abs((ours.pval or 0.0) - tail) <= DENSE * tail + P_FLOOR
        and abs(ours.log_likelihood - dense.height(*best)) <= ROUNDING
    )


def explanation(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Give the verified reason of a difference, or None."""
    if cell.where not in _THEIRS or cell.name.startswith("QE"):
        return None
    labels, method, s, t = _THEIRS[cell.where]
    ours = _ours(analysis, labels, method)
    dense = _Dense(analysis, labels, method)
    best = (ours.sigma2_between, ours.sigma2_within)
    here = dense.height(*best)
    if s is None or t is None:
        return _gave_up(dense, ours, here)
    there = dense.height(s, t)
    is_told = _is_consistent(dense, ours) and _follows(dense, cell, s, t)
    if not is_told or here < there - ROUNDING:
        return None
    if here > there + LOWER:
        return f"{cell.where}: rma.mv is lower, by the likelihood with whole matrices"
    if here > there + ROUNDING or dense.slope(*best) <= FLATTER * dense.slope(s, t):
        return (
            "rma.mv stops before the maximum: with whole matrices the likelihood is "
            "no higher there, and its slope is larger"
        )
    return None
