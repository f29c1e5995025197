"""Cluster-robust standard errors: when a study gives several effects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from ketaevidence.effects.intervals import check_level
from ketaevidence.errors import EffectError, PoolingError
from ketaevidence.pooling.clusters.caveats import caveats
from ketaevidence.pooling.clusters.freedom import adjusted_tests, hotelling
from ketaevidence.pooling.clusters.model import Robust, RobustCoefficient
from ketaevidence.pooling.clusters.sandwich import sandwich
from ketaevidence.pooling.clusters.view import View, view_of
from ketaevidence.pooling.model import Pooled
from ketaevidence.pooling.regression.cells import listed
from ketaevidence.pooling.regression.model import Regression
from ketaevidence.pooling.sums import FloatArray

SmallSample = Literal["CR2", "CR1p", "CR1", "CR0"]

#: Each correction for few clusters in words.
CORRECTIONS: Mapping[str, str] = {
    "CR2": "CR2: residuals adjusted to be unbiased under the working model",
    "CR1p": "CR1p: times J / (J - p)",
    "CR1": "CR1: times J / (J - 1)",
    "CR0": "CR0: none",
}


def cluster_robust(
    fit: Pooled | Regression,
    cluster: Any,
    *,
    small_sample: SmallSample = "CR2",
    level: float | None = None,
) -> Robust:
    """Give standard errors that hold when effects of one study are correlated.

    A study that gives several effects (two doses against one placebo group, three times
    of one outcome) gives less than as many studies would. The pooled effect stays what
    it is; its uncertainty is taken from how whole clusters differ.

    Parameters
    ----------
    fit
        A result of :func:`pool` or :func:`regress`.
    cluster
        What each effect belongs to (a study, a team), one label per effect.
    small_sample
        ``"CR2"`` with Satterthwaite degrees of freedom, the choice for fewer than about
        50 clusters; or ``"CR1p"``, ``"CR1"``, ``"CR0"`` with J - p degrees of freedom.
    level
        Confidence level; that of the result by default.

    Returns
    -------
    Robust
        Frozen; robust standard errors, tests and intervals of every coefficient.

    Raises
    ------
    PoolingError
        When an effect has no cluster, or there are no more clusters than coefficients.

    Notes
    -----
    With W the weights of the fit, M = (X'WX)^-1, e the residuals and J clusters:
    V = M (sum of X_c'W_c A_c e_c e_c'A_c W_c X_c) M. CR2: A_c = D'B^(+1/2) D with
    D'D = Phi_c, B = D (I - H)_c Phi (I - H)_c' D' and Phi = diag(vi + tau2), the
    working model. Degrees of freedom: 2 E(V)^2 / Var(V) for normal effects under that
    model. The omnibus test (CR2) is Hotelling's, its degrees of freedom from all
    entries of V.

    References
    ----------
    Pustejovsky JE, Tipton E (2018). Journal of Business & Economic Statistics
    36:672-683. doi:10.1080/07350015.2016.1247004
    Tipton E (2015). Psychological Methods 20:375-393. doi:10.1037/met0000011
    Tipton E, Pustejovsky JE (2015). Journal of Educational and Behavioral Statistics
    40:604-634. doi:10.3102/1076998615606099
    Hedges LV, Tipton E, Johnson MC (2010). Research Synthesis Methods 1:39-65.
    doi:10.1002/jrsm.5

    Examples
    --------
    >>> import ketaevidence as ke
    >>> from ketaevidence.pooling.clusters import cluster_robust
    >>> y, v = [-1.2, -0.4, 0.1, -0.9, -0.5], [0.2, 0.1, 0.2, 0.1, 0.2]
    >>> pooled = ke.pool(y, v, method="REML", test="z")
    >>> robust = cluster_robust(pooled, ["A", "A", "B", "C", "D"])
    >>> one = robust["pooled effect"]
    >>> print(f"{one.estimate:.2f} [{one.ci_lb:.2f}, {one.ci_ub:.2f}]")
    -0.60 [-1.19, -0.00]
    """
    if small_sample not in CORRECTIONS:
        msg = (
            f"small_sample={small_sample!r} is not on offer; "
            f"choose {', '.join(CORRECTIONS)}"
        )
        raise PoolingError(msg)
    try:
        used = fit.level if level is None else check_level(level)
    except EffectError as error:
        raise PoolingError(str(error)) from error
    if fit.tau2 is None:
        msg = "one study has no clusters; cluster_robust needs a pool"
        raise PoolingError(msg)
    members = _read_clusters(cluster, fit)
    with np.errstate(all="ignore"):
        return _robust(fit, members, small_sample, used)


def _read_clusters(
    cluster: Any, fit: Pooled | Regression
) -> dict[str, npt.NDArray[np.intp]]:
    labels = [str(cell) for cell in listed("cluster", cluster, fit.effects.slab)]
    members: dict[str, list[int]] = {}
    for row, label in enumerate(labels):
        members.setdefault(label, []).append(row)
    p = 1 if isinstance(fit, Pooled) else fit.p
    if len(members) <= p:
        msg = (
            f"{len(members)} clusters ({', '.join(members)}) cannot carry "
            f"{p} {'coefficient' if p == 1 else 'coefficients'}: at least {p + 1} are "
            "needed"
        )
        raise PoolingError(msg)
    return {label: np.array(rows, dtype=np.intp) for label, rows in members.items()}


def _coefficient(
    name: str, estimate: float, se: float, df: float, level: float
) -> RobustCoefficient:
    half = -float(stdtrit(df, (1 - level) / 2)) * se
    tval = pval = None
    if se > 0:
        tval = estimate / se
        pval = 2 * float(stdtr(df, -abs(tval)))
    elif estimate != 0:
        tval, pval = float(np.copysign(np.inf, estimate)), 0.0
    return RobustCoefficient(
        name, estimate, se, tval, df, pval, estimate - half, estimate + half
    )


def _coefficients(
    model: View,
    covariance: FloatArray,
    df: FloatArray,
    is_lost: npt.NDArray[np.bool_],
    level: float,
) -> tuple[RobustCoefficient, ...]:
    return tuple(
        RobustCoefficient(name, float(b), *(None,) * 6)
        if is_lost
        else _coefficient(name, float(b), float(np.sqrt(v)), float(nu), level)
        for name, b, v, nu, is_lost in zip(
            model.names,
            model.estimates,
            np.diag(covariance),
            df,
            is_lost,
            strict=True,
        )
    )


def _omnibus(
    model: View, members: Mapping[str, npt.NDArray[np.intp]]
) -> tuple[float, float, float] | None:
    """Test all but the intercept at once, by orthonormal mixtures of the slopes."""
    if model.slopes is None:
        return None
    rows, estimates = model.slopes
    mixtures, factor = np.linalg.qr(rows.T)
    view = model.seen(members, mixtures.T)
    found = sandwich(view, is_adjusted=True)
    return hotelling(view, found, np.linalg.solve(factor.T, estimates))


def _robust(
    fit: Pooled | Regression,
    members: Mapping[str, npt.NDArray[np.intp]],
    small_sample: str,
    level: float,
) -> Robust:
    model = view_of(fit)
    j, p = len(members), len(model.names)
    view = model.seen(members, model.change)
    found = sandwich(view, is_adjusted=True)
    adjusted = adjusted_tests(view, found)
    lost, is_cr2 = adjusted.is_lost, small_sample == "CR2"
    used = found if is_cr2 else sandwich(view, is_adjusted=False)
    factor = {"CR1p": j / (j - p), "CR1": j / (j - 1)}.get(small_sample, 1.0)
    covariance = factor * used.covariance
    covariance[lost, :] = covariance[:, lost] = np.nan
    test = None
    is_asked = isinstance(fit, Regression) and not lost[fit.design.is_tested()].any()
    if is_cr2 and is_asked:
        test = _omnibus(model, members)
    statistic, df, p_value = (None, None, None) if test is None else test
    names = list(members)
    robust = Robust(
        k=fit.k,
        clusters=j,
        sizes={label: len(rows) for label, rows in members.items()},
        coefficients=_coefficients(
            model,
            covariance,
            adjusted.df if is_cr2 else np.full(p, float(j - p)),
            lost,
            level,
        ),
        covariance=covariance,
        F=statistic,
        F_df=None if test is None or not isinstance(fit, Regression) else fit.QM_df,
        F_ddf=df,
        Fp=p_value,
        small_sample=small_sample,
        level=level,
        fit=fit,
        settings={
            "clusters": j,
            "degrees_of_freedom": "Satterthwaite" if is_cr2 else "J - p",
            "fit": fit.settings,
            "level": level,
            "omnibus_test": "none"
            if test is None
            else "Hotelling's T2 with approximate degrees of freedom",
            "small_sample": CORRECTIONS[small_sample],
            "working_model": "independent effects with variances vi + tau2",
        },
    )
    return caveats(
        robust,
        [names[number] for number in found.determined],
        float(adjusted.shortfall[~lost].max(initial=0.0)),
    )
