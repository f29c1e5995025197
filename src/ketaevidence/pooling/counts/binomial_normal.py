"""The random-intercept logistic model: proportions pooled from their counts."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from scipy.special import chdtrc, expit, logit, ndtr, stdtr, xlogy

from ketaevidence.effects.columns import Table
from ketaevidence.effects.intervals import proportion_interval
from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts.logit_maximum import Maximum, highest
from ketaevidence.pooling.counts.logit_normal import curve, distinct, log_constant
from ketaevidence.pooling.counts.proportion import PooledProportion
from ketaevidence.pooling.counts.reading import checked_level, read_proportions
from ketaevidence.pooling.intervals import quantile
from ketaevidence.pooling.sums import FloatArray

Method = Literal["ML", "EE"]
Test = Literal["z", "t"]

#: Up to this many studies, maximum likelihood often finds too little heterogeneity.
FEW_STUDIES = 5

_METHOD_NAMES = {
    "ML": "binomial-normal (random-intercept logistic), maximum likelihood",
    "EE": "binomial with one proportion for all studies (tau2 fixed at 0)",
}

_TEST_NAMES = {"z": "normal (Wald)", "t": "t (k - 1 df)"}


def binomial_normal(  # noqa: PLR0913  (one door)
    xi: Any,
    ni: Any = None,
    *,
    data: Any = None,
    slab: Any = None,
    method: Method = "ML",
    test: Test = "z",
    level: float = 0.95,
) -> PooledProportion:
    """Pool proportions from their counts; studies with 0 or all events count fully.

    Nothing is added to any cell and no variance is estimated study by study: the
    counts speak for themselves. This is the model to prefer for rare events and small
    studies.

    Parameters
    ----------
    xi
        Events, shape ``(k,)``; or the name of their column; or an :class:`Effects` of
        proportions, whose counts are taken.
    ni
        Patients, shape ``(k,)``, or the name of their column.
    data
        A table with named columns, or None.
    slab
        Study labels, or the name of their column.
    method
        ``"ML"`` (default): logits vary normally between studies. ``"EE"``: one
        proportion for all.
    test
        ``"z"`` (default) or ``"t"`` with k - 1 degrees of freedom, which is wider.
    level
        Confidence level of all intervals, between 0 and 1.

    Returns
    -------
    PooledProportion
        Frozen. One study comes back as it is, with a note that it is no pool.

    Raises
    ------
    PoolingError
        When a count is impossible, no patient or every patient had the event (the
        message holds the exact interval), each study has either none or only events,
        or the likelihood has no maximum.

    Notes
    -----
    x_i ~ Binomial(n_i, p_i), logit(p_i) ~ N(mu, tau2). The likelihood of each study is
    an integral over its logit, computed to about 12 digits; mu and tau2 are where the
    product is highest among all local maxima, tau2 = 0 included. The standard error is
    that of the observed information, with tau2 estimated. Tests of heterogeneity
    compare with a proportion of its own for each study (k - 1 df): Wald, in which
    studies without or with only events have no weight, and likelihood ratio.
    The proportion at mu is the median over studies; ``mean_proportion`` is the mean.

    References
    ----------
    Stijnen T, Hamza TH, Ozdemir P (2010). Statistics in Medicine 29:3046-3067.
    doi:10.1002/sim.4040
    Hamza TH, van Houwelingen HC, Stijnen T (2008). Journal of Clinical Epidemiology
    61:41-51. doi:10.1016/j.jclinepi.2007.03.016

    Examples
    --------
    >>> from ketaevidence.pooling.counts import binomial_normal
    >>> pooled = binomial_normal([0, 3, 8, 5], [12, 20, 21, 30])
    >>> print(f"{pooled.estimate:.3f}, tau2 {pooled.tau2:.3f}")
    -1.582, tau2 0.372
    """
    _check_request(method, test)
    checked_level(level)
    table = read_proportions(xi, ni, data, slab)
    _check_information(table, method)
    with np.errstate(all="ignore"):
        return _fit(table, method, test, float(level))


def _check_request(method: str, test: str) -> None:
    if method not in _METHOD_NAMES:
        msg = f"method={method!r} is not on offer; choose ML or EE"
        raise PoolingError(msg)
    if test not in _TEST_NAMES:
        msg = f"test={test!r} is not on offer; choose z or t"
        raise PoolingError(msg)


def _check_information(table: Table, method: str) -> None:
    """Refuse counts in which the likelihood has no maximum."""
    x, n = table["xi"], table["ni"]
    events, total = int(x.sum()), int(n.sum())
    if events in (0, total):
        low, high = proportion_interval(events, total)
        what = "no patient" if events == 0 else "every patient"
        where = "one study" if len(x) == 1 else f"{len(x)} studies"
        msg = (
            f"PLO cannot be pooled: {what} of {total} in {where} had the "
            f"event, so the proportion is {events / total:g} and its logit infinite; "
            "the exact 95 % interval of the proportion among all of them is "
            f"{low:.4f} to {high:.4f}"
        )
        raise PoolingError(msg)
    if method == "ML" and len(x) > 1 and ((x == 0) | (x == n)).all():
        msg = (
            "PLO cannot be pooled with method='ML': in every study either nobody or "
            "everybody had the event, so that no tau2 has the highest likelihood; "
            "method='EE' takes all patients for one study"
        )
        raise PoolingError(msg)


def _equal(x: FloatArray, n: FloatArray) -> Maximum:
    """Give the maximum without heterogeneity: the proportion of all patients."""
    mu = float(logit(x.sum() / n.sum()))
    return Maximum(mu, 0.0, curve(distinct(x, n), mu, 0.0), 1)


def _standard_errors(found: Maximum) -> tuple[float, float | None]:
    """Invert the observed information: se of mu, and of tau2 unless that is 0."""
    mu_mu, mu_tau, tau_tau = (
        -float(part[0]) for part in (found.at.mu_mu, found.at.mu_tau, found.at.tau_tau)
    )
    if found.tau == 0.0:
        return mu_mu**-0.5, None
    determinant = mu_mu * tau_tau - mu_tau**2
    if not (mu_mu > 0 and determinant > 0):
        msg = (
            "PLO cannot be pooled: the likelihood is flat at its maximum, so no "
            "standard error can be computed; use method='EE' or report the studies"
        )
        raise PoolingError(msg)
    se_tau = (mu_mu / determinant) ** 0.5
    return (tau_tau / determinant) ** 0.5, 2 * found.tau * se_tau


def _heterogeneity_tests(x: FloatArray, n: FloatArray) -> tuple[float, float]:
    """Compare one proportion with one for each study: Wald and likelihood ratio."""
    share = x.sum() / n.sum()
    log_ratios = xlogy(x, x / (n * share)) + xlogy(n - x, (n - x) / (n * (1 - share)))
    ratio = 2 * float(log_ratios.sum())
    # A logit that is infinite has an infinite variance, and no weight.
    inner = (x > 0) & (x < n)
    x, n = x[inner], n[inner]
    w, logits = x * (n - x) / n, np.log(x / (n - x))
    if not len(x):
        return 0.0, ratio
    mean = float((w * logits).sum() / w.sum())
    return float((w * (logits - mean) ** 2).sum()), ratio


def _mean_proportion(mu: float, tau: float) -> float:
    """Average the proportion over studies, by the trapezoidal rule."""
    reach = 9.0
    nodes = int(np.ceil(2 * reach / min(0.25, 0.25 / max(tau, 1e-9)))) + 1
    z = np.linspace(-reach, reach, nodes)
    weights = np.exp(-0.5 * z**2)
    return float(weights @ expit(mu + tau * z) / weights.sum())


def _fit(table: Table, method: str, test: str, level: float) -> PooledProportion:
    x, n = table["xi"], table["ni"]
    k = len(x)
    counts = distinct(x, n)
    is_random = method == "ML" and k > 1
    found = highest(counts) if is_random else _equal(x, n)
    se, se_tau2 = _standard_errors(found)
    tau2 = found.tau**2
    used = test if k > 1 else "z"
    df = k - 1 if used == "t" else None
    factor = quantile(level, df)
    half, half_new = factor * se, factor * float(np.hypot(se, found.tau))
    wald, ratio = _heterogeneity_tests(x, n) if k > 1 else (None, None)
    zval = found.mu / se
    return PooledProportion(
        k=k,
        events=int(x.sum()),
        participants=int(n.sum()),
        estimate=found.mu,
        se=se,
        zval=zval,
        ddf=df,
        pval=_two_sided(zval, df),
        ci_lb=found.mu - half,
        ci_ub=found.mu + half,
        pi_lb=found.mu - half_new if is_random else None,
        pi_ub=found.mu + half_new if is_random else None,
        tau2=tau2 if k > 1 else None,
        se_tau2=se_tau2 if is_random else None,
        QE_Wld=wald,
        QE_Wldp=None if wald is None else float(chdtrc(k - 1, wald)),
        QE_LRT=ratio,
        QE_LRTp=None if ratio is None else float(chdtrc(k - 1, ratio)),
        QE_df=k - 1,
        log_likelihood=float(found.at.value[0]) + log_constant(counts),
        mean_proportion=_mean_proportion(found.mu, found.tau),
        slab=table.slab,
        xi=x,
        ni=n,
        method=method,
        test=used,
        level=level,
        settings={
            "continuity_correction": "none",
            "integration": "trapezoidal rule around each study's mode, to 1e-12",
            "level": level,
            "measure": "PLO",
            "method": _METHOD_NAMES[method] if k > 1 else "none: one study",
            "prediction_interval": _TEST_NAMES[used] if is_random else "none",
            "test": _TEST_NAMES[used],
            "test_asked": test,
        },
        notes=_notes(table, method, used, found),
    )


def _two_sided(statistic: float, df: int | None) -> float:
    tail = ndtr(-abs(statistic)) if df is None else stdtr(df, -abs(statistic))
    return 2 * float(tail)


def _notes(table: Table, method: str, test: str, found: Maximum) -> tuple[str, ...]:
    k = len(table["xi"])
    if k == 1:
        note = (
            f"This is one study ({table.slab[0]}) and not a pool: its own proportion, "
            "with the normal interval on the logit scale; the exact interval stands "
            "in the table."
        )
        return (note,)
    notes = []
    if k == 2:
        notes.append(
            "With two studies, heterogeneity cannot be judged; read the studies one by "
            "one."
        )
    if method == "ML" and k <= FEW_STUDIES:
        advice = "" if test == "t" else " Compare with test='t'."
        notes.append(
            f"With {k} studies, maximum likelihood tends to find too little "
            f"heterogeneity, and intervals that are too narrow.{advice}"
        )
    if method == "ML" and found.tau == 0.0:
        notes.append(
            "The likelihood is highest without heterogeneity (tau2 = 0). That is no "
            "evidence that there is none."
        )
    if found.maxima > 1:
        notes.append(
            f"The likelihood has {found.maxima} maxima; the highest was taken. Other "
            "software may report another one."
        )
    return tuple(notes)
