"""Van Houwelingen HC, Zwinderman KH, Stijnen T (1993). A bivariate approach.

Statistics in Medicine 12:2273-2284, doi 10.1002/sim.4780122405: treatments of bleeding
in the upper intestine (Collins and Langman 1985), odds ratio of rebleeding, control over
treatment; results of pages 2275 and 2277, as the metafor project quotes them. The
bivariate model itself is not part of this package.
"""

import numpy as np
import pytest
from scipy.stats import nchypergeom_fisher
from tests.pooling.published.r_data import metadat

from ketaevidence.pooling.counts.conditional import conditional_logistic


@pytest.fixture(scope="module")
def counts():
    """Give the counts of the trials that report rebleeding."""
    table = metadat("dat.collins1985a")
    names = {"ai": "b.xci", "n1i": "nci", "ci": "b.xti", "n2i": "nti"}
    known = ~np.isnan(table["b.xci"])
    return {name: table[column][known] for name, column in names.items()}


def test_one_odds_ratio_is_as_printed(counts):
    """Log odds ratio and log-likelihood with one odds ratio for all (page 2275).

    The standard error is quoted as 0.099 or 0.0995, from a curvature by differences.
    The exact one is 0.09956, as the variances of the distribution give it.
    """
    pooled = conditional_logistic(**counts, method="EE")
    assert f"{pooled.estimate:.4f}" == "0.1216"
    assert f"{pooled.log_likelihood:.3f}" == "-53.679"
    assert pooled.se == pytest.approx(0.0995, abs=1e-4)
    a, n1, c, n2 = (counts[name] for name in ("ai", "n1i", "ci", "n2i"))
    told = a + c > 0
    variance = nchypergeom_fisher.var(
        (n1 + n2)[told], n1[told], (a + c)[told], pooled.odds_ratio
    )
    assert pooled.se == pytest.approx(variance.sum() ** -0.5, rel=1e-8)


def test_normally_varying_odds_ratios_are_as_printed(counts):
    """Mean log odds ratio, its error, tau2 with random effects (page 2277)."""
    pooled = conditional_logistic(**counts, method="ML")
    assert f"{pooled.estimate:.4f}" == "0.1744"
    assert f"{pooled.se:.3f}" == "0.136"
    assert f"{pooled.tau2:.3f}" == "0.119"
    # -0.092 and 0.441 as quoted, from integrals with fewer digits.
    assert (f"{pooled.ci_lb:.4f}", f"{pooled.ci_ub:.4f}") == ("-0.0929", "0.4417")
    assert f"{pooled.log_likelihood:.2f}" == "-52.99"
