"""Ask rma.mv of the R package metafor for three-level models, where it is installed.

One R process stays open for the whole run. Numbers go there and come back with 17
digits, as text; nothing of the package is part of this project.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from functools import cache

import numpy as np

#: Reads one problem after another: the method, effects, variances, clusters; writes one
#: line of numbers. Its optimizer is asked for more digits than by default, and for
#: fewer where it then gives up.
PROGRAM = """
suppressMessages(library(metafor))
input <- file("stdin", "r")
numbers <- function() as.numeric(strsplit(readLines(input, 1), " ")[[1]])
cat(as.character(packageVersion("metafor")), "\\n"); flush(stdout())
repeat {
  method <- readLines(input, 1)
  if (length(method) == 0) break
  yi <- numbers(); vi <- numbers(); cluster <- numbers()
  row <- seq_along(yi)
  fit <- NULL
  for (limit in c(1e-11, 1e-9)) {
    fit <- tryCatch(suppressWarnings(rma.mv(yi, vi, random = ~ 1 | cluster/row,
      method = method, control = list(rel.tol = limit))),
      error = function(e) NULL)
    if (!is.null(fit)) break
  }
  if (is.null(fit)) cat("failed\\n") else
    cat(sprintf("%.17g", c(fit$sigma2, fit$beta, fit$se, fit$ci.lb, fit$ci.ub,
                           fit$pval, fit$QE, fit$QEp, logLik(fit))), "\\n")
  flush(stdout())
}
"""

#: What R says, in this order.
NAMES = (
    "sigma2_between",
    "sigma2_within",
    "b",
    "se",
    "ci_lb",
    "ci_ub",
    "pval",
    "QE",
    "QEp",
    "ll",
)


@cache
def _process() -> subprocess.Popen[str] | None:
    """Start R once; None where R or metafor is missing, which is said once."""
    rscript = shutil.which("Rscript")
    if rscript is not None:
        process = subprocess.Popen(  # noqa: S603  (a fixed program)
            [rscript, "-e", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        if process.stdout is not None and process.stdout.readline():
            return process
    print("three_level: not asked, R with metafor is not installed", file=sys.stderr)
    return None


def ask(
    yi: list[float], vi: list[float], labels: list[str], method: str
) -> dict[str, float | None] | None:
    """Give R's three-level model, all None where it gives up; None without R."""
    process = _process()
    if process is None or process.stdin is None or process.stdout is None:
        return None
    _, cluster = np.unique(labels, return_inverse=True)
    lines = [method]
    lines += [" ".join(f"{x:.17g}" for x in row) for row in (yi, vi, cluster)]
    process.stdin.write("\n".join(lines) + "\n")
    process.stdin.flush()
    text = process.stdout.readline().strip()
    if not text:
        msg = "R ended before it answered"
        raise RuntimeError(msg)
    if text == "failed":
        return dict.fromkeys(NAMES)
    return dict(zip(NAMES, map(float, text.split()), strict=True))
