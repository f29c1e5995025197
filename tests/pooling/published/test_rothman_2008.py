"""Rothman KJ, Greenland S, Lash TL (2008). Modern Epidemiology, 3rd edition, chapter 15.

Lippincott Williams & Wilkins. Counts and person-years of tables 15-1, 15-2 and 15-5, and
the pooled results of the text; inputs and results as quoted by the metafor project
(https://www.metafor-project.org/doku.php/analyses:rothman2008).
"""

from ketaevidence.pooling.counts import association_test, mantel_haenszel

#: Deaths under tolbutamide and placebo below and above 55 years (table 15-1).
TOLBUTAMIDE = {"ai": [8, 22], "bi": [98, 76], "ci": [5, 16], "di": [115, 69]}

#: Coronary deaths and person-years of smokers and others by age (table 15-2).
SMOKING = {
    "x1i": [32, 104, 206, 186, 102],
    "t1i": [52407, 43248, 28612, 12663, 5317],
    "x2i": [2, 12, 28, 28, 31],
    "t2i": [18790, 10673, 5710, 2585, 1462],
}

#: Spermicides and Down syndrome by age of the mother (table 15-5).
SPERMICIDES = {"ai": [3, 1], "bi": [9, 3], "ci": [104, 5], "di": [1059, 86]}


def _shown(pooled, digits):
    bounds = (pooled.estimate, pooled.ci_lb, pooled.ci_ub)
    return [f"{value:.{digits}f}" for value in pooled.back_transform(bounds)]


def test_rothman_table_15_1_is_reproduced():
    """Risk difference, risk ratio and odds ratio of tolbutamide, with 90 % intervals."""
    rd, rr, oddsratio = (
        mantel_haenszel(measure, **TOLBUTAMIDE, level=0.9)
        for measure in ("RD", "RR", "OR")
    )
    # The chapter prints 0.088 for the upper bound 0.08749.
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
