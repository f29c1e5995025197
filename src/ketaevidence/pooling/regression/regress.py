"""Meta-regression: how effects go with characteristics of the studies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ketaevidence.pooling.choices import Method, Test, choose
from ketaevidence.pooling.regression.caveats import scale_caveat
from ketaevidence.pooling.regression.columns import make_design
from ketaevidence.pooling.regression.fit import fit
from ketaevidence.pooling.regression.model import Regression
from ketaevidence.pooling.studies import UNWEIGHTED, as_effects, read_weights
from ketaevidence.pooling.warn import warn_caller


def regress(  # noqa: PLR0913  (one door; the names are those of pool)
    effects: Any,
    mods: Any,
    *,
    vi: Any = None,
    method: Method = "REML",
    test: Test = "knha",
    level: float = 0.95,
    weights: Any = None,
    reference: Mapping[str, str] | None = None,
    intercept: bool = True,
    slab: Any = None,
) -> Regression:
    """Ask how the effects of studies go with characteristics of the studies.

    It describes an association between studies. Patients were not randomised to
    studies, so it is no effect of the characteristic, and an average of patients (their
    mean age) says nothing about patients within a study.

    Parameters
    ----------
    effects
        An :class:`Effects`, or the effects as numbers, shape ``(k,)``.
    mods
        The moderators, one value per study: a table or dict of columns, one column, or
        an array ``(k, p)``. Columns of text, of True and False, or of a pandas
        Categorical become one column of 0 and 1 for each category but the reference.
    vi
        Variances, with numbers only, shape ``(k,)``.
    method
        Estimator of tau2, as in :func:`pool`, or ``"EE"`` (``"FE"``) for none.
    test
        ``"knha"`` Knapp-Hartung, ``"knha-se"``, ``"knha-ci"``, ``"t"`` or ``"z"``, as
        in :func:`pool`, with k - p degrees of freedom.
    level
        Confidence level of all intervals, between 0 and 1.
    weights
        One number above 0 for each study instead of 1 / (vi + tau2), as in
        :func:`pool`; ``"unweighted"`` gives every study the same.
    reference
        Reference category by name of the moderator; without it the first category, by
        name or in the order of a pandas Categorical.
    intercept
        With False there is none, and the first categorical moderator gives one mean
        effect for each category.
    slab
        Study labels, with numbers only.

    Returns
    -------
    Regression
        Frozen; ``model["name"]`` is a coefficient, ``model.predict`` gives expected
        effects.

    Raises
    ------
    PoolingError
        When a moderator is missing in a study, constant, or follows from the others,
        when there are too few studies, or the request does not exist.

    Warns
    -----
    PoolingWarning
        When the Knapp-Hartung standard errors are smaller than the ordinary ones.

    Notes
    -----
    b = (X'WX)^-1 X'W y with W = diag(1 / (vi + tau2)), covariance (X'WX)^-1, for
    Knapp-Hartung times s2w = (y - Xb)'W(y - Xb) / (k - p). QM = b'V^-1 b over all
    coefficients but the intercept, chi-squared; with t and Knapp-Hartung QM / m is F
    with m and k - p degrees of freedom. R2 = 100 (tau2_0 - tau2) / tau2_0, tau2_0 by
    the same estimator without moderators. I2 compares tau2 with the typical variance
    (k - p) / tr(P). Columns are centred and scaled inside. Conventions are those of
    the R package metafor.

    References
    ----------
    Berkey CS, Hoaglin DC, Mosteller F, Colditz GA (1995). Statistics in Medicine
    14:395-411. doi:10.1002/sim.4780140406
    Knapp G, Hartung J (2003). Statistics in Medicine 22:2693-2710.
    doi:10.1002/sim.1482
    Thompson SG, Higgins JPT (2002). Statistics in Medicine 21:1559-1573.
    doi:10.1002/sim.1187

    Examples
    --------
    >>> from ketaevidence.pooling.regression import regress
    >>> y, v = [-1.2, -0.4, 0.1, -0.9], [0.2, 0.1, 0.2, 0.1]
    >>> model = regress(y, {"route": ["iv", "im", "im", "iv"]}, vi=v, test="z")
    >>> print([f"{c.name} {c.estimate:.2f}" for c in model.coefficients])
    ['intercept -0.23', 'route[iv] -0.77']
    """
    weighting = "inverse variance: 1 / (vi + tau2)"
    if weights is not None:
        is_same = isinstance(weights, str) and weights == UNWEIGHTED
        weighting = "the same for every study" if is_same else "given by the user"
    choices = choose(
        method=method,
        test=test,
        level=level,
        prediction=None,
        i2=None,
        weighting=weighting,
        preset=None,
    )
    studies = as_effects(effects, vi, slab)
    given = read_weights(weights, studies, choices.method)
    design = make_design(mods, studies.slab, reference=reference, intercept=intercept)
    with np.errstate(all="ignore"):
        model, s2w = fit(studies, design, choices, given)
    caveat = scale_caveat(model, s2w)
    if caveat is not None:
        warn_caller(caveat)
    return model
