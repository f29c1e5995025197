"""From a sum over tables to a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, ndtr

from ketaevidence.errors import PoolingError
from ketaevidence.pooling.counts.association import Association, Homogeneity
from ketaevidence.pooling.counts.strata import Strata
from ketaevidence.pooling.counts.stratified import Stratified
from ketaevidence.pooling.heterogeneity import h2_from_q, i2_from_q
from ketaevidence.pooling.intervals import quantile
from ketaevidence.pooling.sums import FloatArray


@dataclass(frozen=True, slots=True)
class Sum:
    """A pooled effect, its variance, and the weight of each study.

    Parameters
    ----------
    estimate, variance
        On the scale of analysis.
    weights
        Not negative, shape ``(k,)``.
    """

    estimate: float
    variance: float
    weights: FloatArray


@dataclass(frozen=True, slots=True)
class Tests:
    """What is tested beside the effect; None where it does not apply."""

    association: Association | None
    homogeneity: Homogeneity | None


@dataclass(frozen=True, slots=True)
class Account:
    """The method's short name, the choices behind it, and what a reader must know."""

    method: str
    settings: Mapping[str, object]
    notes: tuple[str, ...]


def stratified(
    strata: Strata, total: Sum, tests: Tests, account: Account, level: float
) -> Stratified:
    """Test the pooled effect, give its interval, and compare it with the studies.

    Raises
    ------
    PoolingError
        When the variance is not above 0.
    """
    measure, effects = strata.effects.measure, strata.effects
    if not (np.isfinite(total.variance) and total.variance > 0):
        msg = (
            f"{measure} cannot be pooled: the variance of the pooled effect is "
            f"{total.variance:.6g}; the events of all studies together are too few, or "
            "too many, to tell how sure it is; report the studies one by one"
        )
        raise PoolingError(msg)
    se = total.variance**0.5
    half = quantile(level, None) * se
    zval = total.estimate / se
    q, df, more = _disagreement(strata, total.estimate)
    return Stratified(
        k=len(strata.tables.slab),
        estimate=total.estimate,
        se=se,
        zval=zval,
        pval=2 * float(ndtr(-abs(zval))),
        ci_lb=total.estimate - half,
        ci_ub=total.estimate + half,
        QE=q,
        QE_df=df,
        QEp=None if q is None else float(chdtrc(df, q)),
        I2=None if q is None else i2_from_q(q, df),
        H2=None if q is None else h2_from_q(q, df),
        association=tests.association,
        homogeneity=tests.homogeneity,
        weights=100 * total.weights / total.weights.sum(),
        yi=strata.column(effects.yi),
        vi=strata.column(effects.vi),
        slab=strata.tables.slab,
        method=account.method,
        level=level,
        settings={
            **account.settings,
            "I2": "Q-based: 100 (Q - df) / Q",
            "effects": dict(effects.settings),
            "level": level,
            "measure": measure,
            "test": "normal (Wald)",
        },
        effects=effects,
        notes=(
            *account.notes,
            *(f"In the studies' own effects, not the pool: {n}" for n in effects.notes),
            *more,
        ),
    )


def _disagreement(
    strata: Strata, estimate: float
) -> tuple[float | None, int, tuple[str, ...]]:
    """Compute Q around the pooled effect, from the studies with an effect."""
    yi, vi = strata.effects.yi, strata.effects.vi
    df = len(yi) - 1
    if df < 1:
        return None, max(df, 0), ()
    if (vi <= 0).any():
        names = ", ".join(strata.effects.slab[row] for row in np.flatnonzero(vi <= 0))
        note = (
            f"Cochran's test needs a variance above 0, which is not so in: {names}; "
            "with to='only0' there is one."
        )
        return None, df, (note,)
    return float(((yi - estimate) ** 2 / vi).sum()), df, ()
