"""Raudenbush SW (2009). Analyzing effect sizes: random-effects models.

In Cooper, Hedges, Valentine (eds), The Handbook of Research Synthesis and Meta-Analysis,
2nd edition, pages 295-315: 19 experiments on teachers' expectancy, regression on the
weeks that teachers had known the pupils (three or more count as three), table 16.2.
"""

from tests.pooling.published.test_raudenbush_2009 import VI, YI

from ketaevidence.pooling.regression import regress

WEEKS = [2, 3, 3, 0, 0, 3, 3, 3, 0, 1, 0, 0, 1, 2, 3, 3, 1, 2, 3]


def test_the_regression_on_weeks_is_as_printed():
    """The effect falls by 0.157 per week, and nothing is left between experiments."""
    model = regress(YI, {"weeks": WEEKS}, vi=VI, method="REML", test="z")
    assert f"{model['weeks'].estimate:.3f}" == "-0.157"
    assert model.tau2 == 0
    assert model.R2 == 100
