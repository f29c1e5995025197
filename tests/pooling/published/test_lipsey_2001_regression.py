"""Lipsey MW, Wilson DB (2001). Practical meta-analysis. Sage.

Ten effect sizes of challenge programmes on delinquency, whether the study was randomised
and how intense the programme was (exhibit 7.1): the analysis by groups and the
regression, both with fixed effects (exhibits 7.3 to 7.7).
"""

import pytest

from ketaevidence.pooling.regression import regress
from ketaevidence.pooling.subgroups import subgroups

YI = [-0.33, 0.32, 0.39, 0.31, 0.17, 0.64, -0.33, 0.15, -0.02, 0.00]
VI = [0.084, 0.035, 0.017, 0.034, 0.072, 0.117, 0.102, 0.093, 0.012, 0.067]
RANDOM = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]
INTENSITY = [7, 3, 7, 5, 7, 7, 4, 4, 5, 6]


@pytest.mark.parametrize("tau2", ["separate", "common"])
def test_the_analysis_by_groups_is_as_printed(tau2):
    """Q between the groups 7.0739, Q within them 7.6901."""
    labels = ["random" if one else "not random" for one in RANDOM]
    found = subgroups(YI, labels, vi=VI, method="EE", test="z", tau2=tau2)
    assert f"{found.QB:.4f}" == "7.0739"
    assert f"{sum(group.QE for group in found.groups):.4f}" == "7.6901"


def test_the_regression_is_as_printed():
    """Intercept 0.3223, randomised -0.3298, intensity -0.0041."""
    mods = {"random": RANDOM, "intensity": INTENSITY}
    model = regress(YI, mods, vi=VI, method="EE", test="z")
    shown = [f"{one.estimate:.4f}" for one in model.coefficients]
    assert shown == ["0.3223", "-0.3298", "-0.0041"]
