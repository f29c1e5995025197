"""Compare this package with the R package metafor, number by number.

    python compare.py ORACLE_PATH [--area NAME]

ORACLE_PATH is a folder with one ``*.json.gz`` per data set: the inputs, metafor's
effect sizes and its fits with tight convergence limits. Each file in ``areas/``
compares one part of the package. The script prints how many cells were compared, how
many agree, and every difference; it ends with exit code 1 when a difference has no
verified explanation.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from cells import Cell, read_analyses

from ketaevidence.errors import PoolingError
from ketaevidence.pooling import pool

HERE = Path(__file__).parent


def areas(wanted: str | None) -> list[ModuleType]:
    """Import the areas, or the one that is wanted."""
    names = sorted(path.stem for path in (HERE / "areas").glob("[!_]*.py"))
    if wanted is not None:
        names = [name for name in names if name == wanted]
    if not names:
        sys.exit(f"no area {wanted!r} in {HERE / 'areas'}")
    return [importlib.import_module(f"areas.{name}") for name in names]


def refusal_is_right(analysis: dict[str, Any]) -> bool:
    """Tell whether data without a single study are refused."""
    try:
        pool(analysis["yi"], analysis["vi"])
    except PoolingError:
        return True
    return False


@dataclass
class Tally:
    """What was compared, what agreed, and what did not."""

    compared: Counter[str] = field(default_factory=Counter)
    equal: Counter[str] = field(default_factory=Counter)
    by_floor: Counter[str] = field(default_factory=Counter)
    worst: dict[str, float] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    unexplained: list[Cell] = field(default_factory=list)

    def add(
        self, group: str, cell: Cell, area: ModuleType, analysis: dict[str, Any]
    ) -> None:
        """Count one cell."""
        self.compared[group] += 1
        if cell.is_equal:
            self.equal[group] += 1
            if cell.error > cell.rtol:
                self.by_floor[group] += 1
            else:
                self.worst[group] = max(self.worst.get(group, 0.0), cell.error)
            return
        why = area.explanation(analysis, cell)
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
    parser.add_argument("--area", help="one file of areas/ (default: all)")
    asked = parser.parse_args()
    chosen = areas(asked.area)
    tally = Tally()
    analyses, unrefused = 0, 0
    for analysis in read_analyses(asked.oracle):
        analyses += 1
        if analysis["k"] == 0:
            unrefused += not refusal_is_right(analysis)
        for area in chosen:
            for group, cells in area.groups_of(analysis):
                for cell in cells:
                    tally.add(group, cell, area, analysis)
    print(f"{analyses} analyses\n")
    tally.report()
    wrong = len(tally.unexplained) + unrefused
    print(f"unexplained: {wrong}")
    return 1 if wrong or not analyses else 0


if __name__ == "__main__":
    sys.exit(main())
