"""Compare this package with the R package metafor, number by number.

    python compare.py ORACLE_PATH

ORACLE_PATH is a folder with one ``*.json.gz`` per data set: the inputs, metafor's
effect sizes and its fits with tight convergence limits. The script prints how many
cells were compared, how many agree, and every difference; it ends with exit code 1
when a difference has no verified explanation.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PoolingError, PoolingWarning
from ketaevidence.pooling import Pooled, pool

#: Relative tolerance of every cell.
RTOL = 1e-8

#: Relative tolerance where metafor itself converged only loosely (conv_level > 1).
RTOL_LOOSE = 1e-7

#: Absolute floor as a share of the data's own scale; for p-values, of 1.
FLOOR = 1e-9

#: A p-value is compared absolutely below this, where it only says "0".
P_FLOOR = 1e-14

METHODS = ("EE", "DL", "REML")
TESTS = ("z", "t", "knha")
MEASURES = ("MD", "SMD", "MC", "PR", "PLO")

#: metafor's names of a fit's numbers, and ours.
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
    "QE": "QE",
    "QE_df": "QE_df",
    "QE_p": "QEp",
    "s2w": "s2w",
}

#: What a single study has in metafor as a constant and here as None: nothing about
#: heterogeneity can be said from one study.
UNDEFINED_AT_ONE = ("tau2", "I2", "H2", "QE", "QE_p", "s2w")

#: Fits in which metafor rests on the lower of two maxima of the likelihood. Each is
#: verified below: the restricted log-likelihood of our tau2 must be higher.
LOWER_MAXIMUM = frozenset({"dat.lau1992.PETO leave-one-out row 21 REML z"})

#: Fits for which metafor's iteration gives no number at tight limits. Each is
#: verified below: no tau2 on a fine grid has a higher likelihood than ours.
NO_CONVERGENCE = frozenset(
    {
        "dat.collins1985a.d.RR leave-one-out row 23 REML knha",
        "dat.collins1985a.d.RR leave-one-out row 23 REML z",
        "dat.egger2001.no16.OR leave-one-out row 5 REML knha",
        "dat.egger2001.no16.OR leave-one-out row 5 REML z",
        "dat.ursino2021.PLN leave-one-out row 5 REML z",
        "dat.ursino2021.PLN leave-one-out row 11 REML z",
        "dat.ursino2021.PLN leave-one-out row 47 REML z",
    }
)

#: By how much a log-likelihood must be higher to count as higher.
HIGHER = 1e-9


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


def effect_cells(analysis: dict[str, Any]) -> Iterator[Cell]:
    """Compare the effect sizes and variances of one analysis."""
    measure = analysis["measure"]
    options = analysis["escalc_options"] or {}
    ours = effect_sizes(
        measure,
        analysis["inputs"],
        **options,
        **{name: name for name in analysis["inputs"]},
    )
    for name, got in (("yi", ours.yi), ("vi", ours.vi)):
        for row, (theirs, value) in enumerate(zip(analysis[name], got, strict=True)):
            where = f"{analysis['id']} row {row + 1}"
            yield Cell(where, f"{measure} {name}", theirs, float(value), RTOL, 0.0)


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


def fit_cells(analysis: dict[str, Any], method: str, test: str) -> Iterator[Cell]:
    """Compare one fit of one analysis."""
    fit = analysis["fits"].get(method, {}).get(test)
    if fit is None or fit.get("b") is None:
        return
    ours = fitted(analysis, method, test)
    rtol = RTOL_LOOSE if fit.get("conv_level", 1) > 1 else RTOL
    bounds = floors(analysis, ours)
    for theirs, name in FIELDS.items():
        where = f"{analysis['id']} {method} {test}"
        value = getattr(ours, name)
        yield Cell(
            where, theirs, number(fit[theirs]), value, rtol, bounds.get(theirs, 0.0)
        )


#: metafor's names in its leave-one-out table.
LEAVE_ONE_OUT = {
    "estimate": "b",
    "se": "se",
    "zval": "stat",
    "pval": "pval",
    "ci_lb": "ci_lb",
    "ci_ub": "ci_ub",
    "tau2": "tau2",
    "I2": "I2",
    "H2": "H2",
    "Q": "QE",
    "Qp": "QE_p",
}


def without_row(analysis: dict[str, Any], row: int) -> dict[str, Any]:
    """Give an analysis without one of its studies."""
    left = {name: list(analysis[name]) for name in ("yi", "vi")}
    for values in left.values():
        del values[row]
    return {"id": analysis["id"], "k": analysis["k"] - 1, **left}


def leave_one_out_cells(analysis: dict[str, Any], kind: str) -> Iterator[Cell]:
    """Compare every fit with one study left out."""
    method, test = kind.split()
    theirs = analysis["leave1out"][kind]
    for row in range(analysis["k"]):
        left = without_row(analysis, row)
        ours = fitted(left, method, test)
        bounds = floors(left, ours)
        for column, name in LEAVE_ONE_OUT.items():
            if column in theirs:
                where = f"{analysis['id']} leave-one-out row {row + 1} {kind}"
                value = getattr(ours, FIELDS[name])
                cell = number(theirs[column][row])
                yield Cell(where, name, cell, value, RTOL, bounds.get(name, 0.0))


def weight_cells(analysis: dict[str, Any], kind: str) -> Iterator[Cell]:
    """Compare the weights of the studies."""
    ours = fitted(analysis, *kind.split()).weights
    pairs = zip(analysis["weights"][kind], ours, strict=True)
    for row, (theirs, value) in enumerate(pairs):
        where = f"{analysis['id']} weight row {row + 1} {kind}"
        yield Cell(where, "weight", number(theirs), float(value), RTOL, 0.0)


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


def explanation(analysis: dict[str, Any], cell: Cell) -> str | None:
    """Give the verified reason of a difference, or None."""
    if analysis["k"] == 1 and cell.name in UNDEFINED_AT_ONE and cell.ours is None:
        return "one study: not defined here, a constant in metafor"
    if cell.where not in LOWER_MAXIMUM | NO_CONVERGENCE:
        return None
    row = int(cell.where.split()[-3]) - 1
    left = without_row(analysis, row)
    tau2 = fitted(left, "REML", "z").tau2
    if tau2 is None:
        return None
    here = log_likelihood(left, tau2)
    if cell.where in LOWER_MAXIMUM:
        theirs = log_likelihood(left, analysis["leave1out"]["REML z"]["tau2"][row])
        is_higher = here > theirs + HIGHER
        return f"{cell.where}: metafor is on the lower maximum" if is_higher else None
    grid = np.concatenate(([0.0], np.geomspace(tau2 / 1e4, tau2 * 1e4, 4000)))
    is_top = all(log_likelihood(left, t) <= here + HIGHER for t in grid)
    is_silent = cell.theirs is None
    if not (is_top and is_silent):
        return None
    return f"{cell.where}: metafor does not converge"


def refusal_is_right(analysis: dict[str, Any]) -> bool:
    """Tell whether data without a single study are refused."""
    try:
        pool(analysis["yi"], analysis["vi"])
    except PoolingError:
        return True
    return False


def groups_of(analysis: dict[str, Any]) -> Iterator[tuple[str, Iterator[Cell]]]:
    """Name every group of cells of one analysis."""
    if analysis["measure"] in MEASURES:
        yield f"effects {analysis['measure']}", effect_cells(analysis)
    if analysis["k"] == 0:
        return
    for method in METHODS:
        for test in TESTS:
            yield f"pool {method} {test}", fit_cells(analysis, method, test)
    for title, part, cells in (
        ("weights", "weights", weight_cells),
        ("leave-one-out", "leave1out", leave_one_out_cells),
    ):
        for kind in sorted(analysis.get(part) or {}):
            method, test = kind.split()
            if method in METHODS and test in TESTS:
                yield f"{title} {kind}", cells(analysis, kind)


@dataclass
class Tally:
    """What was compared, what agreed, and what did not."""

    compared: Counter[str] = field(default_factory=Counter)
    equal: Counter[str] = field(default_factory=Counter)
    by_floor: Counter[str] = field(default_factory=Counter)
    worst: dict[str, float] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    unexplained: list[Cell] = field(default_factory=list)

    def add(self, group: str, analysis: dict[str, Any], cell: Cell) -> None:
        """Count one cell."""
        self.compared[group] += 1
        if cell.is_equal:
            self.equal[group] += 1
            if cell.error > cell.rtol:
                self.by_floor[group] += 1
            else:
                self.worst[group] = max(self.worst.get(group, 0.0), cell.error)
            return
        why = explanation(analysis, cell)
        if why is None:
            self.unexplained.append(cell)
        else:
            self.reasons[why] += 1

    def report(self) -> None:
        """Print the table of agreement and every difference."""
        head = ("compared", "equal", "(floor)", "different", "largest")
        print(f"{'group':<26}" + "".join(f"{name:>11}" for name in head))
        for group in sorted(self.compared):
            gap = self.compared[group] - self.equal[group]
            print(
                f"{group:<26}{self.compared[group]:>11}{self.equal[group]:>11}"
                f"{self.by_floor[group]:>11}{gap:>11}"
                f"{self.worst.get(group, 0.0):>11.1e}"
            )
        total, same = sum(self.compared.values()), sum(self.equal.values())
        floored = sum(self.by_floor.values())
        print(f"{'all':<26}{total:>11}{same:>11}{floored:>11}{total - same:>11}\n")
        for why, count in sorted(self.reasons.items()):
            print(f"explained: {count} cells: {why}")
        for cell in self.unexplained:
            print(
                f"UNEXPLAINED {cell.where} {cell.name}: metafor {cell.theirs!r}, "
                f"here {cell.ours!r} (relative {cell.error:.1e})"
            )


def main() -> int:
    """Compare everything and print the table of agreement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("oracle", type=Path, help="folder with *.json.gz")
    folder = parser.parse_args().oracle
    tally = Tally()
    analyses, unrefused = 0, 0
    for analysis in read_analyses(folder):
        analyses += 1
        if analysis["k"] == 0:
            unrefused += not refusal_is_right(analysis)
        for group, cells in groups_of(analysis):
            for cell in cells:
                tally.add(group, analysis, cell)
    print(f"{analyses} analyses\n")
    tally.report()
    wrong = len(tally.unexplained) + unrefused
    print(f"unexplained: {wrong}")
    return 1 if wrong or not analyses else 0


if __name__ == "__main__":
    sys.exit(main())
