"""van Houwelingen HC, Arends LR, Stijnen T (2002).

Advanced methods in meta-analysis. Statistics in Medicine 21:589-624,
doi 10.1002/sim.1040.

Log odds ratios of 13 trials of BCG vaccine on latitude (table I, page 594), maximum
likelihood; results of pages 608 and 609.
"""

from tests.pooling.published.bcg_places import LATITUDE
from tests.pooling.published.builders import BCG, log_odds_ratios

from ketaevidence.pooling.regression import regress


def test_the_regression_on_latitude_is_as_printed():
    """0.371 (0.106), -0.033 (0.003), tau2 0.004."""
    yi, vi = log_odds_ratios(BCG)
    model = regress(yi, {"latitude": LATITUDE}, vi=vi, method="ML", test="z")
    shown = [f"{x:.3f}" for one in model.coefficients for x in (one.estimate, one.se)]
    assert shown == ["0.371", "0.106", "-0.033", "0.003"]
    assert f"{model.tau2:.3f}" == "0.004"
