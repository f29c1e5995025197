"""Numbers printed in articles."""

import numpy as np
import pytest

from ketaevidence.effects import effect_sizes
from ketaevidence.pooling import pool

#: Length of stay in hospital after stroke, nine trials (Normand 1999,
#: doi 10.1002/(SICI)1097-0258(19990215)18:3<321::AID-SIM28>3.0.CO;2-P).
STROKE = {
    "n1i": [155, 31, 75, 18, 8, 57, 34, 110, 60],
    "m1i": [55, 27, 64, 66, 14, 19, 52, 21, 30],
    "sd1i": [47, 7, 17, 20, 8, 7, 45, 16, 27],
    "n2i": [156, 32, 71, 18, 13, 52, 33, 183, 52],
    "m2i": [75, 29, 119, 137, 18, 18, 41, 31, 23],
    "sd2i": [64, 4, 29, 48, 11, 4, 34, 27, 20],
}

#: Printed by Normand: estimate and tau2.
NORMAND = {
    "EE": (-3.4939, 0.0),
    "DL": (-14.0972, 218.72),
    "REML": (-15.1217, 685.20),
}


@pytest.mark.parametrize("method", NORMAND)
def test_normand_1999_is_reproduced(method):
    """The stroke trials give Normand's pooled difference and tau2 as printed."""
    es = effect_sizes("MD", **STROKE)
    n1, s1, n2, s2 = (
        np.array(STROKE[name], float) for name in ("n1i", "sd1i", "n2i", "sd2i")
    )
    # Normand assumes equal variances in both groups, our MD does not.
    pooled_sd2 = ((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / (n1 + n2 - 2)
    pooled = pool(es.yi, pooled_sd2 * (1 / n1 + 1 / n2), method=method, test="z")
    estimate, tau2 = NORMAND[method]
    assert pooled.estimate == pytest.approx(estimate, abs=5.1e-5)
    assert pooled.tau2 == pytest.approx(tau2, abs=5.1e-3)
