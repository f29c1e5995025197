"""Pools of counts as articles and Stata print them."""

import pytest
from tests.pooling.published.builders import BCG

from ketaevidence.pooling.counts import (
    association_test,
    mantel_haenszel,
    peto_odds_ratio,
)

#: Deaths under tolbutamide and placebo below and above 55 years (Rothman, Greenland and
#: Lash 2008, Modern Epidemiology, 3rd edition, table 15-1).
TOLBUTAMIDE = {"ai": [8, 22], "bi": [98, 76], "ci": [5, 16], "di": [115, 69]}

#: Coronary deaths and person-years of smokers and others by age (ibid., table 15-2).
SMOKING = {
    "x1i": [32, 104, 206, 186, 102],
    "t1i": [52407, 43248, 28612, 12663, 5317],
    "x2i": [2, 12, 28, 28, 31],
    "t2i": [18790, 10673, 5710, 2585, 1462],
}

#: Spermicides and Down syndrome by age of the mother (ibid., table 15-5).
SPERMICIDES = {"ai": [3, 1], "bi": [9, 3], "ci": [104, 5], "di": [1059, 86]}

#: Early beta blockade after myocardial infarction, deaths (Yusuf and others 1985,
#: doi 10.1016/S0033-0620(85)80003-7, table 6).
BETA_BLOCKADE = {
    "ai": [14, 18, 15, 10, 21, 3, 2, 19, 15, 5, 0, 8, 3, 0, 1, 0, 14, 0, 8, 6, 3],
    "n1i": [56, 66, 100, 52, 226, 38, 20, 76, 106, 62, 9, 133, 48, 16, 42, 25, 221, 11,
            259, 157, 177],
    "ci": [15, 19, 12, 12, 24, 6, 3, 15, 9, 4, 0, 11, 3, 0, 1, 3, 15, 0, 7, 4, 2],
    "n2i": [58, 64, 95, 47, 228, 31, 20, 67, 114, 57, 8, 127, 49, 13, 46, 25, 228, 11,
            129, 158, 136],
}  # fmt: skip


def _shown(pooled, digits):
    bounds = (pooled.estimate, pooled.ci_lb, pooled.ci_ub)
    return [f"{value:.{digits}f}" for value in pooled.back_transform(bounds)]


def test_rothman_table_15_1_is_reproduced():
    """Risk difference, risk ratio and odds ratio of tolbutamide, with 90 % intervals."""
    rd, rr, oddsratio = (
        mantel_haenszel(measure, **TOLBUTAMIDE, level=0.9)
        for measure in ("RD", "RR", "OR")
    )
    assert _shown(rd, 3) == ["0.035", "-0.018", "0.087"]
    assert _shown(rr, 2) == ["1.33", "0.87", "2.03"]
    assert _shown(oddsratio, 2) == ["1.40", "0.84", "2.34"]
    assert (f"{rr.QE:.2f}", f"{oddsratio.QE:.2f}") == ("0.45", "0.35")


def test_rothman_table_15_2_is_reproduced():
    """Rate difference (per 10,000 years) and rate ratio of smoking, 90 % intervals."""
    per_10000 = SMOKING | {
        name: [years / 1e4 for years in SMOKING[name]] for name in ("t1i", "t2i")
    }
    ird = mantel_haenszel("IRD", **per_10000, level=0.9)
    irr = mantel_haenszel("IRR", **SMOKING, level=0.9)
    assert _shown(ird, 2) == ["11.44", "6.35", "16.53"]
    assert _shown(irr, 2) == ["1.42", "1.19", "1.70"]
    assert (f"{ird.QE:.1f}", f"{irr.QE:.1f}") == ("26.9", "10.4")
    plain = association_test(**SMOKING, correct=False)
    assert f"{plain.statistic:.2f}" == "11.02"


def test_rothman_table_15_5_is_reproduced():
    """Odds ratio, Mantel-Haenszel test and homogeneity where an arm has four people."""
    pooled = mantel_haenszel("OR", **SPERMICIDES, level=0.9, correct=False)
    assert _shown(pooled, 2) == ["3.78", "1.43", "10.00"]
    assert f"{pooled.association.statistic:.2f}" == "5.81"
    assert f"{pooled.homogeneity.tarone:.2f}" == "0.14"


def test_peto_of_yusuf_1985_is_reproduced():
    """Peto's odds ratio of early beta blockade is 0.93 (0.74 to 1.18)."""
    assert _shown(peto_odds_ratio(**BETA_BLOCKADE), 2) == ["0.93", "0.74", "1.18"]


#: What Stata's metan prints for the BCG trials with the option fixed (or peto): estimate
#: and bounds on the log scale, z without its sign, and Q.
METAN = {
    "RR": ["-0.454", "-0.531", "-0.377", "11.53", "152.57"],
    "OR": ["-0.473", "-0.554", "-0.393", "11.54", "163.94"],
    "RD": ["-0.003", "-0.004", "-0.003", "11.56", "386.78"],
    "PETO": ["-0.474", "-0.554", "-0.395", "11.67", "167.73"],
}


@pytest.mark.parametrize("measure", METAN)
def test_metan_is_matched(measure):
    """Mantel-Haenszel and Peto give metan's output; RD with its standard error."""
    counts = dict(zip(("ai", "bi", "ci", "di"), BCG.T, strict=True))
    if measure == "PETO":
        pooled = peto_odds_ratio(**counts)
    else:
        variance = "Greenland-Robins" if measure == "RD" else None
        pooled = mantel_haenszel(measure, **counts, variance=variance)
    numbers = (pooled.estimate, pooled.ci_lb, pooled.ci_ub)
    shown = [f"{x:.3f}" for x in numbers]
    shown += [f"{abs(pooled.zval):.2f}", f"{pooled.QE:.2f}"]
    assert shown == METAN[measure]
