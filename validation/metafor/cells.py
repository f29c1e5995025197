"""What every area of the comparison uses: cells, tolerances, and reading the oracle."""

from __future__ import annotations

import gzip
import json
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling import Pooled, pool

#: Relative tolerance of every cell.
RTOL = 1e-8

#: Relative tolerance where metafor itself converged only loosely (conv_level > 1).
RTOL_LOOSE = 1e-7

#: Absolute floor as a share of the data's own scale; for p-values, of 1.
FLOOR = 1e-9

#: A p-value is compared absolutely below this, where it only says "0".
P_FLOOR = 1e-14


@dataclass(frozen=True)
class Cell:
    """One number of metafor beside ours."""

    where: str
    name: str
    theirs: float | None
    ours: float | None
    rtol: float
    floor: float

    @property
    def error(self) -> float:
        """Relative difference (infinite where only one side has a number)."""
        if self.theirs is None or self.ours is None:
            return 0.0 if self.theirs is self.ours else math.inf
        if self.theirs == self.ours:
            return 0.0
        size = max(abs(self.theirs), abs(self.ours))
        return abs(self.theirs - self.ours) / size

    @property
    def is_equal(self) -> bool:
        """Tell whether both sides agree within the tolerance."""
        if self.theirs is None or self.ours is None:
            return self.theirs is self.ours
        if self.theirs == self.ours:
            return True
        bound = max(self.rtol * abs(self.theirs), self.floor)
        return abs(self.theirs - self.ours) <= bound


def number(value: Any) -> float | None:
    """Read a number of the oracle, which writes infinity as a word."""
    if value is None or value in ("NA", "NaN"):
        return None
    return float(value)


def read_analyses(folder: Path) -> Iterator[dict[str, Any]]:
    """Read every analysis of every file, in a fixed order."""
    for path in sorted(folder.glob("*.json.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            yield from json.load(stream)["analyses"]


def floors(analysis: dict[str, Any], ours: Pooled) -> dict[str, float]:
    """Give the absolute floor of each number from the data's own scale."""
    yi, vi = np.array(analysis["yi"], float), np.array(analysis["vi"], float)
    spread = float(np.var(yi, ddof=1)) if len(yi) > 1 else 0.0
    scale = max(spread, float(np.median(vi)))
    w = 1 / vi
    typical = (len(yi) - 1) / (w.sum() - (w**2).sum() / w.sum()) if len(yi) > 1 else 1
    length = FLOOR * math.sqrt(scale)
    bounds = dict.fromkeys(("b", "se", "ci_lb", "ci_ub", "pi_lb", "pi_ub"), length)
    bounds |= {"tau2": FLOOR * scale, "se_tau2": FLOOR * scale}
    bounds |= {"stat": length / ours.se if ours.se > 0 else 0.0}
    bounds |= {"H2": FLOOR * max(1, scale / typical), "QE": FLOOR, "s2w": FLOOR}
    bounds |= {"I2": 100 * bounds["H2"], "pval": P_FLOOR, "QE_p": P_FLOOR}
    return bounds


#: By how much a log-likelihood must be higher to count as higher.
HIGHER = 1e-9


def without_row(analysis: dict[str, Any], row: int) -> dict[str, Any]:
    """Give an analysis without one of its studies."""
    left = {name: list(analysis[name]) for name in ("yi", "vi")}
    for values in left.values():
        del values[row]
    return {"id": analysis["id"], "k": analysis["k"] - 1, **left}


def fitted(analysis: dict[str, Any], method: str, test: str) -> Pooled:
    """Pool an analysis, keeping the caveats silent."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", PoolingWarning)
        return pool(analysis["yi"], analysis["vi"], method=method, test=test)  # type: ignore[arg-type]


def log_likelihood(analysis: dict[str, Any], tau2: float) -> float:
    """Compute the restricted log-likelihood with matrices, apart from the package."""
    y, v = np.array(analysis["yi"], float), np.array(analysis["vi"], float)
    inverse = np.diag(1 / (v + tau2))
    ones = np.ones((len(y), 1))
    information = ones.T @ inverse @ ones
    residual = y - float((ones.T @ inverse @ y)[0] / information[0, 0])
    return float(
        -0.5
        * (
            np.log(v + tau2).sum()
            + np.linalg.slogdet(information)[1]
            + residual @ inverse @ residual
        )
    )
