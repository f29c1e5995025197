"""Data sets that stay where they are: read from the R package metadat, if installed.

metadat is GPL and its compiled tables are no part of this project. One R process reads
all of them once for the whole run; without R or metadat the tests skip and say so.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from functools import cache

import numpy as np
import pytest

#: What the tests beside this file read.
NAMES = (
    "dat.collins1985a",
    "dat.konstantopoulos2011",
    "dat.lee2004",
    "dat.linde2005",
)

#: A line before each table; no table holds it.
MARK = "== table: "

PROGRAM = f"""
library(metadat)
for (name in c({", ".join(f"'{name}'" for name in NAMES)})) {{
  cat("{MARK}", name, "\\n", sep = "")
  table <- get(name)
  class(table) <- "data.frame"
  write.csv(table, row.names = FALSE)
}}
"""

#: Seconds that R may take to start and read.
PATIENCE = 60


@cache
def _tables() -> dict[str, str] | str:
    """Give the tables as CSV by name, or the reason why there are none."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return "Rscript is not installed: install R and its package metadat"
    told = subprocess.run(
        [rscript, "--vanilla", "-e", PROGRAM],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if "no package called" in told.stderr:
        return "the R package metadat is not installed: install.packages('metadat')"
    assert told.returncode == 0, told.stderr
    parts = told.stdout.split(MARK)[1:]
    return {name.strip(): text for name, _, text in (p.partition("\n") for p in parts)}


def metadat(name):
    """Give the columns of one data set, numbers as floats, NA as NaN; or skip."""
    tables = _tables()
    if isinstance(tables, str):
        pytest.skip(tables)
    rows = list(csv.DictReader(io.StringIO(tables[name])))
    return {column: _column([row[column] for row in rows]) for column in rows[0]}


def _column(cells):
    try:
        return np.array([float("nan" if c == "NA" else c) for c in cells])
    except ValueError:
        return np.array(cells)
