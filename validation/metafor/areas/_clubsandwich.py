"""Ask the R packages metafor and clubSandwich, where they are installed.

One R process stays open for the whole run. Numbers go there and come back with 17
digits, as text; nothing of either package is part of this project.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache

import numpy as np

#: Reads one problem after another: k and p, effects, variances, clusters, tau2, then
#: each moderator; writes one line for each kind of variance, and a last line "end".
PROGRAM = """
suppressMessages({library(metafor); library(clubSandwich)})
input <- file("stdin", "r")
numbers <- function() as.numeric(strsplit(readLines(input, 1), " ")[[1]])
say <- function(...) cat(sprintf("%.17g", c(...)), "\\n")
cat(as.character(packageVersion("metafor")),
    as.character(packageVersion("clubSandwich")), "\\n"); flush(stdout())
repeat {
  size <- readLines(input, 1)
  if (length(size) == 0) break
  size <- as.numeric(strsplit(size, " ")[[1]]); p <- size[2]
  yi <- numbers(); vi <- numbers(); cluster <- numbers(); tau2 <- numbers()
  x <- if (p > 1) sapply(seq_len(p - 1), function(j) numbers()) else NULL
  tryCatch({
  fit <- if (p > 1) rma(yi, vi, mods = x, method = "DL", tau2 = tau2)
         else rma(yi, vi, method = "DL", tau2 = tau2)
  for (type in c("CR0", "CR1", "CR1p", "CR2")) {
    v <- vcovCR(fit, cluster = cluster, type = type)
    say(as.numeric(coef(fit)), sqrt(diag(as.matrix(v))))
    if (type == "CR2") {
      test <- coef_test(fit, vcov = v, test = "Satterthwaite")
      say(test$df, test$p_Satt)
      if (p > 1) {
        all <- tryCatch(
          Wald_test(fit, constraints = constrain_zero(2:p), vcov = v, test = "HTZ"),
          error = function(e) list(Fstat = NA, df_denom = NA, p_val = NA))
        say(all$Fstat, all$df_denom, all$p_val)
      }
    }
  }
  own <- robust(fit, cluster = cluster)
  say(own$se, own$pval)
  }, error = function(e) cat("failed", gsub("\\n", " ", conditionMessage(e)), "\n"))
  cat("end\\n"); flush(stdout())
}
"""


@dataclass(frozen=True)
class Asked:
    """R's answer: standard errors by kind, and the tests of CR2 and of metafor."""

    b: list[float]
    se: dict[str, list[float]]
    df: list[float]
    p: list[float]
    omnibus: list[float] | None
    metafor_se: list[float]
    metafor_p: list[float]


@cache
def _process() -> subprocess.Popen[str] | None:
    """Start R once; None where R or a package is missing, which is said once."""
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
    print(
        "clusters: not compared, R with metafor and clubSandwich is not installed",
        file=sys.stderr,
    )
    return None


def _line(values: object) -> str:
    return " ".join(f"{value:.17g}" for value in np.ravel(np.asarray(values, float)))


def ask(
    yi: list[float],
    vi: list[float],
    cluster: list[int],
    tau2: float,
    columns: list[list[float]],
) -> Asked | None:
    """Give R's cluster-robust results at a given tau2; None without R."""
    process = _process()
    if process is None or process.stdin is None or process.stdout is None:
        return None
    p = len(columns) + 1
    rows = [[len(yi), p], yi, vi, cluster, [tau2], *columns]
    process.stdin.write("".join(_line(row) + "\n" for row in rows))
    process.stdin.flush()
    lines: list[list[float]] = []
    reason = ""
    while (text := process.stdout.readline().strip()) != "end":
        if not text:
            msg = "R ended before it answered"
            raise RuntimeError(msg)
        if text.startswith("failed"):
            reason = text
            continue
        lines.append([float("nan" if cell == "NA" else cell) for cell in text.split()])
    if reason:
        print(f"clusters: R {reason}", file=sys.stderr)
        return None
    kinds = iter(lines)
    se: dict[str, list[float]] = {}
    b: list[float] = []
    for kind in ("CR0", "CR1", "CR1p", "CR2"):
        both = next(kinds)
        b, se[kind] = both[:p], both[p:]
    tests = next(kinds)
    omnibus = next(kinds) if p > 1 else None
    own = next(kinds)
    return Asked(b, se, tests[:p], tests[p:], omnibus, own[:p], own[p:])
