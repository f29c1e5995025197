"""Timing R beside this package: shared by the benchmarks of pooling."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def has_metafor() -> bool:
    """Tell whether R and metafor are installed."""
    if shutil.which("Rscript") is None:
        return False
    asked = ["Rscript", "--vanilla", "-e", "library(metafor)"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


def in_r(work: str, yi: Array, vi: Array, repeats: int, windows: int = 1) -> float:
    """Time work in R that knows ``y``, ``v`` and ``res``, their REML fit [seconds].

    Of some windows of so many repeats the quickest counts, here as there, so that busy
    moments drop out.
    """
    code = f"""
    suppressMessages(library(metafor))
    y <- c({", ".join(map(repr, yi.tolist()))})
    v <- c({", ".join(map(repr, vi.tolist()))})
    res <- rma(y, v, method="REML", test="knha")
    set.seed(1)
    if ({repeats} > 1) invisible({{ {work} }})
    once <- function() system.time(
        for (turn in 1:{repeats}) {{ {work} }})[["elapsed"]] / {repeats}
    cat(min(replicate({windows}, once())))
    """
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "time.R"
        script.write_text(code, encoding="utf-8")
        answer = subprocess.run(
            ["Rscript", "--vanilla", str(script)],
            check=True,
            capture_output=True,
            text=True,
        )
    return float(answer.stdout.split()[-1])


def here(work: Callable[[], object], repeats: int, windows: int = 1) -> float:
    """Time work in Python in the same way [seconds]."""
    work()
    spent = []
    for _ in range(windows):
        start = time.perf_counter()
        for _ in range(repeats):
            work()
        spent.append((time.perf_counter() - start) / repeats)
    return min(spent)
