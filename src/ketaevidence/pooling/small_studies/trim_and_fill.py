"""Trim and fill: the pool with mirror images of studies that have no counterpart."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from ketaevidence.effects.model import Effects
from ketaevidence.errors import PoolingError, PoolingWarning
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.pool import pool
from ketaevidence.pooling.regression import regress
from ketaevidence.pooling.small_studies.caveats import CAUSES, dependence_caveat
from ketaevidence.pooling.small_studies.filled import NAME, TrimAndFill
from ketaevidence.pooling.small_studies.missing_studies import (
    ESTIMATORS,
    Estimator,
    IntArray,
    Missing,
    missing_on_the_left,
)
from ketaevidence.pooling.small_studies.predictors import predictor_values
from ketaevidence.pooling.small_studies.studies import (
    FewStudies,
    as_studies,
    check_number,
    refuse_own_weights,
)

Side = Literal["auto", "left", "right"]

#: A slope that moves the effects by less than this share of their range is none.
FLAT = 1e-12

_WHAT_IT_IS = (
    "The filled studies are mirror images and no data. The result shows how much the "
    "pooled effect would move if asymmetry were due to missing studies alone; it is "
    "no corrected effect (Sterne and others 2011, doi 10.1136/bmj.d4002)."
)


_TIE_CUT = (
    "Studies with equal effects stand at the border between those that were trimmed "
    "and those that were kept; the ones with larger variances were trimmed. Other "
    "software may take the order of the rows, and find another number."
)


def trim_and_fill(
    pooled: Pooled,
    *,
    estimator: Estimator = "L0",
    side: Side = "auto",
    few_studies: FewStudies = "refuse",
) -> TrimAndFill:
    """Ask how the pooled effect would move if the funnel were made symmetric.

    Parameters
    ----------
    pooled
        The pool, made by :func:`pool`; its model serves at every step.
    estimator
        Of the number of missing studies: ``"L0"`` or ``"R0"``.
    side
        Where studies are missing: ``"left"``, ``"right"``, or ``"auto"``: to the right
        when small studies found smaller effects (negative slope of a meta-regression
        on the standard error with the pool's method), else to the left.
    few_studies
        ``"refuse"`` below ten studies, or ``"allow"``.

    Returns
    -------
    TrimAndFill
        Frozen, with the number, the mirror images and the pool of all.

    Raises
    ------
    PoolingError
        With fewer than ten studies unless they are allowed, fewer than three always;
        when the side cannot be told, the number does not settle, or the pool used
        weights of its own.

    Notes
    -----
    The k0 most extreme studies are left out, the rest pooled, all distances from that
    effect ranked by size, and k0 estimated anew until it settles. With S the sum of
    the ranks of distances away from the missing side:
    L0 = (4 S - k (k + 1)) / (2 k - 1); R0 = g - 1, g the length of the run of the
    largest distances on that side. Both are rounded and not below 0.
    P(R0 >= k0) = 0.5^(k0 + 1). Then the k0 studies are mirrored at the effect of the
    others and pooled with all. Equal distances share the mean of their ranks; of
    equal effects the one with the larger variance is trimmed first.

    References
    ----------
    Duval S, Tweedie R (2000). Biometrics 56:455-463.
    doi:10.1111/j.0006-341X.2000.00455.x
    Duval S, Tweedie R (2000). Journal of the American Statistical Association
    95:89-98. doi:10.1080/01621459.2000.10473905

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.pooling.small_studies import trim_and_fill
    >>> yi = [-1.6, -0.9, -0.4, -0.5, -1.1, -0.2, -0.8, -0.3, -1.3, -0.6]
    >>> vi = [0.5, 0.2, 0.1, 0.04, 0.3, 0.05, 0.2, 0.02, 0.4, 0.1]
    >>> found = trim_and_fill(ke.pool(yi, vi, method="DL", test="z"))
    >>> print(found.k0, found.side, f"{found.filled.estimate:.3f}")
    5 right -0.373
    """
    if not isinstance(pooled, Pooled):
        msg = f"trim_and_fill needs a Pooled, made by pool, not {type(pooled).__name__}"
        raise PoolingError(msg)
    if estimator not in ESTIMATORS:
        msg = f"estimator={estimator!r} is not on offer; choose L0 or R0"
        raise PoolingError(msg)
    if side not in ("auto", "left", "right"):
        msg = f"side={side!r} is not on offer; choose auto, left or right"
        raise PoolingError(msg)
    refuse_own_weights(pooled)
    effects = as_studies(pooled).effects
    notes = check_number(effects.k, few_studies, NAME)
    used = _leaning_side(pooled) if side == "auto" else side
    sign = -1.0 if used == "right" else 1.0

    def effect_of(rows: IntArray) -> float:
        return sign * _pool(effects.take(rows), pooled, test="z").estimate

    found = missing_on_the_left(sign * effects.yi, effects.vi, estimator, effect_of)
    filled = _filled(effects, found, sign)
    notes += dependence_caveat(effects, NAME)
    if found.is_tie_cut:
        notes += (_TIE_CUT,)
    return TrimAndFill(
        k=effects.k,
        k0=found.k0,
        se_k0=found.se,
        p_k0=found.p,
        estimator=estimator,
        side=used,
        filled_yi=filled.yi[effects.k :],
        filled_vi=filled.vi[effects.k :],
        pooled=pooled,
        filled=_pool(filled, pooled, **_choices(pooled)),
        settings={
            "estimator": ESTIMATORS[estimator],
            "few_studies": few_studies,
            "pool": pooled.settings,
            "side": used,
            "side_asked": side,
        },
        notes=(*notes, _WHAT_IT_IS, CAUSES),
    )


def _pool(
    effects: Effects,
    pooled: Pooled,
    *,
    test: Any,
    prediction: Any = None,
    i2: Any = None,
) -> Pooled:
    """Pool by the model of another pool."""
    method: Any = pooled.method
    with warnings.catch_warnings():
        # What is warned of stands in the notes of the pool too.
        warnings.simplefilter("ignore", PoolingWarning)
        return pool(
            effects,
            method=method,
            test=test,
            level=pooled.level,
            prediction=prediction,
            i2=i2,
        )


def _choices(pooled: Pooled) -> dict[str, Any]:
    """Give the choices of a pool that do not bear on the estimate itself."""
    if pooled.method == "EE":
        return {"test": pooled.test}
    is_from_q = str(pooled.settings["I2"]).startswith("Q")
    return {
        "test": pooled.test,
        "prediction": pooled.settings["prediction_asked"],
        "i2": "Q" if is_from_q else "tau2",
    }


def _leaning_side(pooled: Pooled) -> Literal["left", "right"]:
    """Tell on which side studies are missing, from the slope over standard errors."""
    effects = pooled.effects
    try:
        values = predictor_values(effects, "sei")
    except PoolingError as error:
        msg = f"side='auto': {error}; give side='left' or side='right'"
        raise PoolingError(msg) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PoolingWarning)
        fit = regress(
            effects,
            {"sei": values},
            method=pooled.method,  # type: ignore[arg-type]
            test="z",
        )
    slope = fit["sei"].estimate
    if abs(slope) * float(np.ptp(values)) <= FLAT * float(np.ptp(effects.yi)):
        msg = (
            "side='auto': the effects lean to neither side as standard errors grow; "
            "give side='left' or side='right'"
        )
        raise PoolingError(msg)
    return "right" if slope < 0 else "left"


def _filled(effects: Effects, found: Missing, sign: float) -> Effects:
    """Add the mirror images of the trimmed studies to all studies."""
    rows = found.trimmed
    images = sign * (2 * found.centre - sign * effects.yi[rows])
    together = effects.take([*range(effects.k), *rows])
    return replace(
        together,
        yi=np.concatenate((effects.yi, images)),
        slab=(*effects.slab, *(f"Filled ({effects.slab[row]})" for row in rows)),
        ni=None,
        inputs={},
        settings={**effects.settings, "filled": [effects.slab[row] for row in rows]},
    )
