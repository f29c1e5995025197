"""Lipsey MW, Wilson DB (2001). Practical meta-analysis. Sage.

Ten effect sizes of challenge programmes on delinquency (exhibit 7.1), results of exhibit
7.3, page 133. The analysis by groups and the regression need moderators.
"""

from ketaevidence.pooling import pool

YI = [-0.33, 0.32, 0.39, 0.31, 0.17, 0.64, -0.33, 0.15, -0.02, 0.00]
VI = [0.084, 0.035, 0.017, 0.034, 0.072, 0.117, 0.102, 0.093, 0.012, 0.067]


def shown(pooled):
    """Give effect, error, z, p and interval with four decimals."""
    numbers = (pooled.estimate, pooled.se, pooled.zval, pooled.pval)
    return tuple(f"{x:.4f}" for x in (*numbers, pooled.ci_lb, pooled.ci_ub))


def test_the_fixed_effects_model_is_as_printed():
    """The mean of the equal-effects model, its test and Q are as printed."""
    pooled = pool(YI, VI, method="EE", test="z")
    assert shown(pooled) == ("0.1549", "0.0609", "2.5450", "0.0109", "0.0356", "0.2742")
    assert f"{pooled.QE:.4f}" == "14.7640"
    assert f"{pooled.QEp:.4f}" == "0.0976"


def test_the_random_effects_model_is_as_printed():
    """The mean of the random-effects model (DL), its test and tau2 are as printed."""
    pooled = pool(YI, VI, method="DL", test="z")
    assert shown(pooled) == (
        "0.1534",
        "0.0858",
        "1.7893",
        "0.0736",
        "-0.0146",
        "0.3215",
    )
    assert f"{pooled.tau2:.6f}" == "0.025955"
