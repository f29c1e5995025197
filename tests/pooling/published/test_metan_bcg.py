"""Stata's metan on the BCG trials, inverse-variance models.

Harris RJ, Bradburn MJ, Deeks JJ, Harbord RM, Altman DG, Sterne JAC (2008). metan: fixed-
and random-effects meta-analysis. Stata Journal 8:3-28, doi 10.1177/1536867X0800800102
(the command). Its output on the counts of Colditz and others (1994) with the options
fixedi, randomi, fixed (Mantel-Haenszel) and peto, as quoted by the metafor project.
"""

import pytest
from tests.pooling.published.builders import (
    BCG,
    log_odds_ratios,
    log_risk_ratios,
    risk_differences,
)

from ketaevidence.pooling import pool
from ketaevidence.pooling.counts import mantel_haenszel, peto_odds_ratio

#: Effect and model; then estimate, bounds, z, and Q (EE) or I2 (DL) of the output.
OUTPUT = [
    (log_risk_ratios, "EE", ["-0.4303", "-0.5097", "-0.3509", "-10.62", "152.233"]),
    (log_risk_ratios, "DL", ["-0.7141", "-1.0644", "-0.3638", "-4.00", "92.117"]),
    (log_odds_ratios, "EE", ["-0.4361", "-0.5190", "-0.3533", "-10.32", "163.165"]),
    (log_odds_ratios, "DL", ["-0.7474", "-1.1242", "-0.3706", "-3.89", "92.645"]),
    (risk_differences, "EE", ["-0.0009", "-0.0014", "-0.0005", "-4.04", "276.474"]),
    (risk_differences, "DL", ["-0.0071", "-0.0101", "-0.0040", "-4.51", "95.660"]),
]


@pytest.mark.parametrize(("effects", "method", "printed"), OUTPUT)
def test_metan_is_matched(effects, method, printed):
    """Ratios and differences, both models, give metan's output to its last digit."""
    pooled = pool(*effects(BCG), method=method, test="z")
    numbers = (pooled.estimate, pooled.ci_lb, pooled.ci_ub)
    spread = pooled.QE if method == "EE" else pooled.I2_from_Q
    shown = [f"{x:.4f}" for x in numbers] + [f"{pooled.zval:.2f}", f"{spread:.3f}"]
    assert shown == printed


@pytest.mark.parametrize(
    ("effects", "printed"), [(log_risk_ratios, "0.3088"), (log_odds_ratios, "0.3663")]
)
def test_tau2_of_metan_is_matched(effects, printed):
    """DerSimonian and Laird's tau2 is that of metan."""
    assert f"{pool(*effects(BCG), method='DL', test='z').tau2:.4f}" == printed


#: What Stata's metan prints for the BCG trials with the option fixed (or peto): estimate
#: and bounds on the log scale, z without its sign, and Q.
COUNTS = {
    "RR": ["-0.454", "-0.531", "-0.377", "11.53", "152.57"],
    "OR": ["-0.473", "-0.554", "-0.393", "11.54", "163.94"],
    "RD": ["-0.003", "-0.004", "-0.003", "11.56", "386.78"],
    "PETO": ["-0.474", "-0.554", "-0.395", "11.67", "167.73"],
}


@pytest.mark.parametrize("measure", COUNTS)
def test_pools_of_counts_are_those_of_metan(measure):
    """Mantel-Haenszel and Peto give metan's output; RD with its standard error."""
    counts = dict(zip(("ai", "bi", "ci", "di"), BCG.T, strict=True))
    if measure == "PETO":
        pooled = peto_odds_ratio(**counts)
    else:
        variance = "Greenland-Robins" if measure == "RD" else None
        pooled = mantel_haenszel(measure, **counts, variance=variance)
    numbers = (pooled.estimate, pooled.ci_lb, pooled.ci_ub)
    shown = [f"{x:.3f}" for x in numbers]
    shown += [f"{abs(pooled.zval):.2f}", f"{pooled.QE:.2f}"]
    assert shown == COUNTS[measure]
