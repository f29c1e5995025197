"""Pooling: from effects to one estimate with its caveats."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from ketaevidence.effects.columns import place
from ketaevidence.effects.intervals import check_level
from ketaevidence.effects.model import Effects
from ketaevidence.effects.sizes import effect_sizes
from ketaevidence.errors import EffectError, PoolingError, PoolingWarning
from ketaevidence.pooling.caveats import (
    caveats,
    knapp_hartung_caveat,
    zero_cell_notes,
)
from ketaevidence.pooling.heterogeneity import disagreement
from ketaevidence.pooling.intervals import infer, prediction
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.sums import Sample, make_sample, weighted_sums
from ketaevidence.pooling.tau2 import (
    Heterogeneity,
    dersimonian_laird,
    restricted_maximum_likelihood,
)

Method = Literal["EE", "FE", "DL", "REML"]
Test = Literal["z", "t", "knha"]

_ESTIMATORS: dict[str, Callable[[Sample], Heterogeneity]] = {
    "DL": dersimonian_laird,
    "REML": restricted_maximum_likelihood,
}

_METHOD_NAMES = {
    "EE": "equal effects (tau2 fixed at 0)",
    "DL": "random effects, DerSimonian-Laird",
    "REML": "random effects, restricted maximum likelihood",
}

_GEN_PREFIX = "GEN cannot be computed: "

_TEST_NAMES = {
    "z": "normal (Wald)",
    "t": "t (k - 1 df)",
    "knha": "Knapp-Hartung (t, k - 1 df, scaled standard error)",
}


def _check_request(method: str, test: str, level: float) -> str:
    """Refuse what is not on offer; give the method by its first name."""
    if method not in ("EE", "FE", *_ESTIMATORS):
        msg = f"method={method!r} is not on offer; choose EE (or FE), DL or REML"
        raise PoolingError(msg)
    if test not in _TEST_NAMES:
        msg = f"test={test!r} is not on offer; choose z, t or knha"
        raise PoolingError(msg)
    if method in ("EE", "FE") and test == "knha":
        msg = (
            "the Knapp-Hartung test (test='knha') is made for random effects; "
            f"with method={method!r} choose test='z' or 't'"
        )
        raise PoolingError(msg)
    try:
        check_level(level)
    except EffectError as error:
        raise PoolingError(str(error)) from error
    return "EE" if method == "FE" else method


def _as_effects(effects: Any, vi: Any, slab: Any) -> Effects:
    if isinstance(effects, Effects):
        if vi is not None or slab is not None:
            msg = "vi= and slab= come with the Effects; give them with numbers only"
            raise PoolingError(msg)
        return effects
    if vi is None:
        msg = "pool needs an Effects, or effects with their variances: pool(yi, vi)"
        raise PoolingError(msg)
    try:
        return effect_sizes("GEN", yi=effects, vi=vi, slab=slab)
    except EffectError as error:
        # The caller asked for a pool and need not know that this is measure GEN.
        msg = f"cannot be pooled: {str(error).removeprefix(_GEN_PREFIX)}"
        raise PoolingError(msg) from error


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


def pool(  # noqa: PLR0913  (one door; the names are metafor's)
    effects: Any,
    vi: Any = None,
    *,
    method: Method = "REML",
    test: Test = "knha",
    level: float = 0.95,
    slab: Any = None,
) -> Pooled:
    """Combine the effects of several studies into one, with its uncertainty.

    Parameters
    ----------
    effects
        An :class:`Effects`, or the effects as numbers, shape ``(k,)``.
    vi
        Variances, with numbers only, shape ``(k,)``.
    method
        ``"REML"`` or ``"DL"`` (random effects), or ``"EE"`` (equal effects; ``"FE"``
        means the same).
    test
        ``"knha"`` Knapp-Hartung, ``"t"`` or ``"z"``. With ``"EE"``: z or t.
    level
        Confidence level of all intervals, between 0 and 1.
    slab
        Study labels, with numbers only.

    Returns
    -------
    Pooled
        Frozen. One study comes back as it is, with a note that it is no pool.

    Raises
    ------
    PoolingError
        When there is no study, a variance is not above 0, the request does not
        exist, or the likelihood's maximum cannot be found.

    Warns
    -----
    PoolingWarning
        When the Knapp-Hartung standard error is smaller than the ordinary one.

    Notes
    -----
    w = 1 / (vi + tau2), estimate = sum(w yi) / sum(w), se = 1 / sqrt(sum(w));
    Knapp-Hartung multiplies se by sqrt(s2w), s2w = sum(w (yi - estimate)^2) / (k-1).
    Prediction interval: estimate -/+ q sqrt(se^2 + tau2), q of the test's own
    distribution. REML looks at every maximum of the likelihood, tau2 = 0 included,
    and takes the highest. Conventions are those of the R package metafor.

    References
    ----------
    DerSimonian R, Laird N (1986). Controlled Clinical Trials 7:177-188.
    doi:10.1016/0197-2456(86)90046-2
    Viechtbauer W (2005). Journal of Educational and Behavioral Statistics
    30:261-293. doi:10.3102/10769986030003261
    Knapp G, Hartung J (2003). Statistics in Medicine 22:2693-2710.
    doi:10.1002/sim.1482
    Higgins JPT, Thompson SG, Spiegelhalter DJ (2009). Journal of the Royal
    Statistical Society A 172:137-159. doi:10.1111/j.1467-985X.2008.00552.x

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.3, -2.0], [0.1, 0.1, 0.2, 0.2])
    >>> print(f"{pooled.estimate:.3f} [{pooled.ci_lb:.3f}, {pooled.ci_ub:.3f}]")
    -0.824 [-2.372, 0.725]
    """
    used = _check_request(method, test, level)
    studies = _as_effects(effects, vi, slab)
    _check_effects(studies)
    if studies.k == 1:
        return _single(studies, used, test, level)
    with np.errstate(all="ignore"):
        pooled = _combine(studies, used, test, level)
    caveat = knapp_hartung_caveat(pooled)
    if caveat is not None:
        warnings.warn(caveat, PoolingWarning, stacklevel=2)
    return pooled


def _settings(
    effects: Effects, method: str, asked: str, level: float
) -> dict[str, Any]:
    used = "z" if effects.k == 1 else asked
    is_pool = effects.k > 1
    share = (
        "Q-based: 100 (Q - df) / Q"
        if method == "EE"
        else ("tau2-based: 100 tau2 / (tau2 + typical variance)")
    )
    is_predicted = is_pool and method != "EE"
    return {
        "I2": share if is_pool else "none",
        "effects": dict(effects.settings),
        "level": float(level),
        "measure": effects.measure,
        "method": _METHOD_NAMES[method] if is_pool else "none: one study",
        "prediction_interval": _TEST_NAMES[used] if is_predicted else "none",
        "test": _TEST_NAMES[used],
        "test_asked": asked,
    }


def _combine(effects: Effects, method: str, test: str, level: float) -> Pooled:
    sample = make_sample(effects.yi, effects.vi)
    unit, square = sample.unit, sample.unit**2
    is_random = method != "EE"
    found = _ESTIMATORS[method](sample) if is_random else Heterogeneity(0.0, 0.0)
    sums = weighted_sums(sample, found.tau2)
    agreement = disagreement(sample, found.tau2 if is_random else None)
    total = float(sums.total[0])
    ddf = None if test == "z" else effects.k - 1
    s2w = float(sums.rss[0]) / (effects.k - 1) if test == "knha" else 1.0
    estimate = sample.origin + unit * float(sums.mean[0])
    se = unit * float(np.sqrt(s2w / total))
    tau2 = square * found.tau2
    inference = infer(estimate, se, level, ddf)
    pi_lb, pi_ub = (
        prediction(estimate, se, tau2, level, ddf) if is_random else (None, None)
    )
    weights = np.empty(effects.k)
    weights[sample.order] = 100 * sums.weights[0] / total
    pooled_without_notes = Pooled(
        k=effects.k,
        estimate=estimate,
        se=se,
        zval=inference.statistic,
        ddf=ddf,
        pval=inference.p,
        ci_lb=inference.lb,
        ci_ub=inference.ub,
        pi_lb=pi_lb,
        pi_ub=pi_ub,
        tau2=tau2,
        se_tau2=square * found.se if is_random else None,
        I2=agreement.i2,
        H2=agreement.h2,
        QE=agreement.q,
        QE_df=agreement.df,
        QEp=agreement.p,
        s2w=s2w,
        weights=weights,
        method=method,
        test=test,
        level=float(level),
        settings=_settings(effects, method, test, level),
        effects=effects,
    )
    return replace(
        pooled_without_notes, notes=caveats(pooled_without_notes, found.maxima)
    )


def _single(effects: Effects, method: str, asked: str, level: float) -> Pooled:
    estimate, se = float(effects.yi[0]), float(effects.se[0])
    inference = infer(estimate, se, level, None)
    note = (
        f"This is one study ({effects.slab[0]}) and not a pool: its own estimate, "
        "with the normal interval from its own variance."
    )
    return Pooled(
        k=1,
        estimate=estimate,
        se=se,
        zval=inference.statistic,
        ddf=None,
        pval=inference.p,
        ci_lb=inference.lb,
        ci_ub=inference.ub,
        pi_lb=None,
        pi_ub=None,
        tau2=None,
        se_tau2=None,
        I2=None,
        H2=None,
        QE=None,
        QE_df=0,
        QEp=None,
        s2w=None,
        weights=np.array([100.0]),
        method=method,
        test="z",
        level=float(level),
        settings=_settings(effects, method, asked, level),
        effects=effects,
        notes=(note, *zero_cell_notes(effects)),
    )
