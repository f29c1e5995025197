"""Speed of the sensitivity analyses beside metafor: python benchmarks/sensitivity.py.

Both do the same work on the same 13 studies, in turns on one machine; of each, the
quickest of many short windows counts, so that busy moments drop out. metafor is called
by Rscript and left out, with its ratios, where it is not installed (Debian and Ubuntu:
``apt-get install r-cran-metafor``). ``--share 0.1`` gives R a tenth of the subsets and
replicates and multiplies its time by ten. Exits with 1 when a promise does not hold.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from beside_r import has_metafor, here, in_r

from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling import pool
from ketaevidence.pooling.sensitivity import (
    bootstrap,
    cumulative,
    gosh,
    influence,
    leave_one_out,
)

STUDIES = 13
REPLICATES = 10_000
SUBSETS = 2**STUDIES - 1 - STUDIES

#: How often R and this package are timed in turn.
TURNS = 3


@dataclass(frozen=True)
class Task:
    """One piece of work for both.

    Parameters
    ----------
    name
        What is done.
    promised
        How many times faster than metafor this package is to be.
    r_code
        The same in R, with ``res`` the fit, ``y`` and ``v`` the data.
    windows, repeats
        Windows in one turn of this package, and how often the work is done in each.
    r_windows, r_repeats
        The same for R, whose clock ticks in milliseconds.
    scale
        What R's time is multiplied by, where it does only a share.
    """

    name: str
    promised: float
    r_code: str
    windows: int
    repeats: int
    r_windows: int
    r_repeats: int
    scale: float = 1.0


def tasks(share: float) -> list[Task]:
    """List the work; R does a share of the subsets and replicates."""
    subsets = round(SUBSETS * share)
    wanted = "" if share == 1 else f", subsets={subsets}"
    draws = round(REPLICATES * share)
    loop = (
        f"for (b in 1:{draws}) {{ i <- sample.int({STUDIES}, replace=TRUE); "
        "tryCatch(rma(y[i], v[i], method='REML'), error=function(e) NULL) }"
    )
    return [
        Task("leave-one-out", 100, "leave1out(res)", 100, 5, 6, 4),
        Task("cumulative", 100, "cumul(res)", 100, 5, 6, 4),
        Task("influence", 100, "influence(res)", 100, 5, 6, 4),
        Task(
            f"GOSH, {SUBSETS:,} subsets",
            1000,
            f"gosh(res, progbar=FALSE{wanted})",
            10,
            1,
            1,
            1,
            SUBSETS / subsets,
        ),
        Task(
            f"bootstrap, {REPLICATES:,} replicates",
            1000,
            loop,
            10,
            1,
            1,
            1,
            REPLICATES / draws,
        ),
    ]


def data() -> tuple[np.ndarray, np.ndarray]:
    """Draw 13 studies that differ by more than chance."""
    draw = np.random.default_rng(13)
    vi = draw.uniform(0.01, 0.4, STUDIES)
    return draw.normal(-0.7, np.sqrt(vi + 0.3)), vi


def main() -> int:
    """Time everything in turns and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--share", type=float, default=1.0, help="share of R's work")
    share = parser.parse_args().share
    yi, vi = data()
    warnings.simplefilter("ignore", PoolingWarning)
    pooled = pool(yi, vi, method="REML", test="knha")
    ours: list[Callable[[], object]] = [
        lambda: leave_one_out(pooled),
        lambda: cumulative(pooled, order="given"),
        lambda: influence(pooled),
        lambda: gosh(pooled),
        lambda: bootstrap(pooled, replicates=REPLICATES, seed=1),
    ]
    with_r = has_metafor()
    print(f"{'REML, 13 studies':<34}{'here [ms]':>11}{'metafor [ms]':>14}{'ratio':>9}")
    is_kept = True
    for task, work in zip(tasks(share), ours, strict=True):
        mine, theirs = [], []
        for _ in range(TURNS):
            mine.append(here(work, task.repeats, task.windows))
            if with_r:
                spent = in_r(task.r_code, yi, vi, task.r_repeats, task.r_windows)
                theirs.append(spent * task.scale)
        line = f"{task.name:<34}{1e3 * min(mine):>11.3f}"
        if with_r:
            ratio = min(theirs) / min(mine)
            is_kept &= ratio >= task.promised
            line += f"{1e3 * min(theirs):>14.1f}{ratio:>9.0f}"
            line += f"  promised {task.promised:.0f}"
        print(line, flush=True)
    if not with_r:
        print("metafor is not installed: no ratios")
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
