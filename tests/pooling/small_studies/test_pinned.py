"""Agreement with metafor on tests for small-study effects, number by number."""

import json
import warnings
from pathlib import Path

import numpy as np
import pytest

from ketaevidence.effects import effect_sizes
from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling import pool
from ketaevidence.pooling.small_studies import (
    rank_test,
    regression_test,
    trim_and_fill,
)

PINNED = json.loads(
    (Path(__file__).parent / "pinned" / "small_studies.json").read_text("utf-8")
)
ANALYSES = [pytest.param(a, id=a["id"]) for a in PINNED["analyses"]]

#: Relative tolerance, and the absolute floor as a share of the data's own scale.
RTOL, FLOOR = 1e-8, 1e-9

#: metafor's names of a regression test's numbers, and ours.
REGRESSION = {
    "dfs": "df",
    "limit_est": "limit",
    "limit_ci_lb": "limit_lb",
    "limit_ci_ub": "limit_ub",
}


def effects_of(analysis):
    """Make the effects, with participants where they are known."""
    return effect_sizes(
        "GEN", **{n: analysis[n] for n in ("yi", "vi", "ni") if n in analysis}
    )


def scale_of(analysis):
    """Give the length by which effects of the analysis are measured."""
    return np.sqrt(max(np.var(analysis["yi"], ddof=1), np.median(analysis["vi"])))


@pytest.mark.parametrize("analysis", ANALYSES)
def test_regression_tests_agree(analysis):
    """Both forms of Egger's test equal metafor's to 8 digits, for every predictor."""
    effects = effects_of(analysis)
    for kind, row in analysis["regtest"].items():
        model, predictor = kind.split("_")
        choices = {"method": "REML", "test": "z"} if model == "rma" else {}
        ours = regression_test(
            effects, model=model, predictor=predictor, few_studies="allow", **choices
        )
        for name, value in zip(PINNED["regtest"], row, strict=True):
            mine = getattr(ours, REGRESSION.get(name, name))
            where = f"{kind} {name}"
            if value is None:
                assert mine is None, where
            else:
                floor = FLOOR * scale_of(analysis) ** (2 if name == "tau2" else 1)
                floor = 1e-14 if name == "pval" else floor if "slope" not in name else 0
                assert mine == pytest.approx(value, rel=RTOL, abs=floor), where


@pytest.mark.parametrize("analysis", ANALYSES)
def test_rank_tests_agree(analysis):
    """Kendall's tau, its exact and its approximate p equal metafor's to 8 digits."""
    effects = effects_of(analysis)
    exact = rank_test(effects, few_studies="allow")
    normal = rank_test(effects, few_studies="allow", distribution="normal")
    ours = [exact.tau, exact.pval, normal.pval]
    assert ours == pytest.approx(analysis["ranktest"], rel=RTOL, abs=1e-14)


@pytest.mark.parametrize("analysis", ANALYSES)
def test_trim_and_fill_agrees(analysis):
    """Number, error, side, mirror images and refitted pool equal metafor's."""
    effects, scale = effects_of(analysis), scale_of(analysis)
    for kind, row in analysis["trimfill"].items():
        theirs = dict(zip(PINNED["trimfill"], row, strict=True))
        method, test, choice = kind.split()
        estimator, side = choice.split("_")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PoolingWarning)
            pooled = pool(effects, method=method, test=test)
        ours = trim_and_fill(
            pooled, estimator=estimator, side=side, few_studies="allow"
        )
        assert (ours.k0, ours.side) == (theirs["k0"], theirs["side"]), kind
        for mine, value in ((ours.se_k0, theirs["se_k0"]), (ours.p_k0, theirs["p_k0"])):
            is_there = value is not None
            assert (mine is not None) == is_there, kind
            assert not is_there or mine == pytest.approx(value, rel=RTOL), kind
        for name in ("filled_yi", "filled_vi"):
            wanted = sorted(theirs[name])
            assert sorted(getattr(ours, name)) == pytest.approx(
                wanted, rel=RTOL, abs=FLOOR * scale
            ), kind
        if theirs["b"] == "loose":
            continue
        filled = ours.filled
        for name, mine in (("b", filled.estimate), ("se", filled.se), ("ci_lb", filled.ci_lb),
                           ("ci_ub", filled.ci_ub)):  # fmt: skip
            assert mine == pytest.approx(theirs[name], rel=RTOL, abs=FLOOR * scale), (
                f"{kind} {name}"
            )
        assert filled.pval == pytest.approx(theirs["pval"], rel=RTOL, abs=1e-14), kind
        assert filled.tau2 == pytest.approx(
            theirs["tau2"], rel=RTOL, abs=FLOOR * scale**2
        ), kind


def test_the_pinned_grid_is_complete():
    """No pinned analysis, test or number can go missing quietly."""
    analyses = PINNED["analyses"]
    assert len(analyses) == 32
    assert sum(len(a["regtest"]) for a in analyses) == 160
    assert sum(len(a["trimfill"]) for a in analyses) == 154
    assert "metafor 5.1.12" in PINNED["origin"]
    loose = sum(row[4] == "loose" for a in analyses for row in a["trimfill"].values())
    assert loose < 154 / 3
