"""Deletion diagnostics equal metafor's to eight digits."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from tests.pooling.builders import quiet

from ketaevidence.pooling.sensitivity import (
    cumulative,
    influence,
    leave_one_out,
    shrunken_effects,
    standardized_residuals,
)

FILE = json.loads(
    (Path(__file__).parent / "pinned" / "deletion.json").read_text("utf-8")
)
CASES = [
    pytest.param(analysis, table, kind, id=f"{analysis['id']}-{table}-{kind}")
    for analysis in FILE["analyses"]
    for table, kinds in analysis["tables"].items()
    for kind in kinds
]

#: metafor's tables: what makes ours, and our names where they differ.
TABLES = {
    "leave1out": (leave_one_out, {"Q": "QE", "Qp": "QEp"}),
    "cumul": (
        lambda pooled: cumulative(pooled, order="given"),
        {"Q": "QE", "Qp": "QEp"},
    ),
    "influence": (influence, {"dfbs": "dfbetas", "is_infl": "is_influential"}),
    "rstandard": (standardized_residuals, {"resid": "residual"}),
    "rstudent": (
        influence,
        {"resid": "deleted_residual", "se": "deleted_se", "z": "rstudent"},
    ),
    "blup": (shrunken_effects, {"pred": "estimate"}),
}

#: One study: a constant in metafor, not defined here.
UNDEFINED_AT_ONE = {"tau2", "I2", "H2", "Q", "Qp"}


@pytest.mark.parametrize(("analysis", "table", "kind"), CASES)
def test_every_number_agrees_with_metafor(analysis, table, kind):
    """Every column of every table, study by study."""
    yi, vi = np.array(analysis["yi"], float), np.array(analysis["vi"], float)
    method, test = kind.split()
    make, names = TABLES[table]
    ours = make(quiet(yi, vi, method=method, test=test))
    length = 1e-9 * math.sqrt(max(np.var(yi, ddof=1), np.median(vi)))
    floors = {"tau2": length**2 / 1e-9, "tau2_del": length**2 / 1e-9, "I2": 1e-7}
    for column, theirs in analysis["tables"][table][kind].items():
        mine = getattr(ours, names.get(column, column))
        start = 1 if table == "cumul" and column in UNDEFINED_AT_ONE else 0
        assert np.isnan(mine[:start]).all()
        expected = np.array([float(x) for x in theirs[start:]])
        floor = floors.get(column, length / min(1.0, np.sqrt(vi.min())))
        assert mine[start:] == pytest.approx(expected, rel=1e-8, abs=floor), column


def test_no_pinned_table_goes_missing():
    """Five data sets, nine tables each."""
    assert len(FILE["analyses"]) == 5
    assert len(CASES) == 45
    assert "metafor 5.1.12" in FILE["origin"]
