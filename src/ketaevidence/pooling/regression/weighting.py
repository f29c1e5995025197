"""Which weights a result was made with, told from its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ketaevidence.pooling.model import Pooled
    from ketaevidence.pooling.regression.model import Regression
    from ketaevidence.pooling.sums import FloatArray

#: Shares of the weight that differ by less than this share of themselves are the same.
SAME = 1e-9


def has_inverse_variances(result: Pooled | Regression) -> bool:
    """Tell whether the studies were weighted by 1 / (vi + tau2), up to a factor."""
    inverse = 1.0 / (result.effects.vi + (result.tau2 or 0.0))
    share = 100 * inverse / inverse.sum()
    return bool((np.abs(result.weights - share) <= SAME * share).all())


def weights_of_user(result: Pooled | Regression) -> FloatArray | None:
    """Give the weights that replaced the inverse variances, up to a factor, or None."""
    if result.method != "GENQ" and has_inverse_variances(result):
        return None
    return np.array(result.weights)
