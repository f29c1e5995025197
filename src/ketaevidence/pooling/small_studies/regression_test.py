"""Egger's regression test, in both of its forms."""

from __future__ import annotations

import warnings
from typing import Any, Literal

from ketaevidence.effects.model import Effects
from ketaevidence.errors import PoolingError, PoolingWarning
from ketaevidence.pooling.below_one import below_one, is_below_one
from ketaevidence.pooling.intervals import infer
from ketaevidence.pooling.regression import regress
from ketaevidence.pooling.small_studies.caveats import CAUSES, dependence_caveat
from ketaevidence.pooling.small_studies.line import Line, fit_line, refuse_exact
from ketaevidence.pooling.small_studies.model import RegressionTest
from ketaevidence.pooling.small_studies.predictors import (
    Predictor,
    PredictorName,
    check_predictor,
    predictor_values,
)
from ketaevidence.pooling.small_studies.studies import (
    FewStudies,
    Studies,
    as_studies,
    check_number,
    refuse_own_weights,
)
from ketaevidence.pooling.sums import FloatArray

Model = Literal["lm", "rma"]

EGGER = "Egger's regression test"

#: The models in words.
MODELS = {
    "lm": "weighted regression, dispersion estimated (lm)",
    "rma": "meta-regression, heterogeneity added (rma)",
}

#: What the rma form uses when neither a pool nor the caller says.
DEFAULT_METHOD, DEFAULT_TEST = "REML", "knha"


#: What it means that studies scatter less than they should.
_CALM = (
    "The studies scatter less about the line than their variances say (dispersion "
    "{}, below 1), and the test takes that for certainty."
)


def regression_test(  # noqa: PLR0913  (one door; the names are metafor's)
    effects: Any,
    vi: Any = None,
    *,
    model: Model = "lm",
    predictor: PredictorName = "sei",
    method: str | None = None,
    test: str | None = None,
    level: float | None = None,
    few_studies: FewStudies = "refuse",
    slab: Any = None,
    ni: Any = None,
) -> RegressionTest:
    """Test whether small studies found something else than large ones.

    Parameters
    ----------
    effects
        An :class:`Effects`, a :class:`Pooled`, or the effects as numbers, shape
        ``(k,)``.
    vi
        Variances, with numbers only, shape ``(k,)``.
    model
        ``"lm"``: Egger's test, a weighted regression whose residual variance is
        estimated (multiplicative dispersion, t with k - 2 df). ``"rma"``: a
        meta-regression with heterogeneity added to each variance.
    predictor
        ``"sei"`` standard error (Egger), ``"vi"`` variance, or from the participants
        ``"ni"``, ``"ninv"`` (1/n), ``"sqrtni"``, ``"sqrtninv"``.
    method, test
        With ``"rma"`` only: estimator of tau2 and test, as in :func:`pool`; those of
        the pool when one is given, else REML and Knapp-Hartung.
    level
        Confidence level of intervals; that of the pool when one is given, else 0.95.
    few_studies
        ``"refuse"`` below ten studies, or ``"allow"``.
    slab, ni
        Labels and participants, with numbers only.

    Returns
    -------
    RegressionTest
        Frozen, with the slope and its test, and the limit as the predictor goes to 0.

    Raises
    ------
    PoolingError
        With fewer than ten studies unless they are allowed, fewer than three always;
        when all studies have the same predictor, a variance is not above 0, the
        effects lie exactly on a line, or the request does not exist.

    Notes
    -----
    yi = intercept + slope x + error. lm: variances dispersion * vi, weights 1/vi. rma:
    variances vi + tau2. Multiplied by the precision, the line with x = sei is Egger's
    regression of yi/sei on 1/sei, in which the slope here is the intercept there.
    The intercept estimates the effect of an infinitely precise (or large) study.

    References
    ----------
    Egger M, Davey Smith G, Schneider M, Minder C (1997). BMJ 315:629-634.
    doi:10.1136/bmj.315.7109.629
    Sterne JAC, Egger M (2005). Regression methods to detect publication and other bias
    in meta-analysis. In: Rothstein HR, Sutton AJ, Borenstein M (eds), Publication Bias
    in Meta-Analysis, 99-110. Wiley.
    Sterne JAC and others (2011). BMJ 343:d4002. doi:10.1136/bmj.d4002

    Examples
    --------
    >>> from ketaevidence.pooling.small_studies import regression_test
    >>> yi = [-1.6, -0.9, -0.4, -0.5, -1.1, -0.2, -0.8, -0.3, -1.3, -0.6]
    >>> vi = [0.5, 0.2, 0.1, 0.04, 0.3, 0.05, 0.2, 0.02, 0.4, 0.1]
    >>> found = regression_test(yi, vi)
    >>> print(f"t({found.df}) = {found.stat:.2f}, limit {found.limit:.2f}")
    t(8) = -5.70, limit 0.01
    """
    if model not in MODELS:
        msg = f"model={model!r} is not on offer; choose lm or rma"
        raise PoolingError(msg)
    if model == "lm" and not (method is None and test is None):
        msg = "method= and test= belong to model='rma'; the lm form has one test, t"
        raise PoolingError(msg)
    kind = check_predictor(predictor)
    studies = as_studies(effects, vi, slab=slab, ni=ni)
    used_level = studies.level(level)
    notes = check_number(studies.effects.k, few_studies, EGGER)
    values = predictor_values(studies.effects, predictor)
    if not kind.is_from_size:
        notes += dependence_caveat(studies.effects, EGGER)
    if model == "lm":
        line = fit_line(studies.effects.yi, values, studies.effects.vi)
        return from_line(
            EGGER, studies.effects, line, used_level, predictor=kind.words,
            limit=kind.limit, weights="1 / variance", few_studies=few_studies,
            notes=notes,
        )  # fmt: skip
    return _by_meta_regression(
        studies, kind, values, method=method, test=test, level=used_level,
        few_studies=few_studies, notes=notes,
    )  # fmt: skip


