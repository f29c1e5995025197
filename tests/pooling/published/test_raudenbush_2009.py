"""Raudenbush SW (2009). Analyzing effect sizes: random-effects models.

In Cooper, Hedges, Valentine (eds), The Handbook of Research Synthesis and Meta-Analysis,
2nd edition, pages 295-315: 19 experiments on teachers' expectancy (effects and variances
of Raudenbush 1984 and 1985), results of table 16.2, page 301, and table 16.3, page 309.
"""

import pytest

from ketaevidence.pooling import pool

YI = [0.03, 0.12, -0.14, 1.18, 0.26, -0.06, -0.02, -0.32, 0.27, 0.80]
YI += [0.54, 0.18, -0.02, 0.23, -0.18, -0.06, 0.30, 0.07, -0.07]
#: Printed as standard errors.
SEI = [0.125, 0.147, 0.167, 0.373, 0.369, 0.103, 0.103, 0.220, 0.164, 0.251]
SEI += [0.302, 0.223, 0.289, 0.290, 0.159, 0.167, 0.139, 0.094, 0.174]
#: The variances are their squares to four decimals.
VI = [round(se**2, 4) for se in SEI]

#: Table 16.3: tau2 and effect, then se, statistic and interval of the normal test.
NORMAL = [
    ("EE", "0.000", "0.060", "0.036", "1.655", "-0.011", "0.132"),
    ("ML", "0.013", "0.078", "0.047", "1.637", "-0.015", "0.171"),
    ("REML", "0.019", "0.084", "0.052", "1.621", "-0.018", "0.185"),
    ("DL", "0.026", "0.089", "0.056", "1.601", "-0.020", "0.199"),
    ("HE", "0.080", "0.114", "0.079", "1.443", "-0.041", "0.270"),
]

#: The same with the test of Knapp and Hartung.
KNAPP_HARTUNG = [
    ("ML", "0.013", "0.078", "0.059", "1.311", "-0.047", "0.202"),
    ("REML", "0.019", "0.084", "0.062", "1.359", "-0.046", "0.213"),
    ("DL", "0.026", "0.089", "0.064", "1.405", "-0.044", "0.223"),
    ("HE", "0.080", "0.114", "0.071", "1.608", "-0.035", "0.264"),
]


def row(pooled):
    """Give one row of table 16.3."""
    numbers = (pooled.tau2, pooled.estimate, pooled.se, pooled.zval)
    return tuple(f"{x:.3f}" for x in (*numbers, pooled.ci_lb, pooled.ci_ub))


@pytest.mark.parametrize("printed", NORMAL, ids=lambda row: row[0])
def test_the_normal_test_is_as_printed(printed):
    """Five models give tau2, effect, error, z and interval as printed."""
    assert row(pool(YI, VI, method=printed[0], test="z")) == printed[1:]


@pytest.mark.filterwarnings("ignore::ketaevidence.errors.PoolingWarning")
@pytest.mark.parametrize("printed", KNAPP_HARTUNG, ids=lambda row: row[0])
def test_knapp_and_hartung_is_as_printed(printed):
    """Four estimators give effect, error, t and interval as printed."""
    assert row(pool(YI, VI, method=printed[0], test="knha")) == printed[1:]


def test_cochran_and_the_prediction_interval():
    """Q is 35.83 as printed; new effects are expected between -0.204 and 0.371."""
    pooled = pool(YI, VI, method="REML", test="z")
    assert f"{pooled.QE:.2f}" == "35.83"
    assert (f"{pooled.pi_lb:.3f}", f"{pooled.pi_ub:.3f}") == ("-0.204", "0.371")
