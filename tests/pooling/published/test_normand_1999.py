"""Normand SLT (1999). Meta-analysis: formulating, evaluating, combining, reporting.

Statistics in Medicine 18:321-359,
doi 10.1002/(SICI)1097-0258(19990215)18:3<321::AID-SIM28>3.0.CO;2-P: lidocaine after a
heart attack (counts of table I, results of table VII, page 349) and length of stay in
hospital after stroke (data of table II, results of table IX, page 352).
"""

import numpy as np
import pytest
from tests.pooling.published.builders import four_fold, risk_differences

from ketaevidence.pooling import pool

LIDOCAINE = four_fold(
    [2, 4, 6, 7, 7, 11],
    [39, 44, 107, 103, 110, 154],
    [1, 4, 4, 5, 3, 4],
    [43, 44, 110, 100, 106, 146],
)

#: Nine trials of specialist care: patients, mean and standard deviation, both groups.
STROKE = {
    "n1": [155, 31, 75, 18, 8, 57, 34, 110, 60],
    "m1": [55, 27, 64, 66, 14, 19, 52, 21, 30],
    "sd1": [47, 7, 17, 20, 8, 7, 45, 16, 27],
    "n2": [156, 32, 71, 18, 13, 52, 33, 183, 52],
    "m2": [75, 29, 119, 137, 18, 18, 41, 31, 23],
    "sd2": [64, 4, 29, 48, 11, 4, 34, 27, 20],
}


def differences():
    """Give mean differences and variances, assuming equal variances as Normand does."""
    n1, m1, s1, n2, m2, s2 = (np.array(STROKE[name], float) for name in STROKE)
    within = ((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / (n1 + n2 - 2)
    return m1 - m2, within * (1 / n1 + 1 / n2)


@pytest.mark.parametrize("method", ["EE", "DL", "REML"])
def test_lidocaine_is_as_printed(method):
    """All models give a risk difference of 2.94 % [0.4, 5.5], since tau2 is 0."""
    yi, vi = risk_differences(LIDOCAINE)
    pooled = pool(100 * yi, 100**2 * vi, method=method, test="z")
    assert f"{pooled.estimate:.2f}" == "2.94"
    assert (f"{pooled.ci_lb:.1f}", f"{pooled.ci_ub:.1f}") == ("0.4", "5.5")
    assert f"{pooled.tau2:.3f}" == "0.000"


@pytest.mark.parametrize(
    ("method", "estimate", "lb", "ub", "tau2"),
    [
        ("EE", "-3.49", "-5.03", "-1.96", "0.00"),
        ("DL", "-14.10", "-24.45", "-3.75", "218.72"),
        ("REML", "-15.12", "-32.67", "2.43", "685.20"),
    ],
)
def test_length_of_stay_is_as_printed(method, estimate, lb, ub, tau2):
    """The stroke trials give days, interval and tau2 as printed."""
    pooled = pool(*differences(), method=method, test="z")
    assert f"{pooled.estimate:.2f}" == estimate
    assert (f"{pooled.ci_lb:.2f}", f"{pooled.ci_ub:.2f}") == (lb, ub)
    assert f"{pooled.tau2:.2f}" == tau2
