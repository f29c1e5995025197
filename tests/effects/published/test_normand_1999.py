"""Normand 1999, Statistics in Medicine 18:321-359, tables III and VII.

doi 10.1002/(SICI)1097-0258(19990215)18:3<321::AID-SIM28>3.0.CO;2-P. Risk differences
of lidocaine trials, and days in hospital after stroke with equal variances.
"""

import numpy as np
import pytest

from ketaevidence.effects import effect_sizes


def weighted(es):
    """Give the mean weighted by inverse variances, and its standard error."""
    w = 1 / es.vi
    return float((w * es.yi).sum() / w.sum()), float(w.sum() ** -0.5)


def test_lidocaine_risk_differences():
    """The trials' risk differences average 2.94 per cent (0.38 to 5.51)."""
    es = effect_sizes(
        "RD",
        ai=[2, 4, 6, 7, 7, 11], n1i=[39, 44, 107, 103, 110, 154],
        ci=[1, 4, 4, 5, 3, 4], n2i=[43, 44, 110, 100, 106, 146],
    )  # fmt: skip
    mean, se = weighted(es)
    assert 100 * mean == pytest.approx(2.9444, abs=5.1e-5)
    interval = 100 * (mean + np.array([-1, 1]) * 1.959963984540054 * se)
    assert interval == pytest.approx([0.3831, 5.5058], abs=5.1e-5)


def test_days_in_hospital_with_equal_variances():
    """With pooled variances, as Normand assumes, the trials average -3.4939 days."""
    es = effect_sizes(
        "MD", vtype="HO",
        n1i=[155, 31, 75, 18, 8, 57, 34, 110, 60],
        m1i=[55, 27, 64, 66, 14, 19, 52, 21, 30],
        sd1i=[47, 7, 17, 20, 8, 7, 45, 16, 27],
        n2i=[156, 32, 71, 18, 13, 52, 33, 183, 52],
        m2i=[75, 29, 119, 137, 18, 18, 41, 31, 23],
        sd2i=[64, 4, 29, 48, 11, 4, 34, 27, 20],
    )  # fmt: skip
    assert weighted(es)[0] == pytest.approx(-3.4939, abs=5.1e-5)
