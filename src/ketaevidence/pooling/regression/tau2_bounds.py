"""How sure one can be about the variance that the moderators leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ketaevidence.effects.intervals import Interval, check_level
from ketaevidence.errors import EffectError, PoolingError
from ketaevidence.pooling.regression.design import make_design_sample
from ketaevidence.pooling.tau2.regions import (
    profile_likelihood_region,
    q_profile_region,
)

if TYPE_CHECKING:
    from ketaevidence.pooling.regression.model import Regression

#: Methods on offer.
METHODS = ("QP", "PL")


def tau2_bounds(model: Regression, method: str, level: float | None) -> Interval | None:
    """Give the interval of the residual tau2, on the scale of the effects."""
    if method not in METHODS:
        msg = f"method={method!r} is not on offer; choose {' or '.join(METHODS)}"
        raise PoolingError(msg)
    if model.method == "EE":
        msg = (
            "with equal effects (method='EE') tau2 is 0 by definition and has no "
            "interval; choose a random-effects method first"
        )
        raise PoolingError(msg)
    if method == "PL" and model.method not in ("ML", "REML"):
        msg = (
            f"method='PL' needs a likelihood, and the result is by {model.method}; "
            "choose method='ML' or 'REML' first, or method='QP' here"
        )
        raise PoolingError(msg)
    try:
        used = model.level if level is None else check_level(level)
    except EffectError as error:
        raise PoolingError(str(error)) from error
    effects, design = model.effects, model.design
    sample = make_design_sample(
        effects.yi,
        effects.vi,
        design.inner(design.matrix),
        has_intercept=design.has_intercept,
    )
    with np.errstate(all="ignore"):
        if method == "QP":
            region = q_profile_region(sample, used)
        else:
            is_reml = model.method == "REML"
            region = profile_likelihood_region(sample, used, restricted=is_reml)
    if region.lb is None or region.ub is None:
        return None
    return Interval(sample.unit**2 * region.lb, sample.unit**2 * region.ub)
