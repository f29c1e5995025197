"""Pooling: from effects to one estimate with its caveats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.choices import (
    Method,
    Prediction,
    Share,
    Test,
    choose,
)
from ketaevidence.pooling.fit import combine, single
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.presets import PresetName
from ketaevidence.pooling.studies import as_effects, read_weights, weighting_of
from ketaevidence.pooling.warn import warn_caller

if TYPE_CHECKING:
    from ketaevidence.pooling.regression import Regression


@overload
def pool(
    effects: Any,
    vi: Any = None,
    *,
    method: Method | None = None,
    test: Test | None = None,
    level: float | None = None,
    weights: Any = None,
    prediction: Prediction | None = None,
    i2: Share | None = None,
    preset: PresetName | None = None,
    slab: Any = None,
    mods: None = None,
) -> Pooled: ...


@overload
def pool(
    effects: Any,
    vi: Any = None,
    *,
    mods: Any,
    method: Method | None = None,
    test: Test | None = None,
    level: float | None = None,
    weights: Any = None,
    slab: Any = None,
) -> Regression: ...


def pool(  # noqa: PLR0913  (one door; the names are metafor's)
    effects: Any,
    vi: Any = None,
    *,
    method: Method | None = None,
    test: Test | None = None,
    level: float | None = None,
    weights: Any | Literal["unweighted"] | None = None,
    prediction: Prediction | None = None,
    i2: Share | None = None,
    preset: PresetName | None = None,
    slab: Any = None,
    mods: Any = None,
) -> Pooled | Regression:
    """Combine the effects of several studies into one, with its uncertainty.

    Parameters
    ----------
    effects
        An :class:`Effects`, or the effects as numbers, shape ``(k,)``.
    vi
        Variances, with numbers only, shape ``(k,)``.
    method
        Random effects, by the estimator of the variance between studies: ``"REML"``
        (the default), ``"DL"``, ``"HE"``, ``"HS"``, ``"SJ"``, ``"ML"``, ``"EB"``,
        ``"PM"``, or ``"GENQ"`` with ``weights``. Or ``"EE"``, equal effects (``"FE"``
        means the same).
    test
        ``"knha"`` Knapp-Hartung (the default), ``"knha-se"`` the same with a standard
        error that is never below the ordinary one, ``"knha-ci"`` the wider of the
        Knapp-Hartung and the normal interval, ``"t"`` or ``"z"``. With ``"EE"``: z, t.
    level
        Confidence level of all intervals, between 0 and 1; 0.95 by default.
    weights
        One number above 0 for each study, shape ``(k,)``, instead of 1 / (vi + tau2);
        ``"unweighted"`` gives every study the same weight.
    prediction
        Distribution of the prediction interval: ``"test"`` (the default) that of the
        test, ``"z"``, ``"t(k-1)"``, ``"t(k-2)"``, all with the standard error of the
        test; ``"HK"`` t with k - 1 degrees of freedom and the Knapp-Hartung standard
        error; ``"none"``.
    i2
        I2 and H2 from ``"tau2"`` (the default) or from ``"Q"``; the result has both.
    preset
        Other software's defaults for all of these: ``"revman5"``, ``"revman2025"``,
        ``"metafor"`` or ``"r-meta"``. An argument that is given goes before it.
    slab
        Study labels, with numbers only.
    mods
        Characteristics of the studies: gives a meta-regression, see ``regress``.

    Returns
    -------
    Pooled
        Frozen. One study comes back as it is, with a note that it is no pool. With
        ``mods``, a ``Regression``.

    Raises
    ------
    PoolingError
        When there is no study, a variance or a weight is not above 0, studies differ in
        what must be equal, the request does not exist, or the estimate of tau2 cannot
        be found.

    Warns
    -----
    PoolingWarning
        When the Knapp-Hartung standard error is smaller than the ordinary one.

    Notes
    -----
    w = 1 / (vi + tau2), estimate = sum(w yi) / sum(w), se = 1 / sqrt(sum(w)); with
    weights a: estimate = sum(a yi) / sum(a), se = sqrt(sum(a^2 (vi + tau2))) / sum(a).
    Knapp-Hartung multiplies se by sqrt(s2w), s2w = sum(w (yi - m)^2) / (k-1), m the
    mean weighted by w; ``"knha-se"`` by sqrt(max(1, s2w)). Prediction interval:
    estimate -/+ q sqrt(se^2 + tau2). REML and ML look at every maximum of the
    likelihood, tau2 = 0 included, and take the highest. Conventions are those of the R
    package metafor.

    References
    ----------
    DerSimonian R, Laird N (1986). Controlled Clinical Trials 7:177-188.
    doi:10.1016/0197-2456(86)90046-2
    Viechtbauer W (2005). Journal of Educational and Behavioral Statistics
    30:261-293. doi:10.3102/10769986030003261
    Knapp G, Hartung J (2003). Statistics in Medicine 22:2693-2710.
    doi:10.1002/sim.1482
    Jackson D, Law M, Rucker G, Schwarzer G (2017). Statistics in Medicine
    36:3923-3934. doi:10.1002/sim.7411
    Higgins JPT, Thompson SG, Spiegelhalter DJ (2009). Journal of the Royal
    Statistical Society A 172:137-159. doi:10.1111/j.1467-985X.2008.00552.x

    Examples
    --------
    >>> import ketaevidence as ke
    >>> pooled = ke.pool([-1.2, -0.4, 0.3, -2.0], [0.1, 0.1, 0.2, 0.2])
    >>> print(f"{pooled.estimate:.3f} [{pooled.ci_lb:.3f}, {pooled.ci_ub:.3f}]")
    -0.824 [-2.372, 0.725]
    """
    if mods is not None:
        return _regress(
            effects,
            mods,
            {"prediction": prediction, "i2": i2, "preset": preset},
            {
                "vi": vi,
                "method": method,
                "test": test,
                "level": level,
                "weights": weights,
                "slab": slab,
            },
        )
    choices = choose(
        method=method,
        test=test,
        level=level,
        prediction=prediction,
        i2=i2,
        weighting=weighting_of(weights),
        preset=preset,
    )
    studies = as_effects(effects, vi, slab)
    given = read_weights(weights, studies, choices.method)
    if studies.k == 1:
        return single(studies, choices)
    with np.errstate(all="ignore"):
        pooled, caveat = combine(studies, choices, given)
    if caveat is not None:
        warn_caller(caveat)
    return pooled


def _regress(
    effects: Any, mods: Any, excluded: dict[str, Any], asked: dict[str, Any]
) -> Regression:
    """Hand a request with moderators to the meta-regression."""
    from ketaevidence.pooling.regression import regress

    for name, value in excluded.items():
        if value is not None:
            msg = f"{name}= is not on offer with mods=; leave it out"
            raise PoolingError(msg)
    given = {name: value for name, value in asked.items() if value is not None}
    return regress(effects, mods, **given)