def from_line(  # noqa: PLR0913  (one argument per part of the result)
    name: str,
    effects: Effects,
    line: Line,
    level: float,
    *,
    predictor: str,
    limit: str | None,
    weights: str,
    few_studies: str,
    notes: tuple[str, ...],
) -> RegressionTest:
    """Read the test and the limit off a fitted line."""
    if is_below_one(line.dispersion):
        notes = (*notes, _CALM.format(below_one(line.dispersion)))
    slope = infer(line.slope, line.slope_se, level, line.df)
    at_zero = infer(line.intercept, line.intercept_se, level, line.df)
    has_limit = limit is not None
    return RegressionTest(
        name=name,
        k=effects.k,
        model="lm",
        predictor=predictor,
        intercept=line.intercept,
        intercept_se=line.intercept_se,
        slope=line.slope,
        slope_se=line.slope_se,
        stat=slope.statistic,
        df=line.df,
        pval=slope.p,
        limit=line.intercept if has_limit else None,
        limit_lb=at_zero.lb if has_limit else None,
        limit_ub=at_zero.ub if has_limit else None,
        dispersion=line.dispersion,
        tau2=None,
        level=level,
        settings={
            "distribution": "t (k - 2 df)",
            "effects": effects.settings,
            "few_studies": few_studies,
            "level": level,
            "limit": limit or "none",
            "measure": effects.measure,
            "model": MODELS["lm"],
            "predictor": predictor,
            "test": name,
            "weights": weights,
        },
        effects=effects,
        notes=(*notes, CAUSES),
    )


def _by_meta_regression(  # noqa: PLR0913  (one argument per choice)
    studies: Studies,
    kind: Predictor,
    values: FloatArray,
    *,
    method: str | None,
    test: str | None,
    level: float,
    few_studies: str,
    notes: tuple[str, ...],
) -> RegressionTest:
    effects, pooled = studies.effects, studies.pooled
    refuse_own_weights(pooled)
    used_method = method or (DEFAULT_METHOD if pooled is None else pooled.method)
    used_test = test or (DEFAULT_TEST if pooled is None else pooled.test)
    with warnings.catch_warnings():
        # What is warned of stands in the notes of the meta-regression too.
        warnings.simplefilter("ignore", PoolingWarning)
        fit = regress(
            effects,
            {kind.words: values},
            method=used_method,  # type: ignore[arg-type]  # checked by regress
            test=used_test,  # type: ignore[arg-type]
            level=level,
        )
    intercept, slope = fit.coefficients
    if slope.se == 0 and slope.estimate != 0:
        refuse_exact(effects.k, None)
    has_limit = kind.limit is not None
    return RegressionTest(
        name=EGGER,
        k=effects.k,
        model="rma",
        predictor=kind.words,
        intercept=intercept.estimate,
        intercept_se=intercept.se,
        slope=slope.estimate,
        slope_se=slope.se,
        stat=slope.zval,
        df=slope.ddf,
        pval=slope.pval,
        limit=intercept.estimate if has_limit else None,
        limit_lb=intercept.ci_lb if has_limit else None,
        limit_ub=intercept.ci_ub if has_limit else None,
        dispersion=None,
        tau2=fit.tau2,
        level=level,
        settings={
            "effects": effects.settings,
            "few_studies": few_studies,
            "level": level,
            "limit": kind.limit or "none",
            "measure": effects.measure,
            "meta_regression": fit.settings,
            "model": f"{MODELS['rma']}, {used_method}, {used_test}",
            "predictor": kind.words,
            "test": EGGER,
        },
        effects=effects,
        notes=(*notes, *fit.notes, CAUSES),
    )
