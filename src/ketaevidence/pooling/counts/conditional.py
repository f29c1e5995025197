"""The exact conditional logistic model: odds ratios given the margins of each table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from scipy.special import chdtrc

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts.conditional_caveats import caveats
from ketaevidence.pooling.counts.conditional_likelihood import (
    MOST_COUNTS,
    Margins,
    distinct_margins,
    possible_counts,
)
from ketaevidence.pooling.counts.conditional_maximum import (
    equal_odds,
    highest_conditional,
    rough_effects,
)
from ketaevidence.pooling.counts.conditional_model import ConditionalOddsRatio
from ketaevidence.pooling.counts.conditional_study import own_log_odds_ratio
from ketaevidence.pooling.counts.logit_maximum import Maximum
from ketaevidence.pooling.counts.reading import checked_level
from ketaevidence.pooling.counts.strata import Given, OwnEffects, Tables, read_strata
from ketaevidence.pooling.intervals import infer, prediction

Method = Literal["ML", "EE"]
Test = Literal["z", "t"]

_GIVEN = "noncentral hypergeometric, given the margins of each table"

_METHOD_NAMES = {
    "ML": f"conditional logistic with random effects ({_GIVEN}), maximum likelihood",
    "EE": f"conditional logistic with one odds ratio for all studies ({_GIVEN})",
}

_TEST_NAMES = {"z": "normal (Wald)", "t": "t (k - 1 df, k informative studies)"}


def conditional_logistic(  # noqa: PLR0913  (the names are metafor's)
    data: Any = None,
    *,
    slab: Any = None,
    alike: Mapping[str, Any] | None = None,
    method: Method = "ML",
    test: Test = "z",
    level: float = 0.95,
    **columns: Any,
) -> ConditionalOddsRatio:
    """Pool odds ratios from the counts themselves, exactly; zero cells do no harm.

    Given how many patients each group of a study has and how many had the event in
    all, the events of group 1 depend on the odds ratio alone: what the odds of the
    other group are need not be assumed. Nothing is added to any cell.

    Parameters
    ----------
    data
        A table with named columns, or None.
    slab
        Study labels, or the name of their column.
    alike
        What must be equal for studies to be pooled, as in ``effect_sizes``.
    method
        ``"ML"`` (default): log odds ratios vary normally between studies. ``"EE"``: one
        odds ratio for all.
    test
        ``"z"`` (default) or ``"t"`` with one degree of freedom less than there are
        informative studies, which is wider.
    level
        Confidence level of all intervals, between 0 and 1.
    **columns
        Values or column names: ``ai, bi, ci, di``; or ``ai, n1i, ci, n2i``.

    Returns
    -------
    ConditionalOddsRatio
        Frozen, on the log scale, group 1 over group 2. Studies in which nobody or
        everybody had the event say nothing, and are named. One informative study comes
        back as it is, with a note that it is no pool.

    Raises
    ------
    PoolingError
        When a count is impossible or no whole number, no study says anything, every
        informative study lies at the same end of what was possible (an odds ratio of 0
        or infinity), each at one of the ends (no tau2 is the best), the likelihood has
        no maximum, or a study has more than 100,000 possible counts.

    Notes
    -----
    P(a) = C(n1, a) C(n2, m - a) exp(a theta) / sum over u of C(n1, u) C(n2, m - u)
    exp(u theta), m = a + c; theta_i = mu, or N(mu, tau2). The likelihood of each study
    is then an integral over theta_i, computed to about 12 digits; mu and tau2 are where
    the product is highest among all local maxima, tau2 = 0 included. The standard error
    is that of the observed information, with tau2 estimated. Tests of heterogeneity
    compare with an odds ratio of its own for each study: Wald, in which studies at an
    end have no weight, and likelihood ratio.

    References
    ----------
    van Houwelingen HC, Zwinderman KH, Stijnen T (1993). Statistics in Medicine
    12:2273-2284. doi:10.1002/sim.4780122405
    Stijnen T, Hamza TH, Ozdemir P (2010). Statistics in Medicine 29:3046-3067.
    doi:10.1002/sim.4040

    Examples
    --------
    >>> from ketaevidence.pooling.counts.conditional import conditional_logistic
    >>> pooled = conditional_logistic(ai=[2, 0, 5, 9], n1i=[60, 40, 80, 50],
    ...                               ci=[1, 3, 9, 22], n2i=[61, 42, 79, 52])
    >>> print(f"{pooled.odds_ratio:.2f}, tau2 {pooled.tau2:.3f}")
    0.39, tau2 0.000
    """
    _check_request(method, test)
    checked_level(level)
    given = Given(data, slab, alike, columns)
    # Half an event is added for the studies' rough effects, and to nothing else.
    tables = read_strata("OR", given, OwnEffects(0.5, "only0", drop00=True)).tables
    told = tables.take(~tables.is_one_sided())
    _check_size(told)
    studies = distinct_margins(told)
    _check_information(studies, method)
    with np.errstate(all="ignore"):
        found, equal = _maxima(told, studies, method)
        return _result(tables, told, studies, (found, equal), (method, test, level))


def _check_request(method: str, test: str) -> None:
    if method not in _METHOD_NAMES:
        msg = f"method={method!r} is not on offer; choose ML or EE"
        raise PoolingError(msg)
    if test not in _TEST_NAMES:
        msg = f"test={test!r} is not on offer; choose z or t"
        raise PoolingError(msg)


def _check_size(told: Tables) -> None:
    """Refuse studies that are too large to go through every count."""
    large = possible_counts(told) > MOST_COUNTS
    if large.any():
        names = ", ".join(told.slab[row] for row in np.flatnonzero(large))
        msg = (
            f"OR cannot be pooled exactly: more than {MOST_COUNTS:,} counts were "
            f"possible in: {names}; with so many events use pool(effect_sizes('OR')) "
            "or mantel_haenszel"
        )
        raise PoolingError(msg)


def _check_information(studies: Sequence[Margins], method: str) -> None:
    """Refuse tables for which the likelihood has no maximum."""
    lowest = all(study.is_lowest for study in studies)
    if lowest or all(study.is_highest for study in studies):
        end, group = ("0", "few") if lowest else ("infinite", "many")
        msg = (
            f"OR cannot be pooled: the odds ratio is {end}, because in every study "
            f"group 1 had as {group} events as were possible; association_test and the "
            "risk difference (mantel_haenszel('RD')) can do without"
        )
        raise PoolingError(msg)
    is_edge = all(study.is_lowest or study.is_highest for study in studies)
    if method == "ML" and is_edge:
        msg = (
            "OR cannot be pooled with method='ML': in every study group 1 had as few "
            "or as many events as were possible, so that no tau2 has the highest "
            "likelihood; method='EE' takes one odds ratio for all"
        )
        raise PoolingError(msg)


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
            "OR cannot be pooled: the likelihood is flat at its maximum, so no "
            "standard error can be computed; use method='EE' or report the studies"
        )
        raise PoolingError(msg)
    se_tau = (mu_mu / determinant) ** 0.5
    return (tau_tau / determinant) ** 0.5, 2 * found.tau * se_tau


def _heterogeneity_tests(
    studies: Sequence[Margins], equal: Maximum
) -> tuple[float | None, float]:
    """Compare one odds ratio with one for each study: Wald and likelihood ratio."""
    own, weights, height = [], [], 0.0
    for study in studies:
        if study.is_lowest or study.is_highest:
            # Its probability comes as near to 1 as one likes, its variance to infinity.
            continue
        theta = own_log_odds_ratio(study)
        value, _, variance = study.moments(np.array([theta]))[:, 0]
        own.append(theta)
        weights.append(study.times * variance)
        height += study.times * float(value)
    ratio = 2 * (height - float(equal.at.value[0]))
    if not own:
        return None, max(0.0, ratio)
    w, theta_i = np.array(weights), np.array(own)
    mean = float(np.vecdot(w, theta_i)) / float(w.sum())
    return float((w * (theta_i - mean) ** 2).sum()), max(0.0, ratio)


def _maxima(
    told: Tables, studies: Sequence[Margins], method: str
) -> tuple[Maximum, Maximum]:
    """Find the maximum of the model, and that of one odds ratio for all."""
    rough, variances = rough_effects(told)
    # Sorted, so that the order of the studies changes no bit of the result.
    weighted, weights = np.sort(rough / variances), np.sort(1 / variances)
    start = float(weighted.sum() / weights.sum())
    equal = equal_odds(studies, start)
    if method == "ML" and len(told.slab) > 1:
        return highest_conditional(studies, told, equal.mu), equal
    return equal, equal


def _result(
    tables: Tables,
    told: Tables,
    studies: Sequence[Margins],
    maxima: tuple[Maximum, Maximum],
    choices: tuple[str, str, float],
) -> ConditionalOddsRatio:
    (found, equal), (method, test, level) = maxima, choices
    k, silent = len(told.slab), tables.is_one_sided()
    used = test if k > 1 else "z"
    df = k - 1 if used == "t" else None
    se, se_tau2 = _standard_errors(found)
    inference = infer(found.mu, se, level, df)
    tau2 = found.tau**2
    is_random = method == "ML" and k > 1
    pi_lb = pi_ub = None
    if is_random:
        pi_lb, pi_ub = prediction(found.mu, se, tau2, level, df)
    wald = ratio = None
    if k > 1:
        wald, ratio = _heterogeneity_tests(studies, equal)
    left_out = [tables.slab[row] for row in np.flatnonzero(silent)]
    return ConditionalOddsRatio(
        k=len(tables.slab),
        informative=k,
        events=int(tables.events.sum()),
        participants=int(tables.n.sum()),
        estimate=found.mu,
        se=se,
        zval=found.mu / se,
        ddf=df,
        pval=1.0 if inference.p is None else inference.p,
        ci_lb=inference.lb,
        ci_ub=inference.ub,
        pi_lb=pi_lb,
        pi_ub=pi_ub,
        tau2=tau2 if k > 1 else None,
        se_tau2=se_tau2 if is_random else None,
        QE_Wld=wald,
        QE_Wldp=None if wald is None else float(chdtrc(k - 1, wald)),
        QE_LRT=ratio,
        QE_LRTp=None if ratio is None else float(chdtrc(k - 1, ratio)),
        QE_df=k - 1,
        log_likelihood=float(found.at.value[0]),
        slab=tables.slab,
        ai=tables.a,
        n1i=tables.n1,
        ci=tables.c,
        n2i=tables.n2,
        method=method,
        test=used,
        level=level,
        settings={
            "continuity_correction": "none",
            "integration": (
                "trapezoidal rule around each study's mode, to 1e-12"
                if is_random
                else "none"
            ),
            "level": level,
            "measure": "OR",
            "method": _METHOD_NAMES[method] if k > 1 else "none: one study",
            "prediction_interval": _TEST_NAMES[used] if is_random else "none",
            "test": _TEST_NAMES[used],
            "test_asked": test,
            "without_information": left_out,
        },
        notes=caveats(told, left_out, method, used, found),
    )
