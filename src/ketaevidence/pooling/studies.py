"""What goes into a pool: effects, variances and weights, checked study by study."""

from __future__ import annotations

from typing import Any

import numpy as np

from ketaevidence.effects.alike import refuse_unlike
from ketaevidence.effects.columns import place
from ketaevidence.effects.model import Effects
from ketaevidence.effects.sizes import effect_sizes
from ketaevidence.errors import EffectError, PoolingError
from ketaevidence.pooling.choices import INVERSE_VARIANCE
from ketaevidence.pooling.sums import FloatArray

_GEN_PREFIX = "GEN cannot be computed: "

#: Weights that mean "the same for every study".
UNWEIGHTED = "unweighted"


def as_effects(effects: Any, vi: Any, slab: Any) -> Effects:
    """Take an Effects as it is, or make one of effects and variances.

    Raises
    ------
    PoolingError
        When there is no study, something is missing, a variance is not above 0, or
        studies differ in what must be equal.
    """
    if isinstance(effects, Effects):
        if vi is not None or slab is not None:
            msg = "vi= and slab= come with the Effects; give them with numbers only"
            raise PoolingError(msg)
        studies = effects
    elif vi is None:
        msg = "pool needs an Effects, or effects with their variances: pool(yi, vi)"
        raise PoolingError(msg)
    else:
        try:
            studies = effect_sizes("GEN", yi=effects, vi=vi, slab=slab)
        except EffectError as error:
            # The caller asked for a pool and need not know that this is measure GEN.
            msg = f"cannot be pooled: {str(error).removeprefix(_GEN_PREFIX)}"
            raise PoolingError(msg) from error
    _check_effects(studies)
    refuse_unlike(studies)
    return studies


def _check_effects(effects: Effects) -> None:
    if effects.k == 0:
        msg = "there are no studies to pool"
        raise PoolingError(msg)
    wrong = ~(np.isfinite(effects.yi) & np.isfinite(effects.vi) & (effects.vi > 0))
    if not wrong.any():
        return
    advice = "correct or leave out the study"
    if effects.measure == "PR":
        advice = (
            "use the logit scale (PLO), or report the study with its exact interval"
        )
    listed = "; ".join(
        f"{place(effects.slab, int(row))} has yi = {effects.yi[row]:.6g} and "
        f"vi = {effects.vi[row]:.6g}"
        for row in np.flatnonzero(wrong)
    )
    msg = (
        f"cannot be pooled, because every variance must be above 0: {listed}; {advice}"
    )
    raise PoolingError(msg)


def read_weights(weights: Any, effects: Effects, method: str) -> FloatArray | None:
    """Read the user's weights, one above 0 for each study; None without any.

    Raises
    ------
    PoolingError
        When weights are missing that the method needs, or are no positive numbers.
    """
    if weights is None:
        if method == "GENQ":
            msg = (
                "method='GENQ' needs weights=: one number above 0 for each study, "
                "for example 1 / vi or 1 / sqrt(vi)"
            )
            raise PoolingError(msg)
        return None
    if isinstance(weights, str):
        if weights != UNWEIGHTED:
            msg = (
                f"weights={weights!r} is not on offer; give one number for each study, "
                f"or {UNWEIGHTED!r}"
            )
            raise PoolingError(msg)
        return np.ones(effects.k)
    try:
        given = np.array(weights, dtype=np.float64)
    except (TypeError, ValueError) as error:
        msg = f"weights= must be numbers, one for each study: {error}"
        raise PoolingError(msg) from error
    if given.shape != (effects.k,):
        msg = (
            f"weights= has the shape {given.shape}, but there are {effects.k} studies; "
            "give one number for each"
        )
        raise PoolingError(msg)
    wrong = ~(np.isfinite(given) & (given > 0))
    if wrong.any():
        listed = "; ".join(
            f"{place(effects.slab, int(row))} has {given[row]:.6g}"
            for row in np.flatnonzero(wrong)
        )
        msg = (
            f"every weight must be a number above 0: {listed}; leave out a study that "
            "is not to count"
        )
        raise PoolingError(msg)
    return np.asarray(given / given.max(), dtype=np.float64)


def weighting_of(weights: object) -> str:
    """Say in words what weighs the studies."""
    if weights is None:
        return INVERSE_VARIANCE
    if isinstance(weights, str) and weights == UNWEIGHTED:
        return "the same for every study"
    return "given by the user"
