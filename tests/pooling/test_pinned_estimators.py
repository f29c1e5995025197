"""Agreement with metafor of every estimator, floor, weight and interval of tau2."""

import json
import math
import warnings
from pathlib import Path

import numpy as np
import pytest

from ketaevidence.errors import PoolingWarning
from ketaevidence.pooling import henmi_copas, pool, tau2_interval

FILE = json.loads(
    (Path(__file__).parent / "pinned" / "estimators.json").read_text("utf-8")
)

#: Relative tolerance, and where metafor converged only to 1e-12 or worse.
RTOL, RTOL_LOOSE = 1e-8, 1e-7

#: metafor integrates the interval of Henmi and Copas to R's default tolerance only.
RTOL_INTEGRATED = 2e-5

#: Absolute floor, as a share of max(var(yi), median(vi)).
FLOOR = 1e-9

#: metafor's names of numbers that differ from ours.
OURS = {"b": "estimate"}

CASES = [pytest.param(a, id=a["id"]) for a in FILE["analyses"]]

pytestmark = pytest.mark.filterwarnings("ignore::ketaevidence.errors.PoolingWarning")


class Comparison:
    """Compares the numbers of one analysis, each with its own floor."""

    def __init__(self, analysis) -> None:
        self.analysis = analysis
        yi, vi = np.array(analysis["yi"], float), np.array(analysis["vi"], float)
        scale = max(float(np.var(yi, ddof=1)), float(np.median(vi)))
        w = 1 / vi
        typical = (len(yi) - 1) / (w.sum() - (w**2).sum() / w.sum())
        self.square, self.length = FLOOR * scale, FLOOR * math.sqrt(scale)
        self.ratio = FLOOR * max(1.0, scale / typical)

    def floor(self, name):
        """Give the absolute floor of a number by its name."""
        if name in ("s2w", "H2"):
            return self.ratio
        if name == "I2":
            return 100 * self.ratio
        if name in FILE["statistics"]:
            return FLOOR * len(self.analysis["yi"])
        return self.square if "tau2" in name else self.length

    def check(self, name, mine, theirs, where, rtol=RTOL):
        """Hold that two numbers agree, or that both are missing."""
        where = f"{where} {name}: {mine!r} {theirs!r}"
        if theirs is None or mine is None:
            assert mine is None, where
            assert theirs is None, where
        else:
            floor = self.floor(name)
            assert abs(mine - theirs) <= max(rtol * abs(theirs), floor), where

    def pool(self, method, **choices):
        """Pool the analysis, GENQ with weights 1 / sqrt(vi) as the reference has it."""
        if method == "GENQ":
            choices["weights"] = 1 / np.sqrt(np.array(self.analysis["vi"], float))
        return pool(self.analysis["yi"], self.analysis["vi"], method=method, **choices)


@pytest.mark.parametrize("analysis", CASES)
def test_every_estimator_agrees_with_metafor(analysis):
    """HE, HS, SJ, ML, EB, PM and GENQ equal metafor's to 8 digits, t(k - 2) too."""
    case = Comparison(analysis)
    for method, row in analysis["fits"].items():
        rtol = RTOL_LOOSE if method in analysis["loose"] else RTOL
        ours = case.pool(method, test="z", prediction="t(k-2)")
        for name, value in zip(FILE["fields"], row, strict=True):
            if name.startswith("pi_riley"):
                mine = getattr(ours, name.replace("riley_", ""))
                # metafor takes 1 degree of freedom with two studies; we refuse.
                theirs = None if ours.k == 2 else value
            else:
                mine, theirs = getattr(ours, OURS.get(name, name)), value
            case.check(name, mine, theirs, method, rtol)


@pytest.mark.parametrize("analysis", CASES)
def test_floor_weights_and_likelihood_agree_with_metafor(analysis):
    """The floored Knapp-Hartung test, equal weights and fit statistics agree."""
    case = Comparison(analysis)
    floored = case.pool("REML", test="knha-se")
    for name, value in zip(FILE["floored"], analysis["floored"], strict=True):
        case.check(name, getattr(floored, name), value, "knha-se")
    for method, row in analysis["unweighted"].items():
        ours = case.pool(method, test="z", weights="unweighted")
        for name, value in zip(FILE["unweighted"], row, strict=True):
            mine = getattr(ours, OURS.get(name, name))
            case.check(name, mine, value, f"{method} unweighted")
    for method, row in analysis["statistics"].items():
        found = case.pool(method, test="z").fit_statistics()
        mine = (found.log_likelihood, found.deviance, found.aic, found.bic, found.aicc)
        for name, number, value in zip(FILE["statistics"], mine, row, strict=True):
            case.check(name, number, value, method)


def check_intervals(case):
    """Compare Q-profile and profile likelihood in tau2, I2 and H2."""
    analysis = case.analysis
    for kind, row in analysis["intervals"].items():
        method, estimator = (*kind.split("_"), "REML")[:2]
        found = tau2_interval(case.pool(estimator, test="z"), method=method)
        assert found.is_empty == (row is None)
        for label, value in zip(FILE["intervals"], row or [None] * 6, strict=True):
            name, end = label.split()
            limits = getattr(found, name)
            mine = None if limits is None else getattr(limits, end)
            case.check(name, mine, value, kind)


def check_henmi_and_copas(case):
    """Compare estimate, error and tau2, and the interval as far as integrated."""
    analysis = case.analysis
    ours = henmi_copas(analysis["yi"], analysis["vi"])
    mine = (ours.estimate, ours.se, ours.tau2, ours.ci_lb, ours.ci_ub)
    b, se, tau2, *_ = analysis["henmi_copas"]
    for name, number, value in zip(
        ("b", "se", "tau2"), mine, (b, se, tau2), strict=False
    ):
        case.check(name, number, value, "Henmi-Copas")
    for number, value in zip(mine[3:], analysis["henmi_copas"][3:], strict=True):
        half = abs(value - b)
        assert abs(number - value) <= RTOL_INTEGRATED * half


@pytest.mark.parametrize("analysis", CASES)
def test_intervals_agree_with_metafor(analysis):
    """Intervals of tau2, I2, H2 agree, the empty set too; so do Henmi and Copas."""
    case = Comparison(analysis)
    check_intervals(case)
    check_henmi_and_copas(case)


def test_the_pinned_estimators_are_complete():
    """No pinned analysis, estimator or number can go missing quietly."""
    assert len(FILE["analyses"]) == 53
    for analysis in FILE["analyses"]:
        assert len(analysis["fits"]) == 7
        assert all(len(r) == len(FILE["fields"]) for r in analysis["fits"].values())
        assert len(analysis["statistics"]) == 3
        assert "QP" in analysis["intervals"]
    kinds = [kind for a in FILE["analyses"] for kind in a["intervals"]]
    assert (kinds.count("PL_ML"), kinds.count("PL_REML")) == (23, 23)
    assert "metafor 5.1.12" in FILE["origin"]


def test_a_warning_of_knapp_and_hartung_is_one_of_this_package():
    """The caveats silenced in this file are PoolingWarnings and nothing else."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        pool([0.1, 0.12, 0.11], [0.1, 0.1, 0.2])
    assert [w.category for w in caught] == [PoolingWarning]
