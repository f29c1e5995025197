"""Henmi M, Copas JB (2010). Confidence intervals for random effects meta-analysis.

Statistics in Medicine 29:2969-2983, doi 10.1002/sim.4029: P6 acupoint stimulation
against postoperative nausea, 16 trials (Lee and Done 2004); results of page 2978, as
the metafor project quotes them.
"""

import pytest
from tests.pooling.published.r_data import metadat

from ketaevidence.effects import effect_sizes
from ketaevidence.pooling import henmi_copas, pool


@pytest.fixture(scope="module")
def trials():
    """Give the log odds ratios of the 16 trials."""
    table = metadat("dat.lee2004")
    names = ("ai", "n1i", "ci", "n2i")
    return effect_sizes("OR", **{name: table[name] for name in names})


def test_the_random_effects_model_is_as_printed(trials):
    """DerSimonian-Laird gives tau2, log odds ratio and interval (page 2978)."""
    pooled = pool(trials, method="DL", test="z")
    numbers = (pooled.tau2, pooled.estimate, pooled.ci_lb, pooled.ci_ub)
    shown = ("0.3325", "-0.6787", "-1.0664", "-0.2911")
    assert tuple(f"{x:.4f}" for x in numbers) == shown


def test_the_robust_interval_is_as_printed(trials):
    """The authors' own method gives centre and interval (page 2978)."""
    robust = henmi_copas(trials)
    numbers = (robust.estimate, robust.ci_lb, robust.ci_ub)
    assert tuple(f"{x:.4f}" for x in numbers) == ("-0.5145", "-0.9994", "-0.0295")
