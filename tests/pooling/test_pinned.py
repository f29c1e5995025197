"""Agreement with metafor, number by number."""

import json
import math
import warnings
from pathlib import Path

import numpy as np
import pytest

from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling import pool

#: Relative tolerance, and where metafor converged only to 1e-12 or worse.
RTOL, RTOL_LOOSE = 1e-8, 1e-7

#: Absolute floor, as a share of max(var(yi), median(vi)).
FLOOR = 1e-9

#: metafor's field names that differ from ours.
OURS = {"b": "estimate", "stat": "zval", "QE_p": "QEp"}

#: What metafor sets to a constant for one study, and we leave undefined.
UNDEFINED_AT_ONE = {"tau2", "I2", "H2", "QE", "QE_p", "s2w"}

#: Analyses, fits and numbers that each file must hold.
GRID = {
    "edge.json": (27, 210, 3570),
    "published.json": (13, 104, 1768),
    "random.json": (40, 320, 5440),
    "synthetic.json": (14, 112, 1904),
}

PINNED = {
    name: json.loads((Path(__file__).parent / "pinned" / name).read_text("utf-8"))
    for name in GRID
}

CASES = [
    pytest.param(file, analysis, id=f"{name[:-5]}-{analysis['id']}")
    for name, file in PINNED.items()
    for analysis in file["analyses"]
]


def _floors(analysis, se):
    yi, vi = np.array(analysis["yi"], float), np.array(analysis["vi"], float)
    scale = float(np.median(vi))
    typical = scale
    if len(yi) > 1:
        scale = max(scale, float(np.var(yi, ddof=1)))
        w = 1 / vi
        typical = (len(yi) - 1) / (w.sum() - (w**2).sum() / w.sum())
    length = FLOOR * math.sqrt(scale)
    ratio = FLOOR * max(1.0, scale / typical)
    floors = dict.fromkeys(("b", "se", "ci_lb", "ci_ub", "pi_lb", "pi_ub"), length)
    floors |= {"tau2": FLOOR * scale, "se_tau2": FLOOR * scale}
    floors |= {"stat": length / se if se > 0 else 0.0, "H2": ratio, "I2": 100 * ratio}
    return floors | {"QE": FLOOR, "s2w": FLOOR, "pval": 1e-14, "QE_p": 1e-14}


def _pool(analysis, fit):
    method, test = fit.split()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        return pool(analysis["yi"], analysis["vi"], method=method, test=test)


@pytest.mark.parametrize(("file", "analysis"), CASES)
def test_every_number_agrees_with_metafor(file, analysis):
    """EE, DL and REML with z, t and Knapp-Hartung equal metafor's to 8 digits."""
    for fit, row in analysis["fits"].items():
        rtol = RTOL_LOOSE if row[-1] == "loose" else RTOL
        ours = _pool(analysis, fit)
        floors = _floors(analysis, ours.se)
        for name, value in zip(file["fields"], row, strict=False):
            mine = getattr(ours, OURS.get(name, name))
            where = f"{fit} {name}"
            if (ours.k == 1 and name in UNDEFINED_AT_ONE) or value is None:
                assert mine is None, where
            else:
                floor = floors.get(name, 0.0)
                expected = pytest.approx(float(value), rel=rtol, abs=floor)
                assert mine == expected, where


@pytest.mark.parametrize("name", GRID)
def test_the_pinned_grid_is_complete(name):
    """No pinned analysis, fit or number can go missing quietly."""
    file = PINNED[name]
    analyses, fits, numbers = GRID[name]
    assert len(file["analyses"]) == analyses
    assert sum(len(a["fits"]) for a in file["analyses"]) == fits
    assert fits * len(file["fields"]) == numbers
    for analysis in file["analyses"]:
        for row in analysis["fits"].values():
            assert len([x for x in row if x != "loose"]) == len(file["fields"])
    assert "metafor 5.1.12" in file["origin"]


def test_all_edge_cases_and_published_cases_are_there():
    """The cases that break software are among the pinned ones."""
    ids = {a["id"] for file in PINNED.values() for a in file["analyses"]}
    assert ids >= {
        "edge_k1",
        "edge_k2_equal",
        "edge_k8_extreme_vratio",
        "edge_k10_boundary",
        "edge_k20_hom_zeroQ",
        "pub_metafor_convergence_example",
        "morris2008T.MC",
    }
