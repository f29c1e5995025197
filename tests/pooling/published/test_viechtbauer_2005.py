"""Viechtbauer W (2005). Bias and efficiency of meta-analytic variance estimators.

Journal of Educational and Behavioral Statistics 30:261-293,
doi 10.3102/10769986030003261, the two examples of pages 271 and 272.
"""

import pytest

from ketaevidence.pooling import pool

#: Page 271.
FIRST = (
    [-0.581, 0.530, 0.771, 1.031, 0.553, 0.295, 0.078, 0.573, -0.176, -0.232],
    [0.023, 0.052, 0.060, 0.115, 0.095, 0.203, 0.200, 0.211, 0.051, 0.040],
)

#: Page 272, effect and variance of each study.
SECOND = tuple(
    zip(
        *[(0.100, 0.016), (-0.162, 0.015), (-0.090, 0.050), (-0.049, 0.050)],
        *[(-0.046, 0.032), (-0.010, 0.052), (-0.431, 0.036), (-0.261, 0.024)],
        *[(0.134, 0.034), (0.019, 0.033), (0.175, 0.031), (0.056, 0.034)],
        *[(0.045, 0.039), (0.103, 0.167), (0.121, 0.134), (-0.482, 0.096)],
        *[(0.290, 0.016), (0.342, 0.035)],
        strict=True,
    )
)

#: tau2, I2 and H2 as printed.
PRINTED = [
    (FIRST, "HS", "0.228", "77.23", "4.39"),
    (FIRST, "HE", "0.148", "68.80", "3.21"),
    (FIRST, "DL", "0.277", "80.44", "5.11"),
    (FIRST, "ML", "0.197", "74.51", "3.92"),
    (FIRST, "REML", "0.223", "76.84", "4.32"),
    (FIRST, "EB", "0.192", "74.05", "3.85"),
    (FIRST, "SJ", "0.199", "74.75", "3.96"),
    (SECOND, "HS", "0.010", "22.93", "1.30"),
    (SECOND, "HE", "0.000", "0.00", "1.00"),
    (SECOND, "DL", "0.013", "27.53", "1.38"),
    (SECOND, "ML", "0.013", "28.45", "1.40"),
    (SECOND, "REML", "0.016", "32.02", "1.47"),
    (SECOND, "EB", "0.010", "23.72", "1.31"),
    (SECOND, "SJ", "0.025", "42.67", "1.74"),
]


@pytest.mark.parametrize(("data", "method", "tau2", "i2", "h2"), PRINTED)
def test_every_estimator_gives_the_printed_heterogeneity(data, method, tau2, i2, h2):
    """Seven estimators give tau2, I2 and H2 as printed, in both examples."""
    pooled = pool(*data, method=method, test="z")
    assert f"{pooled.tau2:.3f}" == tau2
    assert f"{pooled.I2:.2f}" == i2
    assert f"{pooled.H2:.2f}" == h2
