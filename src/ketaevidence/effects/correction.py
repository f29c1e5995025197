"""The small-sample correction of standardized differences."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from ketaevidence.effects.arrays import FloatArray

#: From this many degrees of freedom on, the series below is exact to the last digit,
#: while the difference of two large logarithms loses some.
_LARGE = 100.0

#: Coefficients of gamma(x + 1/2) / (sqrt(x) gamma(x)) in powers of 1/x.
_SERIES = (
    869 / 4194304,
    -399 / 262144,
    -21 / 32768,
    5 / 1024,
    1 / 128,
    -1 / 8,
    1.0,
)


def hedges_correction(df: FloatArray) -> FloatArray:
    """Compute the exact factor that removes the bias of d in small samples.

    ``J(m) = gamma(m/2) / (sqrt(m/2) gamma((m-1)/2))``, through logarithms because
    the gamma function overflows from about 340 participants, and for large m by the
    series of the ratio of two gamma functions. It exists for more than one degree of
    freedom.
    """
    m = np.asarray(df, dtype=np.float64)
    log_j = gammaln(m / 2) - 0.5 * np.log(m / 2) - gammaln((m - 1) / 2)
    x = (np.maximum(m, _LARGE) - 1) / 2
    by_series = np.sqrt(x / (x + 0.5)) * np.polyval(_SERIES, 1 / x)
    return np.asarray(np.where(m < _LARGE, np.exp(log_j), by_series), dtype=np.float64)
